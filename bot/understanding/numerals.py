"""Vietnamese sums in figures, in words or in both, read from a row of tokens.

sum    = "nửa" unit | part {part} [tail]            1 triệu 200 nghìn · triệu rưỡi
part   = [number] unit                              500k · năm mươi nghìn · trăm nghìn
tail   = "rưỡi" | number                            1tr2 · một triệu hai · 1tr25 · 1tr250
number = figures | words below a thousand           1,5 · hai trăm rưỡi · một trăm linh năm
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from bot.understanding.tokens import Token, any_of, figures_value, is_grouped, spellings


class Spelled(NamedTuple):
    """A sum as it was spelled."""

    value: Fraction
    end: int
    """Index of the token behind it."""
    has_unit: bool = True
    loose: bool = False
    """It can be read in another way too."""


class _Number(NamedTuple):
    value: Fraction
    end: int
    figures: str = ""
    """As typed; empty for words."""
    loose: bool = False


class _Part(NamedTuple):
    value: Fraction
    end: int
    unit: int
    loose: bool


_DIGITS = spellings(
    {"không": 0, "một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "sáu": 6}
    | {"bảy": 7, "bẩy": 7, "tám": 8, "chín": 9}
)
_ENDINGS = spellings({"mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5})
_UNITS = spellings(
    {"k": 10**3, "ng": 10**3, "nghìn": 10**3, "ngàn": 10**3, "thousand": 10**3, "vạn": 10**4}
    | {"tr": 10**6, "triệu": 10**6, "củ": 10**6, "million": 10**6}
    | {"tỷ": 10**9, "tỉ": 10**9, "ty": 10**9, "billion": 10**9},
    only_marked="vạn củ tỉ",  # "văn", "cũ" and "tí" are common words
)
_HUNDRED = any_of("trăm")
_TEN = any_of("mười mươi chục")
_ODD = any_of("linh lẻ")
_HALF_AFTER = any_of("rưỡi rưởi")
_HALF_BEFORE = any_of("nửa")
_COUNTED = any_of("tháng tuổi ngày kỳ kì lần con giờ người năm")
_YEAR_WORDS = any_of("nay ngoái sau trước tới rồi này")
_CLOSING = any_of("đồng đ d vnd vnđ ạ nhé nha rồi thôi chẵn")
_BEHIND_M = _CLOSING | any_of("for to over in from please x")


def read_sum(tokens: Sequence[Token], start: int) -> Spelled | None:
    """Read the longest sum that begins at `tokens[start]`, if there is one."""
    return _Reader(tokens).sum_at(start)


def is_counted(token: Token | None) -> bool:
    """Whether the word says that the number before it counts months, calves … and no money."""
    return token is not None and token.text in _COUNTED


class _Reader:
    """Reads the rules above; every `…_at` takes an index and returns what begins there."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens

    def sum_at(self, place: int) -> Spelled | None:
        if self._is(place, _HALF_BEFORE):
            unit = self._word(place + 1, _UNITS)
            return Spelled(Fraction(unit, 2), place + 2) if unit else None
        first = self._part_at(place)
        if first is None:
            return self._without_unit(place) or self._without_number(place)
        total, end, unit, loose = first
        while (part := self._part_at(end)) is not None:
            if part.unit >= unit:
                return Spelled(total, end, True, loose)
            total, end, unit, loose = total + part.value, part.end, part.unit, loose or part.loose
        tail = self._tail_at(end, unit)
        return Spelled(total + tail.value, tail.end, True, loose or tail.loose)

    def _without_unit(self, place: int) -> Spelled | None:
        number = self._number_at(place)
        return number and Spelled(number.value, number.end, False, number.loose)

    def _without_number(self, place: int) -> Spelled | None:
        """Read "triệu rưỡi" and "triệu hai": one unit, and a tail that must be there."""
        unit = self._word(place, _UNITS) or 0
        tail = self._tail_at(place + 1, unit)
        return Spelled(unit + tail.value, tail.end, True, tail.loose) if tail.value else None

    def _part_at(self, place: int) -> _Part | None:
        number = self._number_at(place)
        if number is None:
            return None
        unit = self._word(number.end, _UNITS)
        if number.figures and (token := self._at(number.end)) and token.text == "cu":
            unit = 10**6  # "2 cu" is slang for millions, "hai cu" two elders
        in_m = bool(number.figures) and self._is_m(number.end)
        if in_m:
            unit = 10**6
        if not unit:
            return None
        end = number.end + 1
        if unit == 10**3 and self._word(end, _UNITS) == 10**9:
            unit, end = 10**12, end + 1
        loose = number.loose or number.value >= 1000  # is 1.500 triệu 1,5 or 1500?
        loose |= in_m and end < len(self._tokens) and self._tokens[end].kind == "figures"
        return _Part(number.value * unit, end, unit, loose)

    def _is_m(self, place: int) -> bool:
        """Whether "m" is for million: "5m", "5m for pigs"; "5 m" and "5m lưới" are metres."""
        token, behind = self._at(place), self._at(place + 1)
        if token is None or token.text != "m" or self._tokens[place - 1].end != token.start:
            return False
        return behind is None or behind.kind != "word" or behind.text in _BEHIND_M

    def _tail_at(self, place: int, unit: int) -> _Number:
        """Read what is left of a unit, e.g. the 2 of "1tr2"; nothing there is a tail of 0."""
        token, nothing = self._at(place), _Number(Fraction(0), place)
        if self._is(place, _HALF_AFTER):
            return _Number(Fraction(unit, 2), place + 1)
        number = self._number_at(place)
        if token is None or number is None or self._counts_something(number.end):
            return nothing
        if number.figures:
            return self._figures_tail(token, number, unit) or nothing
        if number.end == place + 1:
            return nothing if self._is_year(place) else self._digit_tail(number, unit)
        if unit == 10**3:
            return number
        value = number.value * unit / 1000
        return _Number(value, number.end, "", number.loose or number.value < 100)

    def _figures_tail(self, token: Token, number: _Number, unit: int) -> _Number | None:
        """1tr2, 1tr25 and 1tr250 are decimals; "1 triệu 50" may also mean 50 nghìn."""
        if is_grouped(token.text):
            return number if number.value < unit else None
        glued = self._tokens[number.end - 2].end == token.start
        size = len(token.text)
        if not token.text.isdecimal() or size > 3 or (unit == 10**3 and size < 3 and not glued):
            return None
        loose = size == 2 and (not glued or token.text.endswith("0"))
        return _Number(number.value * unit / 10**size, number.end, "", loose)

    def _digit_tail(self, number: _Number, unit: int) -> _Number:
        """Read "một triệu hai"; loose before a word, as "một triệu ba Hoa" may name bà Hoa."""
        behind = self._at(number.end)
        loose = behind is not None and behind.kind == "word" and behind.text not in _CLOSING
        return _Number(number.value * unit / 10, number.end, "", loose)

    def _number_at(self, place: int) -> _Number | None:
        token = self._at(place)
        if token is not None and token.kind == "figures":
            return self._after_figures(token.text, place)
        return self._below_thousand(place)

    def _after_figures(self, figures: str, place: int) -> _Number | None:
        value = figures_value(figures)
        if value is None:
            return None
        if value in range(1, 10) and self._is(place + 1, _HUNDRED):
            return self._hundreds(int(value), place + 2)._replace(figures=figures)
        if value in range(1, 10) and self._is(place + 1, _TEN):
            return _Number(value * 10, place + 2, figures)
        return _Number(value, place + 1, figures)

    def _below_thousand(self, place: int) -> _Number | None:
        if self._is(place, _HUNDRED):
            return self._hundreds(1, place + 1)
        digit = self._word(place, _DIGITS)
        if digit is not None and self._is(place + 1, _HUNDRED):
            return self._hundreds(digit, place + 2)
        if (tens := self._tens_at(place)) is not None:
            return tens
        return None if digit is None else _Number(Fraction(digit), place + 1)

    def _hundreds(self, digit: int, place: int) -> _Number:
        """Read what follows "trăm": rưỡi, linh năm, hai mươi, or the "hai" of 120."""
        value = Fraction(100 * digit)
        if self._is(place, _HALF_AFTER):
            return _Number(value + 50, place + 1)
        ones = self._word(place + 1, _DIGITS)
        if self._is(place, _ODD) and ones is not None:
            return _Number(value + ones, place + 2)
        if (tens := self._tens_at(place)) is not None:
            return _Number(value + tens.value, tens.end)
        last = self._word(place, _DIGITS) or self._word(place, _ENDINGS)
        if not last or self._is_year(place) or self._counts_something(place + 1):
            return _Number(value, place)
        return _Number(value + 10 * last, place + 1, "", True)

    def _tens_at(self, place: int) -> _Number | None:
        """Read "mười lăm", "hai mươi mốt", "hai chục", or "hai lăm" for 25."""
        digit = self._word(place, _DIGITS)
        if self._is(place, _TEN):
            value, end = 10, place + 1
        elif digit and self._is(place + 1, _TEN):
            value, end = 10 * digit, place + 2
        elif digit and (ending := self._word(place + 1, _ENDINGS)):
            return _Number(Fraction(10 * digit + ending), place + 2)
        else:
            return None
        ones = self._word(end, _ENDINGS) or self._word(end, _DIGITS)
        if not ones or self._is_year(end) or self._counts_something(end + 1):
            return _Number(Fraction(value), end)
        return _Number(Fraction(value + ones), end + 1)

    def _counts_something(self, place: int) -> bool:
        return is_counted(self._at(place))

    def _is_year(self, place: int) -> bool:
        """Whether "năm" at `place` means a year: "năm 2026", "năm nay"."""
        token, behind = self._at(place), self._at(place + 1)
        if token is None or behind is None or self._word(place, _DIGITS) != 5:
            return False
        return behind.kind == "figures" or behind.text in _YEAR_WORDS

    def _at(self, place: int) -> Token | None:
        return self._tokens[place] if place < len(self._tokens) else None

    def _word(self, place: int, words: Mapping[str, int]) -> int | None:
        token = self._at(place)
        return words.get(token.text) if token is not None else None

    def _is(self, place: int, words: Mapping[str, int]) -> bool:
        return self._word(place, words) is not None
