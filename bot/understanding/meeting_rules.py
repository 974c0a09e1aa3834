"""On which day a club meets, in an officer's words: "thứ bảy đầu tháng", "rằm hằng tháng"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.almanac.meetings import Day, LunarDay, MonthDay, NthWeekday
from bot.understanding.calendar_words import as_typed, month, number, spoken, weekday, wording
from bot.understanding.hours import without_hour
from bot.understanding.month_days import calendars, month_days

_ONCE = "(?:họp |gặp )?(?:một|1|mỗi) (?:lần|kỳ|kì|buổi|phiên)"
_NOT_MONTHLY = wording(
    f"""
    weekly|fortnightly|daily|yearly|
    (?:hằng|hàng|mỗi|từng|cách) (?:một |1 )?(?:tuần|năm|ngày(?! NUM))|
    (?:every|each) (?:other |second |NUM )?(?:weeks?|days?|years?|fortnight)|
    (?:cứ |mỗi )?NUM (?:tuần|ngày|năm) (?:thì )?{_ONCE}|tuần {_ONCE}|nửa tháng {_ONCE}|
    tháng (?:họp )?(?!(?:một|mot|1) )NUM (?:lần|kỳ|kì|buổi|phiên)|twice a month
    """
)
"""Every week, twice a month: what no rule can be."""
_NOT = wording("không|đừng|not")
_OTHER_MONTHS = (
    wording(f"(?:cứ |mỗi |họp )*(?P<months>NUM) tháng (?:thì )?{_ONCE}"),
    wording("(?:cứ|mỗi|every|each) (?P<months>NUM) (?:tháng|months)"),
    wording("(?P<two>cách (?:một |1 )?tháng|every (?:other|second) month)"),
    wording("(?P<three>(?:hằng|hàng|mỗi|từng) quý|mỗi quý|every quarter|quarterly)"),
)
_FROM = wording(
    """
    (?:bắt đầu )?(?:kể )?(?:từ|from|starting|starting in) (?:
    tháng (?P<number>NUM)|tháng (?P<first>giêng)|tháng (?P<last>chạp)|(?P<name>MONTH))
    """
)
_EVERY_MONTH = wording(
    f"""
    (?:hằng|hàng|mỗi|từng|các) tháng(?: {_ONCE})?|tháng nào cũng|tháng {_ONCE}|monthly|
    (?:of |in )?(?:each|every|the) month|every month
    """
)
_ONE_MONTH = wording("tháng (?:NUM|giêng|chạp)")
_ASIDE = wording("dạ|vâng|thưa|ạ|nhé|nha|thôi|họp|vào|là|cứ|câu lạc bộ|clb|on|the|we|meet|,|;|[.]")

_NTH = as_typed(
    {
        "nhất": 1,
        "một": 1,
        "hai": 2,
        "ba": 3,
        "tư": 4,
        "bốn": 4,
        "1": 1,
        "2": 2,
        "3": 3,
        "4": 4,
    }.items()
    | {"đầu tiên": 1, "đầu": 1, "cuối cùng": -1, "cuối": -1}.items()
    | {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}.items()
)
_FIRST_OR_LAST = "đầu tiên|đầu|cuối cùng|cuối"
_COUNTED = rf"(?P<nth>nhất|một|hai|ba|tư|bốn|[1-4]|{_FIRST_OR_LAST})"
_COUNTED_ENGLISH = (
    "(?P<nth>first|second|third|fourth|last|[1-4](?= (?:st|nd|rd|th)))(?: (?:st|nd|rd|th))?"
)
_NTH_WEEKDAYS = (
    wording(f"(?P<weekday>WEEKDAY) (?:của |vào )?(?:tuần (?:lễ )?(?:thứ )?|thứ ){_COUNTED}"),
    wording(f"(?P<weekday>WEEKDAY) (?:của )?(?P<nth>{_FIRST_OR_LAST})"),
    wording(f"tuần (?:lễ )?(?:thứ )?{_COUNTED} (?:của )?(?:tháng )?(?:vào )?(?P<weekday>WEEKDAY)"),
    wording(f"{_COUNTED_ENGLISH} (?P<weekday>WEEKDAY)"),
    wording(f"(?P<weekday>WEEKDAY) of the {_COUNTED_ENGLISH} week"),
)
_WEEKDAY = wording("(?P<weekday>WEEKDAY)")
_LAST_DAY = wording("(?:ngày )?cuối(?: cùng)?(?: của)? tháng|last day|end of(?: the)? month")


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardRule:
    """What was said about the days of a club's meetings."""

    on: Day
    months: int = 1
    """Every month, every 2 or every 3."""
    from_month: int | None = None
    """One of the months with a meeting, if it was said."""


