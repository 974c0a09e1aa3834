"""The Golden Heart book (Sổ Tấm lòng vàng): who gave what, in money or in kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, func, insert, select
from sqlalchemy.orm import aliased

from bot.money.books import AccountKind
from bot.storage import tables as t
from bot.storage.engine import Connection, inserting


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


async def take_back(
    db: Connection, *, club_id: int, gift_id: int, why: str, by: int, now: datetime
) -> bool:
    """Write a line that takes back one written by mistake; False when another one does so.

    Both lines stay. A gift of money is taken back with its entry.
    """
    found = await db.execute(
        select(t.Gift).where(
            t.Gift.id == gift_id,
            t.Gift.club_id == club_id,
            t.Gift.transaction_id.is_(None),
            t.Gift.takes_back_id.is_(None),
        )
    )
    gift = found.one()
    line = inserting(db, t.Gift).values(
        club_id=club_id,
        given_on=gift.given_on,
        giver=gift.giver,
        member_id=gift.member_id,
        what=why,
        entered_by=by,
        entered_at=now,
        takes_back_id=gift.id,
    )
    return (await db.execute(line.on_conflict_do_nothing())).rowcount == 1


async def given(db: Connection, club_id: int, first: date, last: date) -> list[Given]:
    """Return what was given from day to day, the oldest first; not what was taken back."""
    back, line_back = aliased(t.Transaction), aliased(t.Gift)
    received = (  # what else came with it, for a loan or a fee, is no gift
        select(-func.sum(t.Posting.amount))
        .where(
            t.Posting.transaction_id == t.Gift.transaction_id,
            t.Posting.kind == AccountKind.GIFTS.value,
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
            t.Gift.takes_back_id.is_(None),
            ~exists().where(line_back.takes_back_id == t.Gift.id),
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
