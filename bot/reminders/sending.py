"""One claimed message: asked of its platform, and what became of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta

from bot.chat import Account, Rejected, Sender, SlowDown, TryLater, Unreachable, Unsure
from bot.clock import Clock
from bot.reminders.pauses import Pauses
from bot.storage import outbox
from bot.storage.engine import Database
from bot.storage.messages import Claimed, Fate

BACKOFF_SECONDS = (2, 10, 30, 60)
UNREACHABLE = "unreachable"
TRIES_KEPT = 20
LATE = timedelta(seconds=0.25)
"""A bulk message that is so late for its slot takes another one: the platform counts seconds."""

log = logging.getLogger(__name__)


class Sending:
    """Sends claimed messages; says of each what became of it, and never raises."""

    def __init__(
        self,
        database: Database,
        senders: Mapping[Account, Sender],
        clock: Clock,
        owner: str,
        pauses: Pauses,
    ) -> None:
        """Prepare; `owner` names this process in the leases."""
        self.database = database
        self.senders = senders
        self.clock = clock
        self.owner = owner
        self.pauses = pauses
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """Let nothing leave any more; what has left is waited for."""
        self._stopping.set()

    async def send(self, row: Claimed, slot: datetime | None) -> Fate:
        """Send a message, a bulk one at its slot."""
        try:
            return await self._send(row, slot)
        except Exception:  # one message at fault holds up no other
            log.exception("message %d: what became of it could not be told", row.id)
            return self.again(row, reason="a fault in the program")

    async def _send(self, row: Claimed, slot: datetime | None) -> Fate:
        if slot is not None and not await self._reached(slot):
            return self.later(row, timedelta(0), reason="its slot was missed")
        if self._stopping.is_set():
            return self.later(row, timedelta(0), reason="the process stops")
        if fate := self._out_of_the_question(row):
            return fate
        while apart := self.pauses.apart(row.address, bulk=slot is not None):
            if slot is not None:
                return self.later(row, apart, reason="its chat has just got another")
            await asyncio.sleep(apart.total_seconds())
        if row.once and not await self._note_try(row):
            return self.again(row, reason="its try could not be noted")
        self._note_message(row, slot)
        fate = await self._request(row, row.leased_to - self.clock())
        self._note_message(row, slot)  # by now it has arrived, if it has
        return fate

    def _note_message(self, row: Claimed, slot: datetime | None) -> None:
        if not row.replaces:
            self.pauses.gets(row.address, bulk=slot is not None)

    def _out_of_the_question(self, row: Claimed) -> Fate | None:
        now = self.clock()
        if row.useless_after <= now:
            return self._fate(row, "expired", reason="useless by now")
        if row.once and row.tried:
            return self._fate(
                row, "unknown", tried=True, reason="the process died while sending it"
            )
        if row.leased_to <= now:
            return self.later(row, timedelta(0), reason="its turn came too late")
        if pause := self.pauses.left(row.address.account):
            return self.later(row, pause, reason="its bot must wait")
        return None

    def later(self, row: Claimed, pause: timedelta, reason: str | None = None) -> Fate:
        """Let a message wait that was not even tried."""
        return self._fate(row, "waiting", wait=pause, attempts=row.attempts - 1, reason=reason)

    def again(self, row: Claimed, reason: str) -> Fate:
        """Let a message that was tried wait, ever longer."""
        seconds = BACKOFF_SECONDS[min(row.attempts, len(BACKOFF_SECONDS)) - 1]
        return self._fate(
            row, "waiting", tried=True, wait=timedelta(seconds=seconds), reason=reason
        )

    async def _reached(self, slot: datetime) -> bool:
        early = (slot - self.clock()).total_seconds()
        if early > 0:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), early)
        return self.clock() - slot < LATE

    async def _request(self, row: Claimed, at_most: timedelta) -> Fate:
        """Ask the platform, for as long as no other process may take the row over."""
        account = row.address.account
        try:
            async with asyncio.timeout(at_most.total_seconds()):
                said = await self.senders[account].send(row.address, row.reply, row.replaces)
        except (Unreachable, Rejected) as error:
            return self._refused(row, error)
        except TryLater as error:
            return self._not_sent(row, error)
        except Unsure as error:
            return self._unsure(row, str(error))
        except Exception as error:  # a bug of a sender: it may have left
            log.exception("message %d was not sent", row.id)
            return self._unsure(row, type(error).__name__)
        self.pauses.worked(account)
        if row.attempts == 1 and not row.tries:
            return self._fate(row, "sent", said=said)
        return self._fate(row, "sent", tried=True, said=said)

    def _refused(self, row: Claimed, error: Unreachable | Rejected) -> Fate:
        self.pauses.worked(row.address.account)
        if isinstance(error, Unreachable):
            return self._fate(row, "failed", tried=True, reason=UNREACHABLE)
        # What was to be changed may be deleted: that is hers to do, and no fault.
        level = logging.INFO if row.replaces else logging.ERROR
        log.log(level, "message %d was refused: %s", row.id, error)
        return self._fate(row, "failed", tried=True, reason=str(error))

    def _not_sent(self, row: Claimed, error: TryLater) -> Fate:
        account = row.address.account
        if isinstance(error, SlowDown):
            self.pauses.slow_down(account, error.seconds)
        if error.seconds is not None:
            pause, before = timedelta(seconds=error.seconds), row.attempts - 1
            return self._fate(
                row, "waiting", tried=True, wait=pause, attempts=before, reason=str(error)
            )
        self.pauses.failed(account, str(error))
        return self.again(row, reason=str(error))

    def _unsure(self, row: Claimed, reason: str) -> Fate:
        self.pauses.failed(row.address.account, reason)
        if row.once:
            return self._fate(row, "unknown", tried=True, reason=reason)
        return self.again(row, reason=reason)

    async def _note_try(self, row: Claimed) -> bool:
        """Note that an at-most-once message is about to leave; False where it must not."""
        try:
            async with self.database.write() as db:
                return await outbox.mark_tried(db, row.id, self.owner, self.clock())
        except Exception:  # not noted, it must not leave
            log.exception("the try of message %d could not be noted", row.id)
            return False

    def _fate(
        self,
        row: Claimed,
        status: str,
        *,
        wait: timedelta = timedelta(0),
        attempts: int | None = None,
        said: str | None = None,
        reason: str | None = None,
        tried: bool = False,
    ) -> Fate:
        """Say what became of a message; `tried` keeps with it that it was asked for now."""
        now = self.clock()
        moment = [now.isoformat(timespec="milliseconds"), reason or status]
        return Fate(
            id=row.id,
            status=status,
            at=now,
            next_at=now + wait,
            attempts=row.attempts if attempts is None else attempts,
            tries=[*row.tries, moment][-TRIES_KEPT:] if tried else row.tries,
            platform_message=said or row.replaces,
            reason=reason,
        )
