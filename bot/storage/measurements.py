"""Blood pressure and weight as they were measured; nobody reads them without the key."""

from __future__ import annotations

import struct
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, func, insert, select, update

from bot.care.pressure import AGAIN_AFTER, Figures
from bot.storage import members, sealing
from bot.storage import tables as t
from bot.storage.engine import AnyRow, AnySelect, Connection

LAYOUT = struct.Struct(">HHHI")
"""mmHg, mmHg, beats and grams, 0 for what was not measured: the length tells nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What was measured of a member at one time."""

    id: int
    member_id: int
    day: date
    number: int
    """1 for the first of that day."""
    figures: Figures
    entered_by: int
    entered_at: datetime


async def record(
    db: Connection,
    *,
    club_id: int,
    member_id: int,
    day: date,
    figures: Figures,
    entered_by: int,
    now: datetime,
) -> int | None:
    """Write down what was measured and return its number of that day.

    None where just that was written within the last minutes: two phones, or the same lines sent
    twice. Raises `sealing.Sealed`.
    """
    await members.hold(db, club_id, member_id)
    today = (await on_day(db, club_id, [member_id], day)).get(member_id, [])
    if any(one.figures == figures and now - one.entered_at < AGAIN_AFTER for one in today):
        return None
    numbers = select(func.max(t.Measurement.number)).where(
        t.Measurement.member_id == member_id, t.Measurement.day == day
    )
    number = (await db.scalar(numbers) or 0) + 1
    # Of the whole installation: all clubs share the key.
    newest = select(t.Measurement.figures).order_by(t.Measurement.id.desc()).limit(1)
    content = LAYOUT.pack(*_values(figures))
    sealed = sealing.seal(db, content, _bound_to(member_id, day), before=await db.scalar(newest))
    await db.execute(
        insert(t.Measurement).values(
            club_id=club_id,
            member_id=member_id,
            day=day,
            number=number,
            figures=sealed,
            entered_by=entered_by,
            entered_at=now,
        )
    )
    return number


async def of_member(
    db: Connection, club_id: int, member_id: int, since: date = date.min
) -> list[Measured]:
    """Return what was measured of a member from a day on, the oldest first.

    What was sealed with a key that is not here is left out; raises `sealing.Sealed` where nothing
    can be read.
    """
    rows = await db.execute(
        _standing(club_id)
        .where(t.Measurement.member_id == member_id, t.Measurement.day >= since)
        .order_by(t.Measurement.day, t.Measurement.number)
    )
    found, wrong = [], None
    for row in rows:
        try:
            found.append(_opened(db, row))
        except sealing.WrongKey as error:
            wrong = error
    if wrong and not found:
        raise wrong
    return found


async def on_day(
    db: Connection, club_id: int, member_ids: Collection[int], day: date
) -> dict[int, list[Measured]]:
    """Return what was measured of these on a day, by member; raises `sealing.Sealed`."""
    rows = await db.execute(
        _standing(club_id)
        .where(t.Measurement.member_id.in_(member_ids), t.Measurement.day == day)
        .order_by(t.Measurement.number)
    )
    found: dict[int, list[Measured]] = defaultdict(list)
    for row in rows:
        found[row.member_id].append(_opened(db, row))
    return dict(found)


async def measured(db: Connection, club_id: int, since: date, before: date) -> frozenset[int]:
    """Return the ids of whom anything was measured in these days; needs no key."""
    rows = await db.execute(
        select(t.Measurement.member_id)
        .where(
            t.Measurement.club_id == club_id,
            t.Measurement.taken_back_at.is_(None),
            t.Measurement.day >= since,
            t.Measurement.day < before,
        )
        .distinct()
    )
    return frozenset(rows.scalars())


async def count_of(db: Connection, club_id: int, member_id: int, since: date = date.min) -> int:
    """Return how often something was measured of a member, without what was taken back."""
    found = await db.scalar(
        select(func.count()).where(
            t.Measurement.club_id == club_id,
            t.Measurement.member_id == member_id,
            t.Measurement.day >= since,
            t.Measurement.taken_back_at.is_(None),
        )
    )
    return int(found or 0)


async def take_back(db: Connection, club_id: int, measurement_id: int, now: datetime) -> bool:
    """Let one that was written by mistake count no more; False where it does not already."""
    rows = await db.execute(
        update(t.Measurement)
        .where(
            t.Measurement.club_id == club_id,
            t.Measurement.id == measurement_id,
            t.Measurement.taken_back_at.is_(None),
        )
        .values(taken_back_at=now)
    )
    return rows.rowcount == 1


async def delete_of(db: Connection, club_id: int, member_id: int) -> int:
    """Delete all that was ever measured of a member; needs no key. Returns how many rows."""
    rows = await db.execute(
        delete(t.Measurement).where(
            t.Measurement.club_id == club_id, t.Measurement.member_id == member_id
        )
    )
    return rows.rowcount


def _standing(club_id: int) -> AnySelect:
    return select(t.Measurement).where(
        t.Measurement.club_id == club_id, t.Measurement.taken_back_at.is_(None)
    )


def _bound_to(member_id: int, day: date) -> str:
    return f"measurement:{member_id}:{day.isoformat()}"


def _values(figures: Figures) -> tuple[int, int, int, int]:
    return (
        figures.systolic or 0,
        figures.diastolic or 0,
        figures.pulse or 0,
        figures.grams or 0,
    )


def _opened(db: Connection, row: AnyRow) -> Measured:
    content = sealing.unseal(db, row.figures, _bound_to(row.member_id, row.day))
    systolic, diastolic, pulse, grams = (value or None for value in LAYOUT.unpack(content))
    return Measured(
        id=row.id,
        member_id=row.member_id,
        day=row.day,
        number=row.number,
        figures=Figures(systolic=systolic, diastolic=diastolic, pulse=pulse, grams=grams),
        entered_by=row.entered_by,
        entered_at=row.entered_at,
    )