def hear_rule(text: str) -> tuple[HeardRule, ...]:
    """Hear on which days a club meets; several where that can be read in several ways.

    "ngày 10 hằng tháng", "thứ bảy đầu tháng", "chủ nhật tuần thứ hai", "16 âm", "rằm", "hai tháng
    một lần ngày 20", "first Saturday". "mùng 10" may be a day of the solar and of the lunar month,
    "thứ bảy hằng tháng" any of five. Empty where none is told, two are, or no rule can be so.
    """
    words = without_hour(spoken(text))
    if _NOT.search(words) or _NOT_MONTHLY.search(words):
        return ()
    words, months = _months(words)
    words, from_month = _from_month(words)
    told = set(_days(words))
    if len(told) != 1 or months > 3:
        return ()
    return tuple(HeardRule(on=on, months=months, from_month=from_month) for on in told.pop())


def is_not_monthly(text: str) -> bool:
    """Whether somebody tells of meetings every week, or twice a month."""
    return _NOT_MONTHLY.search(without_hour(spoken(text))) is not None


def _months(words: str) -> tuple[str, int]:
    """Take away every how many months."""
    for way in _OTHER_MONTHS:
        if found := way.search(words):
            said = found.groupdict()
            months = number(said["months"]) if said.get("months") else 2 + ("three" in said)
            return way.sub(" | ", words), months
    return words, 1


def _from_month(words: str) -> tuple[str, int | None]:
    """Take away from which month on."""
    found = _FROM.search(words)
    if found is None:
        return words, None
    said = found.groupdict()
    if said["name"]:
        told = month(said["name"])
    else:
        told = number(said["number"]) if said["number"] else 1 if said["first"] else 12
    return (_FROM.sub(" | ", words), told) if told <= 12 else (words, None)


def _days(words: str) -> Iterator[tuple[Day, ...]]:
    """Yield each day that is told, with the ways to read it."""
    for way in _NTH_WEEKDAYS:
        for found in way.finditer(words):
            yield (NthWeekday(nth=_NTH[found["nth"]], weekday=weekday(found["weekday"])),)
        words = way.sub(" | ", words)
    for found in _LAST_DAY.finditer(words):
        yield _month_day(31, *calendars(found, words))
    words = _LAST_DAY.sub(" | ", words)
    for found in _WEEKDAY.finditer(words):
        yield tuple(NthWeekday(nth=nth, weekday=weekday(found[0])) for nth in (1, 2, 3, 4, -1))
    words = _ASIDE.sub("", _EVERY_MONTH.sub("", _WEEKDAY.sub(" | ", words)))
    words = " ".join(words.split())
    if not _ONE_MONTH.search(words):  # "ngày 10 tháng 5" is but one day
        yield from (_month_day(told.day, told.solar, told.lunar) for told in month_days(words))


def _month_day(day: int, solar: bool, lunar: bool) -> tuple[Day, ...]:
    if day not in range(1, 32):
        return ()
    by_sun = [MonthDay(day=day)] if solar else []
    by_moon = [LunarDay(day=min(day, 30))] if lunar else []
    return (*by_sun, *by_moon)
