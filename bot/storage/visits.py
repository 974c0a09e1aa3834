"""Visits that were made: who came, what was done, how somebody was found.

What two tell of one visit is one row: of a day there is a first, and a second only where somebody
who has seen the first says that hers was another one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, select, update

from bot.care.people import STATES
from bot.care.visits import USUAL_MINUTES, Given, Made, Recorded, Visit
from bot.clock import local_day
from bot.storage import tables as t
from bot.storage import visit_worries
from bot.storage.engine import AnyRow, Connection, inserting


async def record(
    db: Connection,
    club_id: int,
    made: Made,
    *,
    entered_by: int,
    now: datetime,
    beside: Collection[int] = (),
) -> Recorded:
    """Write a visit down, once: told again, it is the visit that stands there already.

    `beside` are visits of that day of which is known that they were others. Two who tell of one
    visit at the same moment make one row.
    """
    # Whoever else writes down a visit to her waits here: what he writes is seen below.
    hers = select(t.Recipient.id).where(t.Recipient.id == made.recipient_id)
    await db.execute(hers.with_for_update(key_share=True))
    if known := await _standing_there(db, club_id, made, beside):
        return Recorded(visit=known, new=False)
    number = select(func.coalesce(func.max(t.Visit.number), 0) + 1).where(
        t.Visit.recipient_id == made.recipient_id, t.Visit.day == made.day
    )
    rows = await db.execute(
        insert(t.Visit)
        .values(
            club_id=club_id,
            recipient_id=made.recipient_id,
            day=made.day,
            number=number.scalar_subquery(),
            shift_id=await _shift_of(db, club_id, made),
            minutes=made.minutes,
            state=made.state,
            note=made.note,
            image=made.image,
            entered_by=entered_by,
            entered_at=now,
            taken_back_at=None,
            told="",
        )
        .returning(t.Visit.id)
    )
    visit_id = rows.scalar_one()
    await _note(db, visit_id, made.visitors, made.tasks)
    visit = await _one(db, club_id, visit_id)
    return Recorded(visit=visit, new=True, worries=await visit_worries.of(db, visit))


async def add(db: Connection, visit: Visit, told: Made) -> Recorded:
    """Add to a visit what else was told of it: the worse state counts, and nothing is lost."""
    visit = await _held(db, visit)
    await _note(db, visit.id, told.visitors, told.tasks)
    state = max(visit.state, told.state, key=STATES.index)
    await _change(
        db,
        visit.id,
        state=state,
        note="; ".join(dict.fromkeys(filter(None, (visit.note, told.note)))),
        image=told.image or visit.image,
        minutes=told.minutes if visit.minutes == USUAL_MINUTES else visit.minutes,
        shift_id=visit.shift_id or await _shift_of(db, visit.club_id, told),
    )
    changed = await _one(db, visit.club_id, visit.id)
    return Recorded(visit=changed, new=False, worries=await visit_worries.of(db, changed))


async def correct(db: Connection, visit: Visit, state: str) -> Recorded:
    """Write down that she was otherwise than was told."""
    await _change(db, visit.id, state=state)
    changed = await _one(db, visit.club_id, visit.id)
    return Recorded(visit=changed, new=False, worries=await visit_worries.of(db, changed))


async def leave_out(db: Connection, visit: Visit, *, but: int) -> None:
    """Let only one of the visitors have made a visit."""
    others = t.Visitor.visit_id == visit.id, t.Visitor.member_id != but
    await db.execute(delete(t.Visitor).where(*others))


async def take_back(db: Connection, visit: Visit, now: datetime) -> bool:
    """Let a visit count as never made, and what was planned as open; False if it does already."""
    rows = await db.execute(
        update(t.Visit)
        .where(t.Visit.id == visit.id, t.Visit.taken_back_at.is_(None))
        .values(taken_back_at=now, shift_id=None)
    )
    return rows.rowcount == 1


async def one(db: Connection, club_id: int, visit_id: int) -> Visit | None:
    """Return one of the club's visits, also one that was taken back."""
    found = await _visits(db, t.Visit.club_id == club_id, t.Visit.id == visit_id)
    return found[0] if found else None


async def between(db: Connection, club_id: int, since: date, before: date) -> list[Visit]:
    """Return the club's visits from a day on, before another one, the earliest first."""
    return await _visits(db, *_when(since, before), t.Visit.club_id == club_id)


async def of_recipient(
    db: Connection, club_id: int, recipient_id: int, since: date, before: date
) -> list[Visit]:
    """Return the visits to one person from a day on, before another one, the earliest first."""
    hers = t.Visit.club_id == club_id, t.Visit.recipient_id == recipient_id
    return await _visits(db, *_when(since, before), *hers)


async def last_of(db: Connection, club_id: int, recipient_id: int) -> Visit | None:
    """Return the newest visit to one person."""
    newest = (
        select(t.Visit.id)
        .where(
            t.Visit.club_id == club_id,
            t.Visit.recipient_id == recipient_id,
            t.Visit.taken_back_at.is_(None),
        )
        .order_by(t.Visit.day.desc(), t.Visit.number.desc())
        .limit(1)
    )
    visit_id = await db.scalar(newest)
    return None if visit_id is None else await _one(db, club_id, visit_id)


