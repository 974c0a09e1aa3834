"""The meetings that have taken place: of a day, of late, and one that nobody had planned."""

from __future__ import annotations

from datetime import date, time

from sqlalchemy import select, update

from bot.storage import tables as t
from bot.storage.engine import Connection, inserting
from bot.storage.meetings import Meeting, meeting_of


async def of_day(db: Connection, club_id: int, day: date) -> Meeting | None:
    """Return the meeting of a day, the latest where there are two; cancelled ones are none."""
    return await _newest(db, club_id, day, day)


async def last(db: Connection, club_id: int, since: date, until: date) -> Meeting | None:
    """Return the newest meeting from a day to a day, both inclusive; None where there is none."""
    return await _newest(db, club_id, since, until)


async def between(db: Connection, club_id: int, since: date, before: date) -> list[Meeting]:
    """Return the meetings held from a day on, up to and without another, the newest first."""
    rows = await db.execute(
        select(t.Meeting)
        .where(
            t.Meeting.club_id == club_id,
            t.Meeting.cancelled_at.is_(None),
            t.Meeting.held_on >= since,
            t.Meeting.held_on < before,
        )
        .order_by(t.Meeting.held_on.desc(), t.Meeting.at.desc(), t.Meeting.id.desc())
    )
    return [meeting_of(row) for row in rows]


async def _newest(db: Connection, club_id: int, since: date, until: date) -> Meeting | None:
    rows = await db.execute(
        select(t.Meeting)
        .where(
            t.Meeting.club_id == club_id,
            t.Meeting.cancelled_at.is_(None),
            t.Meeting.held_on >= since,
            t.Meeting.held_on <= until,
        )
        .order_by(t.Meeting.held_on.desc(), t.Meeting.at.desc(), t.Meeting.id.desc())
        .limit(1)
    )
    row = rows.one_or_none()
    return None if row is None else meeting_of(row)


async def note(
    db: Connection, *, club_id: int, held_on: date, at: time, place: str, by: int
) -> Meeting | None:
    """Write down a meeting that nobody had planned, or that was cancelled and is held after all.

    Two officers at once make one. None where the rule's meeting of that day was moved to
    another: then that is to be moved back.
    """
    await db.execute(
        inserting(db, t.Meeting)
        .values(
            club_id=club_id,
            wanted_on=held_on,
            held_on=held_on,
            at=at,
            place=place,
            agenda="",
            moved_because="",
            moved_by=by,
        )
        .on_conflict_do_nothing(index_elements=["club_id", "wanted_on"])
    )
    # Members who were told that it is off hear nothing of a meeting that has begun.
    await db.execute(
        update(t.Meeting)
        .where(
            t.Meeting.club_id == club_id,
            t.Meeting.held_on == held_on,
            t.Meeting.wanted_on == held_on,
            t.Meeting.cancelled_at.is_not(None),
        )
        .values(cancelled_at=None, at=at, moved_by=by, told_on=None)
    )
    return await of_day(db, club_id, held_on)


async def put_right(db: Connection, meeting_id: int, *, at: time, place: str) -> None:
    """Write down when and where a meeting that is over really was."""
    await db.execute(
        update(t.Meeting).where(t.Meeting.id == meeting_id).values(at=at, place=place)
    )


async def usual(db: Connection, club_id: int) -> tuple[time, str] | None:
    """Return the hour and place of the newest rule, or else of the newest meeting."""
    for table in (t.MeetingRule, t.Meeting):
        rows = await db.execute(
            select(table.at, table.place)
            .where(table.club_id == club_id, table.place != "")
            .order_by(table.id.desc())
            .limit(1)
        )
        if row := rows.one_or_none():
            return row.at, row.place
    return None
