"""Vietnam's public holidays, and the days on which no club meets."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from bot.almanac.lunar import is_tet_week, tet

Closed = Literal["tet", "holiday"]
"""Why nobody meets on a day."""


def is_public_holiday(day: date) -> bool:
    """Whether offices are closed by law, on the day itself or on one given instead of it."""
    return day in _holidays(day.year)


def closed(day: date) -> Closed | None:
    """Return why no club meets on a day; None for an ordinary one. Tết week goes first."""
    if is_tet_week(day):
        return "tet"
    return "holiday" if is_public_holiday(day) else None


@lru_cache(maxsize=16)
def _holidays(year: int) -> frozenset[date]:
    """Return the days off; days that the government gives in exchange are known a year ahead.

    Compared with our own calendar, the library's Tết is right from 1970 to 2099, 2030 (2 February)
    and 2053 (18 February) among them. Should one of its tables ever be wrong, then the days that
    the law gives for Tết, its eve to mùng 4, are days off here nonetheless.
    """
    import holidays  # noqa: PLC0415 -- 60 ms that only who plans meetings should pay

    eve = tet(year) - timedelta(days=1)
    days = holidays.country_holidays("VN", years=year, observed=True)
    return frozenset(days) | {eve + timedelta(days=day) for day in range(5)}
