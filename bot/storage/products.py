"""On what clubs lend: a change makes a new row, and what was lent or asked for keeps the old."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from typing import Any

from sqlalchemy import func, insert, select, update

from bot.money.loans import AboveCap, Conditions, Way
from bot.money.products import RATE_BP, Offer, check_offer
from bot.storage import conditions
from bot.storage import tables as t
from bot.storage.engine import AnyRow, Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """A kind of loan that a club offers, or offered once."""

    id: int
    club_id: int
    offer: Offer
    made_by: int | None
    """None: what every club begins with."""
    made_at: datetime
    retired_at: datetime | None


async def offered(db: Connection, club_id: int, *, now: datetime, today: date) -> list[Product]:
    """Return what a club lends on now, oldest first; one that never said begins as most do.

    It lends then at the rate and in the way of most of its loans, as far as the law lets it.
    """
    if found := await _live(db, club_id):
        return found
    # Two who ask at once are not to begin twice.
    club = (
        await db.execute(
            select(t.Club.unit, t.Club.cap_bp).where(t.Club.id == club_id).with_for_update()
        )
    ).one()
    if found := await _live(db, club_id):
        return found
    usual = await _usual(db, club_id, unit=club.unit, cap_bp=club.cap_bp, today=today)
    return [await _add(db, club_id, usual, by=None, now=now)]


async def product(db: Connection, club_id: int, product_id: int) -> Product:
    """Return a product of the club as it was made, whether it is still offered or not."""
    rows = await db.execute(
        select(t.Product).where(t.Product.club_id == club_id, t.Product.id == product_id)
    )
    return _product(rows.one())


async def add(
    db: Connection,
    club_id: int,
    offer: Offer,
    *,
    by: int | None,
    now: datetime,
    follows: int | None = None,
) -> int:
    """Offer something from now on; returns its id."""
    return (await _add(db, club_id, offer, by=by, now=now, follows=follows)).id


async def change(
    db: Connection, club_id: int, product_id: int, offer: Offer, *, by: int, now: datetime
) -> int | None:
    """Offer this in place of a product; None where somebody has changed it in the meantime."""
    if not await retire(db, club_id, product_id, now):
        return None
    return await add(db, club_id, offer, by=by, now=now, follows=product_id)


async def retire(db: Connection, club_id: int, product_id: int, now: datetime) -> bool:
    """Offer a product no more; False where it was not offered."""
    rows = await db.execute(
        update(t.Product)
        .where(
            t.Product.club_id == club_id,
            t.Product.id == product_id,
            t.Product.retired_at.is_(None),
        )
        .values(retired_at=now)
    )
    return rows.rowcount == 1


async def cap_bp(db: Connection, club_id: int) -> int:
    """Return what a club's loans may cost at most, basis points a year."""
    rows = await db.execute(select(t.Club.cap_bp).where(t.Club.id == club_id))
    return int(rows.scalar_one())


async def usual_sum(db: Connection, club_id: int) -> int | None:
    """Return what a loan of the club usually is, đồng: the median; None before its first one."""
    rows = await db.execute(select(t.Loan.principal).where(t.Loan.club_id == club_id))
    sums = rows.scalars().all()
    return int(median(sums)) if sums else None


async def _live(db: Connection, club_id: int) -> list[Product]:
    rows = await db.execute(
        select(t.Product)
        .where(t.Product.club_id == club_id, t.Product.retired_at.is_(None))
        .order_by(t.Product.id)
    )
    return [_product(row) for row in rows]


async def _add(
    db: Connection,
    club_id: int,
    offer: Offer,
    *,
    by: int | None,
    now: datetime,
    follows: int | None = None,
) -> Product:
    rows = await db.execute(
        insert(t.Product)
        .values(club_id=club_id, made_by=by, made_at=now, follows_id=follows, **_columns(offer))
        .returning(t.Product)
    )
    return _product(rows.one())


async def _usual(db: Connection, club_id: int, *, unit: int, cap_bp: int, today: date) -> Offer:
    lent = await db.execute(
        select(t.Loan.way, t.Loan.rate_bp)
        .where(t.Loan.club_id == club_id)
        .group_by(t.Loan.way, t.Loan.rate_bp)
        .order_by(func.count().desc(), t.Loan.rate_bp, t.Loan.way)
    )
    for row in lent.all():
        offer = Offer(conditions=Conditions(way=Way(row.way), rate_bp=row.rate_bp, unit=unit))
        try:
            check_offer(offer, cap_bp=cap_bp, on=today)
        except AboveCap:
            continue
        return offer
    usual = Conditions(way=Way.PRINCIPAL_AT_END, rate_bp=RATE_BP, unit=unit)
    return Offer(conditions=usual)


def _columns(offer: Offer) -> dict[str, Any]:
    return {
        "name": offer.name,
        "conditions": conditions.written(offer.conditions),
        "least": offer.least,
        "most": offer.most,
        "periods": {"months": list(offer.months)},
        "owed_at_most": offer.owed_at_most,
        "second_loan": offer.second_loan,
    }


def read_offer(row: AnyRow) -> Offer:
    """Return what a row of the products offers.

    Raises:
        BadTerms: its conditions have no meaning.
    """
    return Offer(
        name=row.name,
        conditions=conditions.read(row.conditions),
        least=row.least,
        most=row.most,
        months=tuple(row.periods["months"]),
        owed_at_most=row.owed_at_most,
        second_loan=row.second_loan,
    )


def _product(row: AnyRow) -> Product:
    return Product(
        id=row.id,
        club_id=row.club_id,
        offer=read_offer(row),
        made_by=row.made_by,
        made_at=row.made_at,
        retired_at=row.retired_at,
    )