async def hours(db: Connection, club_id: int, since: date, before: date) -> dict[int, Given]:
    """Return what each volunteer gave from a day on, before another one, by member.

    Two who go together give the time of a visit each.
    """
    rows = await db.execute(
        select(t.Visitor.member_id, func.count(), func.sum(t.Visit.minutes))
        .join(t.Visit, t.Visit.id == t.Visitor.visit_id)
        .where(*_when(since, before), t.Visit.club_id == club_id)
        .group_by(t.Visitor.member_id)
    )
    return {member: Given(visits=count, minutes=int(minutes)) for member, count, minutes in rows}


def is_late(visit: Visit, zone: str) -> bool:
    """Say whether a visit was written down on a later day."""
    return local_day(visit.entered_at, zone) > visit.day


def _when(since: date, before: date) -> tuple[ColumnElement[bool], ...]:
    return t.Visit.taken_back_at.is_(None), t.Visit.day >= since, t.Visit.day < before


async def _standing_there(
    db: Connection, club_id: int, made: Made, beside: Collection[int]
) -> Visit | None:
    """Return what may be this visit: rather one of the same visitors, else the day's newest."""
    next_day = made.day + timedelta(days=1)
    found = await of_recipient(db, club_id, made.recipient_id, made.day, next_day)
    others = [one for one in found if one.id not in beside]
    hers = [one for one in others if set(one.visitors) & set(made.visitors)]
    return next(reversed(hers or others), None)


async def _shift_of(db: Connection, club_id: int, made: Made) -> int | None:
    """Return the planned visit that this was: of one of the visitors, else any of that day.

    None where all of that day have been made.
    """
    covered = select(t.Visit.shift_id).where(
        t.Visit.shift_id.is_not(None), t.Visit.taken_back_at.is_(None)
    )
    goes = (
        select(t.ShiftVolunteer.shift_id)
        .where(
            t.ShiftVolunteer.shift_id == t.Shift.id,
            t.ShiftVolunteer.member_id.in_(made.visitors),
            t.ShiftVolunteer.until.is_(None),
        )
        .exists()
    )
    published = select(t.Rota.id).where(t.Rota.published_at.is_not(None))
    rows = await db.execute(
        select(t.Shift.id)
        .where(
            t.Shift.club_id == club_id,
            t.Shift.recipient_id == made.recipient_id,
            t.Shift.day == made.day,
            t.Shift.cancelled_at.is_(None),
            t.Shift.rota_id.is_(None) | t.Shift.rota_id.in_(published),
            t.Shift.id.not_in(covered),
        )
        .order_by(goes.desc(), t.Shift.id)
        .limit(1)
    )
    return rows.scalar_one_or_none()


async def _note(
    db: Connection, visit_id: int, visitors: Iterable[int], tasks: Iterable[str]
) -> None:
    for table, column, values in (
        (t.Visitor, "member_id", visitors),
        (t.VisitTask, "task", tasks),
    ):
        rows = [{"visit_id": visit_id, column: its} for its in dict.fromkeys(values)]
        if rows:
            await db.execute(inserting(db, table).on_conflict_do_nothing(), rows)


async def _change(db: Connection, visit_id: int, **values: Any) -> None:
    await db.execute(update(t.Visit).where(t.Visit.id == visit_id).values(**values))


async def _held(db: Connection, visit: Visit) -> Visit:
    """Return a visit as it stands now, while nobody else changes it."""
    await db.execute(select(t.Visit.id).where(t.Visit.id == visit.id).with_for_update())
    return await _one(db, visit.club_id, visit.id)


async def _one(db: Connection, club_id: int, visit_id: int) -> Visit:
    (found,) = await _visits(db, t.Visit.club_id == club_id, t.Visit.id == visit_id)
    return found


async def _visits(db: Connection, *where: ColumnElement[bool]) -> list[Visit]:
    rows = list(
        await db.execute(
            select(t.Visit.__table__).where(*where).order_by(t.Visit.day, t.Visit.number)
        )
    )
    ids = [row.id for row in rows]
    visitors: dict[int, list[int]] = defaultdict(list)
    tasks: dict[int, list[str]] = defaultdict(list)
    came = select(t.Visitor.__table__).where(t.Visitor.visit_id.in_(ids))
    for row in await db.execute(came.order_by(t.Visitor.member_id)):
        visitors[row.visit_id].append(row.member_id)
    done = select(t.VisitTask.__table__).where(t.VisitTask.visit_id.in_(ids))
    for row in await db.execute(done.order_by(t.VisitTask.task)):
        tasks[row.visit_id].append(row.task)
    return [_visit(row, visitors[row.id], tasks[row.id]) for row in rows]


def _visit(row: AnyRow, visitors: Iterable[int], tasks: Iterable[str]) -> Visit:
    return Visit(**row._mapping, visitors=tuple(visitors), tasks=tuple(tasks))
