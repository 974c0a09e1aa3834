"""One day, as people tell it: "mai", "thứ hai tuần sau", "rằm tháng Giêng", "15/12"."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, timedelta

from bot.almanac.lunar import Lunar, lunar, solar
from bot.understanding.calendar_words import month, number, spoken, weekday, wording
from bot.understanding.folding import has_marks
from bot.understanding.hours import without_hour
from bot.understanding.month_days import calendars, month_days
from bot.understanding.month_ends import KNOWN_YEARS, around_tet, end_of_month

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_LEAP_YEARS = 9
"""In so many years there is a 29 February."""
_FAR_ENOUGH = 100
"""Days ahead: among them is every day of a month, the 31st too."""
_HALF_A_YEAR, _ROUND_A_YEAR = timedelta(days=182), timedelta(days=390)
"""From so long before a date on, the next one like it is that of the year before, lunar too."""

_CALENDAR = (
    "(?: (?:theo )?(?:(?P<lunar>âm lịch|lịch âm|âm|al|âl|ta)|(?P<solar>dương lịch|dương|dl|tây)))?"
)
_YEAR = r"(?:(?: năm| ,)? (?P<year>\d{4}))?"
_ORDINAL = "(?: (?:st|nd|rd|th))?"
_DATES = (
    wording(
        rf"""
        (?:(?P<either>mùng|mồng) )?(?P<day>\d{{1,2}}) ?[/.-] ?(?P<month>\d{{1,2}})
        (?: ?[/.-] ?(?P<year>\d{{4}}|\d\d))?{_CALENDAR}
        """
    ),
    wording(r"(?P<year>\d{4}) ?[/.-] ?(?P<month>\d{1,2}) ?[/.-] ?(?P<day>\d{1,2})"),
    wording(
        f"""
        (?:(?P<moon>rằm|full moon)|(?:(?P<either>mùng|mồng) )?(?P<day>NUM)) tháng (?:
        (?P<month>NUM)|(?P<first>giêng)|(?P<last>chạp)){_YEAR}{_CALENDAR}
        """
    ),
    wording(rf"(?P<day>\d{{1,2}}){_ORDINAL}(?: of)? (?P<name>MONTH){_YEAR}"),
    wording(rf"(?P<name>MONTH) (?:the )?(?P<day>\d{{1,2}}){_ORDINAL}{_YEAR}"),
)
_NEAR = (
    (wording("hôm nay|bữa nay|(?:sáng|trưa|chiều|tối|đêm) nay|today|tonight"), 0),
    (wording("(?:ngày|bữa) kia|(?:ngày |bữa )?=mốt|day after tomorrow"), 2),
    (wording("mai|tomorrow"), 1),
)
_DAYS_AHEAD = wording("(?P<days>NUM) (?:ngày|hôm|bữa) nữa|in (?P<days_too>NUM) days?")
_WEEKS_AHEAD = wording("(?P<weeks>NUM) tuần nữa|in (?P<weeks_too>NUM) weeks?")
_WEEKEND = wording("cuối tuần|weekend")

_WEEKDAY = wording("WEEKDAY")
_NEXT = wording("(?:WEEKDAY|tuần) sau|next (?:WEEKDAY|weekend)")
_WEEKS = (
    (wording("tuần này|this week"), 0),
    (wording("tuần (?:sau|tới) nữa|week after next"), 2),
    (wording("tuần (?:sau|tới)|next week(?:end)?"), 1),
)


def hear_day(text: str, today: date) -> tuple[date, ...]:
    """Hear one day to come; several, the earliest first, where it can be any of them.

    "mai", "ngày kia", "chủ nhật này", "thứ hai tuần sau", "15/12", "ngày 15 tháng sau", "rằm",
    "next Monday". "mùng 5" may be a day of the solar and of the lunar month, a weekday or a day of
    the month that is today may be the next one too; what contradicts itself ("thứ bảy 15/12", a
    Tuesday) is both. Only a day told with its year may be past. Empty where none is told.
    """
    words = without_hour(spoken(text))
    told = [
        way(words, today)
        for way in (around_tet, _by_date, _by_month_day, _by_distance, _at_the_end)
    ]
    days = next((found for found in told if found is not None), None)
    weekdays = _by_weekday(words, today)
    if days is None:
        days = weekdays
    elif weekdays:
        said = {day.weekday() for day in weekdays}
        days = {day for day in days if day.weekday() in said} or days | weekdays
    return tuple(sorted(days or ()))


def hear_nearest_day(text: str, today: date) -> tuple[date, ...]:
    """Hear one day that may be past: of a date without its year the nearest is meant.

    "10/11" said on 21 November is eleven days ago; `hear_day` hears next year's.
    """
    return tuple(sorted(_nearest(text, day, today) for day in hear_day(text, today)))


def is_no_day(text: str, today: date) -> bool:
    """Whether a date was told that is in no calendar: "30/2", "10/6/2526"."""
    words = without_hour(spoken(text))
    return any(way.search(words) for way in _DATES) and not hear_day(text, today)


def _nearest(text: str, day: date, today: date) -> date:
    if day - today <= _HALF_A_YEAR:
        return day
    for one in hear_day(text, day - _ROUND_A_YEAR):
        is_same = (one.month, one.day) == (day.month, day.day)
        by_moon = (lunar(one).month, lunar(one).day) == (lunar(day).month, lunar(day).day)
        if (is_same or by_moon) and one < day and today - one < day - today:
            return one
    return day


def _by_date(words: str, today: date) -> set[date] | None:
    found = next((match for way in _DATES if (match := way.search(words))), None)
    if found is None:
        return None
    said = {name: typed for name, typed in found.groupdict().items() if typed}
    day = 15 if "moon" in said else number(said["day"])
    in_month = _month(said)
    year = int(said["year"]) if "year" in said else None
    if year is not None and year < 100:
        year = year + 2000 if len(said["year"]) == len("26") else 0
    if year is not None and year not in KNOWN_YEARS:
        return set()
    by_sun, by_moon = calendars(found, words)
    if said.keys() & {"first", "last"}:
        by_sun, by_moon = False, True
    days: set[date] = set()
    if said.get("month") == "sau":  # without marks the sixth (sáu) or the next
        days |= _by_month_day(words, today) or set()
        if has_marks(words):
            return days
    if by_sun:
        days |= _sun_days(day, in_month, year, today)
    if by_moon:
        days |= _moon_days(day, in_month, year, today)
    return days


def _month(said: Mapping[str, str]) -> int:
    if "name" in said:
        return month(said["name"])
    return number(said["month"]) if "month" in said else 1 if "first" in said else 12


def _sun_days(day: int, in_month: int, year: int | None, today: date) -> set[date]:
    """Return the next day of a date, or that of the year that was told."""
    years = range(today.year, today.year + _LEAP_YEARS) if year is None else [year]
    for on_year in years:
        try:
            on = date(on_year, in_month, day)
        except ValueError:
            continue
        if year is not None or on >= today:
            return {on}
    return set()


def _moon_days(day: int, in_month: int, year: int | None, today: date) -> set[date]:
    """Return the next day of a lunar date; two where its month repeats."""
    this = lunar(today).year
    for on_year in [this, this + 1] if year is None else [year]:
        days = set()
        for leap in (False, True):
            with suppress(ValueError):
                days.add(solar(Lunar(day=day, month=in_month, year=on_year, leap=leap)))
        if coming := {on for on in days if year is not None or on >= today}:
            return coming
    return set()


def _by_month_day(words: str, today: date) -> set[date] | None:
    told = month_days(words)
    days: set[date] = set()
    for said in told:
        if said.solar:
            days |= _days_of_month(said.day, said.month, today, lambda on: on.day)
        if said.lunar:
            days |= _days_of_month(said.day, said.month, today, lambda on: lunar(on).day)
    return days if told else None


def _days_of_month(day: int, which: str, today: date, day_of: Callable[[date], int]) -> set[date]:
    """Return the next such day, and the one after it if that is today; or that of one month."""
    months_ahead, found = 0, []
    for on in (today + ahead * _DAY for ahead in range(_FAR_ENOUGH)):
        months_ahead += on != today and day_of(on) == 1
        if day_of(on) == day:
            found.append((months_ahead, on))
    if which:
        return {on for ahead, on in found if ahead == ("this", "next").index(which)}
    coming = [on for _, on in found]
    return set(coming[: 2 if today in coming else 1])


def _by_distance(words: str, today: date) -> set[date] | None:
    for way, unit in ((_DAYS_AHEAD, _DAY), (_WEEKS_AHEAD, _WEEK)):
        if found := way.search(words):
            return {today + number(found[1] or found[2]) * unit}
    days = next((days for way, days in _NEAR if way.search(words)), None)
    return None if days is None else {today + days * _DAY}


def _at_the_end(words: str, today: date) -> set[date] | None:
    """Read the end of the week, which is two days, and that of a month."""
    if _WEEKEND.search(words):
        saturday = _monday(today) + 5 * _DAY + (_weeks_ahead(words) or 0) * _WEEK
        return {day for day in (saturday, saturday + _DAY) if day >= today}
    return end_of_month(words, today)


def _by_weekday(words: str, today: date) -> set[date] | None:
    told = {weekday(found[0]) for found in _WEEKDAY.finditer(words)}
    if not told:
        return None
    weeks = _weeks_ahead(words)
    this_week = {_monday(today) + day * _DAY for day in told}
    if weeks is not None:
        return {day + weeks * _WEEK for day in this_week if day + weeks * _WEEK >= today}
    days = {day if day >= today else day + _WEEK for day in this_week}
    if _NEXT.search(words):  # said on a Tuesday, "next Friday" may be this week's or the next
        return (days | {day + _WEEK for day in days & this_week}) - {today}
    return days | {day + _WEEK for day in days if day == today}


def _weeks_ahead(words: str) -> int | None:
    return next((weeks for way, weeks in _WEEKS if way.search(words)), None)


def _monday(today: date) -> date:
    return today - today.weekday() * _DAY
