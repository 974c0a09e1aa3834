"""SIGTERM in the middle of a burst: the program ends at once, and nobody hears anything twice."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import ColumnElement, func, select

from bot.chat import Address, Reply
from bot.clock import utc_now
from bot.storage import addresses, outbox
from bot.storage import tables as t
from bot.storage.engine import Database
from bot.storage.messages import Lane, Message
from tests.program import wait_for
from tests.telegram_api import Person, slow
from tests.telegram_club import Club

pytestmark = [pytest.mark.process, pytest.mark.xdist_group("stopping")]

PHONES = 40
ENDS_WITHIN_S = 2.0
ANSWERS, NOTICES, LINES = 300, 100, 100
"""What waits for phones at once and at the bot's pace, and for the page."""


def test_sigterm_in_a_burst_ends_it_within_two_seconds_and_nothing_comes_twice(
    tmp_path: Path, empty_database_url: str
) -> None:
    with Club(tmp_path, empty_database_url) as club:
        phones = [club.telegram.person(f"Phone {number}") for number in range(PHONES)]
        for phone in phones:
            phone.opens()
        club.telegram.next("sendMessage", slow(0.2), times=100)
        asyncio.run(queue(club, phones))
        before = club.telegram.count("sendMessage")
        wait_for(lambda: club.telegram.count("sendMessage") > before + 60)
        started = time.monotonic()
        assert club.program.stop() == 0
        took = time.monotonic() - started
        left = asyncio.run(waiting(club.url))
        assert 100 < left < 440
        assert asyncio.run(held(club.url)) == 0
        club.starts()
        wait_for(lambda: asyncio.run(waiting(club.url)) == 0, 60)
        assert took < ENDS_WITHIN_S
        heard = Counter(one.text for phone in phones for one in phone.heard)
        assert len(heard) == ANSWERS + NOTICES
        assert set(heard.values()) == {1}
        for phone in phones:
            for kind in ("answer", "notice"):
                numbers = [int(one.text.split()[1]) for one in phone.heard if kind in one.text]
                assert numbers == sorted(numbers)
        assert asyncio.run(lines(club.url)) == [f"line {number}" for number in range(LINES)]


async def queue(club: Club, phones: list[Person]) -> None:
    """Let everything wait, for all of them in turn."""
    bot = club.telegram.token.partition(":")[0]
    database, now = Database(club.url), utc_now()

    def message(address_id: int, words: str, lane: Lane = Lane.ANSWERS) -> Message:
        reply, end = Reply(text=words), now + timedelta(days=1)
        return Message(
            address_id=address_id, reply=reply, next_at=now, useless_after=end, lane=lane
        )

    async with database.write() as db:
        ids = [
            (await addresses.arrive(db, Address("telegram", bot, str(phone.id)), now, "vi")).id
            for phone in phones
        ]
        page = (await addresses.arrive(db, Address("web", "web", "page"), now, "vi")).id
        said = [message(ids[n % PHONES], f"answer {n}") for n in range(ANSWERS)]
        said += [message(ids[n % PHONES], f"notice {n}", Lane.BROADCASTS) for n in range(NOTICES)]
        said += [message(page, f"line {n}") for n in range(LINES)]
        await outbox.put(db, said, now)
    await database.close()


async def waiting(url: str) -> int:
    return await count(url, t.Outbox.status == "waiting")


async def held(url: str) -> int:
    """How many messages a process has taken, and not given back or sent."""
    return await count(url, t.Outbox.owner.is_not(None))


async def count(url: str, which: ColumnElement[bool]) -> int:
    database = Database(url)
    async with database.read() as db:
        found = await db.scalar(select(func.count()).select_from(t.Outbox).where(which))
    await database.close()
    return found or 0


async def lines(url: str) -> list[str]:
    """What the page shows."""
    database = Database(url)
    async with database.read() as db:
        rows = await db.execute(select(t.WebLine.text).order_by(t.WebLine.number))
    await database.close()
    return list(rows.scalars())
