"""Proofs of the double-entry ledger: entries, reversals, second touches, and the cash at hand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    SQLColumnExpression,
    and_,
    bindparam,
    case,
    extract,
    func,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from bot.money.books import AccountKind, Fund
from bot.storage import tables as t
from bot.storage.engine import AnySelect, Connection
from bot.storage.proofs.proof import Found, Proof, limited, query, take

STILL_LATE = timedelta(days=45)
"""So long after a day somebody may still bring what was received on it: one meeting, and some."""
MONEY = (AccountKind.CASH.value, AccountKind.BANK.value)
REPAID_AS = {
    "principal": AccountKind.LOANS.value,
    "interest": AccountKind.INTEREST.value,
    "fee": AccountKind.CHARGES.value,
    "penalty": AccountKind.CHARGES.value,
}

_entry = (
    t.Transaction.club_id,
    t.Transaction.id.label("entry"),
    t.Transaction.value_day.label("day"),
)


# --- Entries -------------------------------------------------------------------------------------


def _sum_in(fund: Fund) -> ColumnElement[int]:
    return func.sum(case((t.Posting.fund == fund.value, t.Posting.amount), else_=0))


def _unbalanced() -> AnySelect:
    """Find what does not sum to zero in each fund; one walk along the index, in its order."""
    income, activity, lines = _sum_in(Fund.INCOME), _sum_in(Fund.ACTIVITY), func.count()
    return (
        select(
            func.min(t.Posting.club_id).label("club_id"),
            t.Posting.transaction_id.label("entry"),
            income.label("income"),
            activity.label("activity"),
            lines.label("lines"),
        )
        .group_by(t.Posting.transaction_id)
        .having(or_(income != 0, activity != 0, lines < 2))
    )


def _misplaced() -> AnySelect:
    """Find lines of another club, of no account that there is, or that repay the wrong one."""
    repays = case(REPAID_AS, value=t.Posting.part, else_=t.Posting.kind)
    needs_loan = or_(t.Posting.part != "", t.Posting.kind == AccountKind.LOANS.value)
    return (
        select(*_entry, t.Posting.id.label("line"), t.Posting.amount)
        .join(t.Transaction, t.Transaction.id == t.Posting.transaction_id)
        .where(
            or_(
                t.Posting.club_id != t.Transaction.club_id,
                t.Posting.fund.not_in([one.value for one in Fund]),
                t.Posting.kind.not_in([one.value for one in AccountKind]),
                t.Posting.part.not_in(["", *REPAID_AS]),
                t.Posting.kind != repays,
                and_(needs_loan, t.Posting.loan_id.is_(None)),
            )
        )
    )


def _empty() -> AnySelect:
    mine = select(t.Posting.id).where(t.Posting.transaction_id == t.Transaction.id).exists()
    return select(*_entry).where(~mine)


def _unfinished() -> AnySelect:
    return select(*_entry).where(t.Transaction.status != "posted")


# --- Reversals and second touches ----------------------------------------------------------------


def _lines_of(transaction: SQLColumnExpression[Any]) -> AnySelect:
    posting = t.Posting
    return (
        select(
            t.Transaction.id.label("reversal"),
            posting.club_id,
            posting.fund,
            posting.kind,
            func.coalesce(posting.holder_id, 0).label("holder"),
            func.coalesce(posting.loan_id, 0).label("loan"),
            posting.part,
            func.abs(posting.amount).label("size"),
            posting.amount,
        )
        .join(posting, posting.transaction_id == transaction)
        .where(t.Transaction.reverses_id.is_not(None))
    )


def _no_mirror() -> AnySelect:
    """Find reversals that are not line by line the opposite of what they take back."""
    both = union_all(_lines_of(t.Transaction.id), _lines_of(t.Transaction.reverses_id)).subquery()
    *alike, amount = both.c
    left_over = select(both.c.reversal).group_by(*alike).having(func.sum(amount) != 0)
    return select(*_entry, t.Transaction.reverses_id.label("original")).where(
        t.Transaction.id.in_(left_over)
    )


def _reversed_elsewhere() -> AnySelect:
    """Find reversals on an earlier day, of another member or club than what they take back.

    On a later one they stand where the month of the day is, or was, closed.
    """
    original = aliased(t.Transaction)
    return (
        select(*_entry, t.Transaction.reverses_id.label("original"))
        .join(original, original.id == t.Transaction.reverses_id)
        .where(
            or_(
                t.Transaction.club_id != original.club_id,
                t.Transaction.value_day < original.value_day,
                t.Transaction.prepaying != original.prepaying,
                t.Transaction.member_id.is_distinct_from(original.member_id),
            )
        )
    )


def _agreed_alone() -> AnySelect:
    """Find second touches by whoever entered the entry, or from another club."""
    return (
        select(*_entry, t.Member.name)
        .join(t.Agreement, t.Agreement.transaction_id == t.Transaction.id)
        .join(t.Member, t.Member.id == t.Agreement.member_id)
        .where(
            or_(
                t.Agreement.member_id == t.Transaction.entered_by,
                t.Agreement.club_id != t.Transaction.club_id,
                t.Member.club_id != t.Transaction.club_id,
            )
        )
    )


# --- Cash at the close of each day ---------------------------------------------------------------


def _below_zero() -> AnySelect:
    """Find who had less than nothing at the close of a day, each with the first such day.

    It is only a warning while late entries may come: the month is not signed, and not long ago.
    """
    account = (t.Posting.club_id, t.Posting.fund, t.Posting.kind, t.Posting.holder_id)
    days = (
        select(*account, t.Transaction.value_day, func.sum(t.Posting.amount).label("amount"))
        .join(t.Transaction, t.Transaction.id == t.Posting.transaction_id)
        .where(t.Posting.kind.in_(MONEY))
        .group_by(*account, t.Transaction.value_day)
        .subquery()
    )
    *same, day, amount = days.c
    closes = select(
        *same, day, func.sum(amount).over(partition_by=same, order_by=day).label("left")
    ).subquery()
    *whose, day, left = closes.c
    signed = (
        select(t.ClosedMonth.month)
        .where(
            t.ClosedMonth.club_id == closes.c.club_id,
            t.ClosedMonth.agreed_at.is_not(None),
            extract("year", t.ClosedMonth.month) == extract("year", day),
            extract("month", t.ClosedMonth.month) == extract("month", day),
        )
        .exists()
    )
    settled = case((or_(day < bindparam("settled", type_=Date), signed), 1), else_=0)
    short = select(*whose, day, left, settled.label("settled")).where(left < 0).subquery()
    return (
        select(
            short.c.club_id,
            short.c.fund,
            short.c.kind,
            t.Member.name,
            func.min(short.c.value_day).label("day"),
            func.max(short.c.value_day).label("last_day"),
            func.min(short.c.left).label("lowest"),
            (func.max(short.c.settled) == 0).label("warning"),
        )
        .outerjoin(t.Member, t.Member.id == short.c.holder_id)
        .group_by(short.c.club_id, short.c.fund, short.c.kind, short.c.holder_id, t.Member.name)
    )


_BELOW_ZERO = _below_zero()


async def _cash(db: Connection, on: date) -> Found:
    found = Found()
    for row in await db.execute(_BELOW_ZERO, {"settled": on - STILL_LATE}):  # one a place
        found.add(row._asdict())
    return found


# --- Closed months -------------------------------------------------------------------------------


def _entered_into() -> AnySelect:
    """Find what was entered into some days after their month was signed, or a later one.

    With a month all those before it are closed.
    """
    closed = (
        select(t.ClosedMonth.club_id, func.min(t.ClosedMonth.agreed_at).label("at"))
        .where(t.ClosedMonth.month >= bindparam("month", type_=Date))
        .group_by(t.ClosedMonth.club_id)
        .subquery()
    )
    return (
        select(*_entry)
        .join(closed, closed.c.club_id == t.Transaction.club_id)
        .where(
            t.Transaction.value_day >= bindparam("since", type_=Date),
            t.Transaction.value_day < bindparam("before", type_=Date),
            t.Transaction.entered_at > closed.c.at,
        )
    )


_ENTERED_INTO = limited(_entered_into())
_SIGNED = select(t.ClosedMonth.month).where(t.ClosedMonth.agreed_at.is_not(None)).distinct()


async def _signed_months(db: Connection, _on: date) -> Found:
    """Look month by month along the index of days: databases count days in different ways."""
    signed = list((await db.execute(_SIGNED)).scalars())
    found, since, month = Found(), date.min, min(signed, default=date.max)
    while month <= max(signed, default=date.min):
        before = (month + timedelta(days=31)).replace(day=1)
        await take(db, _ENTERED_INTO, {"month": month, "since": since, "before": before}, found)
        since = month = before
    return found


PROOFS = (
    query("unfinished", _unfinished()),
    query("empty", _empty()),
    query("unbalanced", _unbalanced()),
    query("misplaced", _misplaced()),
    query("no_mirror", _no_mirror()),
    query("reversed_elsewhere", _reversed_elsewhere()),
    query("agreed_alone", _agreed_alone()),
    Proof("below_zero", _cash),
    Proof("entered_after_signing", _signed_months),
)
