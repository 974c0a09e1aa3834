"""Who needs a lift to a meeting, whom of the board that was told to, and who saw to it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ScalarSelect, and_, case, select, update
from sqlalchemy.orm import aliased

from bot.people import Member
from bot.rights import ENROLLERS
from bot.storage import members, notices, reminder_times
from bot.storage import tables as t
from bot.storage.engine import Connection
from bot.storage.meeting_times import wall_clock
from bot.storage.meetings import Meeting, meeting_of, not_begun
from bot.storage.notices_duties import holds_office
from bot.storage.phones import is_served

LIFTS = "meeting.lifts"
"""The kind of notices to the board: one for each who needs a lift."""
TOLD_AT = time(15)
"""On the day before: most have answered by then, and there is time to find somebody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lift:
    """Somebody who needs a lift to a meeting."""

    meeting: Meeting
    member: Member


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What became of somebody's asking for a lift."""

    fetched_by: Member | None
    """The officer who saw to it."""
    told: Member | None
    """The officer who was told."""


async def plan(db: Connection, now: datetime) -> None:
    """Plan to tell the secretary, or who stands in, whom nobody fetches yet.

    On the afternoon before a meeting, and from then on as soon as somebody asks for it.
    """
    for clock in await reminder_times.clocks(db, now):
        tomorrow = clock.day + timedelta(days=clock.at >= TOLD_AT)
        found = (
            select(
                t.Meeting.club_id,
                t.MeetingAnswer.member_id,
                t.Meeting.held_on,
                _officer(clock.day).label("officer_id"),
            )
            .join(t.MeetingAnswer, t.MeetingAnswer.meeting_id == t.Meeting.id)
            .join(t.Club, t.Club.id == t.Meeting.club_id)
            .where(
                t.Club.zone == clock.zone,
                t.Meeting.held_on >= clock.day,
                t.Meeting.held_on <= tomorrow,
                not_begun(wall_clock(clock)),
                *_IS_WANTED,
            )
            .subquery()
        )
        due = select(*found.c).where(found.c.officer_id.is_not(None))
        await notices.plan(db, LIFTS, due, now)


async def still_wanted(db: Connection, notice_ids: Collection[int], on: date) -> dict[int, Lift]:
    """Return which of these notices are still true, by notice: nobody saw to it meanwhile."""
    rows = await db.execute(
        select(t.Meeting.__table__, t.Notice.id.label("notice_id"), t.MeetingAnswer.member_id)
        .select_from(t.Notice)
        .join(
            t.Meeting,
            and_(t.Meeting.club_id == t.Notice.club_id, t.Meeting.held_on == t.Notice.due_on),
        )
        .join(
            t.MeetingAnswer,
            and_(
                t.MeetingAnswer.meeting_id == t.Meeting.id,
                t.MeetingAnswer.member_id == t.Notice.subject_id,
            ),
        )
        .where(t.Notice.id.in_(notice_ids), *_IS_WANTED)
    )
    found = rows.all()
    people = await members.several(db, {row.member_id for row in found}, on)
    return {
        row.notice_id: Lift(meeting=meeting_of(row), member=people[row.member_id]) for row in found
    }


async def waiting(db: Connection, meeting_id: int) -> set[int]:
    """Return the members who need a lift to a meeting, and whom nobody fetches yet."""
    rows = await db.execute(
        select(t.MeetingAnswer.member_id)
        .join(t.Meeting, t.Meeting.id == t.MeetingAnswer.meeting_id)
        .where(t.Meeting.id == meeting_id, *_IS_WANTED)
    )
    return set(rows.scalars())


async def see_to(
    db: Connection, meeting_id: int, member_ids: Collection[int], officer_id: int
) -> None:
    """Write down that an officer saw to the lifts of these members."""
    await db.execute(
        update(t.MeetingAnswer)
        .where(t.MeetingAnswer.meeting_id == meeting_id, t.MeetingAnswer.member_id.in_(member_ids))
        .values(fetched_by=officer_id)
    )


async def fates(
    db: Connection, meeting_ids: Collection[int], member_ids: Collection[int], on: date
) -> Mapping[tuple[int, int], Fate]:
    """Return what became of the lifts of these members, by meeting and member."""
    told = (
        select(t.Notice.recipient_id)
        .where(
            t.Notice.kind == LIFTS,
            t.Notice.subject_id == t.MeetingAnswer.member_id,
            t.Notice.due_on == t.Meeting.held_on,
            t.Notice.said_at.is_not(None),
        )
        .limit(1)
        .correlate(t.MeetingAnswer, t.Meeting)
        .scalar_subquery()
    )
    rows = await db.execute(
        select(
            t.MeetingAnswer.meeting_id,
            t.MeetingAnswer.member_id,
            t.MeetingAnswer.fetched_by,
            told.label("told_id"),
        )
        .join(t.Meeting, t.Meeting.id == t.MeetingAnswer.meeting_id)
        .where(
            t.MeetingAnswer.answer == "lift",
            t.MeetingAnswer.meeting_id.in_(meeting_ids),
            t.MeetingAnswer.member_id.in_(member_ids),
        )
    )
    found = rows.all()
    board = {one for row in found for one in (row.fetched_by, row.told_id) if one}
    people = await members.several(db, board, on)
    return {
        (row.meeting_id, row.member_id): Fate(
            fetched_by=people.get(row.fetched_by), told=people.get(row.told_id)
        )
        for row in found
    }


def _officer(day: date) -> ScalarSelect[int]:
    """Select who of a meeting's board is told: has a phone of her own, and needs no lift."""
    needs_one = aliased(t.MeetingAnswer)
    rank = case({role: place for place, role in enumerate(ENROLLERS)}, value=t.Role.role)
    return (
        select(t.Role.member_id)
        .join(t.Member, t.Member.id == t.Role.member_id)
        .join(t.Link, and_(t.Link.member_id == t.Role.member_id, t.Link.kind == "self"))
        .join(t.Address, t.Address.id == t.Link.address_id)
        .where(
            t.Role.club_id == t.Meeting.club_id,
            holds_office(ENROLLERS, day),
            t.Member.left_on.is_(None),
            t.Link.until.is_(None),
            t.Address.unreachable_at.is_(None),
            is_served(),
            ~select(needs_one.member_id)
            .where(
                needs_one.meeting_id == t.Meeting.id,
                needs_one.member_id == t.Role.member_id,
                needs_one.answer == "lift",
            )
            .correlate(t.Meeting, t.Role)
            .exists(),
        )
        .order_by(rank, t.Role.member_id)
        .limit(1)
        .correlate(t.Meeting)
        .scalar_subquery()
    )


_IS_WANTED = (
    t.Meeting.cancelled_at.is_(None),
    t.MeetingAnswer.answer == "lift",
    t.MeetingAnswer.fetched_by.is_(None),
    t.MeetingAnswer.member_id.in_(select(t.Member.id).where(t.Member.left_on.is_(None))),
)
