"""Notices of planned visits: to who goes, and what became of none to who leads home care.

Only visits that were told count, and of those only the ones that nobody has written down yet. Each
plan may run again at any time, in any number of processes: nothing is planned twice.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from functools import cache

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Executable,
    SQLColumnExpression,
    Time,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from bot.rights import CARERS
from bot.storage import notices, reminder_times
from bot.storage import tables as t
from bot.storage.engine import AnySelect, Connection
from bot.storage.notices_duties import TODAY
from bot.storage.phones import is_served
from bot.storage.quiets import ALL
from bot.storage.reminder_times import AT, ZONE, LocalTime
from bot.storage.shifts import COUNTS

TOMORROW, TO_DAY = "visit.tomorrow", "visit.today"
ASKED, UNWRITTEN, MISSED = "visit.asked", "visit.unwritten", "visit.missed"
OPEN_SWAP, REQUESTED = "visit.swap", "visit.requested"
CATCHES_UP = timedelta(days=2)
"""A day on which the bot was down is made up for so long; of older ones the rota tells."""
FRESH = timedelta(hours=4)
"""What could not be said for so long of a visit to come is not said: the next reminder follows.

Nor is anybody reminded of what she was told, or said yes to, so shortly before.
"""
FOUND_OUT = "not_home"
"""A volunteer said that she was not there, and who leads home care has heard it."""


async def plan(db: Connection, now: datetime, kind: str) -> None:
    """Plan one of these kinds: to the volunteers, or to who leads home care."""
    stages = await reminder_times.days_of(db, kind)
    for clock in await reminder_times.clocks(db, now):
        for days in stages:
            await db.execute(_due(db.dialect.name, kind, days), _given(clock, days, now))


def _given(clock: LocalTime, days: int, now: datetime) -> dict[str, object]:
    on = clock.day - timedelta(days=days)
    at = datetime.combine(clock.day, clock.at)
    fresh = max(at - FRESH, datetime.combine(clock.day, time(0)))
    return {
        "now": now,
        "zone": clock.zone,
        "today": clock.day,
        "at": clock.at,
        "on": on,
        "since": on - CATCHES_UP if days > 0 else on,
        "fresh": fresh.time() if days <= 0 else time(0),
        "heard": now - FRESH,
    }


async def unsettled(db: Connection, shift_ids: Collection[int]) -> set[int]:
    """Return which of these visits are still to be made, as far as anybody wrote."""
    rows = await db.execute(
        select(t.Shift.id).where(
            t.Shift.id.in_(shift_ids), t.Shift.cancelled_at.is_(None), ~_is_written()
        )
    )
    return set(rows.scalars())


# Made once: that costs more than running it, every minute.
@cache
def _due(dialect: str, kind: str, days: int) -> Executable:
    if kind == REQUESTED:
        return notices.planning(dialect, kind, _requested().distinct())
    due = _to_leads(kind) if kind in (MISSED, OPEN_SWAP) else _to_volunteers(kind)
    due = due.where(_its_hour(kind, days), ~_is_written())
    return notices.planning(dialect, kind, due.distinct())


def _to_volunteers(kind: str) -> AnySelect:
    goes = t.ShiftVolunteer
    due = (
        _planned(goes.member_id)
        .join(goes, and_(goes.shift_id == t.Shift.id, goes.until.is_(None)))
        .join(t.Member, t.Member.id == goes.member_id)
        .where(t.Member.left_on.is_(None))
    )
    if kind in (TOMORROW, TO_DAY):
        return due.where(goes.since <= bindparam("heard", type_=goes.since.type))
    return due.where(~_looks_for_somebody(t.Swap.asked_by == goes.member_id))


def _to_leads(kind: str) -> AnySelect:
    due = (
        _planned(t.Role.member_id)
        .join(t.Role, t.Role.club_id == t.Shift.club_id)
        .where(_hears_of_care(t.Role), _rank(t.Role) == _first_rank(t.Shift.club_id))
    )
    if kind == OPEN_SWAP:
        return due.where(or_(_looks_for_somebody(), ~_goers().exists()))
    return due.where(~_goers(said=FOUND_OUT).exists())


def _requested() -> AnySelect:
    """Select a notice of each club in which a visit was asked for, and nobody has answered."""
    asked = t.VisitRequest
    return (
        select(asked.club_id, asked.club_id.label("subject_id"), TODAY, t.Role.member_id)
        .select_from(asked)
        .join(t.Club, t.Club.id == asked.club_id)
        .join(t.ReminderTime, t.ReminderTime.club_id == asked.club_id)
        .join(t.Role, t.Role.club_id == asked.club_id)
        .where(
            asked.answer == "",
            or_(asked.day >= TODAY, asked.weekly),
            asked.asked_at <= bindparam("heard", type_=asked.asked_at.type),
            t.Club.zone == ZONE,
            t.ReminderTime.kind == REQUESTED,
            t.ReminderTime.at <= AT,
            _hears_of_care(t.Role),
            _rank(t.Role) == _first_rank(asked.club_id),
        )
    )


def _planned(recipient: SQLColumnExpression[int]) -> AnySelect:
    return (
        select(t.Shift.club_id, t.Shift.id, t.Shift.day, recipient)
        .select_from(t.Shift)
        .join(t.Club, t.Club.id == t.Shift.club_id)
        .join(t.Recipient, t.Recipient.id == t.Shift.recipient_id)
        .join(t.ReminderTime, t.ReminderTime.club_id == t.Shift.club_id)
        .outerjoin(t.Rota, t.Rota.id == t.Shift.rota_id)
        .where(*COUNTS, t.Club.zone == ZONE)
    )


def _its_hour(kind: str, days: int) -> ColumnElement[bool]:
    on: BindParameter[date] = bindparam("on", type_=Date)
    return and_(
        t.ReminderTime.kind == kind,
        t.ReminderTime.days == days,
        t.Shift.day.between(bindparam("since", type_=Date), on),
        t.ReminderTime.at <= AT,
        t.ReminderTime.at >= bindparam("fresh", type_=Time),
    )


def _is_written() -> ColumnElement[bool]:
    made = select(t.Visit.id).where(
        t.Visit.shift_id == t.Shift.id, t.Visit.taken_back_at.is_(None)
    )
    return made.exists()


def _looks_for_somebody(*whose: ColumnElement[bool]) -> ColumnElement[bool]:
    asked = select(t.Swap.id).where(
        t.Swap.shift_id == t.Shift.id,
        t.Swap.taken_at.is_(None),
        t.Swap.withdrawn_at.is_(None),
        *whose,
    )
    return asked.exists()


def _goers(said: str = "") -> AnySelect:
    goes, she = aliased(t.ShiftVolunteer), aliased(t.Member)
    found = (
        select(goes.shift_id)
        .join(she, she.id == goes.member_id)
        .where(goes.shift_id == t.Shift.id, goes.until.is_(None), she.left_on.is_(None))
    )
    return found.where(goes.said == said) if said else found


# --- who leads home care -------------------------------------------------------------------------


def _first_rank(club_id: SQLColumnExpression[int]) -> ColumnElement[int]:
    """Who hears it of the club: the care lead, else the head, else the deputy."""
    role = aliased(t.Role)
    best = select(func.min(_rank(role))).where(role.club_id == club_id, _hears_of_care(role))
    return best.scalar_subquery()


def _rank(role: type[t.Role]) -> ColumnElement[int]:
    return case({name: place for place, name in enumerate(CARERS)}, value=role.role)


def _hears_of_care(role: type[t.Role]) -> ColumnElement[bool]:
    """Say in SQL whether this is who sees to home care, with a phone, and not at rest."""
    return and_(
        role.role.in_(CARERS),
        role.from_on <= TODAY,
        or_(role.until_on.is_(None), role.until_on > TODAY),
        _is_reached(role.member_id),
        ~_rests(role.member_id),
    )


def _is_reached(member_id: SQLColumnExpression[int]) -> ColumnElement[bool]:
    own = (
        select(t.Link.id)
        .join(t.Address, t.Address.id == t.Link.address_id)
        .join(t.Member, t.Member.id == t.Link.member_id)
        .where(
            t.Link.member_id == member_id,
            t.Link.kind == "self",
            t.Link.until.is_(None),
            t.Address.unreachable_at.is_(None),
            is_served(),
            t.Member.left_on.is_(None),
        )
    )
    return own.exists()


def _rests(member_id: SQLColumnExpression[int]) -> ColumnElement[bool]:
    quiet = select(t.Quiet.id).where(
        t.Quiet.member_id == member_id,
        t.Quiet.kind == ALL,
        t.Quiet.from_on <= TODAY,
        or_(t.Quiet.until_on.is_(None), t.Quiet.until_on > TODAY),
    )
    return quiet.exists()
