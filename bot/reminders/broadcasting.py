"""Announcements whose time has come go into the outbox; their writers hear how it went."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.chat import Choice
from bot.clock import local, local_day
from bot.i18n import _, clock_time, ngettext
from bot.i18n import day as written
from bot.people import DEFAULT_ZONE, Member
from bot.rights import may_broadcast
from bot.storage import (
    addresses,
    broadcast_fates,
    broadcast_people,
    broadcast_times,
    broadcasts,
    members,
)
from bot.storage.broadcasts import Broadcast
from bot.storage.engine import Connection, Database
from bot.telling import sleeps, speaking_to, tell

AT_ONCE = 50
"""Announcements dealt with in one look."""
TOO_LATE = timedelta(days=1)
"""What could not go for so long, as nobody was here to send it, is not sent any more."""
REPORTED = timedelta(days=3)
"""So long after it went out the writer hears how it went."""


async def announce(database: Database, now: datetime) -> None:
    """Put out what is due, each in a transaction of its own; then report what is through.

    Any number of processes may do it at once: each announcement goes out once.
    """
    async with database.read() as db:
        due = await broadcast_times.due(db, now, AT_ONCE)
        through = await broadcast_times.finished(db, now - REPORTED, AT_ONCE)
    for club_id, broadcast_id in due:
        async with database.write() as db:
            await _put_out(db, await broadcasts.broadcast(db, club_id, broadcast_id), now)
    for club_id, broadcast_id in through:
        async with database.write() as db:
            await _report(db, await broadcasts.broadcast(db, club_id, broadcast_id), now)


async def _put_out(db: Connection, one: Broadcast, now: datetime) -> None:
    """Queue one for everybody it is for, and plan the next where it repeats."""
    day = local_day(now, DEFAULT_ZONE)
    writer = await members.member(db, one.made_by, day)
    if one.status != "planned" or one.send_at > now:
        return
    if sleeps(writer.club, now) and not sleeps(writer.club, one.send_at):
        return  # it is late by now, and nobody said that it may wake people
    if one.repeats and may_broadcast(writer):
        await broadcast_times.repeat(db, one, writer.club.zone, now)
    if now - one.send_at > TOO_LATE or not may_broadcast(writer):
        await _give_up(db, one, writer, now)
        return
    silent = sleeps(writer.club, now)
    await broadcast_people.put_out(db, one, day=day, now=now, silent=silent)


async def _give_up(db: Connection, one: Broadcast, writer: Member, now: datetime) -> None:
    """Send it no more and tell its writer: it is long past its time, or in no office's name."""
    await broadcasts.stop(db, one.id, None, now)
    day = local_day(now, DEFAULT_ZONE)
    for listener in (await addresses.listeners(db, [writer.id], day, as_officers=True)).values():
        with speaking_to(writer, day) as words:
            at = local(one.send_at, writer.club.zone)
            text = words(
                _("I did not send what you announced for {time}, {day}: “{said}”."),
                time=clock_time(at),
                day=written(at.date()),
                said=one.brief,
            )
        await tell(db, listener, text, now=now)


async def _report(db: Connection, one: Broadcast, now: datetime) -> None:
    """Tell the writer once how many got it, with the way to those who did not."""
    if not await broadcast_times.report(db, one, now):
        return
    day = local_day(now, DEFAULT_ZONE)
    counts = await broadcast_fates.fates(db, one.id)
    got = counts.get("sent", 0)
    left = sum(counts.values()) - got - counts.get("told", 0)
    for listener in (await addresses.listeners(db, [one.made_by], day, as_officers=True)).values():
        with speaking_to(listener.member, day) as words:
            text = ngettext(
                "“{said}” has arrived at {count} person.",
                "“{said}” has arrived at {count} people.",
                got,
            )
            said = [words(text, said=one.brief, count=got)]
            if left:
                said.append(words(_("Not at {left}; somebody should tell them."), left=left))
            sees = [Choice("see", words(_("Whom to tell in person")))] if left else []
        await tell(
            db,
            listener,
            " ".join(said),
            sees,
            now=now,
            step="broadcast.missed",
            data={"broadcast": one.id},
        )
