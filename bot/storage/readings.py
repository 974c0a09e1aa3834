"""Who of the board looked at what is for the board only: the hardship and the debts of people."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert

from bot.storage import tables as t
from bot.storage.engine import Connection


async def note(db: Connection, *, club_id: int, member_id: int, what: str, now: datetime) -> None:
    """Write down that an officer looked at `what`."""
    await db.execute(
        insert(t.Reading).values(club_id=club_id, member_id=member_id, what=what, at=now)
    )
