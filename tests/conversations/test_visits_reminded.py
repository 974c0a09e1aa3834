"""A volunteer is asked kindly whether she was there; who leads home care finds somebody else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import delete, select

from bot.storage import carers, shifts
from bot.storage import tables as t
from bot.storage.engine import Database
from tests.reminded import at, remind
from tests.village import Village
from tests.visited import hold_role, pair, plan, planned, take_in, volunteer, written

DAY = date(2026, 11, 25)
BEFORE, NIGHT, MORNING = "2026-11-24 18:00", "2026-11-24 19:30", "2026-11-25 06:30"
AFTER, NOON, DAY_AFTER = "2026-11-25 18:00", "2026-11-26 13:30", "2026-11-26 18:00"


async def founded(database: Database, locale: str = "en") -> Village:
    village = Village(database, locale)
    await village.found()
    await village.join("minh", "Lê Văn Minh", "head", birth_year=1955, sex="male")
    await village.join("mai", "Lò Thị Mai", birth_year=1970)
    await village.join("sau", "Vi Thị Sáu", birth_year=1970)
    await village.join("bay", "Hà Văn Bảy", birth_year=1970, sex="male")
    await hold_role(village, "mai", "care_lead")
    await volunteer(village, "sau", "bay")
    async with village.database.write() as db:
        for short in ("sau", "bay"):
            await carers.note_times(db, village.club, village.ids[short], [])
    await plan(village, await take_in(village, "Vi Thị Lan", hamlet="xóm 3"), DAY, "sau")
    return village


@pytest.fixture
async def club(database: Database) -> Village:
    """Sáu visits Lan on Wednesday, Bảy has time then, and Mai leads home care."""
    return await founded(database)


async def said_by(village: Village, short: str) -> str:
    async with village.database.read() as db:
        mine = t.ShiftVolunteer.member_id == village.ids[short]
        return (await db.execute(select(t.ShiftVolunteer.said).where(mine))).scalar_one()


async def test_one_who_was_there_tells_what_was_done_in_three_taps(club: Village) -> None:
    await remind(club, AFTER)
    await club("""
        sau # I was there
        sau < What was done
        sau # Meals
        sau < Anything else for Ms Lan?
        sau # That is all
        sau < How was Ms Lan?
        sau # Well
        sau < Written down. You visited Ms Lan today: meals. Ms Lan is well. Thank you!
        sau # Not yet
        sau < You wrote this visit down already
    """)
    assert await remind(club, NOON, DAY_AFTER) == {}


async def test_one_who_was_not_there_yet_can_still_write_it_down(club: Village) -> None:
    await remind(club, AFTER)
    await club("""
        sau # Not yet
        sau < All right. When you have been there, just tell me.
    """)
    assert await said_by(club, "sau") == "not_yet"
    await club("""
        sau # I have visited
        sau < What was done
        sau > cơm, ổn
        sau < Written down. You visited Ms Lan today
    """)
    assert [one.day for one in await written(club)] == [DAY]
    assert await remind(club, NOON, DAY_AFTER) == {}


async def test_by_numbers_alone(club: Village) -> None:
    await remind(club, AFTER)
    await club("""
        sau > 1
        sau < What was done
        sau > cơm, giặt, ổn
        sau < Written down.
    """)
    assert len(await written(club)) == 1


async def test_in_the_morning_one_cannot_go_and_the_others_are_asked(club: Village) -> None:
    await remind(club, MORNING)
    await club("""
        sau # I cannot go then
        sau < I have asked 1 other volunteer
        bay < Sáu cannot visit Ms Lan (xóm 3) on Wednesday 25 Nov. Could you go instead?
        sau # I cannot go then
        sau < You already chose “I cannot go then”
        bay # I will go
        bay < Thank you! You visit Ms Lan
        sau < Bảy visits Ms Lan (xóm 3)
        mai < Bảy visits Ms Lan (xóm 3)
    """)
    assert await planned(club) == [(DAY, (club.ids["bay"],))]
    assert list(await remind(club, AFTER)) == ["bay"]


async def test_on_the_same_evening_the_others_are_asked_first(club: Village) -> None:
    await remind(club, AFTER)
    await club("""
        sau # Ask somebody else
        sau < I have asked 1 other volunteer
        bay < Could you go instead?
    """)
    assert await remind(club, NOON) == {}
    assert list(await remind(club, DAY_AFTER)) == ["mai"]


async def test_a_day_later_the_lead_hears_it_and_places_somebody(club: Village) -> None:
    await remind(club, NOON)
    await club("""
        sau # Ask somebody else
        sau < I have told Mai, who will find somebody. Thank you!
        mai < Sáu was not able to visit Ms Lan (xóm 3) on Wednesday 25 Nov and asks for somebody
        mai # Ms Lan (xóm 3)
        mai < Who visits Ms Lan (xóm 3) on Thursday 26 Nov? These could
        mai # Hà Văn Bảy
        mai < Noted: Thursday 26 Nov, Ms Lan (xóm 3): Bảy.
        bay < Please visit
    """)
    assert await planned(club) == [
        (DAY, (club.ids["sau"],)),
        (DAY + timedelta(days=1), (club.ids["bay"],)),
    ]
    assert "mai" not in await remind(club, DAY_AFTER)  # she knows


async def test_from_the_evening_on_somebody_goes_on_the_next_day(club: Village) -> None:
    await remind(club, DAY_AFTER)
    await club("""
        mai # Ms Lan (xóm 3)
        mai < Who visits Ms Lan (xóm 3) on Friday 27 Nov? These could
        mai > Sáu
        mai < Noted: Friday 27 Nov, Ms Lan (xóm 3): Sáu.
        sau < Please visit
    """)


async def test_the_lead_sees_what_was_written_meanwhile(club: Village) -> None:
    await remind(club, DAY_AFTER)
    await club("""
        sau > thăm bà Lan thứ tư: cơm, khỏe
        sau < Written down.
        mai # Ms Lan (xóm 3)
        mai < Sáu wrote this visit down already
        sau # Not yet
        sau < You wrote this visit down already
    """)


async def test_a_lead_is_asked_again_for_each_who_was_not_visited(club: Village) -> None:
    await plan(club, await take_in(club, "Hà Thị Mơ", hamlet="xóm 1"), DAY, "bay")
    await remind(club, DAY_AFTER)
    await club("""
        mai # Ms Mơ (xóm 1)
        mai < Who visits Ms Mơ (xóm 1)
        mai # Ms Lan (xóm 3)
        mai < Who visits Ms Lan (xóm 3)
    """)


async def test_on_the_evening_before_the_lead_places_who_has_time(club: Village) -> None:
    await remind(club, BEFORE)
    await club("""
        sau # I cannot go then
        sau < I have asked 1 other volunteer
        bay < Could you go instead?
    """)
    await remind(club, NIGHT)
    await club("""
        mai # Ms Lan (xóm 3)
        mai < Who visits Ms Lan (xóm 3) on Wednesday 25 Nov?
        mai # Hà Văn Bảy
        mai < Noted: Wednesday 25 Nov, Ms Lan (xóm 3): Bảy.
        sau < Bảy will visit
        bay < Please visit
    """)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("cancelled", "That visit is not planned any more."),
        ("hers no more", "You need not go there any more."),
    ],
)
async def test_what_changed_meanwhile_is_said(club: Village, change: str, said: str) -> None:
    await remind(club, AFTER)
    async with club.database.write() as db:
        await shifts.move(db, 1, DAY + timedelta(days=2), "")
    await club("""
        sau # I was there
        sau < That visit is still to come.
    """)
    async with club.database.write() as db:
        if change == "cancelled":
            await shifts.cancel(db, club.club, [1], "", club.clock.now)
        else:
            await shifts.assign(db, 1, [club.ids["bay"]], club.clock.now)
    await club(f"""
        sau # I was there
        sau < {said}
    """)


async def test_who_leads_no_more_is_told_nothing(club: Village) -> None:
    await remind(club, DAY_AFTER)
    async with club.database.write() as db:
        await db.execute(delete(t.Role).where(t.Role.role == "care_lead"))
    await club("""
        mai # Ms Lan (xóm 3)
        mai < Please ask Mr Minh about that.
    """)


async def test_one_of_a_pair_answers_for_both(club: Village) -> None:
    await pair(club, "sau", "bay")
    async with club.database.write() as db:
        await shifts.assign(db, 1, [club.ids["sau"], club.ids["bay"]], club.clock.now)
    await remind(club, AFTER)
    await club("""
        bay # I was there
        bay < What was done
        bay > cơm, ổn
        bay < Written down. You and Sáu visited Ms Lan today
        sau # I was there
        sau < wrote this visit down already
    """)
    assert len(await written(club)) == 1


async def test_in_vietnamese(database: Database) -> None:
    club = await founded(database, "vi")
    assert await remind(club, BEFORE) == {"sau": ["Mai bác sang thăm bà Lan (xóm 3) ạ."]}
    assert await remind(club, AFTER) == {"sau": ["Hôm nay bác đã sang bà Lan (xóm 3) chưa ạ?"]}
    await club("""
        sau # Chưa
        sau < Vâng ạ. Khi nào bác sang rồi
    """)
    club.clock.now = at(NOON)
    heard = await remind(club, NOON)
    assert heard["sau"] == ["Buổi thăm bà Lan (xóm 3) hôm qua chưa thấy ghi. Bác đã sang chưa ạ?"]
    await club("""
        sau # Nhờ người khác
        sau < Cháu đã báo bác Mai tìm người khác rồi ạ.
        mai < Bác Sáu không sang bà Lan (xóm 3) được (thứ tư 25/11), nhờ tìm người khác ạ.
        mai # bà Lan (xóm 3)
        mai < bà Lan (xóm 3)
    """)
