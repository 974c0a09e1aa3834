"""From the outbox to the senders: what was committed is said, in order, and its fate written down.

At least once by default: what was in flight when the process died can come twice, and what may
have arrived each time a few times. Rows marked `once` (money slips) go at most once: their try is
noted just before the request, and where the outcome stays unknown the cashiers are told instead of
the member hearing it twice.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from bot.chat import Account, Sender
from bot.clock import Clock
from bot.reminders.news import News
from bot.reminders.outages import Outage
from bot.reminders.pauses import Pauses
from bot.reminders.recording import record
from bot.reminders.resting import hushed
from bot.reminders.sending import UNREACHABLE, Sending
from bot.reminders.served import WINDOW, Served
from bot.reminders.spending import Spending
from bot.storage import bots, claiming, outbox
from bot.storage.engine import Connection, Database, is_down, worth_retrying
from bot.storage.messages import Claimed, Fate, Lane
from bot.storage.usage import NO_PLANS, Plans

POLL_SECONDS = 0.5
LONGEST_SECONDS = 10  # between looks at a database that is down
STOP_SECONDS = 1  # for what is in flight when it is told to stop; then it is as after a crash
GATHERS_SECONDS = 0.1  # what a paced bot sent meanwhile is recorded with one commit
APART_SECONDS = 0.05  # between two commits: many answers share one, a single one never waits

Slots = dict[int, datetime]
"""When the messages of a claim may leave, by their ids; others leave at once."""

log = logging.getLogger(__name__)


class Delivery:
    """Sends what is due until it is stopped; any number of processes may run one.

    Answers and bulk messages are sent by two of them, so that no answer waits behind bulk.
    """

    def __init__(
        self,
        database: Database,
        senders: Mapping[Account, Sender],
        clock: Clock,
        owner: str,
        *,
        lanes: Collection[Lane] = tuple(Lane),
        a_second: Mapping[str, int] | None = None,
        pauses: Pauses | None = None,
        spending: Spending | None = None,
        plans: Plans = NO_PLANS,
    ) -> None:
        """Prepare; `owner` names this process in the leases.

        `a_second` is how many messages each bot of a platform may send, in all processes together;
        platforms without it are not slowed. `pauses` and `spending` are shared with the process's
        other delivery; what bots of `plans` spend is written down, and kept within them.
        """
        self.database = database
        self.clock = clock
        self.owner = owner
        self.lanes = lanes
        self.a_second = a_second or {}
        self.pauses = pauses or Pauses(clock)
        self.spending = spending or Spending()
        self.plans = plans
        self._served = Served(senders)
        self._sending = Sending(database, self._served.senders, clock, owner, self.pauses)
        self._wake = asyncio.Event()
        self._stopping = asyncio.Event()
        self._stop_by = 0.0
        self._failures = 0
        self._outage = Outage("the outbox waits", "the outbox can be read again")
        self._done: list[tuple[Claimed, Fate]] = []

    def serve(self, account: Account, sender: Sender) -> None:
        """Send also for this bot from now on."""
        self._served.serve(account, sender)
        self._wake.set()

    def unserve(self, account: Account) -> None:
        """Send nothing more for this bot: what has left is finished, others may send the rest."""
        self._served.unserve(account)

    def nudge(self) -> None:
        """Say that something was committed: look now instead of at the next poll."""
        self._wake.set()

    def stop(self) -> None:
        """Let nothing leave any more: what has left has a little time, the rest is given back."""
        self._stopping.set()
        self._stop_by = asyncio.get_running_loop().time() + STOP_SECONDS
        self._sending.stop()
        self._wake.set()

    async def run(self) -> None:
        """Send until stopped. After a crash of the only process, what it held goes at once."""
        if self.database.is_sqlite:
            async with self.database.write() as db:
                await outbox.release(db, self.clock(), self.lanes)
        async with asyncio.TaskGroup() as sends:
            running: set[asyncio.Task[None]] = set()
            while not self._stopping.is_set() or self._has_to_finish():
                for group, slots in await self._round():
                    task = sends.create_task(self._send_in_order(group, slots))
                    running.add(task)
                    task.add_done_callback(running.discard)
                await self._pause()
            for task in running:
                task.cancel()
        if self._done:  # it came at the last moment
            await self._round()

    def _has_to_finish(self) -> bool:
        """Whether stopping still waits: not for long for a platform or a database that hangs.

        What it could not record looks as after a crash; another start takes it up.
        """
        return bool(self._served.total) and self._time_left() > 0

    def _time_left(self) -> float:
        """Return how many seconds stopping may still take."""
        return self._stop_by - asyncio.get_running_loop().time()

    async def deliver(self) -> None:
        """Send all that is due now and return: for tests and for leaving nothing behind."""
        while groups := await self._round():
            for group, slots in groups:
                await self._send_in_order(group, slots)

    async def _pause(self) -> None:
        until = asyncio.get_running_loop().time() + APART_SECONDS
        if self._is_paced():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), GATHERS_SECONDS)
        if not self._done:
            longest = POLL_SECONDS
            if self._stopping.is_set():
                longest = min(longest, max(self._time_left(), 0))
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), longest)
        if len(self._done) < WINDOW:  # what a bot's next messages wait for is recorded at once
            await asyncio.sleep(until - asyncio.get_running_loop().time())
        self._wake.clear()

    def _is_paced(self) -> bool:
        """Whether all that is in flight leaves at set moments: recording it is no hurry then."""
        busy = self._served.busy
        return bool(busy) and busy <= self.a_second.keys()

    async def _round(self) -> list[tuple[list[Claimed], Slots]]:
        """Record what has finished and claim what is due, in one commit; grouped by address."""
        done, self._done = self._done, []
        ended = Counter(row.address.account for row, _fate in done)
        self._served.recorded(ended)  # in the same commit as what takes their room is claimed
        news = News.taken(self._served, self.pauses, self.spending)
        platforms = set() if self._stopping.is_set() else self._served.platforms
        if not (done or platforms or news):
            return []
        try:
            async with self.database.write() as db:
                await record(db, self.owner, done)
                await news.share(db, self.clock())
                claimed, slots = await self._claim(db, platforms)
                await news.count(db, self.plans, self.clock())
        except Exception as error:  # the database is down: what was done is kept
            self._done = done + self._done
            self._served.claimed(ended.elements())
            news.put_back()
            await self._failed(error)
            return []
        self._outage.over()
        self._failures = 0
        self._served.claimed(row.address.account for row in claimed)
        claimed.sort(key=attrgetter("address_id", "lane", "id"))
        return [
            (list(group), slots) for _, group in groupby(claimed, key=attrgetter("address_id"))
        ]

    async def _failed(self, error: Exception) -> None:
        """Tell it, and wait, ever longer."""
        if worth_retrying(error):
            return  # another process stood in the way, and has got what it wanted
        if is_down(error):
            self._outage.goes_on(error)
        else:
            log.exception("the outbox could not be read")
        pause = min(POLL_SECONDS * 2 ** min(self._failures, 9), LONGEST_SECONDS)
        self._failures += 1
        if self._stopping.is_set():
            await asyncio.sleep(min(POLL_SECONDS, self._time_left()))
            return
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), pause)

    async def _claim(
        self, db: Connection, platforms: Collection[str]
    ) -> tuple[list[Claimed], Slots]:
        if not platforms or self._served.most <= 0:
            return [], {}
        now = self.clock()
        claimed = await claiming.claim(
            db,
            owner=self.owner,
            now=now,
            limit=self._served.most,
            platforms=platforms,
            room=self._room,
            without=self._served.without,
            lanes=self.lanes,
        )
        return await hushed(db, claimed, now), await self._slots(db, claimed, now)

    def _room(self, account: Account) -> int:
        """Return how much a bot may get: one that is slow or silent holds up no other."""
        return 0 if self.pauses.left(account) else self._served.room(account)

    async def _slots(self, db: Connection, claimed: Sequence[Claimed], now: datetime) -> Slots:
        """Take for each message the moment at which its bot may send it."""
        paced: defaultdict[Account, list[int]] = defaultdict(list)
        for row in claimed:
            if row.address.platform in self.a_second:
                paced[row.address.account].append(row.id)
        counts = {account: len(ids) for account, ids in paced.items()}
        moments = await bots.take_slots(db, counts, self.a_second, now)
        slots: Slots = {}
        for account, ids in paced.items():
            slots.update(zip(ids, moments[account], strict=True))
        return slots

    async def _send_in_order(self, group: list[Claimed], slots: Slots) -> None:
        """Send the rows of one address; when one has to wait, those behind it wait too.

        When nobody reads there, they are not even tried: recording it fails what waits.
        """
        before: Fate | None = None
        for row in group:
            if before:
                fate = self._sending.later(row, before.next_at - before.at)
            else:
                fate = await self._sending.send(row, slots.get(row.id))
            if fate.status == "waiting" or fate.reason == UNREACHABLE:
                before = fate
            self._done.append((row, fate))
        self._wake.set()
