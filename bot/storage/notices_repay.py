"""Notices of repayments: whose due day comes, has come, or has passed, and what is known of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Executable,
    SQLColumnExpression,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from bot.clock import local_day
from bot.storage import notices, reminder_times
from bot.storage import tables as t
from bot.storage.engine import AnySelect, Connection
from bot.storage.notices_duties import TODAY, holds_office
from bot.storage.reminder_times import ZONE, LocalTime, reached_when_shown, shown, that_day

REPAY, BOARD, AGAIN = "repay", "repay.board", "repay.again"
BOARD_ROLES = ("head", "accountant")
JUST_BEFORE = timedelta(days=2) - timedelta(minutes=30)
"""A note that is set for two days after another is said, however early its turn comes."""
CATCHES_UP = timedelta(days=21)
"""A planner that was away for longer leaves out what came to be due before."""

OLDEST = bindparam("oldest", type_=Date)

Stage = tuple[str, int]
"""A setting, and after how many days: ("repay", -3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """A notice to a borrower."""

    loan_id: int
    kind: str
    due_on: date
    said_at: datetime | None
    """None: it waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The days of which something may have come to be due since it was planned last."""

    since: datetime | None
    now: datetime

    def oldest(self, clock: LocalTime, stage: Stage) -> date:
        """Return the due day from which on (exclusive) a stage may be due for the first time."""
        back = CATCHES_UP
        if self.since:
            passed = clock.day - local_day(self.since, clock.zone)
            back = min(max(passed, timedelta(0)) + timedelta(days=1), CATCHES_UP)
        days = stage[1]
        oldest = clock.day - timedelta(days=days) - back
        # what is to come must not have passed
        return max(oldest, clock.day - timedelta(days=1)) if days < 0 else oldest


async def plan(db: Connection, now: datetime) -> None:
    """Plan for each instalment the stage that matters now, to its borrower, at last to the board.

    One that was missed is left out where a later one has come.
    """
    found = [
        (kind, days) for kind in (REPAY, BOARD) for days in await reminder_times.days_of(db, kind)
    ]
    stages = tuple(found)
    span = Span(since=await notices.last_planned(db, REPAY), now=now)
    for clock in await reminder_times.clocks(db, now):
        given = {
            "now": now,
            TODAY.key: clock.day,
            **shown(clock, [days for _kind, days in stages]),
        }
        for stage in stages:
            oldest = span.oldest(clock, stage)
            for planning in _planning(db.dialect.name, stage, stages):
                await db.execute(planning, {**given, "oldest": oldest})
    await notices.note_planned(db, REPAY, now)


async def said_or_wanted(db: Connection, people: Collection[int], now: datetime) -> list[Reminder]:
    """Return what borrowers were told just before, and what they wanted to be told again."""
    given = {"people": list(people), "since": now - JUST_BEFORE, "now": now}
    rows = [row for query in (_SAID, _WANTED) for row in await db.execute(query, given)]
    return [
        Reminder(loan_id=row.subject_id, kind=row.kind, due_on=row.due_on, said_at=row.said_at)
        for row in rows
    ]


async def declared(db: Connection, loan_ids: Collection[int]) -> dict[int, datetime]:
    """Return for which loans a repayment was declared that nobody has decided, and when last."""
    rows = await db.execute(_DECLARED, {"loans": list(loan_ids)})
    return {row.loan_id: row.declared_at for row in rows}


@cache
def _planning(dialect: str, stage: Stage, stages: Collection[Stage]) -> list[Executable]:
    """Return a statement for what is due on its own day, and one for what was moved.

    In one, neither day could be looked up in its index.
    """
    kind, days = stage
    name = BOARD if kind == BOARD else f"{REPAY}{days:+d}"
    as_agreed = _due(stage, stages, t.Instalment.due_on)
    as_agreed = as_agreed.join(t.Instalment, _IN_FORCE)
    moved = _due(stage, stages, t.MovedDue.to_on)
    moved = moved.join(t.MovedDue, t.MovedDue.club_id == t.Loan.club_id)
    # Not "=": SQLite would look a day up among the loans of all clubs, not among those of one.
    its_day = t.Instalment.due_on.between(t.MovedDue.from_on, t.MovedDue.from_on)
    moved = moved.join(t.Instalment, and_(_IN_FORCE, its_day))
    # SQLite would begin with all loans: of few clubs something was moved.
    some = aliased(t.MovedDue)
    clubs = select(some.club_id).where(some.to_on > OLDEST, some.to_on <= that_day(days - 1))
    moved = moved.where(t.Loan.club_id.in_(clubs))
    elsewhere = exists().where(
        t.MovedDue.club_id == t.Loan.club_id, t.MovedDue.from_on == t.Instalment.due_on, _LATER
    )
    return [
        notices.planning(dialect, name, as_agreed.where(~elsewhere)),
        notices.planning(dialect, name, moved.where(_LATER)),
    ]


def _due(stage: Stage, stages: Collection[Stage], due_on: SQLColumnExpression[date]) -> AnySelect:
    """Select what a stage is due for; to be joined with what `due_on` is a column of."""
    kind, days = stage
    return (
        _recipients(kind, due_on)
        .join(t.Club, t.Club.id == t.Loan.club_id)
        .join(
            t.ReminderTime,
            and_(
                t.ReminderTime.club_id == t.Club.id,
                t.ReminderTime.kind == kind,
                t.ReminderTime.days == days,
            ),
        )
        .where(
            due_on > OLDEST,
            due_on <= that_day(days - 1),
            t.Club.zone == ZONE,
            t.Loan.closed_on.is_(None),
            t.Loan.board_since.is_(None),
            reached_when_shown(due_on, days, t.ReminderTime),
            *_no_later(stage, stages, due_on),
        )
    )


def _recipients(kind: str, due_on: SQLColumnExpression[date]) -> AnySelect:
    recipient = t.Role.member_id if kind == BOARD else t.Loan.member_id
    due = select(t.Loan.club_id, t.Loan.id, due_on, recipient).select_from(t.Loan)
    if kind == BOARD:
        officer, borrower = aliased(t.Member), aliased(t.Member)
        due = (
            due.join(t.Role, t.Role.club_id == t.Loan.club_id)
            .join(officer, officer.id == t.Role.member_id)
            .join(borrower, borrower.id == t.Loan.member_id)
        )
        others = t.Role.member_id != t.Loan.member_id
        # Kin hear of it neither here nor in their office.
        apart = or_(
            officer.household_id.is_(None),
            officer.household_id.is_distinct_from(borrower.household_id),
        )
        due = due.where(others, apart, holds_office(BOARD_ROLES, TODAY)).distinct()
    return due


def _no_later(
    stage: Stage, stages: Collection[Stage], due_on: SQLColumnExpression[date]
) -> list[ColumnElement[bool]]:
    """Leave out what a later stage of the same club has come for."""
    times = aliased(t.ReminderTime)
    ways = [
        and_(
            times.kind == kind,
            times.days == days,
            reached_when_shown(due_on, days, times),
        )
        for kind, days in stages
        if days > stage[1]
    ]
    return [~exists().where(times.club_id == t.Loan.club_id, or_(*ways))] if ways else []


# Made once: reminders ask it for many at a time, again and again.
_LATER = t.MovedDue.to_on > t.MovedDue.from_on
_IN_FORCE = and_(t.Instalment.loan_id == t.Loan.id, t.Instalment.version == t.Loan.version)
_REMINDER = select(t.Notice.subject_id, t.Notice.kind, t.Notice.due_on, t.Notice.said_at).where(
    t.Notice.recipient_id.in_(notices.PEOPLE)
)
_SAID = _REMINDER.where(
    t.Notice.said_at >= bindparam("since", type_=t.Notice.said_at.type),
    t.Notice.kind.startswith(REPAY),
    t.Notice.kind != BOARD,
)
_WANTED = _REMINDER.where(
    t.Notice.said_at.is_(None),
    t.Notice.skipped.is_(None),
    t.Notice.kind == AGAIN,
    t.Notice.useless_after > notices.NOW,
)
_LOANS: BindParameter[int] = bindparam("loans", expanding=True)
_DECLARED = (
    select(t.Declaration.loan_id, func.max(t.Declaration.declared_at).label("declared_at"))
    .where(
        t.Declaration.status == literal_column("'pending'"),
        t.Declaration.loan_id.in_(_LOANS),
        # the index of what is pending is by member
        t.Declaration.member_id.in_(select(t.Loan.member_id).where(t.Loan.id.in_(_LOANS))),
    )
    .group_by(t.Declaration.loan_id)
)
