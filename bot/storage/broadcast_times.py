"""When announcements go: those whose time has come, those that repeat, those that are over."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, literal_column, select, update

from bot.clock import local
from bot.people import Club
from bot.storage import tables as t
from bot.storage.broadcasts import Broadcast, Draft, make
from bot.storage.engine import Connection, inserting
from bot.storage.members import CLUB_COLUMNS, club_of
from bot.storage.notices import ONCE

DONE = "broadcast.done"
"""The notice that the writer heard how it went."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """An announcement whose time has come."""

    id: int
    club: Club
    send_at: datetime


async def pause(db: Connection, broadcast_id: int) -> None:
    """Let a repeating announcement rest."""
    await db.execute(
        update(t.Broadcast)
        .where(t.Broadcast.id == broadcast_id, t.Broadcast.status == "planned")
        .values(status="paused")
    )


async def resume(db: Connection, paused: Broadcast, zone: str, now: datetime) -> datetime:
    """Let a repeating announcement go on, and return its next time, which is to come."""
    at = paused.send_at
    while at <= now:
        at = next_time(at, paused.repeats, zone)
    await db.execute(
        update(t.Broadcast)
        .where(t.Broadcast.id == paused.id, t.Broadcast.status == "paused")
        .values(status="planned", send_at=at)
    )
    return at


async def repeat(db: Connection, done: Broadcast, zone: str, now: datetime) -> int:
    """Plan the next of a repeating announcement that is going out; return its id."""
    at = next_time(done.send_at, done.repeats, zone)
    while at <= now:
        at = next_time(at, done.repeats, zone)
    again = Draft(
        club_id=done.club_id,
        made_by=done.made_by,
        text=done.text,
        image=done.image,
        document=done.document,
        audience=done.audience,
        fingerprint=done.fingerprint,
        send_at=at,
        repeats=done.repeats,
    )
    return await make(db, again, now, agreed_by=done.agreed_by, agreed_at=done.agreed_at)


def next_time(at: datetime, repeats: str, zone: str) -> datetime:
    """Return the next time of a repeating announcement, at the same hour on the club's clock.

    "month 31" is on the last day of a shorter month, and on the 31st again after it.
    """
    here = local(at, zone)
    if repeats == "week":
        return here + timedelta(days=7)
    wanted = int(repeats.removeprefix("month "))
    year, month = divmod(here.year * 12 + here.month, 12)
    day = min(wanted, monthrange(year, month + 1)[1])
    return here.replace(year=year, month=month + 1, day=day)


async def due(db: Connection, now: datetime) -> list[Due]:
    """Return the announcements whose time has come, the earliest first."""
    return [
        Due(id=row.broadcast_id, club=club_of(row), send_at=row.send_at)
        for row in await db.execute(_DUE, {"now": now})
    ]


async def report(db: Connection, sent: Broadcast, now: datetime) -> bool:
    """Note that its writer hears how it went; False when somebody has seen to it already."""
    rows = await db.execute(
        inserting(db, t.Notice)
        .values(
            club_id=sent.club_id,
            kind=DONE,
            subject_id=sent.id,
            due_on=ONCE,
            recipient_id=sent.made_by,
            made_at=now,
            said_at=now,
        )
        .on_conflict_do_nothing()
    )
    return rows.rowcount == 1


# Made once, and for its index: it is looked for every few seconds.
_DUE = (
    select(t.Broadcast.id.label("broadcast_id"), t.Broadcast.send_at, *CLUB_COLUMNS)
    .join(t.Club, t.Club.id == t.Broadcast.club_id)
    .where(
        t.Broadcast.status == literal_column("'planned'"),
        t.Broadcast.send_at <= bindparam("now", type_=t.Broadcast.send_at.type),
    )
    .order_by(t.Broadcast.send_at, t.Broadcast.id)
)
