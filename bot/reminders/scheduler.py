"""When to look: APScheduler's interval jobs; what is due is a query, so it may forget everything.

Each scan first wins its slot in the database: of several processes one runs it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock
from bot.people import DEFAULT_ZONE
from bot.reminders.broadcasting import announce
from bot.reminders.lost_slips import tell_cashiers
from bot.reminders.outages import Outage
from bot.reminders.planning import plan
from bot.reminders.progress import follow
from bot.storage import housekeeping, outbox
from bot.storage.engine import Database, is_down

log = logging.getLogger(__name__)

Scan = Callable[[Database, datetime], Awaitable[object]]


async def tidy(database: Database, now: datetime) -> None:
    """Delete what nobody needs any more, and give up what no process could send in time."""
    async with database.write() as db:
        for whose, status in await outbox.expire(db, now):
            await tell_cashiers(db, whose, status, now)
        await housekeeping.forget(db, now)


SCANS: dict[str, tuple[timedelta, Scan]] = {
    "announce": (timedelta(seconds=10), announce),
    "follow": (timedelta(seconds=10), follow),
    "plan": (timedelta(minutes=1), plan),
    "tidy": (timedelta(hours=6), tidy),
}


def scheduler(
    database: Database,
    clock: Clock,
    planned: Callable[[], None],
    scans: Mapping[str, tuple[timedelta, Scan]] = SCANS,
) -> AsyncIOScheduler:
    """Return a scheduler with every scan, each due at once and then at its interval.

    `planned` is called when something may wait to be sent. Start it inside the running loop.
    """
    made = AsyncIOScheduler(
        timezone=DEFAULT_ZONE,
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    outage = Outage("the scans wait", "the scans run again")
    for name, (every, scan) in scans.items():
        made.add_job(
            _once_per_slot,
            "interval",
            seconds=every.total_seconds(),
            next_run_time=clock(),
            args=(name,),
            kwargs={
                "every": every,
                "scan": scan,
                "database": database,
                "clock": clock,
                "planned": planned,
                "outage": outage,
            },
            id=name,
        )
    return made


async def _once_per_slot(
    name: str,
    *,
    every: timedelta,
    scan: Scan,
    database: Database,
    clock: Clock,
    planned: Callable[[], None],
    outage: Outage,
) -> None:
    now, seconds = clock(), every.total_seconds()
    slot = datetime.fromtimestamp(now.timestamp() // seconds * seconds, now.tzinfo)
    try:
        async with database.write() as db:
            won = await housekeeping.wins(db, name, slot)
        if won:
            await scan(database, now)
            planned()
        outage.over()
    except asyncio.CancelledError:
        log.debug("scan %s was cut off by the stop", name)
    except Exception as error:  # the next look may do better
        if is_down(error):
            outage.goes_on(error)
        else:
            log.exception("scan %s failed; it runs again at its next slot", name)
