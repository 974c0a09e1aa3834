"""Proofs of the meeting-day lists that were closed: each agrees with what was posted of it."""

from __future__ import annotations

from sqlalchemy import String, and_, cast, func, literal, or_, select

from bot.money.books import AccountKind
from bot.storage import tables as t
from bot.storage.engine import AnySelect
from bot.storage.proofs.proof import query

_list = (t.Collection.club_id, t.Collection.held_on.label("day"))
_closed = t.Collection.status == "closed"


def _unposted() -> AnySelect:
    """Find money on a closed list that is in no entry of that club."""
    row = t.Collected
    return (
        select(*_list, t.Member.name, row.amount)
        .join(row, row.collection_id == t.Collection.id)
        .join(t.Member, t.Member.id == row.member_id)
        .outerjoin(t.Transaction, t.Transaction.id == row.transaction_id)
        .where(
            _closed,
            row.state == "paid",
            row.amount > 0,
            or_(
                t.Transaction.id.is_(None),
                t.Transaction.club_id != t.Collection.club_id,
                t.Transaction.member_id != row.member_id,
            ),
        )
    )


def _missummed() -> AnySelect:
    """Find entries over another sum of cash than the rows of the list that they came of."""
    row, posting = t.Collected, t.Posting
    noted = (
        select(
            row.transaction_id,
            func.min(row.collection_id).label("collection"),
            func.min(row.member_id).label("member"),
            func.sum(row.amount).label("amount"),
        )
        .where(row.transaction_id.is_not(None))
        .group_by(row.transaction_id)
        .subquery()
    )
    cash = (
        select(func.coalesce(func.sum(posting.amount), 0))
        .where(
            posting.transaction_id == noted.c.transaction_id,
            posting.kind == AccountKind.CASH.value,
        )
        .scalar_subquery()
    )
    return (
        select(*_list, t.Member.name, noted.c.amount.label("noted"), cash.label("posted"))
        .join(noted, noted.c.collection == t.Collection.id)
        .join(t.Member, t.Member.id == noted.c.member)
        .where(_closed, noted.c.amount != cash)
    )


def _miscounted() -> AnySelect:
    """Find closed lists whose count is not what is on the list, with the difference posted."""
    paid = (
        select(func.coalesce(func.sum(t.Collected.amount), 0))
        .where(t.Collected.collection_id == t.Collection.id, t.Collected.state == "paid")
        .scalar_subquery()
    )
    # Cash that is there and was not expected is debited to the cash, and credited here.
    found = (
        select(func.coalesce(-func.sum(t.Posting.amount), 0))
        .join(t.Transaction, t.Transaction.id == t.Posting.transaction_id)
        .where(
            t.Transaction.club_id == t.Collection.club_id,
            t.Transaction.origin
            == literal("collection:") + cast(t.Collection.id, String) + literal(":difference"),
            t.Posting.kind == AccountKind.CASH_DIFFERENCE.value,
        )
        .scalar_subquery()
    )
    counted = func.coalesce(t.Collection.counted, 0)
    return select(*_list, counted.label("amount"), (paid + found).label("posted")).where(
        _closed, counted != paid + found
    )


def _alone() -> AnySelect:
    """Find lists that one person counted and agreed to."""
    return (
        select(*_list, t.Member.name)
        .join(
            t.Member,
            and_(_closed, t.Member.id == t.Collection.agreed_by),
        )
        .where(t.Collection.agreed_by == t.Collection.counted_by)
    )


PROOFS = (
    query("list_unposted", _unposted()),
    query("list_missummed", _missummed()),
    query("list_miscounted", _miscounted()),
    query("list_alone", _alone()),
)
