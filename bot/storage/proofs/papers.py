"""Proofs of the signed papers: what stands on one has its photo, and the photo is still there."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BindParameter, bindparam, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from bot.storage import evidence
from bot.storage import tables as t
from bot.storage.engine import AnySelect, Connection
from bot.storage.proofs.proof import Found, Look, Proof, limited, take

_since: BindParameter[datetime] = bindparam("since")
"""What is older need not be kept."""
_entry = (
    t.Transaction.club_id,
    t.Transaction.id.label("entry"),
    t.Transaction.value_day.label("day"),
)


def _holds(name: InstrumentedAttribute[str]) -> AnySelect:
    """Return what is found of a file that holds something."""
    return select(t.File.name).where(t.File.name == name, func.length(t.File.content) > 0)


def _of_entries() -> AnySelect:
    return (
        select(*_entry)
        .join(t.Evidence, t.Evidence.transaction_id == t.Transaction.id)
        .where(t.Transaction.entered_at >= _since, ~_holds(t.Evidence.file).exists())
    )


def _of_lists() -> AnySelect:
    """Find entries of a meeting's list that was closed on paper, without the paper."""
    photo = select(t.Evidence.file).where(t.Evidence.transaction_id == t.Transaction.id)
    return (
        select(*_entry)
        .join(t.Collected, t.Collected.transaction_id == t.Transaction.id)
        .join(t.Collection, t.Collection.id == t.Collected.collection_id)
        .where(
            t.Collection.status == "closed",
            t.Collection.agreed_by.is_(None),
            t.Transaction.entered_at >= _since,
            ~photo.exists(),
        )
        .distinct()
    )


def _of_handovers() -> AnySelect:
    """Find loans whose witness signed a slip that is not there."""
    photo = select(t.Evidence.file).where(t.Evidence.transaction_id == t.Transaction.id)
    return (
        select(*_entry)
        .join(t.Handover, t.Handover.transaction_id == t.Transaction.id)
        .where(
            t.Handover.witness_name != "",
            t.Transaction.entered_at >= _since,
            ~photo.exists(),
        )
    )


def _of_decisions() -> AnySelect:
    one = t.Resolution
    return select(
        one.club_id, one.id.label("resolution"), one.kind, one.decided_at.label("day")
    ).where(
        one.status == "agreed",
        one.how == "paper",
        one.decided_at >= _since,
        ~_holds(one.file).exists(),
    )


def _of_months() -> AnySelect:
    one = t.ClosedMonth
    return select(one.club_id, one.month).where(
        one.agreed_at >= _since, one.file != "", ~_holds(one.file).exists()
    )


def _of_counts() -> AnySelect:
    one = t.CashCount
    return select(one.club_id, one.id.label("count_id"), one.counted_on.label("day")).where(
        one.status == "agreed",
        or_(one.agreed_by.is_(None), one.file != ""),
        one.agreed_at >= _since,
        ~_holds(one.file).exists(),
    )


def _within_years(wrong: AnySelect) -> Look:
    few = limited(wrong)

    async def look(db: Connection, on: date) -> Found:
        found = Found()
        await take(db, few, {"since": evidence.kept_since(on)}, found)
        return found

    return look


PROOFS = (
    Proof("photo_gone", _within_years(_of_entries())),
    Proof("list_without_paper", _within_years(_of_lists())),
    Proof("payout_without_paper", _within_years(_of_handovers())),
    Proof("decision_without_paper", _within_years(_of_decisions())),
    Proof("month_without_paper", _within_years(_of_months())),
    Proof("count_without_paper", _within_years(_of_counts())),
)
