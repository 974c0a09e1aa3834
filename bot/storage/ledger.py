"""The double-entry ledger: what is posted stays; a correction is a reversing entry.

Triggers in the database refuse every change of a posted transaction. The second touch of another
person is therefore a row of its own, in `agreements`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache

from sqlalchemy import (
    Date,
    Executable,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)

from bot.money import books
from bot.money.books import Account, AccountKind, Fund, Line
from bot.storage import tables as t
from bot.storage.engine import Connection, insert_on


class MonthClosed(Exception):
    """Two officers have signed the month of a value day: nothing is entered into it any more."""

    def __init__(self, value_day: date, open_from: date) -> None:
        """Keep the day that was meant, and the first one that can be entered."""
        super().__init__(value_day, open_from)
        self.value_day = value_day
        self.open_from = open_from


async def post(
    db: Connection,
    *,
    club_id: int,
    kind: str,
    lines: Sequence[Line],
    value_day: date,
    now: datetime,
    entered_by: int | None,
    member_id: int | None,
    origin: str,
    slip: str = "",
    reverses: int | None = None,
    note: str = "",
    prepaying: str = "",
) -> int | None:
    """Post a balanced transaction and return its id; None when `origin` was posted before.

    `slip` is "receipt" or "payment" to number it in every fund that it touches; `prepaying` is
    what principal paid ahead changes, the same in a reversal. Raises
    `books.Unbalanced`, and `MonthClosed` without having written anything.
    """
    books.check(lines)
    if reverses is not None:
        kept = select(t.Transaction.prepaying).where(t.Transaction.id == reverses)
        prepaying = (await db.execute(kept)).scalar_one()
    values = {
        "club_id": club_id,
        "kind": kind,
        "status": "draft",
        "value_day": value_day,
        "entered_at": now,
        "entered_by": entered_by,
        "member_id": member_id,
        "origin": origin,
        "reverses_id": reverses,
        "note": note,
        "prepaying": prepaying,
    }
    made = await db.execute(_draft(db.dialect.name), values)
    transaction: int | None = made.scalar_one_or_none()
    if transaction is None:
        return None
    await db.execute(_POSTINGS, [_posting(club_id, transaction, line) for line in lines])
    month = value_day.replace(day=1)
    sealed = await db.execute(_SEAL, {"its_id": transaction, "of_club": club_id, "month": month})
    if not sealed.rowcount:
        await db.execute(_DROP_POSTINGS, {"its_id": transaction})
        await db.execute(_DROP, {"its_id": transaction})
        raise MonthClosed(value_day, await first_open_day(db, club_id, value_day))
    if slip:
        for fund in sorted({line.account.fund for line in lines}):
            await _number(
                db, club_id, fund, kind=slip, year=value_day.year, transaction=transaction
            )
    return transaction


async def first_open_day(db: Connection, club_id: int, day: date) -> date:
    """Return `day`, or where its month is closed the first day that is not.

    With a month all those before it are closed, too: its figures rest on theirs.
    """
    closed: date | None = await db.scalar(_NEWEST_CLOSED, {"of_club": club_id})
    if closed is None or day.replace(day=1) > closed:
        return day
    return (closed + timedelta(days=31)).replace(day=1)


async def agree(
    db: Connection,
    *,
    club_id: int,
    transaction: int,
    member_id: int,
    how: str,
    now: datetime,
    shared: bool = False,
) -> bool:
    """Note the second touch of somebody; False when that person had agreed already."""
    values = {
        "club_id": club_id,
        "transaction_id": transaction,
        "member_id": member_id,
        "how": how,
        "shared": shared,
        "at": now,
    }
    return (await db.execute(_agree(db.dialect.name), values)).rowcount == 1


async def lines_of(db: Connection, transaction: int) -> tuple[Line, ...]:
    """Return the postings of a transaction."""
    rows = await db.execute(
        select(t.Posting).where(t.Posting.transaction_id == transaction).order_by(t.Posting.id)
    )
    return tuple(
        Line(
            account=Account(fund=Fund(row.fund), kind=AccountKind(row.kind), holder=row.holder_id),
            amount=row.amount,
            loan=row.loan_id,
            part=row.part,
        )
        for row in rows
    )


async def posted_from(db: Connection, club_id: int, origin: str) -> int | None:
    """Return the transaction that an operation made, if it did."""
    rows = await db.execute(
        select(t.Transaction.id).where(
            t.Transaction.club_id == club_id, t.Transaction.origin == origin
        )
    )
    return rows.scalar_one_or_none()


async def origin_to_post(db: Connection, club_id: int, origin: str) -> str | None:
    """Return what to post an operation from, `origin` or a further one; None while it stands.

    What was reversed counts as not posted. The caller holds a lock on what is posted.
    """
    free, reversals = origin, 0
    while (posted := await posted_from(db, club_id, free)) is not None:
        if not await db.scalar(select(exists().where(t.Transaction.reverses_id == posted))):
            return None
        reversals += 1
        free = f"{origin}:{reversals}"
    return free


async def cash(db: Connection, club_id: int) -> list[tuple[Fund, AccountKind, int | None, int]]:
    """Return (fund, cash or bank, holder, đồng) for every place where the club's money is."""
    rows = await db.execute(
        select(
            t.Posting.fund,
            t.Posting.kind,
            t.Posting.holder_id,
            func.sum(t.Posting.amount).label("amount"),
        )
        .where(
            t.Posting.club_id == club_id,
            t.Posting.kind.in_([AccountKind.CASH.value, AccountKind.BANK.value]),
        )
        .group_by(t.Posting.fund, t.Posting.kind, t.Posting.holder_id)
        .having(func.sum(t.Posting.amount) != 0)
    )
    return [
        (Fund(row.fund), AccountKind(row.kind), row.holder_id, int(row.amount)) for row in rows
    ]


