"""Somebody of the village as she is told of: "bà Lò Thị Én, xóm 3, 1942"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from bot.understanding import naming
from bot.understanding.folding import words_of
from bot.understanding.naming import HAMLET
from bot.understanding.phrases import Phrases, Word, cut, join
from bot.understanding.years import birth_year

_WOMAN = frozenset(words_of("bà cô chị dì mợ thím mrs ms"))
_AT = Phrases("ở, tại, nhà, in, at, of")
_MAN = frozenset(words_of("ông chú anh cậu dượng mr"))
_TELLS_YEAR = re.compile(
    r"\b(?:sinh năm|sinh nam|sinh|sn|born in|born)?\s*(?:1[89]|20)\d\d\b"
    r"|\b\d{2,3} ?(?:tuổi|tuoi|years(?: old)?)\b|\b(?:sinh năm|sinh nam|sinh|sn) ?\d\d\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Villager:
    """What was told of somebody; what was not is empty."""

    name: str
    hamlet: str = ""
    birth_year: int | None = None
    sex: str = ""
    """By the form of address: `female`, `male`; bác and cụ tell neither."""


def hear_villager(text: str, this_year: int) -> Villager:
    """Hear the name, and behind it the hamlet and the year of birth or the age, in any order."""
    text = unicodedata.normalize("NFC", text)
    told = _TELLS_YEAR.search(text)
    years = birth_year(told[0], this_year) if told else None
    if told and years:
        text = f"{text[: told.start()]}, {text[told.end() :]}"
    words, hamlet = _name_and_hamlet(text)
    address = words[0] if len(words) > 1 and naming.ADDRESS.length_at(words, 0) == 1 else None
    return Villager(
        name=join(words[1:] if address else words),
        hamlet=hamlet[:40],
        birth_year=years[len(years) // 2] if years else None,
        sex=_sex(address),
    )


def _name_and_hamlet(text: str) -> tuple[Sequence[Word], str]:
    """Part them at a comma or at "xóm": the hamlet is as it was typed, without "ở"."""
    first, *others = [cut(part) for part in text.split(",") if cut(part)] or [[]]
    place = next((at for at in range(1, len(first)) if HAMLET.length_at(first, at)), None)
    if place is not None and place + 1 < len(first):
        first, others = first[:place], [first[place:], *others]
    return _AT.trimmed(first), join(_AT.trimmed(others[0])) if others else ""


def _sex(address: Word | None) -> str:
    if address is None:
        return ""
    if address.key in _WOMAN or address.typed.casefold() == "ba":
        return "female"
    return "male" if address.key in _MAN or address.typed.casefold() == "ong" else ""
