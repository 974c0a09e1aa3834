"""Where the club's money is, what of it may be spent, and what the club itself owes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate

from sqlalchemy import ColumnElement, bindparam, case, func, select, update
from sqlalchemy.orm import aliased

from bot.money.books import Account, AccountKind, Fund
from bot.storage import noted
from bot.storage import tables as t
from bot.storage.engine import Connection, exclusive
from bot.storage.noted import Noted

OWED = (AccountKind.DEPOSITS, AccountKind.BORROWED)
"""What the club must give back."""
KEPT = (AccountKind.CASH, AccountKind.BANK)
"""Where money is that one could count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What an account holds, or is owed, đồng."""

    account: Account
    amount: int
    name: str = ""
    """Who is owed it and is no member, as the entries have it."""

    def is_of(self, account: Account, name: str) -> bool:
        """Whether it is owed to the holder of an account; `name` tells those outside apart."""
        return self.account == account and (
            account.holder is not None or same_name(self.name, name)
        )


async def in_hand(db: Connection, club_id: int, account: Account) -> int:
    """Return what is in a place, đồng; nobody else spends of it until the transaction ends."""
    await _alone(db, club_id, account)
    total = await db.scalar(select(func.sum(t.Posting.amount)).where(*_in(club_id, account)))
    return int(total or 0)


async def to_spend(
    db: Connection, club_id: int, account: Account, *, but_for: Noted | None = None
) -> int:
    """Return what may still be taken out of a place, đồng; nobody else spends of it meanwhile.

    What was given out of it already, and is only noted, is not there any more; `but_for` is what
    is about to be posted.
    """
    there = await in_hand(db, club_id, account)
    return there - await noted.given_away(db, club_id, account, but_for=but_for)


async def day_to_take(
    db: Connection, club_id: int, account: Account, amount: int, on: date
) -> date:
    """Return the first day, `on` or later, from which so much can be missing in a place.

    At the close of no day is there less than nothing then; all of it must be there by now.
    """
    return first_day(await _by_day(db, club_id, account), amount, on)


def first_day(moved: Iterable[tuple[date, int]], amount: int, on: date) -> date:
    """Return the first day, `on` or later, from which every close leaves so much; all đồng.

    `moved` is what came in (negative: went out) on each day, in their order; in the end so much
    is there. Of 500 that came on the first and 400 that went on the third, before 300 came on the
    fifth, 200 can be missing from the fifth on.
    """
    left, is_short, day = 0, True, on
    for value_day, by in moved:
        if is_short:
            day = max(on, value_day)
        left += by
        is_short = left < amount
    return day


async def day_to_miss(
    db: Connection, club_id: int, holder_id: int, amount: int, on: date
) -> tuple[date, dict[Fund, int]]:
    """Return from when on so much can be missing of the cash that somebody keeps, and of what.

    That is the first day, `on` or later, from which at every close the funds together have it,
    with what each of them always has from then on, đồng. Nobody else spends of it meanwhile.
    """
    moved = {}
    for fund in Fund:
        account = Account(fund=fund, kind=AccountKind.CASH, holder=holder_id)
        await _alone(db, club_id, account)
        moved[fund] = await _by_day(db, club_id, account)
    return first_day_of_all(moved, amount, on)


def first_day_of_all(
    moved: Mapping[Fund, Sequence[tuple[date, int]]], amount: int, on: date
) -> tuple[date, dict[Fund, int]]:
    """Return the first day, `on` or later, from which all funds always have so much together.

    `moved` is as for `first_day`, by fund. Where they never have it, it is `on`.
    """
    later = {day for days in moved.values() for day, _by in days if day > on}
    for day in (on, *sorted(later)):
        kept = {fund: max(0, _lowest(days, day)) for fund, days in moved.items()}
        if sum(kept.values()) >= amount:
            return day, kept
    return on, {fund: max(0, _lowest(days, on)) for fund, days in moved.items()}


def _lowest(moved: Sequence[tuple[date, int]], on: date) -> int:
    """Return the least that is there at the close of a day or of any later one, đồng."""
    left = sum(by for day, by in moved if day <= on)
    later = [by for day, by in moved if day > on]
    return min(accumulate(later, initial=left))


async def places(db: Connection, club_id: int, fund: Fund | None = None) -> list[Held]:
    """Return where there is money, of one fund or of both: cash first, by who keeps it."""
    return [
        one
        for one in await _held(db, club_id)
        if one.amount > 0 and fund in (None, one.account.fund)
    ]


async def owed(db: Connection, club_id: int) -> list[Held]:
    """Return what the club must give back: deposits, and loans to it; đồng as positive sums.

    Who is no member has no account of her own: the name in the entry tells her from others.
    """
    rows = await db.execute(_OWED, {"club_id": club_id})
    sums: dict[tuple[Account, str], Held] = {}
    for row in rows:
        account = Account(fund=Fund(row.fund), kind=AccountKind(row.kind), holder=row.holder_id)
        key = account, _folded(row.lender)
        before = sums.get(key) or Held(
            account=account, amount=0, name=" ".join(row.lender.split())
        )
        sums[key] = replace(before, amount=before.amount - int(row.amount))
    found = [one for one in sums.values() if one.amount]
    return sorted(found, key=lambda one: (_place(one, OWED), _folded(one.name)))


async def still_owed(db: Connection, club_id: int, account: Account, name: str) -> int:
    """Return what somebody is owed, đồng; nobody else gives of it until the transaction ends."""
    await _alone(db, club_id, account)
    return sum(one.amount for one in await owed(db, club_id) if one.is_of(account, name))


def same_name(one: str, other: str) -> bool:
    """Whether two names of people outside the club are the same: capitals do not count."""
    return _folded(one) == _folded(other)


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


async def share_interest(db: Connection, club_id: int, to_income_bp: int) -> None:
    """Let this share of all interest go to the loan fund from now on, basis points."""
    await db.execute(
        update(t.Club).where(t.Club.id == club_id).values(interest_to_income_bp=to_income_bp)
    )


async def _by_day(db: Connection, club_id: int, account: Account) -> list[tuple[date, int]]:
    """Return what came into a place on each day (negative: went out), in their order; đồng."""
    rows = await db.execute(
        select(t.Transaction.value_day, func.sum(t.Posting.amount).label("amount"))
        .join(t.Transaction, t.Transaction.id == t.Posting.transaction_id)
        .where(*_in(club_id, account))
        .group_by(t.Transaction.value_day)
        .order_by(t.Transaction.value_day)
    )
    return [(row.value_day, int(row.amount)) for row in rows]


def _in(club_id: int, account: Account) -> tuple[ColumnElement[bool], ...]:
    return (
        t.Posting.club_id == club_id,
        t.Posting.fund == account.fund.value,
        t.Posting.kind == account.kind.value,
        t.Posting.holder_id.is_not_distinct_from(account.holder),
    )


async def _alone(db: Connection, club_id: int, account: Account) -> None:
    await exclusive(db, f"purse:{club_id}:{account.fund}:{account.kind}:{account.holder}")


async def _held(db: Connection, club_id: int) -> list[Held]:
    total = func.sum(t.Posting.amount)
    rows = await db.execute(
        select(t.Posting.fund, t.Posting.kind, t.Posting.holder_id, total.label("amount"))
        .where(t.Posting.club_id == club_id, t.Posting.kind.in_([kind.value for kind in KEPT]))
        .group_by(t.Posting.fund, t.Posting.kind, t.Posting.holder_id)
        .having(total != 0)
    )
    found = [
        Held(
            account=Account(fund=Fund(row.fund), kind=AccountKind(row.kind), holder=row.holder_id),
            amount=int(row.amount),
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: _place(one, KEPT))


def _place(one: Held, kinds: Sequence[AccountKind]) -> tuple[int, int, bool]:
    account = one.account
    return kinds.index(account.kind), account.holder or 0, account.fund is not Fund.INCOME


_original = aliased(t.Transaction)
# An entry that is taken back was of the same person, whatever is noted on the reversal.
_lender = case(
    (t.Posting.holder_id.is_(None), func.coalesce(_original.note, t.Transaction.note)), else_=""
)
_OWED = (
    select(
        t.Posting.fund,
        t.Posting.kind,
        t.Posting.holder_id,
        _lender.label("lender"),
        func.sum(t.Posting.amount).label("amount"),
    )
    .join(t.Transaction, t.Transaction.id == t.Posting.transaction_id)
    .outerjoin(_original, _original.id == t.Transaction.reverses_id)
    .where(
        t.Posting.club_id == bindparam("club_id"),
        t.Posting.kind.in_([kind.value for kind in OWED]),
    )
    .group_by(t.Posting.fund, t.Posting.kind, t.Posting.holder_id, "lender")
    .order_by(func.min(t.Posting.id))
)
