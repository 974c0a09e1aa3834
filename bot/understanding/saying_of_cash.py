"""What is said of cash in words of one's own: that it came, that it did not, that it was seen.

Only words that name the very thing count here; a mere yes or no is for `replies`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from bot.understanding import paying_later
from bot.understanding import vocabulary as known
from bot.understanding.amounts import hear_amount
from bot.understanding.phrases import Phrases, Word, cut, join
from bot.understanding.small_talk import BESIDE_A_SUM

Complaint = Literal["amount", "unpaid", "not_received", "not_mine", ""]

_GOT = Phrases("nhận, nhận được, cầm, cầm được, lĩnh, got, received, have it")
_SAW = Phrases("thấy, nhìn thấy, trông thấy, chứng kiến, saw, seen")
_PAID = Phrases("nộp, đưa, đóng, trả, paid")
_NOT = Phrases("không, ko, kg, khg, hông, hổng, chưa, chẳng, chả, not, didn't, haven't, nothing")
_DONE = Phrases("rồi, đủ, đã, xong, đầy đủ, all, have")
_ALL = Phrases("đủ, đầy đủ, all")
_WRONG = Phrases(
    "sai, sai rồi, nhầm, nhầm rồi, không đúng, chưa đúng, không phải, wrong, not right"
)
_NOT_MINE = Phrases("không phải của tôi, không phải của tui, không phải tiền tôi, it is not mine")
_PROTEST = Phrases("cơ, cơ mà, kia, chứ, mới, only", if_marked="chỉ")
_BESIDE = Phrases(
    """
    tôi, tui, mình, cháu, con, em, bác, ông, bà, cô, chú, anh, chị, dạ, vâng, ừ, có, được, tiền,
    mặt, tiền mặt, gì, cả, hết, một, đồng, đồng nào, xu nào, nào, số, phiếu, khoản, tận mắt, đâu,
    yes, no, i, it, the, money, any, did, that, this, of
    """
)


def got(text: str) -> bool | None:
    """Whether somebody says that the money came to her, or that it did not; None: neither."""
    words = cut(text)
    if not _GOT.are_in(words) or _asks(words) or _rest(words, _GOT):
        return None
    if _NOT.are_in(words):
        return False
    return True if _DONE.are_in(words) else None


def news(words: Sequence[Word]) -> str | None:
    """Return the command of "tôi nhận tiền rồi" and "mai tôi mới nộp": no payment, neither."""
    if got(join(words)) is not None:
        return "loan.received"
    return "repay.soon" if paying_later.is_later(words) else None


def borrower(text: str, keys: Sequence[str]) -> str | None:
    """Hear what a borrower says to her slip: `yes`, or `look` at it again."""
    if got(text):
        return "yes" if "yes" in keys else None
    return "look" if complaint(text) is not None and "look" in keys else None


def payer(text: str, keys: Sequence[str]) -> str | None:
    """Hear what a member says to the slip of what she paid: `look` at it again."""
    found = complaint(text)
    return "look" if found not in (None, "not_received") and "look" in keys else None


def cashier(text: str, _keys: Sequence[str]) -> str | None:
    """Hear what a cashier says of money that was declared: `full` or `none`."""
    words = cut(text)
    if got(text) is False:
        return "none"
    if _NOT.are_in(words) and (_SAW.are_in(words) or _PAID.are_in(words)):
        return None if _asks(words) or _rest(words, _SAW, _PAID) else "none"
    return "full" if got(text) and _ALL.are_in(words) else None


def witness(text: str, _keys: Sequence[str]) -> str | None:
    """Hear whether somebody saw the cash being handed over: `yes` or `no`."""
    words = cut(text)
    if not _SAW.are_in(words) or _asks(words) or _rest(words, _SAW):
        return None
    return "no" if _NOT.are_in(words) else "yes"


def complaint(text: str) -> Complaint | None:
    """Hear what is wrong with a slip; None where nothing is said to be.

    Empty: it is wrong, and not said how. A sum must be protested ("100 nghìn cơ mà"): otherwise it
    is other money.
    """
    words = cut(text)
    if any(_NOT_MINE.is_all_of(said) for said in (words, known.POLITE.trimmed(words))):
        return "not_mine"
    heard = hear_amount(text)
    if heard is not None:
        said = _PROTEST.are_in(words) or _WRONG.are_in(words)
        return "amount" if said and is_a_sum_instead(heard.rest) else None
    if got(text) is False:
        return "not_received"
    if _PAID.are_in(words) and _NOT.are_in(words) and not _asks(words):
        return None if _rest(words, _PAID) else "unpaid"
    return "" if _WRONG.is_all_of(known.POLITE.trimmed(_BESIDE.trimmed(words))) else None


def is_a_sum_instead(beside: str) -> bool:
    """Whether words beside a sum only say that it was this one: "tôi đưa … cơ mà"."""
    words: Sequence[Word] = cut(beside)
    for phrases in (BESIDE_A_SUM, _PROTEST, _WRONG, _BESIDE, _GOT, _PAID, _DONE, known.POLITE):
        words = phrases.without(words)
    return not words


def may_answer(text: str) -> bool:
    """Whether it may be an answer to what was asked or told of cash, although it is a command."""
    return (
        got(text) is not None
        or complaint(text) is not None
        or witness(text, ()) is not None
        or cashier(text, ()) is not None
    )


def _rest(words: Sequence[Word], *known_here: Phrases) -> Sequence[Word]:
    for phrases in (*known_here, _NOT, _DONE, _BESIDE, known.POLITE):
        words = phrases.without(words)
    return words


def _asks(words: Sequence[Word]) -> bool:
    """Whether it is a question: "bà nhận chưa", and not "tôi chưa nhận"."""
    return known.IS_IT_SO.end(words)
