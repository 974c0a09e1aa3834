"""A text about money cut into figures, words and signs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from bot.understanding.folding import fold, marked

_TOKEN = re.compile(
    r"(?P<sign>\d{4}[/-]\d{1,2}[/-]\d{1,2}(?![\d.,])|\d{1,2}[/-]\d{1,2}(?:[/-]\d{2,4})?(?![\d.,])|\d{1,2}:\d{2}|\d+(?:[.,]\d+)?\s*%)"
    r"|(?P<figures>\d{1,3}(?:\s\d{3})+(?![\d.,])|\d+(?:[.,]\d+)*)"
    r"|(?P<word>[^\W\d_]+)|(?P<other>[^\w\s])"
)
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:(?:\.\d{3})+|(?:,\d{3})+|(?:\s\d{3})+)")
_GROUPED_CENTS = re.compile(r"(\d{1,3}(?:\.\d{3})+),00?|(\d{1,3}(?:,\d{3})+)\.00?")
_DECIMAL = re.compile(r"\d{1,6}[.,]\d{1,6}")


class Token(NamedTuple):
    """A figure, a word or a sign, with its place in the text."""

    kind: str
    """`figures`, `word` or `sign`."""
    text: str
    """As `folding.marked` gives it; figures as they were typed."""
    start: int
    end: int


def tokens_of(text: str) -> list[Token]:
    """Cut a text; dates, clock times and percentages become signs, being no sums.

    The places are those in the composed (NFC) text.
    """
    found = []
    for match in _TOKEN.finditer(unicodedata.normalize("NFC", text)):
        kind = match.lastgroup or ""
        words = marked(match[0]) if kind == "word" else match[0]
        found.append(Token("sign" if kind == "other" else kind, words, *match.span()))
    return found


def is_grouped(figures: str) -> bool:
    """Whether figures were typed with their thousands set apart, as in 1.500.000."""
    return bool(_GROUPED.fullmatch(figures) or _GROUPED_CENTS.fullmatch(figures))


def figures_value(figures: str) -> Fraction | None:
    """Read 1500000, 1.500.000, 1,500,000.00, 1,5 or 1.25; 0912… is a telephone's number."""
    if _GROUPED.fullmatch(figures):
        return Fraction(re.sub(r"\D", "", figures))
    if cents := _GROUPED_CENTS.fullmatch(figures):
        return Fraction(re.sub(r"\D", "", cents[1] or cents[2]))
    if _DECIMAL.fullmatch(figures):
        return Fraction(figures.replace(",", "."))
    return Fraction(figures) if figures.isdecimal() else None


def spellings(words: Mapping[str, int], only_marked: str = "") -> dict[str, int]:
    """Return a table that knows each word with its marks, and without unless in `only_marked`."""
    exact = {marked(word): value for word, value in words.items()}
    strict = set(only_marked.split())
    return {fold(word): words[word] for word in words if word not in strict} | exact


def any_of(words: str, only_marked: str = "") -> dict[str, int]:
    """Return a table that knows each of the words, for asking whether one is in it."""
    return spellings(dict.fromkeys(words.split(), 1), only_marked)
