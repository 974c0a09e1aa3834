"""What keeps the database in order: slots that one process wins, and old rows that go."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, or_

from bot.storage import files, webchat
from bot.storage import tables as t
from bot.storage.engine import Connection, inserting

KEPT = timedelta(days=30)
"""What was heard and said stays so long: the web page's history, and the keys against doubles."""

AHEAD = timedelta(hours=1)
"""No two clocks that are right differ by so much."""
NOTICES_KEPT = timedelta(days=90)
"""The key of a notice must outlive every day on which it could be planned again."""


async def wins(db: Connection, name: str, slot: datetime) -> bool:
    """Take a slot of a scan; True for exactly one process, whatever their number.

    A slot that lies far ahead was taken by a clock that was wrong: nobody waits until it comes.
    """
    row, taken = inserting(db, t.Tick).values(name=name, slot=slot), t.Tick.__table__.c.slot
    rows = await db.execute(
        row.on_conflict_do_update(
            index_elements=["name"],
            set_={"slot": slot},
            where=or_(taken < slot, taken > slot + AHEAD),
        )
    )
    return rows.rowcount == 1


async def forget(db: Connection, now: datetime) -> None:
    """Delete what is over for a month: messages, sent rows, offers, page lines, dead files."""
    before = now - KEPT
    done = or_(t.Notice.said_at < now - NOTICES_KEPT, t.Notice.skipped.is_not(None))
    await db.execute(delete(t.Notice).where(t.Notice.made_at < now - NOTICES_KEPT, done))
    await db.execute(delete(t.Offer).where(t.Offer.expires_at < before))
    await db.execute(delete(t.Heard).where(t.Heard.at < before))
    await db.execute(delete(t.Outbox).where(t.Outbox.done_at < before))
    await files.forget_before(db, now)
    await webchat.forget_before(db, before)
