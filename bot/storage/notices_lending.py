"""Notices of applications for a loan that wait for the board."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import ColumnElement, Executable, and_, bindparam, literal, or_, select
from sqlalchemy.orm import aliased

from bot.people import OFFICES
from bot.storage import notices, reminder_times
from bot.storage import tables as t
from bot.storage.engine import Connection
from bot.storage.notices import ONCE
from bot.storage.notices_duties import TODAY, holds_office
from bot.storage.reminder_times import AT, ZONE

UNDECIDED = "loan.decide"
DECIDING = ("head", "accountant")
"""Who hears of it first; later the whole board does."""
CATCHES_UP = timedelta(days=21)


@dataclass(frozen=True, slots=True, kw_only=True)
class Undecided:
    """An application that waits."""

    asked_at: datetime
    answered_by: frozenset[int]
    """The officers who have said yes to it."""


async def plan(db: Connection, now: datetime) -> None:
    """Plan to tell officers of each application that has waited for the days of the setting."""
    stages = await reminder_times.days_of(db, UNDECIDED)
    for clock in await reminder_times.clocks(db, now):
        for days in stages:
            roles = DECIDING if days == stages[0] else OFFICES
            waits = now - timedelta(days=days)
            given = {
                "now": now,
                "zone": clock.zone,
                "today": clock.day,
                "at": clock.at,
                "before": waits,
                "after": waits - CATCHES_UP,
            }
            await db.execute(_undecided(db.dialect.name, days, roles), given)


async def undecided(db: Connection, ids: Collection[int]) -> dict[int, Undecided]:
    """Return which of these applications wait still."""
    rows = await db.execute(
        select(t.Application.id, t.Application.asked_at).where(
            t.Application.id.in_(ids), t.Application.status == "waiting"
        )
    )
    votes = await db.execute(
        select(t.Application.id, t.Vote.member_id)
        .join(t.Vote, t.Vote.resolution_id == t.Application.resolution_id)
        .where(t.Application.id.in_(ids))
    )
    said = [(row.id, row.member_id) for row in votes]
    return {
        row.id: Undecided(
            asked_at=row.asked_at,
            answered_by=frozenset(member for one, member in said if one == row.id),
        )
        for row in rows
    }


# Made once: that costs more than running it, every minute.


@cache
def _undecided(dialect: str, days: int, roles: tuple[str, ...]) -> Executable:
    officer, applicant = aliased(t.Member), aliased(t.Member)
    setting = and_(
        t.ReminderTime.club_id == t.Club.id,
        t.ReminderTime.kind == UNDECIDED,
        t.ReminderTime.days == days,
    )
    due = (
        select(t.Application.club_id, t.Application.id, literal(ONCE), t.Role.member_id)
        .join(t.Club, t.Club.id == t.Application.club_id)
        .join(t.ReminderTime, setting)
        .join(t.Role, t.Role.club_id == t.Application.club_id)
        .join(officer, officer.id == t.Role.member_id)
        .join(applicant, applicant.id == t.Application.member_id)
        .where(
            t.Application.status == "waiting",
            t.Application.asked_at < bindparam("before", type_=t.Notice.made_at.type),
            t.Application.asked_at >= bindparam("after", type_=t.Notice.made_at.type),
            t.ReminderTime.at <= AT,
            t.Club.zone == ZONE,
            officer.left_on.is_(None),
            t.Role.member_id != t.Application.member_id,
            or_(
                officer.household_id.is_(None),
                officer.household_id.is_distinct_from(applicant.household_id),
            ),
            or_(
                t.Application.entered_by.is_(None),
                t.Application.entered_by != t.Role.member_id,
            ),
            ~_has_answered(),
            holds_office(roles, TODAY),
        )
        .distinct()
    )
    return notices.planning(dialect, f"{UNDECIDED}+{days}", due)


def _has_answered() -> ColumnElement[bool]:
    return (
        select(t.Vote.member_id)
        .where(
            t.Vote.resolution_id == t.Application.resolution_id,
            t.Vote.member_id == t.Role.member_id,
        )
        .correlate(t.Application, t.Role)
        .exists()
    )
