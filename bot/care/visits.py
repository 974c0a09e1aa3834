"""A visit to somebody at home, as every part of the program sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

USUAL_MINUTES = 60
"""Of a visit of which nobody said how long it was [field knowledge]."""
IN_A_ROW = 3
"""So many weak days one after another are told to those who look after care."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A visit that was made."""

    id: int
    club_id: int
    recipient_id: int
    day: date
    number: int
    """Of that day."""
    shift_id: int | None
    """What had been planned, where it had."""
    minutes: int
    state: str
    """One of `people.STATES`."""
    note: str
    image: str
    """The name of a file; empty where there is no photo."""
    entered_by: int
    entered_at: datetime
    taken_back_at: datetime | None
    told: str
    """What of it worried and was told; empty where nothing was."""
    visitors: tuple[int, ...] = ()
    tasks: tuple[str, ...] = ()
    """Of `people.NEEDS`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What somebody tells of a visit."""

    recipient_id: int
    day: date
    visitors: tuple[int, ...]
    tasks: tuple[str, ...] = ()
    state: str = "usual"
    minutes: int = USUAL_MINUTES
    note: str = ""
    image: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What came of telling it."""

    visit: Visit
    new: bool
    """Otherwise it is what was written already, and nothing has changed."""
    worries: str = ""
    """What is to be told at once: `station`, or `weak` for so many days; empty: nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a volunteer gave in some time."""

    visits: int
    minutes: int
