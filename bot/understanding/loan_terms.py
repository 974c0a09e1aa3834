"""How long a loan shall run, and when it is first paid: "12 tháng", "1 năm", "sau vụ gặt"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.almanac.lunar import Lunar, lunar, solar
from bot.understanding.calendar_words import month, number, spoken, wording
from bot.understanding.days import hear_day
from bot.understanding.month_ends import KNOWN_YEARS
from bot.understanding.tokens import Token, any_of, tokens_of

# A date is no span: "10 tháng 12"; but "12 tháng 5 triệu" is one, and a sum.
_MONTHS = wording(
    r"(?P<count>\d{1,3}|NUM|a) (?:tháng|months?)"
    r"(?! (?:giêng|chạp|này|nay|sau|tới))(?! NUM(?! (?:triệu|tr|củ|nghìn|ngàn|trăm|k|m)))"
)
_YEARS = wording(r"(?P<count>\d|NUM|a) (?:năm|years?)(?P<half> rưỡi| and a half)?(?! \d{4})")
_NUMBER = wording("NUM")
_HALF_YEAR = wording("nửa năm|half a year")
_MONTH = wording(r"tháng (?P<month>NUM)(?:(?: năm| ,| / | - )? ?(?P<year>\d{4}))?|(?P<name>MONTH)")
_LUNAR_MONTH = wording("(?:tháng )?(?:(?P<first>giêng)|(?P<last>chạp))|sau tết|after tết")
_DAY_OF_MONTH = wording(
    r"""
    \d{1,2} ?[/.-] ?\d{1,2}(?: ?[/.-] ?\d{2,4})?|NUM tháng NUM|(?:ngày|mùng|mồng) NUM|rằm|
    (?:cuối|hết) tháng|\d{1,2}(?: (?:st|nd|rd|th))?(?: of)? MONTH|MONTH \d{1,2}(?! \d)
    """
)
_NEXT_MONTH = wording("tháng (?:sau|tới)|next month")
_LATER = wording("(?P<count>NUM|a) (?:tháng|months?) (?:nữa|sau|later)|in (?P<too>NUM) months?")
_HARVEST = wording(
    """
    vụ|mùa|vụ gặt|vụ lúa|gặt|thu hoạch|xuất chuồng|xuất bán|bán lợn|bán heo|bán bò|bán gà|bán trâu|
    bán cá|bán lúa|bán hàng|bán xong|bán được|khi bán|sau khi bán|harvest|sale|sell|sold
    """
)
_IN_FRONT = any_of(
    """
    để dùng cho vào việc mục đích làm trong vòng thời hạn kỳ là thì và với ạ a dạ thưa xin muốn cần
    được tôi tui cháu con em thêm mới tiền vốn đồng vay mượn for to in over on the of i want borrow
    """
)
_BEHIND = any_of(
    "ạ a nhé nha được không ko chưa trong vòng thời hạn kỳ với là và for in over",
    only_marked="thời hạn là",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstDue:
    """When a loan is first paid, as far as it was told."""

    days: Sequence[date] = ()
    """The days that it can be; several are to be asked back."""
    month: date | None = None
    """The first of a month, where no day of it was told."""
    harvest: bool = False
    """After the harvest or the sale, and it was not told when that is."""


def hear_months(text: str) -> int | None:
    """Hear how long a loan shall run, in months: "12 tháng", "1 năm rưỡi", "nửa năm"."""
    words = spoken(text)
    if found := _MONTHS.search(words):
        return _count(found["count"])
    if _HALF_YEAR.search(words):
        return 6
    if found := _YEARS.search(words):
        return 12 * _count(found["count"]) + (6 if found["half"] else 0)
    return None


def hear_several_months(text: str) -> tuple[int, ...]:
    """Hear several terms: "6, 12 và 24 tháng", "6 12", "1 năm, 2 năm"; the shortest first."""
    words, found = re.sub("[/-]", " ", spoken(text)), set()
    for way in (_HALF_YEAR, _YEARS, _MONTHS):
        found |= {hear_months(one[0]) or 0 for one in way.finditer(words)}
        words = way.sub(" ", words)
    found |= {number(one[0]) for one in _NUMBER.finditer(words)}
    return tuple(sorted(found - {0}))


def hear_first_due(text: str, today: date) -> FirstDue | None:
    """Hear when a loan is first paid; None where nothing of it was told.

    A day ("10/6"), a month ("tháng 6", "tháng sau", "3 tháng nữa", "sau Tết"), or only that it is
    after the harvest or the sale.
    """
    words = spoken(text)
    months = (_in_months, _in_lunar_month, _named_month)
    found = next((one for way in months if (one := way(words, today))), None)
    days = tuple(day for day in hear_day(text, today) if day > today)
    if days and not (found and not _has_day(words)):
        return FirstDue(days=days)
    if found:
        return FirstDue(month=found)
    return FirstDue(harvest=True) if _HARVEST.search(words) else None


def purpose_in(text: str) -> str:
    """Return what a loan is for, of a wish without its sum: "nuôi lợn" of "nuôi lợn 12 tháng"."""
    composed = unicodedata.normalize("NFC", text)
    tokens = tokens_of(composed)
    said = " ".join(one.text for one in tokens)
    found = _MONTHS.search(said) or _HALF_YEAR.search(said) or _YEARS.search(said)
    parts = [tokens]
    if found:
        first = said[: found.start()].count(" ")
        parts = [tokens[:first], tokens[first + found[0].count(" ") + 1 :]]
    kept = [_trimmed(part, composed) for part in parts]
    return ", ".join(part for part in kept if part)


def _trimmed(part: Sequence[Token], text: str) -> str:
    """Return the words of a part as they were typed, without what only binds them."""
    while part and (part[0].kind == "sign" or part[0].text in _IN_FRONT):
        part = part[1:]
    while part and (part[-1].kind == "sign" or part[-1].text in _BEHIND):
        part = part[:-1]
    said = text[part[0].start : part[-1].end] if part else ""
    return said if any(one.isalpha() for one in said) else ""


def _count(typed: str) -> int:
    return 1 if typed == "a" else number(typed)


def _has_day(words: str) -> bool:
    """Whether a day of the month was told beside the month."""
    return _DAY_OF_MONTH.search(words) is not None


def _in_months(words: str, today: date) -> date | None:
    if _NEXT_MONTH.search(words):
        return _first_of(today, 1)
    found = _LATER.search(words)
    return _first_of(today, _count(found["count"] or found["too"])) if found else None


def _in_lunar_month(words: str, today: date) -> date | None:
    """Read the months around Tết: by the sun they begin about a month later than they count."""
    found = _LUNAR_MONTH.search(words)
    if found is None:
        return None
    in_month = 12 if found["last"] else 1
    for year in (lunar(today).year, lunar(today).year + 1):
        middle = solar(Lunar(day=15, month=in_month, year=year, leap=False))
        if middle > today:
            return middle.replace(day=1)
    return None


def _named_month(words: str, today: date) -> date | None:
    found = _MONTH.search(words)
    if found is None:
        return None
    in_month = month(found["name"]) if found["name"] else number(found["month"])
    if not 1 <= in_month <= 12:
        return None
    if found["year"]:
        year = int(found["year"])
        return date(year, in_month, 1) if year in KNOWN_YEARS else None
    year = today.year if in_month > today.month else today.year + 1
    return date(year, in_month, 1)


def _first_of(today: date, months: int) -> date:
    day = today.replace(day=1)
    for _each in range(months):
        day = (day + timedelta(days=31)).replace(day=1)
    return day
