"""A bot on Zalo whose conversation only listens, asking for messages or behind a webhook."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.clock import Clock, utc_now
from bot.platforms.hooks import Hooks
from bot.platforms.patience import Patience
from bot.platforms.zalo import ZaloBot
from bot.platforms.zalo_client import ZaloClient, new_session
from bot.storage.engine import Database
from tests.ears import Ears, until
from tests.hooked import PUBLIC, taking
from tests.zalo_api import Bot, Person, Zalo

QUICK = Patience(updates=1, first=0.02, most=0.1, stop=10, beat=0.02)


@dataclass(kw_only=True)
class Served:
    """A bot that runs, and what it runs with."""

    zalo: Zalo
    account: Bot
    """As Zalo knows it."""
    bot: ZaloBot
    client: ZaloClient
    ears: Ears
    running: asyncio.Task[None]
    started: list[str]
    refused: list[str]
    """Why the token is refused, as it was told."""
    unheard: list[str]
    """Why Zalo does not deliver, likewise."""

    async def stop(self) -> None:
        """Tell the bot to stop, and wait until it has."""
        self.running.cancel()
        await asyncio.wait([self.running])

    async def hears(self, person: Person, text: str = "menu") -> None:
        """Let somebody write, and wait until it was taken."""
        count = len(self.ears.heard)
        person.writes(text)
        await self.ears.hear(count + 1)


@asynccontextmanager
async def serving(
    zalo: Zalo,
    database: Database,
    ears: Ears | None = None,
    *,
    account: Bot | None = None,
    public_url: str = "",
    clock: Clock = utc_now,
    patience: Patience = QUICK,
) -> AsyncIterator[Served]:
    """Run a bot, the first one if not another `account`; leaving stops it, and it must not raise.

    Without `public_url` it asks for messages; with one, `hooked` leads there.
    """
    listening, served_account = ears or Ears(), account or zalo.bot
    started, refused, unheard = list[str](), list[str](), list[str]()
    async with new_session() as session, asyncio.TaskGroup() as tasks:
        client = ZaloClient(session, served_account.token, zalo.url)
        bot = ZaloBot(
            client=client,
            public_url=public_url,
            database=database,
            clock=clock,
            handle=listening.handle,
            started=lambda: started.append("started"),
            refused=refused.append,
            unheard=unheard.append,
            patience=patience,
        )
        served = Served(
            zalo=zalo,
            account=served_account,
            bot=bot,
            client=client,
            ears=listening,
            running=tasks.create_task(bot.run()),
            started=started,
            refused=refused,
            unheard=unheard,
        )
        try:
            yield served
        finally:
            await served.stop()


@asynccontextmanager
async def hooked(
    zalo: Zalo,
    database: Database,
    ears: Ears | None = None,
    *,
    account: Bot | None = None,
    clock: Clock = utc_now,
    patience: Patience = QUICK,
) -> AsyncIterator[Served]:
    """Run a bot with its webhook, behind a server as the page's."""
    hooks = Hooks()
    async with (
        taking(hooks, zalo),
        serving(
            zalo,
            database,
            ears,
            account=account,
            public_url=PUBLIC,
            clock=clock,
            patience=patience,
        ) as served,
    ):
        hooks.add(("zalo", served.bot.id), served.bot.hook)
        await until(lambda: served.started)
        yield served
