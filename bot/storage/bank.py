"""The number of the club's bank account: a new one holds two days after it was agreed.

Whoever took over one officer's phone, and talked a second one into a yes, is seen in that time.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select, update

from bot.storage import resolutions
from bot.storage import tables as t
from bot.storage.engine import Connection
from bot.storage.resolutions import Resolution

KIND = "bank_account"
WAITS = timedelta(hours=48)


async def account(db: Connection, club_id: int, now: datetime) -> str:
    """Return the account in force, "" for none; a change whose time has come is written now."""
    agreed = await _agreed(db, club_id, now)
    held = [one for one in agreed if holds_from(one) <= now]
    written = str(await db.scalar(select(t.Club.bank_account).where(t.Club.id == club_id)))
    if not held or held[0].details["account"] == written:
        return written
    number = str(held[0].details["account"])
    await db.execute(update(t.Club).where(t.Club.id == club_id).values(bank_account=number))
    return number


async def coming(db: Connection, club_id: int, now: datetime) -> Resolution | None:
    """Return the change that was agreed and does not hold yet."""
    agreed = await _agreed(db, club_id, now)
    return next((one for one in agreed if holds_from(one) > now), None)


async def stop(db: Connection, club_id: int, resolution_id: int, now: datetime) -> bool:
    """Take an agreed change back before it holds; False when it does, or was stopped."""
    rows = await db.execute(
        update(t.Resolution)
        .where(
            t.Resolution.id == resolution_id,
            t.Resolution.club_id == club_id,
            t.Resolution.kind == KIND,
            t.Resolution.status == "agreed",
            t.Resolution.decided_at > now - WAITS,
        )
        .values(status="withdrawn")
    )
    return rows.rowcount == 1


def holds_from(change: Resolution) -> datetime:
    """Return from when an agreed change holds."""
    return (change.decided_at or change.asked_at) + WAITS


async def _agreed(db: Connection, club_id: int, now: datetime) -> list[Resolution]:
    """Return the changes that were agreed, the one agreed last first."""
    found = await resolutions.about(db, club_id, KIND, 0)
    agreed = [one for one in found if one.status == "agreed" and (one.decided_at or now) <= now]
    return sorted(agreed, key=lambda one: (holds_from(one), one.id), reverse=True)
