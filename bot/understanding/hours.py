"""The hour of a day, as people tell it: "8 giờ rưỡi sáng", "2h chiều", "14:00"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import time

from bot.understanding.calendar_words import Wording, number, spoken, wording

_HOUR = "(?P<hour>NUM) (?:giờ|h|g)"
_WAYS = (
    wording(f"{_HOUR} kém (?P<less>NUM)(?: phút)?"),
    wording(f"{_HOUR} (?P<minute>TENS|NUM(?= phút))(?! (?:tháng|người))(?: phút)?"),
    wording("(?P<hour>NUM)(?: (?:giờ|h|g))? (?P<half>rưỡi|rưởi)"),
    wording(_HOUR),
    wording(r"(?P<hour>\d{1,2}) ?: ?(?P<minute>\d\d)"),
    wording("(?P<half>half) past (?P<hour>NUM)"),
    wording("(?:a )?(?P<quarter>quarter) past (?P<hour>NUM)"),
    wording("(?:a )?(?P<quarter_to>quarter) to (?P<hour>NUM)"),
    wording(r"(?P<hour>NUM) o (?:\W )?clock"),
    wording(r"(?<=at )(?P<hour>NUM)(?= [ap](?: \. )?m)"),
    wording("(?P<noon>noon|chính ngọ)"),
)
"""Ways to tell an hour; each is first written as a sign, "@8:30"."""
_WAYS_TO_ANSWER = (
    *_WAYS,
    wording(r"(?P<hour>\d{1,2})\.(?P<minute>\d\d)"),
    wording(r"(?P<hour>NUM)(?= (?:[ap](?: \. )?m|sáng|trưa|chiều|tối|đêm|tonight)(?: |$))"),
    wording(r"(?<=at )(?P<hour>NUM)(?! (?:[/.-]|tháng|người|people))"),
)
"""Beside a day some could be misread: "16 am" is one of the lunar month."""
_BARE = wording("(?:(?:lúc|vào|khoảng|tầm|at|about) )?(?P<hour>NUM)(?: (?:ạ|a|nhé|nha|thôi))?")

_SIGN = r"@(?P<hour>\d+):(?P<minute>\d+)"
_PARTS = {
    r"sáng|am|a \. m|in the morning": ("=sáng", range(12)),
    "trưa": ("trưa", range(10, 15)),
    r"chiều|pm|p \. m|in the afternoon": ("chiều", range(12, 24)),
    "tối|in the evening|at night|tonight": ("=tối|tonight", range(16, 25)),
    "đêm|khuya": ("=đêm", range(19, 29)),
}
"""Each part of the day as said beside an hour, as said apart from it, and its hours.

Apart from an hour "toi" may be "tôi", and "sang" and "dem" are verbs. Hours from 24 on are the
next day's.
"""
_BESIDE = [(wording(f"{_SIGN} (?:{part})"), hours) for part, (_, hours) in _PARTS.items()] + [
    (wording(f"(?:{part}) (?:lúc )?{_SIGN}"), hours) for part, (_, hours) in _PARTS.items()
]
_APART = [(wording(part), hours) for part, hours in _PARTS.values()]
_ANY_TIME = range(6, 30)
"""Nobody meets at 2 in the morning: "2 giờ" alone is 14:00."""

_PART = f"(?:{'|'.join(_PARTS)})"
_UNTIL = wording(rf"(@\S+(?: {_PART})?) (?:đến|tới|-|–|to|until|till) @\S+")
_TOLD = wording(f"(?:(?:lúc|vào|từ|at|from) )*(?:{_PART} )?(?:lúc )?{_SIGN}(?: {_PART}(?! nay))?")


def hear_hour(text: str) -> time | None:
    """Hear the hour of a meeting; None where there is none, or two that differ.

    "8 giờ", "8h30", "14:00", "2 giờ chiều", "8 giờ rưỡi sáng", "9 giờ kém 15", "half past eight",
    a bare "8"; of "8 giờ đến 10 giờ" the first. Alone, 1 to 5 are in the afternoon.
    """
    words = spoken(text)
    ways = (_BARE,) if _BARE.fullmatch(words) else _WAYS_TO_ANSWER
    words = _UNTIL.sub(r"\1", _signed(words, ways))
    heard = {_time(words, sign) for sign in re.finditer(_SIGN, words)}
    return heard.pop() if len(heard) == 1 else None


def is_hour(text: str) -> bool:
    """Whether it is an hour with its sign and nothing else: "20h", "8 giờ rưỡi tối"."""
    words = spoken(text)
    return bool(words) and not without_hour(words)


def without_hour(words: str) -> str:
    """Return `spoken` words without the hour that is told among them."""
    return " ".join(_TOLD.sub(" ", _UNTIL.sub(r"\1", _signed(words, _WAYS))).split())


def _signed(words: str, ways: Iterable[Wording]) -> str:
    for way in ways:
        words = way.sub(_sign, words)
    return words


def _sign(told: re.Match[str]) -> str:
    said = {name: typed for name, typed in told.groupdict().items() if typed}
    if "noon" in said:
        return "@12:00"
    hour = number(said["hour"])
    minute = number(said.get("minute", "0"))
    minute += 30 * ("half" in said) + 15 * ("quarter" in said)
    less = number(said.get("less", "0")) + 15 * ("quarter_to" in said)
    if less:
        hour, minute = hour - 1, 60 - less
    exact = said["hour"].startswith("0")
    return f"@{'0' if exact else ''}{hour}:{minute:02}"


def _time(words: str, sign: re.Match[str]) -> time | None:
    hour, minute = int(sign["hour"]), int(sign["minute"])
    if hour > 23 or minute > 59:
        return None
    if sign["hour"].startswith("0"):  # as a clock shows it
        return time(hour, minute)
    possible = range(hour, 30, 12) if hour <= 12 else [hour]
    found = next((hour for hour in possible if hour in _part_of_day(words)), None)
    return None if found is None else time(found % 24, minute)


def _part_of_day(words: str) -> range:
    told = (hours for part, hours in (*_BESIDE, *_APART) if part.search(words))
    return next(told, _ANY_TIME)
