"""A database that is back from a copy: what may have been said since then is not said again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select, update

from bot.storage import tables as t
from bot.storage.engine import Connection, inserting
from bot.storage.messages import Whose
from bot.storage.notices import WAITS

MARK = "copied"
"""The name of the tick that only a copy has, of when it was made."""
PERHAPS = "perhaps said already"
"""Why something is not said: nobody can tell whether it was, after the copy was made."""


async def mark(db: Connection, now: datetime) -> None:
    """Let the database say that it is a copy."""
    row = inserting(db, t.Tick).values(name=MARK, slot=now)
    await db.execute(row.on_conflict_do_update(index_elements=["name"], set_={"slot": now}))


async def unmark(db: Connection) -> bool:
    """Let it be a copy no more; True for exactly one process, whatever their number."""
    return (await db.execute(delete(t.Tick).where(t.Tick.name == MARK))).rowcount == 1


async def copied_at(db: Connection) -> datetime | None:
    """Return when the copy was made that this database is; None where it is none."""
    return (await db.execute(select(t.Tick.slot).where(t.Tick.name == MARK))).scalar_one_or_none()


async def hold_notices(db: Connection, now: datetime) -> int:
    """Say none of what was planned and might be said by now; return how many notices."""
    held = update(t.Notice).where(*WAITS).values(skipped=PERHAPS)
    return (await db.execute(held, {"now": now})).rowcount


async def hold_messages(db: Connection, now: datetime) -> list[Whose]:
    """Send nothing of what waited before `now`; return whose money slips are among it."""
    held = await db.execute(
        update(t.Outbox)
        .where(t.Outbox.status == "waiting", t.Outbox.made_at < now)
        .values(status="unknown", done_at=now, owner=None, reason=PERHAPS)
        .returning(t.Outbox.once, t.Outbox.club_id, t.Outbox.member_id)
    )
    return [(row.club_id, row.member_id) for row in held if row.once]
