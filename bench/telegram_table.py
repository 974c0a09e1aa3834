"""Prints what was measured of Telegram on one database."""

from __future__ import annotations

import sys

from bench.telegram import CONCURRENCIES, Measured

MEGABYTE = 1_000_000
MILLISECONDS = 1000


def show(measured: Measured) -> None:
    """Print the rates and times of questions, then what a start takes."""
    at_8, at_32 = (measured.sides[at_once] for at_once in CONCURRENCIES)
    print(
        f"{'through the webhook of Telegram':44}{'8 at once':>11}{'32 at once':>11}{'wanted':>8}"
    )

    def row(name: str, eight: float, more: float, wanted: str = "", digits: int = 0) -> None:
        print(f"{name:44}{eight:11.{digits}f}{more:11.{digits}f}{wanted:>8}")

    row("questions answered a second, bare aiogram", at_8.bare.rate(), at_32.bare.rate())
    row("questions answered a second", at_8.ours.rate(), at_32.ours.rate())
    row("  of the bare ones", at_8.ratio(), at_32.ratio(), wanted="≥ 0.5", digits=2)
    for percent in (50, 99):
        for name, one, other in (
            (", bare aiogram", at_8.bare, at_32.bare),
            ("", at_8.ours, at_32.ours),
        ):
            took = [MILLISECONDS * side.percentile(percent) for side in (one, other)]
            row(f"ms to the answer, {percent} of 100{name}", took[0], took[1])
    _show_starts(measured)
    sys.stdout.flush()


def _show_starts(measured: Measured) -> None:
    bare, ours = measured.starts.bare, measured.starts.ours
    print(
        f"first answer on Telegram after {ours.seconds:.2f} s, of bare aiogram after"
        f" {bare.seconds:.2f} s: {ours.seconds - bare.seconds:+.2f} s (≤ +1)\n"
        f"the web page answers after {ours.page_seconds:.2f} s, and while Telegram's library"
        f" loads within {ours.slowest_page:.2f} s"
    )
    print(
        f"resident {ours.bytes / MEGABYTE:.0f} MB, bare aiogram {bare.bytes / MEGABYTE:.0f} MB:"
        f" {(ours.bytes - bare.bytes) / MEGABYTE:+.0f} MB (≤ +80)"
    )
