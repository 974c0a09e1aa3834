"""Proofs of the numbered slips: no number is missing, and each belongs to one entry."""

from __future__ import annotations

from sqlalchemy import and_, case, extract, func, or_, select, union_all
from sqlalchemy.orm import aliased

from bot.storage import tables as t
from bot.storage.engine import AnySelect
from bot.storage.proofs.ledger import MONEY
from bot.storage.proofs.proof import query

UNNUMBERED = ("opening", "cash_difference", "between_funds")
"""What nobody hands over: the first balances, what a count found, what goes to the other fund."""

_series = (t.Slip.club_id, t.Slip.fund, t.Slip.kind, t.Slip.year)


def _gaps() -> AnySelect:
    before = func.lag(t.Slip.number, 1, 0).over(partition_by=_series, order_by=t.Slip.number)
    numbered = select(*_series, t.Slip.number, before.label("before")).subquery()
    *series, number, previous = numbered.c
    return select(
        *series, (previous + 1).label("first"), (number - 1).label("last_missing")
    ).where(number != previous + 1)


def _miscounted() -> AnySelect:
    """Find counters that are not at the last number given out, or not there."""
    given = select(*_series, func.max(t.Slip.number).label("last")).group_by(*_series).subquery()
    counter = t.SlipCounter
    same = and_(
        counter.club_id == given.c.club_id,
        counter.fund == given.c.fund,
        counter.kind == given.c.kind,
        counter.year == given.c.year,
    )
    wrong = (
        select(
            *(counter.club_id, counter.fund, counter.kind, counter.year),
            counter.last.label("counter"),
            func.coalesce(given.c.last, 0).label("last"),
        )
        .outerjoin(given, same)
        .where(counter.last != func.coalesce(given.c.last, 0))
    )
    *series, last = given.c
    missing = (
        select(*series, func.coalesce(counter.last, 0), last)
        .outerjoin(counter, same)
        .where(counter.last.is_(None))
    )
    both = union_all(wrong, missing).subquery()
    return select(*both.c)


def _misgiven() -> AnySelect:
    """Find slips whose entry is not there, or is of another club, year or fund."""
    in_fund = (
        select(t.Posting.id)
        .where(t.Posting.transaction_id == t.Slip.transaction_id, t.Posting.fund == t.Slip.fund)
        .exists()
    )
    return (
        select(*_series, t.Slip.number, t.Slip.transaction_id.label("entry"))
        .outerjoin(t.Transaction, t.Transaction.id == t.Slip.transaction_id)
        .where(
            or_(
                t.Transaction.id.is_(None),
                t.Transaction.club_id != t.Slip.club_id,
                extract("year", t.Transaction.value_day) != t.Slip.year,
                ~in_fund,
            )
        )
    )


def _slipless() -> AnySelect:
    """Find money that came into a fund without a receipt, or left it without a payment slip."""
    moved = (
        select(
            t.Posting.transaction_id, t.Posting.fund, func.sum(t.Posting.amount).label("amount")
        )
        .where(t.Posting.kind.in_(MONEY))
        .group_by(t.Posting.transaction_id, t.Posting.fund)
        .having(func.sum(t.Posting.amount) != 0)
        .subquery()
    )
    wanted = case((moved.c.amount > 0, "receipt"), else_="payment")
    original = aliased(t.Transaction)
    its_slip = and_(t.Slip.transaction_id == moved.c.transaction_id, t.Slip.fund == moved.c.fund)
    return (
        select(
            t.Transaction.club_id,
            t.Transaction.id.label("entry"),
            t.Transaction.value_day.label("day"),
            moved.c.fund,
            moved.c.amount,
            wanted.label("kind"),
        )
        .join(t.Transaction, t.Transaction.id == moved.c.transaction_id)
        .outerjoin(original, original.id == t.Transaction.reverses_id)
        .outerjoin(t.Slip, its_slip)
        .where(
            func.coalesce(original.kind, t.Transaction.kind).not_in(UNNUMBERED),
            or_(t.Slip.number.is_(None), t.Slip.kind != wanted),
        )
    )


PROOFS = (
    query("gap", _gaps()),
    query("miscounted", _miscounted()),
    query("misgiven", _misgiven()),
    query("slipless", _slipless()),
)
