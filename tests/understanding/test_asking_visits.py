"""A visit that somebody asks for in her own words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n import use_locale, weekday_name
from bot.understanding.asking_visits import hear_request, next_weekday
from bot.understanding.words import command

TODAY = date(2026, 11, 21)
"""A Saturday."""
TUESDAY, TOMORROW = date(2026, 11, 24), date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "day", "weekly", "whom"),
    [
        ("bà Lan thứ ba", TUESDAY, False, "bà Lan"),
        ("ba Lan thu 3 tuan sau", TUESDAY, False, "ba Lan"),
        ("hôm nay", TODAY, False, ""),
        ("sang mai", TOMORROW, False, ""),
        ("mỗi tuần", None, True, ""),
        ("moi tuan", None, True, ""),
        ("thứ ba hàng tuần", TUESDAY, True, ""),
        ("bà Tư xóm 2 mỗi thứ ba", TUESDAY, True, "bà Tư xóm 2"),
        ("mỗi tuần một lần cho bà Lan", None, True, "bà Lan"),
        ("cho mẹ chiều nay", TODAY, False, "mẹ"),
        ("Lan tomorrow", TOMORROW, False, "Lan"),
        ("each Tuesday for Lan", TUESDAY, True, "Lan"),
        ("ông Năm ngày 25/11", date(2026, 11, 25), False, "ông Năm"),
        ("bà Mai ngày mai", TOMORROW, False, "bà Mai"),
        ("bà Mai", None, False, "bà Mai"),
        ("ông Ba Tư xóm 2 thứ ba", TUESDAY, False, "ông Ba Tư xóm 2"),
    ],
)
def test_for_whom_and_when(text: str, day: date | None, weekly: bool, whom: str) -> None:
    heard = hear_request(text, TODAY)
    assert heard.days == (() if day is None else (day,))
    assert (heard.weekly, heard.whom, heard.herself) == (weekly, whom, False)


@pytest.mark.parametrize(
    "text", ["cho tôi ngày mai", "tôi mai", "cho bac ngay mai", "me tomorrow"]
)
def test_for_herself(text: str) -> None:
    heard = hear_request(text, TODAY)
    assert heard.days == (TOMORROW,)
    assert heard.herself
    assert heard.whom == ""


@given(day=st.integers(0, 6), locale=st.sampled_from(("vi", "en")))
def test_the_next_such_day_is_the_one_that_is_heard(day: int, locale: str) -> None:
    with use_locale(locale):
        said = weekday_name(day)
    heard = hear_request(said, TODAY).days
    assert next_weekday(day, TODAY) in heard
    assert TODAY < next_weekday(day, TODAY) <= date(2026, 11, 28)


@pytest.mark.parametrize(
    ("text", "name", "rest"),
    [
        ("xin thăm", "visit.ask", ""),
        ("xin tham hom nay", "visit.ask", "hom nay"),
        ("cháu xin thăm bà Lan thứ ba", "visit.ask", "bà Lan thứ ba"),
        ("nhờ người sang thăm mẹ tôi mai", "visit.ask", "mẹ tôi mai"),
        ("ask for a visit to Lan on Tuesday", "visit.ask", "Lan on Tuesday"),
        ("ai đã sang", "family", ""),
        ("ai da sang tham", "family", ""),
        ("giờ thăm tháng này", "care.hours", ""),
        ("gio tham thang truoc", "care.hours", "thang truoc"),
        ("người nhà của bà Lan", "relatives", "bà Lan"),
        ("nguoi nha ba lan", "relatives", "ba lan"),
        ("người nhà Lan", "relatives", "Lan"),
        ("nguoi nha cua lan", "relatives", "lan"),
        ("ai xin tham", "visit.requests", ""),
    ],
)
def test_words_that_lead_there(text: str, name: str, rest: str) -> None:
    found = command(text)
    assert found is not None
    assert (found.name, found.rest) == (name, rest)


@pytest.mark.parametrize("text", ["anh thăm bà Lan rồi", "anh tham ba Lan roi", "ai sáng suốt"])
def test_other_words_lead_elsewhere(text: str) -> None:
    found = command(text)
    assert found is None or found.name not in ("visit.ask", "family", "care.picture")


@pytest.mark.parametrize(
    "text",
    [
        "người nhà tôi trả 50 nghìn",
        "người nhà bà Hoa nộp 50k",
        "nguoi nha ba hoa dua 200k",
        "nguoi nha hoa tra 50",
        "người thân của bà Hoa nộp 100k",
        "nguoi nha gui 200k",
    ],
)
def test_what_the_family_pays_stays_a_payment(text: str) -> None:
    found = command(text)
    assert found is not None
    assert found.name == "repay"


@pytest.mark.parametrize("text", ["người nhà có tang", "nguoi nha toi om", "người nhà chưa nộp"])
def test_what_happens_to_the_family_names_nobody_who_is_visited(text: str) -> None:
    found = command(text)
    assert found is None or found.name != "relatives"
