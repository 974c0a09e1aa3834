"""What the real program makes of an announcement, and of reminders, to 12,450: how fast they go to
a strict Telegram, and how long somebody who asks meanwhile waits, beside an idle bot.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import time as hour
from datetime import timedelta
from pathlib import Path
from statistics import median, quantiles

import aiohttp
from sqlalchemy import delete, insert, update

from bench import clubs, federation
from bench.clubs import Borrower
from bench.federation import Federation
from bench.telegram import Load
from bench.telegram_bots import BOT, SECONDS, ours
from bench.telegram_fake import served
from bot.clock import utc_now
from bot.reminders.broadcasting import announce
from bot.storage import broadcasts
from bot.storage import tables as t
from bot.storage.broadcasts import Audience, Draft
from bot.storage.engine import Database
from tests.databases import free_port

VILLAGE = Federation(
    clubs=1, each=12_450, account=("telegram", BOT), without_phone=0, reminds=False
)
MEASURED, MEASURED_LONG = 1500, 12_450
"""Messages of the announcement, of which the rate is taken."""
REMINDED = 750
IDLE_QUESTIONS = 150
WARMING = 10
"""Questions that are not counted: the first ones find nothing prepared."""
EVERY_SECONDS = 0.5
"""One asks after the other; with what is announced, Telegram's 30 a second are not reached."""
HEAD = 3
"""The member who announces."""
TEXT = (
    "Câu lạc bộ xin báo:\n\nSáng thứ bảy này cả xóm cùng dọn đường làng, mời bà con 6 giờ có mặt."
)


@dataclass(frozen=True, slots=True)
class Answers:
    """How long those waited who asked, in seconds."""

    seconds: list[float]

    @property
    def median(self) -> float:
        """What half of them waited at the most."""
        return median(self.seconds)

    @property
    def p99(self) -> float:
        """What 99 of a hundred waited at the most."""
        return quantiles(self.seconds, n=100)[98]


@dataclass(frozen=True, slots=True)
class Sent:
    """What went to many, and who asked meanwhile."""

    messages: int
    seconds: float
    """From the first arrival to the last."""
    refused: int
    """With 429."""
    answers: Answers

    @property
    def a_second(self) -> float:
        """The rate at which they arrived."""
        return (self.messages - 1) / self.seconds


@dataclass(frozen=True, slots=True)
class Measured:
    """Everything about one database."""

    idle: Answers
    queued: float
    """Seconds in which the announcement was put into the outbox: on SQLite nobody else writes."""
    announced: Sent
    reminded: Sent


async def measure(url: str, folder: Path, *, long: bool = False) -> Measured:
    """Found a village of 12,450 in the empty database at `url`, and measure."""
    borrowers = await _found(url)
    async with _asking(url, folder, borrowers) as load:
        await _asked(load, WARMING)
        idle = await _asked(load, IDLE_QUESTIONS)
    queued = await _announce(url)
    async with _asking(url, folder, borrowers) as load:
        announced = await _while_sent(load, borrowers, MEASURED_LONG if long else MEASURED)
    await _remind(url)
    async with _asking(url, folder, borrowers) as load:
        reminded = await _while_sent(load, borrowers, REMINDED)
    return Measured(idle=idle, queued=queued, announced=announced, reminded=reminded)


@asynccontextmanager
async def _asking(url: str, folder: Path, borrowers: list[Borrower]) -> AsyncIterator[Load]:
    async with (
        served(strict=True) as api,
        ours(api, folder, url, free_port(), webhook=True),
        aiohttp.ClientSession() as client,
    ):
        yield await Load.on(api, client, borrowers)


async def _while_sent(load: Load, borrowers: list[Borrower], messages: int) -> Sent:
    """Ask from the first messages to many on, until enough of them arrived."""
    api = load.api
    async with asyncio.timeout(SECONDS):
        await api.begun.wait()
    answers: list[float] = []
    async with asyncio.timeout(messages / 10):
        while len(api.bulk) < messages:
            asker = far_from(len(api.bulk), len(answers), borrowers)
            answers += (await _asked(load, 1, asker)).seconds
    times = api.bulk[:messages]
    return Sent(
        messages=messages,
        seconds=times[-1] - times[0],
        refused=api.refused,
        answers=Answers(answers[WARMING:]),  # it has only just started
    )


def far_from(sent: int, asked: int, borrowers: list[Borrower]) -> Borrower:
    """Return who is written to long before or after, and who has not just asked.

    A chat takes one message a second.
    """
    reached, people = sent * len(borrowers) // VILLAGE.each, len(borrowers)
    return borrowers[(reached + people // 2 + asked % (people // 4)) % people]


async def _asked(load: Load, questions: int, who: Borrower | None = None) -> Answers:
    seconds = []
    for _number in range(questions):
        ends = time.perf_counter() + EVERY_SECONDS
        seconds.append(await (load.asks(who) if who else load.next_asks()))
        await asyncio.sleep(max(0, ends - time.perf_counter()))
    return Answers(seconds)


# --- What there is to say ------------------------------------------------------------------------


async def _found(url: str) -> list[Borrower]:
    database = Database(url)
    try:
        await federation.found(database, replace(VILLAGE, now=utc_now()))
        people = await clubs.found(database, VILLAGE.account)
        async with database.write() as db:  # nobody is reminded yet
            await db.execute(delete(t.ReminderTime))
        return people.borrowers
    finally:
        await database.close()


async def _announce(url: str) -> float:
    database, now = Database(url), utc_now()
    draft = Draft(
        club_id=1,
        made_by=HEAD,
        text=TEXT,
        audience=Audience(groups=("all",)),
        fingerprint="of the bench",
        send_at=now,
    )
    async with database.write() as db:
        await broadcasts.make(db, draft, now)
    started = time.perf_counter()
    await announce(database, now)
    took = time.perf_counter() - started
    await database.close()
    return took


async def _remind(url: str) -> None:
    """Let what is left of the announcement be, and the meeting be tomorrow."""
    database, now = Database(url), utc_now()
    tomorrow = replace(VILLAGE, now=now).today + timedelta(days=1)
    async with database.write() as db:
        rest = (
            update(t.Outbox)
            .where(t.Outbox.status == "waiting", t.Outbox.broadcast_id.is_not(None))
            .values(status="expired", done_at=now, reason="measured", owner=None)
        )
        await db.execute(rest)
        await db.execute(
            insert(t.Meeting).values(
                club_id=1,
                wanted_on=tomorrow - timedelta(days=1),
                held_on=tomorrow,
                at=hour(23, 59),
                place="nhà văn hoá",
                agenda="",
                moved_because="",
            )
        )
        at_once = {"club_id": 1, "kind": "meeting", "days": -1, "at": hour(0)}
        await db.execute(insert(t.ReminderTime).values(at_once))
    await database.close()
