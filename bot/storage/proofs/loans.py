"""Proofs of the loans: what was lent, what the schedules share out, and what is still owed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import and_, bindparam, case, func, or_, select

from bot.money.books import AccountKind
from bot.storage import handovers, loans
from bot.storage import tables as t
from bot.storage.engine import AnyRow, AnySelect, Connection
from bot.storage.loans import Borrowed
from bot.storage.proofs.proof import UNREADABLE, Found, Proof, Wrong, query
from bot.storage.proofs.schedules import is_as_agreed

BATCH = 500
"""Loans that are held in memory at a time."""

_loan = (t.Loan.club_id, t.Loan.id.label("loan"), t.Loan.number)


def _mislent() -> AnySelect:
    """Find loans over another sum than was paid out, or opened with, in the ledger."""
    posting = t.Posting
    lent = (
        select(
            posting.loan_id,
            func.sum(posting.amount).label("amount"),
            func.min(posting.club_id).label("least"),
            func.max(posting.club_id).label("most"),
        )
        .where(posting.kind == AccountKind.LOANS.value, posting.part == "")
        .where(posting.loan_id.is_not(None))
        .group_by(posting.loan_id)
        .subquery()
    )
    paid_out = func.coalesce(lent.c.amount, 0)
    return (
        select(*_loan, t.Loan.opened_with.label("amount"), paid_out.label("posted"))
        .join(t.Member, t.Member.id == t.Loan.member_id)
        .outerjoin(lent, lent.c.loan_id == t.Loan.id)
        .where(
            or_(
                paid_out != t.Loan.opened_with,
                lent.c.least != t.Loan.club_id,
                lent.c.most != t.Loan.club_id,
                t.Member.club_id != t.Loan.club_id,
            ),
            ~handovers.taken_back(),
        )
    )


def _misscheduled() -> AnySelect:
    """Find schedules that do not share out what was owed when they began."""
    line = t.Instalment
    plan = (
        select(
            line.loan_id,
            line.version,
            func.sum(line.principal).label("principal"),
            func.min(line.principal).label("least"),
            func.min(line.interest).label("least_interest"),
        )
        .group_by(line.loan_id, line.version)
        .subquery()
    )
    extended = and_(t.Extension.loan_id == plan.c.loan_id, t.Extension.version == plan.c.version)
    owed = t.Loan.opened_with - func.coalesce(t.Extension.principal, 0)
    is_lost = and_(plan.c.version > 1, t.Extension.loan_id.is_(None))
    why = case(
        (or_(is_lost, plan.c.version > t.Loan.version), "unextended"),
        (plan.c.principal != owed, "misscheduled"),
        else_="negative",
    )
    return (
        select(
            *_loan,
            plan.c.version,
            owed.label("amount"),
            plan.c.principal.label("scheduled"),
            why.label("wrong"),
        )
        .join(plan, plan.c.loan_id == t.Loan.id)
        .outerjoin(t.Extension, extended)
        .where(
            or_(
                plan.c.principal != owed,
                plan.c.least < 0,
                plan.c.least_interest < 0,
                plan.c.version > t.Loan.version,
                is_lost,
            )
        )
    )


def _unscheduled() -> AnySelect:
    in_force = select(t.Instalment.number).where(
        t.Instalment.loan_id == t.Loan.id, t.Instalment.version == t.Loan.version
    )
    return select(*_loan).where(~in_force.exists())


def _not_hers() -> AnySelect:
    """Find loans on which somebody else paid, or that somebody else was lent."""
    payer = t.Transaction.member_id
    return (
        select(*_loan, t.Member.name, t.Transaction.id.label("entry"))
        .join(t.Posting, t.Posting.loan_id == t.Loan.id)
        .join(t.Transaction, t.Transaction.id == t.Posting.transaction_id)
        .join(t.Member, t.Member.id == payer)
        .where(t.Posting.kind == AccountKind.LOANS.value, payer != t.Loan.member_id)
    )


def _charges() -> AnySelect:
    """Find charges that nobody entered, or of which more was waived than there is."""
    charge = t.Charge
    return (
        select(*_loan, charge.amount)
        .join(t.Loan, t.Loan.id == charge.loan_id)
        .where(
            or_(
                charge.amount <= 0,
                charge.waived < 0,
                charge.waived > charge.amount,
                charge.version > t.Loan.version,
                charge.club_id != t.Loan.club_id,
                and_(charge.entered_by.is_(None), charge.version == 1),
            )
        )
    )


# --- What the engine says ------------------------------------------------------------------------


async def _standing(db: Connection, on: date) -> Found:
    """Compare what each loan owes by the engine with what the ledger has out, batch by batch."""
    found, last = Found(), 0
    while batch := (await db.execute(_BATCH, {"after": last, "batch": BATCH})).all():
        last = batch[-1].loan
        ids = [row.loan for row in batch]
        posted = {row.loan_id: int(row.out) for row in await db.execute(_OUT, {"ids": ids})}
        known = await _known(db, ids)
        for row in batch:
            borrowed, out = known.get(row.loan), posted.get(row.loan, 0)
            for wrong in (_wrong(row, out, _said(borrowed, on)), _misplanned(row, borrowed)):
                if wrong is not None:
                    found.add(wrong)
    return found


async def _known(db: Connection, ids: Collection[int]) -> dict[int, Borrowed]:
    """Return what can be read of these loans; one that cannot must not hide the others."""
    try:
        return await loans.several(db, ids)
    except UNREADABLE:
        found: dict[int, Borrowed] = {}
        for one in ids if len(ids) > 1 else ():
            found |= await _known(db, [one])
        return found


def _said(loan: Borrowed | None, on: date) -> tuple[int, int] | None:
    """Return the principal that is left by the engine, and what closes the loan."""
    if loan is None:
        return None
    try:
        found = loan.standing(max([on, *(paid.value_day for paid in loan.payments)]))
    except UNREADABLE:
        return None
    return found.principal_left, found.payoff


def _wrong(row: AnyRow, out: int, said: tuple[int, int] | None) -> Wrong | None:
    about = {"club_id": row.club_id, "loan": row.loan, "number": row.number}
    if said is None:
        return {**about, "wrong": "unreadable"} if row.is_scheduled else None
    left, payoff = (0, 0) if row.is_taken_back else said
    if left != out:
        return {**about, "wrong": "unlike", "amount": left, "posted": out}
    if row.written_off_on and out:
        return {**about, "wrong": "written_off", "posted": out, "day": row.written_off_on}
    if row.closed_on and payoff and not row.written_off_on:
        return {**about, "wrong": "owing", "amount": payoff, "day": row.closed_on}
    if not row.closed_on and not payoff:
        return {**about, "wrong": "settled"}
    return None


def _misplanned(row: AnyRow, loan: Borrowed | None) -> Wrong | None:
    """Compare the schedule with what the engine makes of the terms of the loan."""
    if loan is None:
        return None  # said before
    of_paper = loan.principal if row.product_id is None else None
    try:
        is_right = is_as_agreed(loan.terms, of_paper=of_paper)
    except UNREADABLE:
        is_right = False
    about = {"club_id": row.club_id, "loan": row.loan, "number": row.number}
    return None if is_right else {**about, "wrong": "misplanned"}


_scheduled = select(t.Instalment.number).where(
    t.Instalment.loan_id == t.Loan.id, t.Instalment.version == t.Loan.version
)
_BATCH = (
    select(
        *_loan,
        t.Loan.closed_on,
        t.Loan.written_off_on,
        t.Loan.product_id,
        _scheduled.exists().label("is_scheduled"),
        handovers.taken_back().label("is_taken_back"),
    )
    .where(t.Loan.id > bindparam("after"))
    .order_by(t.Loan.id)
    .limit(bindparam("batch"))
)
_OUT = (
    select(t.Posting.loan_id, func.sum(t.Posting.amount).label("out"))
    .where(
        t.Posting.loan_id.in_(bindparam("ids", expanding=True)),
        t.Posting.kind == AccountKind.LOANS.value,
    )
    .group_by(t.Posting.loan_id)
)

PROOFS = (
    query("mislent", _mislent()),
    query("misscheduled", _misscheduled()),
    query("unscheduled", _unscheduled()),
    query("not_hers", _not_hers()),
    query("charges", _charges()),
    Proof("standing", _standing),
)
