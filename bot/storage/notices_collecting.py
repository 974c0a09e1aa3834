"""Notices of the day before a meeting: the paper for its money is there to be printed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from functools import cache

from sqlalchemy import Date, Executable, and_, bindparam, or_, select

from bot.storage import notices, reminder_times
from bot.storage import tables as t
from bot.storage.engine import Connection
from bot.storage.notices_duties import TODAY, holds_office
from bot.storage.reminder_times import AT, ZONE

SHEET = "collection.sheet"
"""Of the notice, and of the club's setting: at which hour of that day."""
_TOMORROW = bindparam("tomorrow", type_=Date)


async def plan(db: Connection, now: datetime, *, roles: tuple[str, ...]) -> None:
    """Plan to tell `roles` on the day before a meeting, in clubs that have money to take."""
    for clock in await reminder_times.clocks(db, now):
        given = {
            "now": now,
            "zone": clock.zone,
            "at": clock.at,
            "today": clock.day,
            "tomorrow": clock.day + timedelta(days=1),
        }
        await db.execute(_planning(db.dialect.name, roles), given)


async def days_of(db: Connection, meeting_ids: Collection[int]) -> dict[int, date]:
    """Return on which day each of these meetings is held; one that is cancelled is missing."""
    rows = await db.execute(_DAYS, {"ids": list(meeting_ids)})
    return {row.id: row.held_on for row in rows}


@cache
def _planning(dialect: str, roles: tuple[str, ...]) -> Executable:
    lends = (
        select(t.Loan.id).where(t.Loan.club_id == t.Club.id, t.Loan.closed_on.is_(None)).exists()
    )
    takes_fees = (
        select(t.FeeRate.id).where(t.FeeRate.club_id == t.Club.id, t.FeeRate.amount > 0).exists()
    )
    due = (
        select(t.Club.id, t.Meeting.id, t.Meeting.held_on, t.Role.member_id)
        .join(t.Meeting, t.Meeting.club_id == t.Club.id)
        .join(
            t.ReminderTime,
            and_(t.ReminderTime.club_id == t.Club.id, t.ReminderTime.kind == SHEET),
        )
        .join(t.Role, t.Role.club_id == t.Club.id)
        .where(
            t.Club.zone == ZONE,
            t.ReminderTime.at <= AT,
            t.Meeting.held_on == _TOMORROW,
            t.Meeting.cancelled_at.is_(None),
            or_(takes_fees, lends),
            holds_office(roles, TODAY),
        )
        .distinct()
    )
    return notices.planning(dialect, SHEET, due)


_DAYS = select(t.Meeting.id, t.Meeting.held_on).where(
    t.Meeting.id.in_(bindparam("ids", expanding=True)), t.Meeting.cancelled_at.is_(None)
)
