"""Which month is meant, by people who type as they speak."""

from __future__ import annotations

from datetime import date

import pytest

from bot.understanding.months import hear_any_month, hear_month

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("said", "month"),
    [
        ("tháng 10", date(2026, 10, 1)),
        ("thang 10", date(2026, 10, 1)),
        ("10", date(2026, 10, 1)),
        ("mười", date(2026, 10, 1)),
        ("tháng mười một", date(2026, 11, 1)),
        ("tháng 12", date(2025, 12, 1)),
        ("12", date(2025, 12, 1)),
        ("tháng 10 năm 2025", date(2025, 10, 1)),
        ("10/2025", date(2025, 10, 1)),
        ("10 / 2025", date(2025, 10, 1)),
        ("10-2025", date(2025, 10, 1)),
        ("10.2025", date(2025, 10, 1)),
        ("2025-10", date(2025, 10, 1)),
        ("tháng này", date(2026, 11, 1)),
        ("này", date(2026, 11, 1)),
        ("tháng trước", date(2026, 10, 1)),
        ("thang truoc", date(2026, 10, 1)),
        ("last month", date(2026, 10, 1)),
        ("October", date(2026, 10, 1)),
        ("oct 2024", date(2024, 10, 1)),
        ("của tháng 9 ạ", date(2026, 9, 1)),
    ],
)
def test_a_month_is_heard(said: str, month: date) -> None:
    assert hear_month(said, TODAY) == month


@pytest.mark.parametrize(
    "said",
    [
        "",
        "hôm nay",
        "hôm qua",
        "tháng 13",
        "0",
        "13",
        "12/2026",
        "11/0000",
        "0000-11",
        "tháng 11/0000",
        "1/2027",
        "10/1999",
        "bà Hoa",
        "500k",
    ],
)
def test_what_is_no_month_or_one_to_come_is_not_heard(said: str) -> None:
    assert hear_month(said, TODAY) is None


def test_the_month_before_january_is_in_the_year_before() -> None:
    assert hear_month("tháng trước", date(2026, 1, 5)) == date(2025, 12, 1)


@pytest.mark.parametrize(
    ("said", "month"),
    [
        ("tháng 12/2026", date(2026, 12, 1)),
        ("12/2030", date(2030, 12, 1)),
        ("tháng 12", date(2025, 12, 1)),
        ("1/2020", date(2020, 1, 1)),
        ("1/1990", date(1990, 1, 1)),
        ("11/0000", None),
        ("11/9999", None),
        ("13/2026", None),
    ],
)
def test_a_month_to_come_is_heard_where_it_is_to_be_explained(
    said: str, month: date | None
) -> None:
    assert hear_any_month(said, TODAY) == month
