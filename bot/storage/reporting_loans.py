"""The loan book of one club: every loan with what was paid of it by a day, and what is left.

What is left is what the ledger says, to the đồng.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Date, bindparam, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from bot.money.books import AccountKind
from bot.storage import handovers
from bot.storage import tables as t
from bot.storage.engine import AnyRow, AnySelect, Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanLine:
    """One loan in the club's loan book; sums in đồng."""

    id: int
    number: str
    member_id: int
    member: str
    village_name: str
    hamlet: str
    lent_on: date | None
    """None: it was running when the books began, and the sheet did not say since when."""
    last_due: date
    principal: int
    """As paid out."""
    rate_bp: int
    paid: int
    """Of the principal, before the books began too."""
    interest_paid: int
    """Since the books began."""
    written_off: int
    left: int
    closed_on: date | None
    written_off_on: date | None
    board_since: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lending:
    """What a club lent from one day to another."""

    loans: int
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Repaying:
    """How often something of a loan was paid back, and by how many."""

    times: int
    members: int


async def loan_lines(db: Connection, club_id: int, on: date) -> list[LoanLine]:
    """Return the club's loans as they stood at the end of a day, the oldest first.

    A loan whose paying out was taken back by then is none.
    """
    rows = await db.execute(_LOANS, {"club_id": club_id, "on": on})
    return [_line(row) for row in rows]


async def running(db: Connection, club_id: int, on: date) -> list[int]:
    """Return the ids of the loans that were paid out by a day and not paid off by then.

    None whose paying out was taken back, even later: nobody owes that, nor did then.
    """
    rows = await db.execute(_RUNNING, {"club_id": club_id, "on": on})
    return list(rows.scalars())


async def lent_on(db: Connection, club_id: int, loan_ids: Sequence[int]) -> dict[int, date | None]:
    """Return when these loans were paid out, where that is known."""
    rows = await db.execute(
        select(t.Loan.id, t.Loan.paid_out_on).where(
            t.Loan.club_id == club_id, t.Loan.id.in_(loan_ids)
        )
    )
    return {row.id: row.paid_out_on for row in rows}


async def lending(db: Connection, club_id: int, since: date, before: date) -> Lending:
    """Return how many loans were paid out from a day on, up to and without another."""
    given = {"club_id": club_id, "since": since, "before": before}
    row = (await db.execute(_LENT, given)).one()
    return Lending(loans=row.loans, amount=int(row.amount))


async def repaying(db: Connection, club_id: int, since: date, before: date) -> Repaying:
    """Count what was paid back on loans in these days; not what was taken back by their end."""
    given = {"club_id": club_id, "since": since, "before": before}
    row = (await db.execute(_REPAID, given)).one()
    return Repaying(times=row.times, members=row.members)


async def borrowers(db: Connection, club_id: int, before: date) -> int:
    """Count the members to whom money was lent on the eve of a day."""
    given = {"club_id": club_id, "before": before}
    return int((await db.execute(_BORROWERS, given)).scalar_one())


def _line(row: AnyRow) -> LoanLine:
    left, written_off = int(row.left), int(row.written_off)
    return LoanLine(
        id=row.id,
        number=row.number,
        member_id=row.member_id,
        member=row.member,
        village_name=row.village_name,
        hamlet=row.hamlet,
        lent_on=row.paid_out_on,
        last_due=row.last_due,
        principal=row.principal,
        rate_bp=row.rate_bp,
        paid=row.principal - left - written_off,
        interest_paid=int(row.interest_paid),
        written_off=written_off,
        left=left,
        closed_on=row.closed_on,
        written_off_on=row.written_off_on,
        board_since=row.board_since,
    )


