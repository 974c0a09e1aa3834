"""How long it takes to plan what is due, and to find that nothing is."""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

from sqlalchemy import delete, func, select, update

from bench import federation
from bench.federation import HUGE, LARGE, Federation
from bot.reminders.planning import plan
from bot.storage import tables as t
from bot.storage.engine import Database

ROOT = Path(__file__).parent.parent
LAPS = 5
EIGHT = LARGE.now + timedelta(minutes=1)
KIND = "meeting-1"
KILOBYTE = 1024


@dataclass(frozen=True, slots=True)
class Planned:
    """Seconds of one look at what is due."""

    due: float
    """Everybody's meeting is tomorrow, and it has just become eight o'clock."""
    nothing: float
    """A minute later."""
    bytes: int = 0
    """The most that the process held; 0 where it was not looked at."""


async def measure(url: str) -> Planned:
    """Found a federation of 12,450 in the empty database at `url`, and plan; medians of laps."""
    database = Database(url)
    try:
        await federation.found(database, LARGE)
        await plan(database, LARGE.now)
        due, nothing = [], []
        for lap in range(LAPS):
            now = EIGHT + timedelta(minutes=2 * lap)
            due.append(await _timed(database, now))
            await _all_were_planned(database, LARGE)
            nothing.append(await _timed(database, now + timedelta(minutes=1)))
            await _forget(database)
        return Planned(median(due), median(nothing))
    finally:
        await database.close()


async def measure_huge(url: str) -> Planned:
    """Do so with a million in 21,000 clubs, once, in a process of its own; minutes to prepare."""
    database = Database(url)
    try:
        await federation.found(database, HUGE)
        await plan(database, HUGE.now)
        await _forget(database)
    finally:
        await database.close()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "bench.planning", url),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    printed, _nothing = await process.communicate()
    return Planned(**json.loads(printed))


async def _huge(url: str) -> Planned:
    database = Database(url)
    try:
        due = await _timed(database, EIGHT)
        await _all_were_planned(database, HUGE)
        nothing = await _timed(database, EIGHT + timedelta(minutes=1))
    finally:
        await database.close()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return Planned(due, nothing, most * KILOBYTE)


async def _timed(database: Database, now: datetime) -> float:
    started = time.perf_counter()
    await plan(database, now)
    return time.perf_counter() - started


async def _all_were_planned(database: Database, size: Federation) -> None:
    async with database.read() as db:
        tomorrow = size.today + timedelta(days=1)
        those = (t.Notice.kind == KIND, t.Notice.due_on == tomorrow)
        found = await db.scalar(select(func.count()).select_from(t.Notice).where(*those))
    assert found == size.members, f"{found} of {size.members} were planned"


async def _forget(database: Database) -> None:
    """Let nobody know of the meeting of tomorrow again."""
    async with database.write() as db:
        tomorrow = LARGE.today + timedelta(days=1)
        mine = (t.Notice.kind == KIND, t.Notice.due_on == tomorrow)
        await db.execute(delete(t.Notice).where(*mine))
        of_it = t.Meeting.held_on == tomorrow
        await db.execute(update(t.Meeting).where(of_it).values(told_on=None))


if __name__ == "__main__":
    measured = asyncio.run(_huge(sys.argv[1]))
    print(json.dumps({"due": measured.due, "nothing": measured.nothing, "bytes": measured.bytes}))
