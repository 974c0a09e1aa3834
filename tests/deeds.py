"""Something that an officer does to the books, chosen by figures: by hypothesis, or at random."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, select

from bot.money.loans import Conditions, Prepaying, Way
from bot.storage import tables as t
from bot.storage.engine import AnySelect, Connection
from bot.storage.ledger import MonthClosed
from tests.booked import Booked, terms

MEMBERS = 4
WAYS = [Way.PRINCIPAL_AT_END, Way.EQUAL_PRINCIPAL, Way.EQUAL_INSTALMENTS, Way.FLAT]
CHOICES = [None, *Prepaying]

Done = Callable[[Connection], Awaitable[object]]
"""Does one thing; the same one again changes nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One deed, before it is known to whom it is done."""

    kind: str
    origin: str
    which: int
    """The member, loan, application or entry: the so-manieth of those that there are."""
    amount: int
    """In thousands of đồng, or months."""
    days_ago: int
    """The value day of what may be entered late."""


async def resolve(club: Booked, db: Connection, deed: Deed, today: date) -> Done | None:
    """Return how to do a deed, with whom it is done to; None where there is nobody."""
    return await _KINDS[deed.kind](club, db, deed, today)


async def do(club: Booked, done: Done) -> None:
    """Do something in a transaction; what a closed month refuses leaves nothing behind."""
    try:
        async with club.database.write() as db:
            await done(db)
    except MonthClosed:
        pass


async def _one(db: Connection, wanted: AnySelect, which: int) -> int | None:
    ids = list((await db.execute(wanted)).scalars())
    return ids[which % len(ids)] if ids else None


def _open_loans(club: Booked) -> AnySelect:
    return (
        select(t.Loan.id)
        .where(t.Loan.club_id == club.club, t.Loan.closed_on.is_(None))
        .order_by(t.Loan.id)
    )


def _applications(club: Booked, status: str) -> AnySelect:
    return (
        select(t.Application.id)
        .where(t.Application.club_id == club.club, t.Application.status == status)
        .order_by(t.Application.id)
    )


def _member(deed: Deed) -> str:
    return f"m{deed.which % MEMBERS}"


async def _apply(club: Booked, _db: Connection, deed: Deed, today: date) -> Done | None:
    agreed = terms(Conditions(way=Way.FLAT, rate_bp=50), 1000 * deed.amount, today, periods=6)
    return lambda db: club.apply(db, _member(deed), agreed, deed.origin)


async def _decide(club: Booked, db: Connection, deed: Deed, _today: date) -> Done | None:
    found = await _one(db, _applications(club, "waiting"), deed.which)
    return None if found is None else lambda db: club.decide(db, found, deed.origin)


async def _pay_out(club: Booked, db: Connection, deed: Deed, today: date) -> Done | None:
    found = await _one(db, _applications(club, "agreed"), deed.which)
    if found is None:
        return None
    wanted = select(t.Application.amount).where(t.Application.id == found)
    agreed = terms(
        Conditions(way=WAYS[deed.which % len(WAYS)], rate_bp=50 + deed.which % 60),
        (await db.execute(wanted)).scalar_one(),
        today,
        periods=1 + deed.which % 12,
    )
    return lambda db: club.pay_out(db, found, agreed, deed.origin)


async def _collect(club: Booked, db: Connection, deed: Deed, today: date) -> Done | None:
    found = await _one(db, _open_loans(club), deed.which)
    if found is None:
        return None
    wanted = select(t.Loan.paid_out_on).where(t.Loan.id == found)
    begun = (await db.execute(wanted)).scalar_one() or today
    on = max(begun, today - timedelta(days=deed.days_ago))
    choice = CHOICES[deed.amount % len(CHOICES)]
    return lambda db: club.collect(
        db, found, 1000 * deed.amount, on, deed.origin, prepaying=choice
    )


async def _extend(club: Booked, db: Connection, deed: Deed, today: date) -> Done | None:
    found = await _one(db, _open_loans(club), deed.which)
    return None if found is None else lambda db: club.extend(db, found, today, deed.origin)


async def _freeze(club: Booked, db: Connection, deed: Deed, today: date) -> Done | None:
    found = await _one(db, _open_loans(club), deed.which)
    return None if found is None else lambda db: club.freeze(db, found, today, deed.origin)


async def _take_back(club: Booked, db: Connection, deed: Deed, _today: date) -> Done | None:
    mendable: ColumnElement[bool] = t.Transaction.kind.in_(
        ["repayment", "fee", "expense", "transfer"]
    )
    wanted = select(t.Transaction.id).where(t.Transaction.club_id == club.club, mendable)
    found = await _one(db, wanted.order_by(t.Transaction.id), deed.which)
    return None if found is None else lambda db: club.take_back(db, found)


async def _fee(club: Booked, _db: Connection, deed: Deed, today: date) -> Done | None:
    on = today - timedelta(days=deed.days_ago)
    return lambda db: club.fee(db, _member(deed), 1 + deed.amount % 5, on, deed.origin)


async def _gift(club: Booked, _db: Connection, deed: Deed, today: date) -> Done | None:
    on = today - timedelta(days=deed.days_ago)
    return lambda db: club.gift(db, 1000 * deed.amount, on, deed.origin)


async def _spend(club: Booked, _db: Connection, deed: Deed, today: date) -> Done | None:
    return lambda db: club.spend(db, 100 * deed.amount, today, deed.origin)


async def _bank(club: Booked, _db: Connection, deed: Deed, today: date) -> Done | None:
    return lambda db: club.bring_to_bank(db, 1000 * deed.amount, today, deed.origin)


async def _count(club: Booked, _db: Connection, deed: Deed, today: date) -> Done | None:
    off_by = 1000 * (deed.amount % 7 - 3)
    return lambda db: club.count(db, off_by, today, deed.origin)


async def _close(club: Booked, _db: Connection, _deed: Deed, today: date) -> Done | None:
    month = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    return lambda db: club.close_month(db, month)


_KINDS = {
    "apply": _apply,
    "decide": _decide,
    "pay_out": _pay_out,
    "collect": _collect,
    "extend": _extend,
    "freeze": _freeze,
    "take_back": _take_back,
    "fee": _fee,
    "gift": _gift,
    "spend": _spend,
    "bank": _bank,
    "count": _count,
    "close": _close,
}
KINDS = tuple(_KINDS)
