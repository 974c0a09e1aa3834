"""How much money was said: "500k", "1tr2", "một triệu rưỡi", "tra goc 1.500.000 đ"."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from bot.understanding.folding import marked
from bot.understanding.numerals import Spelled, is_counted, read_sum
from bot.understanding.tokens import Token, any_of, is_grouped, tokens_of

MOST = 10**12
"""Đồng: whatever is above is no sum that a club can mean."""

_THOUSAND, _MILLION = 10**3, 10**6
_ADDRESS = any_of("bác ông bà cô chú anh chị dì cậu mợ thím dượng")
_BIRTH_ORDER = any_of("hai ba tư năm sáu bảy tám chín")
_CURRENCY = any_of("đồng đ d vnd vnđ")
_VAGUE = any_of("mấy vài dăm")
_NUMBERED = any_of("ngày tháng mùng mồng kỳ kì số xóm thôn lúc tuổi")
_YEAR = any_of("năm")
_YEARS = range(1900, 2100)
_PRINCIPAL = any_of("gốc vốn principal")
_INTEREST = any_of("lãi lời interest")
_LOAN = any_of("vay")
_PART, _HUNDRED = any_of("phần"), any_of("trăm")
_LESS = any_of("âm trừ dưới hơn minus under", only_marked="trừ dưới hơn")
_NOT_YET, _UP_TO = any_of("chưa không"), any_of("tới đến")
_TIMES = dict.fromkeys(("x", "×", "*", marked("nhân")), 1)
_MOST_TIMES = 99


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A sum of money that was said."""

    amount: int
    """Đồng."""
    sure: bool
    """Nothing else can be meant; otherwise ask "150.000 đ phải không?"."""
    principal: bool
    """The person said that it is for the principal only."""
    rest: str
    """What was said beside the sum: "bac Hoa dong lai" of "bac Hoa dong lai 50 nghin"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sum:
    amount: int
    start: int
    end: int
    clear: bool
    """Said with a unit or in full."""
    firm: bool
    """Clear, and nothing else can be meant."""


@lru_cache(maxsize=64)  # a turn asks up to seven times
def hear_amount(text: str) -> Heard | None:
    """Hear the one sum in a text; None where there is none or where two differ.

    "500k", "năm trăm nghìn", "1tr2" (1.200.000), "triệu rưỡi", "1.500.000 đ", "0,5 triệu". A bare
    150 means 150.000 and is not sure; one digit alone is a choice and never money. A Southern
    birth-order name is no number: "bà Năm 50k" is 50.000. "50k x 3" is 150.000 and not sure.
    """
    tokens = tokens_of(text)
    sums = list(_sums(tokens))
    clear = [said for said in sums if said.clear]
    chosen = [said for said in clear if said.firm] or clear or sums
    if len({said.amount for said in chosen}) != 1:
        return None
    said = chosen[0]
    composed = unicodedata.normalize("NFC", text)
    rest = (composed[: tokens[said.start].start], composed[tokens[said.end - 1].end :])
    return Heard(
        amount=said.amount,
        sure=said.firm,
        principal=_is_for_principal(tokens),
        rest=" ".join(part.strip(" \u00a0,.;:-") for part in rest).strip(),
    )


def is_for_principal(text: str) -> bool:
    """Whether a payment was said to be for the principal: "trả gốc", with a sum or without."""
    return _is_for_principal(tokens_of(text))


def is_for_interest(text: str) -> bool:
    """Whether a payment was said to be for interest, and not for the principal as well."""
    words = {token.text for token in tokens_of(text)}
    return not words.isdisjoint(_INTEREST) and words.isdisjoint(_PRINCIPAL)


def _sums(tokens: Sequence[Token]) -> Iterator[_Sum]:
    place = 0
    while place < len(tokens):
        said = _after_count(tokens, place) or _after_name(tokens, place) or _sum_at(tokens, place)
        if said is not None:
            said = _multiplied(tokens, said)
            yield said
        place = said.end if said is not None else place + 1


def _after_count(tokens: Sequence[Token], place: int) -> _Sum | None:
    """Read "3 x 50k"."""
    times, end = _count_at(tokens, place)
    if not times or end >= len(tokens) or tokens[end].text not in _TIMES:
        return None
    is_name = tokens[end].text == marked("nhân")  # "ba Nhân 50k"
    said = _sum_at(tokens, end + 1) if end + 1 < len(tokens) and not is_name else None
    return said and replace(said, amount=said.amount * times, start=place, firm=False)


def _multiplied(tokens: Sequence[Token], said: _Sum) -> _Sum:
    """Read on behind a sum: "50k x 3"."""
    while said.end + 1 < len(tokens) and tokens[said.end].text in _TIMES:
        times, end = _count_at(tokens, said.end + 1)
        if not times:
            break
        said = replace(said, amount=said.amount * times, end=end, firm=False)
    return said


def _count_at(tokens: Sequence[Token], place: int) -> tuple[int, int]:
    """Return how many times, and where that ends; 0 for what is no such number."""
    spelled = read_sum(tokens, place)
    if spelled is None or spelled.has_unit or spelled.value.denominator != 1:
        return 0, place
    return (int(spelled.value) if spelled.value <= _MOST_TIMES else 0), spelled.end


def _after_name(tokens: Sequence[Token], place: int) -> _Sum | None:
    """Read the sum behind "bà Năm"; not firm where "năm" may be a number after all."""
    if place + 1 >= len(tokens) or not _follows(tokens, place, _ADDRESS):
        return None
    if tokens[place].text not in _BIRTH_ORDER:
        return None
    behind, whole = _sum_at(tokens, place + 1), _sum_at(tokens, place)
    if behind is None:
        return whole and replace(whole, firm=False)
    return replace(behind, firm=behind.firm and (whole is None or whole.end < behind.end))


def _sum_at(tokens: Sequence[Token], place: int) -> _Sum | None:
    spelled = read_sum(tokens, place)
    if spelled is None or _follows(tokens, place, _VAGUE) or _is_rate(tokens, place, spelled):
        return None
    named = spelled.end < len(tokens) and tokens[spelled.end].text in _CURRENCY
    value, clear = _worth(tokens, place, spelled, named=named)
    if value.denominator != 1 or not 0 < value <= MOST:
        return None
    doubtful = (_is_negative, _is_less, _is_ngan)
    firm = clear and not (spelled.loose or any(one(tokens, place) for one in doubtful))
    end = spelled.end + named
    return _Sum(amount=int(value), start=place, end=end, clear=clear, firm=firm)


def _worth(
    tokens: Sequence[Token], place: int, spelled: Spelled, *, named: bool
) -> tuple[Fraction, bool]:
    """Return the đồng and whether they were said in full; 0 for what is no money."""
    value, figures = spelled.value, tokens[place].text
    if spelled.has_unit or is_grouped(figures):
        return value, True
    if _is_no_money(tokens, place, spelled):
        return Fraction(0), False
    if value.denominator != 1:  # "1,5" answers "how much" with millions
        return value * _MILLION, False
    if value < _THOUSAND:
        return value * _THOUSAND, False
    if value < 10 * _THOUSAND and not named:  # a fee of 5000 is as written, 1500 is 1.500.000
        return (value, False) if value % _THOUSAND == 0 else (value * _THOUSAND, False)
    return value, True


def _is_no_money(tokens: Sequence[Token], place: int, spelled: Spelled) -> bool:
    """Whether a bare number is a choice, a day, a year, a telephone's number or a count."""
    value, behind = spelled.value, spelled.end
    whole = value.denominator == 1
    return (
        (value < 10) == whole
        or (tokens[place].text.startswith("0") and whole)
        or _follows(tokens, place, _NUMBERED)
        or (_follows(tokens, place, _YEAR) and value in _YEARS)
        or (behind < len(tokens) and is_counted(tokens[behind]))
    )


