"""The bots of one installation in this process, behind a server as the page's, on a fake Zalo."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import timedelta
from unittest.mock import patch

from sqlalchemy import select

from bot import fleet
from bot.clock import utc_now
from bot.config import KEY_BYTES, Messenger, Settings
from bot.fleet import Fleet
from bot.fleet.platform import Shared
from bot.platforms.hooks import Hooks
from bot.reminders.delivery import Delivery
from bot.reminders.pauses import Pauses
from bot.reminders.spending import Spending
from bot.storage import serving, tokens
from bot.storage import tables as t
from bot.storage.engine import Database
from tests.ears import Ears, until
from tests.hooked import PUBLIC, taking
from tests.telegram_api import Telegram
from tests.zalo_api import Bot, Zalo

NOWHERE = "http://127.0.0.1:9"
KEY = secrets.token_bytes(KEY_BYTES)


@dataclass(kw_only=True)
class Running:
    """A fleet that runs, and what it runs with."""

    zalo: Zalo
    database: Database
    fleet: Fleet
    hooks: Hooks
    deliveries: tuple[Delivery, Delivery]
    running: asyncio.Task[None]
    ears: Ears = field(default_factory=Ears)

    async def stop(self) -> None:
        self.running.cancel()
        await asyncio.wait([self.running])

    async def add(self, bot: Bot, key: bytes = KEY, token: str = "") -> None:
        await add(self.database, bot, key, token)

    async def remove(self, bot: Bot) -> None:
        async with self.database.write() as db:
            assert await tokens.remove(db, ("zalo", bot.id))

    async def is_served(self, *bots: Bot) -> None:
        """Wait until Zalo delivers to these bots."""
        await until(lambda: all(bot.webhook for bot in bots), 30)

    async def hears(self, bot: Bot, text: str) -> None:
        """Wait until what somebody writes to a bot is taken."""
        self.zalo.person("Hoa", bot).writes(text)
        await until(lambda: text in self.ears.texts, 30)

    async def trouble(self, bot: Bot) -> str:
        """Return what is known to ail a bot."""
        async with self.database.read() as db:
            known = {one.account: one.trouble for one in await serving.known(db)}
        return known.get(("zalo", bot.id), "")

    async def mute(self) -> set[str]:
        """Return the bots that can send nothing."""
        async with self.database.read() as db:
            return set((await db.execute(select(t.Bot.bot).where(t.Bot.mute))).scalars())

    async def ails(self, bot: Bot, why: str) -> None:
        """Wait until that is known."""

        async def is_known() -> bool:
            said = await self.trouble(bot)
            return why in said if why else not said

        await until(is_known, 30)


async def add(database: Database, bot: Bot | Telegram, key: bytes = KEY, token: str = "") -> None:
    """Keep a bot's token."""
    platform = "zalo" if isinstance(bot, Bot) else "telegram"
    async with database.write() as db:
        await tokens.add(db, platform, token or bot.token, keys=(key,), now=utc_now())


@asynccontextmanager
async def running(
    zalo: Zalo,
    database: Database,
    *,
    keys: tuple[bytes, ...] = (KEY,),
    named: Bot | None = None,
    public_url: str = PUBLIC,
    telegram: str = NOWHERE,
    looks: float = 0.05,
    hears: bool = True,
) -> AsyncIterator[Running]:
    """Run a fleet; leaving stops it, and it must have raised nothing.

    One that only sends is nothing to `zalo`'s deliveries.
    """
    ears, pauses, spending, hooks = Ears(), Pauses(utc_now), Spending(), Hooks(loading=True)
    shared = Shared(
        settings=settings(
            zalo, database, keys=keys, named=named, public_url=public_url, telegram=telegram
        ),
        database=database,
        clock=utc_now,
        handle=ears.handle,
        pauses=pauses,
        spending=spending,
    )
    deliveries = (
        Delivery(database, {}, utc_now, "answers", pauses=pauses, spending=spending),
        Delivery(database, {}, utc_now, "bulk", pauses=pauses, spending=spending),
    )
    ours = Fleet(shared, hooks=hooks if hears else None, deliveries=deliveries)
    door = taking(hooks, zalo) if hears else nullcontext()
    try:
        with patch.object(fleet, "LOOK_S", looks):
            async with door, asyncio.TaskGroup() as tasks:
                found = Running(
                    zalo=zalo,
                    database=database,
                    fleet=ours,
                    hooks=hooks,
                    deliveries=deliveries,
                    running=tasks.create_task(ours.run()),
                    ears=ears,
                )
                try:
                    yield found
                finally:
                    await found.stop()
    finally:
        await ours.close()


def settings(
    zalo: Zalo,
    database: Database,
    *,
    keys: tuple[bytes, ...] = (KEY,),
    named: Bot | None = None,
    public_url: str = PUBLIC,
    telegram: str = NOWHERE,
) -> Settings:
    """Return the settings of an installation on a fake Zalo, and maybe a fake `telegram`."""
    return Settings(
        database_url=database.url,
        demo=False,
        host="127.0.0.1",
        port=0,
        hosts=(),
        log_level="INFO",
        late=timedelta(minutes=30),
        operator=None,
        public_url=public_url,
        zalo=Messenger(platform="zalo", token=named.token, api=zalo.url) if named else None,
        apis={"telegram": telegram, "zalo": zalo.url},
        token_keys=keys,
    )
