"""From notices to messages: looked at once more, merged, and queued a few seconds before sending.

A few people at a time, and only while the outbox holds few reminders: what is said is true then.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.clock import Clock, local_day
from bot.reminders.digest import Digest, Ready, digest
from bot.reminders.hearers import Hearers, look_up, useless_after
from bot.reminders.hours import allowed_until, is_silent
from bot.reminders.kinds import kind_of
from bot.reminders.kinds.kind import BESIDE, Kind, Part, Told
from bot.reminders.outages import Outage
from bot.storage import notices, notices_people
from bot.storage.engine import Connection, Database, exclusive, is_down, worth_retrying
from bot.storage.messages import Lane
from bot.storage.notices import Due, Outcome
from bot.telling import Words, tell_parts

PEOPLE = 10
"""Dealt with in one transaction."""
ROOM = 100
"""So many reminders may wait for a bot to send them: four seconds of sending, two looks."""
POLL_SECONDS = 2
GOES_ALONG = timedelta(minutes=5)
"""What waits for so little longer is said with what is due."""
ONE_HOUR = timedelta(hours=1)
"""What could not be worded waits so long."""

log = logging.getLogger(__name__)


class Composing:
    """Composes what is due until it is stopped; any number of processes may run one."""

    def __init__(self, database: Database, clock: Clock, composed: Callable[[], None]) -> None:
        """Prepare; `composed` is called when something waits to be sent."""
        self.database = database
        self.clock = clock
        self.composed = composed
        self._wake = asyncio.Event()
        self._stopping = False
        self._outage = Outage("reminders wait", "reminders are composed again")

    def nudge(self) -> None:
        """Say that something was planned, or sent: look now instead of at the next poll."""
        self._wake.set()

    def stop(self) -> None:
        """End after what is in hand."""
        self._stopping = True
        self._wake.set()

    async def run(self) -> None:
        """Compose until stopped."""
        while not self._stopping:
            try:
                busy = await compose(self.database, self.clock())
            except Exception as error:  # nothing ends the composing but a stop
                self._failed(error)
                busy = 0
            else:
                self._outage.over()
            if busy:
                self.composed()
            else:
                await self._pause()

    def _failed(self, error: Exception) -> None:
        if is_down(error):
            self._outage.goes_on(error)
        else:
            log.exception("reminders could not be composed; it is tried again")

    async def _pause(self) -> None:
        try:
            await asyncio.wait_for(self._wake.wait(), POLL_SECONDS)
        except TimeoutError:
            return
        self._wake.clear()


async def compose(database: Database, now: datetime) -> int:
    """Deal with the next few people; return how many, 0 where nothing can be said now."""
    async with database.read() as db:
        if not await _next(db, now, 1):
            return 0
    async with database.write() as db:
        await exclusive(db, "composing")  # what somebody heard today is counted by one at a time
        people = await _next(db, now, PEOPLE)
        await _compose_for(db, people, now)
    return len(people)


async def compose_all(database: Database, now: datetime) -> None:
    """Deal with everybody whom something can be said to now."""
    while await compose(database, now):
        pass


async def _next(db: Connection, now: datetime, most: int) -> list[int]:
    crowded = await notices_people.crowded(db, now, ROOM)
    return await notices_people.next_people(db, now, most, crowded)


async def _compose_for(db: Connection, people: Sequence[int], now: datetime) -> None:
    dues = await notices.due_for(db, people, now + GOES_ALONG)
    hearers = await look_up(db, dues, now)
    outcomes: list[Outcome] = []
    told: defaultdict[Kind, list[Told]] = defaultdict(list)
    for due in dues:
        kind = kind_of(due.kind)
        if kind is None:  # a newer version planned it
            outcomes.append(Outcome(id=due.id, wait_until=now + ONE_HOUR))
            continue
        verdict = hearers.verdict(due, kind)
        if isinstance(verdict, Outcome):
            outcomes.append(verdict)
        else:
            told[kind].append(verdict)
    ready: defaultdict[int, list[Ready]] = defaultdict(list)
    beside: list[Due] = []
    for kind, those in told.items():
        worded = await _worded(db, kind, those, now)
        for one in those:
            part = worded[one.due.id]
            if isinstance(part, Part):
                until = useless_after(one.due, kind)
                ready[one.due.recipient_id].append(
                    Ready(due=one.due, kind=kind, part=part, useless_after=until)
                )
            elif part.skipped == BESIDE:
                beside.append(one.due)
            else:
                outcomes.append(part)
    said = await _say(db, ready, hearers)
    await notices.settle(db, [*outcomes, *said, *_with_those(beside, ready, said)])


def _with_those(
    beside: Sequence[Due], ready: Mapping[int, Sequence[Ready]], said: Sequence[Outcome]
) -> Iterator[Outcome]:
    """Let what another notice says share that one's fate where it is not said today."""
    about = {one.due.id: _about(one.due) for those in ready.values() for one in those}
    not_said = {about[one.id]: one for one in said if one.said_at is None}
    for due in beside:
        other = not_said.get(_about(due))
        yield replace(other, id=due.id) if other else Outcome(id=due.id, skipped=BESIDE)


