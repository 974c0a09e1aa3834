"""Telegram, received by aiogram: by asking for updates, or by a webhook."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import logging
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from bot.chat import Sender
from bot.clock import Clock
from bot.platforms.hooks import HOOKS, LARGEST
from bot.platforms.telegram_face import Faces, introduce, remembered
from bot.platforms.telegram_heard import Heard
from bot.platforms.telegram_intake import Handle, Intake
from bot.platforms.telegram_polling import Polling
from bot.platforms.telegram_trouble import Patience, Refused, Trouble
from bot.platforms.telegram_updates import ALLOWED, PLATFORM
from bot.storage.engine import Database

SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105  # the name of it
CONNECTIONS = 40
"""How many updates Telegram may deliver at once."""
REQUEST_S = 30

log = logging.getLogger(__name__)


class TelegramBot:
    """One bot on Telegram, from what people do there to the conversation."""

    def __init__(
        self,
        *,
        token: str,
        api: str,
        webhook: str,
        database: Database,
        clock: Clock,
        handle: Handle,
        sender: Sender,
        texts: Faces,
        started: Callable[[], None] = lambda: None,
        patience: Patience | None = None,
    ) -> None:
        """Prepare; nothing is asked before `run`.

        `webhook` is our public base address, empty to ask for updates; `sender` changes pressed
        messages; `texts` are shown by language, the first by default; `started` is called once
        Telegram delivers.
        """
        self.id = token.partition(":")[0]
        self._token = token
        self._api = api
        self._webhook = webhook
        self._database = database
        self._clock = clock
        self._handle = handle
        self._sender = sender
        self._texts = texts
        self._started = started
        self._patience = patience or Patience()
        self._secret = hashlib.sha256(
            f"tugiup's webhook on Telegram, {token}".encode()
        ).hexdigest()
        self._heard = Heard(database, clock, (PLATFORM, self.id))
        self._intake: Intake | None = None
        """None while the webhook is closed."""

    async def run(self) -> None:
        """Serve until cancelled; return, after a word to the operator, if the token is refused."""
        session = AiohttpSession(api=TelegramAPIServer.from_base(self._api))
        try:
            async with asyncio.TaskGroup() as tasks:
                await self._serve(Bot(self._token, session=session), tasks)
        finally:
            await self._heard.stop()
            await session.close()

    async def hook(self, headers: Mapping[str, str], body: bytes) -> int:
        """Take one update that Telegram delivers; returns the HTTP status: 200 once committed."""
        given = {name.lower(): value for name, value in headers.items()}.get(SECRET_HEADER)
        if given is None or not self._webhook:
            return 401
        if not hmac.compare_digest(given.encode("utf-8", "replace"), self._secret.encode()):
            return 403
        try:
            raw = json.loads(body) if len(body) <= LARGEST else None
        except (ValueError, RecursionError):
            raw = None
        if not isinstance(raw, dict):
            return 400
        return await self._take(raw)

    async def _take(self, raw: dict[str, Any]) -> int:
        intake = self._intake
        if intake is None:
            return 503
        update = intake.read(raw)
        if update is None:
            return 200
        try:
            await intake.commit(update)
        except Exception as error:
            log.debug("an update comes again: %s", type(error).__name__)
            self._heard.doubt()
            return 500
        return 200

    async def _serve(self, bot: Bot, tasks: asyncio.TaskGroup) -> None:
        intake = Intake(bot, self._handle, self._sender, self._heard, tasks)
        intake.is_called(await remembered(self._database))
        introducing = tasks.create_task(
            introduce(
                bot,
                (PLATFORM, self.id),
                self._database,
                self._clock,
                self._texts,
                trouble=self._trouble("introducing itself"),
                known=partial(self._is_called, intake),
            )
        )
        try:
            if self._webhook:
                await self._keep_open(bot, intake)
            else:
                await self._poll(bot, intake, tasks)
        except Refused:
            log.error(
                "Telegram refuses TELEGRAM_TOKEN, so bot %s is not served: copy the token anew"
                " from @BotFather",
                self.id,
            )
        finally:
            self._intake = None
            introducing.cancel()
            intake.stop()

    def _is_called(self, intake: Intake, username: str) -> None:
        log.info("people find the bot on Telegram at https://t.me/%s", username)
        intake.is_called(username)

    async def _poll(self, bot: Bot, intake: Intake, tasks: asyncio.TaskGroup) -> None:
        polling = Polling(
            bot,
            intake,
            self._heard,
            self._clock,
            patience=self._patience,
            trouble=self._trouble("getting messages"),
            started=self._started,
        )
        await polling.run(tasks)

    async def _keep_open(self, bot: Bot, intake: Intake) -> None:
        """Let Telegram deliver to us, until cancelled."""
        trouble = self._trouble("setting the webhook")
        is_set = False
        while not is_set:
            try:
                await self._heard.recall()
                self._heard.doubt()  # what was written while we were away may come late
                self._intake = intake
                is_set = await self._set_webhook(bot)
            except Exception as error:
                await asyncio.sleep(trouble.pause_after(error))
        trouble.over()
        self._started()
        while True:
            await asyncio.sleep(self._patience.beat)
            await self._heard.beat()

    async def _set_webhook(self, bot: Bot) -> bool:
        return await bot.set_webhook(
            f"{self._webhook}{HOOKS}{PLATFORM}/{self.id}",
            secret_token=self._secret,
            allowed_updates=ALLOWED,
            max_connections=CONNECTIONS,
            drop_pending_updates=False,
            request_timeout=REQUEST_S,
        )

    def _trouble(self, what: str) -> Trouble:
        return Trouble(self._token, what, self._patience)
