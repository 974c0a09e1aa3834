"""From the outbox to the senders: what was committed is said, in order, and its fate written down.

At least once by default: only what was in flight when the process died can come twice. Rows marked
`once` (money slips) go at most once: their try is noted just before the request, and where the
outcome stays unknown the cashiers are told instead of the member hearing it twice.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import groupby
from operator import attrgetter

from bot.chat import Sender, TryLater, Unreachable
from bot.clock import Clock, local_day
from bot.i18n import _
from bot.people import DEFAULT_ZONE
from bot.rights import CASHIERS
from bot.storage import addresses, members, outbox
from bot.storage.engine import Connection, Database
from bot.storage.outbox import Claimed, Fate
from bot.telling import called, speaking_to, tell

POLL_SECONDS = 0.5
GIVES_UP_AFTER = 10  # rounds in a row that failed, when it was told to stop
WINDOW = 16  # messages in flight: what may come twice after a crash is bounded by it
BACKOFF_SECONDS = (10, 30, 120, 600)
UNREACHABLE = "unreachable"

log = logging.getLogger(__name__)


class Delivery:
    """Sends what is due until it is stopped; any number of processes may run one."""

    def __init__(
        self, database: Database, senders: Mapping[str, Sender], clock: Clock, owner: str
    ) -> None:
        """Prepare; `senders` by platform, `owner` names this process in the leases."""
        self.database = database
        self.senders = senders
        self.clock = clock
        self.owner = owner
        self._wake = asyncio.Event()
        self._stopping = False
        self._in_flight = 0
        self._failures = 0
        self._done: list[tuple[Claimed, Fate]] = []

    def nudge(self) -> None:
        """Say that something was committed: look now instead of at the next poll."""
        self._wake.set()

    def stop(self) -> None:
        """Take nothing new; what is in flight is finished and recorded."""
        self._stopping = True
        self._wake.set()

    async def run(self) -> None:
        """Send until stopped. After a crash of the only process, what it held goes at once."""
        if self.database.is_sqlite:
            async with self.database.write() as db:
                await outbox.release(db, self.clock())
        async with asyncio.TaskGroup() as sends:
            while not self._stopping or self._has_to_finish():
                for group in await self._round():
                    sends.create_task(self._send_in_order(group))
                await self._pause()

    def _has_to_finish(self) -> bool:
        """Whether stopping still waits: not for ever for a database that is down.

        What it could not record looks as after a crash; another start takes it up.
        """
        return bool(self._in_flight or self._done) and self._failures < GIVES_UP_AFTER

    async def deliver(self) -> None:
        """Send all that is due now and return: for tests and for leaving nothing behind."""
        while groups := await self._round():
            for group in groups:
                await self._send_in_order(group)

    async def _pause(self) -> None:
        if self._done:
            return
        try:
            await asyncio.wait_for(self._wake.wait(), POLL_SECONDS)
        except TimeoutError:
            return
        self._wake.clear()

    async def _round(self) -> list[list[Claimed]]:
        """Record what has finished and claim what is due, in one commit; grouped by address."""
        done, self._done = self._done, []
        free = 0 if self._stopping else WINDOW - self._in_flight
        if not done and not free:
            return []
        try:
            async with self.database.write() as db:
                await self._record(db, done)
                claimed = []
                if free:
                    claimed = await outbox.claim(
                        db, owner=self.owner, now=self.clock(), limit=free
                    )
        except Exception:
            self._done = done + self._done
            self._failures += 1
            log.exception("the outbox could not be read")
            await asyncio.sleep(POLL_SECONDS)
            return []
        self._failures = 0
        self._in_flight += len(claimed)
        claimed.sort(key=attrgetter("address_id", "lane", "id"))
        return [list(group) for _, group in groupby(claimed, key=attrgetter("address_id"))]

    async def _record(self, db: Connection, done: Sequence[tuple[Claimed, Fate]]) -> None:
        unknown = [row for row, fate in done if fate.status == "unknown"]
        if unknown:
            ours = await outbox.held(db, self.owner, [row.id for row in unknown])
            for row in unknown:
                if row.id in ours:
                    await self._tell_cashiers(db, row)
        await outbox.record(db, self.owner, [fate for _, fate in done])
        for row, fate in done:
            if fate.reason == UNREACHABLE:
                await outbox.mark_unreachable(db, row.address_id, fate.at)

    async def _send_in_order(self, group: list[Claimed]) -> None:
        """Send the rows of one address; when one has to wait, those behind it wait too.

        When nobody reads there, they are not even tried: recording it fails what waits.
        """
        before: Fate | None = None
        for row in group:
            fate = (
                self._later(row, before.next_at - before.at) if before else await self._send(row)
            )
            if fate.status == "waiting" or fate.reason == UNREACHABLE:
                before = fate
            self._done.append((row, fate))
            self._in_flight -= 1
        self._wake.set()

    async def _send(self, row: Claimed) -> Fate:
        now = self.clock()
        if row.useless_after <= now:
            return self._fate(row, "expired", reason="useless by now")
        if row.once and row.tried:
            return self._fate(row, "unknown", reason="the process died while sending it")
        if row.leased_to <= now:
            return self._later(row, timedelta(0), reason="its turn came too late")
        if row.once and not await self._note_try(row):
            return self._later(row, self._backoff(row), reason="its try could not be noted")
        return await self._request(row, row.leased_to - now)

    async def _request(self, row: Claimed, at_most: timedelta) -> Fate:
        """Ask the platform, for as long as no other process may take the row over."""
        try:
            async with asyncio.timeout(at_most.total_seconds()):
                said = await self.senders[row.address.platform].send(row.address, row.reply)
        except TryLater as error:
            return self._later(row, timedelta(seconds=error.seconds), reason="asked to wait")
        except Unreachable:
            return self._fate(row, "failed", reason=UNREACHABLE)
        except Exception:
            log.exception("message %d was not sent", row.id)
            if row.once:
                return self._fate(row, "unknown", reason="the request failed")
            return self._later(row, self._backoff(row), reason="the request failed")
        return self._fate(row, "sent", said=said)

    async def _note_try(self, row: Claimed) -> bool:
        """Note that an at-most-once message is about to leave; False where it must not."""
        try:
            async with self.database.write() as db:
                return await outbox.mark_tried(db, row.id, self.owner, self.clock())
        except Exception:
            log.exception("the try of message %d could not be noted", row.id)
            return False

    def _fate(
        self, row: Claimed, status: str, *, said: str | None = None, reason: str | None = None
    ) -> Fate:
        now = self.clock()
        return Fate(
            id=row.id, status=status, at=now, next_at=now, platform_message=said, reason=reason
        )

    def _later(self, row: Claimed, pause: timedelta, reason: str | None = None) -> Fate:
        now = self.clock()
        return Fate(id=row.id, status="waiting", at=now, next_at=now + pause, reason=reason)

    def _backoff(self, row: Claimed) -> timedelta:
        return timedelta(seconds=BACKOFF_SECONDS[min(row.attempts, len(BACKOFF_SECONDS)) - 1])

    async def _tell_cashiers(self, db: Connection, row: Claimed) -> None:
        """Tell the cashiers that a slip may or may not have arrived."""
        if row.club_id is None or row.member_id is None:
            return
        now = self.clock()
        day = local_day(now, DEFAULT_ZONE)
        member = await members.member(db, row.member_id, day)
        cash = await members.officers(db, row.club_id, day, CASHIERS)
        ids = [officer.id for officer in cash]
        found = await addresses.listeners(db, ids, day, as_officers=True)
        for listener in found.values():
            with speaking_to(listener.member, day) as words:
                text = words(
                    _("I am not sure that {name} has got the slip. Please ask when you meet."),
                    name=called(member, day),
                )
            await tell(db, listener, text, now=now)
