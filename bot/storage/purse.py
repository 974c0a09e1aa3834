"""Where the club's money is, what of it may be spent, and what the club itself owes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, update

from bot.money.books import Account, AccountKind, Fund
from bot.storage import tables as t
from bot.storage.engine import Connection, exclusive

OWED = (AccountKind.DEPOSITS, AccountKind.BORROWED)
"""What the club must give back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What an account holds, or is owed, đồng."""

    account: Account
    amount: int


async def in_hand(db: Connection, club_id: int, account: Account) -> int:
    """Return what is in a place, đồng; nobody else spends of it until the transaction ends."""
    await exclusive(db, f"purse:{club_id}:{account.fund}:{account.kind}:{account.holder}")
    total = await db.scalar(
        select(func.sum(t.Posting.amount)).where(
            t.Posting.club_id == club_id,
            t.Posting.fund == account.fund.value,
            t.Posting.kind == account.kind.value,
            t.Posting.holder_id.is_not_distinct_from(account.holder),
        )
    )
    return int(total or 0)


async def places(db: Connection, club_id: int, fund: Fund | None = None) -> list[Held]:
    """Return where there is money, of one fund or of both: cash first, by who keeps it."""
    return [
        one
        for one in await _held(db, club_id, (AccountKind.CASH, AccountKind.BANK), sign=1)
        if one.amount > 0 and fund in (None, one.account.fund)
    ]


async def owed(db: Connection, club_id: int) -> list[Held]:
    """Return what the club must give back: deposits, and loans to it; đồng as positive sums."""
    return await _held(db, club_id, OWED, sign=-1)


async def share_interest(db: Connection, club_id: int, to_income_bp: int) -> None:
    """Let this share of all interest go to the loan fund from now on, basis points."""
    await db.execute(
        update(t.Club).where(t.Club.id == club_id).values(interest_to_income_bp=to_income_bp)
    )


async def _held(
    db: Connection, club_id: int, kinds: Sequence[AccountKind], *, sign: int
) -> list[Held]:
    total = func.sum(t.Posting.amount)
    rows = await db.execute(
        select(t.Posting.fund, t.Posting.kind, t.Posting.holder_id, total.label("amount"))
        .where(t.Posting.club_id == club_id, t.Posting.kind.in_([kind.value for kind in kinds]))
        .group_by(t.Posting.fund, t.Posting.kind, t.Posting.holder_id)
        .having(total != 0)
    )
    found = [
        Held(
            account=Account(fund=Fund(row.fund), kind=AccountKind(row.kind), holder=row.holder_id),
            amount=sign * int(row.amount),
        )
        for row in rows
    ]
    return sorted(
        found,
        key=lambda one: (
            kinds.index(one.account.kind),
            one.account.holder or 0,
            one.account.fund is not Fund.INCOME,
        ),
    )
