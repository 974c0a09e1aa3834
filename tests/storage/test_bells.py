"""Bells between processes: heard by the others, few however often they ring, and back again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from sqlalchemy import text

from bot.storage import bells
from bot.storage.bells import Bells
from bot.storage.engine import Database
from tests.ears import until
from tests.watched import LISTENING, listening

CUT = (
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@dataclass(kw_only=True)
class House:
    """A process with a bell, and what it has heard."""

    bells: Bells
    heard: list[str] = field(default_factory=list)

    def queued(self) -> int:
        return self.heard.count("")


def house(database: Database) -> House:
    heard: list[str] = []
    made = Bells(database, queued=lambda: heard.append(""), written=heard.append)
    return House(bells=made, heard=heard)


@asynccontextmanager
async def living(*houses: House) -> AsyncIterator[None]:
    """Let processes listen; leaving stops them, and they must end by themselves."""
    async with asyncio.timeout(60), asyncio.TaskGroup() as tasks:
        for one in houses:
            tasks.create_task(one.bells.run())
        await until(lambda: all(one.bells.listens for one in houses), 30)
        try:
            yield
        finally:
            for one in houses:
                one.bells.stop()


@pytest.fixture
async def server(postgres_url: str) -> AsyncIterator[Database]:
    opened = Database(postgres_url)
    yield opened
    await opened.close()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bells, "PAUSES_S", (0.05,))


async def cut(server: Database) -> None:
    """Let the server end every connection but this one, as when it is started anew."""
    async with server.write() as db:
        await db.execute(text(CUT))


async def test_the_other_process_hears_it_and_the_one_that_rings_does_not(
    server: Database,
) -> None:
    one, other = house(server), house(server)
    async with living(one, other):
        one.bells.ring()
        one.bells.ring("chat of Hoa")
        await until(lambda: len(other.heard) == 2)
        other.bells.ring("chat of Lan")
        await until(lambda: one.heard)
    assert sorted(other.heard) == ["", "chat of Hoa"]
    assert one.heard == ["chat of Lan"]


async def test_a_thousand_rings_at_once_are_one(server: Database) -> None:
    one, other = house(server), house(server)
    async with living(one, other):
        for _turn in range(1000):
            one.bells.ring()
        await until(other.queued)
        one.bells.ring("the last")
        await until(lambda: "the last" in other.heard)
    assert other.queued() == 1


async def test_a_process_that_stops_rings_first(server: Database) -> None:
    other = house(server)
    async with living(other):
        one = house(server)
        async with living(one):
            one.bells.ring()
        await until(other.queued)


async def test_it_comes_back_when_the_server_has_ended_its_connection(
    server: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot.storage.bells")
    one, other = house(server), house(server)
    async with living(one, other):
        await cut(server)
        await until(lambda: "can be heard again" in caplog.text)

        def rings_and_is_heard() -> bool:
            one.bells.ring()
            return bool(other.heard)

        await until(rings_and_is_heard, 30)
    assert caplog.text.count("are not heard") == 2  # once for each, not at every try


async def test_while_the_server_is_away_it_tries_again_and_can_be_stopped(
    server: Database, caplog: pytest.LogCaptureFixture
) -> None:
    one = house(Database(f"{server.url}_gone"))
    async with asyncio.timeout(60), asyncio.TaskGroup() as tasks:
        tasks.create_task(one.bells.run())
        await until(lambda: "are not heard" in caplog.text)
        one.bells.ring()  # to nobody
        one.bells.stop()
    assert caplog.text.count("are not heard") == 1


async def test_a_server_that_lies_down_without_a_word_is_noticed(
    server: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A quiet connection is asked from time to time: nothing else would show that it is dead."""
    monkeypatch.setattr(bells, "ALIVE_S", 0.05)
    asked = LISTENING.replace("LISTEN%", "SELECT 1")
    one = house(server)

    async def is_asked() -> bool:
        async with server.read() as db:
            return bool((await db.execute(text(asked))).scalar_one())

    async with living(one):
        await until(is_asked)


async def test_no_connection_of_the_pool_is_kept_for_it(server: Database) -> None:
    one = house(server)
    async with living(one):
        assert "Current Checked out connections: 0" in server.engine.pool.status()
        assert await listening(server) == 1


async def test_on_sqlite_there_is_nobody_to_be_heard(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    one = house(database)
    one.bells.ring()
    async with asyncio.timeout(10):
        await one.bells.run()
    await database.close()
