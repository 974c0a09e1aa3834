"""Wishes for a loan, and questions about it: "xin vay 5 triệu", "bà Hoa vay 5 triệu"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.understanding import payers
from bot.understanding import vocabulary as known
from bot.understanding.amounts import hear_amount
from bot.understanding.phrases import Phrases, Word, cut, join
from bot.understanding.small_talk import BORROWING

TO_BORROW = Phrases("vay, vay vốn, vay tiền, mượn quỹ, borrow", if_marked="mượn, mượn tiền")
WISHING = Phrases(
    """
    xin, cần, muốn, định, đăng ký, làm đơn, viết đơn, hỏi, được, đề nghị, cho, để, wants to, want
    to, would like to, asks to, to
    """
)
ABLE = Phrases(
    """
    vay được, được vay, cho vay, vay tối đa, vay nhiều nhất, mượn được, được mượn, vay tiền được,
    can i borrow, may i borrow, could i borrow
    """
)
CONDITIONS = Phrases(
    """
    lãi suất, lãi suất vay, lãi suất bao nhiêu, lãi bao nhiêu phần trăm, điều kiện vay, vay thế
    nào, vay như thế nào, vay ra sao, vay kiểu gì, vay lãi bao nhiêu, quy định vay, vay tối đa bao
    nhiêu, loan conditions, how do i borrow, what is the rate
    """
)
NOT_A_WISH = Phrases("trả, nộp, đóng, lãi, gốc, nợ, khoản, món, còn, đã, góp, gửi, paid, repay")


LONGEST_NAME = 6
"""Words, the form of address among them."""
Found = tuple[str, str, str]
"""The name of a command, what is said behind it, and who is named; empty for the speaker."""


def clearly(words: Sequence[Word]) -> Found | None:
    """Understand "vay được bao nhiêu", "lãi suất", and a wish with its sum: "vay 5 triệu".

    None where it is another's matter: "trả tiền vay 500k", "lãi vay 50k".
    """
    if _asks_conditions(words):
        return "borrow.limits", "", ""
    place = TO_BORROW.place_in(words)
    if place is None or NOT_A_WISH.are_in(words[:place]):
        return None
    behind = words[place + TO_BORROW.length_at(words, place) :]
    heard = hear_amount(join(behind))
    if heard is None or not heard.sure or known.HOW_MUCH.are_in(words):
        return None
    who = _who(words[:place])
    return None if who is None else ("borrow", join(behind), who)


def wish(words: Sequence[Word]) -> Found | None:
    """Understand a wish in other words, with a sum or without: "cho tôi vay thêm"."""
    place = BORROWING.place_in(words)
    if place is None:
        return None
    behind = words[place + BORROWING.length_at(words, place) :]
    return "borrow", join(behind), _who(words[:place]) or ""


def _asks_conditions(words: Sequence[Word]) -> bool:
    ways = (words, known.POLITE.trimmed(words), known.ASKING.trimmed(words))
    if any(CONDITIONS.is_all_of(said) for said in ways):
        return True
    return ABLE.are_in(words) and known.HOW_MUCH.are_in(words)


def _who(before: Sequence[Word]) -> str | None:
    """Return the name in front of a wish, empty for the speaker; None for words that are none."""
    name = payers.payer(WISHING.without(before))
    if not name:
        return ""
    return name if payers.is_surely_a_name(name) and len(cut(name)) <= LONGEST_NAME else None
