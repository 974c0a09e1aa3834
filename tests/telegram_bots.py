"""A bot on Telegram whose conversation only listens: it notes what it hears, and fails as told."""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.chat import Address, Choice, Incoming, Reply, Settled
from bot.clock import Clock, utc_now
from bot.platforms.faces import Face
from bot.platforms.telegram import TelegramBot
from bot.platforms.telegram_sender import TelegramSender
from bot.platforms.telegram_trouble import Patience
from bot.reminders.pauses import Pauses
from bot.storage.engine import Database
from tests.telegram_api import Message, Person, Telegram

QUICK = Patience(updates=1, conflict=0.02, first=0.02, most=0.1, stop=2, beat=0.02)
FACES = {
    "vi": Face(commands=(("menu", "Xem menu"),), description="Chào bác", short_description="CLB"),
    "en": Face(commands=(("menu", "The menu"),), description="Hello", short_description="Club"),
}


async def until(condition: Callable[[], object], seconds: float = 10) -> None:
    """Return as soon as `condition`, which may be asynchronous, holds; fail after `seconds`."""
    end = time.perf_counter() + seconds
    while not (await met if inspect.isawaitable(met := condition()) else met):
        assert time.perf_counter() < end, "waited in vain"
        await asyncio.sleep(0.01)


@dataclass(kw_only=True)
class Ears:
    """What takes messages in place of the conversation."""

    heard: list[Incoming] = field(default_factory=list)
    """What was taken, as if committed."""
    tried: list[Incoming] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)
    """Raised one after the other, before anything is taken."""
    fails_at: dict[str, Exception] = field(default_factory=dict)
    """By text: raised each time."""
    settles: Settled | None = None
    """What becomes of pressed messages."""
    open: asyncio.Event = field(default_factory=asyncio.Event)
    """Cleared: every turn waits in the middle."""
    in_hand: int = 0
    most_in_hand: int = 0

    def __post_init__(self) -> None:
        self.open.set()

    async def handle(self, incoming: Incoming) -> Settled | None:
        self.tried.append(incoming)
        if self.failures:
            raise self.failures.pop(0)
        if incoming.text in self.fails_at:
            raise self.fails_at[incoming.text]
        self.in_hand += 1
        self.most_in_hand = max(self.most_in_hand, self.in_hand)
        try:
            await self.open.wait()
        finally:
            self.in_hand -= 1
        self.heard.append(incoming)
        return self.settles if incoming.pressed else None

    @property
    def pressed(self) -> list[Incoming]:
        return [one for one in self.heard if one.pressed]

    @property
    def texts(self) -> list[str]:
        return [one.text for one in self.heard]

    async def hear(self, count: int) -> None:
        """Wait until so many messages were taken."""
        await until(lambda: len(self.heard) >= count)


@dataclass(kw_only=True)
class Served:
    """A bot that runs, and what it runs with."""

    telegram: Telegram
    bot: TelegramBot
    sender: TelegramSender
    ears: Ears
    running: asyncio.Task[None]
    started: list[str]

    async def stop(self) -> None:
        """Tell the bot to stop, and wait until it has."""
        self.running.cancel()
        await asyncio.wait([self.running])

    async def hears(self, person: Person, text: str = "menu") -> None:
        """Let somebody write, and wait until it was taken."""
        count = len(self.ears.heard)
        person.says(text)
        await self.ears.hear(count + 1)

    async def asks(self, person: Person, text: str = "Đúng chưa ạ?") -> Message:
        """Send a question with two buttons."""
        said = Reply(text=text, choices=[Choice("q1:yes", "Đúng"), Choice("q1:no", "Chưa")])
        address = Address("telegram", self.bot.id, str(person.id))
        number = await self.sender.send(address, said)
        return next(one for one in person.heard if str(one.id) == number)


@asynccontextmanager
async def serving(
    telegram: Telegram,
    database: Database,
    ears: Ears | None = None,
    *,
    webhook: str = "",
    clock: Clock = utc_now,
    patience: Patience = QUICK,
    faces: dict[str, Face] = FACES,
) -> AsyncIterator[Served]:
    """Run a bot; leaving stops it, and it must have raised nothing."""
    taking, started = ears or Ears(), list[str]()
    sender = TelegramSender(database=database, clock=clock, token=telegram.token, api=telegram.url)
    bot = TelegramBot(
        token=telegram.token,
        api=telegram.url,
        webhook=webhook,
        database=database,
        clock=clock,
        handle=taking.handle,
        sender=sender,
        texts=faces,
        started=lambda: started.append("started"),
        patience=patience,
        pauses=Pauses(clock),
    )
    async with asyncio.TaskGroup() as tasks:
        served = Served(
            telegram=telegram,
            bot=bot,
            sender=sender,
            ears=taking,
            running=tasks.create_task(bot.run()),
            started=started,
        )
        try:
            yield served
        finally:
            await served.stop()
            await sender.close()
