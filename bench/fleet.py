"""20,000 people of 400 clubs who talk by Telegram and Zalo to two processes on PostgreSQL, beside
two bare ones: one lap after the other, so that both meet the same machine.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from bench.bare import Bare
from bench.fleet_api import TelegramApi, ZaloApi, served
from bench.fleet_bots import Apis, bare, ours
from bench.fleet_meter import spent
from bench.fleet_people import Fleet, found
from bench.fleet_talk import Side, Talk
from bench.fleet_wire import Proxy
from bench.telegram_bots import Process
from bot.storage.engine import Database
from tests.databases import free_port

PROCESSES = 2
AT_ONCE = 32
LAPS = 6
WARM_SECONDS = 5.0
SETTLES_SECONDS, BUSY = 2.0, 60
"""A start is over when so many requests no longer come in so long."""


@dataclass(frozen=True, slots=True)
class Size:
    """How many clubs, and how many of them have a bot of their own on each platform."""

    clubs: int = 400
    telegram: int = 400
    zalo: int = 400

    def fleet(self) -> Fleet:
        """Return the bots."""
        return Fleet.of(*self.numbers())

    @property
    def is_one_bot(self) -> bool:
        """Whether all clubs share a bot on Telegram, which the environment names."""
        return not self.telegram + self.zalo

    def numbers(self) -> tuple[int, int, int]:
        """Return what `Fleet.of` takes."""
        return self.clubs, self.telegram, self.zalo


@dataclass(slots=True)
class Measured:
    """What became of the talk, with the bare processes and with ours."""

    bare: Side = field(default_factory=Side)
    ours: Side = field(default_factory=Side)

    def ratio(self) -> float:
        """Return the median of our rate against the bare one of the same lap."""
        pairs = zip(self.ours.turns, self.bare.turns, strict=True)
        return median(mine / bare for mine, bare in pairs)


@dataclass(slots=True)
class Team:
    """People and the processes that they talk to."""

    talk: Talk
    proxy: Proxy
    programs: list[Process]
    is_bare: bool
    ports: tuple[int, ...]
    asked: Callable[[], int]
    """Returns how many requests the platforms had."""
    again: Callable[[int], AbstractAsyncContextManager[Process]]
    """Runs one of the programs once more, by its place."""
    warming: list[Side] = field(default_factory=list)

    async def warms_up(self) -> None:
        """Let them talk when all has started: libraries load, hundreds of bots tell their name."""
        while not self.warming or self.warming[-1].repeated:
            await self._warms()
        await self.settles()
        await self._warms()

    async def _warms(self) -> None:
        self.warming.append(Side())
        await self.lap(self.warming[-1], WARM_SECONDS)

    async def settles(self) -> None:
        """Wait until hardly anything is asked of the platforms any more."""
        asked, before = self.asked(), -BUSY
        while asked - before >= BUSY:
            await asyncio.sleep(SETTLES_SECONDS)
            asked, before = self.asked(), asked

    async def lap(self, side: Side, seconds: float) -> None:
        """Let them talk for a while."""
        before, heard = spent(self.programs), len(side.seconds)
        started = time.perf_counter()
        await self.talk.lap(self.proxy, side, seconds=seconds, at_once=AT_ONCE, bare=self.is_bare)
        side.turns.append((len(side.seconds) - heard) / (time.perf_counter() - started))
        side.spent += spent(self.programs) - before


async def measure(url: str, folder: Path, size: Size, *, seconds: float) -> Measured:
    """Found the clubs in the empty database at `url`, and let the people talk so long in all."""
    await prepare(url, size)
    measured = Measured()
    async with (
        team(url, folder, size, is_bare=True) as bare_team,
        team(url, folder, size, is_bare=False) as our_team,
    ):
        await bare_team.warms_up()
        await our_team.warms_up()
        for _number in range(LAPS):
            await bare_team.lap(measured.bare, seconds / LAPS)
            await our_team.lap(measured.ours, seconds / LAPS)
    return measured


@asynccontextmanager
async def team(url: str, folder: Path, size: Size, *, is_bare: bool) -> AsyncIterator[Team]:
    """Run two processes of a kind, and what they talk to."""
    talk = Talk(size.fleet(), size.clubs)
    ports = tuple(free_port() for _number in range(PROCESSES))
    telegram, zalo = TelegramApi(talk.deliver), ZaloApi(talk.deliver)
    async with AsyncExitStack() as stack:
        urls = [await stack.enter_async_context(served(one.answer)) for one in (telegram, zalo)]
        apis = Apis(*urls)

        def run(number: int) -> AbstractAsyncContextManager[Process]:
            if is_bare:
                return bare(apis, folder, url, ports[number], *size.numbers())
            return ours(apis, folder, url, ports[number], ports[0], is_one_bot=size.is_one_bot)

        programs = [await stack.enter_async_context(run(one)) for one in range(PROCESSES)]
        proxy = Proxy(ports)
        stack.callback(proxy.close)
        await proxy.opens()
        yield Team(
            talk=talk,
            proxy=proxy,
            programs=programs,
            is_bare=is_bare,
            ports=ports,
            asked=lambda: telegram.asked + zalo.asked,
            again=run,
        )


async def prepare(url: str, size: Size) -> None:
    """Found the clubs and the bots."""
    database, bare_turns = Database(url), Bare(url)
    try:
        started = time.perf_counter()
        await found(database, size.fleet(), size.clubs)
        await bare_turns.prepare()
        print(f"{size.clubs} clubs founded in {time.perf_counter() - started:.0f} s")
    finally:
        await bare_turns.close()
        await database.close()
