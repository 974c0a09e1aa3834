"""The year of birth, as older people tell it."""

from __future__ import annotations

import re

from bot.understanding.folding import fold

_AGES = range(10, 111)
_COMMON_AGES = range(10, 101)
_AGE = re.compile(r"\b(\d{2,3}) ?(?:t|tuoi)\b|\btuoi (\d{2,3})\b|\b(\d{2,3}) years?\b")
_YEAR = re.compile(r"\b(?:\d{4}|\d{2})\b")


def birth_year(text: str, this_year: int) -> range | None:
    """Hear a year of birth; None when there is none, two, or one that nobody alive can have.

    "1948", "48" and "sinh năm 48" are that year alone. "78 tuổi" is in 2026 any of 1947 to 1949,
    as many count from one at birth (tuổi mụ). Ages from 10 to 110 are believed.
    """
    words = fold(text)
    if age := _AGE.search(words):
        years = int(next(filter(None, age.groups())))
        return _around(this_year - years) if years in _AGES else None
    found = _YEAR.findall(words)
    full = [year for year in found if len(year) == 4] or found  # a day may stand by
    if len(full) != 1:
        return None
    year = _full_year(full[0], this_year)
    return range(year, year + 1) if this_year - year in _AGES else None


def _around(year: int) -> range:
    return range(year - 1, year + 2)


def _full_year(typed: str, this_year: int) -> int:
    """Return the year that two figures mean, the older one unless that is past a hundred."""
    year = int(typed)
    if len(typed) > 2:
        return year
    return 1900 + year if this_year - 1900 - year in _COMMON_AGES else _younger(year, this_year)


def _younger(year: int, this_year: int) -> int:
    return 2000 + year if this_year - 2000 - year in _AGES else 1900 + year
