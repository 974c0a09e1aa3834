"""The cash of an agreed loan is handed over: an officer says so, a witness, and the borrower."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import BindParameter, ColumnElement, delete, exists, select, true, update
from sqlalchemy.orm import aliased

from bot.storage import tables as t
from bot.storage.engine import AnyRow, Connection, inserting


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """What was said of one paying out."""

    application_id: int
    club_id: int
    giver_id: int
    """Whose cash it was."""
    said_by: int
    """The officer who handed it over: the same, or who stands in."""
    given_at: datetime
    witness_id: int | None
    """Who is asked whether she saw it, and then did."""
    witness_name: str
    """As it stands on paper; empty: the witness said so here."""
    witnessed_at: datetime | None
    transaction_id: int | None
    """What it was posted as; None while the witness has not spoken."""
    borrower_says: str
    """yes or no; empty until she said."""


async def say(
    db: Connection,
    *,
    club_id: int,
    application_id: int,
    giver_id: int,
    said_by: int,
    now: datetime,
) -> bool:
    """Write down that the cash was handed over; False where that was said already."""
    rows = await db.execute(
        inserting(db, t.Handover)
        .values(
            application_id=application_id,
            club_id=club_id,
            giver_id=giver_id,
            said_by=said_by,
            given_at=now,
            witness_name="",
            borrower_says="",
        )
        .on_conflict_do_nothing()
    )
    return rows.rowcount == 1


async def ask_witness(db: Connection, club_id: int, application_id: int, witness_id: int) -> None:
    """Note who is asked whether she saw it."""
    await db.execute(
        update(t.Handover)
        .where(*_of(club_id, application_id), t.Handover.transaction_id.is_(None))
        .values(witness_id=witness_id)
    )


async def take_back(db: Connection, club_id: int, application_id: int) -> None:
    """Forget what was said: it did not happen, or was mended, and can be said anew.

    Who is no member any more is lent nothing: then it is withdrawn.
    """
    await db.execute(delete(t.Handover).where(*_of(club_id, application_id)))
    gone = exists().where(t.Member.id == t.Application.member_id, t.Member.left_on.is_not(None))
    await db.execute(
        update(t.Application)
        .where(
            t.Application.club_id == club_id,
            t.Application.id == application_id,
            t.Application.status == "agreed",
            gone,
        )
        .values(status="withdrawn")
    )


async def witnessed(
    db: Connection,
    club_id: int,
    application_id: int,
    *,
    witness_id: int | None,
    witness_name: str,
    transaction: int,
    now: datetime,
) -> None:
    """Note who saw it, and what it was posted as."""
    await db.execute(
        update(t.Handover)
        .where(*_of(club_id, application_id))
        .values(
            witness_id=witness_id,
            witness_name=witness_name,
            witnessed_at=now,
            transaction_id=transaction,
        )
    )


async def borrower_said(
    db: Connection, club_id: int, transaction: int, says: str, now: datetime
) -> None:
    """Note what the borrower says of a paying out: yes or no; the last word counts."""
    await db.execute(
        update(t.Handover)
        .where(t.Handover.club_id == club_id, t.Handover.transaction_id == transaction)
        .values(borrower_says=says, borrower_at=now)
    )


async def borrowers_say(db: Connection, club_id: int, loan_ids: Collection[int]) -> dict[int, str]:
    """Return by loan what the borrower said of its cash: yes or no; none where she said none."""
    rows = await db.execute(
        select(t.Posting.loan_id, t.Handover.borrower_says)
        .join(t.Handover, t.Handover.transaction_id == t.Posting.transaction_id)
        .where(
            t.Handover.club_id == club_id,
            t.Handover.borrower_says != "",
            t.Posting.loan_id.in_(list(loan_ids)),
        )
    )
    return {row.loan_id: row.borrower_says for row in rows}


async def locked(db: Connection, club_id: int, application_id: int) -> Handover | None:
    """Return what was said of one, and keep others from changing it until the transaction ends."""
    rows = await db.execute(
        select(t.Handover).where(*_of(club_id, application_id)).with_for_update()
    )
    row = rows.one_or_none()
    return None if row is None else _handover(row)


async def posted_as(db: Connection, club_id: int, transaction: int) -> Handover | None:
    """Return the handing over that was posted as a transaction; None for other entries."""
    rows = await db.execute(
        select(t.Handover).where(
            t.Handover.club_id == club_id, t.Handover.transaction_id == transaction
        )
    )
    row = rows.one_or_none()
    return None if row is None else _handover(row)


async def unwitnessed(db: Connection, club_id: int) -> dict[int, Handover]:
    """Return what waits for its witness, by application."""
    rows = await db.execute(
        select(t.Handover)
        .where(t.Handover.club_id == club_id, t.Handover.transaction_id.is_(None))
        .order_by(t.Handover.given_at)
    )
    return {row.application_id: _handover(row) for row in rows}


def taken_back(*, by: BindParameter[date] | None = None) -> ColumnElement[bool]:
    """Say in SQL whether the paying out of a loan was reversed: then it is no loan any more.

    With `by`: whether the books say so at the end of that day.
    """
    paid, back = aliased(t.Transaction), aliased(t.Transaction)
    in_time = true() if by is None else back.value_day <= by
    return (
        select(t.Posting.id)
        .join(paid, paid.id == t.Posting.transaction_id)
        .join(back, back.reverses_id == paid.id)
        .where(t.Posting.loan_id == t.Loan.id, paid.kind == "payout", in_time)
        .correlate(t.Loan)
        .exists()
    )


def _of(club_id: int, application_id: int) -> tuple[ColumnElement[bool], ...]:
    return t.Handover.club_id == club_id, t.Handover.application_id == application_id


def _handover(row: AnyRow) -> Handover:
    return Handover(
        application_id=row.application_id,
        club_id=row.club_id,
        giver_id=row.giver_id,
        said_by=row.said_by,
        given_at=row.given_at,
        witness_id=row.witness_id,
        witness_name=row.witness_name,
        witnessed_at=row.witnessed_at,
        transaction_id=row.transaction_id,
        borrower_says=row.borrower_says,
    )
