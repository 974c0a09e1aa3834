"""How long something shall rest: "hai tuần", "nửa tháng", "10 ngày", or until a day."""

from __future__ import annotations

from datetime import date

from bot.understanding.calendar_words import number, spoken, wording
from bot.understanding.days import hear_day
from bot.understanding.hours import without_hour

_DAYS = wording(r"(?P<count>\d{1,3}|NUM) (?:ngày|hôm|bữa|days?)")
_HUNDRED = wording("(?:một )?trăm (?:ngày|hôm|bữa)")
_HALF_MONTH = wording("nửa tháng|half a month")
# Before "này" or a number it is a day that is told: "thứ hai tuần sau", "10 tháng 12".
_WEEKS = wording(r"(?P<count>NUM|a) (?:tuần|weeks?)(?P<half> rưỡi)?(?! (?:này|nay|sau|tới))")
_MONTHS = wording(
    r"(?P<count>NUM|a) (?:tháng|months?)(?P<half> rưỡi)?(?! (?:NUM|giêng|chạp|này|nay|sau|tới))"
)
_UNITS = ((_DAYS, 1), (_WEEKS, 7), (_MONTHS, 30))


def hear_span(text: str) -> int | None:
    """Hear a number of days, weeks or months, in days; a month has 30. None where none is told."""
    words = without_hour(spoken(text))
    if _HUNDRED.search(words):
        return 100
    if _HALF_MONTH.search(words):
        return 15
    for way, unit in _UNITS:
        if found := way.search(words):
            count = 1 if found["count"] == "a" else number(found["count"])
            half = unit // 2 if found.groupdict().get("half") else 0
            return count * unit + half
    return None


def hear_days_until(text: str, today: date) -> int | None:
    """Hear for how many days: a span, or until a day to come, the first that it can be.

    None for a bare number, which may count days or be one of the month.
    """
    span = hear_span(text)
    if span is not None or text.strip().isdecimal():
        return span or None
    return next(((day - today).days for day in hear_day(text, today) if day > today), None)
