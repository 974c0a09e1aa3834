from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.almanac.lunar import lunar
from bot.understanding.days import hear_day, hear_nearest_day, is_no_day
from bot.understanding.folding import fold

TODAY = date(2026, 11, 18)  # a Wednesday, 10 tháng Mười
DAY = timedelta(days=1)

HEARD = {
    "2026-11-18": "hôm nay · bữa nay · today · tối nay · 8 giờ tối nay · 8 giờ sáng nay",
    "2026-11-19": "mai · ngày mai · sáng mai · tomorrow · 8 giờ sáng mai · mai 8h · "
    "chiều mai 2 giờ · 1 ngày nữa · ngày 19 · 19 · 19/11 · ngay 19 · thứ năm · thứ 5 này "
    "· thứ năm tuần này · the 19th · ngày mười chín",
    "2026-11-20": "ngày kia · day after tomorrow · hai ngày nữa · in 2 days",
    "2026-11-22": "chủ nhật này · chủ nhật · CN · cn này · this Sunday · chủ nhật tuần này · "
    "8h sáng chủ nhật này · Sunday",
    "2026-11-21": "thứ bảy · thứ 7 · t7 · thứ bảy tới · Saturday",
    "2026-11-23": "thứ hai tuần sau · thứ hai · thu hai tuan sau · thứ 2 tuần tới · next Monday · "
    "Monday next week · thứ hai sau · rằm tháng này · rằm · rằm tháng Mười · ngày rằm · full moon "
    "· 15 âm · 15/10 âm · 15/10 âm lịch · 15 tháng 10 âm lịch · rằm tháng 10",
    "2026-11-25": "thứ tư tuần sau · next Wednesday · thứ tư sau · một tuần nữa "
    "· 1 tuần nữa · in 1 week · 25/11",
    "2026-11-30": "thứ hai tuần sau nữa · cuối tháng · cuối tháng này · 30/11",
    "2026-12-05": "ngày 5 · 5 · mùng 5 dương · mùng 5 dương lịch · 5/12 · ngày 5 tháng sau · "
    "mồng 5 tháng 12 dương lịch",
    "2026-12-15": "15/12 · 15/12/2026 · 15-12 · 15.12.2026 · ngày 15 tháng 12 · 15/12/26 · "
    "ngày 15 tháng mười hai · 15 tháng 12 năm 2026 · December 15 · 15 Dec 2026 · "
    "the 15th of December · ngày 15 tháng sau · thứ ba 15/12 · 15/12. · ngày 15 · "
    "8 giờ ngày 15/12 · 15/12/2026.",
    "2026-12-13": "mùng 5 âm · mùng 5 âm lịch · mung 5 am · 5/11 âm · chủ nhật mùng 5",
    "2026-12-10": "2026-12-10 · 2026/12/10 · ngày 2026-12-10",
    "2027-02-28": "cuối tháng 2 · cuối tháng hai · cuối tháng 2 năm 2027 · cuối tháng 2/2027 · "
    "end of February · hết tháng 2",
    "2028-02-29": "cuối tháng 2/2028",
    "2027-05-31": "cuối tháng năm",
    "2027-06-30": "cuối tháng 6 · cuối tháng sáu",
    "2027-02-06": "mùng 1 tết · mung 1 tet · mồng một tết · mùng 1 Tết nguyên đán · "
    "mùng 1 tết âm lịch · mùng một tháng giêng",
    "2027-02-08": "mùng 3 tết",
    "2027-02-05": "30 tết · ba mươi tết · giao thừa · 29 tháng chạp · cuối tháng chạp",
    "2027-02-04": "28 tết",
    "2027-01-02": "mùng 2 tết tây · mùng 2 tết dương lịch",
    "2027-01-31": "31/1 · ngày 31 tháng 1",
    "2026-12-31": "ngày 31 · 31 · cuối tháng sau",
    "2027-02-10": "mùng 5 tháng giêng · mong 5 thang gieng · 5 tháng giêng",
    "2027-02-20": "rằm tháng giêng · ram thang gieng",
    "2027-01-08": "mùng 1 tháng chạp",
    "2027-11-17": "17/11",
    "2020-01-05": "5/1/2020",
}


@pytest.mark.parametrize(
    ("text", "day"), [(text, day) for day, texts in HEARD.items() for text in texts.split(" · ")]
)
def test_a_day_is_heard(text: str, day: str) -> None:
    assert hear_day(text, TODAY) == (date.fromisoformat(day),)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mùng 5", "2026-12-05 2026-12-13"),
        ("mung nam", "2026-12-05 2026-12-13"),
        ("mùng 2 tháng 9", "2027-09-02 2027-10-01"),
        ("thứ tư", "2026-11-18 2026-11-25"),
        ("ngày 18", "2026-11-18 2026-12-18"),
        ("10 âm", "2026-11-18 2026-12-18"),
        ("next Saturday", "2026-11-21 2026-11-28"),
        ("thứ bảy sau", "2026-11-21 2026-11-28"),
        ("thứ bảy 15/12", "2026-11-21 2026-12-15"),
        ("cuối tuần", "2026-11-21 2026-11-22"),
        ("cuối tuần sau", "2026-11-28 2026-11-29"),
        ("thứ bảy hoặc chủ nhật", "2026-11-21 2026-11-22"),
        ("ngày 20 hay ngày 21", "2026-11-20 2026-11-21"),
        ("ngay 10 thang sau", "2026-12-10 2027-06-10"),
        ("cuoi thang sau", "2026-12-31 2027-06-30"),
        ("29 tết", "2027-02-05"),
    ],
)
def test_what_can_be_several_days_is_all_of_them(text: str, days: str) -> None:
    assert " ".join(map(str, hear_day(text, TODAY))) == days


