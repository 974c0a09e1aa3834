"""The program as it is started by tests: at another time, and dying on the way to say something.

    python -m tests.started --later 61 --dies-offering look
    python -m tests.started --lease 5 --follows 1
    python -m tests.started --role web --polls 600

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
from bot.config import roles_in, settings
from bot.platforms import web_live
from bot.platforms.web import WebSender
from bot.reminders import delivery, plans
from bot.reminders.scheduler import SCANS
from bot.storage import claiming, usage
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
    parser.add_argument("--looks", type=float, help="seconds between two looks for what to say")
    parser.add_argument("--at-night", action="store_true", help="boards hear of plans then, too")
    parser.add_argument("--polls", type=float, help="seconds until what did not ring is found")
    parser.add_argument("--real", action="store_true", help="do not found the demo club")
    parser.add_argument("--role", action="append", default=[])
    options = parser.parse_args()
    DyingSender.fatal = options.dies_offering
    given = replace(settings(), demo=not options.real)

    def clock() -> datetime:
        return utc_now() + timedelta(seconds=options.later)

    lease = timedelta(seconds=options.lease) if options.lease else claiming.LEASE
    looks = {"follow": (timedelta(seconds=options.follows), SCANS["follow"][1])}
    if options.looks:
        often = timedelta(seconds=options.looks)
        looks = {name: (often, SCANS[name][1]) for name in ("announce", "follow", "plan")}
    is_day = _always if options.at_night else usage.is_day
    every = timedelta(seconds=options.looks) if options.looks else plans.EVERY
    polls = options.polls or delivery.POLL_SECONDS
    roles = roles_in(options.role)
    migrate(given.database_url)
    with (
        patch.object(app, "WebSender", DyingSender),
        patch.object(claiming, "LEASE", lease),
        patch.object(delivery, "POLL_SECONDS", polls),
        patch.object(web_live, "POLL_S", max(polls, web_live.POLL_S)),
        patch.dict(SCANS, looks),
        patch.multiple(plans, is_day=is_day, EVERY=every),
    ):
        asyncio.run(app.run(given, clock, started=_told, roles=roles))


def _always(_moment: datetime, _zone: str) -> bool:
    return True


def _told(url: str) -> None:
    print(url, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
