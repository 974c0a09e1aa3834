"""The roll by exception: all are there but who is tapped or named; two officers, one roll."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.storage import meeting_answers, meetings_held, roll_calls
from bot.storage.engine import Database
from tests.village import Village, plain

TODAY = date(2026, 11, 21)


async def _meets(village: Village, on: date = TODAY) -> int:
    async with village.database.write() as db:
        made = await meetings_held.note(
            db,
            club_id=village.club,
            held_on=on,
            at=time(9),
            place="the house of culture",
            by=village.ids["thu"],
        )
    assert made
    return made.id


async def _absent(village: Village, meeting: int) -> set[str]:
    async with village.database.read() as db:
        roll = await roll_calls.of_meeting(db, village.club, meeting)
    assert roll
    return {short for short, one in village.ids.items() if one in roll.absent}


@pytest.fixture
async def sixty(database: Database) -> Village:
    """A club of sixty; its secretary and its head have phones."""
    village = Village(database)
    await village.found()
    await village.join("minh", "Lê Văn Minh", "head", sex="male")
    await village.join("thu", "Phạm Thị Thu", "secretary", birth_year=1970)
    for number in range(58):
        letters = f"{chr(65 + number // 26)}{chr(97 + number % 26)}"
        await village.join(f"m{number}", f"Vi Thị {letters}", phone=None)
    return village


async def test_sixty_members_take_fewer_than_ten_taps_when_five_are_absent(
    sixty: Village,
) -> None:
    meeting = await _meets(sixty)
    await sixty.say("thu", "today's meeting")
    taps = 0

    async def tap(label: str) -> None:
        nonlocal taps
        await sixty.press("thu", label)
        taps += 1

    await tap("Call the roll")
    for name in ("Vi Thị Aa", "Vi Thị Ab", "Vi Thị Az"):
        await tap(name)
    await tap("The next names")
    for name in ("Vi Thị Bz", "Vi Thị Cf"):
        await tap(name)
    await tap("That is all")
    assert taps < 10
    assert await _absent(sixty, meeting) == {"m0", "m1", "m25", "m51", "m57"}
    said = plain(sixty.phones.by_chat["thu"].last[-1].text)
    assert "55 of 60 were there, 5 absent." in said


@pytest.fixture
async def club(village: Village) -> Village:
    """The village meets today; there is a second Hoa."""
    await village.join("hoa2", "Lô Thị Hoa", village_name="Hoa Mận", phone=None)
    await village.join("tu2", "Vi Văn Tư", phone=None, sex="male", hamlet="xóm 3")
    await _meets(village)
    return village


async def test_names_are_written_at_once_and_unclear_ones_asked_back(club: Village) -> None:
    await club("""
        thu > call the roll
        thu < Roll of Saturday 21 Nov: 8 of 8 there. Who is absent?
        thu > vang: hoa, lan, Tuu
        thu < Absent: Lan. … “hoa”: who is absent?
        thu # Lô Thị Hoa
        thu < Absent: Ms Hoa Mận. … “Tuu”: I find nobody of that name.
        thu > tu xom 3
        thu < Absent: Mr Tư. … 5 of 8 there. Absent: … Who is absent?
        thu # That is all
        thu < the roll is written down. 5 of 8 were there, 3 absent.
    """)


async def test_what_was_written_can_be_taken_back_at_once(club: Village) -> None:
    await club("""
        thu > roll
        thu < 8 of 8 there.
        thu > lan, minh
        thu < Absent: … 6 of 8 there.
        thu # Take that back
        thu < Taken back. … 8 of 8 there.
        thu > 2, 4
        thu < 6 of 8 there.
        thu > 2, 44
        thu < There is no name with the number 44
        thu > everybody came
        thu < All are there. … 8 of 8 there.
    """)


async def test_a_second_officer_goes_on_and_nobody_is_marked_twice(club: Village) -> None:
    await club("""
        thu > roll
        thu < 8 of 8 there.
        minh > roll
        minh < 8 of 8 there.
        thu # Hoàng Thị Lan
        thu < 7 of 8 there. Absent: Lan.
        minh # Hoàng Thị Lan
        minh < That was written down already. … 7 of 8 there.
        minh > lan den muon
        minh < There: Lan. … 8 of 8 there.
    """)


async def test_who_said_that_she_cannot_come_stands_as_absent(village: Village) -> None:
    meeting = await _meets(village)
    async with village.database.write() as db:
        now = village.clock.now
        await meeting_answers.answer(db, meeting, village.ids["hoa"], "away", now)
        await meeting_answers.answer(db, meeting, village.ids["binh"], "come", now)
    await village("""
        minh > roll
        minh < Had told that they cannot come, and stand as absent: Ms Hoa Bính. … 5 of 6 there.
        minh # ✗ Nguyễn Thị Hoa
        minh < 6 of 6 there.
    """)


async def test_guests_are_written_by_name(club: Village) -> None:
    await club("""
        thu > guests
        thu < Who else was there?
        thu > ông Bình (hội NCT), bà Cúc
        thu < Guests: ông Bình (hội NCT), bà Cúc.
        thu # Take the last name out
        thu < Taken back. Guests: ông Bình (hội NCT).
        thu # These are all
        thu < All right.
        thu > roll
        thu < 8 of 8 there. Guests: ông Bình (hội NCT).
    """)


@pytest.mark.parametrize("said", ["quyết định", "bà Lan nộp 50k", "🙂"])
async def test_what_is_no_name_becomes_no_guest(club: Village, said: str) -> None:
    await club("""
        thu > guests
        thu < Who else was there?
    """)
    await club.say("thu", said)
    club.phones.by_chat["thu"].unread.clear()
    await club("""
        thu > roll
        thu < 8 of 8 there. Who is absent?
    """)


async def test_a_list_of_who_is_absent_may_come_first(club: Village) -> None:
    await club("""
        thu > vắng: Lan, bà Hoa Mận
        thu < Absent: Lan, Ms Hoa Mận. … 6 of 8 there.
    """)


async def test_yesterdays_roll_is_called_today(club: Village) -> None:
    await _meets(club, TODAY - timedelta(days=1))
    await club("""
        minh > call the roll yesterday
        minh < Roll of Friday 20 Nov: 8 of 8 there.
    """)


async def test_a_club_that_never_set_a_meeting_writes_todays_down(village: Village) -> None:
    await village("""
        thu > today's meeting
        thu < No meeting is on record for today.
        thu # We meet today
        thu < At what hour did it begin, and where?
        thu > nhà văn hóa
        thu < I have written this meeting down. Today's meeting … 12:00, at nhà văn hóa. The roll
        thu # Call the roll
        thu < 6 of 6 there.
    """)


async def test_a_meeting_of_an_earlier_day_needs_its_hour_and_place(village: Village) -> None:
    await village("""
        thu > roll yesterday
        thu < No meeting of Friday 20 Nov is on record.
        thu # Yes
        thu < At what hour did it begin, and where?
        thu > nhà văn hóa
        thu < Please write both
        thu > 14 giờ, nhà văn hóa
        thu < I have written this meeting down. The meeting of Friday 20 Nov, 14:00, at nhà văn
    """)


async def test_a_member_who_asks_for_todays_meeting_hears_when_it_is(club: Village) -> None:
    club.clock.now = datetime(2026, 11, 21, 1, tzinfo=UTC)  # 8:00
    await club("""
        hoa > today's meeting
        hoa < The club meets today
        hoa > roll
        hoa < That is the board's work.
    """)


async def test_by_numbers_alone(club: Village) -> None:
    """On Zalo there are no buttons: the first numbers are the names."""
    await club("""
        thu > roll
        thu < 8 of 8 there.
        thu > 2
        thu < 7 of 8 there.
        thu > 9
        thu < the roll is written down. 7 of 8 were there
    """)
