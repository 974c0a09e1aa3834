"""On the morning after swapped labour both are asked whether it came about."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest
from sqlalchemy import func, insert, select, text, update

from bot.reminders.planning import plan as plan_all
from bot.storage import consents, labour, labour_swaps
from bot.storage import tables as t
from bot.storage.engine import Database
from tests.explained import explained, told
from tests.reminded import at, kinds, planned, remind, skipped
from tests.storage.test_shifts import crowded
from tests.village import Village

DAY = date(2026, 11, 22)
MORNING = "2026-11-23 08:00"
TO_HELPER = "Did you go to help Ms Hoa on Sunday 22 Nov? (gặt lúa)"
TO_ASKER = "Did Nam come to help you on Sunday 22 Nov? (gặt lúa)"


async def founded(database: Database, locale: str = "en") -> Village:
    village = Village(database, locale)
    await village.found()
    await village.join("hoa", "Nguyễn Thị Hoa")
    await village.join("nam", "Đỗ Văn Nam", sex="male", birth_year=1970)
    await village.join("sau", "Vi Thị Sáu", birth_year=1970)
    await swap(village, "hoa", "nam")
    return village


@pytest.fixture
async def club(database: Database) -> Village:
    """Nam goes to help Hoa on Sunday."""
    return await founded(database)


async def swap(village: Village, asker: str, *helpers: str, by: str = "") -> None:
    async with village.database.write() as db:
        asked = await labour.put(
            db,
            club_id=village.club,
            member_id=village.ids[asker],
            asks=True,
            work="gặt lúa",
            from_on=DAY,
            until_on=DAY,
            hands=9,
            by=village.ids[by or asker],
            now=village.clock.now,
        )
        for one in helpers:
            await labour_swaps.agree(
                db,
                club_id=village.club,
                asked_id=asked.id,
                helper_id=village.ids[one],
                day=DAY,
                by=village.ids[by or one],
                now=village.clock.now,
            )


async def days(village: Village) -> int:
    async with village.database.read() as db:
        done = select(func.count()).where(t.LabourSwap.done_at.is_not(None))
        return (await db.execute(done)).scalar_one()


async def test_both_are_asked_and_the_first_word_counts(club: Village) -> None:
    assert await remind(club, "2026-11-22 20:00", "2026-11-23 07:59") == {}
    assert await remind(club, MORNING, "2026-11-23 12:00", "2026-11-24 08:00") == {
        "nam": [TO_HELPER],
        "hoa": [TO_ASKER],
    }
    await club("""
        hoa # Yes, that was so
        hoa < Thank you! One day counts: Nam helped Ms Hoa on Sunday 22 Nov.
        nam # No, not that day
        nam < That is settled already.
    """)
    assert await days(club) == 1


async def test_by_numbers_alone(club: Village) -> None:
    await remind(club, MORNING)
    await club("""
        nam > 2
        nam < All right, that day does not count.
        hoa > 1
        hoa < That is settled already.
    """)
    assert await days(club) == 0


async def test_what_was_settled_meanwhile_is_not_asked(club: Village) -> None:
    club.clock.now = at(MORNING)
    await plan_all(club.database, club.clock.now)
    async with club.database.write() as db:
        await labour_swaps.done(db, club_id=club.club, swap_id=1, now=club.clock.now)
    assert await remind(club, MORNING) == {}
    assert await skipped(club, "labour") == ["settled"] * 2


async def test_what_fell_through_is_not_spoken_of(club: Village) -> None:
    async with club.database.write() as db:
        await labour_swaps.fall_through(db, club_id=club.club, swap_id=1, now=club.clock.now)
    assert await remind(club, MORNING) == {}
    assert await kinds(club, "labour") == []


async def test_for_one_without_a_phone_who_wrote_it_down_is_asked(club: Village) -> None:
    await club.join("binh", "Vi Văn Bình", sex="male", phone=None)
    await swap(club, "binh", "sau", by="nam")
    heard = await remind(club, MORNING)
    assert heard["sau"] == ["Did you go to help Mr Bình on Sunday 22 Nov? (gặt lúa)"]
    (text,) = heard["nam"]
    assert "Did Sáu come to help Mr Bình on Sunday 22 Nov? (gặt lúa)" in text
    await club("""
        nam # Yes, that was so: Sáu
        nam < One day counts: Sáu helped Mr Bình
    """)


async def test_who_was_helped_by_several_tells_them_apart(club: Village) -> None:
    await swap(club, "hoa", "sau")
    (text,) = (await remind(club, MORNING))["hoa"]
    assert text.count("Did ") == 2
    await club("""
        hoa # Yes, that was so: Sáu
        hoa < One day counts: Sáu helped Ms Hoa
    """)
    assert await days(club) == 1


async def test_who_wants_no_reminders_or_has_left_is_not_asked(club: Village) -> None:
    async with club.database.write() as db:
        await db.execute(
            update(t.Member).where(t.Member.id == club.ids["nam"]).values(left_on=DAY)
        )
        await consents.record(
            db,
            club_id=club.club,
            member_id=club.ids["hoa"],
            purpose="reminders",
            given=False,
            wording="1",
            now=club.clock.now,
        )
    assert await remind(club, MORNING) == {}
    assert sorted(await skipped(club, "labour")) == ["declined", "left the club"]


async def test_two_planners_at_once_write_it_once(club: Village) -> None:
    other = Database(club.database.url)
    both = (club.database, other) * 3
    await asyncio.gather(*(plan_all(one, at(MORNING)) for one in both))
    await other.close()
    assert sorted(await planned(club, "labour")) == [
        ("labour.helped", DAY, "hoa"),
        ("labour.helped", DAY, "nam"),
    ]


async def test_a_week_later_nobody_is_asked_any_more(club: Village) -> None:
    assert await remind(club, "2026-11-29 08:00") == {}


async def test_among_250_clubs_what_is_due_is_found_by_an_index(club: Village) -> None:
    await crowded(club)
    async with club.database.write() as db:
        asked = (await db.execute(select(t.LabourDay.__table__))).mappings().one()
        row = (await db.execute(select(t.LabourSwap.__table__))).mappings().one()
        days = [{**asked, "id": 10 + one} for one in range(1000)]
        await db.execute(insert(t.LabourDay), days)
        old = [
            {**row, "id": 10 + one, "asked_id": 10 + one, "day": date(2025, 1 + one % 12, 1)}
            for one in range(1000)
        ]
        await db.execute(insert(t.LabourSwap), old)
        await db.execute(text("ANALYZE"))
    with told(club.database, "INSERT INTO notices") as statements:
        await plan_all(club.database, at(MORNING))
    ((statement, given),) = [one for one in statements if "labour_swaps" in one[0]]
    async with club.database.write() as db:
        if not club.database.is_sqlite:
            await db.execute(text("SET LOCAL enable_seqscan = off"))
        how = await explained(db, statement, given)
    assert "ix_labour_swaps_day" in how, how


async def test_in_vietnamese(database: Database) -> None:
    village = await founded(database, "vi")
    assert await remind(village, MORNING) == {
        "nam": ["Bác có đi làm giúp bà Hoa chủ nhật 22/11 không ạ? (gặt lúa)"],
        "hoa": ["Bác Nam có đến làm giúp bà chủ nhật 22/11 không ạ? (gặt lúa)"],
    }
    await village("""
        nam > có
        nam < bà Hoa
        hoa < Bác Nam
    """)
