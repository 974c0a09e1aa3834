"""Proofs of what was asked, decided and handed over: it agrees with the loans and the ledger."""

from __future__ import annotations

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import aliased

from bot.money.books import AccountKind
from bot.storage import departures, handovers
from bot.storage import tables as t
from bot.storage.engine import AnySelect
from bot.storage.proofs.proof import query

VOTES = 2
"""Officers who must say yes where officers decide."""


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
    """Find what two officers decided without two yeses, against a no, or for themselves."""
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
    hers = select(vote.member_id).where(
        vote.resolution_id == one.id, vote.member_id == one.concerns_id
    )
    # That somebody died or left is a fact: nobody is asked.
    officers = and_(
        one.status == "agreed", one.how == "officers", one.kind != departures.DEPARTURE
    )
    return (
        select(one.club_id, one.id.label("resolution"), one.kind, one.reason)
        .outerjoin(said, said.c.resolution_id == one.id)
        .where(
            or_(
                and_(officers, func.coalesce(said.c.yes, 0) < VOTES),
                and_(officers, said.c.no > 0),
                hers.exists(),
            )
        )
    )


def _corrections() -> AnySelect:
    """Find corrections that were agreed and mended nothing, or by who asked for them."""
    asked, back = t.Correction, aliased(t.Transaction)
    return (
        select(asked.club_id, asked.transaction_id.label("entry"), asked.reason)
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
    query("resolutions", _resolutions()),
    query("corrections", _corrections()),
    query("declarations", _declarations()),
)
