"""An announcement on Telegram: its writer has one message that really changes, and can stop it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from bot.clock import local_day, utc_now
from bot.people import DEFAULT_ZONE
from bot.storage import broadcast_people, broadcasts
from bot.storage import tables as t
from bot.storage.broadcasts import Audience, Draft
from bot.storage.engine import Database
from tests.databases import sqlite_url_of
from tests.program import worded
from tests.served_club import HEAD
from tests.telegram_api import Message, flood
from tests.telegram_club import Club

pytestmark = pytest.mark.process

WAYS = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
PHONES = 6
HEADING = "Làng xin báo:"
SENDING = worded("Sending “{said}”: it has arrived at {count} of {all}.")
LEFT = worded("Not at {left}; somebody should tell them.")
STOPPED = worded("“{said}” was stopped. It had arrived at {count}.")


@pytest.fixture(params=WAYS)
def club(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Club]:
    """The club, served by a program that looks every second."""
    server = request.getfixturevalue("postgres") if request.param == "postgres" else None
    name = server.create() if server else "club.db"
    url = server.url(name) if server else sqlite_url_of(tmp_path / name)
    with Club(tmp_path, url) as running:
        assert running.program.stop() == 0
        running.starts("--follows", "1", module="tests.started")
        yield running
    if server:
        server.drop(name)


def goes(club: Club) -> None:
    """Let an announcement of the head begin to go; nobody gets it yet."""

    async def put_out() -> None:
        now, database = utc_now(), Database(club.url)
        async with database.write() as db:
            draft = Draft(
                club_id=await db.scalar(select(t.Member.club_id).where(t.Member.id == HEAD)) or 0,
                made_by=HEAD,
                text=f"{HEADING}\n\nMai họp",
                audience=Audience(groups=("all",)),
                fingerprint="same",
                send_at=now,
            )
            number = await broadcasts.make(db, draft, now)
            one = await broadcasts.broadcast(db, draft.club_id, number)
            day = local_day(now, DEFAULT_ZONE)
            assert await broadcast_people.put_out(db, one, day=day, now=now, silent=False)
            await db.execute(
                update(t.Outbox).where(_HERS).values(next_at=now + timedelta(hours=1))
            )
            waits = select(func.count()).select_from(t.Outbox).where(_HERS)
            assert await db.scalar(waits) == PHONES
        await database.close()

    asyncio.run(put_out())


def arrives(club: Club, phones: int) -> None:
    """Let it go to so many more phones."""

    async def release() -> None:
        database = Database(club.url)
        async with database.write() as db:
            first = select(t.Outbox.id).where(_HERS).order_by(t.Outbox.id).limit(phones)
            await db.execute(
                update(t.Outbox).where(t.Outbox.id.in_(first)).values(next_at=utc_now())
            )
        await database.close()

    asyncio.run(release())


_HERS = t.Outbox.broadcast_id.is_not(None) & (t.Outbox.status == "waiting")


def has(message: Message, people: int) -> bool:
    """Whether so many have got it, says the message."""
    return bool(SENDING.search(message.text)) and figures(message)[0] == people


def figures(message: Message) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", message.text)]


def test_the_message_changes_while_it_goes_until_it_is_through_or_stopped(club: Club) -> None:
    head = club.phone(HEAD)
    phones = [head, *(club.phone() for _number in range(PHONES - 1))]
    goes(club)
    shown = head.hears(SENDING)
    assert has(shown, 0)
    for more, so_far in ((1, 1), (2, 3)):
        club.telegram.next("editMessageText", flood(1))
        arrives(club, more)
        head.sees(shown, lambda one, now=so_far: has(one, now))  # type: ignore[misc]  # its default
    arrives(club, PHONES)
    head.sees(shown, lambda one: LEFT.search(one.text))
    assert figures(shown)[0] == PHONES
    assert len(shown.edits) == 3
    head.presses(worded("Whom to tell in person"), shown)
    head.hears(worded("Please tell these in person what {said} says:"))
    assert [one.count(HEADING) for one in phones] == [1] * PHONES

    goes(club)
    shown = head.hears(SENDING)
    arrives(club, 2)
    head.sees(shown, lambda one: has(one, 2))
    (stop,) = shown.buttons
    head.presses(stop, shown)
    asked = head.hears(worded("Stop {said}? {people} have not got it yet."))
    assert figures(asked) == [PHONES - 2]
    head.presses(worded("Stop sending"), asked)
    head.hears(worded("Stopped. {people} had it already."))
    head.sees(shown, lambda one: STOPPED.search(one.text))
    arrives(club, PHONES)
    head.presses(worded("Whom to tell in person"), shown)
    head.hears(worded("Please tell these in person what {said} says:"))
    assert sum(one.count(HEADING) for one in phones) == PHONES + 2
    assert head.count(LEFT) == 2  # each had one message, which ended so
    assert head.count(SENDING) == 0
    club.everybody_was_answered()
