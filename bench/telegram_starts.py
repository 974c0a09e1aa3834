"""From the start of a process to its first answer on Telegram, and what is resident then."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import aiohttp
import psutil

from bench.clubs import Borrower, shown
from bench.telegram_bots import SECONDS, Process, bare_polling, ours
from bench.telegram_fake import Arrived, question, served
from bench.turns import QUESTION
from bot.clock import utc_now
from tests.databases import free_port

STARTS = 5
IDLE_SECONDS = 1.5
"""From the first answer until the memory is looked at."""
LOOK_SECONDS = 0.02
VISIT_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Start:
    """What one start took."""

    seconds: float
    """Until the answer to a message that waited."""
    bytes: int
    """Resident when nothing was left to do."""
    page_seconds: float = 0.0
    """Until the web page answered; 0 for a bot without one."""
    slowest_page: float = 0.0
    """Seconds for which the page was slowest to answer while Telegram's library loaded."""


@dataclass(frozen=True, slots=True)
class Starts:
    """Medians, and the slowest page of all; in turns one start of each."""

    bare: Start
    ours: Start


async def measure(url: str, folder: Path, borrower: Borrower) -> Starts:
    """Start both again and again, ours on a database in which `borrower` has joined."""
    bare, mine = [], []
    for number in range(1, STARTS + 1):
        bare.append(await _bare(folder, number))
        mine.append(await _ours(url, folder, borrower, number))
    return Starts(bare=_median(bare), ours=_median(mine))


async def _bare(folder: Path, number: int) -> Start:
    async with asyncio.timeout(SECONDS), served() as api:
        api.keep(question(number, number, QUESTION, utc_now().timestamp()))
        answer = api.expect(number)
        started = time.perf_counter()
        async with bare_polling(api, folder) as process:
            arrived = await answer
            return Start(arrived.at - started, await _idle(process))


async def _ours(url: str, folder: Path, borrower: Borrower, number: int) -> Start:
    chat, port = int(borrower.address.chat), free_port()
    async with asyncio.timeout(SECONDS), served() as api:
        # Its own number each time: the same message again would not be answered.
        waiting = question(10**6 + number, chat, QUESTION, utc_now().timestamp())
        api.keep(waiting)
        answer = api.expect(chat)
        started = time.perf_counter()
        async with (
            ours(api, folder, url, port, webhook=False) as process,
            aiohttp.ClientSession(f"http://127.0.0.1:{port}") as page,
        ):
            page_answered = await _page_answers(page)
            slowest = await _visited_until(page, answer)
            arrived = await answer
            assert shown(borrower.owed) in arrived.text, arrived.text
            return Start(
                seconds=arrived.at - started,
                bytes=await _idle(process),
                page_seconds=page_answered - started,
                slowest_page=slowest,
            )


async def _page_answers(page: aiohttp.ClientSession) -> float:
    """Wait for the web page and return when it answered."""
    while True:
        try:
            await _visit(page)
        except aiohttp.ClientConnectionError:
            await asyncio.sleep(LOOK_SECONDS)
        else:
            return time.perf_counter()


async def _visited_until(page: aiohttp.ClientSession, done: asyncio.Future[Arrived]) -> float:
    """Look at the page again and again; return the seconds of the slowest time."""
    slowest = 0.0
    while not done.done():
        began = time.perf_counter()
        await _visit(page)
        slowest = max(slowest, time.perf_counter() - began)
        await asyncio.wait([done], timeout=VISIT_SECONDS)
    return slowest


async def _visit(page: aiohttp.ClientSession) -> None:
    async with page.get("/health") as response:
        assert response.status == 200, response.status


async def _idle(process: Process) -> int:
    await asyncio.sleep(IDLE_SECONDS)
    return int(psutil.Process(process.pid).memory_info().rss)


def _median(starts: list[Start]) -> Start:
    return Start(
        seconds=median(one.seconds for one in starts),
        bytes=int(median(one.bytes for one in starts)),
        page_seconds=median(one.page_seconds for one in starts),
        slowest_page=max(one.slowest_page for one in starts),
    )
