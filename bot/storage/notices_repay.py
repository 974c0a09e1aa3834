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

REPAY, BOARD = "repay", "repay.board"
BOARD_ROLES = ("head", "accountant")
CATCHES_UP = timedelta(days=21)
"""A planner that was away for longer leaves out what came to be due before."""

Stage = tuple[str, int]
"""A setting, and after how many days: ("repay", -3)."""


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
            await db.execute(
                _planning(db.dialect.name, stage, stages), {**given, "oldest": oldest}
            )
    await notices.note_planned(db, REPAY, now)


async def declared(db: Connection, loan_ids: Collection[int]) -> dict[int, datetime]:
    """Return for which loans a repayment was declared that nobody has decided, and when last."""
    rows = await db.execute(_DECLARED, {"loans": list(loan_ids)})
    return {row.loan_id: row.declared_at for row in rows}


@cache
def _planning(dialect: str, stage: Stage, stages: Collection[Stage]) -> Executable:
    kind, days = stage
    name = BOARD if kind == BOARD else f"{REPAY}{days:+d}"
    return notices.planning(dialect, name, _due(stage, stages))


def _due(stage: Stage, stages: Collection[Stage]) -> AnySelect:
    """Select what a stage is due for."""
    kind, days = stage
    return (
        _recipients(kind)
        .join(t.Instalment, t.Instalment.loan_id == t.Loan.id)
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
            t.Instalment.due_on > bindparam("oldest", type_=Date),
            t.Instalment.due_on <= that_day(days - 1),
            t.Club.zone == ZONE,
            t.Loan.closed_on.is_(None),
            reached_when_shown(t.Instalment.due_on, days, t.ReminderTime),
            *_no_later(stage, stages),
        )
    )


def _recipients(kind: str) -> AnySelect:
    recipient = t.Role.member_id if kind == BOARD else t.Loan.member_id
    due = select(t.Loan.club_id, t.Loan.id, t.Instalment.due_on, recipient).select_from(t.Loan)
    if kind == BOARD:
        due = due.join(t.Role, t.Role.club_id == t.Loan.club_id)
        others = t.Role.member_id != t.Loan.member_id
        due = due.where(others, holds_office(BOARD_ROLES, TODAY)).distinct()
    return due


def _no_later(stage: Stage, stages: Collection[Stage]) -> list[ColumnElement[bool]]:
    """Leave out what a later stage of the same club has come for."""
    times = aliased(t.ReminderTime)
    ways = [
        and_(
            times.kind == kind,
            times.days == days,
            reached_when_shown(t.Instalment.due_on, days, times),
        )
        for kind, days in stages
        if days > stage[1]
    ]
    return [~exists().where(times.club_id == t.Loan.club_id, or_(*ways))] if ways else []


# Made once: reminders ask it for many at a time, again and again.
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
