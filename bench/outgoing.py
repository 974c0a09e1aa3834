"""How fast messages are claimed and recorded when sending them takes no time."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from statistics import median

from sqlalchemy import delete, func, insert, literal, select

from bench.federation import LARGE
from bench.turns import Null
from bot.reminders.delivery import Delivery
from bot.storage import tables as t
from bot.storage.engine import Database
from bot.storage.messages import Lane

LAPS = 3
MESSAGES = 4000
SECONDS = 120
TEXT = "Ngày mai câu lạc bộ họp lúc 8 giờ ở nhà văn hoá."


async def measure(url: str) -> float:
    """Return how many a second, of one bot that is not paced; `url` has a large federation."""
    database = Database(url)
    try:
        return median([await _lap(database) for _number in range(LAPS)])
    finally:
        await database.close()


async def _lap(database: Database) -> float:
    await _queue(database)
    sender = Null()
    sender.awaited = MESSAGES
    delivery = Delivery(
        database,
        {LARGE.account: sender},
        lambda: LARGE.now,
        "bench",
        lanes=[Lane.REMINDERS, Lane.BROADCASTS],
    )
    started = time.perf_counter()
    async with asyncio.timeout(SECONDS), asyncio.TaskGroup() as tasks:
        tasks.create_task(delivery.run())
        await sender.all_sent.wait()
        delivery.stop()  # returns when all is recorded
    took = time.perf_counter() - started
    async with database.read() as db:
        left = await db.scalar(
            select(func.count()).select_from(t.Outbox).where(t.Outbox.status != "sent")
        )
    assert not left, f"{left} were not recorded"
    return MESSAGES / took


async def _queue(database: Database) -> None:
    """Queue a message for each of many, as an announcement does; nothing else waits."""
    kind = t.Outbox.__table__.c
    values: dict[str, object] = {
        "club_id": 1,
        "lane": int(Lane.BROADCASTS),
        "once": False,
        "text": TEXT,
        "choices": [],
        "image": "",
        "document": "",
        "silent": False,
        "status": "waiting",
        "made_at": LARGE.now,
        "next_at": LARGE.now,
        "useless_after": LARGE.now + timedelta(days=2),
        "attempts": 0,
        "tries": [],
    }
    rows = select(
        t.Address.id, *(literal(value, kind[name].type) for name, value in values.items())
    ).where(t.Address.id <= MESSAGES)
    async with database.write() as db:
        await db.execute(delete(t.Outbox))
        await db.execute(insert(t.Outbox).from_select(["address_id", *values], rows))
