"""Patterns over the words of a text about days and hours, typed with marks or without."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import product

from bot.understanding.folding import fold, marked
from bot.understanding.tokens import tokens_of

_ENDINGS = {"một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "lăm": 5, "nhăm": 5} | (
    {"sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9}
)
_SHORT_ENDINGS = {word: _ENDINGS[word] for word in ("mốt", "tư", "lăm", "nhăm")}
"""Behind a "hai" for 20: "hai lăm" is 25, but "hai ba" may be 2 and 3."""
_TENS = {"hai": 20, "ba": 30, "bốn": 40, "năm": 50}
_FULL_TENS = {f"{word} mươi": ten for word, ten in _TENS.items()} | {"hăm": 20, "mười": 10}
_ONES = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7} | (
    {"bẩy": 7, "tám": 8, "chín": 9, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
    | {"six": 6, "seven": 7, "eight": 8, "nine": 9}
)
_MORE = {"ten": 10, "eleven": 11, "twelve": 12}
_WEEKDAYS = {"hai": 0, "ba": 1, "tư": 2, "năm": 3, "sáu": 4, "bảy": 5, "bẩy": 5}
_ENGLISH_WEEKDAYS = {"monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3} | (
    {"friday": 4, "saturday": 5, "sunday": 6}
)
_MONTHS = {"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6} | (
    {"july": 7, "august": 8, "september": 9, "october": 10, "november": 11, "december": 12}
)


def as_typed(spelled: Iterable[tuple[str, int]]) -> Mapping[str, int]:
    """Return the values of phrases by each way to type them, as `spoken` gives it."""
    typed: dict[str, int] = {}
    for phrase, value in spelled:
        for words in product(*({marked(word), fold(word)} for word in phrase.split())):
            typed.setdefault(" ".join(words), value)
    return typed


def _spelled_numbers() -> Iterator[tuple[str, int]]:
    yield from (_ONES | _MORE | _FULL_TENS).items()
    for tens, endings in ((_FULL_TENS, _ENDINGS), (_TENS, _SHORT_ENDINGS)):
        for (ten, value), (one, more) in product(tens.items(), endings.items()):
            yield f"{ten} {one}", value + more


def _spelled_weekdays() -> Iterator[tuple[str, int]]:
    yield from ((f"thứ {word}", day) for word, day in _WEEKDAYS.items())
    yield from ((f"{thu} {day + 2}", day) for thu in ("thứ", "t") for day in range(6))
    yield from (("chủ nhật", 6), ("chúa nhật", 6), ("cn", 6))
    yield from ((word + s, day) for word, day in _ENGLISH_WEEKDAYS.items() for s in ("", "s"))


_NUMBERS = as_typed(_spelled_numbers())
_WEEKDAY_NUMBERS = as_typed(_spelled_weekdays())
_MONTH_NUMBERS = as_typed((word[:end], month) for word, month in _MONTHS.items() for end in (3, 9))

_FROM_TEN = (
    f"(?:(?:{'|'.join(_TENS)}) mươi|hăm|mười)(?: (?:{'|'.join(_ENDINGS)}))?"
    f"|(?:{'|'.join(_TENS)}) (?:{'|'.join(_SHORT_ENDINGS)})|{'|'.join(_MORE)}"
)
_PLACES = {
    "NUM": rf"(?:\d{{1,2}}|{_FROM_TEN}|{'|'.join(_ONES)})",
    "TENS": rf"(?:\d\d|{_FROM_TEN})",
    "WEEKDAY": (
        f"(?:thứ (?:{'|'.join(_WEEKDAYS)})|(?:thứ|t) [2-7]|(?:chủ|chúa) nhật|cn"
        f"|(?:{'|'.join(_ENGLISH_WEEKDAYS)})s?)"
    ),
    "MONTH": f"(?:{'|'.join(f'{word[:3]}(?:{word[3:]})?' for word in _MONTHS)})",
}
_WORD = re.compile(r"(=?)([^\W\d_]+)")


def spoken(text: str) -> str:
    """Return the words, figures and signs of a text with one space between: "8h30" is "8 h 30"."""
    return " ".join(token.text for token in tokens_of(text))


def wording(pattern: str) -> Wording:
    """Return a pattern for whole words of `spoken`, written with their marks.

    A word may be typed without its marks, except one written with "=" before it. NUM is a number
    up to 59 in figures or words, TENS one from 10 on, WEEKDAY and MONTH (English) are names.
    Lines are put together without a space.
    """
    return Wording("".join(line.strip() for line in pattern.splitlines()))


class Wording:
    """A pattern that is compiled when words are first held against it.

    There are some hundred of them, a fifth of a second together, and a conversation needs few.
    """

    def __init__(self, line: str) -> None:
        """Take the pattern as it is written."""
        self._line = line

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(rf"(?<!\S)(?:{_WORD.sub(_typed, self._line)})(?!\S)")

    def search(self, said: str, start: int = 0) -> re.Match[str] | None:
        """Find it anywhere behind `start`."""
        return self._compiled.search(said, start)

    def match(self, said: str, start: int = 0) -> re.Match[str] | None:
        """Find it at `start`."""
        return self._compiled.match(said, start)

    def fullmatch(self, said: str) -> re.Match[str] | None:
        """Return what it finds where it is all that was said."""
        return self._compiled.fullmatch(said)

    def finditer(self, said: str) -> Iterator[re.Match[str]]:
        """Find it as often as it is there."""
        return self._compiled.finditer(said)

    def sub(self, instead: str | Callable[[re.Match[str]], str], said: str, count: int = 0) -> str:
        """Put something in its stead."""
        return self._compiled.sub(instead, said, count)


def number(typed: str) -> int:
    """Return the value of what NUM found."""
    return int(typed) if typed.isdecimal() else _NUMBERS[typed]


def weekday(typed: str) -> int:
    """Return the value of what WEEKDAY found; 0 is Monday."""
    return _WEEKDAY_NUMBERS[typed]


def month(typed: str) -> int:
    """Return the value of what MONTH found, 1 to 12."""
    return _MONTH_NUMBERS[typed]


def _typed(word: re.Match[str]) -> str:
    exactly, letters = word.groups()
    if letters in _PLACES:
        return exactly + _WORD.sub(_typed, _PLACES[letters])
    if letters.isascii():
        return word[0]
    return marked(letters) if exactly else f"(?:{marked(letters)}|{fold(letters)})"
