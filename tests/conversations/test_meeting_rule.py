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
        minh < Which day do you mean?
        minh # on the lunar day 10
        minh < At what hour?
        minh > 8h30
        minh < Where does the club meet?
        minh # the house of culture
        minh < on the lunar day 10, at 8:30, at the house of culture. … Friday 18 Dec (10/11 lunar)
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
        thu < I can only remember days of the month. For example “the first Saturday”.
        thu > hai tuần một lần
        thu < I can only remember days of the month.
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
        minh < The club meets on day 10 of every month, at 8:00, at nhà văn hóa thôn
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
        lan < The meeting on Thursday 10 Dec (2/11 lunar) from 14:00 to 16:00: shall I change
        lan # Yes, change it
        lan < Done: the meeting is on Thursday 10 Dec, 16:00.
    """)


async def test_only_the_hour_is_changed(club: Village) -> None:
    await club("""
        lan > đổi giờ họp sang 9h
        lan < The meeting on Thursday 10 Dec (2/11 lunar) from 14:00 to 9:00: shall I change the
        lan # Yes, change it
        lan < Done: the meeting is on Thursday 10 Dec, 9:00. Who knows it otherwise will hear
        lan > dời họp
        lan < To which day shall it be moved?
        lan # Only another hour
        lan < The meeting on Thursday 10 Dec is at 9:00. At what hour shall it be?
        lan > soon
        lan < At what hour? For example
        lan > 8
        lan < from 9:00 to 8:00: shall I change the hour?
        lan # No
        lan < All right, everything stays as it is.
        lan > đổi giờ họp sang ngày 11, 9h
        lan < From Thursday 10 Dec to Friday 11 Dec (3/11 lunar), 9:00: shall I move
    """)


@pytest.mark.parametrize(
    "said",
    [
        "họp ở nhà ông Thành",
        "đổi chỗ họp sang nhà ông Thành",
        "chuyển họp về nhà ông Thành",
        "địa điểm họp là nhà ông Thành",
    ],
)
async def test_a_meeting_gets_another_place(club: Village, said: str) -> None:
    await club(f"""
        lan > {said}
        lan < The meeting on Thursday 10 Dec (2/11 lunar) at another place, nhà ông Thành: is that
        lan # Yes, change it
        lan < Done: the meeting on Thursday 10 Dec is at nhà ông Thành. Who knows it otherwise
        hoa > bao giờ họp
        hoa < Thursday 10 Dec (2/11 lunar), 14:00, at nhà ông Thành. Will you come?
    """)


async def test_the_place_is_asked_for_and_members_only_read_it(club: Village) -> None:
    await club("""
        lan > đổi chỗ họp
        lan < The meeting on Thursday 10 Dec is at the house of culture. Where shall it be?
        lan > xem ở www.vay-nhanh.com
        lan < Please without links
        lan > the house of culture
        lan < That is how the meeting is planned already.
        hoa > địa điểm họp
        hoa < at the house of culture.
        thu > họp ở đâu
        thu < at the house of culture.
        thu > địa điểm họp ở đâu ạ
        thu < at the house of culture.
    """)


async def test_on_the_day_itself_nothing_is_said_of_the_old_day(club: Village) -> None:
    await club("""
        lan > dời họp sang ngày 12
        lan < shall I move the meeting?
        lan # Yes
        lan < Done
    """)
    club.clock.now = datetime(2026, 12, 12, 1, tzinfo=UTC)
    await club.say("hoa", "bao giờ họp")
    assert "It was to be" not in club.hears("hoa", "The club meets today").text


async def test_a_meeting_goes_only_where_there_is_room(club: Village) -> None:
    await club("""
        lan > dời họp sang 10/1
        lan < There is another meeting on that day already.
        lan > dời họp sang ngày 10/12
        lan < That is how the meeting is planned already.
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
        lan < The meeting on Thursday 10 Dec: What is to be talked about?
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


async def test_a_list_is_written_down_line_by_line(club: Village) -> None:
    await club("""
        lan > nội dung họp
        lan < What is to be talked about?
    """)
    await club.say("lan", "1. Thu lãi\n2) Bàn vay vốn\n\n - 10.12 văn nghệ")
    club.hears("lan", "- Thu lãi - Bàn vay vốn - 10.12 văn nghệ What else")
    await club.say("lan", "nội dung họp Bầu tổ trưởng\n- Nguyễn Văn An báo cáo")
    club.hears("lan", "- 10.12 văn nghệ - Bầu tổ trưởng - Nguyễn Văn An báo cáo What else")
    await club.say("lan", "một\nhai là\nba là\nbốn là")
    club.hears("lan", "That is enough for one meeting.")
    await club.say("lan", "1. Đòi nợ bà Hoa\n2. Trồng cây")
    await club("""
        lan < That has a word in it which makes people feel ashamed.
        lan # Send it as it is
        lan < - Đòi nợ bà Hoa - Trồng cây What else
        hoa > bao giờ họp
        hoa < about: thu lãi; bàn vay vốn; 10.12 văn nghệ; bầu tổ trưởng; Nguyễn Văn An
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
