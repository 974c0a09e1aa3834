"""The program as it is started by tests: at another time, and dying on the way to say something.

    python -m tests.started --later 61 --dies-offering look
    python -m tests.started --lease 5 --follows 1

With a database of its own it still founds the demo club there, so that PostgreSQL can be tried.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
from dataclasses import replace
from datetime import datetime, timedelta
from unittest.mock import patch

from bot import app
from bot.chat import Address, Reply
from bot.clock import utc_now
from bot.config import settings
from bot.platforms.web import WebSender
from bot.reminders.progress import follow
from bot.reminders.scheduler import SCANS
from bot.storage import outbox
from bot.storage.migrate import migrate


class DyingSender(WebSender):
    """Is killed, as by a power cut, when it is about to say something with a certain button."""

    fatal = ""

    async def send(self, address: Address, reply: Reply, replaces: str | None = None) -> str:
        if any(choice.key.endswith(f":{self.fatal}") for choice in reply.choices):
            os.kill(os.getpid(), signal.SIGKILL)
        return await super().send(address, reply, replaces)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--later", type=float, default=0, help="seconds that the clock is ahead")
    parser.add_argument("--dies-offering", default="nothing", help="the end of a button's key")
    parser.add_argument("--lease", type=float, help="seconds after which a dead one's is over")
    parser.add_argument("--follows", type=float, default=10, help="seconds between two looks")
    options = parser.parse_args()
    DyingSender.fatal = options.dies_offering
    given = replace(settings(), demo=True)

    def clock() -> datetime:
        return utc_now() + timedelta(seconds=options.later)

    lease = timedelta(seconds=options.lease) if options.lease else outbox.LEASE
    looks = {"follow": (timedelta(seconds=options.follows), follow)}
    migrate(given.database_url)
    with (
        patch.object(app, "WebSender", DyingSender),
        patch.object(outbox, "LEASE", lease),
        patch.dict(SCANS, looks),
    ):
        asyncio.run(app.run(given, clock, started=lambda url: print(url, flush=True)))  # noqa: T201


if __name__ == "__main__":
    main()
