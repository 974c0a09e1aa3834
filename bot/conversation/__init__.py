"""The conversation: one incoming message = one transaction = one answer.

Handlers know no messenger and never commit; platforms know no handler. In between, this engine
notes the message, finds out who speaks (`speaker`) and what the words mean (`meaning`), runs the
handler and queues everything that is said. What it queued is sent after the commit, by the
delivery.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

from bot.chat import Address, Incoming, Settled
from bot.clock import Clock, local_day
from bot.conversation import attached
from bot.conversation.answering import Answering, Done, Refused
from bot.conversation.kinds import is_withheld, words_in
from bot.conversation.speaker import speaker
from bot.i18n import use_locale
from bot.papers.attachments import Recognised
from bot.people import DEFAULT_ZONE
from bot.storage import addresses, heard, usage
from bot.storage.engine import AnyRow, Connection, Database, worth_retrying
from bot.storage.usage import NO_PLANS, Plans
from bot.turn import Handlers, Turn

TRIES = 3
LATE = timedelta(minutes=30)

log = logging.getLogger("bot.turn")


class Conversation:
    """Answers messages; any number of processes may run one over the same database."""

    def __init__(
        self,
        database: Database,
        handlers: Handlers,
        clock: Clock,
        committed: Callable[[], None] = lambda: None,
        locale: str = "vi",
        *,
        late: timedelta = LATE,
        plans: Plans = NO_PLANS,
    ) -> None:
        """Prepare; `committed` is called when something waits to be sent.

        What moves money and is heard later than `late` after it was written is asked anew. Of
        platforms in `plans` each message is counted that comes in.
        """
        self.database = database
        self.handlers = handlers
        self.clock = clock
        self.committed = committed
        self.locale = locale
        self.late = late
        self.plans = plans
        self._locks: WeakValueDictionary[Address, asyncio.Lock] = WeakValueDictionary()

    async def handle(self, incoming: Incoming) -> Settled | None:
        """Answer one message; returns after the commit, so the platform may acknowledge it.

        Messages of one address are answered one after the other, in the order of the calls. The
        same message again does nothing. Raises when nothing could be stored: deliver it again.

        Returns what a press came to: `Settled` where the buttons of the pressed message are of no
        use any more, None where they must stay.
        """
        lock = self._locks.setdefault(incoming.address, asyncio.Lock())
        async with lock:
            started = time.perf_counter()
            done = Done(outcome="failed")
            try:
                wanted, file = await attached.fetched(self.database, self.handlers, incoming)
                done = await self._attempt(wanted, file)
            finally:
                log.info(
                    "turn address=%s step=%s ms=%.0f outcome=%s",
                    _hashed(incoming.address),
                    done.step,
                    (time.perf_counter() - started) * 1000,
                    done.outcome,
                )
        self.committed()
        return done.settled

    async def _attempt(self, incoming: Incoming, file: Recognised | None) -> Done:
        try:
            return await self._tries(incoming, file, may_fail=False)
        except Refused:
            # Nearly every turn goes well, so only one that did not is done with a savepoint.
            return await self._tries(incoming, file, may_fail=True)

    async def _tries(self, incoming: Incoming, file: Recognised | None, *, may_fail: bool) -> Done:
        for left in reversed(range(TRIES)):
            try:
                async with self.database.write() as db:
                    return await self._turn(db, incoming, file, may_fail=may_fail)
            except Exception as error:  # only what lost against another transaction is repeated
                if not left or not worth_retrying(error):
                    raise
        raise AssertionError("unreachable")

    async def _turn(
        self, db: Connection, said: Incoming, file: Recognised | None, *, may_fail: bool
    ) -> Done:
        withheld = is_withheld(said)
        row, is_new = await heard.hear(
            db, said.address, said.message, self.clock(), self.locale, unreadable=withheld
        )
        now = self.clock()  # not before a turn of this address in another process has ended
        if not is_new:
            return Done(outcome="repeated")
        done = Done(outcome="left out")
        if not withheld or not (said.group or row.unreadable > 1):
            done = await self._answered(db, row, said, file, now, may_fail=may_fail)
        if said.address.platform in self.plans:
            await usage.heard(db, said.address.account, now)
        return done

    async def _answered(
        self,
        db: Connection,
        row: AnyRow,
        said: Incoming,
        file: Recognised | None,
        now: datetime,
        *,
        may_fail: bool,
    ) -> Done:
        phone, question = await addresses.phone(db, row, local_day(now, DEFAULT_ZONE))
        incoming: Incoming | None = said
        if file:
            incoming = await attached.kept(db, phone, said, file, now)
        if incoming and said.album:
            incoming = await attached.of_album(db, phone, incoming, now, taken=bool(file))
        if incoming is None:
            return Done(outcome="left out")
        turn = Turn(
            db=db,
            now=now,
            incoming=incoming,
            phone=phone,
            holder=speaker(phone, now),
            text=words_in(incoming),
            plans=self.plans,
        )
        with use_locale(turn.locale):
            return await Answering(
                self.handlers, turn, question, late=self.late, may_fail=may_fail
            ).answer()


def _hashed(address: Address) -> str:
    return hashlib.sha256(repr(address).encode()).hexdigest()[:8]
