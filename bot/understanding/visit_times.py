"""When a visit was, and how long: "hôm qua", "tuần này thứ 3, thứ 6", "12/11", "2 tiếng"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.understanding.calendar_words import Wording, number, weekday, wording
from bot.understanding.days import hear_day, hear_nearest_day
from bot.understanding.folding import fold
from bot.understanding.phrases import Word
from bot.understanding.tokens import Token, tokens_of

BREAK = ","
"""Between two things that are told."""
LONGEST = 12 * 60
"""Minutes; longer is no visit."""
_DAY, _WEEK = timedelta(days=1), 7
_MONTH, _YEAR = timedelta(days=30), timedelta(days=360)
"""Nobody plans a visit a month ahead: a date like that was one of the year that is over."""

_NEAR = (
    (wording("hôm nay|bữa nay|(?:=sáng|trưa|chiều|=tối|đêm) nay|ban nãy|lúc nãy|today"), 0),
    # Without marks "sang qua" and "toi qua" are somebody who came over.
    (wording("(?:(?:sáng|trưa|chiều|tối|đêm) )?(?:hôm|bữa) qua|yesterday"), -1),
    (wording("(?:=sáng|trưa|chiều|=tối|đêm) qua"), -1),
    (wording("(?:hôm|bữa) kia"), -2),
    (wording("ngày kia|day after tomorrow"), 2),
    (wording("(?:ngày|=sáng|chiều|=tối) mai|tomorrow"), 1),
)
_AGO = wording("(?P<days>NUM) (?:ngày|hôm|bữa|days?) (?:trước|ago)")
_SOME_DAY = wording("(?:hôm|bữa|mấy hôm) (?:trước|nọ|rồi)|the other day")
_WEEKS = (
    (wording("tuần này|this week"), 0),
    (wording("tuần (?:trước|rồi|qua)|last week"), -1),
    (wording("tuần (?:sau|tới)|next week"), 1),
)
_PART = "(?:(?:on )?(?:buổi )?(?:=sáng|trưa|chiều|=tối) )?"
"""Of the day, in front of it; without marks "sang" is somebody who came over."""
_NO_DAY = "(?! (?:tiếng|giờ|phút|lần|h|ngày|hours?|minutes?))"
_WEEKDAYS = (
    wording(rf"{_PART}(?:thứ|t) [2-7](?: (?:(?:,|;|&|và|với) )?(?:[2-7]{_NO_DAY}|cn))+"),
    wording(f"{_PART}WEEKDAY(?: (?:morning|afternoon|evening))?"),
)
_WEEKDAY = wording("WEEKDAY")
_ONE_OF_WEEKS = wording("(WEEKDAY) (?P<which>này|vừa rồi|rồi|trước|tới|sau)")
_OF_LIST = re.compile(r"[2-7]|cn")
_GLUED = re.compile(r"((?:th[ứưu]́?|t)\s?[2-7](?:\s?[,;]\s?[2-7])+)", re.IGNORECASE)
_DATES = (
    wording(r"(?:(?:ngày|hôm|mùng|mồng) )?\d{1,2}[/-]\d{1,2}(?:[/-]\d{2,4})?"),
    wording(r"(?:(?:ngày|hôm|mùng|mồng) )?\d{1,2} tháng \d{1,2}"),
)
_OF_MONTH = wording(r"(?:ngày|hôm|mùng|mồng) \d{1,2}")
_HOURS = wording(r"(?P<hours>NUM) (?:tiếng|hours?)(?: (?P<half>rưỡi)| (?P<more>\d\d?) phút)?")
_SPANS = (
    (wording("nửa tiếng|half an hour"), 30),
    (wording("tiếng rưỡi"), 90),
)
_MINUTES = wording(r"(?P<minutes>\d{1,3}) (?:phút|minutes?|min)")
_WEEK_BACK, _TOMORROW = -7, 1
_BREAKS = frozenset(",;:.!?+–-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """When and how long."""

    days: tuple[date, ...] = ()
    """The earliest first."""
    which: tuple[date, ...] = ()
    """Where the day is not clear, those that it may be."""
    no_day: bool = False
    """Whether a date was told that is in no calendar."""
    minutes: int = 0
    """0: not said."""


class _Line:
    """A text whose words are taken out of it one after another."""

    def __init__(self, text: str) -> None:
        split = _GLUED.sub(lambda found: re.sub("[,;]", " , ", found[0]), text)
        self.text = unicodedata.normalize("NFC", split.replace("\n", " ; "))
        self.tokens = tokens_of(self.text)
        self.taken: set[int] = set()

    def take(self, way: Wording) -> Iterator[re.Match[str]]:
        """Find a pattern in what is left, and take it out."""
        said, places = "", []
        for place, token in enumerate(self.tokens):
            places += [place] * (len(token.text) + 1)
            said += ("|" * len(token.text) if place in self.taken else token.text) + " "
        for found in way.finditer(said):
            self.taken.update(places[found.start() : found.end()])
            yield found

    def words(self) -> list[Word]:
        """Return what is left; a word without a key is a break, and so is what was taken."""
        words: list[Word] = []
        for place, token in enumerate(self.tokens):
            if place in self.taken or _is_break(token):
                words.append(Word(BREAK if place not in self.taken else "", ""))
            else:
                words.append(Word(self.text[token.start : token.end], token.text))
        return words


def read_times(text: str, today: date) -> tuple[list[Word], Told]:
    """Read days and how long it was out of a text; return its other words, with breaks.

    A day of the week without its week is the last one; a date without its year the nearest.
    """
    line = _Line(text)
    minutes = _minutes(line)
    weeks = [week for way, week in _WEEKS for _found in line.take(way)]
    is_some_day = any(line.take(_SOME_DAY))
    options = [*_dates(line, today), *_weekdays(line, today, weeks[0] if weeks else None)]
    days = {found[0] for found in options if len(found) == 1}
    which = next((found for found in options if len(found) > 1), ())
    if not days and not which and (weeks or is_some_day):
        which = _any_of(today, weeks[0] if weeks else None)
    told = Told(days=tuple(sorted(days)), which=which, no_day=() in options, minutes=minutes)
    return line.words(), told


def _minutes(line: _Line) -> int:
    found = next(line.take(_HOURS), None)
    if found:
        minutes = 60 * number(found["hours"]) + int(found["more"] or 0)
        minutes += 30 if found["half"] else 0
    else:
        spans = (span for way, span in _SPANS for _found in line.take(way))
        told = (int(one["minutes"]) for one in line.take(_MINUTES))
        minutes = next(spans, 0) or next(told, 0)
    return min(minutes, LONGEST)


def _dates(line: _Line, today: date) -> Iterator[tuple[date, ...]]:
    for way in _DATES:
        for found in line.take(way):
            days = hear_nearest_day(found[0], today)
            past = [day for day in hear_day(found[0], today - _YEAR) if day <= today]
            yield tuple(past[-1:] if past and min(days) > today + _MONTH else days)
    for way, ahead in _NEAR:
        for _found in line.take(way):
            yield (today + ahead * _DAY,)
    for found in line.take(_AGO):
        yield (today - number(found["days"]) * _DAY,)
    for found in line.take(_OF_MONTH):
        past = [day for day in hear_day(found[0], today - _MONTH) if day <= today]
        yield tuple(past)


def _weekdays(line: _Line, today: date, week: int | None) -> Iterator[tuple[date, ...]]:
    for found in line.take(_ONE_OF_WEEKS):
        if fold(found["which"]) == "nay":
            yield (_of_week(weekday(found[1]), today, 0),)
        else:
            is_to_come = fold(found["which"]) in {"toi", "sau"}
            first = _TOMORROW if is_to_come else _WEEK_BACK
            yield (_next(weekday(found[1]), today + first * _DAY),)
    for way in _WEEKDAYS:
        for found in line.take(way):
            for one in _numbers(found[0]):
                yield (_of_week(one, today, week),)


def _numbers(said: str) -> list[int]:
    """Return the days of "thứ 3, 5, cn", 0 for Monday."""
    listed = _OF_LIST.findall(said)
    if not listed:
        return [weekday(one[0]) for one in _WEEKDAY.finditer(said)]
    return [6 if one == "cn" else int(one) - 2 for one in listed]


def _of_week(one: int, today: date, week: int | None) -> date:
    if week is None:
        return _next(one, today - 6 * _DAY)
    return today + (one - today.weekday() + week * _WEEK) * _DAY


def _next(one: int, since: date) -> date:
    return since + (one - since.weekday()) % _WEEK * _DAY


def _any_of(today: date, week: int | None) -> tuple[date, ...]:
    """Return the days of a week, of this one only those that are over; or the last seven."""
    if week is None:
        return tuple(today - ago * _DAY for ago in range(_WEEK, 0, -1))
    monday = today + (week * _WEEK - today.weekday()) * _DAY
    days = tuple(monday + ahead * _DAY for ahead in range(_WEEK))
    return tuple(day for day in days if day <= today) if week == 0 else days


def _is_break(token: Token) -> bool:
    return token.kind == "sign" and token.text in _BREAKS
