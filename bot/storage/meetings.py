"""The meetings of clubs: those to come, moved, cancelled, and what they are to talk about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from sqlalchemy import ColumnElement, and_, case, delete, or_, select, update

from bot.storage import moved_dues
from bot.storage import tables as t
from bot.storage.engine import AnyRow, Connection

OUTDATED = date.max
"""The day that members were told of, where what they were told of it holds no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhenAndWhere:
    """The day, the hour and the place of a meeting."""

    on: date
    at: time
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One meeting."""

    id: int
    club_id: int
    wanted_on: date
    held_on: date
    at: time
    place: str
    agenda: str
    """One matter a line."""
    moved_because: str
    """Empty, `tet`, `holiday` or `board`."""
    is_cancelled: bool
    told_on: date | None
    was: WhenAndWhere | None
    """What its members were told before its last change; None where they heard of no other."""

    @property
    def when_and_where(self) -> WhenAndWhere:
        """Return when and where it is held."""
        return WhenAndWhere(on=self.held_on, at=self.at, place=self.place)

    def has_begun(self, local: datetime) -> bool:
        """Whether it has, at that time of the club's clock."""
        return (self.held_on, self.at) <= (local.date(), local.time())


async def coming(db: Connection, club_id: int, local: datetime, limit: int = 1) -> list[Meeting]:
    """Return the next meetings that have not begun by the club's clock, and are not cancelled."""
    rows = await db.execute(
        select(t.Meeting)
        .where(t.Meeting.club_id == club_id, t.Meeting.cancelled_at.is_(None), not_begun(local))
        .order_by(t.Meeting.held_on, t.Meeting.at)
        .limit(limit)
    )
    return [meeting_of(row) for row in rows]


async def meeting(db: Connection, club_id: int, meeting_id: int) -> Meeting | None:
    """Return a meeting of the club, locked until the transaction ends; None when it is gone."""
    rows = await db.execute(
        select(t.Meeting)
        .where(t.Meeting.id == meeting_id, t.Meeting.club_id == club_id)
        .with_for_update()
    )
    row = rows.one_or_none()
    return None if row is None else meeting_of(row)


async def move(
    db: Connection, moved: Meeting, *, held_on: date, at: time, by: int, place: str = ""
) -> None:
    """Hold a meeting on another day, at another hour, or at another `place`.

    On another day the answers to the first one are gone: they said nothing of this one. What is
    due at it is due then, but never earlier than agreed.
    """
    now = replace(moved, held_on=held_on, at=at, place=place or moved.place).when_and_where
    changed: dict[str, object] = {"held_on": now.on, "at": now.at, "place": now.place}
    if held_on != moved.held_on:
        changed["moved_because"] = "board"
        await forget_answers(db, [moved.id])
        await moved_dues.move(
            db,
            moved.club_id,
            wanted_on=moved.wanted_on,
            old_on=moved.held_on,
            new_on=held_on,
        )
    await db.execute(
        update(t.Meeting)
        .where(t.Meeting.id == moved.id)
        .values(moved_by=by, **changed, **_told_before(moved, now))
    )


def _told_before(moved: Meeting, now: WhenAndWhere) -> dict[str, object]:
    """Return what members know of a meeting that is `now` otherwise; nothing where they do not."""
    if moved.told_on is None:
        return {}
    before = moved.was if moved.told_on != moved.held_on else None
    known = before or moved.when_and_where
    told_on = known.on
    if known.on == now.on:
        told_on = now.on if known == now else OUTDATED
    return {
        "told_on": told_on,
        "was_on": known.on,
        "was_at": known.at,
        "was_place": known.place,
    }


async def cancel(db: Connection, cancelled: Meeting, *, by: int, now: datetime) -> None:
    """Let a meeting not take place; it stays on record.

    What is due at it stays due then, and the treasurer takes it: a debt is put off by moving the
    meeting, not by dropping it.
    """
    told = case((t.Meeting.told_on == OUTDATED, t.Meeting.held_on), else_=t.Meeting.told_on)
    await db.execute(
        update(t.Meeting)
        .where(t.Meeting.id == cancelled.id, t.Meeting.cancelled_at.is_(None))
        .values(cancelled_at=now, moved_by=by, told_on=told)
    )


async def set_agenda(db: Connection, meeting_id: int, agenda: str) -> None:
    """Write what a meeting is to talk about, one matter a line."""
    await db.execute(update(t.Meeting).where(t.Meeting.id == meeting_id).values(agenda=agenda))


async def shows_lunar(db: Connection, club_id: int) -> bool:
    """Whether a club wants lunar days beside the solar ones."""
    return bool(await db.scalar(select(t.Club.lunar_days).where(t.Club.id == club_id)))


def not_begun(local: datetime) -> ColumnElement[bool]:
    """Return the condition that a meeting has not begun at that time of its club's clock."""
    today = t.Meeting.held_on == local.date()
    return or_(t.Meeting.held_on > local.date(), and_(today, t.Meeting.at > local.time()))


def meeting_of(row: AnyRow) -> Meeting:
    """Build a meeting from a row that has its columns."""
    return Meeting(
        id=row.id,
        club_id=row.club_id,
        wanted_on=row.wanted_on,
        held_on=row.held_on,
        at=row.at,
        place=row.place,
        agenda=row.agenda,
        moved_because=row.moved_because,
        is_cancelled=row.cancelled_at is not None,
        told_on=row.told_on,
        was=_was(row),
    )


def _was(row: AnyRow) -> WhenAndWhere | None:
    if row.was_on is None:
        return None
    return WhenAndWhere(on=row.was_on, at=row.was_at, place=row.was_place)


async def forget_answers(db: Connection, meeting_ids: Sequence[int]) -> None:
    """Drop what was answered to these meetings."""
    await db.execute(delete(t.MeetingAnswer).where(t.MeetingAnswer.meeting_id.in_(meeting_ids)))
