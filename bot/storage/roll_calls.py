"""Who was at a meeting: the roll, called by exception, and what it comes to for reports."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select, update

from bot.people import Member
from bot.storage import tables as t
from bot.storage.engine import Connection, inserting
from bot.storage.members import member_of, people
from bot.understanding.names import name_order


@dataclass(frozen=True, slots=True, kw_only=True)
class Roll:
    """The roll of one meeting."""

    meeting_id: int
    called_by: int
    called_at: datetime
    came: Mapping[int, bool]
    """By member: whether she was there."""
    guests: tuple[str, ...]
    is_done: bool
    """Somebody said that it is complete; before, nobody counts on it."""

    @property
    def present(self) -> frozenset[int]:
        """The members who were there."""
        return frozenset(one for one, came in self.came.items() if came)

    @property
    def absent(self) -> frozenset[int]:
        """The members who were not."""
        return frozenset(self.came) - self.present


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """How many came to a meeting."""

    held_on: date
    came: int
    all: int
    """Of so many on the roll; 0 where none was called."""
    guests: int
    called: int = 1
    """Whether the roll was called: 1 or 0, to be added up."""


async def on_roll(db: Connection, club_id: int, held_on: date) -> list[Member]:
    """Return who was a member on the day of a meeting, as they sit, and then by name."""
    rows = await db.execute(
        people(held_on)
        .add_columns(t.Member.seat)
        .where(
            t.Member.club_id == club_id,
            or_(t.Member.joined_on.is_(None), t.Member.joined_on <= held_on),
            or_(t.Member.left_on.is_(None), t.Member.left_on > held_on),
        )
    )
    found = [(row.seat, member_of(row)) for row in rows]
    found.sort(key=lambda one: (one[0] is None, one[0] or 0, name_order(one[1].name), one[1].id))
    return [one for _seat, one in found]


async def begin(
    db: Connection,
    *,
    club_id: int,
    meeting_id: int,
    everybody: Collection[int],
    away: Collection[int],
    by: int,
    now: datetime,
) -> bool:
    """Write all of the roll down as there but those who are `away`; False where it was begun.

    Who came to the club meanwhile is put on a roll that is there, until it is complete.
    """
    made = await db.execute(
        inserting(db, t.RollCall)
        .values(
            meeting_id=meeting_id,
            club_id=club_id,
            called_by=by,
            called_at=now,
            guests={"names": []},
            done_at=None,
        )
        .on_conflict_do_nothing()
    )
    is_new = made.rowcount == 1
    rows = [
        {"meeting_id": meeting_id, "member_id": one, "came": one not in away} for one in everybody
    ]
    if rows and (is_new or not await _is_done(db, meeting_id)):
        await db.execute(inserting(db, t.Present).on_conflict_do_nothing(), rows)
    return is_new


async def _is_done(db: Connection, meeting_id: int) -> bool:
    found = select(t.RollCall.done_at).where(t.RollCall.meeting_id == meeting_id)
    return await db.scalar(found) is not None


async def of_meeting(db: Connection, club_id: int, meeting_id: int) -> Roll | None:
    """Return the roll of a meeting; None where none was called."""
    rows = await db.execute(
        select(t.RollCall).where(
            t.RollCall.meeting_id == meeting_id, t.RollCall.club_id == club_id
        )
    )
    row = rows.one_or_none()
    if row is None:
        return None
    marks = await db.execute(
        select(t.Present.member_id, t.Present.came).where(t.Present.meeting_id == meeting_id)
    )
    return Roll(
        meeting_id=row.meeting_id,
        called_by=row.called_by,
        called_at=row.called_at,
        came={mark.member_id: mark.came for mark in marks},
        guests=tuple(row.guests.get("names", ())),
        is_done=row.done_at is not None,
    )


async def mark(
    db: Connection, meeting_id: int, member_ids: Collection[int], *, came: bool
) -> set[int]:
    """Write down who came or did not; return those of whom that is news."""
    changed = await db.execute(
        update(t.Present)
        .where(
            t.Present.meeting_id == meeting_id,
            t.Present.member_id.in_(member_ids),
            t.Present.came.is_not(came),
        )
        .values(came=came)
        .returning(t.Present.member_id)
    )
    return set(changed.scalars())


async def set_guests(db: Connection, meeting_id: int, names: Sequence[str]) -> None:
    """Write down who else was there; this replaces what was written before."""
    await db.execute(
        update(t.RollCall)
        .where(t.RollCall.meeting_id == meeting_id)
        .values(guests={"names": list(names)})
    )


async def finish(db: Connection, meeting_id: int, now: datetime) -> bool:
    """Note that the roll is complete; it can be corrected all the same. False: it was before."""
    done = await db.execute(
        update(t.RollCall)
        .where(t.RollCall.meeting_id == meeting_id, t.RollCall.done_at.is_(None))
        .values(done_at=now)
    )
    return done.rowcount == 1


async def by_meeting(db: Connection, club_id: int, since: date, before: date) -> list[Attendance]:
    """Return each meeting held from a day on, up to and without another, the oldest first.

    Cancelled ones are none. Where no roll was called, or nobody said that it is complete, `all`
    and `called` are 0.
    """
    counted = (
        select(
            t.RollCall.meeting_id,
            t.RollCall.guests,
            func.count(t.Present.member_id).label("everybody"),
            func.count(t.Present.member_id).filter(t.Present.came).label("came"),
        )
        .join(t.Present, t.Present.meeting_id == t.RollCall.meeting_id)
        .where(t.RollCall.club_id == club_id, t.RollCall.done_at.is_not(None))
        .group_by(t.RollCall.meeting_id, t.RollCall.guests)
        .subquery()
    )
    rows = await db.execute(
        select(t.Meeting.held_on, counted.c.everybody, counted.c.came, counted.c.guests)
        .outerjoin(counted, counted.c.meeting_id == t.Meeting.id)
        .where(
            t.Meeting.club_id == club_id,
            t.Meeting.cancelled_at.is_(None),
            t.Meeting.held_on >= since,
            t.Meeting.held_on < before,
        )
        .order_by(t.Meeting.held_on, t.Meeting.id)
    )
    return [
        Attendance(
            held_on=row.held_on,
            came=row.came or 0,
            all=row.everybody or 0,
            guests=len((row.guests or {}).get("names", ())),
            called=int(row.everybody is not None),
        )
        for row in rows
    ]
