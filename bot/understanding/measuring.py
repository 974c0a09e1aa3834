"""What was measured of a room full of people: "Hoa 150/90 52", "ông Tư 135/85 mạch 78 nặng 61".

Nothing is guessed: what could be something else is not `sure`, and is read back before it counts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.care.pressure import SYSTOLIC, Figures
from bot.understanding.names import without_address
from bot.understanding.phrases import Phrases, Word, cut, join

# All of them read small letters without marks.
_OF_THE_SAME = (
    r"(?!(?:mach|nhip(?: tim)?|can(?: nang)?|nang|pulse|weight)\s*[:=]?\s*\d{2,3}(?!\d|\s*/)"
    r"|huyet ap\b|va\b)"
)
_NEXT = re.compile(rf"(?<=[\dg])\s*(?:,\s*|\.\s+){_OF_THE_SAME}(?=[^\W\d])")
_BULLET = re.compile(r"\s*(?:[-–•*+]|\d{1,3}\s*[.)]|\d{1,2}(?=\s+(?!kg|ky|ki|can)))\s*(?=[^\W\d])")
_DAY = re.compile(r"\b(?:ngay|hom|date)\s*\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?")
_PLACE = re.compile(r"\b(?:xom|thon|to|khu|doi|ap|ban)\s*\d{1,2}\b")
_TENTHS = r"\d{2,3}(?:[.,]\d)?"
_ALONE = r"(?![\d/]|[.,]\d)"
_PRESSURES = (
    re.compile(r"(?<![\d.,/])(\d{1,3}(?:[.,]\d)?)\s*/\s*(\d{1,3}(?:[.,]\d)?)(?![\d/])"),
    re.compile(r"(?<![\d.,/])(\d{1,3})\s*(?:\\|-|tren|over)\s*(\d{1,3})(?![\d/])"),
)
_PULSES = (
    re.compile(rf"\b(?:mach|nhip(?: tim)?|pulse|m|p)\s*[:=]?\s*(\d{{2,3}}){_ALONE}"),
    re.compile(r"(?<![\d.,/])(\d{2,3})\s*(?:lan/phut|l/ph?|nhip|bpm)\b"),
)
_WEIGHTS = (
    re.compile(rf"(?<![\d.,/])({_TENTHS})\s*(?:(?:kg|ky|ki)\b|can\b(?!\s*[:=]?\s*\d))"),
    re.compile(rf"\b(?:can nang|nang|can|weight|w)\s*[:=]?\s*({_TENTHS}){_ALONE}"),
)
_NUMBER = re.compile(rf"(?<!\d[.,])(?<![\w/])({_TENTHS})(?!\w){_ALONE}")
_FILLERS = Phrases(
    """
    huyết áp, đo được, mạch, nhịp tim, cân nặng, lần phút, nhịp phút, mmhg, bp, blood pressure,
    pulse, weight, ạ, nhé
    """,
    if_marked="đo, là, và, thì, được, nặng, cân, nhịp",  # "do", "la", "can" are names as well
)
CENTIMETRES = (4.0, 30.0)
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
    """Cut a text into what it says of each person; headings and empty lines are left out.

    People stand apart by a new line, ";", or a comma behind a figure. The number or dash of a
    list in front of a name says nothing.
    """
    found = [_line(said) for said in _rows(unicodedata.normalize("NFC", text))]
    return [one for one in found if one.name or one.figures != Figures()]


def behind(text: str, words: int) -> str:
    """Return what stands behind so many words, as it was typed: with its signs and lines."""
    composed = unicodedata.normalize("NFC", text)
    place = 0
    for word in cut(composed)[:words]:
        place = composed.index(word.typed, place) + len(word.typed)
    return composed[place:].lstrip(" :.,-–\n\t")


def has_figures(text: str) -> bool:
    """Whether anything in it was measured of somebody, sure or not."""
    return any(one.figures != Figures() for one in lines(text))


def _rows(text: str) -> Iterator[str]:
    for row in re.split(r"[\n;]+", text):
        bullet = _BULLET.match(_unmarked(row))
        said = row[bullet.end() if bullet else 0 :]
        begins = 0
        for gap in _NEXT.finditer(_unmarked(said)):
            yield said[begins : gap.start()]
            begins = gap.end()
        yield said[begins:]


def _line(said: str) -> Line:
    said = _shown(said, _DAY.sub(_gap, _unmarked(said)))
    before = _PLACE.sub(_gap, _unmarked(said))
    figures, sure, after = _figures(before)
    ends = next((at for at, sign in enumerate(before) if sign.isdecimal()), len(said))
    # Hamlets are blank before and after; what became blank in between was a figure.
    visible = "".join(
        sign if was == now else " " for sign, was, now in zip(said, before, after, strict=True)
    )
    name, explained = _name(said[:ends], visible[:ends], visible[ends:])
    return Line(
        said=" ".join(said.split()).strip(" ,."),
        name=name,
        figures=figures,
        sure=sure and explained and bool(name) and figures.is_usual,
    )


def _name(typed: str, head: str, tail: str) -> tuple[str, bool]:
    """Return who is named, and whether nothing else is said.

    The name stands in front of the first figure (`typed`; in `head` without "nặng 52"), or else
    behind the figures.
    """
    behind_it = _FILLERS.without(cut(tail))
    words = _FILLERS.without(cut(head))
    if not words or _is_address(words):
        words = _FILLERS.without(cut(typed))  # "ông Can 52": there "can" is no weighing
    if words:
        return join(words), not behind_it
    return join(behind_it), not any(word.key.isdecimal() for word in behind_it)


def _is_address(words: Sequence[Word]) -> bool:
    """Whether it is a form of address and no name."""
    return len(words) == 1 and len(without_address([words[0].key, "hoa"])) == 1


def _figures(plain: str) -> tuple[Figures, bool, str]:
    """Return the figures, whether they can mean nothing else, and the line with them blank."""
    pressure, plain = _taken(plain, *_PRESSURES)
    weight, plain = _taken(plain, *_WEIGHTS)
    pulse, plain = _taken(plain, *_PULSES)
    found, sure = _pressure(pressure)
    found = replace(
        found,
        pulse=int(pulse[1]) if pulse else None,
        grams=_grams(weight[1]) if weight else None,
    )
    bare = []
    while True:
        number, plain = _taken(plain, _NUMBER)
        if number is None:
            break
        bare.append(number[1])
    found, clear = _with_bare(found, bare)
    return found, sure and clear, plain


def _taken(plain: str, *patterns: re.Pattern[str]) -> tuple[re.Match[str] | None, str]:
    """Return the first match of the first pattern that fits, and the text with it blank."""
    found = next(filter(None, (one.search(plain) for one in patterns)), None)
    if found is None:
        return None, plain
    return found, plain[: found.start()] + _gap(found) + plain[found.end() :]


def _pressure(found: re.Match[str] | None) -> tuple[Figures, bool]:
    """Return a blood pressure in mmHg; one that was said in centimetres is not sure."""
    if found is None:
        return Figures(), True
    high, low = (float(found[number].replace(",", ".")) for number in (1, 2))
    least, most = CENTIMETRES
    if all(least <= one <= most for one in (high, low)):
        return Figures(systolic=round(high * 10), diastolic=round(low * 10)), False
    whole = high.is_integer() and low.is_integer()
    return Figures(systolic=round(high), diastolic=round(low)), whole


def _with_bare(found: Figures, numbers: list[str]) -> tuple[Figures, bool]:
    """Read numbers that nothing is said of, and say whether they can mean nothing else.

    Beside a blood pressure one number is the weight; all else is only proposed.
    """
    if not numbers:
        return found, True
    if len(numbers) == 1 and found.grams is None:
        return replace(found, grams=_grams(numbers[0])), found.systolic is not None
    if found.systolic is None and len(numbers) > 1 and _may_be_pressure(*numbers[:2]):
        found = replace(found, systolic=int(numbers[0]), diastolic=int(numbers[1]))
        numbers = numbers[2:]
    if len(numbers) == len(("pulse", "weight")) and found.pulse is None and numbers[0].isdecimal():
        found, numbers = replace(found, pulse=int(numbers[0])), numbers[1:]
    if len(numbers) == 1 and found.grams is None:
        found = replace(found, grams=_grams(numbers[0]))
    return found, False


def _may_be_pressure(high: str, low: str) -> bool:
    whole = high.isdecimal() and low.isdecimal()
    return whole and int(low) < int(high) and int(high) in SYSTOLIC


def _shown(text: str, plain: str) -> str:
    return "".join(sign if left != " " else " " for sign, left in zip(text, plain, strict=True))


def _gap(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _unmarked(text: str) -> str:
    """Return a composed text without marks, sign by sign: places are the same in both."""
    return "".join(_bare_letter(sign) for sign in text)


def _bare_letter(sign: str) -> str:
    if sign.isspace():
        return " "
    return unicodedata.normalize("NFD", sign.lower().replace("đ", "d"))[:1] or " "


def _grams(typed: str) -> int:
    whole, _point, tenth = typed.replace(",", ".").partition(".")
    return int(whole) * 1000 + int(tenth or 0) * 100
