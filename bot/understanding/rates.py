"""What a loan costs, as people say it: "0,8%", "một phần trăm rưỡi", "12% một năm"."""

from __future__ import annotations

import re
from fractions import Fraction

from bot.understanding.calendar_words import number, spoken, wording

_NUMBER = (
    r"(?P<of>[1-9])/(?P<parts>[2-9])|(?P<figures>\d{1,2}[.,]\d{1,3})|(?P<half>nửa|half an?)"
    r"|(?P<whole>không|khong|NUM)(?: (?:phẩy|chấm|point) (?P<nought>không )?(?P<behind>NUM)"
    "(?P<five> (?:mươi )?lăm)?)?"
)
_UNIT = "phần trăm|phân|per cent|percent"
_HALF_MORE = "rưỡi|rưởi|and a half"
_SIGN = r"(?:(?P<sign>-|\u2212|âm|trừ|minus) )?"
_SAID = rf"{_SIGN}(?:{_NUMBER})(?P<more> (?:{_HALF_MORE}))?"
_PER_CENT = wording(rf"{_SAID}(?: ?%| (?:{_UNIT}))(?P<more_too> (?:{_HALF_MORE}))?")
_BARE = wording(_SAID)
_FIGURES = wording(
    rf"{_SIGN}(?P<figures>\d{{1,2}}(?:[.,]\d{{1,3}})?)(?! (?:tháng|năm|month|year))"
)
_YEARLY = wording("(?:1 |một |mỗi |per |a )?(?:năm|years?|annum)")
_NONE = wording("không (?:lấy )?(?:lãi|phí)|(?:no|without) interest")


def hear_rate(text: str) -> int | None:
    """Hear a rate in basis points a month; None where none is told, or none so fine.

    "0,8%" and "0.8" are 80, "một phần trăm rưỡi" is 150, "12% một năm" is 100. Whole hundredths of
    a percent only. None, too, for what has a minus, three digits, or two rates in it.
    """
    words = spoken(text)
    if _NONE.search(words):
        return 0
    found = list(_PER_CENT.finditer(words))
    if not found:
        whole = _BARE.fullmatch(words)
        found = [whole] if whole else list(_FIGURES.finditer(words))
    if len(found) != 1 or found[0]["sign"] or "%" in _beside(words, found[0]):
        return None
    per_year = _YEARLY.search(_beside(words, found[0]))
    points = _percent(found[0]) * 100 / (12 if per_year else 1)
    return int(points) if points.denominator == 1 else None


def _beside(words: str, found: re.Match[str]) -> str:
    return words[: found.start()] + words[found.end() :].replace("/", " ")


def _percent(found: re.Match[str]) -> Fraction:
    said = found.groupdict()
    halves = Fraction(1, 2) if said.get("more") or said.get("more_too") else Fraction(0)
    if said["figures"]:
        return Fraction(said["figures"].replace(",", ".")) + halves
    if said.get("half"):
        return Fraction(1, 2)
    if said.get("of"):
        return Fraction(int(said["of"]), int(said["parts"])) + halves
    whole = 0 if said["whole"] in {"không", "khong"} else number(said["whole"])
    behind = (
        f"{'0' if said['nought'] else ''}{number(said['behind'])}{'5' if said['five'] else ''}"
        if said["behind"]
        else "0"
    )
    return Fraction(f"{whole}.{behind}") + halves
