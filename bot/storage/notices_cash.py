"""What the evening's line rests on: which cash moved and was not counted, and who has too little.

Each query looks at many clubs at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BindParameter, Date, bindparam, func, select

from bot.money.books import AccountKind, Fund
from bot.storage import tables as t
from bot.storage.engine import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Short:
    """Cash of which the book says that there is less than nothing, đồng."""

    fund: Fund
    holder_id: int | None
    amount: int


async def counted(db: Connection, club_ids: Collection[int], on: date) -> set[int]:
    """Return the clubs in which two signed a count of all cash that moved that day, after it did.

    A club whose cash did not move that day is not among them.
    """
    given = {"clubs": list(club_ids), "on": on}
    counts = {(row.club_id, row.holder_id): row.at for row in await db.execute(_COUNTED, given)}
    fits: dict[int, bool] = {}
    for row in await db.execute(_MOVED, given):
        at = counts.get((row.club_id, row.holder_id))
        fits[row.club_id] = fits.get(row.club_id, True) and at is not None and at >= row.at
    return {club_id for club_id, fit in fits.items() if fit}


async def below_zero(db: Connection, club_ids: Collection[int]) -> dict[int, list[Short]]:
    """Return by club what the book says is less than nothing."""
    found: dict[int, list[Short]] = defaultdict(list)
    for row in await db.execute(_SHORT, {"clubs": list(club_ids)}):
        found[row.club_id].append(
            Short(fund=Fund(row.fund), holder_id=row.holder_id, amount=int(row.amount))
        )
    return found


# Made once: that costs more than running it, every minute.
_CLUBS: BindParameter[int] = bindparam("clubs", expanding=True)
_ON = bindparam("on", type_=Date)
_COUNTED = (
    select(
        t.CashCount.club_id,
        t.CashCount.holder_id,
        func.max(t.CashCount.counted_at).label("at"),
    )
    .where(
        t.CashCount.club_id.in_(_CLUBS),
        t.CashCount.counted_on == _ON,
        t.CashCount.status == "agreed",
    )
    .group_by(t.CashCount.club_id, t.CashCount.holder_id)
)
_MOVED = (
    select(
        t.Transaction.club_id,
        t.Posting.holder_id,
        func.max(t.Transaction.entered_at).label("at"),
    )
    .join(t.Posting, t.Posting.transaction_id == t.Transaction.id)
    .where(
        t.Transaction.club_id.in_(_CLUBS),
        t.Transaction.value_day == _ON,
        t.Transaction.kind.not_in(("opening", "cash_difference")),
        t.Posting.kind == AccountKind.CASH.value,
    )
    .group_by(t.Transaction.club_id, t.Posting.holder_id)
)
_SHORT = (
    select(
        t.Posting.club_id,
        t.Posting.fund,
        t.Posting.holder_id,
        func.sum(t.Posting.amount).label("amount"),
    )
    .where(t.Posting.club_id.in_(_CLUBS), t.Posting.kind == AccountKind.CASH.value)
    .group_by(t.Posting.club_id, t.Posting.fund, t.Posting.holder_id)
    .having(func.sum(t.Posting.amount) < 0)
    .order_by(t.Posting.club_id, t.Posting.holder_id, t.Posting.fund)
)
