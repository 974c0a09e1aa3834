"""Who could go to somebody on a day: in a volunteer's stead, or because nobody goes yet."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.care.rota import WEEK, Carer, Planned, Wanted, can_go, common_part


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIn:
    """A volunteer who could go."""

    id: int
    is_full: bool
    """Whether she has all her visits of that day or week already."""
    is_usual: bool
    """Whether she is known there."""
    load: int
    """Her visits of that week."""


def who_could_go(
    one: Wanted,
    volunteers: Sequence[Carer],
    day: date,
    part: str,
    planned: Collection[Planned],
) -> list[StandIn]:
    """Return who could go, each for herself: who has room first, then who has fewer visits.

    `planned` are the visits of that week; `part` is that of the visit, empty where any will do.
    """
    found = [
        _stand_in(one, carer, day, planned)
        for carer in volunteers
        if can_go(one, carer, day) and _fits(carer, day, part)
    ]
    return sorted(found, key=lambda it: (it.is_full, not it.is_usual, it.load, it.id))


def _fits(carer: Carer, day: date, part: str) -> bool:
    wished = {(day.weekday(), part)} if part else set()
    return common_part(wished, carer.times, day.weekday()) is not None


def _stand_in(one: Wanted, carer: Carer, day: date, planned: Collection[Planned]) -> StandIn:
    (member,) = carer.ids
    monday = day - timedelta(days=day.weekday())
    hers = [its.day for its in planned if member in its.carer]
    load = sum(monday <= its < monday + timedelta(days=WEEK) for its in hers)
    return StandIn(
        id=member,
        is_full=load >= carer.weekly or hers.count(day) >= carer.daily,
        is_usual=member in one.usual,
        load=load,
    )
