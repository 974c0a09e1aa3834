"""The figures of a month that two officers sign, from the entries by their value days."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Date, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased

from bot.money.books import PLACES, AccountKind
from bot.storage import tables as t
from bot.storage.closings import next_month
from bot.storage.engine import Connection


async def figures(db: Connection, club_id: int, month: date) -> dict[str, Any]:
    """Return what is signed of the month that begins on `month`, in đồng.

    `funds`: by fund what there was at its start (with opening balances), came in, went out, and
    is there at its end, in cash and bank; `places`: of the end by fund, kind and holder; `lent`
    and `loans`: the principal lent out at its end, and in how many loans. What was taken back in
    the month counts as if it had not come.
    """
    given = {"club": club_id, "first": month, "after": next_month(month)}
    funds = {
        row.fund: {
            "start": int(row.start),
            "in": int(row.into),
            "out": int(row.out),
            "end": int(row.start) + int(row.into) - int(row.out),
        }
        for row in await db.execute(_FLOWS, given)
    }
    places = [
        [row.fund, row.kind, row.holder_id, int(row.amount)]
        for row in await db.execute(_PLACES, given)
    ]
    lent = [int(row.amount) for row in await db.execute(_LENT, given)]
    return {"funds": funds, "places": places, "lent": sum(lent), "loans": len(lent)}


_MONEY = tuple(kind.value for kind in PLACES)
_CLUB: BindParameter[int] = bindparam("club")
_FIRST = bindparam("first", type_=Date)
_UP_TO_THEN = (
    t.Transaction.club_id == _CLUB,
    t.Transaction.value_day < bindparam("after", type_=Date),
)
_original = aliased(t.Transaction)
_is_before: ColumnElement[bool] = or_(
    t.Transaction.value_day < _FIRST,
    func.coalesce(_original.kind, t.Transaction.kind) == "opening",
)
_moved = (
    select(
        t.Posting.fund,
        t.Transaction.reverses_id,
        case((_is_before, 1), else_=0).label("is_before"),
        func.sum(t.Posting.amount).label("amount"),
    )
    .join(t.Posting, t.Posting.transaction_id == t.Transaction.id)
    .outerjoin(_original, _original.id == t.Transaction.reverses_id)
    .where(*_UP_TO_THEN, t.Posting.kind.in_(_MONEY))
    .group_by(t.Posting.fund, t.Transaction.id, t.Transaction.reverses_id, "is_before")
    .subquery()
)
# A reversal is told on the side of what it takes back.
_came_in = or_(
    and_(_moved.c.amount > 0, _moved.c.reverses_id.is_(None)),
    and_(_moved.c.amount < 0, _moved.c.reverses_id.is_not(None)),
)
_FLOWS = (
    select(
        _moved.c.fund,
        func.sum(case((_moved.c.is_before == 1, _moved.c.amount), else_=0)).label("start"),
        func.sum(case((and_(_moved.c.is_before == 0, _came_in), _moved.c.amount), else_=0)).label(
            "into"
        ),
        func.sum(
            case((and_(_moved.c.is_before == 0, ~_came_in), -_moved.c.amount), else_=0)
        ).label("out"),
    )
    .group_by(_moved.c.fund)
    .order_by(_moved.c.fund.desc())
)
_PLACES = (
    select(
        t.Posting.fund,
        t.Posting.kind,
        t.Posting.holder_id,
        func.sum(t.Posting.amount).label("amount"),
    )
    .join(t.Transaction, t.Transaction.id == t.Posting.transaction_id)
    .where(*_UP_TO_THEN, t.Posting.kind.in_(_MONEY))
    .group_by(t.Posting.fund, t.Posting.kind, t.Posting.holder_id)
    .having(func.sum(t.Posting.amount) != 0)
    .order_by(t.Posting.kind.desc(), t.Posting.holder_id, t.Posting.fund.desc())  # cash first
)
_LENT = (
    select(func.sum(t.Posting.amount).label("amount"))
    .join(t.Transaction, t.Transaction.id == t.Posting.transaction_id)
    .where(*_UP_TO_THEN, t.Posting.kind == AccountKind.LOANS.value)
    .group_by(t.Posting.loan_id)
    .having(func.sum(t.Posting.amount) != 0)
)
