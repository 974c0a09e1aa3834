"""Requests to take an entry back: one officer asks, a second one agrees or does not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from bot.storage import tables as t
from bot.storage.engine import AnyRow, Connection, inserting


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One request, and what became of it."""

    id: int
    club_id: int
    transaction_id: int
    asked_by: int
    asked_at: datetime
    reason: str
    status: str
    """pending, agreed or refused."""
    decided_by: int | None
    decided_at: datetime | None
    reversal_id: int | None


async def ask(
    db: Connection,
    *,
    club_id: int,
    transaction: int,
    asked_by: int,
    reason: str,
    now: datetime,
) -> int | None:
    """Write a request down and return its id; None when one is pending or was agreed already."""
    rows = await db.execute(
        inserting(db, t.Correction)
        .values(
            club_id=club_id,
            transaction_id=transaction,
            asked_by=asked_by,
            asked_at=now,
            reason=reason,
            status="pending",
        )
        .on_conflict_do_nothing()
        .returning(t.Correction.id)
    )
    return rows.scalar_one_or_none()


async def locked(db: Connection, correction_id: int) -> Correction:
    """Return a request and keep others from deciding it until the transaction ends."""
    rows = await db.execute(
        select(t.Correction).where(t.Correction.id == correction_id).with_for_update()
    )
    return _correction(rows.one())


async def about(db: Connection, transaction: int) -> Correction | None:
    """Return the request about an entry that is pending or was agreed."""
    rows = await db.execute(
        select(t.Correction).where(
            t.Correction.transaction_id == transaction, t.Correction.status != "refused"
        )
    )
    row = rows.one_or_none()
    return None if row is None else _correction(row)


async def pending(db: Connection, club_id: int) -> list[Correction]:
    """Return what the club's officers asked for and nobody has decided, oldest first."""
    rows = await db.execute(
        select(t.Correction)
        .where(t.Correction.club_id == club_id, t.Correction.status == "pending")
        .order_by(t.Correction.id)
    )
    return [_correction(row) for row in rows]


async def decide(
    db: Connection,
    correction_id: int,
    *,
    status: str,
    by: int,
    now: datetime,
    reversal: int | None = None,
) -> bool:
    """Settle a pending request; False when it was settled before."""
    rows = await db.execute(
        update(t.Correction)
        .where(t.Correction.id == correction_id, t.Correction.status == "pending")
        .values(status=status, decided_by=by, decided_at=now, reversal_id=reversal)
    )
    return rows.rowcount == 1


def _correction(row: AnyRow) -> Correction:
    return Correction(
        id=row.id,
        club_id=row.club_id,
        transaction_id=row.transaction_id,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        reason=row.reason,
        status=row.status,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        reversal_id=row.reversal_id,
    )
