"""The last day of a month, and the days around Tết: "cuối tháng 2", "30 Tết", "mùng 1 Tết"."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta

from bot.almanac.lunar import Lunar, lunar, solar
from bot.understanding.calendar_words import month, number, wording
from bot.understanding.folding import has_marks

_DAY = timedelta(days=1)
KNOWN_YEARS = range(1900, 2200)
"""Those of the lunar calendar, too; any other one is a slip."""
_MONTH_END = wording(
    r"""
    (?:cuối|hết) tháng(?: (?:này|nay|(?P<next>sau|tới)|(?P<first>giêng)|(?P<last>chạp)|
    (?P<month>NUM)))?(?:(?: năm| ,| /| -)? (?P<year>\d{4}))?|end of (?:the|this) month|
    end of (?P<name>MONTH)(?: (?P<year_too>\d{4}))?
    """
)
_EVE = wording("giao thừa")
_TET = wording(
    r"""
    (?P<day>NUM) tết(?: nguyên đán)?(?! (?:trung thu|đoan ngọ|hàn thực|độc lập))
    (?: (?:(?P<solar>tây|dương lịch|dương)|ta|âm lịch|âm))?(?:(?: năm| ,)? (?P<year>\d{4}))?
    """
)
_FIRST_DAYS, _LAST_DAYS = range(1, 11), range(20, 31)
"""Of Tết: "mùng 3 Tết" is in the new year, "28 Tết" in the old one."""


def end_of_month(words: str, today: date) -> set[date] | None:
    """Return the last day of a month that is told in `spoken` words; None where none is.

    "cuối tháng" alone is this month's; without marks "cuoi thang sau" is two.
    """
    found = _MONTH_END.search(words)
    if found is None:
        return None
    said = {name: typed for name, typed in found.groupdict().items() if typed}
    year = int(said.get("year") or said.get("year_too") or 0) or None
    if "0000" in said.values() or (year is not None and year not in KNOWN_YEARS):
        return set()
    if said.keys() & {"first", "last"}:
        return _lunar_end(1 if "first" in said else 12, year, today)
    if "next" in said:  # without marks the sixth (sáu) or the next
        coming = {_last_of(_last_of(today) + _DAY)}
        may_be_june = said["next"] == "sau" and not has_marks(words)
        return coming | (_solar_end(6, year, today) if may_be_june else set())
    if "month" in said or "name" in said:
        return _solar_end(_month(said), year, today)
    return {_last_of(today)}


def around_tet(words: str, today: date) -> set[date] | None:
    """Return a day around Tết that is told in `spoken` words; None where none is.

    "30 Tết" is the last day of the lunar year, which may have no thirtieth.
    """
    if _EVE.search(words):
        return {_tet(today, None, since=today + _DAY) - _DAY}
    found = _TET.search(words)
    if found is None:
        return None
    day, year = number(found["day"]), int(found["year"]) if found["year"] else None
    after_it = found["day"] == "sau"  # "sau Tết", and not the sixth (sáu)
    if after_it or (year is not None and year not in KNOWN_YEARS):
        return set()
    if found["solar"]:
        return _new_year(day, year, today)
    if day in _FIRST_DAYS:
        ahead = (day - 1) * _DAY
        return {_tet(today, year, since=today - ahead) + ahead}
    return {_before_tet(day, year, today)} if day in _LAST_DAYS else set()


def _month(said: Mapping[str, str]) -> int:
    return month(said["name"]) if "name" in said else number(said["month"])


def _solar_end(in_month: int, year: int | None, today: date) -> set[date]:
    if not 1 <= in_month <= 12:
        return set()
    if year is not None:
        return {_last_of(date(year, in_month, 1))}
    ends = (_last_of(date(on_year, in_month, 1)) for on_year in (today.year, today.year + 1))
    return {next(one for one in ends if one >= today)}


def _lunar_end(in_month: int, year: int | None, today: date) -> set[date]:
    this = lunar(today).year
    for on_year in [this, this + 1] if year is None else [year]:
        after = Lunar(day=1, month=in_month % 12 + 1, year=on_year + (in_month == 12), leap=False)
        if year is not None or solar(after) > today:
            return {solar(after) - _DAY}
    return set()


def _tet(today: date, year: int | None, *, since: date) -> date:
    """Return the first day of a lunar year: that one's, or the first from `since` on."""
    this = lunar(today).year
    years = [this, this + 1, this + 2] if year is None else [year]
    days = (solar(Lunar(day=1, month=1, year=one, leap=False)) for one in years)
    return next(one for one in days if year is not None or one >= since)


def _before_tet(day: int, year: int | None, today: date) -> date:
    """Return a day before Tết, counted in the lunar month that ends with it."""
    since, one = today + _DAY, today
    for _each in range(2):
        new_year = _tet(today, year, since=since)
        last = lunar(new_year - _DAY).day
        one = new_year - (last - min(day, last) + 1) * _DAY
        if year is not None or one >= today:
            break
        since = new_year + _DAY
    return one


def _new_year(day: int, year: int | None, today: date) -> set[date]:
    if day not in _FIRST_DAYS:
        return set()
    one = date(year or today.year, 1, day)
    return {one if year or one >= today else one.replace(year=today.year + 1)}


def _last_of(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
