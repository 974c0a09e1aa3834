"""Notices of meetings: who is to be told what.

Each plan may run again at any time and in any number of processes: nothing is planned twice. The
order is kept by the caller: who hears of another day is not reminded of it in the same breath.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    SQLColumnExpression,
    and_,
    case,
    exists,
    literal,
    null,
    or_,
    select,
    update,
)
from sqlalchemy.orm import aliased

from bot.storage import notices, reminder_times
from bot.storage import tables as t
from bot.storage.engine import AnySelect, Connection, inserting
from bot.storage.meeting_times import (
    FAMILY,
    begins_soon,
    changed,
    has_come,
    is_near,
    stage,
    wall_clock,
)
from bot.storage.meetings import not_begun
from bot.storage.notices import COLUMNS, ONCE
from bot.storage.reminder_times import LocalTime

RULE, SOON = "meeting.rule", "meeting.soon"
MOVED, MOVED_SOON = "meeting.moved", "meeting.moved.soon"
RULE_IS_NEWS = timedelta(days=7)
TOLD_OTHERWISE = "told otherwise"
AT_ONCE = 1000
"""Meetings that one statement writes notices of: a list of ids has its limits."""


async def plan(db: Connection, now: datetime) -> None:
    """Plan all that is to be said of meetings."""
    found = await reminder_times.days_of(db, FAMILY)
    days = [one for one in found if one <= 0]
    for clock in await reminder_times.clocks(db, now):
        await _plan_rule(db, clock, now)
        await _plan_moved(db, clock, days, now)
        await _plan_stages(db, clock, days, now)
        await _plan_soon(db, clock, now)


async def _plan_rule(db: Connection, clock: LocalTime, now: datetime) -> None:
    """Tell everybody of a club's new rule; to its first meeting they are invited as to any."""
    newer = aliased(t.MeetingRule)
    found = await db.execute(
        select(t.MeetingRule.id)
        .join(t.Club, t.Club.id == t.MeetingRule.club_id)
        .where(
            t.Club.zone == clock.zone,
            t.MeetingRule.set_at > now - RULE_IS_NEWS,
            ~exists().where(newer.club_id == t.Club.id, newer.id > t.MeetingRule.id),
            ~_is_planned(RULE, t.MeetingRule.id, literal(ONCE)),
        )
    )
    rules = found.scalars().all()
    if not rules:
        return
    these = t.MeetingRule.id.in_(rules)
    due = (
        _to_everybody(t.MeetingRule.id, literal(ONCE))
        .join(t.MeetingRule, t.MeetingRule.club_id == t.Club.id)
        .where(these)
    )
    await notices.plan(db, RULE, due, now)


async def _plan_moved(
    db: Connection, clock: LocalTime, days: Collection[int], now: datetime
) -> None:
    """Tell everybody of meetings that are not as they were told, or not at all.

    At a good hour; at once where it is a matter of days.
    """
    found = (await db.execute(changed(clock))).scalars().all()
    if not found:
        return
    these, is_off = t.Meeting.id.in_(found), t.Meeting.cancelled_at.is_not(None)
    told = case((is_off, t.Meeting.told_on), else_=t.Meeting.held_on)
    await notices.outdate(db, (MOVED, MOVED_SOON), found)
    for kind, which in ((MOVED_SOON, is_near(clock.day)), (MOVED, ~is_near(clock.day))):
        due = (
            _to_everybody(t.Meeting.id, told)
            .join(t.Meeting, t.Meeting.club_id == t.Club.id)
            .where(these, which)
        )
        await notices.plan(db, kind, due, now)
    await db.execute(
        update(t.Meeting)
        .where(these)
        .values(told_on=case((is_off, null()), else_=t.Meeting.held_on))
    )
    await _leave_out(db, clock, days, and_(these, ~is_off), now)


async def _plan_stages(
    db: Connection, clock: LocalTime, days: Collection[int], now: datetime
) -> None:
    """Remind so many days before; of what was missed, only the latest still matters."""
    for one in days:
        kind = f"{FAMILY}{one:+d}"
        by_day: defaultdict[date, list[int]] = defaultdict(list)
        for meeting_id, held_on in await db.execute(_to_remind_of(clock, one, days, kind)):
            by_day[held_on].append(meeting_id)
        some = [
            (day, ids[first : first + AT_ONCE])
            for day, ids in by_day.items()
            for first in range(0, len(ids), AT_ONCE)
        ]
        for day, meetings in some:
            await _remind(db, kind, meetings, day, now)
        # Last: with a million members their boards would wait for the lock of a meeting.
        for day, meetings in some:
            told = update(t.Meeting).where(t.Meeting.id.in_(meetings)).values(told_on=day)
            await db.execute(told)


