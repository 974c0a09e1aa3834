"""Photos that belong to entries: of a receipt, of a signed paper."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select

from bot.storage import files
from bot.storage import tables as t
from bot.storage.engine import Connection, inserting

KEPT = timedelta(days=3650)
"""As long as books are."""


def kept_since(on: date) -> datetime:
    """Return from when on every photo must still be there on a day."""
    return datetime.combine(on, time(), UTC) - KEPT + timedelta(days=1)


async def add(db: Connection, transaction: int, file: str, now: datetime) -> None:
    """Let a photo belong to an entry, and keep it as long as the books."""
    row = inserting(db, t.Evidence).values(transaction_id=transaction, file=file)
    await db.execute(row.on_conflict_do_nothing())
    await files.keep_until(db, file, now + KEPT)


async def of(db: Connection, transaction: int) -> list[str]:
    """Return the photos of an entry, by the names of their files."""
    rows = await db.execute(
        select(t.Evidence.file)
        .where(t.Evidence.transaction_id == transaction)
        .order_by(t.Evidence.file)
    )
    return list(rows.scalars())
