"""What of the visits is to be told at once to those who look after care, and was told."""

from __future__ import annotations

from sqlalchemy import select, update

from bot.care.people import STATES
from bot.care.visits import IN_A_ROW, Visit
from bot.storage import tables as t
from bot.storage.engine import Connection


async def note_told(db: Connection, visit: Visit, worry: str) -> bool:
    """Note that what worries of a visit is told; False where the same, or worse, was already."""
    worse = [one for one in STATES if STATES.index(one) >= STATES.index(worry)]
    rows = await db.execute(
        update(t.Visit)
        .where(t.Visit.id == visit.id, t.Visit.told.not_in(worse))
        .values(told=worry)
    )
    return rows.rowcount == 1


async def forget(db: Connection, visit: Visit) -> None:
    """Note that what was told of a visit is put right: what worries of it later is told anew."""
    await db.execute(update(t.Visit).where(t.Visit.id == visit.id).values(told=""))


async def of(db: Connection, visit: Visit) -> str:
    """Return what of a visit is to be told at once, and was not: `station`, `weak`, or nothing.

    Weak days are told when they are three in a row, and then after each three more.
    """
    if visit.state == "station":
        return "" if visit.told == "station" else "station"
    hers = t.Visit.recipient_id == visit.recipient_id, t.Visit.taken_back_at.is_(None)
    rows = await db.execute(
        select(t.Visit.id, t.Visit.state, t.Visit.told)
        .where(*hers)
        .order_by(t.Visit.day.desc(), t.Visit.number.desc())
        .limit(IN_A_ROW)
    )
    last = [row for row in rows if row.state == "weak" and not row.told]
    is_one = visit.id in {row.id for row in last}
    return "weak" if is_one and len(last) == IN_A_ROW else ""
