"""How long the picture or document of an announcement is kept: while any may still be sent."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import or_, select

from bot.storage import files
from bot.storage import tables as t
from bot.storage.engine import Connection

KEPT = timedelta(days=30)
"""So long after it was sent it can still be looked at."""
AGAIN = timedelta(days=3650)
"""What repeats has no end yet."""


async def keep(db: Connection, club_id: int, name: str, now: datetime) -> None:
    """Keep a file as long as announcements of the club need it; nothing for an empty name."""
    if not name:
        return
    rows = await db.execute(
        select(t.Broadcast.send_at, t.Broadcast.repeats).where(
            t.Broadcast.club_id == club_id,
            or_(t.Broadcast.image == name, t.Broadcast.document == name),
            t.Broadcast.status.in_(("waiting", "planned", "paused")),
        )
    )
    lasts = [now + AGAIN if row.repeats else row.send_at + KEPT for row in rows]
    await files.keep_until(db, name, max([now + KEPT, *lasts]))
