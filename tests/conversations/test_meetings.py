"""Members ask when the club meets and say whether they come; the board counts them."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest
from sqlalchemy import update

from bot.almanac.meetings import MeetingRule, NthWeekday
from bot.storage import meeting_rules
from bot.storage import tables as t
from tests.village import Village

PLACE = "the house of culture"


@pytest.fixture
async def club(village: Village) -> Village:
    """The village meets on the first Saturday at 14:00; today it is 1 December."""
    async with village.database.write() as db:
        await meeting_rules.set_rule(
            db,
            club_id=village.club,
            rule=MeetingRule(on=NthWeekday(nth=1, weekday=5)),
            at=time(14),
            place=PLACE,
            by=village.ids["thu"],
            now=village.clock.now,
            today=village.clock.now.date(),
        )
    village.clock.now = datetime(2026, 12, 1, 5, tzinfo=UTC)
    return village


async def test_anybody_may_ask_when_the_club_meets(club: Village) -> None:
    await club("""
        hoa > bao gio hop
        hoa < The club meets on Saturday 5 Dec (27/10 lunar), 14:00, at the … Will you come?
        hoa # I will come
        hoa < Thank you, I noted that you will come: Saturday 5 Dec, 14:00, at the house
        hoa > next meeting
        hoa < The club meets on … You said: I will come.
    """)
    labels = [one.label for one in club.phones.by_chat["hoa"].last[-1].choices]
    assert labels == ["I cannot come", "Please fetch me", "Something else"]


async def test_the_menu_leads_there(club: Village) -> None:
    await club("""
        hoa > menu
        hoa < What can I do for you?
        hoa # The next meeting
        hoa < The club meets on Saturday 5 Dec
        minh > bcn
        minh < The board's work.
        minh # Meetings
        minh < Saturday 5 Dec … After that: Saturday 2 Jan (25/11 lunar); Saturday 13 Feb
        minh # Who comes
        minh < Coming: 0. Need a lift: 0. Not coming: 0. No answer: 5.
    """)


async def test_an_answer_may_be_typed_and_changed_until_the_meeting_begins(club: Village) -> None:
    await club("""
        hoa > tôi có đến
        hoa < Thank you, I noted that you will come
        hoa > hom nay toi khong di hop duoc
        hoa < Thank you for telling. The board will tell you what is decided on Saturday 5 Dec.
        hoa > nho don toi di hop
        hoa < I noted that you need a lift on Saturday 5 Dec at 14:00, and tell the board.
    """)
    club.clock.now = datetime(2026, 12, 5, 7, tzinfo=UTC)  # 14:00
    await club("""
        hoa # I will come
        hoa < That meeting has begun already.
        lan > ai đến họp
        lan < today, Saturday 5 Dec … Need a lift: 1
    """)
    club.clock.now = datetime(2026, 12, 5, 17, tzinfo=UTC)  # midnight
    await club("""
        hoa # I will come
        hoa < That meeting is over.
        lan > ai đến họp
        lan < Saturday 2 Jan … Need a lift: 0
    """)


async def test_answering_twice_is_harmless(club: Village) -> None:
    await club("""
        hoa > toi co den
        hoa < Thank you
        hoa > tôi có đến
        hoa < Thank you
        lan > ai đến họp
        lan < Coming: 1. Need a lift: 0. Not coming: 0. No answer: 4.
    """)


async def test_the_board_counts_who_comes_and_sees_who_needs_a_lift(club: Village) -> None:
    await club("""
        hoa > nhờ đưa đón
        hoa < I noted that you need a lift
        lan > tôi có đến
        lan < Thank you
        tu > tôi đau lưng không đi họp được
        tu < Thank you for telling.
        minh > ai đi họp
        minh < Coming: 1. Need a lift: 1. Not coming: 1. No answer: 2. … in person: 1. … Thị Hoa
        hoa > ai đi họp
        hoa < That is the board's work.
    """)


async def test_an_answer_is_taken_long_before_the_meeting_too(club: Village) -> None:
    club.clock.now = datetime(2026, 12, 6, 5, tzinfo=UTC)
    await club("""
        hoa > tôi có đến
        hoa < I noted that you will come on Saturday 2 Jan. I will remind you when it is near.
        tu > nhờ đưa đón
        tu < I noted that you need a lift on Saturday 2 Jan
        hoa > bao giờ họp
        hoa < The club meets on Saturday 2 Jan … You said: I will come.
        minh > ai đi họp
        minh < Coming: 1. Need a lift: 1.
    """)


async def test_on_the_day_and_the_day_before_it_is_said_so(club: Village) -> None:
    club.clock.now = datetime(2026, 12, 4, 5, tzinfo=UTC)
    await club("""
        hoa > mấy giờ họp
        hoa < The club meets tomorrow, Saturday 5 Dec (27/10 lunar): 14:00, at the house
    """)
    club.clock.pass_by(days=1)
    await club("""
        hoa > mấy giờ họp
        hoa < The club meets today, Saturday 5 Dec
    """)


async def test_where_no_days_are_set_there_is_no_meeting(village: Village) -> None:
    await village("""
        hoa > bao giờ họp
        hoa < No meeting is planned yet. The board sets the days.
        hoa > tôi có đến
        hoa < No meeting is planned yet.
        lan > ai đến họp
        lan < No meeting is planned yet.
        thu > lịch họp
        thu < No meeting is planned yet. Shall we set the days on which the club meets?
    """)


async def test_on_a_shared_phone_each_answers_for_herself(club: Village) -> None:
    await club.join("nam", "Nguyễn Văn Nam", phone="hoa", sex="male")
    await club("""
        hoa > tôi có đến
        hoa < Who
        hoa # Mr Nam
        hoa < Thank you, I noted that you will come
        minh > ai đi họp
        minh < Coming: 1. Need a lift: 0. Not coming: 0. No answer: 5.
    """)


async def test_a_club_may_do_without_lunar_days(club: Village) -> None:
    async with club.database.write() as db:
        await db.execute(update(t.Club).values(lunar_days=False))
    await club("""
        hoa > bao giờ họp
        hoa < The club meets on Saturday 5 Dec, 14:00
    """)


async def test_in_vietnamese_a_day_is_told_with_its_lunar_one(club: Village) -> None:
    await club("""
        hoa > tiếng việt
        hoa < Từ giờ
        hoa > bao giờ họp
        hoa < thứ bảy 5/12 (27/10 âm)
    """)