async def _number(
    db: Connection, club_id: int, fund: Fund, *, kind: str, year: int, transaction: int
) -> None:
    """Give the transaction the next number; the counter row is locked until the commit."""
    key = {"club_id": club_id, "fund": fund.value, "kind": kind, "year": year}
    number = (await db.execute(_count(db.dialect.name), {**key, "last": 1})).scalar_one()
    await db.execute(_SLIP, {**key, "number": number, "transaction_id": transaction})


def _posting(club_id: int, transaction: int, line: Line) -> dict[str, object]:
    return {
        "club_id": club_id,
        "transaction_id": transaction,
        "fund": line.account.fund.value,
        "kind": line.account.kind.value,
        "holder_id": line.account.holder,
        "amount": line.amount,
        "loan_id": line.loan,
        "part": line.part,
    }


# Statements of every turn are made once: that costs more than running them.


@cache
def _draft(dialect: str) -> Executable:
    return (
        insert_on(dialect, t.Transaction)
        .on_conflict_do_nothing(index_elements=["club_id", "origin"])
        .returning(t.Transaction.id)
    )


@cache
def _agree(dialect: str) -> Executable:
    return insert_on(dialect, t.Agreement).on_conflict_do_nothing()


@cache
def _count(dialect: str) -> Executable:
    return (
        insert_on(dialect, t.SlipCounter)
        .on_conflict_do_update(
            index_elements=["club_id", "fund", "kind", "year"],
            set_={"last": t.SlipCounter.__table__.c.last + 1},
        )
        .returning(t.SlipCounter.last)
    )


_POSTINGS = insert(t.Posting)
_SLIP = insert(t.Slip)
_CLOSED = and_(t.ClosedMonth.club_id == bindparam("of_club"), t.ClosedMonth.agreed_at.is_not(None))
# Writing the draft waited for a closing of the month under way, which locks the club's row; this
# statement of its own sees what that came to.
_SEAL = (
    update(t.Transaction)
    .where(
        t.Transaction.id == bindparam("its_id"),
        ~exists().where(_CLOSED, t.ClosedMonth.month >= bindparam("month", type_=Date)),
    )
    .values(status="posted")
)
_DROP_POSTINGS = delete(t.Posting).where(t.Posting.transaction_id == bindparam("its_id"))
_DROP = delete(t.Transaction).where(t.Transaction.id == bindparam("its_id"))
_NEWEST_CLOSED = select(func.max(t.ClosedMonth.month)).where(_CLOSED)
