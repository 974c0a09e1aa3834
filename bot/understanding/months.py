"""Of which month a paper is wanted: "tháng 10", "10/2025", "tháng trước", "tháng này"."""

from __future__ import annotations

import re
from datetime import date

from bot.understanding.calendar_words import month as english_month
from bot.understanding.calendar_words import number, spoken, wording
from bot.understanding.month_ends import KNOWN_YEARS

_FIGURES = re.compile(r"(?<!\S)(?P<month>\d{1,2}) ?[/.-] ?(?P<year>\d{4})(?!\S)")
_YEAR_FIRST = re.compile(r"(?<!\S)(?P<year>\d{4}) ?[/.-] ?(?P<month>\d{1,2})(?!\S)")
_NAMED = wording(r"tháng (?P<month>NUM)(?:(?: năm| ,)? (?P<year>\d{4}))?")
_ENGLISH = wording(r"(?P<name>MONTH)(?: (?P<year>\d{4}))?")
_BARE = wording(r"(?P<month>NUM)(?:(?: năm| ,)? (?P<year>\d{4}))?")
_LAST = wording("tháng (?:trước|vừa qua|vừa rồi|qua)|last month")
_THIS = wording("tháng (?:này|nay)|this month")
_FIRST_YEAR = 2000
"""Of a paper."""
_LAST_ALONE, _THIS_ALONE = wording("trước|vừa qua|vừa rồi|last"), wording("này|nay|this")


def hear_month(text: str, today: date) -> date | None:
    """Return the first day of the month that is told, never one to come; None where none is.

    Without a year it is the last such month: in November "tháng 10" is this year's, "tháng 12"
    the year before's. What stands behind "tháng" in a command may be told alone: "10".
    """
    told = hear_any_month(text, today)
    return told if told and told.year >= _FIRST_YEAR and told <= today else None


def hear_any_month(text: str, today: date) -> date | None:
    """Hear a month as `hear_month` does; one to come or long past, too, told with its year."""
    words = spoken(text)
    this = today.replace(day=1)
    if _THIS.search(words) or _THIS_ALONE.fullmatch(words):
        return this
    if _LAST.search(words) or _LAST_ALONE.fullmatch(words):
        return _before(this)
    for way in (_FIGURES, _YEAR_FIRST, _NAMED, _ENGLISH):
        if found := way.search(words):
            return _told(found, today)
    bare = _BARE.fullmatch(words)
    return _told(bare, today) if bare else None


def _told(found: re.Match[str], today: date) -> date | None:
    said = found.groupdict()
    month = english_month(said["name"]) if "name" in said else number(said["month"])
    if not 1 <= month <= 12:
        return None
    year = int(said["year"]) if said["year"] else today.year - (month > today.month)
    return date(year, month, 1) if year in KNOWN_YEARS else None


def _before(month: date) -> date:
    year, before = divmod(month.year * 12 + month.month - 2, 12)
    return date(year, before + 1, 1)
