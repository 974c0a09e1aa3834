"""What an operator's command does in the database, which is open only as long as that takes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.config import Refused
from bot.i18n import _
from bot.storage.engine import Connection, Database
from bot.storage.migrate import is_newest, is_there, migrate, reach

Result = TypeVar("Result")
Work = Callable[[Connection], Awaitable[Result]]


def run(url: str, work: Work[Result], *, writes: bool = True) -> Result:
    """Do something in one transaction on a database that is migrated first."""
    migrate(url)
    return asyncio.run(_opened(url, work, writes=writes))


def look(url: str, work: Work[Result]) -> Result:
    """Read something from a database as it is, and change nothing in it.

    Raises `Refused` where there is none, or one of another version.
    """
    if not is_there(url):
        raise Refused(_("There is no database yet: start the bot once."))
    asyncio.run(reach(url))

    async def work_on_newest(db: Connection) -> Result:
        if not await is_newest(db, url):
            raise Refused(_("The database is of another version: start the bot once."))
        return await work(db)

    return asyncio.run(_opened(url, work_on_newest, writes=False))


async def _opened(url: str, work: Work[Result], *, writes: bool) -> Result:
    database = Database(url)
    try:
        async with database.write() if writes else database.read() as db:
            return await work(db)
    finally:
        await database.close()
