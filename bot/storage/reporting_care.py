"""What home care, the scales and the eight areas come to in a month: counts, and nobody's name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BindParameter, Date, bindparam, func, or_, select

from bot.storage import tables as t
from bot.storage import visits
from bot.storage.engine import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Care:
    """Home care from one day to another."""

    recipients: int
    """Who is visited, at the end."""
    visits: int
    visited: int
    """So many people they were made to."""
    volunteers: int
    """So many made them."""
    minutes: int
    """Of all volunteers together: two who go together give the time of a visit each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What was written down for one of the eight areas."""

    times: int
    people: int
    """Who took part, each time counted anew."""


async def care(db: Connection, club_id: int, since: date, before: date) -> Care:
    """Return what was visited from a day on, up to and without another."""
    given = {"club_id": club_id, "since": since, "before": before}
    made = (await db.execute(_VISITS, given)).one()
    gave = await visits.hours(db, club_id, since, before)
    return Care(
        recipients=int((await db.execute(_RECIPIENTS, given)).scalar_one()),
        visits=made.visits,
        visited=made.visited,
        volunteers=len(gave),
        minutes=sum(one.minutes for one in gave.values()),
    )


async def measured(db: Connection, club_id: int, since: date, before: date) -> int:
    """Count the people who were measured; what it was stays sealed."""
    given = {"club_id": club_id, "since": since, "before": before}
    return int((await db.execute(_MEASURED, given)).scalar_one())


async def done(db: Connection, club_id: int, since: date, before: date) -> Mapping[str, Done]:
    """Return what was written down by area; nothing for an area in which nothing was."""
    given = {"club_id": club_id, "since": since, "before": before}
    rows = await db.execute(_DONE, given)
    return {row.area: Done(times=row.times, people=int(row.people)) for row in rows}


_CLUB: BindParameter[int] = bindparam("club_id")
_SINCE, _BEFORE = bindparam("since", type_=Date), bindparam("before", type_=Date)
_VISITS = select(
    func.count().label("visits"), func.count(t.Visit.recipient_id.distinct()).label("visited")
).where(
    t.Visit.club_id == _CLUB,
    t.Visit.day >= _SINCE,
    t.Visit.day < _BEFORE,
    t.Visit.taken_back_at.is_(None),
)
_RECIPIENTS = select(func.count()).where(
    t.Recipient.club_id == _CLUB,
    t.Recipient.since < _BEFORE,
    or_(t.Recipient.until.is_(None), t.Recipient.until >= _BEFORE),
)
_MEASURED = select(func.count(t.Measurement.member_id.distinct())).where(
    t.Measurement.club_id == _CLUB,
    t.Measurement.day >= _SINCE,
    t.Measurement.day < _BEFORE,
    t.Measurement.taken_back_at.is_(None),
)
_DONE = (
    select(
        t.Activity.area,
        func.count().label("times"),
        func.sum(t.Activity.people).label("people"),
    )
    .where(
        t.Activity.club_id == _CLUB,
        t.Activity.day >= _SINCE,
        t.Activity.day < _BEFORE,
        t.Activity.taken_back_at.is_(None),
    )
    .group_by(t.Activity.area)
)
