"""Minutes drafted from what is on record, amended, closed by the secretary, sent to the board."""

from __future__ import annotations

from datetime import date, time

import pytest

from bot.storage import files, meeting_decisions, meetings_held, minutes
from tests.village import Village

TODAY = date(2026, 11, 21)


@pytest.fixture
async def club(village: Village) -> Village:
    """The village meets today."""
    async with village.database.write() as db:
        made = await meetings_held.note(
            db,
            club_id=village.club,
            held_on=TODAY,
            at=time(9),
            place="the house of culture",
            by=village.ids["thu"],
        )
    assert made
    return village


async def _roll(club: Village) -> None:
    await club("""
        thu > roll
        thu < 6 of 6 there.
        thu > hoa
        thu < 5 of 6 there.
        thu # That is all
        thu < 5 of 6 were there, 1 absent.
    """)


async def test_the_secretary_writes_closes_and_the_board_gets_the_paper(club: Village) -> None:
    await _roll(club)
    await club("""
        thu # Write decisions down
        thu < What did the meeting decide?
        thu > 1. Thăm bà Lan ốm, 4 đồng ý, 1 không
        thu < Decisions of Saturday 21 Nov: 1. Thăm bà Lan ốm (4 for it, 1 against)
        thu > Trồng rau chung, 100% nhất trí
        thu < 2. Trồng rau chung (5 for it, nobody against)
        thu # These are all
        thu < All right.
        thu # The minutes
        thu < not closed yet: … Led by: Lê Văn Minh, Head. Members there: 5 of 6. Absent (1)\
 … DECISIONS 1. Thăm bà Lan ốm
        thu # The talk of the month
        thu < What was the talk of the month about?
        thu > Ăn nhạt cho người cao huyết áp
        thu < Talk of the month: Ăn nhạt cho người cao huyết áp.
        thu # Other words
        thu < What else was said
        thu > Đường vào xóm 2 hỏng
        thu < OTHER WORDS Đường vào xóm 2 hỏng
        thu # Read back and close
        thu < Once closed nothing changes any more
        thu # Read back, close it
        thu < The minutes of Saturday 21 Nov are closed, and the board gets them.
        lan < Thu has closed the minutes of the meeting of Saturday 21 Nov.
        tu < Thu has closed the minutes
        minh < Thu has closed the minutes
    """)
    name = club.phones.by_chat["minh"].last[-1].document
    async with club.database.read() as db:
        paper = await files.get(db, name, club.clock.now)
    assert paper
    assert paper.content.startswith(b"%PDF")


async def _closed(club: Village) -> None:
    await _roll(club)
    await club("""
        thu > close the minutes
        thu < Is that right?
        thu # Read back, close it
        thu < are closed
        lan < closed the minutes
        tu < closed the minutes
        minh < closed the minutes
    """)


async def test_closed_minutes_are_read_in_later_months_and_only_added_to(club: Village) -> None:
    await _closed(club)
    club.clock.pass_by(days=60)
    await club("""
        minh > biên bản họp tháng 11
        minh < The minutes of Saturday 21 Nov, closed by Thu.
        minh # Add something below
        minh < What is to be added below the minutes of
        minh > Ông Bảy xã có dự
        minh < Added below the minutes
        lan < Mr Minh has added something to the minutes
        tu < has added something
        thu < has added something
    """)
    async with club.database.read() as db:
        meeting = await meetings_held.of_day(db, club.club, TODAY)
        kept = meeting and await minutes.of_meeting(db, club.club, meeting.id)
    assert kept
    assert [one.words for one in kept.addenda] == ["Ông Bảy xã có dự"]


async def test_after_closing_neither_roll_nor_decisions_change(club: Village) -> None:
    await _roll(club)
    await club("""
        minh > roll
        minh < 5 of 6 there.
        thu > decision Mua loa
        thu < 1. Mua loa
        thu > close the minutes
        thu < Is that right?
        thu # Read back, close it
        thu < are closed
        lan < closed
        tu < closed
        minh < closed
        minh # Hoàng Thị Lan
        minh < The minutes of Saturday 21 Nov are closed, so nothing in them changes any more.
        thu > decision Mua micro
        thu < are closed, so nothing in them changes any more.
    """)


async def test_what_was_changed_meanwhile_is_read_once_more(club: Village) -> None:
    await _roll(club)
    await club("""
        thu > close the minutes
        thu < Is that right?
        minh > decision Mua loa
        minh < 1. Mua loa
        thu # Read back, close it
        thu < Something was changed meanwhile. … Mua loa … Is that right?
    """)


async def test_the_head_closes_only_where_the_secretary_was_absent(club: Village) -> None:
    await club("""
        minh > close the minutes
        minh < The minutes are closed by the secretary, Thu.
        tu > decision Mua loa
        tu < Minutes are written by … .
        minh > roll
        minh < 6 of 6 there.
        minh > thu
        minh < 5 of 6 there.
        minh > close the minutes
        minh < Is that right?
    """)


async def test_decisions_are_mended_and_taken_out_by_their_number(club: Village) -> None:
    await _roll(club)
    await club("""
        thu > write decisions down
        thu < What did the meeting decide?
        thu > Mua loa, 9 đồng ý, 2 không
        thu < that is 11 votes, but 5 were there.
        thu > Mua loa
        thu < 1. Mua loa
        thu > Mua micro
        thu < 2. Mua micro
        thu > Mua loa
        thu < That was written down already.
        thu > change 1: Mua hai loa, 5 for
        thu < Mended. … 1. Mua hai loa (5 for it)
        thu > bỏ 1
        thu < Taken out: Mua hai loa … 1. Mua micro
        thu > bỏ 4
        thu < There is no decision 4 yet.
    """)
    async with club.database.read() as db:
        (left,) = await meeting_decisions.of_day(db, club.club, TODAY)
        assert await meeting_decisions.one(db, club.club, left.id) == left
        assert await meeting_decisions.one(db, club.club + 1, left.id) is None


async def test_who_led_and_where_it_really_was_can_be_put_right(club: Village) -> None:
    await club("""
        thu > minutes
        thu < Led by: Lê Văn Minh, Head. The roll was not called.
        thu # Who led it
        thu < Who led the meeting?
        thu > tu
        thu < Led by: Trần Văn Tư, Accountant.
        thu # Hour and place
        thu < 9:00, at the house of culture.
        thu > 9 giờ rưỡi, nhà bà Hoa
        thu < At 9:30 on … at nhà bà Hoa.
    """)


async def test_members_do_not_read_minutes(club: Village) -> None:
    await _closed(club)
    await club("""
        hoa > minutes
        hoa < That is the board's work.
    """)


async def test_after_old_minutes_were_looked_at_the_next_roll_is_of_today(club: Village) -> None:
    await _closed(club)
    club.clock.pass_by(days=30)
    async with club.database.write() as db:
        await meetings_held.note(
            db,
            club_id=club.club,
            held_on=date(2026, 12, 21),
            at=time(9),
            place="the house of culture",
            by=club.ids["thu"],
        )
    await club("""
        thu > minutes of the meeting 21/11
        thu < The minutes of Saturday 21 Nov, closed by Thu.
        thu > roll
        thu < Roll of Monday 21 Dec: 6 of 6 there.
    """)
