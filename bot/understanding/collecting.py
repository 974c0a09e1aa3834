"""Pasted lines of a meeting day's money: "Hoa 150k / Lan 1tr2 / ông Tư 0".

A line may be read in several ways where words are numbers and names alike ("Tư hai trăm"): all of
them are returned, and whoever knows the names sees which one is meant.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.understanding import naming
from bot.understanding.amounts import Heard, hear_amount
from bot.understanding.collecting_beside import is_heading_of_unpaid, unpaid_words
from bot.understanding.phrases import Phrases, Word, cut
from bot.understanding.small_talk import BESIDE_A_SUM

_BULLET = re.compile(r"^\s*(?:[-–•*+]|\d{1,3}\s*[.)/:-])\s*(?=[^\W\d])")
_SIGNS = re.compile(r"[:=|\t–—]+|(?<!\S)-(?=\s)")
_GLUED = re.compile(r"(?<![^\W_])([^\W\d_]{2,})(?=\d)")
_APART = re.compile(r"[\n;]+|(?<!\d)/|/(?!\d)")
_ZERO = re.compile(r"0+(?:[.,]0+)?\s*(?:k|đ|d|đồng|dong)?", re.IGNORECASE)
_NOTHING = Phrases(
    """
    không, ko, chưa, chưa nộp, không nộp, chưa có, chưa đóng, chưa trả, vắng, nghỉ, vắng mặt, lần
    sau, để lần sau, để sau, hẹn, khất, ghi nợ, xin nợ, còn nợ, none, nothing, absent, not yet,
    next time, later
    """,
    if_marked="nợ, chịu",
)

_EMPTY = Phrases("không đồng, không đồng nào, không có đồng nào, không có gì, nothing, none")
MOST_WORDS = 16
"""Of a name, or of a sum in front of one, in a line: a story without a full stop is no list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One way to read a line."""

    name: str
    """As it was typed; empty where nobody is named."""
    amount: int | None
    """Đồng; 0: she gives nothing today, None: there is no sum, or it is not clear which."""
    sure: bool = False
    """Nothing else can be meant by the sum; otherwise ask "150.000 đ phải không?"."""
    principal: bool = False
    """It was said to be for the principal."""
    unpaid: bool = False
    """Words beside the sum may say that it is still to come: "nợ 80k", "không 50k", "50k ?"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What was written about one person."""

    said: str
    readings: tuple[Reading, ...]


def lines(text: str) -> list[Line]:
    """Cut a text into what it says of each person.

    People stand apart by a new line, "/", ";", or a comma or full stop behind a sum. A number or
    a dash in front of a name is that of a list. Behind "Nợ:" nobody is sure to have paid.
    """
    found: list[Line] = []
    owing = False
    parts = list(_apart(unicodedata.normalize("NFC", text)))
    for said in parts:
        if len(parts) > 1 and is_heading_of_unpaid(said):
            owing = True
        else:
            found.append(_line(said, owing=owing))
    return found


def is_list(text: str) -> bool:
    """Whether at least two people are named with a sum, each in a line of their own."""
    found = lines(text)
    with_sum = [
        one for one in found if any(ok.name and ok.amount is not None for ok in one.readings)
    ]
    return len(with_sum) > 1 and len(with_sum) * 2 >= len(found)


def bare_sum(text: str) -> Heard | None:
    """Hear a sum beside which nobody is named: "200k", "trả gốc 200k"; None for other words."""
    heard = hear_amount(text)
    return heard if heard and _is_explained(cut(heard.rest)) else None


def is_nothing(text: str) -> bool:
    """Whether somebody has counted nothing at all: "0", "0 đ", "không đồng nào"."""
    said = text.strip()
    return bool(_ZERO.fullmatch(said)) or _EMPTY.is_all_of(cut(said))


def _apart(text: str) -> Iterator[str]:
    for row in _APART.split(text):
        yield from _in_a_row(row)


def _in_a_row(row: str) -> list[str]:
    found: list[str] = []
    said = ""
    # A comma inside of 1,200,000 has no space behind it, and one between names no sum before.
    for part in re.split(r"(?<=[,.])\s+(?=[^\W\d])|,(?=[^\W\d])", _BULLET.sub("", row)):
        said = f"{said} {part}".strip()
        if found and is_heading_of_unpaid(said):  # "Hoa 50k, nợ"
            found[-1] = f"{found[-1]} {said.strip(' ,.')}"
            said = ""
        elif _ends_with_a_sum(said):
            found.append(said.strip(" ,."))
            said = ""
    if said.strip(" ,.-"):
        found.append(said.strip(" ,."))
    return found


def _ends_with_a_sum(said: str) -> bool:
    words = cut(said)
    return any(word.typed[:1].isdecimal() for word in words[1:]) or (
        bool(words) and any(_NOTHING.is_all_of(words[place:]) for place in range(1, len(words)))
    )


def _line(said: str, *, owing: bool = False) -> Line:
    words = _GLUED.sub(r"\1 ", _SIGNS.sub(" ", said)).split()
    found = [*_readings(words), *(_sum_alone(words))] or [*_sum_first(words)]
    if owing or "?" in said:
        found = [replace(one, unpaid=bool(one.amount)) for one in found]
    return Line(said=said, readings=tuple(found) or (_without_sum(words),))


def _readings(words: Sequence[str]) -> Iterator[Reading]:
    """Yield each way to cut a line into a name and a sum with nothing unexplained beside it."""
    for place in range(1, min(len(words), MOST_WORDS + 1)):
        name = words[:place]
        if not _is_hamlet(name[-1]) and not _has_figures(name):
            yield from _reading(" ".join(name), " ".join(words[place:]))


def _sum_first(words: Sequence[str]) -> Iterator[Reading]:
    """Yield the same for a sum that stands in front: "150k Hoa"."""
    for place in range(1, min(len(words), MOST_WORDS + 1)):
        if words[0][:1].isdecimal() and not _has_figures(words[place:]):
            yield from _reading(" ".join(words[place:]), " ".join(words[:place]))


def _sum_alone(words: Sequence[str]) -> Iterator[Reading]:
    if words and words[0][:1].isdecimal():
        yield from _reading("", " ".join(words))


def _reading(name: str, said: str) -> Iterator[Reading]:
    if _ZERO.fullmatch(said) or _NOTHING.is_all_of(cut(said)):
        yield Reading(name=name, amount=0, sure=True)
    elif heard := hear_amount(said):
        left, unpaid = unpaid_words(heard.rest)
        if _is_explained(left):
            yield Reading(
                name=name,
                amount=heard.amount,
                sure=heard.sure and not unpaid,
                principal=heard.principal,
                unpaid=unpaid,
            )


def _is_hamlet(word: str) -> bool:
    return naming.HAMLET.is_all_of(cut(word))


def _has_figures(words: Sequence[str]) -> bool:
    """Whether there is a figure among the words but for that of a hamlet: "xóm 2"."""
    return any(
        word[:1].isdecimal() and not (place and _is_hamlet(words[place - 1]))
        for place, word in enumerate(words)
    )


def _is_explained(words: Sequence[Word]) -> bool:
    for phrases in (BESIDE_A_SUM, naming.OF_MONEY, naming.VERBS):
        words = phrases.without(words)
    return not words


def _without_sum(words: Sequence[str]) -> Reading:
    """Return whom a line is about where its sum is not clear: all before the first figure."""
    figures = (place for place in range(len(words)) if _has_figures(words[: place + 1]))
    return Reading(name=" ".join(words[: next(figures, len(words))]), amount=None)
