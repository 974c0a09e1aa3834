"""How long something shall rest: a number of days, weeks or months, or until a day."""

from __future__ import annotations

from datetime import date

import pytest

from bot.understanding.folding import fold
from bot.understanding.spans import hear_days_until, hear_span

SATURDAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2 tuần", 14),
        ("hai tuần", 14),
        ("hai tuần nữa", 14),
        ("hai tuần rưỡi", 17),
        ("nửa tháng", 15),
        ("khoảng nửa tháng nhé", 15),
        ("một tháng", 30),
        ("1 tháng rưỡi", 45),
        ("ba tháng", 90),
        ("10 ngày", 10),
        ("mười hôm", 10),
        ("100 ngày", 100),
        ("một trăm ngày", 100),
        ("two weeks", 14),
        ("a month", 30),
        ("14 days", 14),
        ("đến 10/12", 19),
        ("đến ngày 10 tháng 12", 19),
        ("10 tháng 12", 19),
        ("until 10 Dec", 19),
        ("đến mai", 1),
        ("đến thứ bảy", 7),
        ("đến thứ hai tuần sau", 2),
        ("đến cuối tháng", 9),
    ],
)
def test_it_is_understood_with_marks_and_without(text: str, days: int) -> None:
    assert hear_days_until(text, SATURDAY) == days
    if "/" not in text:
        assert hear_days_until(fold(text), SATURDAY) == days


@pytest.mark.parametrize("text", ["lâu lâu", "vài hôm", "0 ngày", "hôm nay", "1/2/2020", "", "10"])
def test_without_a_length_or_a_day_to_come_nothing_is_heard(text: str) -> None:
    assert hear_days_until(text, SATURDAY) is None


@pytest.mark.parametrize("text", ["thứ hai tuần sau", "ngày 2 tháng 12", "2 tháng này", "9:00"])
def test_a_day_is_no_span(text: str) -> None:
    assert hear_span(text) is None
