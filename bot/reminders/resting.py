"""What is sent later than it was written makes no sound where the club rests by then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.reminders.hours import is_silent
from bot.storage import reminder_times
from bot.storage.engine import Connection
from bot.storage.messages import Claimed, Lane

LATE = timedelta(minutes=1)
"""What is sent sooner was written by the same hours."""
UNASKED = (Lane.REMINDERS, Lane.BROADCASTS)


async def hushed(db: Connection, claimed: Sequence[Claimed], now: datetime) -> list[Claimed]:
    """Return the same messages, those silent that were not asked for and come late now."""
    late = {
        row.id: club
        for row in claimed
        if row.lane in UNASKED and now - row.made_at > LATE and (club := row.whose[0]) is not None
    }
    hours = await reminder_times.hours(db, set(late.values())) if late else {}
    resting = {club for club, theirs in hours.items() if is_silent(now, theirs)}
    return [
        replace(row, reply=replace(row.reply, silent=True)) if late.get(row.id) in resting else row
        for row in claimed
    ]