_ON = bindparam("on", type_=Date)
_HAS_LEFT = t.Posting.kind == AccountKind.LOANS.value
_LAST_DUE = (
    select(func.max(t.Instalment.due_on))
    .where(t.Instalment.loan_id == t.Loan.id, t.Instalment.version == t.Loan.version)
    .scalar_subquery()
)
# By loan before the names come in: one look at the club's postings.
_BOOKED = (
    select(
        t.Posting.loan_id,
        func.sum(case((_HAS_LEFT, t.Posting.amount), else_=0)).label("left"),
        func.sum(case((t.Posting.part == "interest", -t.Posting.amount), else_=0)).label(
            "interest_paid"
        ),
        func.sum(
            case(
                (t.Posting.kind == AccountKind.WRITTEN_OFF.value, t.Posting.amount),
                else_=0,
            )
        ).label("written_off"),
    )
    .join(t.Transaction, t.Transaction.id == t.Posting.transaction_id)
    .join(t.Loan, t.Loan.id == t.Posting.loan_id)
    .where(
        t.Loan.club_id == bindparam("club_id"),
        t.Transaction.value_day <= _ON,
    )
    .group_by(t.Posting.loan_id)
    .subquery()
)
_LOANS: AnySelect = (
    select(
        t.Loan.id,
        t.Loan.number,
        t.Loan.member_id,
        t.Member.name.label("member"),
        t.Member.village_name,
        t.Member.hamlet,
        t.Loan.paid_out_on,
        _LAST_DUE.label("last_due"),
        t.Loan.principal,
        t.Loan.rate_bp,
        t.Loan.closed_on,
        t.Loan.written_off_on,
        t.Loan.board_since,
        _BOOKED.c.left,
        _BOOKED.c.interest_paid,
        _BOOKED.c.written_off,
    )
    .join(_BOOKED, _BOOKED.c.loan_id == t.Loan.id)
    .join(t.Member, t.Member.id == t.Loan.member_id)
    .where(
        t.Loan.club_id == bindparam("club_id"),
        t.Member.club_id == t.Loan.club_id,
        ~handovers.taken_back(by=_ON),
    )
    .order_by(func.coalesce(t.Loan.paid_out_on, t.Loan.interest_paid_to), t.Loan.id)
)
_RUNNING = (
    select(t.Loan.id)
    .where(
        t.Loan.club_id == bindparam("club_id"),
        or_(t.Loan.paid_out_on.is_(None), t.Loan.paid_out_on <= _ON),
        or_(t.Loan.closed_on.is_(None), t.Loan.closed_on > _ON),
        or_(t.Loan.written_off_on.is_(None), t.Loan.written_off_on > _ON),
        ~handovers.taken_back(),
    )
    .order_by(t.Loan.id)
)
_original = aliased(t.Transaction)
# What is paid out has no part: parts are of what is paid back. Opening balances lend nothing anew.
_LENT_EACH = (
    select(func.sum(t.Posting.amount).label("amount"))
    .join(t.Transaction, t.Transaction.id == t.Posting.transaction_id)
    .outerjoin(_original, _original.id == t.Transaction.reverses_id)
    .where(
        t.Transaction.club_id == bindparam("club_id"),
        t.Transaction.value_day >= bindparam("since"),
        t.Transaction.value_day < bindparam("before"),
        func.coalesce(_original.kind, t.Transaction.kind) != "opening",
        _HAS_LEFT,
        t.Posting.part == "",
    )
    .group_by(t.Posting.loan_id)
    .having(func.sum(t.Posting.amount) != 0)
    .subquery()
)
_LENT = select(
    func.count().label("loans"), func.coalesce(func.sum(_LENT_EACH.c.amount), 0).label("amount")
).select_from(_LENT_EACH)
_BORROWING = (
    select(t.Loan.member_id)
    .join(t.Posting, t.Posting.loan_id == t.Loan.id)
    .join(t.Transaction, t.Transaction.id == t.Posting.transaction_id)
    .where(
        t.Loan.club_id == bindparam("club_id"),
        t.Transaction.value_day < bindparam("before"),
        _HAS_LEFT,
    )
    .group_by(t.Loan.member_id)
    .having(func.sum(t.Posting.amount) > 0)
    .subquery()
)
_BORROWERS = select(func.count()).select_from(_BORROWING)
_taking_back = aliased(t.Transaction)
_REPAID = (
    select(
        func.count(t.Transaction.id.distinct()).label("times"),
        func.count(t.Loan.member_id.distinct()).label("members"),
    )
    .join(t.Posting, t.Posting.transaction_id == t.Transaction.id)
    .join(t.Loan, t.Loan.id == t.Posting.loan_id)
    .where(
        t.Transaction.club_id == bindparam("club_id"),
        t.Transaction.value_day >= bindparam("since"),
        t.Transaction.value_day < bindparam("before"),
        t.Transaction.reverses_id.is_(None),
        t.Posting.part != "",
        ~exists().where(
            _taking_back.reverses_id == t.Transaction.id,
            _taking_back.value_day < bindparam("before"),
        ),
    )
)
