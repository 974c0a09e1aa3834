"""What is sent later than it was written wakes nobody: it makes no sound, or waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.reminders.hours import is_silent, next_allowed
from bot.storage import outbox, reminder_times
from bot.storage.engine import Connection
from bot.storage.messages import Claimed, Lane
from bot.storage.reminder_times import Hours

LATE = timedelta(minutes=1)
"""What is sent sooner was written by the same hours."""
UNASKED = (Lane.REMINDERS, Lane.BROADCASTS)


LOUD = frozenset({"zalo"})
"""Platforms on which everything makes a sound."""


async def hushed(db: Connection, claimed: Sequence[Claimed], now: datetime) -> list[Claimed]:
    """Return what goes now, silent what was not asked for and comes late where a club rests.

    Where it would make a sound it is given back until the club wakes.
    """
    late = {
        row.id: club
        for row in claimed
        if row.lane in UNASKED and now - row.made_at > LATE and (club := row.whose[0]) is not None
    }
    hours = await reminder_times.hours(db, set(late.values())) if late else {}
    go = []
    for row in claimed:
        theirs = hours.get(late.get(row.id, 0))
        if theirs is None or not is_silent(now, theirs):
            go.append(row)
        elif (wakes := _wakes(row, theirs, now)) is None:
            go.append(replace(row, reply=replace(row.reply, silent=True)))
        else:
            await outbox.put_off(db, row.id, wakes)
    return go


def _wakes(row: Claimed, hours: Hours, now: datetime) -> datetime | None:
    """Return until when a message has to wait; None for one that may go.

    What was written at night to go at once goes: its writer was asked. So does what is of no use
    in the morning.
    """
    if row.address.platform not in LOUD or row.reply.silent:
        return None
    wakes = next_allowed(now, hours, money=False)
    return wakes if now < wakes < row.useless_after else None
