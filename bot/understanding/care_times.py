"""Days of the week and parts of a day: "thứ 3, thứ 6 sáng", "chiều chủ nhật", "hôm nào cũng được".

A part goes with the days before it, or with the day right behind it; one that stands alone holds
for every day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.care.people import MOST_WEEKLY
from bot.care.rota import WEEK, Time
from bot.understanding.calendar_words import number, spoken, weekday, wording

_PARTS = (("morning", "=sáng|mornings?"), ("afternoon", "chiều|afternoons?"))
_BARE_MORNING = "sang"
"""Without marks also "come over": a morning only beside a day."""
_WHENEVER = wording(
    """
    (?:hôm|ngày|bữa|lúc|khi|buổi|giờ) nào cũng (?:được|đc|dc)|(?:hằng|hàng) ngày|mọi ngày|
    (?:tất )?cả tuần|ngày nào cũng (?:được|đi|rảnh)|tùy|tuỳ|lúc nào cũng (?:được|rảnh)|
    any day|every day|whenever|any time
    """
)
_WEEKDAYS_ALL = wording("(?:các )?ngày (?:trong tuần|thường)|weekdays")
_WEEKEND = wording("cuối tuần|(?:the )?weekends?")
_RANGE = wording("(?:từ )?(WEEKDAY) (?:đến|tới|-|–|to) (WEEKDAY|[2-7](?!\\S))")
_SIGNS = (
    *((wording(words), part) for part, words in _PARTS),
    (wording("cả ngày|all day"), "both"),
)
_DAY = wording("WEEKDAY")
_LIST = wording(r"(?:thứ|t) [2-7](?: (?:(?:,|;|&|và|với) )?(?:[2-7]|cn))+")
_BARE = wording(r"[2-7](?: (?:(?:,|;|&|và|với) )?(?:[2-7]|cn))+")
_OF_LIST = re.compile(r"[2-7]|cn")
_BETWEEN = re.compile(r"(?<=\d)[,.;](?=\d|cn)")
_TOKEN = re.compile(r"@d(\d)|@p(\w+)")
_WEEKLY = wording(r"(NUM) (?:lần|buổi|lượt|bữa|hôm|times?)")


def hear_times(text: str) -> frozenset[Time] | None:
    """Hear when somebody likes to be visited or can go; empty: whenever; None: nothing heard.

    "thứ 3, thứ 6 sáng" is Tuesday and Friday, both in the morning; "sáng thứ 3, chiều thứ 6" is
    one part each, and "buổi sáng" the morning of any day.
    """
    said = _with_signs(text)
    tokens = [(found[1], found[2]) for found in _TOKEN.finditer(said)]
    if not any(day for day, _part in tokens):
        parts = {part for _day, part in tokens if part in {"morning", "afternoon"}}
        if len(parts) == 1:
            return frozenset((day, parts.copy().pop()) for day in range(WEEK))
        return frozenset() if parts or _WHENEVER.search(spoken(text)) else None
    times = _times(tokens)
    return frozenset() if times == {(day, "") for day in range(WEEK)} else frozenset(times)


def _with_signs(text: str) -> str:
    """Write each day as "@d1" and each part as "@pmorning", and lists of figures in full."""
    said = _WEEKLY.sub(" ", spoken(_BETWEEN.sub(" , ", text).replace("-", " - "))).strip()
    if _BARE.fullmatch(said):  # "2 4 6", where days are asked
        return _each_day(said)
    said = _RANGE.sub(_range, said)
    said = _LIST.sub(lambda found: _each_day(found[0]), said)
    said = _WEEKDAYS_ALL.sub(_days(range(5)), said)
    said = _WEEKEND.sub(_days((5, 6)), said)
    for way, part in _SIGNS:
        said = way.sub(f"@p{part}", said)
    said = _DAY.sub(lambda found: f"@d{weekday(found[0])}", said)
    return re.sub(rf"(?<=@d\d ){_BARE_MORNING}\b|\b{_BARE_MORNING}(?= @d\d)", "@pmorning", said)


def _each_day(said: str) -> str:
    """Write "thứ 3, 5, cn" as three days."""
    return _days(6 if one == "cn" else int(one) - 2 for one in _OF_LIST.findall(said))


def _range(found: re.Match[str]) -> str:
    last = int(found[2]) - 2 if found[2].isdecimal() else weekday(found[2])
    return _days(_from_to(weekday(found[1]), last))


def _from_to(first: int, last: int) -> Iterable[int]:
    return [(first + step) % WEEK for step in range((last - first) % WEEK + 1)]


def _days(days: Iterable[int]) -> str:
    return " ".join(f"@d{day}" for day in days)


def _times(tokens: list[tuple[str, str]]) -> set[Time]:
    """Give each day its part: the one before it, or else the first behind it."""
    leads = bool(tokens) and not tokens[0][0]
    ordered = tokens if leads else list(reversed(tokens))
    times: set[Time] = set()
    part = ""
    for day, its_part in ordered:
        if its_part:
            part = "" if its_part == "both" else its_part
        else:
            times.add((int(day), part))
    whole = {day for day, its in times if not its}
    return {(day, its) for day, its in times if not its or day not in whole}


def hear_weekly(text: str) -> int | None:
    """Hear how often a week, once to seven times: "3 lần", "một tuần 2 buổi"; None for others."""
    found = _WEEKLY.search(spoken(text))
    count = number(found[1]) if found else 0
    return count if 1 <= count <= MOST_WEEKLY else None
