"""What may come twice after a crash is bounded, and stopping waits for nothing that hangs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import func, select

from bot.reminders import delivery as module
from bot.reminders import served
from bot.storage import tables as t
from bot.storage.engine import Connection
from tests.post_office import SECONDS, PostOffice, running


async def held(office: PostOffice) -> int:
    """How many messages were claimed and are not recorded: a crash now doubles so many."""
    async with office.database.read() as db:
        rows = await db.execute(
            select(func.count()).select_from(t.Outbox).where(t.Outbox.owner.is_not(None))
        )
        return rows.scalar_one()


async def test_what_ends_while_the_database_is_slow_makes_no_room_before_it_is_recorded(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(served, "WINDOW", 2)
    for chat in ("hoa", "lan", "tu", "binh"):
        await office.queue(chat, chat)
    recording, counted, write = asyncio.Event(), list[int](), office.database.write

    async def is_sent() -> bool:
        return "lan" in office.postman.sent

    @asynccontextmanager
    async def slow() -> AsyncIterator[Connection]:
        async with write() as db:
            if "hoa" in office.postman.sent and not recording.is_set():
                recording.set()  # so the other one arrives while the first is being recorded
                await office.until(is_sent)
            yield db

    async def count() -> None:
        counted.append(await held(office))

    office.postman.meanwhile |= {"lan": recording.wait, "tu": count, "binh": count}
    monkeypatch.setattr(office.database, "write", slow)
    async with running(office.delivery):
        await office.until_fate("binh", "sent")
    assert len(counted) == 2
    assert max(counted) <= 2


def down(office: PostOffice, monkeypatch: pytest.MonkeyPatch, rounds: int) -> Callable[[], int]:
    """Let the database be down for so many looks after the first; return what counts them."""
    looks, write = 0, office.database.write

    @asynccontextmanager
    async def failing() -> AsyncIterator[Connection]:
        nonlocal looks
        looks += 1
        if 1 < looks <= rounds + 1:
            raise ConnectionRefusedError
        async with write() as db:
            yield db

    monkeypatch.setattr(office.database, "write", failing)
    return lambda: looks


async def test_stopping_does_not_wait_for_the_next_look_at_a_database_that_is_down(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "POLL_SECONDS", 6 * SECONDS)
    monkeypatch.setattr(module, "LONGEST_SECONDS", 6 * SECONDS)
    looks = down(office, monkeypatch, 10)

    async def has_looked() -> bool:
        return looks() > 1

    async with asyncio.timeout(SECONDS), running(office.delivery):
        office.delivery.nudge()
        await office.until(has_looked)


async def test_a_database_that_is_down_for_hours_does_not_end_it(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its waits grow, but not beyond what a float holds: that would be after three hours."""
    monkeypatch.setattr(module, "POLL_SECONDS", 1e-9)
    monkeypatch.setattr(module, "APART_SECONDS", 0)
    monkeypatch.setattr(module, "LONGEST_SECONDS", 0)
    await office.queue("hoa", "hello")
    down(office, monkeypatch, 1100)
    async with running(office.delivery):
        await office.until_fate("hello", "sent")
