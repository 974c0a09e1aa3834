"""What waited for the morning is one message with what the morning brings."""

from __future__ import annotations

from datetime import date, time

import pytest
from sqlalchemy import insert, update

from bot.reminders.composing import compose_all
from bot.storage import tables as t
from bot.storage.engine import Database
from tests.reminded import at, lent, remind, waits_until
from tests.village import Village, plain

MOVED = (
    "Please note: the meeting is moved."
    " The club meets on Thursday 17 Dec (9/11 lunar), 9:00, at House."
    " It was to be on Wednesday 16 Dec. Will you come?"
)
TODAY = "Today 50,000 đ is to be paid to the fund. Please pay only to Lan (treasurer)"


@pytest.fixture
async def club(database: Database) -> Village:
    """Hoa pays on 10 December; in the evening before, the meeting of the 16th is moved."""
    village = await lent(database)
    async with database.write() as db:
        await db.execute(
            insert(t.Meeting).values(
                club_id=village.club,
                wanted_on=date(2026, 12, 16),
                held_on=date(2026, 12, 17),
                at=time(9),
                place="House",
                agenda="",
                moved_because="board",
                told_on=date(2026, 12, 16),
            )
        )
    assert await remind(village, "2026-12-09 21:00") == {}
    return village


async def compose(village: Village, moment: str) -> list[str]:
    """Compose without planning, as it happens some seconds before the next look; Hoa hears."""
    village.clock.now = at(moment)
    before = len(village.phones.by_chat["hoa"].last)
    await compose_all(village.database, village.clock.now)
    await village.delivery.deliver()
    return [plain(one.text) for one in village.phones.by_chat["hoa"].last[before:]]


async def test_a_note_of_the_night_does_not_use_up_the_message_of_the_day(club: Village) -> None:
    assert await compose(club, "2026-12-10 06:30") == []
    assert await compose(club, "2026-12-10 08:00") == []
    (text,) = (await remind(club, "2026-12-10 08:00"))["hoa"]
    assert text.startswith(TODAY)
    assert text.endswith(MOVED)


async def test_where_the_morning_brings_nothing_it_comes_by_itself(club: Village) -> None:
    assert "lan" not in await remind(club, "2026-12-10 08:00", "2026-12-10 08:04")
    assert (await remind(club, "2026-12-10 08:05"))["lan"] == [MOVED]


async def test_what_was_planned_in_the_night_waits_after_a_start_too(club: Village) -> None:
    async with club.database.write() as db:
        await db.execute(update(t.Notice).values(wait_until=None))
    assert await compose(club, "2026-12-10 06:40") == []
    assert at("2026-12-10 08:05") in await waits_until(club)


async def test_where_nobody_is_awake_by_then_it_goes_when_it_may(club: Village) -> None:
    async with club.database.write() as db:
        await db.execute(update(t.Club).values(wakes_at=time(5), sleeps_at=time(8)))
        await db.execute(update(t.Notice).values(wait_until=None))
    assert await compose(club, "2026-12-10 05:00") == [MOVED]
