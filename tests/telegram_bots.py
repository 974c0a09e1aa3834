"""A bot on Telegram whose conversation only listens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.chat import Address, Choice, Reply
from bot.clock import Clock, utc_now
from bot.platforms.faces import Face
from bot.platforms.patience import Patience
from bot.platforms.telegram import TelegramBot
from bot.platforms.telegram_sender import TelegramSender
from bot.reminders.pauses import Pauses
from bot.storage.engine import Database
from tests.ears import Ears
from tests.telegram_api import Message, Person, Telegram

QUICK = Patience(updates=1, conflict=0.02, first=0.02, most=0.1, stop=2, beat=0.02)
FACES = {
    "vi": Face(commands=(("menu", "Xem menu"),), description="Chào bác", short_description="CLB"),
    "en": Face(commands=(("menu", "The menu"),), description="Hello", short_description="Club"),
}


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
