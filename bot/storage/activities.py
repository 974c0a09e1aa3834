"""What the club did in its eight areas, one line each, beside what other parts write down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import insert, select, update

from bot.storage import tables as t
from bot.storage.engine import AnyRow, Connection, exclusive


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """One thing the club did."""

    id: int
    area: str
    """One of `bot.care.areas.AREAS`."""
    day: date
    people: int
    """How many took part."""
    note: str
    """What it was, in the words of who entered it."""
    entered_by: int
    entered_at: datetime
    is_taken_back: bool


async def one_at_a_time(db: Connection, club_id: int) -> None:
    """Let nobody else write of this club until the transaction ends: two phones, one line."""
    await exclusive(db, f"activities:{club_id}")


async def write(
    db: Connection,
    *,
    club_id: int,
    area: str,
    day: date,
    people: int,
    note: str,
    by: int,
    now: datetime,
) -> int:
    """Write an activity down and return its id."""
    made = await db.execute(
        insert(t.Activity)
        .values(
            club_id=club_id,
            area=area,
            day=day,
            people=people,
            note=note,
            entered_by=by,
            entered_at=now,
        )
        .returning(t.Activity.id)
    )
    return made.scalar_one()


async def one(db: Connection, club_id: int, activity_id: int) -> Activity | None:
    """Return an activity of the club, one that was taken back too; None when there is none."""
    rows = await db.execute(
        select(t.Activity).where(t.Activity.id == activity_id, t.Activity.club_id == club_id)
    )
    row = rows.one_or_none()
    return None if row is None else _activity(row)


async def of_day(db: Connection, club_id: int, area: str, day: date) -> list[Activity]:
    """Return what stands written for an area and a day, the first entered first."""
    found = await between(db, club_id, day, day + timedelta(days=1))
    return [done for done in found if done.area == area]


async def between(db: Connection, club_id: int, since: date, before: date) -> list[Activity]:
    """Return what was done in these days, by day; not what was taken back."""
    rows = await db.execute(
        select(t.Activity)
        .where(
            t.Activity.club_id == club_id,
            t.Activity.day >= since,
            t.Activity.day < before,
            t.Activity.taken_back_at.is_(None),
        )
        .order_by(t.Activity.day, t.Activity.id)
    )
    return [_activity(row) for row in rows]


async def move(db: Connection, *, club_id: int, activity_id: int, day: date) -> bool:
    """Give an activity another day; False where it was taken back."""
    return await _change(db, club_id, activity_id, day=day)


async def take_back(db: Connection, *, club_id: int, activity_id: int, now: datetime) -> bool:
    """Take back what was entered by mistake: it counts no more; False where it did not already."""
    return await _change(db, club_id, activity_id, taken_back_at=now)


async def _change(db: Connection, club_id: int, activity_id: int, **values: object) -> bool:
    done = await db.execute(
        update(t.Activity)
        .where(
            t.Activity.id == activity_id,
            t.Activity.club_id == club_id,
            t.Activity.taken_back_at.is_(None),
        )
        .values(**values)
    )
    return done.rowcount == 1


def _activity(row: AnyRow) -> Activity:
    return Activity(
        id=row.id,
        area=row.area,
        day=row.day,
        people=row.people,
        note=row.note,
        entered_by=row.entered_by,
        entered_at=row.entered_at,
        is_taken_back=row.taken_back_at is not None,
    )
