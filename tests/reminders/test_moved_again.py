"""A meeting is moved there and back and there again: everybody hears, and nobody twice a day."""

from __future__ import annotations

from datetime import date, time

import pytest
from sqlalchemy import insert, select, update

from bot.storage import messengers
from bot.storage import tables as t
from bot.storage.engine import Database
from tests.reminded import at, remind
from tests.village import Village

SUNDAY, TUESDAY = date(2026, 12, 20), date(2026, 12, 22)


@pytest.fixture
async def club(database: Database) -> Village:
    """Tư passes on to Hoa, who has no phone; all know of a meeting on Sunday."""
    village = Village(database)
    village.clock.now = at("2026-12-03 08:30")
    await village.found()
    await village.join("tu", "Trần Văn Tư", birth_year=1960, sex="male")
    await village.join("hoa", "Nguyễn Thị Hoa", phone=None)
    async with database.write() as db:
        await messengers.agree(
            db,
            club_id=village.club,
            member_id=village.ids["hoa"],
            messenger_id=village.ids["tu"],
            set_by=village.ids["tu"],
            now=village.clock.now,
        )
        await db.execute(
            insert(t.Meeting).values(
                club_id=village.club,
                wanted_on=SUNDAY,
                held_on=SUNDAY,
                at=time(8),
                place="Culture house",
                agenda="",
                moved_because="board",
                told_on=SUNDAY,
            )
        )
    return village


async def move(village: Village, to: date, *moments: str) -> list[str]:
    """Move the meeting; return what Tư hears by these moments."""
    async with village.database.write() as db:
        await db.execute(update(t.Meeting).values(held_on=to))
    return (await remind(village, *moments)).get("tu", [])


async def test_the_messenger_is_asked_each_time(club: Village) -> None:
    for moment, on, written in (
        ("2026-12-03 09:0", TUESDAY, "22 Dec"),
        ("2026-12-03 15:0", SUNDAY, "20 Dec"),
        ("2026-12-04 09:0", TUESDAY, "22 Dec"),
        ("2026-12-04 15:0", SUNDAY, "20 Dec"),
    ):
        heard = await move(club, on, f"{moment}0", f"{moment}1")
        (errand,) = (one for one in heard if one.startswith("Please pass on"))
        assert written in errand
    async with club.database.read() as db:
        assert len((await db.execute(select(t.Errand.id))).all()) == 4


async def test_what_was_to_be_told_before_the_last_move_is_nobodys_errand(club: Village) -> None:
    await club.join("thu", "Phạm Thị Thu", "secretary", birth_year=1970)
    await move(club, TUESDAY, "2026-12-03 09:00", "2026-12-03 09:01")
    await move(club, SUNDAY, "2026-12-03 16:00", "2026-12-03 16:01")
    await club("""
        tu # I told Ms Hoa
        tu < Thank you! Now everybody knows.
    """)
    heard = await remind(club, "2026-12-04 09:00", "2026-12-05 09:00")
    assert not [one for one in heard["thu"] if "Not passed on" in one]


async def test_who_cannot_pass_on_what_is_past_hands_nothing_over(club: Village) -> None:
    await club.join("thu", "Phạm Thị Thu", "secretary", birth_year=1970)
    await move(club, TUESDAY, "2026-12-03 09:00", "2026-12-03 09:01")
    await move(club, SUNDAY, "2026-12-03 16:00")
    await club("""
        tu # I cannot
        tu < That is quite all right. Thank you all the same.
    """)


async def test_there_is_still_one_message_a_day(club: Village) -> None:
    told = []
    for to, moment in (
        (TUESDAY, "2026-12-03 09:00"),
        (SUNDAY, "2026-12-03 12:00"),
        (TUESDAY, "2026-12-03 16:00"),
        (TUESDAY, "2026-12-04 08:05"),
    ):
        heard = await move(club, to, moment)
        told.append([one for one in heard if "Please note: the meeting is moved" in one])
    assert [len(one) for one in told] == [1, 0, 0, 1]
    assert "22 Dec" in told[-1][0]
