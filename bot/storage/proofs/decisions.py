"""Proofs of what was asked, decided and handed over: it agrees with the loans and the ledger."""

from __future__ import annotations

from datetime import date

from sqlalchemy import and_, case, func, literal, or_, select
from sqlalchemy.orm import aliased

from bot.money.books import AccountKind
from bot.storage import departures, handovers
from bot.storage import tables as t
from bot.storage.engine import AnySelect, Connection
from bot.storage.proofs.proof import Found, Proof, day_in, query

VOTES = 2
"""Officers who must say yes where officers decide."""

_decision = (
    t.Resolution.club_id,
    t.Resolution.id.label("resolution"),
    t.Resolution.kind,
    func.coalesce(t.Resolution.decided_at, t.Resolution.asked_at).label("day"),
)


def _applications() -> AnySelect:
    """Find what was lent without a loan, or with one of somebody else or over another sum."""
    asked = t.Application
    return (
        select(asked.club_id, asked.id.label("application"), t.Member.name)
        .join(t.Member, t.Member.id == asked.member_id)
        .outerjoin(t.Loan, t.Loan.id == asked.loan_id)
        .outerjoin(t.Handover, t.Handover.application_id == asked.id)
        .where(
            or_(
                (asked.status == "lent") != asked.loan_id.is_not(None),
                (asked.status == "lent") != t.Handover.transaction_id.is_not(None),
                t.Loan.member_id != asked.member_id,
                t.Loan.club_id != asked.club_id,
                t.Loan.principal != asked.amount,
            )
        )
    )


def _handovers() -> AnySelect:
    """Find cash that one person handed over alone, or that was posted for another loan."""
    over = t.Handover
    paid_out = (
        select(t.Posting.id)
        .where(
            t.Posting.transaction_id == over.transaction_id,
            t.Posting.kind == AccountKind.LOANS.value,
            t.Posting.loan_id == t.Application.loan_id,
            t.Posting.amount == t.Application.amount,
        )
        .exists()
    )
    return (
        select(over.club_id, over.application_id.label("application"), t.Member.name)
        .join(t.Application, t.Application.id == over.application_id)
        .join(t.Member, t.Member.id == t.Application.member_id)
        .where(
            over.transaction_id.is_not(None),
            or_(
                and_(over.witness_id.is_(None), over.witness_name == ""),
                over.witness_id == over.said_by,
                over.said_by == t.Application.member_id,
                over.witness_id == t.Application.member_id,
                over.club_id != t.Application.club_id,
                ~paid_out,
            ),
        )
    )


def _unasked() -> AnySelect:
    """Find loans of a product for which nobody asked."""
    asked = select(t.Application.loan_id).where(t.Application.loan_id.is_not(None))
    return select(t.Loan.club_id, t.Loan.id.label("loan"), t.Loan.number).where(
        t.Loan.product_id.is_not(None), t.Loan.id.not_in(asked), ~handovers.taken_back()
    )


def _resolutions() -> AnySelect:
    """Find what two officers decided without two yeses, or against a no."""
    one, vote = t.Resolution, t.Vote
    said = (
        select(
            vote.resolution_id,
            func.sum(case((vote.says == "yes", 1), else_=0)).label("yes"),
            func.sum(case((vote.says == "no", 1), else_=0)).label("no"),
        )
        .group_by(vote.resolution_id)
        .subquery()
    )
    return (
        select(*_decision)
        .outerjoin(said, said.c.resolution_id == one.id)
        .where(
            one.status == "agreed",
            one.how == "officers",
            # That somebody died or left is a fact: nobody is asked.
            one.kind != departures.DEPARTURE,
            or_(func.coalesce(said.c.yes, 0) < VOTES, said.c.no > 0),
        )
    )


def _in_own_matter() -> AnySelect:
    """Find who decided a matter of her own, or, as households are now, of one of hers.

    Those may have moved together since: it is only a warning.
    """
    vote, hers = t.Vote, aliased(t.Member)
    its_own = vote.member_id == hers.id
    return (
        select(*_decision, t.Member.name, case((its_own, 0), else_=1).label("warning"))
        .join(vote, vote.resolution_id == t.Resolution.id)
        .join(hers, hers.id == t.Resolution.concerns_id)
        .join(t.Member, t.Member.id == vote.member_id)
        .where(or_(its_own, t.Member.household_id == hers.household_id))
    )