def test_a_word_with_its_marks_is_only_itself() -> None:
    assert hear_day("ngày 10 tháng sau", TODAY) == (date(2026, 12, 10),)
    assert hear_day("ngày 10 tháng sáu", TODAY) == (date(2027, 6, 10),)
    assert hear_day("mốt", TODAY) == (TODAY + 2 * DAY,)
    assert hear_day("mái", TODAY) == ()


def test_a_day_of_a_leap_month_is_heard_as_well() -> None:
    assert hear_day("rằm tháng sáu", date(2025, 7, 1)) == (date(2025, 7, 9), date(2025, 8, 8))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "chưa biết",
        "tuần sau",
        "30/2",
        "32",
        "ngày 32",
        "31/11",
        "15/13",
        "mùng 31 âm",
        "thứ hai tuần này",
        "ngày 10 tháng này",
        "8 giờ",
        "hôm qua",
        "sau Tết",
        "trước tết",
        "cuối tháng 13",
        "10/6/9999",
        "10/6/0000",
        "cuối tháng 6/0000",
        "0000-06-10",
    ],
)
def test_what_is_no_day_to_come_is_not_heard(text: str) -> None:
    assert hear_day(text, TODAY) == ()


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("30/2", True),
        ("31/11", True),
        ("ngày 30 tháng 2", True),
        ("30 February", True),
        ("10/6/9999", True),
        ("2026-02-30", True),
        ("15/13", True),
        ("29/2", False),
        ("28/2", False),
        ("10/6", False),
        ("sau Tết", False),
        ("chưa biết", False),
        ("", False),
    ],
)
def test_a_date_that_no_calendar_has_is_known_as_one(text: str, is_one: bool) -> None:
    assert is_no_day(text, TODAY) is is_one


def test_the_29th_of_february_is_that_of_the_next_leap_year() -> None:
    assert hear_day("29/2", TODAY) == (date(2028, 2, 29),)


@pytest.mark.parametrize("text", ["10/6/9999", "1/1/2526", "5/6/9999 âm", "10/6/0000", "1/1/0001"])
def test_a_year_that_is_a_slip_stops_nothing(text: str) -> None:
    assert hear_nearest_day(text, TODAY) == ()


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)), st.integers(0, 364))
def test_a_day_to_come_is_heard_by_its_date(today: date, ahead: int) -> None:
    day = today + ahead * DAY
    assert hear_day(f"{day.day}/{day.month}", today) == (day,)
    assert hear_day(f"{day:%d/%m/%Y}", today) == (day,)
    on = lunar(day)
    assert day in hear_day(f"{on.day}/{on.month}/{on.year} âm", today)


@given(
    st.text() | st.text("0123456789/ ngàythứmùgâmđầốirằsu"),
    st.dates(date(1990, 1, 1), date(2100, 1, 1)),
)
def test_any_text_can_be_heard(text: str, today: date) -> None:
    days = hear_day(text, today)
    assert list(days) == sorted(set(days))


@pytest.mark.parametrize("text", [text for texts in HEARD.values() for text in texts.split(" · ")])
def test_marks_may_be_left_out(text: str) -> None:
    days = hear_day("".join(fold(char) or char for char in text), TODAY)
    assert set(hear_day(text, TODAY)) <= set(days)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("10/11", "2026-11-10"),
        ("10/10", "2026-10-10"),
        ("ngày 17 tháng 11", "2026-11-17"),
        ("10/12", "2026-12-10"),
        ("10/3", "2027-03-10"),
        ("1/10 âm", "2026-11-09"),
        ("10/11/2027", "2027-11-10"),
        ("10/11/2025", "2025-11-10"),
        ("hôm nay", "2026-11-18"),
        ("mai", "2026-11-19"),
        ("mùng 5 dương", "2026-12-05"),
    ],
)
def test_a_day_that_may_be_past_is_the_nearest_one(text: str, day: str) -> None:
    assert hear_nearest_day(text, TODAY) == (date.fromisoformat(day),)


@given(st.dates(date(2026, 5, 20), date(2027, 5, 18)))
def test_a_date_of_the_half_year_before_and_after_is_heard(day: date) -> None:
    assert hear_nearest_day(f"{day.day}/{day.month}", TODAY) == (day,)
