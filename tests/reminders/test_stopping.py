"""SIGTERM in the middle of a burst: the program ends at once, and nobody hears anything twice.

Where Telegram hangs, what it took without a word about it is as after a crash.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import ColumnElement, func, select

from bot.chat import Address, Reply
from bot.clock import utc_now
from bot.reminders.served import WINDOW
from bot.storage import addresses, outbox
from bot.storage import tables as t
from bot.storage.engine import Database
from bot.storage.messages import Lane, Message
from tests.program import wait_for
from tests.served_club import TREASURER
from tests.telegram_api import Person, slow
from tests.telegram_club import Club
from tests.thousands import UNSURE

pytestmark = [pytest.mark.process, pytest.mark.timed]

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
        print(f"\nSIGTERM in a burst: ended after {took:.2f} s")  # noqa: T201
        assert took < ENDS_WITHIN_S
        heard = Counter(one.text for phone in phones for one in phone.heard)
        assert len(heard) == ANSWERS + NOTICES
        assert set(heard.values()) == {1}
        for phone in phones:
            for kind in ("answer", "notice"):
                numbers = [int(one.text.split()[1]) for one in phone.heard if kind in one.text]
                assert numbers == sorted(numbers)
        assert asyncio.run(lines(club.url)) == [f"line {number}" for number in range(LINES)]


def test_sigterm_while_telegram_hangs_ends_it_within_two_seconds_too(
    tmp_path: Path, empty_database_url: str
) -> None:
    with Club(tmp_path, empty_database_url) as club:
        phones = [club.phone() for _number in range(2 * WINDOW)]
        lan = club.phone(TREASURER)
        club.telegram.next("sendMessage", slow(60), times=2 * WINDOW)
        before = club.telegram.count("sendMessage")
        asyncio.run(queue_slips_and_notices(club, phones))
        wait_for(lambda: club.telegram.count("sendMessage") == before + 2 * WINDOW)
        started = time.monotonic()
        assert club.program.stop() == 0
        took = time.monotonic() - started
        club.starts_again()
        wait_for(lambda: asyncio.run(waiting(club.url)) == 0, 30)
        unsure = asyncio.run(count(club.url, t.Outbox.status == "unknown"))
    print(f"\nSIGTERM while Telegram hangs: ended after {took:.2f} s")  # noqa: T201
    assert took < ENDS_WITHIN_S
    heard = Counter(one.text for phone in phones for one in phone.heard)
    assert {heard[f"slip {number}"] for number in range(len(phones))} == {1}
    notices = Counter(heard[f"notice {number}"] for number in range(len(phones)))
    assert notices == {2: WINDOW, 1: WINDOW}
    assert unsure == WINDOW
    assert lan.count(UNSURE) == WINDOW


async def queue_slips_and_notices(club: Club, phones: list[Person]) -> None:
    """Let a slip and a notice wait for each of them."""
    database, now = Database(club.url), utc_now()
    async with database.write() as db:
        rows = await db.execute(
            select(t.Link.address_id, t.Link.club_id, t.Link.member_id, t.Address.chat).join(
                t.Address, t.Address.id == t.Link.address_id
            )
        )
        links = {row.chat: row for row in rows}
        for number, phone in enumerate(phones):
            row = links[str(phone.id)]
            slip = message(row.address_id, f"slip {number}", now)
            whose = {"club_id": row.club_id, "member_id": row.member_id}
            notice = message(row.address_id, f"notice {number}", now, Lane.REMINDERS)
            await outbox.put(db, [replace(slip, once=True, **whose), notice], now)
    await database.close()


def message(address_id: int, words: str, now: datetime, lane: Lane = Lane.ANSWERS) -> Message:
    reply, end = Reply(text=words), now + timedelta(days=1)
    return Message(address_id=address_id, reply=reply, next_at=now, useless_after=end, lane=lane)


async def queue(club: Club, phones: list[Person]) -> None:
    """Let everything wait, for all of them in turn."""
    bot = club.telegram.token.partition(":")[0]
    database, now = Database(club.url), utc_now()
    async with database.write() as db:
        ids = [
            (await addresses.arrive(db, Address("telegram", bot, str(phone.id)), now, "vi")).id
            for phone in phones
        ]
        page = (await addresses.arrive(db, Address("web", "web", "page"), now, "vi")).id
        said = [message(ids[n % PHONES], f"answer {n}", now) for n in range(ANSWERS)]
        said += [
            message(ids[n % PHONES], f"notice {n}", now, Lane.BROADCASTS) for n in range(NOTICES)
        ]
        said += [message(page, f"line {n}", now) for n in range(LINES)]
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
