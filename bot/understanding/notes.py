"""Cash counted by its notes: "500k x 3, 200k x 2, 5 tờ 100", "3 tờ 500", "tờ 200: 4"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from bot.understanding.numerals import read_sum
from bot.understanding.tokens import any_of, is_grouped, tokens_of

NOTES = (500_000, 200_000, 100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000)
"""What notes and coins are worth, đồng, the largest first."""
MOST = 100_000
"""Pieces: whatever is above is no number of notes."""

_SPELLED = {"khong": 0, "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "sau": 6} | {
    "bay": 7,
    "tam": 8,
    "chin": 9,
    "muoi": 10,
}
_HOW_MANY = rf"(?P<count>\d+|{'|'.join(_SPELLED)})"
_PIECE = "(?:dong xu|to|cai|tam|xu|notes?|pieces?|coins?)"
_KIND = "(?:loai to|loai|menh gia|to|tien|of|the)"
_WORTH = r"(?P<worth>\S.*?)"
_WAYS = tuple(
    re.compile(way)
    for way in (
        rf"{_HOW_MANY} ?{_PIECE}(?: {_KIND})? {_WORTH}",  # 3 tờ 500k
        rf"(?:{_KIND} )?{_WORTH} ?[:=-]? ?(?:co |duoc )?{_HOW_MANY} ?{_PIECE}",  # 500k: 3 tờ
        rf"{_KIND} {_WORTH} ?[:=-] ?{_HOW_MANY}",  # tờ 500: 3
        rf"{_WORTH} ?[:=] ?{_HOW_MANY}",  # 500k = 3
    )
)
_TIMES = re.compile(rf"(?:{_KIND} )?(?P<one>.+?) ?[x×*](?![a-z]) ?(?P<other>.+?)(?: {_PIECE})?")
_MORE = re.compile(r"(?:them|cong them|and|plus) (?=\S)")
_GLUED = re.compile(r"(?<=[\dkK])[ ]?[xX×*][ ]?(?=\d)")
# The comma of "500,000 x 3" sets nothing apart.
_BETWEEN = re.compile(r"[;\n+]|\.\s+|\s(?:và|va|and)\s|,(?!000)", re.IGNORECASE)
_DONG = any_of("đồng đ d vnd vnđ")


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardNotes:
    """Notes that were told."""

    pieces: dict[int, int]
    """How many of each, by what one is worth."""
    more: dict[int, int]
    """The same, where they come on top of what was told before: "thêm 5 tờ 100"."""
    unclear: tuple[str, ...]
    """What could not be understood, or fits two meanings, as it was typed."""


def hear_notes(text: str) -> HeardNotes | None:
    """Hear how many notes there are of each kind; None where none are spoken of.

    A bare 500 is the note of 500,000 đ, "3 x 500" three of them; "5 x 10" may be either and is
    unclear.
    """
    pieces: dict[int, int] = {}
    more: dict[int, int] = {}
    unclear = []
    for part in _parts(unicodedata.normalize("NFC", text)):
        plain = _plain(part)
        said = _MORE.match(plain)
        start = said.end() if said else 0
        found = _note(part[start:], plain[start:])
        if found is None:
            unclear.append(part)
            continue
        worth, count = found
        told = more if said else pieces
        told[worth] = told.get(worth, 0) + count
    if not pieces and not more and not any(_looks_counted(one) for one in unclear):
        return None
    return HeardNotes(pieces=pieces, more=more, unclear=tuple(unclear))


def total(pieces: dict[int, int]) -> int:
    """Return what notes come to, đồng."""
    return sum(worth * count for worth, count in pieces.items())


def _parts(text: str) -> Iterable[str]:
    spaced = _GLUED.sub(" x ", text)
    parts = (" ".join(part.split()).strip(" .,") for part in _BETWEEN.split(spaced))
    return [part for part in parts if part]


def _plain(text: str) -> str:
    """Return a text without marks, letter by letter: places in both are the same."""
    return "".join(
        "d" if char in "đĐ" else unicodedata.normalize("NFD", char)[0].casefold() for char in text
    )


def _note(typed: str, plain: str) -> tuple[int, int] | None:
    if found := _TIMES.fullmatch(plain):
        one, other = (typed[slice(*found.span(name))] for name in ("one", "other"))
        return _times(one, other)
    for way in _WAYS:
        if found := way.fullmatch(plain):
            worth, count = _worth(typed[slice(*found.span("worth"))]), _pieces(found["count"])
            if worth and count is not None:
                return worth[0], count
    return None


def _times(one: str, other: str) -> tuple[int, int] | None:
    """Tell which of two is the note and which its number; None where both may be."""
    ways = {
        (worth[0], count): worth[1]
        for note, number in ((one, other), (other, one))
        if (worth := _worth(note)) and (count := _pieces(number)) is not None
    }
    clear = [way for way, sure in ways.items() if sure] or list(ways)
    return clear[0] if len(clear) == 1 else None


def _worth(text: str) -> tuple[int, bool] | None:
    """Return what a note is worth, and whether that was said in full: "500k", but not "500"."""
    tokens = tokens_of(text)
    spelled = read_sum(tokens, 0) if tokens else None
    if spelled is None:
        return None
    end = spelled.end + (spelled.end < len(tokens) and tokens[spelled.end].text in _DONG)
    if end != len(tokens) or spelled.loose or spelled.value.denominator != 1:
        return None
    value, sure = int(spelled.value), spelled.has_unit or is_grouped(tokens[0].text)
    if not sure and value < 1_000:
        value *= 1_000
    elif not sure:
        sure = True
    return (value, sure) if value in NOTES else None


def _pieces(typed: str) -> int | None:
    number = typed.strip()
    found = int(number) if number.isdecimal() else _SPELLED.get(number)
    return found if found is not None and found <= MOST else None


def _looks_counted(part: str) -> bool:
    """Whether a part that is unclear speaks of notes all the same."""
    plain = _plain(part)
    return bool(re.search(rf"\d ?{_PIECE}\b|\d ?[x×*] ?\d", plain))
