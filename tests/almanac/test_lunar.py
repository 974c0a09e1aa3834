from __future__ import annotations

import math
from datetime import date, timedelta
from itertools import pairwise

import pytest
import vnlunar
from hypothesis import given
from hypothesis import strategies as st

from bot.almanac.lunar import (
    Lunar,
    days_in,
    is_quiet_for_money,
    is_tet_week,
    lunar,
    solar,
    tet,
)

DAYS = st.dates(date(1970, 1, 1), date(2099, 12, 31))
DAY = timedelta(days=1)

# As kept in Vietnam; in 1985, 2007, 2030 and 2053 not on the day of the Chinese New Year.
TET = """
    1985-01-21 2007-02-17 2020-01-25 2021-02-12 2022-02-01 2023-01-22 2024-02-10 2025-01-29
    2026-02-17 2027-02-06 2028-01-26 2029-02-13 2030-02-02 2031-01-23 2032-02-11 2033-01-31
    2034-02-19 2035-02-08 2053-02-18
"""
CHINESE_NEW_YEAR = {1985: "1985-02-20", 2007: "2007-02-18", 2030: "2030-02-03", 2053: "2053-02-19"}
LEAP = {2020: 4, 2023: 2, 2025: 6, 2028: 5, 2031: 3, 2033: 11}


@pytest.mark.parametrize("day", [date.fromisoformat(day) for day in TET.split()])
def test_tet_is_on_the_day_on_which_vietnam_keeps_it(day: date) -> None:
    assert tet(day.year) == day
    assert lunar(day) == Lunar(day=1, month=1, year=day.year)
    assert str(day) != CHINESE_NEW_YEAR.get(day.year)


@pytest.mark.parametrize(("year", "leap"), [(year, LEAP.get(year)) for year in range(2020, 2034)])
def test_a_leap_month_is_where_the_calendars_print_it(year: int, leap: int | None) -> None:
    days = (tet(year) + timedelta(days=day) for day in range((tet(year + 1) - tet(year)).days))
    assert {on.month for on in map(lunar, days) if on.leap} == ({leap} if leap else set())


@pytest.mark.parametrize(
    ("day", "on"),
    [
        (date(2026, 1, 1), Lunar(day=13, month=11, year=2025)),
        (date(2026, 2, 16), Lunar(day=29, month=12, year=2025)),
        (date(2026, 3, 3), Lunar(day=15, month=1, year=2026)),
        (date(2026, 9, 25), Lunar(day=15, month=8, year=2026)),
        (date(2025, 7, 25), Lunar(day=1, month=6, year=2025, leap=True)),
        (date(2025, 10, 6), Lunar(day=15, month=8, year=2025)),
        (date(2024, 4, 18), Lunar(day=10, month=3, year=2024)),
    ],
)
def test_a_day_has_its_lunar_date_and_the_date_its_day(day: date, on: Lunar) -> None:
    assert lunar(day) == on
    assert solar(on) == day


@given(DAYS)
def test_a_day_comes_back_from_its_lunar_date(day: date) -> None:
    assert solar(lunar(day)) == day


@given(DAYS)
def test_the_days_run_on_from_month_to_month(day: date) -> None:
    today, tomorrow = lunar(day), lunar(day + DAY)
    if tomorrow.day != 1:
        assert tomorrow == Lunar(
            day=today.day + 1, month=today.month, year=today.year, leap=today.leap
        )
        return
    assert today.day in {29, 30}
    months = (tomorrow.year * 12 + tomorrow.month) - (today.year * 12 + today.month)
    assert months == (0 if tomorrow.leap else 1)


def test_the_calendar_agrees_with_the_sun_and_the_moon() -> None:
    """The library's tables against its own astronomy, for as long as anybody now plans."""
    for day in (date(1976, 1, 1) + number * DAY for number in range(365 * 77)):
        sky = vnlunar.convert_solar_to_lunar(day.day, day.month, day.year, 7.0)
        on = lunar(day)
        assert (on.day, on.month, on.year, on.leap) == (
            *(sky["day"], sky["month"], sky["year"], bool(sky["leap"])),
        )


def test_a_year_has_its_months_without_a_gap() -> None:
    for this, following in pairwise(range(1970, 2101)):
        assert math.isclose((tet(following) - tet(this)).days, 369, abs_tol=16)
        assert solar(Lunar(day=days_in(12, this), month=12, year=this)) == tet(following) - DAY


@pytest.mark.parametrize(
    "day",
    [
        Lunar(day=30, month=12, year=2025),
        Lunar(day=31, month=1, year=2026),
        Lunar(day=0, month=1, year=2026),
        Lunar(day=1, month=13, year=2026),
        Lunar(day=1, month=6, year=2026, leap=True),
        Lunar(day=1, month=5, year=2025, leap=True),
        Lunar(day=1, month=1, year=1799),
        Lunar(day=1, month=1, year=2200),
    ],
)
def test_a_day_that_does_not_exist_is_refused(day: Lunar) -> None:
    with pytest.raises(ValueError, match="lunar calendar"):
        solar(day)


def test_a_day_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match="1800 to 2199"):
        lunar(date(2201, 1, 1))


@pytest.mark.parametrize(
    ("first", "last", "quiet"),
    [
        ("2026-01-20", "2026-02-11", False),  # 2 to 24 Chạp
        ("2026-02-12", "2026-02-23", True),  # 25 Chạp to mùng 7
        ("2026-02-24", "2026-03-18", False),  # mùng 8 to 30 tháng Giêng
        ("2026-03-19", "2026-03-19", True),  # mùng 1 tháng Hai
        ("2026-03-20", "2026-03-20", False),
        ("2025-07-25", "2025-07-25", True),  # mùng 1 of the leap month
        ("2025-01-24", "2025-02-04", True),  # where Chạp has 29 days
        ("2025-01-23", "2025-01-23", False),
        ("2024-02-04", "2024-02-16", True),  # where it has 30
        ("2024-02-03", "2024-02-03", False),
    ],
)
def test_money_is_not_spoken_of_around_tet_and_on_the_first(
    first: str, last: str, quiet: bool
) -> None:
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    days = [begin + number * DAY for number in range((end - begin).days + 1)]
    assert {day: is_quiet_for_money(day) for day in days} == dict.fromkeys(days, quiet)


@given(DAYS)
def test_money_is_quiet_on_twenty_five_days_of_a_year_at_most(day: date) -> None:
    year = tet(day.year)
    days = [year + number * DAY for number in range((tet(day.year + 1) - year).days)]
    assert sum(map(is_quiet_for_money, days)) in {23, 24, 25}


def test_tet_week_goes_from_28_chap_to_mung_7() -> None:
    around = [date(2026, 2, 1) + number * DAY for number in range(40)]
    kept = [day for day in around if is_tet_week(day)]
    assert (kept[0], kept[-1], len(kept)) == (date(2026, 2, 15), date(2026, 2, 23), 9)


def test_a_leap_first_month_has_no_tet() -> None:
    leap = next(
        (year for year in range(1800, 2200) if vnlunar.get_year_info(year)[1]["leap"]), None
    )
    assert leap is not None
    first = solar(Lunar(day=1, month=1, year=leap, leap=True))
    assert not is_tet_week(first)
    assert not is_quiet_for_money(first + DAY)
