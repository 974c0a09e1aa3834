"""One bot of ours while it is served: whatever befalls it stays its own."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

from bot.chat import Account
from bot.fleet.platform import Receiver, Voice
from bot.platforms.commits import where

START_S = 15.0
"""For a start: then the next bot's begins, whatever its messenger does."""
AGAIN_S = 30.0
"""After a fault of ours before it is tried again."""

log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class One:
    """A bot, and what hears for it in this process, if anything does."""

    account: Account
    token: str = field(repr=False)
    voice: Voice
    note: Callable[[Account, str, bool], None]
    """Told why the bot is not served, and with "" that it is; and whether it cannot send, too."""
    hearing: asyncio.Task[None] | None = None
    _receiver: Receiver | None = None

    async def hear(self, starting: asyncio.Semaphore, after: float = 0) -> None:
        """Serve until cancelled; a place of `starting` is taken only for the start.

        Its messenger is asked to deliver `after` so many seconds, when every process takes it.
        """
        while True:
            begun = asyncio.Event()
            self._receiver = self.voice.receiver(
                partial(self._note, begun, ""),
                partial(self._note, begun, mute=True),
                partial(self._note, begun),
            )
            await asyncio.sleep(after)
            after = 0
            try:
                await self._run(self._receiver, begun, starting)
            except Exception as error:  # no bot ends the others, whatever is wrong with it
                what = where(error)
                log.error("%s %s failed, and is begun again: %s", *self.account, what)
                self.note(self.account, f"a fault of the program, see its log: {what}", False)
            await asyncio.sleep(AGAIN_S)

    async def hook(self, headers: Mapping[str, str], body: bytes) -> int:
        """Take what the messenger delivers; returns the HTTP status."""
        return await self._receiver.hook(headers, body) if self._receiver else 503

    async def _run(
        self, receiver: Receiver, begun: asyncio.Event, starting: asyncio.Semaphore
    ) -> None:
        async def run() -> None:
            try:
                await receiver.run()
            finally:
                begun.set()

        async with asyncio.TaskGroup() as tasks, starting:
            tasks.create_task(run())
            with suppress(TimeoutError):  # `wait_for` may swallow that it is cancelled
                async with asyncio.timeout(START_S):
                    await begun.wait()

    def _note(self, begun: asyncio.Event, why: str, *, mute: bool = False) -> None:
        begun.set()
        self.note(self.account, why, mute)
