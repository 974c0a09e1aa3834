"""Cash that one who keeps some has given to another: it is in the book when that one says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from bot.money.books import Fund
from bot.storage import tables as t
from bot.storage.engine import AnyRow, Connection, inserting


@dataclass(frozen=True, slots=True, kw_only=True)
class Handing:
    """One handing over; `amount` in đồng."""

    id: int
    club_id: int
    giver_id: int
    taker_id: int
    fund: Fund
    amount: int
    given_at: datetime
    """When the cash changed hands."""
    status: str
    """pending, taken, refused (by the taker) or withdrawn (by the giver)."""
    settled_at: datetime | None
    transaction_id: int | None


async def say(
    db: Connection,
    *,
    club_id: int,
    giver_id: int,
    taker_id: int,
    fund: Fund,
    amount: int,
    origin: str,
    now: datetime,
) -> int | None:
    """Write down what the giver says and return its id; None where `origin` did so before."""
    rows = await db.execute(
        inserting(db, t.Handing)
        .values(
            club_id=club_id,
            giver_id=giver_id,
            taker_id=taker_id,
            fund=fund.value,
            amount=amount,
            given_at=now,
            origin=origin,
            status="pending",
        )
        .on_conflict_do_nothing()
        .returning(t.Handing.id)
    )
    return rows.scalar_one_or_none()


async def locked(db: Connection, club_id: int, handing_id: int) -> Handing:
    """Return one and keep others from settling it until the transaction ends."""
    rows = await db.execute(
        select(t.Handing)
        .where(t.Handing.club_id == club_id, t.Handing.id == handing_id)
        .with_for_update()
    )
    return _handing(rows.one())


async def pending(db: Connection, club_id: int, giver_id: int | None = None) -> list[Handing]:
    """Return what waits for its taker, oldest first; of one giver, if given."""
    wanted = (
        select(t.Handing)
        .where(t.Handing.club_id == club_id, t.Handing.status == "pending")
        .order_by(t.Handing.id)
    )
    if giver_id is not None:
        wanted = wanted.where(t.Handing.giver_id == giver_id)
    return [_handing(row) for row in await db.execute(wanted)]


async def settle(
    db: Connection,
    handing_id: int,
    *,
    status: str,
    now: datetime,
    transaction: int | None = None,
) -> bool:
    """Say what became of one that waits; False when that was said before."""
    rows = await db.execute(
        update(t.Handing)
        .where(t.Handing.id == handing_id, t.Handing.status == "pending")
        .values(status=status, settled_at=now, transaction_id=transaction)
    )
    return rows.rowcount == 1


def _handing(row: AnyRow) -> Handing:
    return Handing(
        id=row.id,
        club_id=row.club_id,
        giver_id=row.giver_id,
        taker_id=row.taker_id,
        fund=Fund(row.fund),
        amount=row.amount,
        given_at=row.given_at,
        status=row.status,
        settled_at=row.settled_at,
        transaction_id=row.transaction_id,
    )
