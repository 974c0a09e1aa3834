"""When something is to be said of a meeting, on the clock of its club."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased

from bot.almanac.lunar import is_peace_of_tet
from bot.storage import tables as t
from bot.storage.engine import AnySelect, Connection
from bot.storage.meetings import not_begun
from bot.storage.reminder_times import BEFOREHAND, LocalTime, reached

FAMILY = "meeting"
"""The setting of clubs, and the beginning of its kinds: 7 days before it is "meeting-7"."""
FURTHEST = timedelta(days=31)
"""No club reminds of a meeting earlier than that."""
NEAR = timedelta(days=2)
"""Who should not come today, or the day after tomorrow, is told at once."""
GOOD_HOUR = time(8)
BEFORE_IT_BEGINS = timedelta(hours=2)


def wall_clock(clock: LocalTime) -> datetime:
    """Return what a clock shows."""
    return datetime.combine(clock.day, clock.at)


def stage(clock: LocalTime, days: int) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that a club reminds so many days after (negative: before) a meeting.

    For a statement with the club, its meeting and its setting. In the peace of Tết nobody is
    reminded of what comes after it.
    """
    return (
        t.Club.zone == clock.zone,
        t.ReminderTime.kind == FAMILY,
        t.ReminderTime.days == days,
        t.Meeting.held_on >= clock.day,
        t.Meeting.held_on <= _as_far_as(clock.day),
    )


def _as_far_as(today: date) -> date:
    """Return the last day whose meeting may be spoken of today."""
    last = today
    while is_peace_of_tet(last):
        last += timedelta(days=1)
    return today + FURTHEST if last == today else last - timedelta(days=1)


def has_come(clock: LocalTime, days: int, all_days: Collection[int]) -> ColumnElement[bool]:
    """Return the condition that it is time for a stage, and not yet for a later one."""
    times = aliased(t.ReminderTime)
    later = [
        and_(times.days == one, reached(t.Meeting.held_on, clock, one, times))
        for one in all_days
        if one > days
    ]
    now = reached(t.Meeting.held_on, clock, days, t.ReminderTime)
    if not later:
        return now
    of_club = and_(times.club_id == t.Club.id, times.kind == FAMILY)
    return and_(now, ~exists().where(of_club, or_(*later)))


def changed(clock: LocalTime) -> AnySelect:
    """Select the meetings that are not as members were told, as far as it is time to say so."""
    is_off = t.Meeting.cancelled_at.is_not(None)
    told_wrong = and_(
        ~is_off, t.Meeting.told_on != t.Meeting.held_on, not_begun(wall_clock(clock))
    )
    told_in_vain = and_(is_off, t.Meeting.told_on >= clock.day)
    found = (
        select(t.Meeting.id)
        .join(t.Club, t.Club.id == t.Meeting.club_id)
        .where(
            t.Club.zone == clock.zone,
            t.Meeting.held_on >= clock.day - FURTHEST,  # what is over is not read again
            or_(told_wrong, told_in_vain),
        )
    )
    at_a_good_time = clock.at >= GOOD_HOUR and not is_peace_of_tet(clock.day)
    return found if at_a_good_time else found.where(is_near(clock.day))


def is_near(today: date) -> ColumnElement[bool]:
    """Return the condition that somebody might come in vain in these days."""
    return or_(t.Meeting.held_on <= today + NEAR, t.Meeting.told_on <= today + NEAR)


async def begins_soon(db: Connection, clock: LocalTime) -> ColumnElement[bool]:
    """Return the condition that a meeting begins in two hours.

    What would be said before a club wakes is said on the evening before.
    """
    now = wall_clock(clock)
    soon = and_(not_begun(now), ~not_begun(now + BEFORE_IT_BEGINS))
    if clock.at < BEFOREHAND:
        return soon
    found = await db.execute(select(t.Club.wakes_at).where(t.Club.zone == clock.zone).distinct())
    tomorrow = clock.day + timedelta(days=1)
    early = [
        and_(t.Club.wakes_at == wakes_at, t.Meeting.at < _after(wakes_at, BEFORE_IT_BEGINS))
        for wakes_at in found.scalars()
    ]
    return or_(soon, and_(t.Meeting.held_on == tomorrow, or_(*early)))


def _after(at: time, span: timedelta) -> time:
    return (datetime.combine(date.min, at) + span).time()
