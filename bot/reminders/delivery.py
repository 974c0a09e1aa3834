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
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from bot.chat import Account, Sender
from bot.clock import Clock
from bot.reminders.lost_slips import LOST, tell_cashiers
from bot.reminders.pauses import Pauses
from bot.reminders.sending import UNREACHABLE, Sending
from bot.storage import bots, outbox
from bot.storage.engine import Connection, Database, is_down
from bot.storage.messages import Claimed, Fate, Lane

POLL_SECONDS = 0.5
LONGEST_SECONDS = 10  # between looks at a database that is down
STOP_SECONDS = 5  # for what is in flight when it is told to stop; then it is as after a crash
GIVES_UP_AFTER = 10  # rounds in a row that failed, when it was told to stop
WINDOW = 16  # messages of a bot in flight: what may come twice after a crash is bounded by it

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
        self._stopping = False
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
        self._stopping = True
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
            while not self._stopping or self._has_to_finish():
                for group, slots in await self._round():
                    task = sends.create_task(self._send_in_order(group, slots))
                    running.add(task)
                    task.add_done_callback(running.discard)
                await self._pause()
            for task in running:
                task.cancel()

    def _has_to_finish(self) -> bool:
        """Whether stopping still waits: not for ever for a database that is down.

        What it could not record looks as after a crash; another start takes it up.
        """
        in_time = asyncio.get_running_loop().time() < self._stop_by
        waits = self._done or (self._in_flight.total() and in_time)
        return bool(waits) and self._failures < GIVES_UP_AFTER

    async def deliver(self) -> None:
        """Send all that is due now and return: for tests and for leaving nothing behind."""
        while groups := await self._round():
            for group, slots in groups:
                await self._send_in_order(group, slots)

    async def _pause(self) -> None:
        if self._done:
            return
        try:
            await asyncio.wait_for(self._wake.wait(), POLL_SECONDS)
        except TimeoutError:
            return
        self._wake.clear()

    async def _round(self) -> list[tuple[list[Claimed], Slots]]:
        """Record what has finished and claim what is due, in one commit; grouped by address."""
        done, self._done = self._done, []
        pauses = self.pauses.take_unshared()
        accounts = [] if self._stopping else self._with_room()
        if not (done or accounts or pauses):
            return []
        try:
            async with self.database.write() as db:
                await self._record(db, done)
                for account, until in pauses.items():
                    await bots.pause(db, account, until)
                claimed, slots = await self._claim(db, accounts) if accounts else ([], {})
        except Exception as error:
            self._done = done + self._done
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
        longest = POLL_SECONDS if self._stopping else LONGEST_SECONDS
        await asyncio.sleep(min(POLL_SECONDS * 2**self._failures, longest))
        self._failures += 1

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
        return claimed, await self._slots(db, claimed, now)

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
            self._in_flight[row.address.account] -= 1
        self._wake.set()
