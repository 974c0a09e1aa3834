"""What is typed while the roll is called: "vắng: Hoa, ông Tư", "bà Lan đến muộn", "khách: …"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bot.understanding.days import hear_nearest_day
from bot.understanding.folding import has_marks
from bot.understanding.naming import ADDRESS
from bot.understanding.phrases import Phrases, Word, cut, join

Kind = Literal["absent", "present", "guest"]

_ABSENT = Phrases(
    """
    vắng, vắng mặt, vắng họp, người vắng, những người vắng, các bác vắng, hôm nay vắng, bữa nay
    vắng, xin vắng, xin nghỉ, xin phép, xin phép vắng, nghỉ họp, không đến, không có mặt, không đi,
    không đi họp, không họp, chưa đến, chưa tới, absent, missing, away, not here, did not come
    """,
    if_marked="nghỉ, thiếu",
)
_PRESENT = Phrases(
    """
    có mặt, có đến, đã đến, vừa đến, mới đến, đến rồi, có mặt rồi, đến muộn, đến sau, đi muộn, vào
    muộn, tới rồi, mới tới, tới muộn, đến trễ, tới trễ, đi họp, đã có mặt, vừa tới, không vắng,
    present, here, came, came late, is here, has come, late
    """,
    if_marked="đến, tới",
)
_GUEST = Phrases("khách, khách mời, đại biểu, có khách, guests, guest, visitors")
_OF_WHOM: tuple[tuple[Phrases, Kind], ...] = (
    (_GUEST, "guest"),
    (_PRESENT, "present"),
    (_ABSENT, "absent"),
)
_BESIDE = Phrases(
    "ạ, nhé, nha, rồi, là, gồm, có, thêm, hôm nay, bữa nay, cũng, today, is, are, was"
)
_HEADS_A_LIST = Phrases(
    "vắng, vắng mặt, vắng họp, hôm nay vắng, bữa nay vắng, họp vắng, hôm nay vắng mặt"
)
_ALL_CAME = Phrases(
    """
    đủ cả, đủ hết, có đủ, đến đủ, có mặt đủ, đủ mặt, đủ người, không ai vắng, không vắng ai, không
    có ai vắng, không người nào vắng, tất cả có mặt, tất cả đều có mặt, có mặt tất cả, mọi người
    đều có mặt, đông đủ, nobody is absent, everybody came, everybody is here, all present
    """,
    if_marked="đủ",
)
_APART = re.compile(r"\s*[,;+&\n]\s*|\s+(?:và|va|and)\s+", re.IGNORECASE)
_CLAUSES = re.compile(r"\s*[;\n]\s*|(?<=[^\W\d])\.\s+")
_HEADING = re.compile(r"^\s*(?:khách(?: mời)?|khach(?: moi)?|đại biểu|guests?)\s*:?\s+", re.I)
_BULLET = re.compile(r"^\s*(?:[-–•*+✗]|\d{1,3}\s*[.)](?!\d))\s*")
_NUMBERS = re.compile(r"\d{1,3}(?:(?:\s*[,;.+&]\s*|\s+(?:và |va |and )?)\d{1,3})+")
_WORD = re.compile(r"\d+(?:[.,/:-]\d+)*[^\W_]*|[^\W_]+")
_YESTERDAY = Phrases("hôm qua, bữa qua, sáng qua, chiều qua, tối qua, yesterday")
_DAY_BEFORE = Phrases("hôm kia, bữa kia, the day before yesterday")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One name as it was typed, and what is said of it."""

    name: str
    kind: Kind


def names_said(text: str) -> list[Said]:
    """Hear who is named, each by herself; a name beside which nothing is said is absent.

    A heading counts until the next one: "vắng: Hoa, ông Tư; khách: ông Bình hội NCT".
    """
    heard: list[Said] = []
    kind: Kind = "absent"
    for clause in _CLAUSES.split(unicodedata.normalize("NFC", text).strip()):
        if _GUEST.length_at(cut(clause) or [Word("", "")], 0):
            heard += [Said(name=name, kind="guest") for name in guests_said(clause)]
            continue
        for part in _APART.split(_BULLET.sub("", clause)):
            bare = _BULLET.sub("", part)
            said, told, opens = _told(bare)
            kind = told if told and opens else kind
            if said:
                heard.append(Said(name=_as_typed(bare, said), kind=told or kind))
    return heard


def heads_absent(text: str) -> bool:
    """Whether it begins as a list of who is absent: "vắng: Hoa, ông Tư".

    Without marks "vang" is more often "vâng": then it takes a colon.
    """
    words = cut(text)
    length = _HEADS_A_LIST.length_at(words, 0) if words else 0
    opens = " ".join(word.typed for word in words[:length])
    return 0 < length < len(words) and (has_marks(opens) or ":" in text)


def numbers_said(text: str) -> list[int]:
    """Hear several numbers of a list: "3, 7, 15"; empty where anything else is said."""
    heard = text.strip()
    return [int(one) for one in re.findall(r"\d+", heard)] if _NUMBERS.fullmatch(heard) else []


def all_came(text: str) -> bool:
    """Whether it says that nobody is missing."""
    return _ALL_CAME.is_all_of(_trimmed(cut(text)))


def guests_said(text: str) -> list[str]:
    """Hear the names of guests, each by itself, as they were typed."""
    parts = re.split(r"\s*[,;\n]\s*", unicodedata.normalize("NFC", text).strip())
    bare = (_BULLET.sub("", _HEADING.sub("", part)).strip(" .:") for part in parts)
    return [" ".join(name.split()) for name in bare if any(map(str.isalpha, name))]


def hear_past_day(text: str, today: date) -> tuple[date, ...]:
    """Hear a day that has come: "hôm nay", "hôm qua", "10/11"; several where it may be any."""
    words = cut(text)
    for phrases, days in ((_DAY_BEFORE, 2), (_YESTERDAY, 1)):
        if phrases.are_in(words):
            return (today - timedelta(days=days),)
    return tuple(day for day in hear_nearest_day(text, today) if day <= today)


def _told(part: str) -> tuple[Sequence[Word], Kind | None, bool]:
    """Return the words of a name, what stands beside them, and whether that stands in front.

    Behind a form of address it is a name: "ông Đến".
    """
    words = cut(part)
    for place in range(len(words)):
        for phrases, kind in _OF_WHOM:
            length = phrases.length_at(words, place)
            if not length or (place and place + length < len(words)):
                continue
            rest = words[:place] if place else words[length:]
            if not ADDRESS.is_all_of(rest):
                return _trimmed(rest), kind, place == 0
    return _trimmed(words), None, False


def _trimmed(words: Sequence[Word]) -> Sequence[Word]:
    return _BESIDE.trimmed(words)


def _as_typed(part: str, said: Sequence[Word]) -> str:
    """Return a name with what stands in brackets beside it, where nothing was cut off."""
    return " ".join(part.split()) if len(said) == len(cut(part)) else join(said)


def as_typed_behind(text: str, rest: str) -> str:
    """Return the end of a text that begins where `rest` does, with its lines and commas.

    `rest` is what a command left of the text, its words joined by spaces.
    """
    wanted = [word.key for word in cut(rest)]
    places = list(_WORD.finditer(unicodedata.normalize("NFC", text)))
    keys = [(cut(one[0]) or [Word("", "")])[0].key for one in places]
    for place in range(len(keys)):
        if wanted and keys[place : place + len(wanted)] == wanted:
            return unicodedata.normalize("NFC", text)[places[place].start() :]
    return rest
