from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.almanac.meetings import Day, LunarDay, MonthDay, NthWeekday
from bot.understanding.folding import fold
from bot.understanding.meeting_rules import HeardRule, hear_rule

TENTH, RAM = MonthDay(day=10), LunarDay(day=15)
SATURDAY, SUNDAY = 5, 6

HEARD: list[tuple[Day, str]] = [
    (
        TENTH,
        "ngày 10 hằng tháng · ngày 10 hàng tháng · mùng 10 dương · mung 10 duong · 10 · mười · "
        "ngày mười · mỗi tháng ngày 10 · 10 dương lịch · ngày 10 tây · the 10th of each month · "
        "10th · ngày 10 mỗi tháng một lần · họp ngày 10 lúc 8 giờ sáng · ngày 10, 8h30 · "
        "the 10th of every month at 8am · 10 hằng tháng nhé · ngày 10 dl · mùng 10 lịch dương · "
        "ngày 10 tại nhà văn hóa thôn 2 · ngày 10 của tháng",
    ),
    (MonthDay(day=15), "ngày mười lăm · ngày 15 · ngày 15 dương lịch hằng tháng · 15th"),
    (MonthDay(day=21), "ngày hai mươi mốt hằng tháng · ngày hai mốt · ngay 21 · ngày hăm mốt"),
    (MonthDay(day=31), "ngày 31 · ngày cuối tháng · cuối tháng · the last day of the month"),
    (RAM, "ngày rằm · rằm hàng tháng · rằm · ngay ram · full moon · 15 âm lịch · ngày 15 âm"),
    (
        LunarDay(day=16),
        "16 âm · 16 am · ngày 16 âm lịch · ngày 16 ta · 16 al · the lunar 16th · lịch âm ngày 16 "
        "· the 16th of each lunar month · mười sáu âm",
    ),
    (LunarDay(day=1), "mùng 1 âm lịch · mồng một âm · mung mot am lich · mùng một ta"),
    (LunarDay(day=30), "ngày cuối tháng theo lịch âm · 30 âm"),
    (
        NthWeekday(nth=1, weekday=SATURDAY),
        "thứ bảy đầu tháng · thu bay dau thang · thứ 7 đầu tiên của tháng · T7 đầu tháng · "
        "first Saturday · thứ bảy tuần đầu · thứ bảy tuần thứ nhất · the 1st Saturday · "
        "thứ bảy tuần đầu tiên hằng tháng · tuần đầu tháng vào thứ bảy "
        "· 8h sáng thứ bảy đầu tháng",
    ),
    (
        NthWeekday(nth=2, weekday=SATURDAY),
        "thứ 7 tuần thứ hai · thứ bảy thứ hai của tháng · thứ bảy tuần 2 · thu 7 tuan thu 2 · "
        "second Saturday of the month · 2nd Saturday · Saturday of the second week",
    ),
    (
        NthWeekday(nth=-1, weekday=SUNDAY),
        "chủ nhật cuối tháng · chu nhat cuoi thang · CN cuối tháng · last Sunday of the month · "
        "chủ nhật tuần cuối · chủ nhật cuối cùng của tháng · chúa nhật cuối tháng",
    ),
    (NthWeekday(nth=1, weekday=0), "thứ hai đầu tháng · thứ hai tuần đầu · thu hai dau thang"),
    (NthWeekday(nth=4, weekday=3), "thứ năm tuần thứ tư · thứ 5 tuần 4 · fourth Thursday"),
]


@pytest.mark.parametrize(
    ("on", "text"), [(on, text) for on, texts in HEARD for text in texts.split(" · ")]
)
def test_a_rule_is_heard_with_marks_and_without(on: Day, text: str) -> None:
    assert hear_rule(text) == (HeardRule(on=on),)
    assert hear_rule("".join(fold(char) or char for char in text)) == (HeardRule(on=on),)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("hai tháng một lần ngày 20", HeardRule(on=MonthDay(day=20), months=2)),
        ("ngày 20, 2 tháng 1 lần", HeardRule(on=MonthDay(day=20), months=2)),
        ("ngày 20 cách tháng", HeardRule(on=MonthDay(day=20), months=2)),
        ("the 20th every two months", HeardRule(on=MonthDay(day=20), months=2)),
        ("the 20th of every other month", HeardRule(on=MonthDay(day=20), months=2)),
        ("mỗi quý một lần, ngày 5", HeardRule(on=MonthDay(day=5), months=3)),
        ("ba tháng họp một lần vào rằm", HeardRule(on=RAM, months=3)),
        (
            "hai tháng một lần thứ bảy đầu tháng, từ tháng 3",
            HeardRule(on=NthWeekday(nth=1, weekday=SATURDAY), months=2, from_month=3),
        ),
        ("rằm, từ tháng Giêng", HeardRule(on=RAM, from_month=1)),
        ("rằm, bắt đầu từ tháng chạp", HeardRule(on=RAM, from_month=12)),
        ("10th every 3 months from February", HeardRule(on=TENTH, months=3, from_month=2)),
    ],
)
def test_every_how_many_months_is_heard(text: str, rule: HeardRule) -> None:
    assert hear_rule(text) == (rule,)


@pytest.mark.parametrize("text", ["mùng 10", "mồng 10 hằng tháng", "mung muoi"])
def test_a_day_told_by_sun_or_by_moon_is_both(text: str) -> None:
    assert hear_rule(text) == (HeardRule(on=TENTH), HeardRule(on=LunarDay(day=10)))


@pytest.mark.parametrize("text", ["thứ bảy", "thứ 7 hằng tháng", "a Saturday each month"])
def test_a_weekday_alone_may_be_any_of_the_month(text: str) -> None:
    assert [rule.on for rule in hear_rule(text)] == [
        NthWeekday(nth=nth, weekday=SATURDAY) for nth in (1, 2, 3, 4, -1)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "xin chào",
        "ngày 32",
        "ngày 0",
        "32",
        "ngày 10 và ngày 25",
        "rằm và mùng một",
        "thứ bảy hằng tuần",
        "mỗi tuần một lần",
        "một tháng hai lần ngày 10",
        "every Saturday weekly",
        "sáu tháng một lần ngày 10",
        "ngày 10 tháng 5",
        "mùng 10 tháng giêng",
        "không họp ngày 10",
        "thứ bảy ngày 10",
        "ngày 10 năm mới năm cũ hai lần hằng năm",
        "ngáy 10",
        "râm",
        "thứ báy đầu tháng",
    ],
)
def test_what_is_no_rule_is_not_heard(text: str) -> None:
    assert hear_rule(text) == ()


@given(st.text() | st.text("0123456789 ngàythứmùgâmđầốirằ"))
def test_any_text_can_be_heard(text: str) -> None:
    hear_rule(text)
