"""From the outbox to the senders: what was committed is said, in order, and its fate written down.

At least once by default: only what was in flight when the process died can come twice. Rows marked
`once` (money slips) go at most once: their try is noted just before the request, and where the
outcome stays unknown the cashiers are told instead of the member hearing it twice.
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
from bot.reminders.lost_slips import LOST, tell_cashiers
from bot.reminders.pauses import Pauses
from bot.reminders.resting import hushed
from bot.reminders.sending import UNREACHABLE, Sending
from bot.storage import bots, outbox
from bot.storage.engine import Connection, Database, is_down
from bot.storage.messages import Claimed, Fate, Lane

POLL_SECONDS = 0.5
LONGEST_SECONDS = 10  # between looks at a database that is down
STOP_SECONDS = 1  # for what is in flight when it is told to stop; then it is as after a crash
GATHERS_SECONDS = 0.1  # what a paced bot sent meanwhile is recorded with one commit
WINDOW = 16
"""Messages of a bot that were claimed and not recorded: no more can come twice after a crash."""

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
    ) -> None:
        """Prepare; `owner` names this process in the leases.

        `a_second` is how many messages each bot of a platform may send, in all processes together;
        platforms without it are not slowed. `pauses` are shared with the process's other delivery.
        """
        self.database = database
        self.senders = dict(senders)
        self.clock = clock
        self.owner = owner
        self.lanes = lanes
        self.a_second = a_second or {}
        self.pauses = pauses or Pauses(clock)
        self._sending = Sending(database, self.senders, clock, owner, self.pauses)
        self._registered: set[Account] = set()
        self._wake = asyncio.Event()
        self._stopping = asyncio.Event()
        self._stop_by = 0.0
        self._in_flight: Counter[Account] = Counter()
        self._failures = 0
        self._done: list[tuple[Claimed, Fate]] = []

    def serve(self, account: Account, sender: Sender) -> None:
        """Send also for this bot from now on."""
        self.senders[account] = sender
        self._wake.set()

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
        return bool(self._in_flight.total()) and self._time_left() > 0

    def _time_left(self) -> float:
        """Return how many seconds stopping may still take."""
        return self._stop_by - asyncio.get_running_loop().time()

    async def deliver(self) -> None:
        """Send all that is due now and return: for tests and for leaving nothing behind."""
        while groups := await self._round():
            for group, slots in groups:
                await self._send_in_order(group, slots)

    async def _pause(self) -> None:
        if self._is_paced():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), GATHERS_SECONDS)
        if self._done:
            return
        longest = POLL_SECONDS
        if self._stopping.is_set():
            longest = min(longest, max(self._time_left(), 0))
        try:
            await asyncio.wait_for(self._wake.wait(), longest)
        except TimeoutError:
            return
        self._wake.clear()

    def _is_paced(self) -> bool:
        """Whether all that is in flight leaves at set moments: recording it is no hurry then."""
        busy = [account[0] for account, messages in self._in_flight.items() if messages]
        return bool(busy) and all(platform in self.a_second for platform in busy)

    async def _round(self) -> list[tuple[list[Claimed], Slots]]:
        """Record what has finished and claim what is due, in one commit; grouped by address."""
        done, self._done = self._done, []
        ended = Counter(row.address.account for row, _fate in done)
        self._in_flight -= ended  # recorded in the same commit as what takes their room is claimed
        pauses = self.pauses.take_unshared()
        accounts = [] if self._stopping.is_set() else self._with_room()
        if not (done or accounts or pauses):
            return []
        try:
            async with self.database.write() as db:
                await self._record(db, done)
                for account, until in pauses.items():
                    await bots.pause(db, account, until)
                claimed, slots = await self._claim(db, accounts) if accounts else ([], {})
        except Exception as error:  # the database is down: what was done is kept
            self._done = done + self._done
            self._in_flight += ended
            self.pauses.put_back(pauses)
            await self._failed(error)
            return []
        if self._failures:
            log.info("the outbox can be read again")
        self._failures = 0
        self._registered.update(accounts)
        self._in_flight.update(row.address.account for row in claimed)
        claimed.sort(key=attrgetter("address_id", "lane", "id"))
        return [
            (list(group), slots) for _, group in groupby(claimed, key=attrgetter("address_id"))
        ]

    async def _failed(self, error: Exception) -> None:
        """Wait, ever longer; a database that is down is one line, not one for each round."""
        if not is_down(error):
            log.exception("the outbox could not be read")
        elif not self._failures:
            log.warning("the outbox waits for the database (%s)", type(error).__name__)
        pause = min(POLL_SECONDS * 2 ** min(self._failures, 9), LONGEST_SECONDS)
        self._failures += 1
        if self._stopping.is_set():
            await asyncio.sleep(min(POLL_SECONDS, self._time_left()))
            return
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), pause)

    def _with_room(self) -> list[Account]:
        """Return the bots that may send now: one that is slow or silent holds up no other."""
        return [
            account
            for account in self.senders
            if self._in_flight[account] < WINDOW and self.pauses.left(account) is None
        ]

    async def _claim(
        self, db: Connection, accounts: Sequence[Account]
    ) -> tuple[list[Claimed], Slots]:
        now = self.clock()
        for account in accounts:
            if account not in self._registered:
                await bots.register(db, account, now)
        free = WINDOW - max(self._in_flight[account] for account in accounts)
        claimed = await outbox.claim(
            db, owner=self.owner, now=now, limit=free, accounts=accounts, lanes=self.lanes
        )
        return await hushed(db, claimed, now), await self._slots(db, claimed, now)

    async def _slots(self, db: Connection, claimed: Sequence[Claimed], now: datetime) -> Slots:
        """Take for each message the moment at which its bot may send it."""
        paced: defaultdict[Account, list[int]] = defaultdict(list)
        for row in claimed:
            if row.address.platform in self.a_second:
                paced[row.address.account].append(row.id)
        slots: Slots = {}
        for account, ids in sorted(paced.items()):
            a_second = self.a_second[account[0]]
            moments = await bots.take_slots(db, account, len(ids), a_second, now)
            slots.update(zip(ids, moments, strict=True))
        return slots

    async def _record(self, db: Connection, done: Sequence[tuple[Claimed, Fate]]) -> None:
        lost = [(row, fate) for row, fate in done if row.once and fate.status in LOST]
        if lost:
            ours = await outbox.held(db, self.owner, [row.id for row, _fate in lost])
            for row, fate in lost:
                if row.id in ours:
                    await tell_cashiers(db, row.whose, fate.status, fate.at)
        await outbox.record(db, self.owner, [fate for _, fate in done])
        for row, fate in done:
            if fate.reason == UNREACHABLE:
                for whose in await outbox.mark_unreachable(db, row.address_id, fate.at):
                    await tell_cashiers(db, whose, fate.status, fate.at)

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
