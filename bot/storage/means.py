"""What the loan fund can lend today, and who keeps how much of its cash."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from bot.money.books import Account, AccountKind, Fund
from bot.storage import ledger, noted, purse
from bot.storage import tables as t
from bot.storage.engine import Connection, exclusive
from bot.storage.noted import Noted


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """The figures of the loan fund, đồng."""

    cash: int
    """With whoever keeps some."""
    bank: int
    promised: int
    """Agreed by the board, and not paid out yet."""
    owed: int
    """Deposits that members get back."""

    @property
    def free(self) -> int:
        """What can be lent; negative where more is promised and owed than there is."""
        return self.cash + self.bank - self.promised - self.owed


async def alone(db: Connection, club_id: int) -> None:
    """Let nobody else promise or lend money of this club until the transaction ends."""
    await exclusive(db, f"lending:{club_id}")


async def of_club(db: Connection, club_id: int) -> Means:
    """Return the figures of a club's loan fund as they are now."""
    held = {AccountKind.CASH: 0, AccountKind.BANK: 0}
    for fund, kind, _holder, amount in await ledger.cash(db, club_id):
        if fund is Fund.INCOME:
            held[kind] += amount
    owed = sum(
        one.amount
        for one in await purse.owed(db, club_id)
        if one.account.fund is Fund.INCOME and one.account.kind is AccountKind.DEPOSITS
    )
    promised = await db.scalar(
        select(func.sum(t.Application.amount)).where(
            t.Application.club_id == club_id, t.Application.status == "agreed"
        )
    )
    return Means(
        cash=held[AccountKind.CASH],
        bank=held[AccountKind.BANK],
        promised=int(promised or 0),
        owed=owed,
    )


async def kept(db: Connection, club_id: int, *, but_for: Noted | None = None) -> dict[int, int]:
    """Return the cash of the loan fund that can be given out, by who keeps it; the most first.

    Đồng; what was given out already and is only noted is left out, but for one of it.
    """
    gone = await noted.of_club(db, club_id)
    found = {}
    for fund, kind, holder, amount in await ledger.cash(db, club_id):
        if fund is Fund.INCOME and kind is AccountKind.CASH and holder is not None:
            cash = Account(fund=fund, kind=kind, holder=holder)
            found[holder] = amount - noted.taken(gone, cash, but_for=but_for)
    return dict(sorted(found.items(), key=lambda one: -one[1]))
