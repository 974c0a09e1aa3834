"""Joining codes: eight digits, shown as "4827 1593" and typed in many ways."""

from __future__ import annotations

import re

from bot.understanding.folding import fold, words_of

_LENGTH = 8
_LONGEST = 200
"""Characters of a message that may be a code and the words around it; longer ones are a story."""
_DIGITS = re.compile(r"\d(?:[ \u00a0.\-\u2013_]{0,3}\d)*(?!\w)")
_SUM_OR_DAY = re.compile(r"\d{1,3}(?:[.,]\d{3})+|\d{1,2}([.\-])\d{1,2}\1\d{4}")
_AROUND = frozenset(
    words_of(
        "ma la so cua toi bac chau em con nhap vao tham gia moi day a da start code is my the join"
    )
)


def joining_code(text: str) -> str | None:
    """Return the eight digits of "4827 1593", "4827-1593" or "mã 48271593", else None.

    A sum (50.000.000, "nộp 10000000") and a day (10-12-2026) are no codes.
    """
    found = _DIGITS.search(text) if len(text) <= _LONGEST else None
    if found is None or _SUM_OR_DAY.fullmatch(found[0]):
        return None
    code = re.sub(r"\D", "", found[0])
    around = fold(f"{text[: found.start()]} {text[found.end() :]}").split()
    return code if len(code) == _LENGTH and _AROUND.issuperset(around) else None
