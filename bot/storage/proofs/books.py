"""Proofs of the books beside the loans: fees, gifts, counts, and what goes between the funds."""

from __future__ import annotations

from datetime import date

from sqlalchemy import and_, bindparam, case, func, or_, select, union_all
from sqlalchemy.orm import aliased

from bot.money.books import AccountKind
from bot.storage import tables as t
from bot.storage.engine import AnySelect, Connection
from bot.storage.proofs.proof import Found, Proof, query
from bot.storage.purse import OWED

BATCH = 1000
"""Counts that are held in memory at a time."""

_entry = (
    t.Transaction.club_id,
    t.Transaction.id.label("entry"),
    t.Transaction.value_day.label("day"),
)


def _between_funds() -> AnySelect:
    """Find what left one fund for the other and did not arrive there as much."""
    total = func.sum(t.Posting.amount)
    return (
        select(
            func.min(t.Posting.club_id).label("club_id"),
            t.Posting.transaction_id.label("entry"),
            total.label("amount"),
        )
        .where(t.Posting.kind == AccountKind.BETWEEN_FUNDS.value)
        .group_by(t.Posting.transaction_id)
        .having(total != 0)
    )


def _owed() -> AnySelect:
    """Find who got more back from the club than she had given it: a member, or by name."""
    original, posting, total = aliased(t.Transaction), t.Posting, func.sum(t.Posting.amount)
    noted = func.coalesce(original.note, t.Transaction.note)
    lender = case((posting.holder_id.is_(None), noted), else_="")
    given = (
        select(
            posting.club_id,
            posting.holder_id,
            lender.label("lender"),
            total.label("amount"),
        )
        .join(t.Transaction, t.Transaction.id == posting.transaction_id)
        .outerjoin(original, original.id == t.Transaction.reverses_id)
        .where(posting.kind.in_([kind.value for kind in OWED]))
        .group_by(posting.club_id, posting.fund, posting.kind, posting.holder_id, "lender")
        .having(total > 0)
        .subquery()
    )
    name = func.coalesce(t.Member.name, given.c.lender)
    return select(given.c.club_id, name.label("name"), given.c.amount).outerjoin(
        t.Member, t.Member.id == given.c.holder_id
    )


# --- Fees and gifts ------------------------------------------------------------------------------


def _fees() -> AnySelect:
    """Find entries that pay for other months of fees than they took in; none, once taken back."""
    back = aliased(t.Transaction)
    taken = (
        select(t.Posting.transaction_id, (-func.sum(t.Posting.amount)).label("amount"))
        .where(t.Posting.kind == AccountKind.FEES.value)
        .group_by(t.Posting.transaction_id)
        .subquery()
    )
    noted = (
        select(t.FeeMonth.transaction_id, func.sum(t.FeeMonth.amount).label("amount"))
        .where(t.FeeMonth.transaction_id.is_not(None))
        .group_by(t.FeeMonth.transaction_id)
        .subquery()
    )
    paid = case((back.id.is_(None), func.coalesce(taken.c.amount, 0)), else_=0)
    months = func.coalesce(noted.c.amount, 0)
    return (
        select(*_entry, paid.label("amount"), months.label("noted"))
        .outerjoin(taken, taken.c.transaction_id == t.Transaction.id)
        .outerjoin(noted, noted.c.transaction_id == t.Transaction.id)
        .outerjoin(back, back.reverses_id == t.Transaction.id)
        .where(
            t.Transaction.reverses_id.is_(None),
            or_(taken.c.transaction_id.is_not(None), noted.c.transaction_id.is_not(None)),
            paid != months,
        )
    )


def _fee_months() -> AnySelect:
    """Find months that somebody paid without an entry, or in another club's."""
    return (
        select(
            t.FeeMonth.club_id,
            t.Member.name,
            t.FeeMonth.month,
            t.FeeMonth.amount,
        )
        .join(t.Member, t.Member.id == t.FeeMonth.member_id)
        .outerjoin(t.Transaction, t.Transaction.id == t.FeeMonth.transaction_id)
        .where(
            or_(
                t.Member.club_id != t.FeeMonth.club_id,
                t.Transaction.club_id != t.FeeMonth.club_id,
                t.Transaction.member_id != t.FeeMonth.member_id,
                and_(t.FeeMonth.amount != 0, t.Transaction.id.is_(None)),
            )
        )
    )


