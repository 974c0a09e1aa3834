"""When a club reminds: how many days after a day, at which hour; and when it may be written to."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import (
    BindParameter,
    Boolean,
    ColumnElement,
    Date,
    SQLColumnExpression,
    String,
    Time,
    and_,
    bindparam,
    delete,
    insert,
    or_,
    select,
)

from bot.clock import local
from bot.storage import tables as t
from bot.storage.engine import Connection, inserting

MORNING, EVENING = time(8), time(19, 30)
WAKING, AFTER_SIESTA = time(6, 30), time(13, 30)
BEFOREHAND = time(18)
"""What would come before a club wakes goes out at this hour of the evening before."""
USUAL = {
    "repay": ((-3, 0, 3, 7, 14), MORNING),
    "repay.board": ((21,), MORNING),
    "meeting": ((-7, -1), MORNING),
    "declaration.old": ((1,), MORNING),
    "declaration.forgotten": ((3,), MORNING),
    "collection.sheet": ((-1,), BEFOREHAND),
    "cash.count": ((0,), EVENING),
    "month.report": ((0,), MORNING),
    "loan.decide": ((1, 4), MORNING),
    "visit.tomorrow": ((-1,), BEFOREHAND),
    "visit.requested": ((0,), MORNING),
    "visit.swap": ((-1,), EVENING),
    "visit.today": ((0,), WAKING),
    "visit.asked": ((0,), BEFOREHAND),
    "visit.unwritten": ((1,), AFTER_SIESTA),
    "visit.missed": ((1,), BEFOREHAND),
    "labour.helped": ((1,), MORNING),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderTime:
    """One setting: so many days after its day (negative: before), at an hour of the club."""

    kind: str
    days: int
    at: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """When a club may be written to, on its own clock."""

    zone: str
    wakes_at: time
    sleeps_at: time
    siesta_from: time
    siesta_to: time
    money_from: time
    money_to: time


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalTime:
    """The wall clock of all clubs of a zone."""

    zone: str
    day: date
    at: time


async def found(db: Connection, club_id: int) -> None:
    """Let a new club remind at the usual days and hours."""
    rows = [
        {"club_id": club_id, "kind": kind, "days": one, "at": at}
        for kind, (days, at) in USUAL.items()
        for one in days
    ]
    await db.execute(insert(t.ReminderTime), rows)


async def listed(db: Connection, club_id: int) -> list[ReminderTime]:
    """Return a club's settings, in the order of their kinds and days."""
    rows = await db.execute(
        select(t.ReminderTime.kind, t.ReminderTime.days, t.ReminderTime.at)
        .where(t.ReminderTime.club_id == club_id)
        .order_by(t.ReminderTime.kind, t.ReminderTime.days)
    )
    return [ReminderTime(kind=row.kind, days=row.days, at=row.at) for row in rows]


async def put(db: Connection, club_id: int, wanted: ReminderTime) -> None:
    """Remind so many days after the day of a kind, at this hour; one hour for each such day."""
    row = inserting(db, t.ReminderTime).values(
        club_id=club_id, kind=wanted.kind, days=wanted.days, at=wanted.at
    )
    await db.execute(
        row.on_conflict_do_update(
            index_elements=["club_id", "kind", "days"], set_={"at": wanted.at}
        )
    )


async def take_away(db: Connection, club_id: int, kind: str, days: int) -> None:
    """Do not remind on that day any more."""
    await db.execute(
        delete(t.ReminderTime).where(
            t.ReminderTime.club_id == club_id,
            t.ReminderTime.kind == kind,
            t.ReminderTime.days == days,
        )
    )


async def clocks(db: Connection, now: datetime) -> list[LocalTime]:
    """Return what the clocks of all clubs show, one for each zone that there is."""
    zones = (await db.execute(select(t.Club.zone).distinct())).scalars()
    shown = [(zone, local(now, zone)) for zone in zones]
    return [LocalTime(zone=zone, day=at.date(), at=at.time()) for zone, at in shown]


async def days_of(db: Connection, kind: str) -> list[int]:
    """Return after how many days any club reminds of a kind, in ascending order."""
    rows = await db.execute(
        select(t.ReminderTime.days).where(t.ReminderTime.kind == kind).distinct()
    )
    return sorted(rows.scalars())


async def hours(db: Connection, club_ids: Collection[int]) -> dict[int, Hours]:
    """Return when these clubs may be written to, by their ids."""
    return {
        row.id: Hours(
            zone=row.zone,
            wakes_at=row.wakes_at,
            sleeps_at=row.sleeps_at,
            siesta_from=row.siesta_from,
            siesta_to=row.siesta_to,
            money_from=row.money_from,
            money_to=row.money_to,
        )
        for row in await db.execute(_HOURS, {"ids": list(club_ids)})
    }


def reached(
    day: SQLColumnExpression[date], clock: LocalTime, days: int, times: type[t.ReminderTime]
) -> ColumnElement[bool]:
    """Say in SQL whether the hour has come that lies `days` after `day`.

    `times` is the club's setting for so many days, with its club beside it in the statement. An
    hour at which the club still sleeps is that of the evening before.
    """
    on = clock.day - timedelta(days=days)
    early = times.at < t.Club.wakes_at
    ways = [day < on, and_(day == on, or_(early, times.at <= clock.at))]
    if clock.at >= BEFOREHAND:
        ways.append(and_(day == on + timedelta(days=1), early))
    return or_(*ways)


def reached_when_shown(
    day: SQLColumnExpression[date], days: int, times: type[t.ReminderTime]
) -> ColumnElement[bool]:
    """Say the same for a statement that is made once, and filled in with `shown`."""
    early = times.at < t.Club.wakes_at
    on = that_day(days)
    return or_(
        day < on,
        and_(day == on, or_(early, times.at <= AT)),
        and_(day == that_day(days - 1), early, bindparam("beforehand", type_=Boolean)),
    )


def that_day(days: int) -> BindParameter[date]:
    """Return the day that lies so many days before today, as a parameter of a statement."""
    return bindparam(f"day_{days}".replace("-", "m"), type_=Date)


def shown(clock: LocalTime, days: Iterable[int]) -> dict[str, object]:
    """Return what fills `reached_when_shown` and `that_day` in, for all of these `days`."""
    dates = {one: clock.day - timedelta(days=one) for one in days}
    dates |= {one - 1: day + timedelta(days=1) for one, day in dates.items()}
    return {
        "zone": clock.zone,
        "at": clock.at,
        "beforehand": clock.at >= BEFOREHAND,
        **{that_day(one).key: day for one, day in dates.items()},
    }


# Made once: reminders ask it for many at a time, again and again.
ZONE, AT = bindparam("zone", type_=String), bindparam("at", type_=Time)
_HOURS = select(
    t.Club.id,
    t.Club.zone,
    t.Club.wakes_at,
    t.Club.sleeps_at,
    t.Club.siesta_from,
    t.Club.siesta_to,
    t.Club.money_from,
    t.Club.money_to,
).where(t.Club.id.in_(bindparam("ids", expanding=True)))
