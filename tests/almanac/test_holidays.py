from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta

import holidays
import pytest

from bot.almanac.holidays import closed, is_public_holiday
from bot.almanac.lunar import tet


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2026-01-01", "holiday"),  # Tết Dương lịch
        ("2026-02-14", None),  # 27 Chạp
        ("2026-02-15", "tet"),
        ("2026-02-17", "tet"),
        ("2026-02-23", "tet"),
        ("2026-02-24", None),  # mùng 8
        ("2026-04-26", "holiday"),  # Giỗ Tổ, a Sunday
        ("2026-04-27", "holiday"),  # instead of it
        ("2026-04-28", None),
        ("2026-04-30", "holiday"),
        ("2026-05-01", "holiday"),
        ("2026-08-31", "holiday"),  # given in exchange for a Saturday
        ("2026-09-02", "holiday"),
        ("2026-09-03", None),
        ("2025-05-02", "holiday"),  # given in exchange
        ("2026-11-21", None),
    ],
)
def test_a_day_is_ordinary_or_closed_for_a_reason(day: str, why: str | None) -> None:
    assert closed(date.fromisoformat(day)) == why


@pytest.mark.parametrize("year", [2025, 2026, 2030, 2053])
def test_the_days_that_the_law_gives_for_tet_are_days_off(year: int) -> None:
    days = [tet(year) + timedelta(days=day) for day in range(-1, 4)]
    assert all(map(is_public_holiday, days))
    assert not is_public_holiday(tet(year) + timedelta(days=6))


def test_the_library_keeps_tet_when_vietnam_does() -> None:
    named = {
        year: {
            day
            for day, name in holidays.country_holidays("VN", years=year, language="en_US").items()
            if name == "Lunar New Year"
        }
        for year in range(1970, 2100)
    }
    assert named == {year: {tet(year)} for year in range(1970, 2100)}


def test_the_libraries_are_loaded_only_when_a_day_is_asked_for() -> None:
    said = (
        "import sys, bot.almanac.meetings; print(bool({'holidays', 'vnlunar'} & {*sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
