from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.calendar_words import spoken
from bot.understanding.folding import fold
from bot.understanding.hours import hear_hour, without_hour

HEARD = {
    "08:00": "8 giờ · 8 gio · 8h · 8:00 · 08:00 · 8 giờ sáng · tám giờ · tam gio sang · 8 · lúc 8 "
    "giờ ạ · sáng mai 8 giờ · tomorrow at 8 · eight o'clock · 8 am · 8am · 8 a.m. · 8 giờ đến "
    "10 giờ · 8h-10h · "
    "8 giờ (8:00) · 8 giờ 40 người · sáng thứ bảy lúc 8h · 8 giờ tại xóm 5",
    "08:30": "8h30 · 8 giờ 30 · 8 giờ rưỡi sáng · 8 gio ruoi · 8g30 · tám rưỡi · half past eight "
    "· 8:30 · 8.30 · 8 giờ 30 phút · tám giờ ba mươi · 8 rưỡi sáng · 8h30 sáng chủ nhật · 8:30 am",
    "07:45": "8 giờ kém 15 · tám giờ kém mười lăm · quarter to eight · 7 giờ bốn lăm · 7h45",
    "08:15": "8 giờ 15 · quarter past eight · 8 giờ mười lăm phút · a quarter past 8",
    "14:00": "14:00 · 2 giờ chiều · 14h · 2h chiều · hai giờ chiều · chiều 2 giờ · chiều mai 2h "
    "· 2 pm · 2pm · 2 giờ · 2 gio chieu · 14 giờ chiều · 2 giờ trưa",
    "19:00": "7 giờ tối · tối 7 giờ · 7h toi · 19h · 19:00 · tối thứ bảy 7 giờ "
    "· 7 pm · 19 giờ tối · tonight at 7 · at 7 tonight · 7 tonight",
    "12:00": "12 giờ · 12 giờ trưa · noon · 12 pm",
    "11:30": "11 rưỡi trưa · 11h30 trưa · 11 giờ rưỡi",
    "22:00": "10 giờ đêm · 10h tối",
    "00:00": "12 giờ đêm · 0:00 · 0 giờ",
    "05:00": "05:00 · 5 giờ sáng",
    "17:00": "5 giờ · 5 giờ chiều",
}


@pytest.mark.parametrize(
    ("text", "hour"),
    [(text, hour) for hour, texts in HEARD.items() for text in texts.split(" · ")],
)
def test_an_hour_is_heard(text: str, hour: str) -> None:
    assert hear_hour(text) == time.fromisoformat(hour)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "sáng",
        "25 giờ",
        "8:75",
        "8 giờ hoặc 9 giờ",
        "15/12",
        "at 15/12",
        "at 7 people",
        "ngày 10",
        "14 giờ sáng",
        "3 người",
        "8 giở",
        "tàm giờ",
    ],
)
def test_what_is_no_hour_is_not_heard(text: str) -> None:
    assert hear_hour(text) is None


@given(st.integers(1, 23), st.integers(0, 59))
def test_every_hour_as_a_clock_shows_it_is_that_hour(hour: int, minute: int) -> None:
    assert hear_hour(f"{hour:02}:{minute:02}") == time(hour, minute)


@pytest.mark.parametrize("text", [text for texts in HEARD.values() for text in texts.split(" · ")])
def test_marks_may_be_left_out(text: str) -> None:
    if "thứ bảy 7 giờ" not in text:  # "toi" far from its hour is "tôi"
        assert hear_hour(fold_keeping_signs(text)) == hear_hour(text)


def fold_keeping_signs(text: str) -> str:
    return "".join(fold(char) or char for char in text)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("ngày 10 hằng tháng, 8 giờ sáng", "ngày 10 hằng tháng ,"),
        ("8h30 thứ bảy", "thứ bảy"),
        ("mùng 5 lúc 2 giờ chiều", "mùng 5"),
        ("16 am", "16 am"),
        ("the 10th at 8am", "the 10 th"),
        ("ngày 8, từ 8 giờ đến 10 giờ", "ngày 8 ,"),
    ],
)
def test_a_day_is_left_when_its_hour_is_taken_away(text: str, rest: str) -> None:
    assert without_hour(spoken(text)) == spoken(rest)
