"""What was measured of a room full of people: "Hoa 150/90 52", "ông Tư 135/85 mạch 78 nặng 61"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.care.pressure import Figures
from bot.understanding.folding import fold

_ROWS = re.compile(r"[\n;]+|(?<=\d)\s*,\s*(?=[^\W\d])")
_BULLET = re.compile(r"^\s*(?:[-–•*+]|\d{1,3}\s*[.)])\s*(?=[^\W\d])")
_PRESSURE = re.compile(r"(\d{1,3})\s*(?:/|\\|-|tren|over)\s*(\d{1,3})(?!\d)")
_PULSE = re.compile(r"(?:mach|nhip(?: tim)?|pulse|m|p)\s*:?\s*(\d{2,3})\b")
_WEIGHT = re.compile(
    r"(?:(?:can nang|nang|can|weight|w)\s*:?\s*(\d{2,3}(?:[.,]\d)?)\s*(?:kg|ky|ki|can)?"
    r"|(\d{2,3}(?:[.,]\d)?)\s*(?:kg|ky|ki|can))\b"
)
_NUMBER = re.compile(r"(?<![\w.,/])\d{2,3}(?:[.,]\d)?(?![\w/])")
_FILLERS = frozenset({"huyet", "ap", "ha", "do", "duoc", "la", "va", "bp"})
CENTIMETRES = range(4, 31)
"""Of mercury: "mười lăm trên chín" is 150/90 as villages say it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What one line says of one person."""

    said: str
    name: str
    """As it was typed; empty where nobody is named."""
    figures: Figures
    sure: bool
    """Nothing else can be meant; otherwise it is read back: "150/90 phải không?"."""


def lines(text: str) -> list[Line]:
    """Cut a text into what it says of each person; figures that cannot be so are not sure."""
    rows = _ROWS.split(unicodedata.normalize("NFC", text))
    return [_line(said) for row in rows if (said := _BULLET.sub("", row).strip(" ,."))]


def _line(said: str) -> Line:
    found, rest, sure = Figures(), _unmarked(said), True
    if pressure := _PRESSURE.search(rest):
        found, sure = _pressure(int(pressure[1]), int(pressure[2]))
        rest = _without(rest, pressure)
    if pulse := _PULSE.search(rest):
        found, rest = replace(found, pulse=int(pulse[1])), _without(rest, pulse)
    if weight := _WEIGHT.search(rest):
        found, rest = replace(found, grams=_grams(weight[1] or weight[2])), _without(rest, weight)
    numbers = _NUMBER.findall(rest)
    if len(numbers) == 1 and found.grams is None:
        # Beside a blood pressure it is the weight; alone it may be anything.
        sure = sure and found.systolic is not None
        found, rest = replace(found, grams=_grams(numbers[0])), rest.replace(numbers[0], " ", 1)
    elif numbers:
        sure = False
    name, explained = _name(said, rest)
    has_figures = found != Figures()
    return Line(
        said=said,
        name=name,
        figures=found,
        sure=sure and explained and has_figures and bool(name) and found.is_likely,
    )


def _pressure(high: int, low: int) -> tuple[Figures, bool]:
    """Return a blood pressure in mmHg; one that was said in centimetres is not sure."""
    if high in CENTIMETRES and low in CENTIMETRES:
        return Figures(systolic=high * 10, diastolic=low * 10), False
    return Figures(systolic=high, diastolic=low), True


def _unmarked(text: str) -> str:
    """Return the text without marks, with all that stands between words."""
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _grams(typed: str) -> int:
    whole, _point, tenth = typed.replace(",", ".").partition(".")
    return int(whole) * 1000 + int(tenth or 0) * 100


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"


def _name(said: str, rest: str) -> tuple[str, bool]:
    """Return the words in front of the first figure, and whether nothing else is left over."""
    before = re.findall(r"[^\W_]+", "".join(_until_figures(said)))
    while before and fold(before[-1]) in _FILLERS | {"mach", "nhip", "tim", "nang", "can"}:
        before.pop()
    left = [word for word in re.findall(r"[^\W_]+", rest) if word not in _FILLERS]
    return " ".join(before), len(left) == len(before)


def _until_figures(said: str) -> Iterator[str]:
    for character in said:
        if character.isdigit():
            return
        yield character
