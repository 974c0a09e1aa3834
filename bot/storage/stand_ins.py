"""Who could make a planned visit, as far as the volunteers' days, limits and other visits say."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from bot.care.rota import WEEK, Carer, Planned, Wanted
from bot.care.standing_in import StandIn, who_could_go
from bot.storage import carers, recipients, shifts, visits
from bot.storage.carers import Volunteer
from bot.storage.engine import Connection
from bot.storage.shifts import Shift

KNOWN_FOR = timedelta(days=28)
"""Whoever was there in this time before is known there."""


async def of(db: Connection, shift: Shift, on: date) -> list[StandIn]:
    """Return who could go, but for those who do, the best first; each for herself.

    Who has all her visits of that week already comes last. The shift need not be stored yet.
    """
    recipient = await recipients.one(db, shift.club_id, shift.recipient_id)
    if recipient is None:
        return []
    seen = await visits.of_recipient(
        db, shift.club_id, recipient.id, on - KNOWN_FOR, on + timedelta(days=1)
    )
    wanted = Wanted(
        id=recipient.id,
        weekly=recipient.weekly,
        times=recipient.times,
        hamlet=recipient.hamlet,
        usual=frozenset(one for visit in seen for one in visit.visitors),
        barred=frozenset({recipient.member_id} if recipient.member_id else ()),
    )
    monday = shift.day - timedelta(days=shift.day.weekday())
    week = await shifts.of_days(db, shift.club_id, monday, monday + timedelta(days=WEEK))
    people = await carers.volunteers(db, shift.club_id, on)
    others = [alone(one, shift.day) for one in people if one.member.id not in shift.volunteers]
    planned = as_planned(one for one in week if one.id != shift.id)
    return who_could_go(wanted, others, shift.day, shift.part, planned)


def alone(volunteer: Volunteer, day: date) -> Carer:
    """Return a volunteer as who goes by herself on that day."""
    is_away = any(from_on <= day < until_on for from_on, until_on in volunteer.away)
    return Carer(
        ids=(volunteer.member.id,),
        weekly=volunteer.weekly,
        times=volunteer.times,
        hamlet=volunteer.member.hamlet,
        away=frozenset({day} if is_away else ()),
    )


def as_planned(found: Iterable[Shift]) -> list[Planned]:
    """Return planned visits as the rule of planning has them."""
    return [
        Planned(day=one.day, recipient=one.recipient_id, carer=one.volunteers, part=one.part)
        for one in found
    ]
