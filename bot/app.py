"""The composition root: everything is made here once, wired, run and stopped."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from contextlib import AsyncExitStack
from importlib import import_module
from uuid import uuid4

from bot import config, demo
from bot.chat import Account, Incoming, Settled
from bot.clock import Clock, utc_now
from bot.config import BadSetting, Settings
from bot.conversation import Conversation
from bot.handlers import HANDLERS
from bot.page import Page
from bot.platforms.hooks import Hooks
from bot.platforms.metrics import Turns
from bot.platforms.web import Doorbell, Site, WebSender
from bot.platforms.web_server import NotHere, PortTaken, serving
from bot.reminders import self_check
from bot.reminders.coming_back import come_back
from bot.reminders.composing import Composing
from bot.reminders.delivery import Delivery
from bot.reminders.pauses import Pauses
from bot.reminders.scheduler import SCANS, scheduler
from bot.reminders.self_check import SelfCheck
from bot.storage.engine import Database
from bot.storage.messages import Lane
from bot.wording import faces, page_texts

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
BULK_A_SECOND = {"telegram": 25}
"""Telegram takes about 30 a second of a bot, and answers need room."""


async def run(
    settings: Settings,
    clock: Clock = utc_now,
    started: Callable[[str], None] = lambda url: None,
) -> None:
    """Serve until SIGINT or SIGTERM; then finish the turns in hand and stop.

    `started` is called with the page's address once it answers. Raises `BadSetting`.
    """
    database = Database(settings.database_url, settings.health_keys)
    if settings.demo:
        await demo.found(database, clock)
    await come_back(database, clock())
    bot = _Bot(settings, database, clock)
    stopping = _stop_on_signal()
    try:
        async with AsyncExitStack() as closing, asyncio.TaskGroup() as tasks:
            try:
                async with serving(bot.site(), settings.host, settings.port):
                    # Not before the port is ours: cancelled, they would leave SQLite's threads
                    # behind, which complain when the loop has gone.
                    for pump in (bot.answers, bot.bulk, bot.composing):
                        tasks.create_task(pump.run())
                    bot.scans.start()
                    started(f"http://{settings.host}:{settings.port}")
                    telegram = tasks.create_task(bot.telegram(closing))
                    await stopping.wait()
                    telegram.cancel()
                    await asyncio.wait([telegram])
            finally:
                bot.stop()
    except* PortTaken:
        raise BadSetting(
            f"PORT {settings.port} is taken by another program; stop it, or set another PORT."
        ) from None
    except* NotHere as errors:
        raise BadSetting(
            f"HOST {settings.host} and PORT {settings.port} cannot be used here:"
            f" {errors.exceptions[0]}."
        ) from None
    finally:
        await database.close()


class _Bot:
    """What the platforms share: one conversation, and what it says on its way out."""

    def __init__(self, settings: Settings, database: Database, clock: Clock) -> None:
        self.settings = settings
        self.database = database
        self.clock = clock
        self.doorbell = Doorbell()
        self.hooks = Hooks({_account(settings.telegram)} if settings.telegram else set())
        web = {("web", "web"): WebSender(database, clock, self.doorbell)}
        owner = uuid4().hex
        self.pauses = pauses = Pauses(clock)
        self.answers = Delivery(
            database, web, clock, owner, lanes=[Lane.ANSWERS, Lane.CHANGES], pauses=pauses
        )
        self.bulk = Delivery(
            database,
            web,
            clock,
            owner,
            lanes=[Lane.REMINDERS, Lane.BROADCASTS],
            a_second=BULK_A_SECOND,
            pauses=pauses,
        )
        self.conversation = Conversation(
            database, HANDLERS, clock, committed=self.answers.nudge, late=settings.late
        )
        self.composing = Composing(database, clock, composed=self.bulk.nudge)
        self.turns = Turns()
        check = SelfCheck(settings.operator, clock())
        self.scans = scheduler(
            database, clock, self._planned, {**SCANS, "check": (self_check.EVERY, check)}
        )

    def site(self) -> Site:
        """Make the web page."""
        page = Page(self.database, self.clock)
        return Site(
            database=self.database,
            clock=self.clock,
            doorbell=self.doorbell,
            handle=self._handle,
            describe=page.describe_demo if self.settings.demo else page.describe,
            read_file=page.file,
            texts=page_texts(),
            hosts=_hosts(self.settings),
            hooks=self.hooks,
            turns=self.turns,
            people=page.people if self.settings.demo else None,
        )

    async def telegram(self, closing: AsyncExitStack) -> None:
        """Serve the bot on Telegram, if there is one, until cancelled.

        Its libraries take seconds to load; the web page answers meanwhile.
        """
        given = self.settings.telegram
        if given is None:
            return
        for name in ("aiogram_lazily", "telegram", "telegram_sender"):  # in this order
            await asyncio.to_thread(import_module, f"bot.platforms.{name}")
        from bot.platforms.telegram import TelegramBot
        from bot.platforms.telegram_sender import TelegramSender

        senders = {}
        for delivery, bulk in ((self.answers, False), (self.bulk, True)):
            sender = TelegramSender(
                database=self.database,
                clock=self.clock,
                token=given.token,
                api=given.api,
                bulk=bulk,
            )
            closing.push_async_callback(sender.close)
            delivery.serve(_account(given), sender)
            senders[bulk] = sender
        bot = TelegramBot(
            token=given.token,
            api=given.api,
            webhook=given.webhook,
            database=self.database,
            clock=self.clock,
            handle=self._handle,
            sender=senders[False],
            texts=faces(),
            pauses=self.pauses,
        )
        self.hooks.add(_account(given), bot.hook)
        await bot.run()

    def stop(self) -> None:
        """Plan nothing more; what is being sent is finished."""
        if self.scans.running:
            self.scans.shutdown(wait=False)
        self.composing.stop()
        self.answers.stop()
        self.bulk.stop()

    async def _handle(self, incoming: Incoming) -> Settled | None:
        with self.turns.timed():
            return await self.conversation.handle(incoming)

    def _planned(self) -> None:
        self.composing.nudge()
        self.answers.nudge()
        self.bulk.nudge()


def _account(telegram: config.Telegram) -> Account:
    return "telegram", telegram.token.partition(":")[0]


def _stop_on_signal() -> asyncio.Event:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)
    return stopping


def _hosts(settings: Settings) -> frozenset[str]:
    """Return the Host headers that the page answers to."""
    names = {*LOOPBACK, settings.host, *settings.hosts}
    return frozenset({f"{name}:{settings.port}" for name in names} | set(settings.hosts))
