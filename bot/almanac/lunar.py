"""The Vietnamese lunar calendar, which is made for UTC+7.

In some years Tết is not the Chinese New Year: in 2030 it is on 2 February, not on the 3rd, in
2053 on 18 February, not on the 19th, and in 1985 it was a month earlier.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

_YEARS = range(1800, 2200)
"""The years in the library's tables; those as printed in Vietnam, and far ahead as computed."""
_ORDINAL_OF_JULIAN_DAY_0 = -1721425


@dataclass(frozen=True, slots=True, kw_only=True)
class Lunar:
    """A day of the lunar calendar."""

    day: int
    month: int
    """1 (Giêng) to 12 (Chạp)."""
    year: int
    leap: bool = False
    """In the month that repeats `month` (tháng nhuận)."""


class _Month(NamedTuple):
    first: date
    number: int
    leap: bool
    days: int


def lunar(day: date) -> Lunar:
    """Return the lunar date of a day: 17 February 2026 is mùng 1 tháng Giêng 2026.

    Raises ValueError for a day outside the lunar years 1800 to 2199.
    """
    year = day.year if day >= _months(day.year)[0].first else day.year - 1
    months = _months(year)
    month = months[bisect_right(months, day, key=attrgetter("first")) - 1]
    days = (day - month.first).days + 1
    return Lunar(day=days, month=month.number, year=year, leap=month.leap)


def solar(day: Lunar) -> date:
    """Return the day of a lunar date.

    Raises ValueError where there is no such day: a 30th in a short month, a leap month in a year
    that has another one or none, a year outside 1800 to 2199.
    """
    for month in _months(day.year):
        if (month.number, month.leap) == (day.month, day.leap) and 1 <= day.day <= month.days:
            return month.first + timedelta(days=day.day - 1)
    raise ValueError(f"no such day in the lunar calendar: {day}")


def days_in(month: int, year: int) -> int:
    """Return the length of a lunar month that is no leap month: 29 or 30 days."""
    return next(found.days for found in _months(year) if (found.number, found.leap) == (month, 0))


def tet(year: int) -> date:
    """Return mùng 1 tháng Giêng, the first day of a lunar year."""
    return _months(year)[0].first


def is_quiet_for_money(day: date) -> bool:
    """Whether money is not spoken of: mùng 1 of any month, and 25 Chạp to mùng 7 tháng Giêng."""
    return lunar(day).day == 1 or _is_around_tet(day, from_day=25)


def is_tet_week(day: date) -> bool:
    """Whether nobody comes to a meeting: 28 Chạp to mùng 7 tháng Giêng."""
    return _is_around_tet(day, from_day=28)


def is_peace_of_tet(day: date) -> bool:
    """Whether nobody is reminded of a later meeting: 28 Chạp to mùng 3 tháng Giêng."""
    return _is_around_tet(day, from_day=28, to_day=3)


def is_first_footing(day: date) -> bool:
    """Whether nobody calls on others unasked: mùng 1 to mùng 3 tháng Giêng."""
    return _is_around_tet(day, from_day=31, to_day=3)


def _is_around_tet(day: date, *, from_day: int, to_day: int = 7) -> bool:
    on = lunar(day)
    if on.month == 12:  # Chạp is never a leap month in these years; Giêng is, after Tết
        return on.day >= from_day
    return on.month == 1 and not on.leap and on.day <= to_day


@lru_cache(maxsize=16)
def _months(year: int) -> tuple[_Month, ...]:
    """Return the 12 or 13 months of a lunar year, in their order."""
    import vnlunar  # noqa: PLC0415 -- 10 ms that only who asks for a lunar day should pay

    if year not in _YEARS:
        raise ValueError(f"the lunar calendar is known for 1800 to 2199, not for {year}")
    found = zip(vnlunar.get_year_info(year), vnlunar.get_year_month_lengths(year), strict=True)
    return tuple(
        _Month(
            first=date.fromordinal(month["jd"] + _ORDINAL_OF_JULIAN_DAY_0),
            number=month["month"],
            leap=bool(month["leap"]),
            days=days,
        )
        for month, days in found
    )
