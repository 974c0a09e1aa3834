"""One claimed message: asked of its platform, and what became of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from bot.chat import (
    Account,
    Rejected,
    Sender,
    SlowDown,
    TryLater,
    Unclear,
    Unreachable,
    Unsure,
    UsedUp,
)
from bot.clock import Clock
from bot.reminders.pauses import Pauses
from bot.storage import outbox
from bot.storage.engine import Database
from bot.storage.messages import Claimed, Fate, Lane, Tries

BACKOFF_SECONDS = (2, 10, 30, 60)
DOUBTED_SECONDS = (2, 10, 60, 300, 900, 1800, 3600)
"""After a try that may have arrived. After the last nobody knows whether any has: each costs a
message of a plan, and each may be the same words once more. Together longer than most outages."""
ANSWERS_DOUBTED_SECONDS = 60
"""An answer waits no longer than that: what she asks next is answered behind it."""
DOUBTFUL = "doubtful"
"""Stands with such a try, as they are counted."""
UNREACHABLE = "unreachable"
TRIES_KEPT = 20
"""More than may be doubtful: those are all kept."""
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
        if row.once and row.tried:
            return self._fate(
                row, "unknown", tried=True, reason="the process died while sending it"
            )
        if row.useless_after <= now:
            # It may have arrived, and nobody is to say that it has not; what a reminder is about
            # is said anew where that is of use still.
            is_unknown = _doubts(row) and row.lane != Lane.REMINDERS
            status = "unknown" if is_unknown else "expired"
            return self._fate(row, status, reason="useless by now")
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
                said = await self._sender(account).send(row.address, row.reply, row.replaces)
        except (Unreachable, Rejected) as error:
            return self._refused(row, error)
        except TryLater as error:
            return self._not_sent(row, error)
        except Unsure as error:
            return self._unsure(row, str(error), answered=isinstance(error, Unclear))
        except Exception as error:  # a bug of a sender: it may have left
            log.exception("message %d was not sent", row.id)
            return self._unsure(row, type(error).__name__)
        self.pauses.worked(account)
        if row.attempts == 1 and not row.tries:
            return self._fate(row, "sent", said=said)
        return self._fate(row, "sent", tried=True, said=said)

    def _sender(self, account: Account) -> Sender:
        if sender := self.senders.get(account):
            return sender
        raise TryLater(0, "its bot is not served here any more")  # its token was taken away

    def _refused(self, row: Claimed, error: Unreachable | Rejected) -> Fate:
        self.pauses.worked(row.address.account)
        if isinstance(error, Unreachable):
            return self._fate(row, "failed", tried=True, reason=UNREACHABLE)
        # What was to be changed may be deleted: that is hers to do, and no fault.
        level = logging.INFO if row.replaces else logging.ERROR
        log.log(level, "message %d was refused: %s", row.id, error.code or error)
        return self._fate(row, "failed", tried=True, reason=str(error))

    def _not_sent(self, row: Claimed, error: TryLater) -> Fate:
        account, seconds = row.address.account, error.seconds
        if isinstance(error, UsedUp):
            self.pauses.used_up(account, error.seconds)
        elif isinstance(error, SlowDown):
            self.pauses.slow_down(account, error.seconds)
        if seconds is not None:
            pause, before = timedelta(seconds=seconds), row.attempts - 1
            return self._fate(
                row, "waiting", tried=True, wait=pause, attempts=before, reason=str(error)
            )
        self.pauses.failed(account, str(error))
        return self.again(row, reason=str(error))

    def _unsure(self, row: Claimed, reason: str, *, answered: bool = False) -> Fate:
        """Try again what may have arrived, a few times; a money slip never."""
        if not answered:
            self.pauses.failed(row.address.account, reason)
        before = _doubts(row)
        if not row.once and before < len(DOUBTED_SECONDS):
            most = ANSWERS_DOUBTED_SECONDS if row.lane == Lane.ANSWERS else DOUBTED_SECONDS[-1]
            wait = timedelta(seconds=min(DOUBTED_SECONDS[before], most))
            return self._fate(row, "waiting", tried=True, doubtful=True, wait=wait, reason=reason)
        if not row.once:
            log.warning("message %d: nobody knows whether it arrived", row.id)
        return self._fate(row, "unknown", tried=True, doubtful=True, reason=reason)

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
        doubtful: bool = False,
    ) -> Fate:
        """Say what became of a message; `tried` keeps with it that it was asked for now."""
        now = self.clock()
        moment = [now.isoformat(timespec="milliseconds"), reason or status]
        moment += [DOUBTFUL] if doubtful else []
        return Fate(
            id=row.id,
            status=status,
            at=now,
            next_at=now + wait,
            attempts=row.attempts if attempts is None else attempts,
            tries=_kept([*row.tries, moment]) if tried else row.tries,
            platform_message=said or row.replaces,
            reason=reason,
        )


def _doubts(row: Claimed) -> int:
    return sum(_is_doubtful(one) for one in row.tries)


def _is_doubtful(one: Sequence[str]) -> bool:
    return one[2:] == [DOUBTFUL]


def _kept(tries: Tries) -> Tries:
    """Return the last tries, and all that are counted."""
    too_many = len(tries) - TRIES_KEPT
    if too_many <= 0:
        return tries
    dropped = [one for one in tries if not _is_doubtful(one)][:too_many]
    return [one for one in tries if one not in dropped]
