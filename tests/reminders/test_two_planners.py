"""Two processes look what is due, on one PostgreSQL: each look is one process's, whoever dies."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import psutil
import pytest
from sqlalchemy import text

from bot.storage import measures
from bot.storage.engine import Database
from tests.ears import until
from tests.program import Program
from tests.telegram_api import Telegram
from tests.thousands import Thousands

pytestmark = [
    pytest.mark.process,
    pytest.mark.postgres,
    pytest.mark.xdist_group("two processes"),
]

EVERY = "0.5"
"""Seconds between two looks."""
SLOW_S = 120
"""However busy the machine is."""
LEDGER = (
    "CREATE TABLE ledger (name text, slot timestamptz)",
    """
    CREATE FUNCTION note_slot() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO ledger VALUES (NEW.name, NEW.slot);
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER won AFTER INSERT OR UPDATE ON ticks
        FOR EACH ROW EXECUTE FUNCTION note_slot()
    """,
)
SLOTS = "SELECT slot FROM ledger WHERE name = :name"
# Who plans lets nobody else pass, and waits for the table that it is to write.
AT_IT = """
    SELECT client_port FROM pg_stat_activity JOIN pg_locks USING (pid)
        WHERE datname = current_database() AND wait_event = 'relation'
            AND locktype = 'advisory' AND granted
"""
UNSAID = "SELECT id FROM outbox WHERE status = 'waiting'"


class Planners:
    """A club that is to be reminded now, and two processes that plan and send."""

    def __init__(self, club: Thousands, database: Database) -> None:
        self.database = database
        self.everybody = [*club.people, club.treasurer]
        self.reminded = club.reminded
        self.programs: list[Program] = []

    def start(self, folder: Path, running: ExitStack, **given: str) -> None:
        """Start both at the same moment."""
        for name in ("one", "other"):
            its = folder / name
            its.mkdir()
            does = ("--real", "--looks", EVERY, "--role", "planner,sender")
            program = Program(its, *does, module="tests.started", **given)
            running.callback(program.kill)
            self.programs.append(program)
        for program in self.programs:
            program.__enter__()

    async def read(self, query: str, **given: str) -> list[Any]:
        """What a query finds, a value each."""
        async with self.database.read() as db:
            return list((await db.execute(text(query), given)).scalars())

    async def at_it(self) -> Program:
        """The process that has begun to plan and cannot go on."""
        await until(lambda: self.read(AT_IT), SLOW_S)
        (port,) = await self.read(AT_IT)
        (found,) = (one for one in self.programs if port in _ports(one))
        return found

    async def all_are_reminded(self) -> None:
        """Wait until they are, and nothing more is on its way."""
        await until(lambda: all(map(self.reminded, self.everybody)), SLOW_S)
        await until(self._is_all_said, SLOW_S)

    async def _is_all_said(self) -> bool:
        return not await self.read(UNSAID)

    async def looks(self) -> int:
        """How often it was looked what is due."""
        return len(await self.read(SLOTS, name=measures.SCAN))

    async def look_again(self) -> None:
        """Wait until they have, some times."""
        before = await self.looks()

        async def have_looked() -> bool:
            return await self.looks() > before + 3

        await until(have_looked, SLOW_S)

    async def each_look_was_of_one(self) -> None:
        """Nobody was reminded twice, and no slot was won twice, nor used by who had not won it."""
        assert [len(self.reminded(one)) for one in self.everybody] == [1] * len(self.everybody)
        for name in (measures.SCAN, "announce", "follow"):
            slots = await self.read(SLOTS, name=name)
            assert len(slots) == len(set(slots)) > 0, name
        assert len(await self.read(SLOTS, name=measures.PLAN)) <= await self.looks()


@pytest.fixture
async def planners(postgres_url: str, telegram: Telegram) -> AsyncIterator[Planners]:
    """They are started by the test; from then on each slot that is won is noted."""
    club = await asyncio.to_thread(Thousands, postgres_url, telegram, 3)
    database = Database(postgres_url)
    async with database.write() as db:
        for statement in LEDGER:
            await db.execute(text(statement))
    yield Planners(club, database)
    await database.close()


@pytest.fixture
def telegram() -> Iterator[Telegram]:
    with Telegram() as made:
        yield made


@pytest.fixture
def start(
    planners: Planners, telegram: Telegram, postgres_url: str, tmp_path: Path
) -> Iterator[Callable[[], None]]:
    """Starts both; they are gone after the test."""
    with ExitStack() as running:
        yield partial(
            planners.start,
            tmp_path,
            running,
            DATABASE_URL=postgres_url,
            TELEGRAM_TOKEN=telegram.token,
            TELEGRAM_API=telegram.url,
        )


def _ports(program: Program) -> set[int]:
    """The ports from which a process has reached out."""
    return {one.laddr.port for one in psutil.Process(program.process.pid).net_connections()}


async def test_of_two_one_does_each_look_and_everybody_is_reminded_once(
    planners: Planners, start: Callable[[], None]
) -> None:
    start()
    await planners.all_are_reminded()
    await planners.look_again()
    assert [one.stop() for one in planners.programs] == [0, 0]
    await planners.each_look_was_of_one()


async def test_when_the_one_at_it_is_killed_the_other_takes_over(
    planners: Planners, start: Callable[[], None]
) -> None:
    async with planners.database.write() as db:
        await db.execute(text("LOCK TABLE notices IN SHARE MODE"))  # nobody writes there
        start()
        killed = await planners.at_it()
        killed.kill()
    await planners.all_are_reminded()
    (left,) = (one for one in planners.programs if one is not killed)
    assert left.stop() == 0
    await planners.each_look_was_of_one()
