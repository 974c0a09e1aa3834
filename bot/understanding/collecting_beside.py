"""Words beside the sums of a meeting day's list: has not paid, has paid all, what is this?"""

from __future__ import annotations

from bot.understanding.phrases import Phrases, Word, cut

OF_DEBTS = Phrases(
    """
    trả nợ, nộp nợ, đóng nợ, trả tiền nợ, nộp tiền nợ, đóng tiền nợ, trả khoản nợ, trả hết nợ,
    trả xong nợ, hết nợ, xong nợ
    """
)
"""Who pays what is owed has paid: the word for owing in these says nothing else."""
UNPAID = Phrases(
    """
    nợ, còn nợ, ghi nợ, xin nợ, còn thiếu, còn, thiếu, không, ko, k, kg, khg, hông, chẳng, chưa,
    khất, xin khất, hẹn, chịu, xin chịu, lần sau, để lần sau, để sau, kỳ sau, tháng sau, tuần sau,
    hôm sau, ngày mai, sáng mai, chiều mai, mai nộp, mai đóng, mai trả, mai đưa, vắng, nghỉ,
    vắng mặt, không có, không nộp, không đóng, chưa có, no, not, not yet, owes, owed, unpaid,
    later, next time, tomorrow
    """,
    if_marked="sẽ",
)
"""Beside a sum: it may be what is still to come."""
_FULL = Phrases(
    """
    nộp đủ, nộp đủ rồi, nộp đủ cả, trả đủ, trả đủ rồi, đóng đủ, đóng đủ rồi, đưa đủ, đã nộp đủ,
    paid in full, in full, all of it, everything
    """,
    if_marked="đủ, đủ rồi, đủ cả",
)
_LATER = Phrases(
    """
    chưa nộp, chưa đóng, chưa trả, chưa có, không nộp, không đóng, vắng, vắng mặt, lần sau,
    để lần sau, để sau, khất, none, nothing, not yet, next time, later
    """
)
_PUZZLED = Phrases(
    """
    không hiểu, ko hiểu, chưa hiểu, khó hiểu, không hiểu gì, không hiểu gì cả, không biết làm,
    không biết làm sao, làm sao, làm thế nào, là sao, nghĩa là gì, giúp, giúp với, hướng dẫn, help,
    what is this, i do not understand, i don t understand
    """
)
_GIVEN_UP = Phrases("bỏ, bỏ qua, bỏ đi, bỏ qua đi, thôi bỏ, bỏ người này, skip, leave it out")
_LIST = Phrases(
    """
    danh sách, cả danh sách, xem danh sách, xem cả danh sách, list, the list, the whole list
    """
)
_CLOSING = Phrases("ạ, a, nhé, nha, cháu, con, em, rồi, bác, tôi, dạ, thưa")


def unpaid_words(beside: str) -> tuple[list[Word], bool]:
    """Return what is left of words beside a sum, and whether some of them say: not paid."""
    words = OF_DEBTS.without(cut(beside))
    left = UNPAID.without(words)
    return left, len(left) < len(words)


def is_heading_of_unpaid(said: str) -> bool:
    """Whether a line says of those behind it that they have not paid: "Nợ:"."""
    words = cut(said)
    return bool(words) and not UNPAID.without(words)


def is_full(text: str) -> bool:
    """Whether somebody has paid all that is due: "nộp đủ"; a bare "du" may be dư as well."""
    return _says(_FULL, text)


def is_later(text: str) -> bool:
    """Whether somebody pays nothing today: "chưa nộp"; a bare "không" may be a no."""
    return _says(_LATER, text)


def is_puzzled(text: str) -> bool:
    """Whether the officer does not know what to do: "không hiểu"."""
    return _says(_PUZZLED, text)


def is_given_up(text: str) -> bool:
    """Whether somebody is to be passed over, in words that do not say how: "bỏ"."""
    return _says(_GIVEN_UP, text)


def asks_for_the_list(text: str) -> bool:
    """Whether the whole list is wanted."""
    return _says(_LIST, text)


def _says(phrases: Phrases, text: str) -> bool:
    words = cut(text)
    while words and not phrases.is_all_of(words) and _CLOSING.end(words):
        words.pop()
    return phrases.is_all_of(words)
