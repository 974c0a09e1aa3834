"""What an officer says in one sentence to begin an entry: a gift, an expense, a fee, hard times.

"Bà Hiền Phúc ủng hộ 500 nghìn", "chi 120k mua nước chè", "Hoa Bính nộp hội phí 2 tháng".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.understanding import naming
from bot.understanding.amounts import hear_amount
from bot.understanding.payers import behind_a_call
from bot.understanding.phrases import Phrases, Word, cut, join
from bot.understanding.resting import KIN

GIVING = Phrases(
    """
    ủng hộ, ủng hộ quỹ, ủng hộ câu lạc bộ, ủng hộ cho quỹ, ủng hộ cho câu lạc bộ, tặng, tặng quỹ,
    tặng câu lạc bộ, tặng cho quỹ, tặng cho câu lạc bộ, biếu quỹ, biếu câu lạc bộ, quyên góp,
    quyên góp cho quỹ, gives, gave, has given
    """,
    if_marked="biếu, cho quỹ",
)
_TO_THE_CLUB = Phrases(
    """
    tặng quỹ, tặng câu lạc bộ, tặng cho quỹ, tặng cho câu lạc bộ, ủng hộ quỹ, ủng hộ câu lạc bộ,
    ủng hộ cho quỹ, ủng hộ cho câu lạc bộ, biếu quỹ, biếu câu lạc bộ
    """
)
_THINGS = re.compile(
    r"(?:\d{1,4}|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)(?: chục)? ?"
    r"(?:kg|ký|ky|cân|can|yến|yen|tạ|lít|lit|bao|túi|tui|thùng|thung|gói|goi|hộp|hop|chai|con|cái"
    r"|cai|chiếc|chiec|bộ|bo|quyển|quyen|suất|suat|chục|chuc)(?!\w)"
)
"""Of what is given in kind."""
_FEE = Phrases(
    "hội phí, phí thành viên, phí hội viên, mức hội phí, mức phí thành viên, mức phí, member's fee"
)
_FEE_PAID = Phrases(
    """
    nộp hội phí, đóng hội phí, nộp phí thành viên, đóng phí thành viên, nộp phí hội viên, đóng phí
    hội viên, pays the fee of, paid the fee of
    """
)
_A_MONTH = Phrases("một tháng, mỗi tháng, 1 tháng, hằng tháng, hàng tháng, tháng, a month, là, is")
_SPENT = Phrases("chi, đã chi")
_HARD = Phrases(
    """
    khó khăn quá, đang khó khăn quá, khó khăn lắm, đang khó khăn lắm, gặp khó khăn, đang gặp khó
    khăn, đang khó khăn, gặp hoạn nạn, gặp rủi ro
    """
)
_COUNT = re.compile(r"(?<!\S)(\d{1,2}|một|hai|ba|bốn|năm|sáu|mười hai) (?:tháng|months?)(?!\S)")
_COUNTS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "mười hai": 12}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gift:
    """A gift as it was told: from whom, and what; either may be missing."""

    giver: str
    what: str


def entry(words: Sequence[Word]) -> tuple[str, str] | None:
    """Return the command that such a sentence begins, and what was said for it."""
    said = behind_a_call(words)
    if not said:
        return None
    if _is_gift(said):
        return "gift", join(said)
    if _is_expense(said):
        return "expense", join(said[_SPENT.length_at(said, 0) :])
    return _fee(said) or _hard_times(said)


def _fee(words: Sequence[Word]) -> tuple[str, str] | None:
    if (length := _FEE.length_at(words, 0)) and _is_monthly_sum(words[length:]):
        return "fees.set", join(words[length:])
    place = _FEE_PAID.place_in(words)
    if place and _is_a_name(words[:place]) and months_said(join(words[place:])):
        behind = words[place + _FEE_PAID.length_at(words, place) :]
        return "fees.take", f"{join(words[:place])} {join(behind)}"
    return None


def _hard_times(words: Sequence[Word]) -> tuple[str, str] | None:
    place = _HARD.place_in(words)
    if place and _is_a_name(words[:place]) and place + _HARD.length_at(words, place) == len(words):
        return "loan.freeze", join(words[:place])
    return None


def gift(text: str) -> Gift:
    """Take apart who gives and what is given: "bà Hiền Phúc ủng hộ 500 nghìn"."""
    words = cut(text)
    place = GIVING.place_in(words)
    if place is None:
        heard = hear_amount(text)
        is_sum = heard is not None and heard.sure and not heard.rest
        return Gift(giver="", what=text) if is_sum else Gift(giver=text, what="")
    behind = words[place + GIVING.length_at(words, place) :]
    return Gift(giver=join(words[:place]), what=text_of(text, behind))


def text_of(text: str, words: Sequence[Word]) -> str:
    """Return the end of a text from the first of these words on, as it was typed."""
    return text[text.find(words[0].typed) :].strip() if words else ""


def months_said(text: str) -> int:
    """Return how many months were said: "2 tháng"; 0 where none were."""
    found = _COUNT.search(text.lower())
    return (_COUNTS.get(found[1]) or int(found[1])) if found else 0


def without_months(text: str) -> str:
    """Return a text without how many months were said in it."""
    found = _COUNT.search(text.lower())
    return f"{text[: found.start()]} {text[found.end() :]}".strip() if found else text


def _is_gift(words: Sequence[Word]) -> bool:
    place = GIVING.place_in(words)
    if not place or not _is_a_name(words[:place]):
        return False
    behind = words[place + GIVING.length_at(words, place) :]
    heard = hear_amount(join(behind))
    is_known = (heard is not None and heard.sure) or _THINGS.match(
        join(behind).lower()
    ) is not None
    return _TO_THE_CLUB.length_at(words, place) > 0 or is_known


def _is_expense(words: Sequence[Word]) -> bool:
    """Whether a sum stands right behind "chi": "chi 120k mua chè"; without it, chị is meant."""
    length = _SPENT.length_at(words, 0)
    heard = hear_amount(join(words[length:])) if length else None
    if heard is None or not heard.sure or not words[length:]:
        return False
    return words[length].typed[0].isdigit()


def _is_monthly_sum(words: Sequence[Word]) -> bool:
    heard = hear_amount(join(words))
    if heard is None or not heard.sure:
        return False
    beside = cut(heard.rest)
    return bool(beside) and _A_MONTH.are_in(beside) and not _A_MONTH.without(beside)


def _is_a_name(words: Sequence[Word]) -> bool:
    if not words or naming.FIRST_PERSON.end(words) or KIN.is_all_of(words):
        return False
    if naming.ADDRESS.length_at(words, 0) > 0:
        return len(words) > 1
    return all(one.typed.istitle() for one in words)
