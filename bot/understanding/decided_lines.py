"""Lines of what a meeting decided: the words, and how many were for it and against it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.understanding.phrases import Phrases, Word, cut

_FOR = Phrases(
    """
    đồng ý, tán thành, nhất trí, đồng tình, phiếu thuận, thuận, phiếu đồng ý, đồng ý cho, for,
    for it, in favour, agree, agreed, yes
    """
)
_AGAINST = Phrases(
    """
    không đồng ý, không tán thành, không nhất trí, không đồng tình, phản đối, không thuận, phiếu
    chống, phiếu không, chống, không, ko, against, against it, no
    """
)
_PEOPLE = Phrases(
    """
    người, phiếu, bác, ý kiến, thành viên, hội viên, có, và, trên, số người, số phiếu, biểu quyết,
    people, members, votes, vote, and, were, with
    """
)
_ALL_FOR = Phrases(
    """
    tất cả đồng ý, tất cả đều đồng ý, tất cả nhất trí, tất cả tán thành, mọi người đồng ý, mọi
    người đều đồng ý, mọi người nhất trí, cả họp nhất trí, cả họp đồng ý, cả hội nhất trí, nhất trí
    cả, nhất trí hết, nhất trí hoàn toàn, nhất trí tuyệt đối, đồng ý cả, đồng ý hết, tán thành cả,
    toàn thể nhất trí, toàn thể đồng ý, all agreed, all agree, everybody agreed, all in favour,
    unanimous, unanimously
    """
)
_WHOLE = re.compile(r"(?:có\s+)?100\s*%(?:\s*[^\W\d]+){0,6}\s*\.?\s*$", re.IGNORECASE)
_VOTES = re.compile(r"\d{1,3}(?:/\d{1,3})?")
_WORD = re.compile(r"\d+(?:[.,/:-]\d+)*[^\W_]*|[^\W_]+")
_MARK = re.compile(
    r"^\s*(?:(?:quyết định|quyet dinh|qđ|decision)\s*)?(?:\d{1,2}\s*[.):](?!\d)|[-–•*+](?=\s))\s*",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"^\s*(?:sửa|sua|đổi|doi|change|amend)\s+(?:(?:câu|cau|điều|dieu|số|so|mục|muc|no\.?)\s+)?"
    r"(?P<number>\d{1,2})(?!\d)\s*[.):–-]*\s*(?P<words>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_OUT = re.compile(
    r"^\s*(?:bỏ|bo|xóa|xoá|xoa|gạch|gach|take out|remove)\s+"
    r"(?:(?:câu|cau|điều|dieu|số|so|mục|muc|no\.?)\s+)?(?P<number>\d{1,2})\s*$",
    re.IGNORECASE,
)

Mark = Literal["number", "for", "against", "people", ""]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedLine:
    """One decision as it was told."""

    words: str
    in_favour: int | None = None
    against: int | None = None
    by_all: bool = False
    """All who were there were for it."""
    said: str = ""
    """The whole line, its votes too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is to be done with a decision that is written: other words, or none."""

    number: int
    words: str
    """Empty: take it out."""


def decided_lines(text: str) -> list[DecidedLine]:
    """Cut a text into decisions, one a line, without the numbers and dashes of a list."""
    lines = (_MARK.sub("", one) for one in unicodedata.normalize("NFC", text).splitlines())
    return [decided_line(line) for line in lines if line.strip(" .;-–•")]


def decided_line(text: str) -> DecidedLine:
    """Hear one decision, with its votes where they are told and clear.

    "40 đồng ý, 2 không", "tán thành 42, không tán thành 3", "42/45 phiếu thuận", "100% nhất trí";
    anything else stays among the words.
    """
    text = " ".join(text.split())
    if found := _WHOLE.search(text):
        return _cut_off(text, found.start(), len(text), DecidedLine(words="", by_all=True))
    words = [(Word(*_keyed(one[0])), one.start(), one.end()) for one in _WORD.finditer(text)]
    bare = [word for word, _start, _end in words]
    for place in range(len(bare)):
        length = _ALL_FOR.length_at(bare, place)
        if length and place + length == len(bare):
            return _cut_off(text, words[place][1], len(text), DecidedLine(words="", by_all=True))
    for begin, end in reversed(list(_runs(bare))):
        if counted := _counted(bare[begin:end]):
            return _cut_off(text, words[begin][1], words[end - 1][2], counted)
    return DecidedLine(words=text.strip(" ;"), said=text)


def change(text: str) -> Change | None:
    """Hear what is to become of a written decision: "sửa 2: …", "bỏ 2"; None for other words."""
    said = unicodedata.normalize("NFC", text)
    if found := _OUT.match(said):
        return Change(number=int(found["number"]), words="")
    found = _CHANGE.match(said)
    if found is None or not found["words"].strip():
        return None
    return Change(number=int(found["number"]), words=found["words"].strip())


def _keyed(typed: str) -> tuple[str, str]:
    (word,) = cut(typed)[:1] or (Word(typed, typed),)
    return typed, word.key


def _cut_off(text: str, begin: int, end: int, counted: DecidedLine) -> DecidedLine:
    """Return the decision without its votes; with them, where they are all that is said."""
    before, behind = text[:begin].rstrip(" ,;:.(–-"), text[end:].strip(" ,;:.)–-")
    words = ". ".join(part for part in (before, behind) if part)
    return DecidedLine(
        words=words or text,
        in_favour=counted.in_favour,
        against=counted.against,
        by_all=counted.by_all,
        said=text,
    )


def _runs(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Yield where nothing stands but numbers and words of voting, from a number or such a word."""
    place = 0
    while place < len(words):
        begin = place
        while place < len(words) and (length := _mark_at(words, place)[1]):
            place += length
        if place > begin:
            yield _without_people(words, begin, place)
        else:
            place += 1


def _without_people(words: Sequence[Word], begin: int, end: int) -> tuple[int, int]:
    while begin < end and (length := _PEOPLE.length_at(words, begin)):
        begin += length
    return begin, max(begin, end)


def _mark_at(words: Sequence[Word], place: int) -> tuple[Mark, int]:
    if _VOTES.fullmatch(words[place].typed):
        return "number", 1
    found: list[tuple[Mark, int]] = [
        ("against", _AGAINST.length_at(words, place)),
        ("for", _FOR.length_at(words, place)),
        ("people", _PEOPLE.length_at(words, place)),
    ]
    return max(found, key=lambda one: one[1])


def _counted(words: Sequence[Word]) -> DecidedLine | None:
    """Return the votes that a run tells, each number beside its word; None where it is unclear."""
    marks: list[tuple[Mark, str]] = []
    place = 0
    while place < len(words):
        mark, length = _mark_at(words, place)
        if mark != "people":
            marks.append((mark, words[place].typed))
        place += length
    pairs = [marks[at : at + 2] for at in range(0, len(marks), 2)]
    if not marks or any(len(pair) != 2 for pair in pairs):
        return None
    front = marks[0][0] == "number"
    told: dict[str, int] = {}
    for pair in pairs:
        (first, one), (second, other) = pair
        if (first == "number") != front or (second == "number") == front:
            return None
        told[second if front else first] = int((one if front else other).partition("/")[0])
    if "for" not in told:
        return None
    return DecidedLine(words="", in_favour=told["for"], against=told.get("against"))
