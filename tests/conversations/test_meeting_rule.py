"""The board says on which days the club meets, moves a meeting, and adds to its agenda."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from bot.almanac.meetings import LunarDay, MeetingRule, MonthDay, NthWeekday, rule_of
from bot.handlers.rule_words import rule_in_words
from bot.i18n import use_locale
from bot.storage import meeting_rules
from tests.village import Village

SET = """
    thu > lịch họp
    thu < No meeting is planned yet. Shall we set the days on which the club meets?
    thu # Set the days
    thu < On which day does the club meet?
    thu > thứ bảy đầu tháng, 2 giờ chiều
    thu < Where does the club meet? Please write the place.
    thu > nhà văn hóa thôn
    thu < on the first Saturday of the month, at 14:00, at … Saturday 13 Feb (8/1 lunar)
    thu # Yes, that is right
    thu < Done: the club meets on the first Saturday of the month. All members will hear of it.
"""


async def rule(village: Village) -> MeetingRule:
    async with village.database.read() as db:
        found = await meeting_rules.newest_rule(db, village.club)
    assert found
    return found.rule


# --- The days ------------------------------------------------------------------------------------


async def test_the_secretary_sets_the_days_and_reads_them_back(village: Village) -> None:
    await village(SET)
    assert await rule(village) == MeetingRule(on=NthWeekday(nth=1, weekday=5))
    await village("""
        hoa > bao giờ họp
        hoa < The club meets on Saturday 5 Dec (27/10 lunar), 14:00, at nhà văn hóa thôn.
    """)


async def test_nothing_is_set_without_a_yes(village: Village) -> None:
    await village("""
        minh > đổi lịch họp rằm hằng tháng 8 giờ
        minh < Where does the club meet?
        minh # the house of culture
        minh < The club meets on the full moon day (lunar 15), at 8:00
        minh # No, leave it
        minh < All right, everything stays as it is.
        minh > bao giờ họp
        minh < No meeting is planned yet.
    """)


async def test_what_can_be_read_in_several_ways_is_asked_back(village: Village) -> None:
    await village("""
        minh > đổi lịch họp
        minh < On which day does the club meet?
        minh > mùng 10
        minh < Which one do you mean?
        minh # on lunar day 10
        minh < At what hour?
        minh > 8h30
        minh < Where does the club meet?
        minh # the house of culture
        minh < on lunar day 10, at 8:30, at the house of culture. … Friday 18 Dec (10/11 lunar)
        minh # Yes
        minh < Done
    """)
    assert await rule(village) == MeetingRule(on=LunarDay(day=10))


async def test_every_two_months_the_first_one_is_asked_for(village: Village) -> None:
    await village("""
        thu > lịch họp mỗi hai tháng ngày 20
        thu < Which day is the first one?
        thu # Wednesday 20 Jan
        thu < At what hour?
        thu # 8:00
        thu < Where does the club meet?
        thu > nhà chị Thu
        thu < every 2 months, on day 20 of the month, at 8:00 … 20 Jan … 20 Mar … 20 May
        thu # Yes
        thu < Done
    """)
    assert await rule(village) == MeetingRule(on=MonthDay(day=20), months=2, from_month=1)


async def test_what_is_no_day_is_asked_again(village: Village) -> None:
    await village("""
        thu > đặt ngày họp
        thu < On which day does the club meet?
        thu > khi nào rảnh
        thu < I did not understand the day.
        thu > every week
        thu < I did not understand the day.
        thu > 31
        thu < At what hour?
        thu > soon
        thu < At what hour? For example “8 in the morning”.
        thu > 14:00
        thu < Where does the club meet?
        thu > chuyển tiền vào số tài khoản 0123456789
        thu < Please without links, account numbers
        thu > menu
        thu < What can I do for you?
    """)


async def test_a_place_that_was_set_before_is_one_tap(village: Village) -> None:
    await village(SET)
    await village("""
        minh > đổi lịch họp ngày 10 hằng tháng 8 giờ
        minh < Where does the club meet?
        minh # nhà văn hóa thôn
        minh < The club meets on day 10 of the month, at 8:00, at nhà văn hóa thôn
        minh # Yes
        minh < Done
        hoa > bao giờ họp
        hoa < Thursday 10 Dec (2/11 lunar), 8:00
    """)


async def test_only_head_and_secretary_set_the_days(village: Village) -> None:
    await village(
        """
        lan > đổi lịch họp
        lan < The days of meetings are set by Mr Minh, Thu.
    """
    )
    await village("""
        hoa > đổi lịch họp
        hoa < That is the board's work.
        lan > lịch họp
        lan < No meeting is planned yet. The board sets the days.
    """)


# --- One meeting ---------------------------------------------------------------------------------


@pytest.fixture
async def club(village: Village) -> Village:
    """The club meets on the 10th at 14:00, next on Thursday 10 December."""
    async with village.database.write() as db:
        await meeting_rules.set_rule(
            db,
            club_id=village.club,
            rule=MeetingRule(on=MonthDay(day=10)),
            at=time(14),
            place="the house of culture",
            by=village.ids["thu"],
            now=village.clock.now,
            today=village.clock.now.date(),
        )
    return village


async def test_the_board_moves_a_meeting(club: Village) -> None:
    await club("""
        lan > dời họp sang thứ bảy
        lan < Which day do you mean?
        lan # Saturday 12 Dec (4/11 lunar)
        lan < From Thursday 10 Dec to Saturday 12 Dec (4/11 lunar), 14:00: shall I move
        lan # Yes, move it
        lan < Done: the meeting is on Saturday 12 Dec, 14:00.
        hoa > bao giờ họp
        hoa < on Saturday 12 Dec (4/11 lunar), 14:00 … It was to be on Thursday 10 Dec.
    """)


async def test_the_day_is_asked_for_and_the_hour_may_change_too(club: Village) -> None:
    await club("""
        lan > dời họp
        lan < The next meeting is on Thursday 10 Dec (2/11 lunar), 14:00. To which day
        lan > blah
        lan < I did not understand the day.
        lan > ngày 11, 8 giờ sáng
        lan < From Thursday 10 Dec to Friday 11 Dec (3/11 lunar), 8:00: shall I move
        lan # No
        lan < All right, everything stays as it is.
        lan > dời họp sang 16 giờ
        lan < From Thursday 10 Dec to Thursday 10 Dec (2/11 lunar), 16:00: shall I move
        lan # Yes
        lan < Done: the meeting is on Thursday 10 Dec, 16:00.
    """)


async def test_a_meeting_goes_only_where_there_is_room(club: Village) -> None:
    await club("""
        lan > dời họp sang 10/1
        lan < There is another meeting on that day already.
        lan > dời họp sang ngày 10/12
        lan < The meeting is on that day already.
        lan > dời họp sang hôm nay 8 giờ sáng
        lan < That time is over already.
        lan > dời họp sang 1/1
        lan < Friday 1 Jan (24/11 lunar) is a holiday. From Thursday 10 Dec to Friday
    """)


async def test_the_board_cancels_a_meeting(club: Village) -> None:
    await club("""
        lan > hủy buổi họp
        lan < Which meeting shall not take place?
        lan # Thursday 10 Dec
        lan < The meeting on Thursday 10 Dec (2/11 lunar) does not take place: is that right?
        lan # Yes
        lan < Done: there is no meeting on Thursday 10 Dec. Who knows of it will be told.
        hoa > bao giờ họp
        hoa < The club meets on Sunday 10 Jan
        lan > hủy họp
        lan < Which meeting
        lan # None
        lan < All right, everything stays as it is.
    """)


async def test_a_button_of_a_meeting_that_does_not_take_place_says_so(club: Village) -> None:
    await club("""
        hoa > bao giờ họp
        hoa < Thursday 10 Dec
        lan > hủy họp
        lan < Which meeting
        lan # Thursday 10 Dec
        lan < is that right?
        lan # Yes
        lan < Done
        hoa # I will come
        hoa < That meeting does not take place.
    """)


async def test_the_board_adds_to_the_agenda(club: Village) -> None:
    await club("""
        lan > nội dung họp
        lan < The meeting on Thursday 10 Dec: … What else is to be talked about?
        lan > bầu tổ trưởng
        lan < - bầu tổ trưởng
        lan > vay vốn đợt mới
        lan < - bầu tổ trưởng - vay vốn đợt mới
        lan # Take the last one out
        lan < - bầu tổ trưởng What else
        lan > giống lúa vụ xuân
        lan < - giống lúa vụ xuân
        lan # Nothing else
        lan < All right.
        hoa > bao giờ họp
        hoa < To talk about: bầu tổ trưởng; giống lúa vụ xuân.
    """)


async def test_nobody_is_shamed_and_nothing_risky_is_said_by_the_agenda(club: Village) -> None:
    await club("""
        lan > nội dung họp đòi nợ nhà bà Hoa
        lan < That has a word in it which makes people feel ashamed.
        lan > các khoản còn phải trả quỹ
        lan < - các khoản còn phải trả quỹ
        lan > xem ở www.vay-nhanh.com
        lan < Please without links
        lan # Nothing else
        lan < All right.
    """)


async def test_members_change_nothing(club: Village) -> None:
    for words in ("dời họp sang mai", "hủy họp", "nội dung họp bầu tổ trưởng"):
        await club.say("hoa", words)
        club.hears("hoa", "That is the board's work.")


async def test_what_begins_meanwhile_is_not_moved(club: Village) -> None:
    await club("""
        lan > dời họp sang ngày 12
        lan < shall I move the meeting?
    """)
    club.clock.now = datetime(2026, 12, 10, 7, 30, tzinfo=UTC)
    await club("""
        lan # Yes, move it
        lan < That meeting is over, or does not take place.
    """)


@pytest.mark.parametrize(
    ("stored", "words"),
    [
        ({"on": "month_day", "day": 31}, "on the last day of the month"),
        ({"on": "nth_weekday", "nth": 2, "weekday": 6}, "on the second Sunday of the month"),
        ({"on": "nth_weekday", "nth": -1, "weekday": 0}, "on the last Monday of the month"),
        ({"on": "nth_weekday", "nth": 3, "weekday": 2}, "on the third Wednesday of the month"),
        ({"on": "nth_weekday", "nth": 4, "weekday": 3}, "on the fourth Thursday of the month"),
        ({"on": "month_day", "day": 5, "months": 3}, "every 3 months, on day 5 of the month"),
    ],
)
def test_a_rule_is_told_in_words(stored: dict[str, str | int], words: str) -> None:
    with use_locale("en"):
        assert rule_in_words(rule_of(stored)) == words
