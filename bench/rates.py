"""Turns per second beside the bare transaction: in laps, so that all meet the same machine."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle, islice
from statistics import median
from typing import Any, TypeVar

from sqlalchemy import event, text

from bench.bare import Bare
from bench.clubs import Borrower, found
from bench.turns import TURNS_OF_A_REPAYMENT, Talk
from bot.storage.engine import Database

LAPS = 5
CONCURRENCIES = (1, 8)
BARE, QUESTIONS, REPAYMENTS = 240, 160, 64
"""How often in one lap: a second of each, so that what is compared meets the same machine."""
POSTED = "transactions WHERE kind = 'repayment'"

Item = TypeVar("Item")


@dataclass(slots=True)
class Rates:
    """Per second, one figure for each lap."""

    bare: list[float] = field(default_factory=list)
    question: list[float] = field(default_factory=list)
    repayment: list[float] = field(default_factory=list)
    """Turns of repayments, not whole repayments."""
    delivery: list[float] = field(default_factory=list)

    def ratio(self, measured: list[float]) -> float:
        """Return the median of what was measured against the bare one of the same lap."""
        return median(one / bare for one, bare in zip(measured, self.bare, strict=True))


@dataclass(frozen=True, slots=True)
class Statements:
    """What one turn sends to the database, without BEGIN and COMMIT."""

    statements: float
    savepoints: float


@dataclass(frozen=True, slots=True)
class Measured:
    """Everything about one database."""

    rates: dict[int, Rates]
    """By concurrency."""
    question: Statements
    repayment: Statements


async def measure(url: str) -> Measured:
    """Found the clubs in the empty database at `url`, and measure."""
    logging.getLogger("bot.turn").setLevel(logging.WARNING)
    database, bare = Database(url), Bare(url)
    try:
        talk = Talk(database, await found(database))
        await bare.prepare()
        await _analyze(database)
        question, repayment = await _statements(talk)
        lap = _Lap(talk, bare)
        await lap.run(max(CONCURRENCIES), Rates())  # warms up
        rates = {at_once: Rates() for at_once in CONCURRENCIES}
        for _number in range(LAPS):
            for at_once, into in rates.items():
                await lap.run(at_once, into)
        return Measured(rates, question, repayment)
    finally:
        await bare.close()
        await database.close()


async def _analyze(database: Database) -> None:
    """Let the database look at its tables, as PostgreSQL does by itself after a minute."""
    async with database.write() as db:
        await db.execute(text("ANALYZE"))


class _Lap:
    """One after the other: bare transactions, questions, repayments with their delivery."""

    def __init__(self, talk: Talk, bare: Bare) -> None:
        self.talk = talk
        self.bare = bare
        self.borrowers = cycle(talk.people.borrowers)

    async def run(self, at_once: int, rates: Rates) -> None:
        """Add a figure to each rate."""
        took = await _timed(at_once, self.bare.turn, [one.id for one in self._next(BARE)])
        rates.bare.append(BARE / took)
        took = await _timed(at_once, self.talk.asks, self._next(QUESTIONS))
        rates.question.append(QUESTIONS / took)
        took = await _timed(at_once, self.talk.declares, self._next(REPAYMENTS))
        messages, seconds = await self._deliver()
        presses = self.talk.presses()
        before = await self.talk.count(POSTED)
        took += await _timed(at_once, self.talk.confirms, presses)
        assert await self.talk.count(POSTED) - before == REPAYMENTS, "not all were posted"
        rates.repayment.append(REPAYMENTS * TURNS_OF_A_REPAYMENT / took)
        more, its_seconds = await self._deliver()
        rates.delivery.append((messages + more) / (seconds + its_seconds))

    async def _deliver(self) -> tuple[int, float]:
        started = time.perf_counter()
        messages = await self.talk.deliver()
        return messages, time.perf_counter() - started

    def _next(self, number: int) -> list[Borrower]:
        return list(islice(self.borrowers, number))


async def _timed(
    at_once: int, work: Callable[[Item], Awaitable[object]], items: Iterable[Item]
) -> float:
    """Do `work` on each item, so many at once, and return the seconds."""
    left = iter(items)

    async def worker() -> None:
        for item in left:
            await work(item)

    started = time.perf_counter()
    async with asyncio.TaskGroup() as tasks:
        for _number in range(at_once):
            tasks.create_task(worker())
    return time.perf_counter() - started


async def _statements(talk: Talk) -> tuple[Statements, Statements]:
    """Count on the second time: the first may look at what is remembered afterwards."""
    borrower = talk.people.borrowers[0]
    for _number in range(2):
        with _counted(talk.database) as asked:
            await talk.asks(borrower)
        with _counted(talk.database) as paid:
            await talk.declares(borrower)
        await talk.deliver()
        with _counted(talk.database, paid):
            for press in talk.presses():
                await talk.confirms(press)
        await talk.deliver()
    return _per_turn(asked, 1), _per_turn(paid, TURNS_OF_A_REPAYMENT)


def _per_turn(sent: list[str], turns: int) -> Statements:
    kinds = [statement.split(maxsplit=1)[0].upper() for statement in sent]
    return Statements(
        statements=sum(kind not in {"BEGIN", "SAVEPOINT", "RELEASE"} for kind in kinds) / turns,
        savepoints=kinds.count("SAVEPOINT") / turns,
    )


@contextmanager
def _counted(database: Database, sent: list[str] | None = None) -> Iterator[list[str]]:
    sent = [] if sent is None else sent

    def note(_db: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        sent.append(statement)

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(database.engine.sync_engine, "before_cursor_execute", note)
