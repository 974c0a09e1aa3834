"""Letting Telegram deliver: the webhook is set, and looked after, as others may take it away."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from aiogram import Bot

from bot.platforms.patience import Patience
from bot.platforms.telegram_heard import Heard
from bot.platforms.telegram_trouble import TelegramTrouble
from bot.platforms.telegram_updates import ALLOWED

CONNECTIONS = 40
"""How many updates Telegram may deliver at once."""
REQUEST_S = 30

log = logging.getLogger(__name__)


class Webhook:
    """The webhook of one bot."""

    def __init__(
        self,
        bot: Bot,
        heard: Heard,
        *,
        url: str,
        secret: str,
        patience: Patience,
        trouble: TelegramTrouble,
        opens: Callable[[], None],
        started: Callable[[], None],
    ) -> None:
        """Prepare; `opens` is called before Telegram may deliver, `started` once it does."""
        self._bot = bot
        self._heard = heard
        self._url = url
        self._secret = secret
        self._patience = patience
        self._trouble = trouble
        self._opens = opens
        self._started = started
        self._shown = ""
        """The address as Telegram writes it; empty until it is set."""
        self._taken = False

    async def run(self) -> None:
        """Keep it set until cancelled."""
        while True:
            try:
                await self._look()
                self._trouble.over()
                pause = self._patience.beat
            except Exception as error:  # told by the trouble; it is set again later
                pause = self._trouble.pause_after(error)
            await asyncio.sleep(pause)

    async def _look(self) -> None:
        if not self._shown:
            await self._heard.recall()
            self._opens()
            await self._set()
            self._started()
            return
        found = await self._bot.get_webhook_info(request_timeout=REQUEST_S)
        if found.url == self._shown:
            self._note_ours()
            if found.last_error_date and found.pending_update_count:
                self._heard.doubt(found.last_error_date)
            await self._heard.beat()
        else:
            self._note_taken()
            await self._set()

    async def _set(self) -> None:
        self._heard.doubt()  # what was written while it was not ours may come late
        await self._bot.set_webhook(
            self._url,
            secret_token=self._secret,
            allowed_updates=ALLOWED,
            max_connections=CONNECTIONS,
            drop_pending_updates=False,
            request_timeout=REQUEST_S,
        )
        found = await self._bot.get_webhook_info(request_timeout=REQUEST_S)
        self._shown = found.url or self._url

    def _note_taken(self) -> None:
        if not self._taken:
            self._taken = True
            log.error(
                "Telegram bot %d: another program took the webhook of its token (TELEGRAM_TOKEN,"
                " or that of `tugiup tokens`), and it is set again: stop that program, or take"
                " another token",
                self._bot.id,
            )

    def _note_ours(self) -> None:
        if self._taken:
            self._taken = False
            log.info("Telegram bot %d: its webhook is its own again", self._bot.id)
