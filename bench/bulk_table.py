"""Prints what was measured of reminders and announcements on one database."""

from __future__ import annotations

import sys

from bench.meanwhile import Answers, Measured
from bench.planning import Planned

MEGABYTE = 1_000_000
MILLISECONDS = 1000


def show_planned(planned: Planned, recorded: float) -> None:
    """Print what planning for 12,450 takes, and the rate of claiming and recording."""
    print(f"{'reminders of 12,450 members':54}{'measured':>10}{'wanted':>10}")
    _row("seconds to plan everybody's meeting", planned.due, "< 0.5", 2)
    _row("seconds to find nothing due", planned.nothing, "", 3)
    _row("messages claimed and recorded a second, sent to nobody", recorded, "≥ 1000", 0)
    sys.stdout.flush()


def show_huge(planned: Planned) -> None:
    """Print what planning for a million takes."""
    print(f"{'reminders of 1,008,000 members in 21,000 clubs':54}{'measured':>10}{'wanted':>10}")
    _row("seconds to plan everybody's meeting", planned.due, "< 40", 1)
    _row("seconds to find nothing due", planned.nothing, "", 1)
    _row("MB in the process", planned.bytes / MEGABYTE, "< 150", 0)
    sys.stdout.flush()


def show_sent(measured: Measured) -> None:
    """Print the rates at a strict Telegram, and how long who asks meanwhile waits."""
    announced, reminded = measured.announced, measured.reminded
    print(
        f"{'sent to 12,450 by a strict Telegram, 25 a second':44}"
        f"{'announced':>10}{'reminded':>10}{'wanted':>10}"
    )

    def row(name: str, one: float, other: float, wanted: str = "", digits: int = 0) -> None:
        print(f"{name:44}{one:10.{digits}f}{other:10.{digits}f}{wanted:>10}")

    row("messages measured", announced.messages, reminded.messages)
    row("arrived a second", announced.a_second, reminded.a_second, "≥ 24.25", 2)
    row("refused with 429", announced.refused, reminded.refused, "0")
    print(f"{'seconds to queue the announcement':44}{measured.queued:10.2f}")
    for name, of in (("median", _median), ("99 of 100", _p99)):
        idle = of(measured.idle)
        print(f"{f'ms to an answer, {name}, of an idle bot':44}{MILLISECONDS * idle:10.0f}")
        one, other = of(announced.answers), of(reminded.answers)
        row(f"ms to an answer meanwhile, {name}", MILLISECONDS * one, MILLISECONDS * other)
        row("  of the idle ones", one / idle, other / idle, "≤ 2", 2)
    sys.stdout.flush()


def _row(name: str, value: float, wanted: str, digits: int) -> None:
    print(f"{name:54}{value:10.{digits}f}{wanted:>10}")


def _median(answers: Answers) -> float:
    return answers.median


def _p99(answers: Answers) -> float:
    return answers.p99
