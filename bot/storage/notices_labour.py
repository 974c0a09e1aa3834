"""Notices of swapped labour: on the next morning both are asked whether it came about."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import (
    ColumnElement,
    Date,
    Executable,
    SQLColumnExpression,
    and_,
    bindparam,
    select,
    union,
)

from bot.storage import labour_swaps, notices, reminder_times
from bot.storage import tables as t
from bot.storage.engine import AnySelect, Connection
from bot.storage.labour_swaps import Swap
from bot.storage.phones import is_served
from bot.storage.reminder_times import AT, ZONE

HELPED = "labour.helped"
CATCHES_UP = timedelta(days=3)
"""A day on which the bot was down is made up for so long."""


async def plan(db: Connection, now: datetime) -> None:
    """Plan to ask who helped and who was helped, or who wrote it down for one without a phone."""
    stages = await reminder_times.days_of(db, HELPED)
    for clock in await reminder_times.clocks(db, now):
        for days in stages:
            on = clock.day - timedelta(days=days)
            given = {"now": now, "zone": clock.zone, "at": clock.at}
            given |= {"on": on, "since": on - CATCHES_UP}
            await db.execute(_due(db.dialect.name, days), given)


async def unsettled(db: Connection, swap_ids: Collection[int]) -> dict[int, Swap]:
    """Return those of which nobody has said yet whether they came about, by their ids."""
    found = await labour_swaps.several(db, swap_ids)
    return {one.id: one for one in found if one.is_open}


# Made once: that costs more than running it, every minute.
@cache
def _due(dialect: str, days: int) -> Executable:
    swap, asked = t.LabourSwap, t.LabourDay
    helper, asker = swap.helper_id, asked.member_id
    those = union(
        _of(helper, days),
        _of(asker, days),
        _of(swap.entered_by, days).where(~_is_reached(helper)),
        _of(asked.entered_by, days).where(~_is_reached(asker)),
    ).subquery()
    due = select(those.c.club_id, those.c.subject_id, those.c.day, those.c.member_id)
    return notices.planning(dialect, HELPED, due.where(those.c.member_id.is_not(None)))


def _of(whom: SQLColumnExpression[int], days: int) -> AnySelect:
    swap, time = t.LabourSwap, t.ReminderTime
    return (
        select(swap.club_id, swap.id.label("subject_id"), swap.day, whom.label("member_id"))
        .join(t.LabourDay, t.LabourDay.id == swap.asked_id)
        .join(t.Club, t.Club.id == swap.club_id)
        .join(time, and_(time.club_id == swap.club_id, time.kind == HELPED, time.days == days))
        .where(
            t.Club.zone == ZONE,
            time.at <= AT,
            swap.day.between(bindparam("since", type_=Date), bindparam("on", type_=Date)),
            swap.done_at.is_(None),
            swap.fell_through_at.is_(None),
        )
    )


def _is_reached(member_id: SQLColumnExpression[int]) -> ColumnElement[bool]:
    phone = (
        select(t.Link.id)
        .join(t.Address, t.Address.id == t.Link.address_id)
        .where(
            t.Link.member_id == member_id,
            t.Link.until.is_(None),
            t.Address.unreachable_at.is_(None),
            is_served(),
        )
    )
    return phone.exists()
