"""The same people talk while one of two processes at a time is killed at random moments.

Nothing that was acknowledged may stay without its answer, no money may be counted twice, no slip
may come twice; other messages may, as whether they had left nobody knows.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Collection
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import TextClause, text

from bench.fleet import Size, Team, prepare, team
from bench.fleet_people import ServedBot, secret_of
from bench.fleet_talk import Side
from bench.fleet_wire import START_SECONDS, Proxy
from bot.storage.engine import AnyRow, Database

PAUSES_SECONDS = (1.0, 6.0)
"""From a moment when both processes serve to the next kill."""
AGAIN_SECONDS = 0.5
DRAIN_SECONDS = 90
AWAY = (404, 502, 503)
"""What is answered for a process that does not serve yet."""
REPAID = text(
    "SELECT t.member_id, count(DISTINCT t.id) AS times, -sum(p.amount) AS amount"
    " FROM transactions t JOIN postings p ON p.transaction_id = t.id AND p.kind = 'loans'"
    " WHERE t.kind = 'repayment' AND t.status = 'posted' GROUP BY t.member_id"
)
WAITING = text("SELECT count(*) FROM outbox WHERE status = 'waiting'")
UNKNOWN = text("SELECT DISTINCT member_id FROM outbox WHERE once AND status = 'unknown'")


@dataclass(slots=True)
class Killed:
    """What became of the talk."""

    side: Side = field(default_factory=Side)
    kills: int = 0
    wrong: list[str] = field(default_factory=list)
    """What the database has otherwise than the people."""


async def measure(url: str, folder: Path, size: Size, *, seconds: float) -> Killed:
    """Found the clubs in the empty database at `url`, and let the people talk so long."""
    await prepare(url, size)
    killed = Killed()
    async with team(url, folder, size, is_bare=False) as ours, AsyncExitStack() as stack:
        await ours.warms_up()
        ends = time.perf_counter() + seconds
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(_kill(ours, stack, killed, size.fleet().bots[-1], ends))
            await ours.lap(killed.side, seconds)
        killed.wrong += await _compared(url, (*ours.warming, killed.side))
    return killed


async def _kill(
    ours: Team, stack: AsyncExitStack, killed: Killed, served: ServedBot, ends: float
) -> None:
    """Kill one after the other, each when both serve."""
    while (pause := random.uniform(*PAUSES_SECONDS)) < ends - time.perf_counter():
        await asyncio.sleep(pause)
        number = random.randrange(len(ours.programs))
        ours.programs[number].kill()
        await ours.programs[number].wait()
        killed.kills += 1
        ours.programs[number] = await stack.enter_async_context(ours.again(number))
        alone = Proxy(ours.ports[number : number + 1])
        latest = time.perf_counter() + START_SECONDS
        while await alone.post(served.path, secret_of(served), b"{}") in AWAY:
            assert time.perf_counter() < latest, "it does not start again"
            await asyncio.sleep(AGAIN_SECONDS)
        alone.close()


async def _compared(url: str, sides: Collection[Side]) -> list[str]:
    """Compare what the treasurers confirmed with what is posted, when everything is said."""
    paid: dict[int, list[int]] = {}
    for side in sides:
        for member, amounts in side.paid.items():
            paid.setdefault(member, []).extend(amounts)
    wrong = []
    database = Database(url)
    try:
        if left := await _drained(database):
            wrong.append(f"{left} messages still wait")
        found = {row.member_id: row for row in await _rows(database, REPAID)}
        unknown = {row.member_id for row in await _rows(database, UNKNOWN)}
    finally:
        await database.close()
    for member in sorted(paid.keys() | found.keys()):
        amounts, row = paid.get(member, []), found.get(member)
        posted = (row.times, row.amount) if row else (0, 0)
        if posted != (len(amounts), sum(amounts)):
            wrong.append(f"{member} paid {amounts}, posted: {posted}")
    for side in sides:
        lost = set(side.without_slip) - unknown
        wrong += [f"{member} got no slip, and nobody knows of it" for member in sorted(lost)]
    return wrong


async def _drained(database: Database) -> int:
    ends = time.perf_counter() + DRAIN_SECONDS
    while left := int((await _rows(database, WAITING))[0][0]):
        if time.perf_counter() > ends:
            return left
        await asyncio.sleep(AGAIN_SECONDS)
    return 0


async def _rows(database: Database, query: TextClause) -> list[AnyRow]:
    async with database.read() as db:
        return list(await db.execute(query))
