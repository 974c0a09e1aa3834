"""In the days of Tết nobody is reminded of a meeting, and nobody is sent to a neighbour."""

from __future__ import annotations

from datetime import date, time

import pytest
from sqlalchemy import insert, update

from bot.storage import messengers
from bot.storage import tables as t
from bot.storage.engine import Database
from tests.reminded import at, remind
from tests.village import Village

# In 2027 mùng 1 is on 6 February, 28 Chạp on 4 February, mùng 8 on 13 February.


@pytest.fixture
async def club(database: Database) -> Village:
    """Tư passes on to Hoa, who has no phone."""
    village = Village(database)
    village.clock.now = at("2027-01-20 09:00")
    await village.found()
    await village.join("thu", "Phạm Thị Thu", "secretary", birth_year=1970)
    await village.join("tu", "Trần Văn Tư", birth_year=1960, sex="male")
    await village.join("hoa", "Nguyễn Thị Hoa", phone=None)
    async with database.write() as db:
        await messengers.agree(
            db,
            club_id=village.club,
            member_id=village.ids["hoa"],
            messenger_id=village.ids["tu"],
            set_by=village.ids["thu"],
            now=village.clock.now,
        )
    return village


async def meets(village: Village, on: date, told_on: date | None = None) -> None:
    async with village.database.write() as db:
        await db.execute(
            insert(t.Meeting).values(
                club_id=village.club,
                wanted_on=on,
                held_on=on,
                at=time(8),
                place="Culture house",
                agenda="",
                moved_because="",
                told_on=told_on,
            )
        )


async def test_a_reminder_that_falls_on_mung_1_is_said_on_mung_4(club: Village) -> None:
    await meets(club, date(2027, 2, 13))
    days = [f"2027-02-{day:02} {hour}" for day in range(4, 9) for hour in ("09:00", "17:00")]
    assert await remind(club, *days) == {}
    heard = await remind(club, "2027-02-09 06:30", "2027-02-09 08:05", "2027-02-09 08:06")
    assert heard["thu"][0].startswith("The club meets on Saturday 13 Feb")
    assert any(one.startswith("Please pass on") for one in heard["tu"])


async def test_before_28_chap_it_is_said_in_time(club: Village) -> None:
    await meets(club, date(2027, 2, 10))
    assert await remind(club, "2027-02-03 08:00")


async def test_of_a_meeting_in_these_days_themselves_everybody_is_reminded(club: Village) -> None:
    await meets(club, date(2027, 2, 8))
    heard = await remind(club, "2027-02-07 08:00")
    assert "tomorrow" in heard["thu"][0]


async def test_a_change_is_told_after_the_days_of_tet(club: Village) -> None:
    await meets(club, date(2027, 2, 20), told_on=date(2027, 2, 20))
    async with club.database.write() as db:
        await db.execute(update(t.Meeting).values(held_on=date(2027, 2, 21)))
    assert await remind(club, "2027-02-05 09:00", "2027-02-08 09:00") == {}
    heard = await remind(club, "2027-02-09 08:00")
    assert "the meeting is moved" in heard["thu"][0]


async def test_what_was_not_passed_on_waits_until_mung_4(club: Village) -> None:
    await meets(club, date(2027, 2, 8))
    heard = await remind(club, "2027-02-05 08:00", "2027-02-05 08:01")
    assert any(one.startswith("Please pass on") for one in heard["tu"])
    days = [f"2027-02-{day:02} {hour}" for day in (6, 7, 8) for hour in ("07:00", "09:00")]
    heard = await remind(club, *days)
    assert "pass" not in "".join(one for those in heard.values() for one in those)


async def test_what_was_planned_in_these_days_is_passed_on_after_them(club: Village) -> None:
    await meets(club, date(2027, 2, 20), told_on=date(2027, 2, 7))
    heard = await remind(club, "2027-02-06 09:00", "2027-02-06 09:01")
    assert not any(one.startswith("Please pass on") for one in heard["tu"])
    heard = await remind(club, "2027-02-09 09:00", "2027-02-09 09:01")
    assert any(one.startswith("Please pass on") for one in heard["tu"])