def _about(due: Due) -> tuple[object, ...]:
    return due.recipient_id, due.subject_id, kind_of(due.kind)


async def _worded(
    db: Connection, kind: Kind, told: Sequence[Told], now: datetime
) -> dict[int, Part | Outcome]:
    """Return each notice's words, or what becomes of it; one that cannot be worded waits."""
    try:
        async with db.begin_nested():
            said = await kind.say(db, told, now)
    except Exception as error:  # one kind at fault keeps no other back
        if worth_retrying(error):
            raise
        if len(told) > 1:  # one of them is at fault: the others need not wait
            alone = [await _worded(db, kind, [one], now) for one in told]
            return {key: part for worded in alone for key, part in worded.items()}
        due = told[0].due
        log.exception("notice %d (%s) cannot be worded", due.id, due.kind)
        return {due.id: Outcome(id=due.id, wait_until=now + ONE_HOUR)}
    return {one.due.id: _part(one.due.id, said.get(one.due.id, "nothing to say")) for one in told}


def _part(notice_id: int, said: Part | str | datetime) -> Part | Outcome:
    if isinstance(said, Part):
        return said
    if isinstance(said, datetime):
        return Outcome(id=notice_id, wait_until=said)
    return Outcome(id=notice_id, skipped=said)


async def _say(
    db: Connection, ready: Mapping[int, Sequence[Ready]], hearers: Hearers
) -> list[Outcome]:
    """Queue everybody's messages, all with one statement, and return what became of what."""
    outcomes: list[Outcome] = []
    messages: list[list[Ready]] = []
    for person, those in ready.items():
        zone = hearers.hours[those[0].due.club_id].zone
        heard = hearers.heard(person, local_day(hearers.now, zone), zone)
        shared = digest(those, heard, hearers.tomorrow(those[0].due, money=False))
        messages += shared.messages
        outcomes += _not_today(shared, hearers)
    words = [_words(message, hearers) for message in messages]
    ids = await tell_parts(db, words, hearers.now)
    for message, outbox_id in zip(messages, ids, strict=True):
        outcomes += [
            Outcome(id=one.due.id, said_at=hearers.now, outbox_id=outbox_id) for one in message
        ]
    return outcomes


def _not_today(shared: Digest, hearers: Hearers) -> Iterator[Outcome]:
    for one in shared.tomorrow:
        until = hearers.tomorrow(one.due, money=one.kind.money)
        yield Outcome(id=one.due.id, wait_until=until)
    for one in shared.dropped:
        yield Outcome(id=one.due.id, skipped="enough for one day")


def _words(message: Sequence[Ready], hearers: Hearers) -> Words:
    due, hours = message[0].due, hearers.hours[message[0].due.club_id]
    money = any(one.kind.money for one in message)
    closes = allowed_until(hearers.now, hours, money=money)
    return Words(
        listener=hearers.listeners[due.recipient_id],
        parts=tuple(one.part for one in message),
        lane=Lane.REMINDERS,
        silent=is_silent(hearers.now, hours),
        useless_after=min(closes, *(one.useless_after for one in message)),
    )
