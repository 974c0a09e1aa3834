"""Prints what was measured of the fleet."""

from __future__ import annotations

import sys
from statistics import median, quantiles
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.fleet import Measured
    from bench.fleet_killed import Killed
    from bench.fleet_talk import Side

MILLISECONDS = 1000
SHOWN = 5


def show(measured: Measured) -> None:
    """Print the rates and times, and what went wrong."""
    bare, ours = measured.bare, measured.ours
    print(f"{'through both webhooks, two processes':44}{'bare':>10}{'ours':>10}{'wanted':>8}")
    print(f"{'turns a second':44}{median(bare.turns):10.0f}{median(ours.turns):10.0f}")
    print(f"{'  of the bare ones':54}{measured.ratio():10.2f}{'≥ 0.5':>8}")
    for percent in (50, 99):
        name = f"ms to the answer, {percent} of 100"
        print(f"{name:44}{_ms(bare, percent):10.0f}{_ms(ours, percent):10.0f}")
    for who in ("programs", "database", "people"):
        name = f"ms of the processor a turn: {who}"
        print(f"{name:44}{_spent(bare, who):10.2f}{_spent(ours, who):10.2f}")
    _show_talk(ours)
    sys.stdout.flush()


def show_killed(killed: Killed) -> None:
    """Print what became of the talk, and what went wrong."""
    side = killed.side
    print(
        f"one process at a time killed, {killed.kills} times: {median(side.turns):.0f} turns a"
        f" second; half within {_ms(side, 50):.0f} ms, 99 of 100 within {_ms(side, 99):.0f} ms;"
        f" lost or twice: {len(killed.wrong)} (0)"
    )
    _show_talk(side)
    for one in killed.wrong[:SHOWN]:
        print(f"  wrong: {one!r}")
    sys.stdout.flush()


def _show_talk(side: Side) -> None:
    turns = ", ".join(f"{number} {kind}" for kind, number in sorted(side.kinds.items()))
    repeated = sum(side.repeated.values())
    paid = sum(len(amounts) for amounts in side.paid.values())
    print(
        f"turns: {turns}; {paid} payments confirmed, {len(side.without_slip)} without a slip;"
        f" {repeated} deliveries repeated; not the right answer: {len(side.wrong)} (0)"
    )
    for one in side.wrong[:SHOWN]:
        print(f"  wrong: {one!r}")


def _ms(side: Side, percent: int) -> float:
    return quantiles(side.seconds, n=100)[percent - 1] * MILLISECONDS


def _spent(side: Side, who: str) -> float:
    return side.spent[who] / len(side.seconds)
