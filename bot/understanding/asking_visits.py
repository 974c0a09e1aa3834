"""A visit that somebody asks for: for whom, on which day, and whether each week."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.understanding.calendar_words import wording
from bot.understanding.days import hear_day
from bot.understanding.naming import ADDRESS
from bot.understanding.phrases import Phrases, Word, cut, join
from bot.understanding.tokens import Token, tokens_of

_WEEKLY = wording(
    """
    (?:mỗi|hàng|hằng|từng) tuần(?: (?:một|1) (?:lần|buổi))?|tuần nào cũng được|tuần nào cũng
    |(?:mỗi|các|every|each) WEEKDAY|(?:every|each) week|weekly|once a week
    """
)
_WEEKDAY = wording("WEEKDAY")
_WHEN = wording(
    r"""
    (?:vào |on )?(?:ngày |hôm |buổi |sáng |trưa |chiều |tối )*
    (?:(?:next |this )?WEEKDAY(?: (?:tuần )?(?:này|sau|tới))?
    |(?:mùng |mồng )?\d{1,2} ?[/.-] ?\d{1,2}(?: ?[/.-] ?\d{2,4})?
    |(?:mùng|mồng|ngày) NUM(?: tháng NUM)?
    |tuần (?:này|sau|tới)|hôm nay|bữa nay|nay|mai|kia|=mốt|=rằm|NUM (?:ngày|hôm|bữa) nữa
    |today|tomorrow|next week)
    (?: (?:sáng|trưa|chiều|tối))?
    """
)
_OPENS_A_DAY = Phrases("ngày, hôm, thứ, sáng, trưa, chiều, tối, tuần, mỗi, hàng, vào, chủ, nay")
_BESIDE = Phrases(
    """
    ạ, nhé, nha, với, giúp, giùm, hộ, cho, được không, vào, nhà, please, for, at, on, to, visit,
    a visit, is
    """
)
_HERSELF = Phrases(
    """
    tôi, tui, mình, cháu, con, em, bác, ông, bà, cô, chú, anh, chị, tao, nhà tôi, nhà tui,
    nhà mình, me, myself
    """
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was told of a visit that somebody asks for."""

    days: tuple[date, ...] = ()
    """More than one where it may be any of them; empty: none was told."""
    weekly: bool = False
    whom: str = ""
    """The words for who is to be visited; empty: none."""
    herself: bool = False
    """Whether it is for the speaker."""


def hear_request(text: str, today: date) -> Asked:
    """Hear "bà Lan thứ ba", "hôm nay", "mỗi tuần", "mỗi thứ năm", "cho tôi ngày mai".

    Behind a form of address "Mai", "Năm" or "Rằm" is somebody's name.
    """
    text = unicodedata.normalize("NFC", text)
    tokens = tokens_of(text)
    names = [token for place, token in enumerate(tokens) if _is_called(tokens, place)]
    told = [token for token in tokens if token not in names]
    words = " ".join(token.text for token in told)
    weekly = _WEEKLY.search(words) is not None
    days = hear_day(words, today)
    if weekly and not _WEEKDAY.search(words):
        days = ()
    when = _taken(told, words)
    named = cut(" ".join(text[one.start : one.end] for one in tokens if one not in when))
    left = _BESIDE.trimmed(named)
    herself = bool(named) and _HERSELF.is_all_of(left)
    return Asked(days=days, weekly=weekly, whom="" if herself else join(left), herself=herself)


def next_weekday(weekday: int, today: date) -> date:
    """Return the first such day after today."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _is_called(tokens: Sequence[Token], place: int) -> bool:
    before = tokens[place - 1] if place else None
    if before is None or before.kind != "word" or tokens[place].kind != "word":
        return False
    if _OPENS_A_DAY.is_all_of([Word(tokens[place].text, tokens[place].text)]):
        return False
    return ADDRESS.is_all_of([Word(before.text, before.text)])


def _taken(tokens: Sequence[Token], words: str) -> set[Token]:
    """Return the tokens that tell of days."""
    spans = [match.span() for way in (_WEEKLY, _WHEN) for match in way.finditer(words)]
    taken, start = set(), 0
    for token in tokens:
        end = start + len(token.text)
        if any(first <= start and end <= last for first, last in spans):
            taken.add(token)
        start = end + 1
    return taken
