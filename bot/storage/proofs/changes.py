"""Proofs of what changed loans: each extension, freeze and write-off was decided for that loan."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, case, func, or_, select

from bot.storage import tables as t
from bot.storage.engine import AnySelect, Connection
from bot.storage.proofs.proof import Found, Proof, day_in, query

_loan = (t.Loan.club_id, t.Loan.id.label("loan"), t.Loan.number)


def decided(kind: str, subject: SQLColumnExpression[int]) -> ColumnElement[bool]:
    """Say in SQL that the joined resolution is an agreed one of that kind about that subject."""
    one = t.Resolution
    return and_(one.kind == kind, one.subject_id == subject, one.status == "agreed")


def _lent() -> AnySelect:
    """Find loans that were paid out without a decision about that very application."""
    asked = t.Application
    its_own = and_(
        t.Resolution.id == asked.resolution_id,
        t.Resolution.club_id == asked.club_id,
        decided("loan", asked.id),
    )
    return (
        select(asked.club_id, asked.id.label("application"), t.Member.name, t.Loan.number)
        .join(t.Member, t.Member.id == asked.member_id)
        .outerjoin(t.Loan, t.Loan.id == asked.loan_id)
        .outerjoin(t.Resolution, its_own)
        .where(asked.status == "lent", t.Resolution.id.is_(None))
    )


def _extensions() -> AnySelect:
    its_own = and_(
        t.Resolution.id == t.Extension.resolution_id, decided("extension", t.Extension.loan_id)
    )
    return (
        select(*_loan, t.Extension.agreed_on.label("day"))
        .join(t.Extension, t.Extension.loan_id == t.Loan.id)
        .outerjoin(t.Resolution, its_own)
        .where(or_(t.Resolution.id.is_(None), t.Extension.club_id != t.Loan.club_id))
    )


def _freezes() -> AnySelect:
    its_own = and_(t.Resolution.id == t.Freeze.resolution_id, decided("freeze", t.Freeze.loan_id))
    return (
        select(*_loan, t.Freeze.starts_on.label("day"))
        .join(t.Freeze, t.Freeze.loan_id == t.Loan.id)
        .outerjoin(t.Resolution, its_own)
        .where(or_(t.Resolution.id.is_(None), t.Freeze.club_id != t.Loan.club_id))
    )


def _write_offs() -> AnySelect:
    """Find loans written off that nobody decided to, and the other way round."""
    decision = (
        select(t.Resolution.id)
        .where(t.Resolution.club_id == t.Loan.club_id, decided("write_off", t.Loan.id))
        .exists()
    )
    agreed = select(t.Resolution.subject_id).where(
        t.Resolution.kind == "write_off", t.Resolution.status == "agreed"
    )
    wrong = case(
        (t.Loan.written_off_on.is_(None), "decided_not_written_off"), else_="written_off_undecided"
    )
    return select(*_loan, t.Loan.written_off_on.label("day"), wrong.label("wrong")).where(
        or_(
            and_(t.Loan.written_off_on.is_not(None), ~decision),
            and_(t.Loan.written_off_on.is_(None), t.Loan.id.in_(agreed)),
            t.Loan.written_off_on != t.Loan.closed_on,
        )
    )


# --- Days ----------------------------------------------------------------------------------------


def _days_apart() -> AnySelect:
    """Find extensions of another day than they were decided on, as days are counted in UTC."""
    return (
        select(
            *_loan,
            t.Extension.agreed_on.label("day"),
            t.Resolution.decided_at,
            t.Club.zone,
        )
        .join(t.Extension, t.Extension.loan_id == t.Loan.id)
        .join(t.Resolution, t.Resolution.id == t.Extension.resolution_id)
        .join(t.Club, t.Club.id == t.Loan.club_id)
        .where(func.date(t.Resolution.decided_at) != func.date(t.Extension.agreed_on))
    )


async def _extended_on(db: Connection, _on: date) -> Found:
    """Compare the days as the club counts them: a few of those that differ in UTC do not."""
    found = Found()
    for row in await db.execute(_DAYS_APART):
        if row.day != (decided_on := day_in(row.zone, row.decided_at)):
            found.add({**row._asdict(), "decided": decided_on})
    return found


_DAYS_APART = _days_apart()

PROOFS = (
    query("undecided_loan", _lent()),
    query("undecided_extension", _extensions()),
    Proof("extended_on", _extended_on),
    query("undecided_freeze", _freezes()),
    query("write_offs", _write_offs()),
)