def _to_remind_of(clock: LocalTime, one: int, days: Collection[int], kind: str) -> AnySelect:
    """Select the meetings whose stage has come, and is not planned yet, with their days."""
    told = t.Meeting.told_on
    return (
        select(t.Meeting.id, t.Meeting.held_on)
        .join(t.Club, t.Club.id == t.Meeting.club_id)
        .join(t.ReminderTime, t.ReminderTime.club_id == t.Club.id)
        .where(
            *stage(clock, one),
            has_come(clock, one, days),
            t.Meeting.cancelled_at.is_(None),
            not_begun(wall_clock(clock)),
            or_(told.is_(None), told == t.Meeting.held_on),
            ~_is_planned(kind, t.Meeting.id, t.Meeting.held_on),
        )
    )


def _is_planned(
    kind: str, subject: SQLColumnExpression[int], due_on: SQLColumnExpression[date]
) -> ColumnElement[bool]:
    """Say in SQL whether anybody is told of it."""
    # Looked up for each, not joined: a join would read all notices of the kind.
    found = (
        select(t.Notice.id)
        .where(t.Notice.kind == kind, t.Notice.subject_id == subject, t.Notice.due_on == due_on)
        .limit(1)
        .correlate_except(t.Notice)
        .scalar_subquery()
    )
    return found.is_not(None)


async def _remind(
    db: Connection, kind: str, meetings: Sequence[int], day: date, now: datetime
) -> None:
    """Remind everybody of these meetings on a day; it is known from then on, if it moves, too."""
    due = (
        _to_everybody(t.Meeting.id, literal(day))
        .join(t.Meeting, t.Meeting.club_id == t.Club.id)
        .where(t.Meeting.id.in_(meetings))
    )
    await notices.plan(db, kind, due, now)


async def _plan_soon(db: Connection, clock: LocalTime, now: datetime) -> None:
    """Say it again to everybody who comes, or who waits for a lift."""
    due = (
        _to_everybody(t.Meeting.id, t.Meeting.held_on)
        .join(t.Meeting, t.Meeting.club_id == t.Club.id)
        .join(
            t.MeetingAnswer,
            and_(
                t.MeetingAnswer.meeting_id == t.Meeting.id,
                t.MeetingAnswer.member_id == t.Member.id,
            ),
        )
        .where(
            t.Club.zone == clock.zone,
            t.MeetingAnswer.answer.in_(("come", "lift")),
            t.Meeting.cancelled_at.is_(None),
            t.Meeting.held_on >= clock.day,
            t.Meeting.held_on <= clock.day + timedelta(days=1),
            await begins_soon(db, clock),
        )
    )
    await notices.plan(db, SOON, due, now)


async def _leave_out(
    db: Connection,
    clock: LocalTime,
    days: Collection[int],
    which: ColumnElement[bool],
    now: datetime,
) -> None:
    """Count reminders up to today as said: these meetings are told otherwise.

    So is one that would come in the next days: two of the seven, none of the last.
    """
    made_at = literal(now, t.Notice.made_at.type)
    for one in days:
        kind = literal(f"{FAMILY}{one:+d}")
        until = clock.day + timedelta(days=-one + -one // 3)
        due = _of_stages().where(which, *stage(clock, one), t.Meeting.held_on <= until)
        club, subject, due_on, recipient = due.selected_columns
        rows = due.with_only_columns(
            club, kind, subject, due_on, recipient, made_at, literal(TOLD_OTHERWISE)
        )
        planned = inserting(db, t.Notice).from_select([*COLUMNS, "skipped"], rows)
        await db.execute(planned.on_conflict_do_nothing())


def _to_everybody(
    subject: SQLColumnExpression[int], due_on: SQLColumnExpression[date]
) -> AnySelect:
    """Select a notice for each member; join what it is about. Who declined hears nothing of it."""
    return (
        select(t.Club.id, subject, due_on, t.Member.id)
        .select_from(t.Club)
        .join(t.Member, t.Member.club_id == t.Club.id)
        .where(t.Member.left_on.is_(None))
    )


def _of_stages() -> AnySelect:
    return (
        _to_everybody(t.Meeting.id, t.Meeting.held_on)
        .join(t.Meeting, t.Meeting.club_id == t.Club.id)
        .join(t.ReminderTime, t.ReminderTime.club_id == t.Club.id)
    )
