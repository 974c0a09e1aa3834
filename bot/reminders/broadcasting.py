"""Announcements whose time has come go into the outbox."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta
from functools import partial

from bot.clock import local, local_day
from bot.i18n import _, clock_time
from bot.i18n import day as written
from bot.people import DEFAULT_ZONE, Club, Member
from bot.rights import may_broadcast
from bot.storage import (
    addresses,
    broadcast_people,
    broadcast_times,
    broadcasts,
    members,
)
from bot.storage.broadcast_times import Due
from bot.storage.broadcasts import Broadcast
from bot.storage.engine import Connection, Database, is_down
from bot.telling import sleeps, speaking_to, tell

TOO_LATE = timedelta(days=1)
"""What could not go for so long, as nobody was here to send it, is not sent any more."""

log = logging.getLogger(__name__)


async def announce(database: Database, now: datetime) -> None:
    """Put out what is due.

    Any number of processes may do it at once: each announcement goes out once.
    """
    async with database.read() as db:
        due = await broadcast_times.due(db, now)
    ready = [(one.club.id, one.id) for one in due if not _waits(one, one.club, now)]
    await one_by_one(database, ready, partial(_put_out, now=now))


async def hold(database: Database, now: datetime) -> None:
    """Send none of what is due, as it may have been sent; their writers are asked to look."""
    async with database.read() as db:
        due = [(one.club.id, one.id) for one in await broadcast_times.due(db, now)]
    await one_by_one(database, due, partial(_hold, now=now))


async def one_by_one(
    database: Database,
    found: Iterable[tuple[int, int]],
    work: Callable[[Connection, Broadcast], Awaitable[None]],
) -> None:
    """Do something with announcements, by club and id, each locked in a transaction of its own.

    One that is at fault keeps no other back. Raises where the database is down.
    """
    for club_id, broadcast_id in found:
        try:
            async with database.write() as db:
                await work(db, await broadcasts.broadcast(db, club_id, broadcast_id))
        except Exception as error:  # whatever it is, the others' are other words and people
            if is_down(error):
                raise
            log.exception("announcement %d is at fault; it is tried again", broadcast_id)


def _waits(one: Due | Broadcast, club: Club, now: datetime) -> bool:
    """Whether it is late by now, and nobody said that it may wake people."""
    return sleeps(club, now) and not sleeps(club, one.send_at)


async def _put_out(db: Connection, one: Broadcast, now: datetime) -> None:
    """Queue one for everybody it is for, and plan the next where it repeats."""
    day = local_day(now, DEFAULT_ZONE)
    writer = await members.member(db, one.made_by, day)
    if one.status != "planned" or one.send_at > now:
        return
    if _waits(one, writer.club, now):
        return
    if one.repeats and may_broadcast(writer):
        await broadcast_times.repeat(db, one, writer.club.zone, now)
    if now - one.send_at > TOO_LATE or not may_broadcast(writer):
        await _give_up(db, one, writer, now)
        return
    silent = sleeps(writer.club, now)
    await broadcast_people.put_out(db, one, day=day, now=now, silent=silent)


async def _hold(db: Connection, one: Broadcast, now: datetime) -> None:
    writer = await members.member(db, one.made_by, local_day(now, DEFAULT_ZONE))
    if one.status == "planned":
        if one.repeats and may_broadcast(writer):
            await broadcast_times.repeat(db, one, writer.club.zone, now)
        await _give_up(db, one, writer, now, sure=False)


async def _give_up(
    db: Connection, one: Broadcast, writer: Member, now: datetime, *, sure: bool = True
) -> None:
    """Send it no more and tell its writer: it is long past its time, or in no office's name.

    Not `sure`: perhaps it was sent.
    """
    await broadcasts.stop(db, one.id, None, now)
    day = local_day(now, DEFAULT_ZONE)
    for listener in (await addresses.listeners(db, [writer.id], day, as_officers=True)).values():
        with speaking_to(writer, day) as words:
            at = local(one.send_at, writer.club.zone)
            not_sent = _("I did not send what you announced for {time}, {day}: “{said}”.")
            perhaps = _(
                "I had to begin again from a copy, and cannot tell whether this went out, that you"
                " announced for {time}, {day}: “{said}”. If nobody got it, please announce it"
                " again."
            )
            text = words(
                not_sent if sure else perhaps,
                time=clock_time(at),
                day=written(at.date()),
                said=one.brief,
            )
        await tell(db, listener, text, now=now)
