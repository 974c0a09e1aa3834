"""Telegram, received by aiogram: by asking for updates, or by a webhook."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from bot.chat import Sender
from bot.clock import Clock
from bot.platforms.commits import Handle
from bot.platforms.hooks import HOOKS, content, turned_away
from bot.platforms.patience import Patience, serve
from bot.platforms.telegram_errands import Pauses
from bot.platforms.telegram_face import Faces, introduce, remembered
from bot.platforms.telegram_heard import Heard
from bot.platforms.telegram_intake import Intake
from bot.platforms.telegram_polling import Polling
from bot.platforms.telegram_trouble import TelegramTrouble
from bot.platforms.telegram_updates import PLATFORM
from bot.platforms.telegram_webhook import Webhook
from bot.storage.engine import Database

PATIENCE = Patience(beat=300)  # hundreds of bots are looked after, each by several processes
SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105  # its name, no secret

log = logging.getLogger(__name__)


def new_session(api: str) -> AiohttpSession:
    """Return the connections that bots may share, to `api`; whoever makes them closes them.

    Without a limit: a bot that asks for messages holds one connection all the time.
    """
    return AiohttpSession(api=TelegramAPIServer.from_base(api), limit=0)


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
        pauses: Pauses,
        started: Callable[[], None] = lambda: None,
        refused: Callable[[str], None] = lambda reason: None,
        patience: Patience | None = None,
        session: AiohttpSession | None = None,
    ) -> None:
        """Prepare; nothing is asked before `run`.

        `webhook` is our public base address, empty to ask for updates; `sender` changes pressed
        messages; `texts` are shown by language, the first by default; `started` is called once
        Telegram delivers; `refused` with the reason when the token is refused, and with "" when
        it is taken again; `pauses` are shared with what sends by this bot. None: a `session` of
        its own.
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
        self._refused = refused
        self._session = session
        self._patience = patience or PATIENCE
        self._pauses = pauses
        self._secret = hashlib.sha256(
            f"tugiup's webhook on Telegram, {token}".encode()
        ).hexdigest()
        self._heard = Heard(database, clock, (PLATFORM, self.id))
        self._intake: Intake | None = None
        """None while the webhook is closed."""

    async def run(self) -> None:
        """Serve until cancelled, then return within `Patience.stop` and a second."""
        await serve(self._run(), self._patience)

    async def _run(self) -> None:
        session = self._session or new_session(self._api)
        try:
            async with asyncio.TaskGroup() as tasks:
                await self._serve(Bot(self._token, session=session), tasks)
        finally:
            if self._session is None:
                await session.close()
            await self._heard.stop()

    async def hook(self, headers: Mapping[str, str], body: bytes) -> int:
        """Take one update that Telegram delivers; returns the HTTP status: 200 once committed."""
        secret = self._secret if self._webhook else ""
        if status := turned_away(headers, SECRET_HEADER, secret):
            return status
        raw = content(body)
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
        except Exception as error:  # the database is down: Telegram delivers again
            log.debug("an update comes again: %s", type(error).__name__)
            self._heard.doubt()
            return 500
        return 200

    async def _serve(self, bot: Bot, tasks: asyncio.TaskGroup) -> None:
        intake = Intake(bot, self._handle, self._sender, self._heard, tasks, pauses=self._pauses)
        intake.is_called(await remembered(self._database, (PLATFORM, self.id)))
        introducing = tasks.create_task(
            introduce(
                bot,
                (PLATFORM, self.id),
                self._database,
                self._clock,
                self._texts,
                trouble=self._trouble("introducing itself", tells_refusal=False),
                known=partial(self._is_called, intake),
            )
        )
        try:
            if self._webhook:
                await self._keep_open(bot, intake)
            else:
                await self._poll(bot, intake, tasks)
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
        webhook = Webhook(
            bot,
            self._heard,
            url=f"{self._webhook}{HOOKS}{PLATFORM}/{self.id}",
            secret=self._secret,
            patience=self._patience,
            trouble=self._trouble("keeping the webhook set"),
            opens=partial(self._open, intake),
            started=self._started,
        )
        await webhook.run()

    def _open(self, intake: Intake) -> None:
        self._intake = intake

    def _trouble(self, what: str, *, tells_refusal: bool = True) -> TelegramTrouble:
        return TelegramTrouble(
            self._token,
            what,
            self._patience,
            tells_refusal=tells_refusal,
            refused=self._refused,
        )
