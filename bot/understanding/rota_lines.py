"""One line that changes the rota: "bà Lan thứ 3 bà Hoa đi", "chuyển bà Lan thứ 3 sang thứ 5"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bot.understanding.calendar_words import spoken, weekday, wording
from bot.understanding.days import hear_day
from bot.understanding.naming import ADDRESS
from bot.understanding.phrases import Phrases, Word, cut, join

Change = Literal["goes", "move", "add", "out", "look"]

_DAY = wording(
    r"""
    (?:(?:vào|on|ngày|hôm) )?(?:WEEKDAY(?: (?:này|tuần này|tuần sau|tuần tới|sau|=tới))?
    |(?:next|this) WEEKDAY|\d{1,2} ?[/.-] ?\d{1,2}(?: ?[/.-] ?\d{4})?|\d{1,2} MONTH|MONTH \d{1,2})
    |(?:ngày )?mai|ngày kia|hôm nay|tomorrow|today|ngày \d{1,2}
    """
)
_WEEKDAY = wording("(?:(?:vào|on|ngày|hôm) )?(WEEKDAY)")
_NEXT_WEEK = wording("tuần (?:sau|tới)|next week")
_LONGEST = 5
"""Words of a day: "thứ ba tuần sau"."""

_COMMAND = Phrases(
    "lịch thăm, xem lịch thăm, xếp lịch thăm, sửa lịch thăm, đổi người thăm, rota, visiting rota"
)
"""May stand before it."""
_ADD = Phrases("thêm, thêm buổi, thêm buổi thăm, xếp thêm, add")
_OUT = Phrases("bỏ, bớt, xóa, xoá, hủy, huỷ, bỏ buổi, take out, cancel, drop, remove")
_MOVE = Phrases("chuyển, dời, đổi, lùi, chuyển buổi, dời buổi, move")
_TO = Phrases("sang, qua, đến, tới, thành, vào, to")
_NOT = Phrases("không, khỏi, thôi, nghỉ, không cần, không thăm, nobody, no visit, not needed")
_GOES = Phrases(
    """
    đi, thăm, đi thăm, sang, đến, đi thay, thay, sang thăm, đến thăm, goes, visits, will go,
    instead
    """,
)
_FILLING = Phrases("ạ, nhé, nha, rồi, thì, để, cho, là, của, của bà, giúp, hộ, please, the, visit")


@dataclass(frozen=True, slots=True, kw_only=True)
class RotaLine:
    """What is to become of a visit."""

    change: Change
    whom: str
    """Who is visited, by name."""
    day: str
    """As it was typed."""
    to: str = ""
    """The new day, where it is moved."""
    who: str = ""
    """Who goes, by name."""


def line_in(text: str) -> RotaLine | None:
    """Hear a change of one visit; None where no day stands behind a name."""
    words = cut(text)
    if words and (length := _COMMAND.length_at(words, 0)):
        words = words[length:]
    days = _days(words)
    if not days or days[0][0] == 0:
        return None
    begins, ends = days[0]
    before, behind = words[:begins], words[ends:]
    verb, whom = _verb(_FILLING.trimmed(before))
    goer, whom = _goer_in_front(whom)
    if not whom:
        return None
    day = join(words[begins:ends])
    if len(days) > 1:
        return _moved(words, days, verb, whom)
    who = goer or join(_GOES.trimmed(_FILLING.trimmed(behind)))
    if verb == "out" or (behind and _NOT.length_at(behind, 0)):
        return RotaLine(change="out", whom=join(whom), day=day)
    if verb == "move":
        return None
    change: Change = "add" if verb == "add" else "goes" if who else "look"
    return RotaLine(change=change, whom=join(whom), day=day, who=who)


def days_meant(text: str, since: date, before: date) -> list[date]:
    """Return the days from `since` until `before` (exclusive) that a text may mean, in order.

    A weekday is that of each week; what can be two days ("mùng 5") is both. `since` is today.
    """
    if found := _WEEKDAY.fullmatch(spoken(text)):
        ahead = (weekday(found[1]) - since.weekday()) % 7
        first = since + timedelta(days=ahead)
        weeks = range(max(0, (before - first).days + 6) // 7)
        return [first + timedelta(days=7 * week) for week in weeks]
    if _NEXT_WEEK.fullmatch(spoken(text)):
        return [since + timedelta(days=7 - since.weekday())]
    return [day for day in hear_day(text, since) if since <= day < before]


def day_in(words: Sequence[Word]) -> tuple[int, int] | None:
    """Return where a day begins among words, and where it ends; None where none is told."""
    return next(iter(_days(words)), None)


def _days(words: Sequence[Word]) -> list[tuple[int, int]]:
    found, place = [], 0
    while place < len(words):
        ends = next(
            (
                end
                for end in range(min(len(words), place + _LONGEST), place, -1)
                if _DAY.fullmatch(spoken(join(words[place:end])))
                and not _is_name(words, place, end)
            ),
            None,
        )
        if ends is not None:
            found.append((place, ends))
        place = ends or place + 1
    return found


def _is_name(words: Sequence[Word], begins: int, ends: int) -> bool:
    """Whether it is bà Mai and not tomorrow."""
    if begins == 0 or ends - begins > 1 or words[begins].key != "mai":
        return False
    return words[begins].typed[0].isupper() or ADDRESS.length_at(words, begins - 1) > 0


def _verb(words: Sequence[Word]) -> tuple[str, Sequence[Word]]:
    for verb, phrases in (("add", _ADD), ("out", _OUT), ("move", _MOVE)):
        if words and (length := phrases.length_at(words, 0)):
            return verb, _FILLING.trimmed(words[length:])
    return "", words


def _goer_in_front(words: Sequence[Word]) -> tuple[str, Sequence[Word]]:
    """Take "bà Hoa thăm bà Lan" apart."""
    for place in range(1, len(words)):
        if (length := _GOES.length_at(words, place)) and words[place + length :]:
            return join(words[:place]), words[place + length :]
    return "", words


def _moved(
    words: Sequence[Word], days: Sequence[tuple[int, int]], verb: str, whom: Sequence[Word]
) -> RotaLine | None:
    """Hear from which day to which; what stands between is no more than "sang"."""
    (begins, ends), (begins_too, ends_too) = days[:2]
    between = _verb(words[ends:begins_too])[1]
    says_to = bool(between) and _TO.length_at(between, 0) == len(between)
    if len(days) > 2 or verb in {"add", "out"} or not (says_to or (verb and not between)):
        return None
    who = join(_GOES.trimmed(_FILLING.trimmed(words[ends_too:])))
    return RotaLine(
        change="move",
        whom=join(whom),
        day=join(words[begins:ends]),
        to=join(words[begins_too:ends_too]),
        who=who,
    )
