"""Bells between the processes of one database: what one has written, another need not wait for.

They ring by NOTIFY on a connection of their own, never in the transaction of a turn, where they
would let one turn commit after the other. Whoever hears nothing finds it at the next look.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bot.storage.engine import Database

CHANNEL = "tugiup"
GATHERS_S = 0.02  # what rings meanwhile rings together
ALIVE_S = 30.0  # so often a quiet server is asked whether it is still there
ANSWERS_S = 10.0  # for the server
PAUSES_S = (1.0, 2.0, 5.0, 10.0, 30.0)  # between two tries to reach it again
RING = "SELECT pg_notify($1, chat) FROM unnest($2::text[]) AS chat"

log = logging.getLogger(__name__)


class Bells:
    """Rings in the other processes, and hears them, until it is stopped.

    On SQLite, which one process has to itself, nobody is there to hear it.
    """

    def __init__(
        self,
        database: Database,
        *,
        queued: Callable[[], None] = lambda: None,
        written: Callable[[str], None] = lambda _chat: None,
    ) -> None:
        """Prepare to be heard: each is called when another process has rung so.

        `queued`: something waits to be sent; `written`: a chat of the web page has a new line.
        """
        self._database = database
        self._queued = queued
        self._written = written
        self._rung: set[str] = set()
        self._wake = asyncio.Event()
        self._stopping = asyncio.Event()
        self._failures = 0
        self.listens = False
        """Whether the others can be heard, and hear us."""

    def ring(self, chat: str = "") -> None:
        """Tell the others that this chat of the page has a new line; without one: send.

        Call it after the commit. While the server is away nothing rings.
        """
        if self.listens:
            self._rung.add(chat)
            self._wake.set()

    def stop(self) -> None:
        """Ring for the last time, and end."""
        self._stopping.set()
        self._wake.set()

    async def run(self) -> None:
        """Ring and listen until stopped; a connection that is lost is made anew."""
        while not (self._stopping.is_set() or self._database.is_sqlite):
            try:
                await self._connected()
            except Exception as error:  # whatever it was: others wait for no bell, only longer
                self._note_lost(error)
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._stopping.wait(), self._pause())

    async def _connected(self) -> None:
        engine = create_async_engine(
            self._database.url,
            poolclass=NullPool,
            connect_args={"timeout": ANSWERS_S, "command_timeout": ANSWERS_S},
        )
        async with engine.connect() as db:
            # SQLAlchemy knows nothing of NOTIFY: what it would say of a transaction is not said.
            server: Any = (await db.get_raw_connection()).driver_connection
            server.add_termination_listener(lambda _server: self._wake.set())
            await server.add_listener(CHANNEL, self._heard)
            self._note_back()
            try:
                while not self._stopping.is_set():
                    await self._wait()
                    await self._pass_on(server)
            finally:
                self.listens = False
                self._rung.clear()

    async def _wait(self) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), ALIVE_S)
        self._wake.clear()

    async def _pass_on(self, server: Any) -> None:
        """Ring, all at once; with nothing to ring for, see that the server is still there."""
        rung, self._rung = self._rung, set()
        if not rung:
            await server.execute("SELECT 1")
            return
        await server.execute(RING, CHANNEL, sorted(rung))
        await asyncio.sleep(GATHERS_S)

    def _heard(self, server: Any, process: int, _channel: str, chat: str) -> None:
        if process == server.get_server_pid():  # its own: it knows
            return
        if chat:
            self._written(chat)
        else:
            self._queued()

    def _note_back(self) -> None:
        if self._failures:
            log.info("the other processes can be heard again")
        self._failures = 0
        self.listens = True

    def _note_lost(self, error: Exception) -> None:
        if not self._failures:
            log.warning(
                "the other processes are not heard (%s): what they write is found by looking",
                type(error).__name__,
            )
        self._failures += 1

    def _pause(self) -> float:
        return PAUSES_S[min(self._failures, len(PAUSES_S)) - 1]
