"""Who is to be visited, who can go, and what came of planning it; the rule is in `planning`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

Time = tuple[int, str]
"""A day of the week, 0 for Monday, and the part of it: morning, afternoon, or empty for either."""

PARTS = ("morning", "afternoon")
WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Somebody who is to be visited so many times a week."""

    id: int
    weekly: int
    times: frozenset[Time] = frozenset()
    """When she likes to be visited; empty: whenever."""
    hamlet: str = ""
    usual: frozenset[int] = frozenset()
    """Volunteers whom she knows."""
    barred: frozenset[int] = frozenset()
    """Volunteers who are not to go: herself, or whom she does not want."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Carer:
    """A volunteer, or two who go together; nobody is in two of them."""

    ids: tuple[int, ...]
    weekly: int
    """The most visits of a week."""
    times: frozenset[Time] = frozenset()
    hamlet: str = ""
    away: frozenset[date] = frozenset()
    daily: int = 2
    lately: int = 0
    """Visits of the weeks before: who made fewer gets the one that is over."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Planned:
    """One visit of a plan."""

    day: date
    recipient: int
    carer: tuple[int, ...]
    part: str
    wished: bool = True
    """Whether it is on a day, and in a part of it, that she wished."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """Somebody for whom a week has too few visits, whoever would go."""

    recipient: int
    week: date
    missing: int
    days: int
    """On so many days of it somebody goes to her, or could; the volunteers' limits apart."""
    limits: bool
    """Whether days are not what is missing: whoever could go has all her visits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A proposed rota."""

    visits: tuple[Planned, ...]
    lacking: tuple[Lacking, ...]


def common_part(wished: Collection[Time], can: Collection[Time], weekday: int) -> str | None:
    """Return the part of a day on which both can, empty for either, or None."""
    ours = parts_of(wished, weekday) & parts_of(can, weekday)
    if not ours:
        return None
    return "" if len(ours) == len(PARTS) else next(part for part in PARTS if part in ours)


def parts_of(times: Collection[Time], weekday: int) -> set[str]:
    """Return the parts of a day of the week on which somebody can."""
    if not times:
        return set(PARTS)
    parts = {part for day, part in times if day == weekday}
    return set(PARTS) if "" in parts else parts


def can_go(one: Wanted, carer: Carer, day: date) -> bool:
    """Say whether these can go to her on that day at all, their limits apart."""
    if day in carer.away or not one.barred.isdisjoint(carer.ids):
        return False
    return bool(parts_of(carer.times, day.weekday()))
