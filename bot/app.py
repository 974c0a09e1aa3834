"""The composition root: everything is made here once, wired, run and stopped."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import Callable, Collection
from contextlib import AbstractAsyncContextManager, AsyncExitStack, nullcontext
from datetime import timedelta
from functools import partial
from uuid import uuid4

from bot import demo
from bot.chat import Incoming, Settled
from bot.clock import Clock, utc_now
from bot.config import ALL_ROLES, BadSetting, Refused, Role, Settings
from bot.conversation import Conversation
from bot.fleet import Fleet
from bot.fleet.platform import Shared
from bot.handlers import HANDLERS
from bot.page import Page
from bot.people import Plan
from bot.platforms.hooks import Hooks
from bot.platforms.metrics import Turns
from bot.platforms.web import Doorbell, Site, WebSender
from bot.platforms.web_server import NotHere, PortTaken, serving
from bot.reminders import plans, self_check
from bot.reminders.coming_back import come_back
from bot.reminders.composing import Composing
from bot.reminders.delivery import Delivery
from bot.reminders.pauses import Pauses
from bot.reminders.plans import PlanWatch
from bot.reminders.scheduler import SCANS, Scan, scheduler
from bot.reminders.self_check import SelfCheck
from bot.reminders.spending import Spending
from bot.storage.alone import alone
from bot.storage.bells import Bells
from bot.storage.engine import Database
from bot.storage.messages import Lane
from bot.wording import page_texts

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
BULK_A_SECOND = {"telegram": 25}
"""Telegram takes about 30 a second of a bot, and answers need room."""
LOADED_S = 20
"""By then libraries are loaded, and the bots are served."""
ANSWERS, BULK = (Lane.ANSWERS, Lane.CHANGES), (Lane.REMINDERS, Lane.BROADCASTS)


async def run(
    settings: Settings,
    clock: Clock = utc_now,
    started: Callable[[str], None] = lambda url: None,
    roles: Collection[Role] = ALL_ROLES,
) -> None:
    """Serve until SIGINT or SIGTERM; then finish the turns in hand and stop.

    `started` is called with the page's address once it answers, or with the roles of a process
    without a page. Raises `Refused`.
    """
    database = Database(settings.database_url, settings.health_keys)
    if database.is_sqlite and set(roles) != ALL_ROLES:
        raise Refused(
            "--role is for several processes, and they share PostgreSQL: set DATABASE_URL to one,"
            " or start without --role."
        )
    with alone(settings.database_url):
        await _serve(settings, database, clock, started, roles)


async def _serve(
    settings: Settings,
    database: Database,
    clock: Clock,
    started: Callable[[str], None],
    roles: Collection[Role],
) -> None:
    if settings.demo:
        await demo.found(database, clock)
    await come_back(database, clock())
    bot = _Bot(settings, database, clock, roles)
    stopping = _stop_on_signal()
    # What is there by then stays; looking through it again and again would take a fifth of a
    # second each time, in which nobody is answered.
    asyncio.get_running_loop().call_later(LOADED_S, gc.freeze)
    try:
        async with AsyncExitStack() as closing, asyncio.TaskGroup() as tasks:
            try:
                async with bot.page():
                    # Not before the port is ours: cancelled, they would leave SQLite's threads
                    # behind, which complain when the loop has gone.
                    bot.start(tasks)
                    started(bot.address)
                    closing.push_async_callback(bot.fleet.close)
                    fleet = tasks.create_task(bot.fleet.run())
                    await stopping.wait()
                    fleet.cancel()
                    await asyncio.wait([fleet])
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

    def __init__(
        self, settings: Settings, database: Database, clock: Clock, roles: Collection[Role]
    ) -> None:
        self.settings = settings
        self.database = database
        self.clock = clock
        self.roles = roles
        self.bells = Bells(database, queued=self._nudge, written=self._written)
        self.doorbell = Doorbell(elsewhere=self.bells.ring)
        self.hooks = Hooks(loading=True)
        self.pauses, self.spending = Pauses(clock), Spending()
        self.plans = {"zalo": Plan(people=settings.zalo_people, messages=settings.zalo_messages)}
        owner = uuid4().hex
        self.answers = self._delivery(owner, ANSWERS)
        self.bulk = self._delivery(owner, BULK, BULK_A_SECOND)
        self.conversation = Conversation(
            database,
            HANDLERS,
            clock,
            committed=partial(self._say, self.answers),
            late=settings.late,
            plans=self.plans,
        )
        self.composing = Composing(database, clock, composed=partial(self._say, self.bulk))
        self.turns = Turns()
        scans: dict[str, tuple[timedelta, Scan]] = {
            **SCANS,
            "check": (self_check.EVERY, SelfCheck(settings.operator, clock())),
            "plans": (plans.EVERY, PlanWatch(self.plans)),
        }
        self.scans = scheduler(database, clock, self._planned, scans)
        self.fleet = self._fleet()

    def start(self, tasks: asyncio.TaskGroup) -> None:
        """Begin what this process is there for, beside the page and the messengers."""
        tasks.create_task(self.bells.run())
        if Role.SENDER in self.roles:
            tasks.create_task(self.answers.run())
            tasks.create_task(self.bulk.run())
        if Role.PLANNER in self.roles:
            tasks.create_task(self.composing.run())
            self.scans.start()

    def stop(self) -> None:
        """Plan nothing more; what is being sent is finished."""
        if self.scans.running:
            self.scans.shutdown(wait=False)
        self.composing.stop()
        self.answers.stop()
        self.bulk.stop()
        self.bells.stop()

    @property
    def address(self) -> str:
        """The page's address; without a page what this process does instead."""
        if Role.WEB in self.roles:
            return f"http://{self.settings.host}:{self.settings.port}"
        return ", ".join(sorted(self.roles))

    def page(self) -> AbstractAsyncContextManager[None]:
        """Serve the web page, and take what messengers deliver, where that is our role."""
        if Role.WEB not in self.roles:
            return nullcontext()
        page = Page(self.database, self.clock)
        site = Site(
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
            plans=Role.PLANNER in self.roles,
            people=page.people if self.settings.demo else None,
        )
        return serving(site, self.settings.host, self.settings.port)

    def _delivery(
        self, owner: str, lanes: Collection[Lane], a_second: dict[str, int] | None = None
    ) -> Delivery:
        return Delivery(
            self.database,
            {("web", "web"): WebSender(self.database, self.clock, self.doorbell)},
            self.clock,
            owner,
            lanes=lanes,
            a_second=a_second,
            pauses=self.pauses,
            spending=self.spending,
            plans=self.plans,
        )

    def _fleet(self) -> Fleet:
        """Make what serves our bots on messengers: it hears, speaks, or both, or nothing."""
        sends = Role.SENDER in self.roles
        return Fleet(
            Shared(
                settings=self.settings,
                database=self.database,
                clock=self.clock,
                handle=self._handle,
                pauses=self.pauses,
                spending=self.spending,
            ),
            hooks=self.hooks if Role.WEB in self.roles else None,
            deliveries=(self.answers, self.bulk) if sends else (),
        )

    async def _handle(self, incoming: Incoming) -> Settled | None:
        with self.turns.timed():
            return await self.conversation.handle(incoming)

    def _say(self, by: Delivery) -> None:
        """Something waits to be sent: send it, or let who sends know."""
        if Role.SENDER in self.roles:
            by.nudge()
        else:
            self.bells.ring()

    def _planned(self) -> None:
        """Something may wait to be worded, or to be sent."""
        self.composing.nudge()
        self._say(self.answers)
        self._say(self.bulk)

    def _nudge(self) -> None:
        """Another process says that something waits to be sent."""
        self.answers.nudge()
        self.bulk.nudge()

    def _written(self, chat: str) -> None:
        """Another process says that a chat of the page has a new line."""
        self.doorbell.wake(chat)


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
