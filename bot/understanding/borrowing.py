"""Wishes for a loan, and questions about it: "xin vay 5 triệu", "bà Hoa vay 5 triệu"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.understanding import naming as known_names
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
    nhiêu, loan conditions, how do i borrow, what is the rate, làm sao để vay, làm sao để vay
    tiền, làm sao để vay vốn, làm sao để được vay, làm sao vay được, làm thế nào để vay, làm thế
    nào để vay tiền, làm thế nào để vay vốn, làm thế nào để được vay, muốn vay thì làm sao, muốn
    vay thì làm thế nào, muốn vay phải làm sao, muốn vay phải làm gì, vay thì làm sao, vay thì
    phải làm gì, vay kiểu nào
    """
)
FOR_WHOM = Phrases(
    "cho, hộ, giùm, dùm, giúp, thay, hộ cho, giùm cho, giúp cho, thay cho, for, on behalf of"
)
NOT_A_WISH = Phrases("trả, nộp, đóng, lãi, gốc, nợ, khoản, món, còn, đã, góp, gửi, paid, repay")


COST = Phrases("lãi, lời, lãi suất, tiền lãi, phí, interest, rate, cost")
A_LITTLE = Phrases("ít, một ít, chút, một chút, tiền, vốn, ít tiền, ít vốn, với, được không")
ALLOWING = Phrases("cho, để, xin, muốn, cần, định, let")
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
    return None if who is None else _found(words[:place], who, behind)


def wish(words: Sequence[Word]) -> Found | None:
    """Understand a wish in other words, with a sum or without: "cho tôi vay thêm"."""
    if _is_for_oneself(words):
        return "borrow", "", ""
    place = BORROWING.place_in(words)
    if place is None:
        return None
    behind = words[place + BORROWING.length_at(words, place) :]
    return _found(words[:place], _who(words[:place]) or "", behind)


def _is_for_oneself(words: Sequence[Word]) -> bool:
    """Whether nothing is said but that one wishes to borrow a little: "cho chú vay ít tiền"."""
    place = TO_BORROW.place_in(words)
    if place is None:
        return False
    before = payers.behind_a_call(words[:place])
    rest = known_names.ONESELF.without(known.POLITE.without(WISHING.without(before)))
    behind = words[place + TO_BORROW.length_at(words, place) :]
    left = known.POLITE.without(A_LITTLE.without(behind))
    return ALLOWING.are_in(before) and not rest and not left


def _found(before: Sequence[Word], who: str, behind: Sequence[Word]) -> Found:
    """Return the wish; for whom it is may be said behind "vay", too."""
    if not who:
        is_lent = bool(before) and before[-1].key == "cho"  # "cho vay ông Bình 3 triệu"
        who, behind = _for_whom(behind, named_at_once=is_lent)
    return "borrow", join(behind), who


def _for_whom(
    behind: Sequence[Word], *, named_at_once: bool = False
) -> tuple[str, Sequence[Word]]:
    """Return for whom it is, and the other words: "cho ông Bình 3 triệu nuôi lợn".

    In front of the sum that is a name; behind it only what surely is one: "3 triệu cho con ăn
    học" says what the loan is for.
    """
    for place in range(len(behind)):
        length = FOR_WHOM.length_at(behind, place)
        if not length and not (named_at_once and place == 0):
            continue
        begin = place + length
        end = _end_before_sum(behind, begin) if place == 0 else None
        end = end or _end_of_name(behind, begin)
        if end:
            name = behind[begin:end]
            who = "" if known_names.ONESELF.is_all_of(name) else join(name)
            return who, [*behind[:place], *behind[end:]]
    return "", behind


def _end_before_sum(words: Sequence[Word], begin: int) -> int | None:
    """Return where a name ends that a sum follows: "ông Bình" of "ông Bình 3 triệu nuôi lợn"."""
    if not _may_open_a_name(words, begin):
        return None
    for end in range(begin + 1, min(begin + LONGEST_NAME, len(words))):
        heard = hear_amount(join(words[end:]))
        beside = cut(heard.rest) if heard else []
        follows = words[len(words) - len(beside) :]
        if heard and [one.key for one in beside] == [one.key for one in follows]:
            return end
    return None


def _end_of_name(words: Sequence[Word], begin: int) -> int | None:
    """Return where what surely is a name ends: "bà Hoa", or "ba hoa" where nothing follows."""
    if begin + 1 >= len(words) or not known_names.ADDRESS.length_at(words, begin):
        return None
    end = begin + 1
    while end < len(words) and words[end].typed.istitle():
        end += 1
    if end > begin + 1:
        return end
    is_last = begin + 2 == len(words) and not known_names.FIRST_PERSON.end(words)
    return len(words) if is_last else None


def _may_open_a_name(words: Sequence[Word], begin: int) -> bool:
    return begin < len(words) and (
        known_names.ADDRESS.length_at(words, begin) > 0 or words[begin].typed.istitle()
    )


def asks_cost(text: str) -> bool:
    """Whether somebody who asks for a loan wants to know what it costs: "lãi bao nhiêu"."""
    words = cut(text)
    asked = COST.are_in(words) and (known.HOW_MUCH.are_in(words) or known.IS_IT_SO.end(words))
    return asked or _asks_conditions(words)


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
