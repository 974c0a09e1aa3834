"""When a button was pressed at the earliest: Telegram does not say.

A press comes after the message it belongs to, and after the moment up to which everything that
people wrote had been fetched. That moment is noted, so that it outlives a stop.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from bot.chat import Account
from bot.clock import Clock
from bot.storage import bots
from bot.storage.engine import Database

LONG_AGO = datetime.fromtimestamp(0, UTC)
NOTED_EVERY = timedelta(minutes=1)
IN_DOUBT = timedelta(hours=1)
"""How long after a webhook failed Telegram may still deliver what it could not then."""
NOTING_S = 5


class Heard:
    """Up to when everything written to one bot has been fetched."""

    def __init__(self, database: Database, clock: Clock, account: Account) -> None:
        """Prepare; nothing is known before `recall`."""
        self._database = database
        self._clock = clock
        self._account = account
        self._recalled = False
        self._until: datetime | None = LONG_AGO
        self._noted = LONG_AGO
        self._certain_at = LONG_AGO

    async def recall(self) -> None:
        """Read, once, what was noted before the last stop."""
        if self._recalled:
            return
        async with self._database.read() as db:
            self._noted = await bots.heard_until(db, self._account) or LONG_AGO
        self._until = self._noted
        self._recalled = True

    def earliest(self, written: datetime) -> datetime | None:
        """Return when a button below a message `written` then was pressed; None: just now."""
        return None if self._until is None else max(written, self._until)

    async def fetched(self, until: datetime) -> None:
        """Take in that everything until then has been fetched, and committed."""
        self._until = until
        if until - self._noted >= NOTED_EVERY:
            await self._note(until)

    def doubt(self, since: datetime | None = None) -> None:
        """Something could not be taken, or may have waited: it will be delivered in a while.

        It was now, or `since` some moment: another process could not take it.
        """
        ends = (since or self._clock()) + IN_DOUBT
        if ends <= self._clock():
            return
        if self._until is None:
            self._until = self._noted
        self._certain_at = max(self._certain_at, ends)

    async def beat(self) -> None:
        """A webhook is open: what it is given was pressed now, once nothing is in doubt."""
        now = self._clock()
        if now >= self._certain_at:
            self._until = None
            await self._note(now)

    async def stop(self) -> None:
        """Note for the next start what is known."""
        if self._recalled:
            await self._note(self._clock() if self._until is None else self._until)

    async def _note(self, until: datetime) -> None:
        if until <= self._noted:
            return
        with suppress(Exception):  # it is noted next time; until then presses look older
            async with asyncio.timeout(NOTING_S), self._database.write() as db:
                await bots.register(db, self._account, self._clock())
                await bots.note_heard(db, self._account, until)
            self._noted = until
