"""Asking Zalo for messages, one at a time: what it has told it has forgotten."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence

from bot.chat import Incoming
from bot.platforms.patience import Patience, finished
from bot.platforms.zalo_client import BAD, NOT_FOUND, ZaloClient, ZaloError
from bot.platforms.zalo_intake import Intake
from bot.platforms.zalo_trouble import ZaloTrouble

FIRST_S = 1
"""How long the first request is held, so that it is soon known whether Zalo answers."""


class Polling:
    """Fetches the messages of one bot until it is cancelled."""

    def __init__(
        self,
        client: ZaloClient,
        intake: Intake,
        *,
        patience: Patience,
        trouble: ZaloTrouble,
        started: Callable[[], None],
    ) -> None:
        """Prepare; `started` is called once Zalo has answered for the first time."""
        self._client = client
        self._intake = intake
        self._patience = patience
        self._trouble = trouble
        self._started = started
        self._has_started = False
        self._may_poll = False
        self._wait = FIRST_S

    async def run(self) -> None:
        """Fetch and commit until cancelled; the turn in hand then has a little time."""
        while True:
            try:
                await self._round()
            except Exception as error:  # told by the trouble; nothing ends the polling but a stop
                self._may_poll = False  # a webhook that somebody set ends polling, too
                self._wait = FIRST_S
                await asyncio.sleep(self._trouble.pause_after(error))

    async def _round(self) -> None:
        await self._prepare()
        asked = time.perf_counter()
        found = await self._client.updates(self._wait)
        self._trouble.over()
        if not self._has_started:
            self._has_started = True
            self._started()
        if found:
            taking = self._take_in(list(self._intake.read(found)))
            await self._finish(asyncio.get_running_loop().create_task(taking))
        elif time.perf_counter() - asked < self._wait / 2:
            await asyncio.sleep(self._patience.first)  # idle, and not held: not too often
        self._wait = self._patience.updates

    async def _prepare(self) -> None:
        """Take away the webhook, with which Zalo answers no polling."""
        if not self._may_poll:
            try:
                await self._client.call("deleteWebhook")
            except ZaloError as error:
                if error.code not in (BAD, NOT_FOUND):  # of these, the next request tells more
                    raise
            self._may_poll = True

    async def _take_in(self, found: Sequence[Incoming]) -> None:
        for incoming in found:
            await self._intake.commit(incoming)

    async def _finish(self, taking: asyncio.Task[None]) -> None:
        """Wait for it. What is cut in the middle nobody hears of again."""
        try:
            await finished(taking, self._patience)
        except asyncio.CancelledError:
            if not taking.done() or taking.exception():
                taking.cancel()
                self._trouble.tell(
                    logging.ERROR, "told to stop while the database was away, it lost a message"
                )
            raise
