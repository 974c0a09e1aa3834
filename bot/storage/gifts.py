"""The Golden Heart book (Sổ Tấm lòng vàng): who gave what, in money or in kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, insert, select
from sqlalchemy.orm import aliased

from bot.money.books import PLACES
from bot.storage import tables as t
from bot.storage.engine import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One line of the book."""

    id: int
    given_on: date
    giver: str
    member_id: int | None
    what: str
    """What was given in kind, or what the money is for; may be empty."""
    amount: int
    """Đồng; 0 for a gift in kind, which has no invented value."""


async def note(
    db: Connection,
    *,
    club_id: int,
    given_on: date,
    giver: str,
    member_id: int | None,
    what: str,
    transaction: int | None,
    entered_by: int,
    now: datetime,
) -> int:
    """Write a line into the book and return its id; `transaction` is None for a gift in kind."""
    made = await db.execute(
        insert(t.Gift)
        .values(
            club_id=club_id,
            given_on=given_on,
            giver=giver,
            member_id=member_id,
            what=what,
            transaction_id=transaction,
            entered_by=entered_by,
            entered_at=now,
        )
        .returning(t.Gift.id)
    )
    return made.scalar_one()


async def given(db: Connection, club_id: int, first: date, last: date) -> list[Given]:
    """Return what was given from day to day, the oldest first; not what was taken back."""
    back = aliased(t.Transaction)
    received = (
        select(func.sum(t.Posting.amount))
        .where(
            t.Posting.transaction_id == t.Gift.transaction_id,
            t.Posting.kind.in_([kind.value for kind in PLACES]),
        )
        .scalar_subquery()
    )
    rows = await db.execute(
        select(t.Gift, received.label("amount"))
        .outerjoin(back, back.reverses_id == t.Gift.transaction_id)
        .where(
            t.Gift.club_id == club_id,
            t.Gift.given_on.between(first, last),
            back.id.is_(None),
        )
        .order_by(t.Gift.given_on, t.Gift.id)
    )
    return [
        Given(
            id=row.id,
            given_on=row.given_on,
            giver=row.giver,
            member_id=row.member_id,
            what=row.what,
            amount=int(row.amount or 0),
        )
        for row in rows
    ]