def _gifts() -> AnySelect:
    """Find gifts of money without an entry of a gift, and such entries without a giver."""
    gift = select(t.Posting.id).where(
        t.Posting.transaction_id == t.Transaction.id,
        t.Posting.kind == AccountKind.GIFTS.value,
    )
    noted = select(t.Gift.id).where(
        t.Gift.transaction_id == t.Transaction.id, t.Gift.club_id == t.Transaction.club_id
    )
    given = (
        select(t.Posting.transaction_id)
        .where(t.Posting.kind == AccountKind.GIFTS.value)
        .distinct()
        .subquery()
    )
    nobodys = (
        select(*_entry)
        .join(given, given.c.transaction_id == t.Transaction.id)
        .where(t.Transaction.reverses_id.is_(None), ~noted.exists())
    )
    nothing = (
        select(t.Gift.club_id, t.Gift.transaction_id, t.Gift.given_on)
        .join(t.Transaction, t.Transaction.id == t.Gift.transaction_id)
        .where(
            or_(
                t.Transaction.club_id != t.Gift.club_id,
                t.Transaction.value_day != t.Gift.given_on,
                ~gift.exists(),
            )
        )
    )
    both = union_all(nobodys, nothing).subquery()
    return select(*both.c)


# --- Counts --------------------------------------------------------------------------------------


def _counts() -> AnySelect:
    """Find counts whose difference is not what was posted for it."""
    posted = (
        select(t.Posting.transaction_id, func.sum(t.Posting.amount).label("amount"))
        .where(t.Posting.kind == AccountKind.CASH_DIFFERENCE.value)
        .group_by(t.Posting.transaction_id)
        .subquery()
    )
    count = t.CashCount
    # Cash that is there and was not expected is debited to the cash, and credited here.
    found = -func.coalesce(posted.c.amount, 0)
    agreed = count.status == "agreed"
    return (
        select(
            count.club_id,
            count.id.label("count_id"),
            count.counted_on.label("day"),
            (count.counted - count.expected).label("amount"),
            found.label("posted"),
        )
        .outerjoin(posted, posted.c.transaction_id == count.transaction_id)
        .where(
            or_(
                and_(agreed, count.counted - count.expected != found),
                and_(~agreed, count.transaction_id.is_not(None)),
            )
        )
    )


def _counted_alone() -> AnySelect:
    """Find counts that were signed by who counted, or by who keeps the cash."""
    count = t.CashCount
    return (
        select(
            count.club_id,
            count.id.label("count_id"),
            count.counted_on.label("day"),
            t.Member.name,
        )
        .join(t.Member, t.Member.id == count.agreed_by)
        .where(count.status == "agreed", count.agreed_by.in_([count.counted_by, count.holder_id]))
    )


async def _notes(db: Connection, _on: date) -> Found:
    """Find counts whose notes and coins, or whose funds, make another sum."""
    found, last = Found(), 0
    while batch := (await db.execute(_NOTED, {"after": last})).all():
        last = batch[-1].count_id
        for row in batch:
            total = sum(int(note) * int(pieces) for note, pieces in row.notes.items())
            if row.notes and total != row.amount:
                found.add({**row._asdict(), "noted": total})
            if (kept := sum(row.funds.values())) != row.expected:
                found.add({**row._asdict(), "wrong": "expected", "posted": kept})
    return found


_NOTED = (
    select(
        t.CashCount.club_id,
        t.CashCount.id.label("count_id"),
        t.CashCount.counted_on.label("day"),
        t.CashCount.counted.label("amount"),
        t.CashCount.notes,
        t.CashCount.expected,
        t.CashCount.funds,
    )
    .where(t.CashCount.status == "agreed", t.CashCount.id > bindparam("after"))
    .order_by(t.CashCount.id)
    .limit(BATCH)
)

PROOFS = (
    query("between_funds", _between_funds()),
    query("owed", _owed()),
    query("fees", _fees()),
    query("fee_months", _fee_months()),
    query("gifts", _gifts()),
    query("counts", _counts()),
    query("counted_alone", _counted_alone()),
    Proof("notes", _notes),
)
