"""What a loan costs, as people say it: "0,8%", "1 phần trăm", "12% một năm"."""

from __future__ import annotations

import re
from fractions import Fraction

from bot.understanding.folding import fold

_FIGURE = re.compile(r"(\d{1,2}(?:[.,]\d{1,3})?)\s*(%|phần trăm|phan tram|percent|phân|per cent)?")
_YEARLY = re.compile(r"\b(?:1 |mot |mỗi |moi |per |a )?(?:nam|year)\b")
_WORDS: dict[str, Fraction] = {
    "một phần trăm": Fraction(1),
    "mot phan tram": Fraction(1),
    "nửa phần trăm": Fraction(1, 2),
    "nua phan tram": Fraction(1, 2),
    "không lãi": Fraction(0),
    "khong lai": Fraction(0),
}


def hear_rate(text: str) -> int | None:
    """Hear a rate in basis points a month; None where none is told, or none so fine.

    "0,8%" and "0.8" are 80, "1%" is 100, "12% một năm" is 100. Whole hundredths of a percent only.
    """
    said = text.casefold()
    found = _FIGURE.search(said)
    if found:
        value = Fraction(found[1].replace(",", "."))
        beside = said[: found.start()] + " " + said[found.end() :]
    else:
        spelled = next((words for words in _WORDS if words in said), None)
        if spelled is None:
            return None
        value, beside = _WORDS[spelled], said.replace(spelled, " ")
    points = value * 100 / (12 if _YEARLY.search(fold(beside)) else 1)
    return int(points) if points.denominator == 1 else None
