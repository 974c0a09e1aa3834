"""Who is cared for at home, as every part of the program sees her; needs, tasks and states."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from bot.care.rota import PARTS, WEEK, Time

NEEDS = (
    "meals",
    "cleaning",
    "washing",  # herself
    "laundry",
    "medicine",  # is reminded of it; never a word on doses
    "company",
    "massage",
    "garden",
    "shopping",
    "storm",
)
"""What volunteers help with at home: needs of a recipient, and what is done on a visit."""

STATES = ("well", "usual", "weak", "station")
"""How somebody was found; "station": somebody of the health station should see her."""

ENDINGS = ("hospital", "died", "moved", "better", "wish")
"""Why nobody visits any more."""
PAUSED = "hospital"
"""The ending after which visits are taken up again: she comes home."""

USUAL_WEEKLY = 2
"""Visits a week of somebody for whom nothing else was said: at least twice, as clubs have it."""
MOST_WEEKLY = 7
"""One a day."""
USUAL_LOAD = 3
"""Visits a week of a volunteer who did not say how many she can make [field knowledge]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Somebody who is visited at home: a member of the club, or another person of the village."""

    id: int
    club_id: int
    member_id: int | None
    name: str
    village_name: str
    hamlet: str
    birth_year: int | None
    sex: str
    form: str
    emergency_phone: str
    agreed_by: str
    """`self`, or who agreed for her."""
    agreed_on: date
    weekly: int
    """Visits a week that she is to have."""
    photos: bool
    """Whether she agreed to pictures."""
    since: date
    until: date | None
    """Exclusive; None while she is visited."""
    because: str
    """One of `ENDINGS`, or empty."""
    made_by: int | None = None
    """The member who took her in."""
    needs: tuple[str, ...] = ()
    times: frozenset[Time] = frozenset()


def common_times(mine: Collection[Time], yours: Collection[Time]) -> frozenset[Time] | None:
    """Return when two can go together, empty for whenever; None where they have no time in common.

    `common_times({(1, "")}, {(1, "morning"), (4, "")})` is Tuesday morning.
    """
    if not mine or not yours:
        return frozenset(mine or yours)
    both = frozenset(_halves(mine) & _halves(yours))
    return _whole_days(both) or None


def _halves(times: Collection[Time]) -> set[Time]:
    return {(day, half) for day, part in times for half in ((part,) if part else PARTS)}


def _whole_days(halves: Collection[Time]) -> frozenset[Time]:
    """Write a day whose parts are all there as the day, and every day of the week as empty."""
    whole = {day for day in range(WEEK) if all((day, part) in halves for part in PARTS)}
    return frozenset({(day, "") for day in whole} | {one for one in halves if one[0] not in whole})
