"""Who is cared for at home, as every part of the program sees her; needs, tasks and states."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.care.rota import Time

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
    needs: tuple[str, ...] = ()
    times: frozenset[Time] = frozenset()
