"""Questions by Telegram's webhook, from the post to the answer's arrival, beside a bare bot's."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from itertools import count, cycle, islice
from pathlib import Path
from statistics import median, quantiles

import aiohttp

from bench import telegram_starts
from bench.bare import Bare
from bench.clubs import Borrower, found, shown
from bench.telegram_bots import BOT, SECONDS, bare_webhook, ours
from bench.telegram_fake import Api, Hook, question, served
from bench.telegram_starts import Starts
from bench.turns import QUESTION
from bot.clock import utc_now
from bot.storage.engine import Database
from tests.databases import free_port

LAPS = 5
CONCURRENCIES = (8, 32)
QUESTIONS = 240
"""In one lap, from as many chats as there are borrowers: 208."""
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a name

_numbers = count(1)


@dataclass(slots=True)
class Side:
    """What one bot made of the questions."""

    rates: list[float] = field(default_factory=list)
    """Answered per second, one figure for each lap."""
    seconds: list[float] = field(default_factory=list)
    """From the post to the arrival, one figure for each question."""

    def rate(self) -> float:
        """Return the median of the laps."""
        return median(self.rates)

    def percentile(self, percent: int) -> float:
        """Return the time in which so many of a hundred questions were answered."""
        return quantiles(self.seconds, n=100)[percent - 1]


@dataclass(slots=True)
class Sides:
    """The bare bot's figures, and ours."""

    bare: Side = field(default_factory=Side)
    ours: Side = field(default_factory=Side)

    def ratio(self) -> float:
        """Return the median of our rate against the bare one of the same lap."""
        pairs = zip(self.ours.rates, self.bare.rates, strict=True)
        return median(mine / bare for mine, bare in pairs)


@dataclass(frozen=True, slots=True)
class Measured:
    """Everything about one database."""

    sides: dict[int, Sides]
    """By questions in flight."""
    starts: Starts


async def measure(url: str, folder: Path) -> Measured:
    """Found the clubs in the empty database at `url`, and measure."""
    borrowers = await _found(url)
    return Measured(
        sides=await _questions(url, folder, borrowers),
        starts=await telegram_starts.measure(url, folder, borrowers[0]),
    )


async def _questions(url: str, folder: Path, borrowers: list[Borrower]) -> dict[int, Sides]:
    async with (
        served() as bare_api,
        served() as our_api,
        bare_webhook(bare_api, folder, url),
        ours(our_api, folder, url, free_port(), webhook=True),
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as client,
        asyncio.timeout(10 * SECONDS),
    ):
        bare = await Load.on(bare_api, client, borrowers)
        mine = await Load.on(our_api, client, borrowers)
        for load in (bare, mine):
            await load.lap(max(CONCURRENCIES), Side())  # warms up
        measured = {at_once: Sides() for at_once in CONCURRENCIES}
        for _number in range(LAPS):
            for at_once, sides in measured.items():
                await bare.lap(at_once, sides.bare)
                await mine.lap(at_once, sides.ours)
        return measured


async def _found(url: str) -> list[Borrower]:
    database, bare = Database(url), Bare(url)
    try:
        people = await found(database, ("telegram", BOT))
        await bare.prepare()
        return people.borrowers
    finally:
        await bare.close()
        await database.close()


class Load:
    """People who ask one bot, which is given their updates as Telegram does."""

    def __init__(
        self, api: Api, hook: Hook, client: aiohttp.ClientSession, borrowers: list[Borrower]
    ) -> None:
        self.api = api
        self.hook = hook
        self.client = client
        self.borrowers = cycle(borrowers)

    @classmethod
    async def on(cls, api: Api, client: aiohttp.ClientSession, borrowers: list[Borrower]) -> Load:
        """Wait until the bot has said where it wants its updates."""
        async with asyncio.timeout(SECONDS):
            return cls(api, await api.hook, client, borrowers)

    async def lap(self, at_once: int, side: Side) -> None:
        """Ask, so many at once, and note how fast the answers came."""
        left = islice(self.borrowers, QUESTIONS)

        async def worker() -> None:
            for borrower in left:
                side.seconds.append(await self.asks(borrower))

        started = time.perf_counter()
        async with asyncio.timeout(SECONDS), asyncio.TaskGroup() as tasks:
            for _number in range(at_once):
                tasks.create_task(worker())
        side.rates.append(QUESTIONS / (time.perf_counter() - started))

    async def next_asks(self) -> float:
        """Let the next one ask; return the seconds until the answer arrived."""
        return await self.asks(next(self.borrowers))

    async def asks(self, borrower: Borrower) -> float:
        """Ask and wait for both, the acknowledgement and the answer; return when it arrived."""
        chat = int(borrower.address.chat)
        update = question(next(_numbers), chat, QUESTION, utc_now().timestamp())
        expected = self.api.expect(chat)
        headers = {SECRET_HEADER: self.hook.secret}
        started = time.perf_counter()
        async with self.client.post(self.hook.url, json=update, headers=headers) as response:
            assert response.status == 200, f"the webhook answers {response.status}"
        arrived = await expected
        assert shown(borrower.owed) in arrived.text, f"not {borrower.owed}: {arrived.text}"
        return arrived.at - started