def _kin_saw_it() -> AnySelect:
    """Find loans handed over by or before somebody of the borrower's household, as it is now."""
    over, hers = t.Handover, aliased(t.Member)
    return (
        select(
            over.club_id,
            over.application_id.label("application"),
            hers.name,
            t.Member.name.label("other"),
            literal(1).label("warning"),
        )
        .join(t.Application, t.Application.id == over.application_id)
        .join(hers, hers.id == t.Application.member_id)
        .join(t.Member, t.Member.id.in_([over.said_by, over.witness_id]))
        .where(
            over.transaction_id.is_not(None),
            t.Member.household_id == hers.household_id,
            t.Member.id != hers.id,
        )
    )


def _unwitnessed() -> AnySelect:
    """Find loans whose witness did not agree to the entry of the paying out."""
    over = t.Handover
    agreed = select(t.Agreement.id).where(
        t.Agreement.transaction_id == over.transaction_id,
        t.Agreement.member_id == over.witness_id,
    )
    return (
        select(over.club_id, over.application_id.label("application"), t.Member.name)
        .join(t.Application, t.Application.id == over.application_id)
        .join(t.Member, t.Member.id == t.Application.member_id)
        .where(over.transaction_id.is_not(None), over.witness_name == "", ~agreed.exists())
    )


def _without_office() -> AnySelect:
    """Find who voted without an office, as days are counted in UTC, with her next day of one."""
    vote, later = t.Vote, aliased(t.Role)
    on = func.date(vote.at)
    held = select(t.Role.id).where(
        t.Role.member_id == vote.member_id,
        func.date(t.Role.from_on) <= on,
        or_(t.Role.until_on.is_(None), func.date(t.Role.until_on) >= on),
    )
    comes = select(func.min(later.from_on)).where(
        later.member_id == vote.member_id, func.date(later.from_on) > on
    )
    return (
        select(
            *_decision, t.Member.name, vote.at, t.Club.zone, comes.scalar_subquery().label("comes")
        )
        .join(vote, vote.resolution_id == t.Resolution.id)
        .join(t.Member, t.Member.id == vote.member_id)
        .join(t.Club, t.Club.id == t.Resolution.club_id)
        .where(~held.exists())
    )


async def _officers(db: Connection, _on: date) -> Found:
    """Look closer at these few: the morning of a first day in office is another day in UTC."""
    found = Found()
    for row in await db.execute(_WITHOUT_OFFICE):
        if row.comes is None or row.comes > day_in(row.zone, row.at):
            found.add(row._asdict())
    return found


_WITHOUT_OFFICE = _without_office()


def _corrections() -> AnySelect:
    """Find corrections that were agreed and mended nothing, or by who asked for them."""
    asked, back = t.Correction, aliased(t.Transaction)
    return (
        select(asked.club_id, asked.transaction_id.label("entry"), asked.asked_at.label("day"))
        .outerjoin(back, back.id == asked.reversal_id)
        .where(
            or_(
                (asked.status == "agreed") != back.id.is_not(None),
                back.reverses_id != asked.transaction_id,
                and_(asked.status == "agreed", asked.decided_by == asked.asked_by),
            )
        )
    )


def _declarations() -> AnySelect:
    """Find what an officer confirmed and nobody entered, or that was entered for another."""
    said = t.Declaration
    return (
        select(said.club_id, said.id.label("declaration"), t.Member.name, said.amount)
        .join(t.Member, t.Member.id == said.member_id)
        .outerjoin(t.Transaction, t.Transaction.id == said.transaction_id)
        .where(
            or_(
                (said.status == "confirmed") != said.transaction_id.is_not(None),
                t.Transaction.club_id != said.club_id,
                t.Transaction.member_id != said.member_id,
            )
        )
    )


PROOFS = (
    query("applications", _applications()),
    query("handovers", _handovers()),
    query("unasked", _unasked()),
    query("kin_saw_it", _kin_saw_it()),
    query("unwitnessed", _unwitnessed()),
    query("resolutions", _resolutions()),
    query("in_own_matter", _in_own_matter()),
    Proof("without_office", _officers),
    query("corrections", _corrections()),
    query("declarations", _declarations()),
)
