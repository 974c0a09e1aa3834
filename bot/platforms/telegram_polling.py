"""Asking Telegram for updates: each chat in its order, and none forgotten before its commit."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from aiogram import Bot
from aiogram.methods import TelegramMethod
from aiogram.types import Update

from bot.clock import Clock
from bot.platforms.patience import Patience, finished
from bot.platforms.telegram_heard import Heard
from bot.platforms.telegram_intake import Intake
from bot.platforms.telegram_trouble import TelegramTrouble
from bot.platforms.telegram_updates import ALLOWED, chat_of

MOST = 100
CHATS_AT_ONCE = 8
REQUEST_S = 10
"""How much longer than Telegram holds a request its answer may take."""


class GetRawUpdates(TelegramMethod[list[dict[str, Any]]]):
    """getUpdates, unread: with the library's own, one update that it cannot read hides all."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int | None
    limit: int
    timeout: int
    allowed_updates: list[str]


class Polling:
    """Fetches the updates of one bot until it is cancelled."""

    def __init__(
        self,
        bot: Bot,
        intake: Intake,
        heard: Heard,
        clock: Clock,
        *,
        patience: Patience,
        trouble: TelegramTrouble,
        started: Callable[[], None],
    ) -> None:
        """Prepare; `started` is called once Telegram has answered for the first time."""
        self._bot = bot
        self._intake = intake
        self._heard = heard
        self._clock = clock
        self._patience = patience
        self._trouble = trouble
        self._started = started
        self._has_started = False
        self._may_poll = False
        self._offset: int | None = None
        self._wait = 0

    async def run(self, tasks: asyncio.TaskGroup) -> None:
        """Fetch and commit until cancelled; the turns in hand then have a little time."""
        while True:
            try:
                await self._round(tasks)
            except Exception as error:  # told by the trouble; nothing ends the polling but a stop
                self._may_poll = False  # a webhook that somebody set ends polling, too
                self._wait = 0  # so that it is soon known to work again
                await asyncio.sleep(self._trouble.pause_after(error))

    async def _round(self, tasks: asyncio.TaskGroup) -> None:
        await self._prepare()
        began = self._clock()
        found = await self._fetch()
        self._trouble.over()
        self._wait = self._patience.updates
        if not self._has_started:
            self._has_started = True
            self._started()
        # A turn cut in the middle would be answered after the next start.
        await finished(tasks.create_task(self._take_in(found, began)), self._patience)

    async def _prepare(self) -> None:
        await self._heard.recall()
        if not self._may_poll:
            await self._bot.delete_webhook(drop_pending_updates=False, request_timeout=REQUEST_S)
            self._may_poll = True

    async def _fetch(self) -> list[dict[str, Any]]:
        asked = GetRawUpdates(
            offset=self._offset, limit=MOST, timeout=self._wait, allowed_updates=ALLOWED
        )
        return await self._bot(asked, request_timeout=self._wait + REQUEST_S)

    async def _take_in(self, found: Sequence[dict[str, Any]], began: datetime) -> None:
        """Commit everything that the call which `began` then brought."""
        await self._commit_all(found)
        numbers = [raw["update_id"] for raw in found if isinstance(raw.get("update_id"), int)]
        # Where nothing waits all is confirmed. Without an offset, as Telegram counts anew from
        # any number after a quiet week.
        self._offset = max(numbers) + 1 if numbers else None
        if len(found) < MOST:
            # What had arrived before this call began is in it, or was in an earlier one.
            await self._heard.fetched(began)

    async def _commit_all(self, found: Sequence[dict[str, Any]]) -> None:
        read = [update for raw in found if (update := self._intake.read(raw)) is not None]
        chats: dict[int | None, list[Update]] = {}
        for update in sorted(read, key=lambda one: one.update_id):
            chats.setdefault(chat_of(update), []).append(update)
        room = asyncio.Semaphore(CHATS_AT_ONCE)
        async with asyncio.TaskGroup() as turns:
            for chat in chats.values():
                turns.create_task(self._commit_in_order(chat, room))

    async def _commit_in_order(self, chat: Sequence[Update], room: asyncio.Semaphore) -> None:
        async with room:
            for update in chat:
                await self._commit(update)

    async def _commit(self, update: Update) -> None:
        """Commit one update, whenever the database is back."""
        failures = 0
        while True:
            try:
                await self._intake.commit(update)
            except Exception:  # the database is down, which the intake has told
                failures += 1
                await asyncio.sleep(self._patience.pause(failures))
            else:
                return