def _follows(tokens: Sequence[Token], place: int, words: Mapping[str, int]) -> bool:
    return place > 0 and tokens[place - 1].text in words


def _is_negative(tokens: Sequence[Token], place: int) -> bool:
    """Whether a minus sign stands at the sum, and nothing at the sign."""
    if not _follows(tokens, place, {"-": 1, "\u2212": 1}):
        return False
    sign = tokens[place - 1]
    return sign.end == tokens[place].start and (place == 1 or tokens[place - 2].end < sign.start)


def _is_less(tokens: Sequence[Token], place: int) -> bool:
    """Whether it is said to be more or less than that: "âm 500k", "chưa tới 500k"."""
    if _follows(tokens, place, _LESS):
        return True
    return _follows(tokens, place, _UP_TO) and _follows(tokens, place - 1, _NOT_YET)


def _is_rate(tokens: Sequence[Token], place: int, spelled: Spelled) -> bool:
    """Whether it stands at "phần trăm", which is no hundred of money."""
    if _follows(tokens, place, _PART):
        return tokens[place].text in _HUNDRED
    behind = [token.text for token in tokens[spelled.end : spelled.end + 2]]
    return len(behind) > 1 and behind[0] in _PART and behind[1] in _HUNDRED


def _is_ngan(tokens: Sequence[Token], place: int) -> bool:
    """Whether "ba ngan" was typed: 3.000, or bà Ngân."""
    return [token.text for token in tokens[place : place + 2]] == ["ba", "ngan"]


def _is_for_principal(tokens: Sequence[Token]) -> bool:
    words = [token.text for token in tokens]
    if any(word in _INTEREST for word in words):
        return False
    pairs = pairwise([*words, ""])
    return any(word in _PRINCIPAL and behind not in _LOAN for word, behind in pairs)
