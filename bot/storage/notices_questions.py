"""Notices of what waits for somebody's word: questions to the board, and cash nobody has seen go.

Each is said in the morning some days after it was asked or handed over.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Executable,
    SQLColumnExpression,
    bindparam,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from bot.people import OFFICES
from bot.storage import notices, reminder_times
from bot.storage import tables as t
from bot.storage.engine import Connection
from bot.storage.notices_duties import TODAY, holds_office
from bot.storage.reminder_times import MORNING, ZONE

QUESTION, UNSEEN, WITNESS = "board.question", "payout.unseen", "payout.witness"
DAYS_OF_QUESTIONS = (1, 3, 7, 14, 21)
DAYS_OF_CASH = (1, 3)
HEADS = ("head", "deputy")
LOAN = "loan"
"""Questions about applications for loans have reminders of their own, with days of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question that the board has still to decide."""

    asked_at: datetime
    near: frozenset[int]
    """Whose matter it is, who asked, and who has answered: they, and theirs, answer no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseen:
    """Cash that was said to be handed over, while its witness has not spoken; đồng."""

    amount: int
    borrower_id: int
    said_by: int
    witness_id: int | None
    given_at: datetime


async def plan_questions(db: Connection, now: datetime) -> None:
    """Plan to tell officers of each question that waits and is not their own."""
    async for given in _mornings(db, now, DAYS_OF_QUESTIONS):
        await db.execute(_questions(db.dialect.name), given)


async def plan_unseen(db: Connection, now: datetime) -> None:
    """Plan to tell who handed cash over, and the head, that nobody has seen it yet."""
    async for given in _mornings(db, now, DAYS_OF_CASH):
        await db.execute(_unseen(db.dialect.name), given)


async def plan_witnesses(db: Connection, now: datetime) -> None:
    """Plan to ask once more who is said to have seen cash handed over."""
    async for given in _mornings(db, now, DAYS_OF_CASH):
        await db.execute(_witnesses(db.dialect.name), given)


async def questions(db: Connection, ids: Collection[int]) -> dict[int, Question]:
    """Return which of these questions wait still."""
    rows = await db.execute(
        select(t.Resolution).where(t.Resolution.id.in_(ids), t.Resolution.status == "pending")
    )
    votes = await db.execute(
        select(t.Vote.resolution_id, t.Vote.member_id).where(t.Vote.resolution_id.in_(ids))
    )
    answered = [(row.resolution_id, row.member_id) for row in votes]
    return {
        row.id: Question(
            asked_at=row.asked_at,
            near=frozenset(
                [row.asked_by, *([row.concerns_id] if row.concerns_id else [])]
                + [member for one, member in answered if one == row.id]
            ),
        )
        for row in rows
    }


async def unseen(db: Connection, ids: Collection[int]) -> dict[int, Unseen]:
    """Return, by application, which of this cash nobody has seen still."""
    rows = await db.execute(
        select(t.Handover, t.Application.amount, t.Application.member_id.label("borrower_id"))
        .join(t.Application, t.Application.id == t.Handover.application_id)
        .where(t.Handover.application_id.in_(ids), t.Handover.transaction_id.is_(None))
    )
    return {
        row.application_id: Unseen(
            amount=row.amount,
            borrower_id=row.borrower_id,
            said_by=row.said_by,
            witness_id=row.witness_id,
            given_at=row.given_at,
        )
        for row in rows
    }


async def _mornings(
    db: Connection, now: datetime, stages: tuple[int, ...]
) -> AsyncIterator[dict[str, object]]:
    """Return what fills a statement in, for each zone where it is morning, and each stage."""
    for clock in await reminder_times.clocks(db, now):
        for days in stages if clock.at >= MORNING else ():
            day = clock.day - timedelta(days=days)
            yield {
                "now": now,
                "zone": clock.zone,
                "today": clock.day,
                "from": _midnight(day, clock.zone),
                "to": _midnight(day + timedelta(days=1), clock.zone),
            }


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


# Made once: that costs more than running it, every minute.
_FROM = bindparam("from", type_=t.Notice.made_at.type)
_TO = bindparam("to", type_=t.Notice.made_at.type)


def _on(moment: SQLColumnExpression[datetime]) -> tuple[ColumnElement[bool], ...]:
    return moment >= _FROM, moment < _TO, t.Club.zone == ZONE


def _apart(officer: type[t.Member], other: type[t.Member]) -> ColumnElement[bool]:
    return or_(
        officer.household_id.is_(None),
        officer.household_id.is_distinct_from(other.household_id),
    )


@cache
def _questions(dialect: str) -> Executable:
    officer, asker, concerned = aliased(t.Member), aliased(t.Member), aliased(t.Member)
    said = (
        select(t.Vote.member_id)
        .where(t.Vote.resolution_id == t.Resolution.id, t.Vote.member_id == officer.id)
        .correlate(t.Resolution, officer)
        .exists()
    )
    due = (
        select(t.Resolution.club_id, t.Resolution.id, TODAY, officer.id)
        .join(t.Club, t.Club.id == t.Resolution.club_id)
        .join(t.Role, t.Role.club_id == t.Resolution.club_id)
        .join(officer, officer.id == t.Role.member_id)
        .join(asker, asker.id == t.Resolution.asked_by)
        .outerjoin(concerned, concerned.id == t.Resolution.concerns_id)
        .where(
            t.Resolution.status == literal_column("'pending'"),
            t.Resolution.kind != LOAN,
            *_on(t.Resolution.asked_at),
            officer.left_on.is_(None),
            officer.id != asker.id,
            officer.id.is_distinct_from(t.Resolution.concerns_id),
            _apart(officer, asker),
            _apart(officer, concerned),
            ~said,
            holds_office(OFFICES, TODAY),
        )
        .distinct()
    )
    return notices.planning(dialect, QUESTION, due)


@cache
def _unseen(dialect: str) -> Executable:
    officer, borrower = aliased(t.Member), aliased(t.Member)
    due = (
        select(t.Handover.club_id, t.Handover.application_id, TODAY, officer.id)
        .join(t.Club, t.Club.id == t.Handover.club_id)
        .join(t.Application, t.Application.id == t.Handover.application_id)
        .join(t.Role, t.Role.club_id == t.Handover.club_id)
        .join(officer, officer.id == t.Role.member_id)
        .join(borrower, borrower.id == t.Application.member_id)
        .where(
            t.Handover.transaction_id.is_(None),
            *_on(t.Handover.given_at),
            officer.left_on.is_(None),
            officer.id != borrower.id,
            _apart(officer, borrower),
            holds_office(OFFICES, TODAY),
            or_(
                t.Role.role.in_(HEADS),
                officer.id == t.Handover.said_by,
                officer.id == t.Handover.giver_id,
            ),
        )
        .distinct()
    )
    return notices.planning(dialect, UNSEEN, due)


@cache
def _witnesses(dialect: str) -> Executable:
    due = (
        select(t.Handover.club_id, t.Handover.application_id, TODAY, t.Handover.witness_id)
        .join(t.Club, t.Club.id == t.Handover.club_id)
        .where(
            t.Handover.transaction_id.is_(None),
            t.Handover.witness_id.is_not(None),
            *_on(t.Handover.given_at),
        )
    )
    return notices.planning(dialect, WITNESS, due)
