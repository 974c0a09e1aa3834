"""A day that is past, or today, as people tell it: "hôm qua", "thứ 3 vừa rồi", "10/11"."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from bot.understanding.calendar_words import number, spoken, weekday, wording
from bot.understanding.days import hear_day, hear_nearest_day
from bot.understanding.places import place_of

_DAY = timedelta(days=1)
_MONTH = timedelta(days=30)

_NEAR = (
    (wording("hôm nay|bữa nay|(?:sáng|trưa|chiều|tối|đêm) nay|today|this (?:morning|evening)"), 0),
    (
        wording("hôm qua|bữa qua|(?:sáng|trưa|chiều|tối|đêm) (?:hôm )?qua|yesterday|last night"),
        1,
    ),
    (wording("(?:hôm|bữa) kia|day before yesterday"), 2),
)
_AGO = wording("(?P<days>NUM) (?:ngày|hôm|bữa) trước|(?P<too>NUM) days? ago")
_LAST_WEEK = wording("tuần (?:trước|rồi|qua)|last week")
_NAMES = wording("WEEKDAY")
_WEEKDAY = wording(
    "(?:(?:sáng|trưa|chiều|tối|last|on) )?WEEKDAY(?: (?:vừa rồi|vừa qua|này|rồi"
    "|tuần (?:này|trước|rồi|qua|vừa rồi)|this week|last week))?"
)
_DATES = (
    wording(
        r"(?:WEEKDAY )?(?:(?:ngày|hôm|mùng|mồng|on|the) )*\d{1,2} ?[/.-] ?\d{1,2}"
        r"(?: ?[/.-] ?\d{2,4})?"
        r"(?: (?:âm lịch|âm|al|âl|dương lịch|dương|dl))?"
    ),
    wording(
        r"(?:(?:ngày|hôm) )?(?:(?:mùng|mồng) NUM|rằm|full moon)"
        r"(?: tháng (?:NUM|này|giêng|chạp))?(?: (?:âm lịch|âm|al|âl))?"
    ),
    wording(r"(?:ngày|hôm) NUM(?: tháng (?:NUM|này|giêng|chạp))?(?: (?:âm lịch|âm|al|âl))?"),
    wording(r"(?:on )?(?:the )?\d{1,2}(?: (?:st|nd|rd|th))?(?: of)? MONTH(?: \d{4})?"),
    wording(r"(?:on )?MONTH (?:the )?\d{1,2}(?: (?:st|nd|rd|th))?(?: \d{4})?"),
)
_WAYS = (*(way for way, _days in _NEAR), _AGO, *_DATES, _WEEKDAY, _LAST_WEEK)


class Told(NamedTuple):
    """What of a text tells a day, and the rest of it as it was typed."""

    day: str
    rest: str


def hear_past_day(text: str, today: date) -> tuple[date, ...]:
    """Hear a day that is not to come; several, the latest first, where it can be any of them.

    Of a weekday the last one is meant, today too; of a day of the month the last one like it.
    Empty where none is told, or only one to come.
    """
    words = spoken(text)
    for way, days in _NEAR:
        if way.search(words):
            return (today - days * _DAY,)
    if ago := _AGO.search(words):
        return (today - number(ago["days"] or ago["too"]) * _DAY,)
    if any(way.search(words) for way in _DATES):
        found = {*hear_nearest_day(text, today), *hear_day(text, today - _MONTH)}
        return tuple(sorted((day for day in found if day <= today), reverse=True))
    return tuple(_weekdays(words, today))


def _weekdays(words: str, today: date) -> list[date]:
    told = _WEEKDAY.search(words)
    if told is None:
        return []
    name = next(weekday(one[0]) for one in _NAMES.finditer(told[0]))
    monday = today - today.weekday() * _DAY
    if _LAST_WEEK.search(words):
        return [monday - (7 - name) * _DAY]
    on = monday + name * _DAY
    return [on if on <= today else on - 7 * _DAY]


def cut_out(text: str) -> Told:
    """Take the words that tell a day out of a text."""
    found = next((place for way in _WAYS if (place := place_of(way, text))), None)
    return Told(found.said, found.rest) if found else Told("", text)
