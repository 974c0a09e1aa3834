"""Back from a copy, the bot says nothing again that left after the copy was made."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from bot.reminders.broadcasting import announce
from bot.reminders.coming_back import come_back
from bot.storage import broadcasts, restored
from bot.storage import tables as t
from bot.storage.broadcasts import Audience, Draft
from bot.storage.engine import Database
from bot.storage.restored import PERHAPS
from tests.post_office import PostOffice
from tests.reminded import at, kinds, lent, remind, skipped
from tests.village import Village, plain


@pytest.fixture
async def club(database: Database) -> Village:
    """Hoa pays on 10 December; a copy is made in the night before she is reminded of it."""
    village = await lent(database)
    village.clock.now = at("2026-12-07 02:00")
    async with database.write() as db:
        await restored.mark(db, village.clock.now)
    return village


async def start(village: Village, moment: str) -> None:
    """Start on the copy."""
    village.clock.now = at(moment)
    await come_back(village.database, village.clock.now)


async def announcement(village: Village, moment: str, repeats: str = "") -> int:
    """Plan an announcement of Minh."""
    draft = Draft(
        club_id=village.club,
        made_by=village.ids["minh"],
        text="Làng – Minh lets you know:\n\nMai họp",
        audience=Audience(groups=("all",)),
        fingerprint="same",
        send_at=at(moment),
        repeats=repeats,
    )
    async with village.database.write() as db:
        return await broadcasts.make(db, draft, village.clock.now)


async def test_what_was_due_since_the_copy_is_not_said_and_what_comes_is(club: Village) -> None:
    await start(club, "2026-12-07 13:00")
    assert await remind(club, "2026-12-07 13:00", "2026-12-08 08:00") == {}
    assert await skipped(club) == [PERHAPS]
    assert (await remind(club, "2026-12-10 08:00"))["hoa"][0].startswith("Today 50,000 đ")
    assert await kinds(club) == ["repay-3", "repay+0"]


async def test_a_database_that_is_no_copy_catches_up(club: Village) -> None:
    async with club.database.write() as db:
        assert await restored.unmark(db)
    await start(club, "2026-12-07 13:00")
    assert "hoa" in await remind(club, "2026-12-07 13:00")


async def test_it_is_a_copy_once(club: Village) -> None:
    await start(club, "2026-12-07 03:00")
    await start(club, "2026-12-07 13:00")
    assert "hoa" in await remind(club, "2026-12-07 13:00")


async def test_what_waits_for_a_later_hour_is_said_then(club: Village) -> None:
    await remind(club, "2026-12-07 08:00")
    async with club.database.write() as db:
        later = {"said_at": None, "outbox_id": None, "wait_until": at("2026-12-07 18:00")}
        await db.execute(update(t.Notice).values(useless_after=at("2026-12-08 18:00"), **later))
    await start(club, "2026-12-07 13:00")
    assert await remind(club, "2026-12-07 17:00") == {}
    assert "hoa" in await remind(club, "2026-12-07 18:00")


async def test_an_announcement_is_not_sent_and_its_writer_is_asked_to_look(
    club: Village,
) -> None:
    await announcement(club, "2026-12-07 09:00", repeats="week")
    await start(club, "2026-12-07 13:00")
    await announce(club.database, club.clock.now)
    heard = await remind(club, "2026-12-07 13:01")
    assert list(heard) == ["minh"]
    (text,) = heard["minh"]
    assert text.startswith("I had to begin again from a copy")
    assert "9:00, 7 Dec 2026: “Mai họp”." in text
    async with club.database.read() as db:
        rows = await db.execute(
            select(t.Broadcast.status, t.Broadcast.send_at).order_by(t.Broadcast.id)
        )
        assert [tuple(row) for row in rows] == [
            ("stopped", at("2026-12-07 09:00")),
            ("planned", at("2026-12-14 09:00")),
        ]


async def test_what_waited_to_be_sent_is_not_sent_and_never_taken_up_again(
    club: Village,
) -> None:
    office = PostOffice(club)
    await remind(club, "2026-12-07 08:00")
    async with club.database.write() as db:
        await db.execute(
            update(t.Outbox).values(status="waiting", done_at=None, next_at=club.clock.now)
        )
    await office.queue("hoa", "answer")
    await office.queue("lan", "slip", once=True)
    await start(club, "2026-12-07 09:00")
    heard = await remind(club, "2026-12-07 09:00", "2026-12-07 09:01")
    unsure = "I am not sure that Lan has got the slip. Please ask when you meet."
    assert {text for texts in heard.values() for text in texts} == {unsure}
    async with club.database.read() as db:
        held = select(t.Outbox.text).where(
            t.Outbox.status == "unknown", t.Outbox.reason == PERHAPS
        )
        assert {plain(text)[:6] for text in await db.scalars(held)} == {"On Thu", "answer", "slip"}


async def test_of_two_processes_one_holds_it(club: Village) -> None:
    other = Database(club.database.url)
    club.clock.now = at("2026-12-07 13:00")
    await announcement(club, "2026-12-07 09:00")
    for database in (club.database, other):
        await come_back(database, club.clock.now)
    await other.close()
    assert [len(texts) for texts in (await remind(club, "2026-12-07 13:00")).values()] == [1]
