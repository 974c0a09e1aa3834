"""Words of somebody who will pay on another day: nothing is paid yet."""

from __future__ import annotations

from collections.abc import Sequence

from bot.understanding import vocabulary as known
from bot.understanding.phrases import Phrases, Word

PAYING = Phrases("nộp, trả, đóng, pay")
LATER = Phrases(
    """
    mai, ngày mai, mốt, ngày mốt, ngày kia, hôm sau, tuần sau, tháng sau, lát nữa, mấy hôm nữa,
    vài hôm nữa, hôm đó, bữa đó, sẽ, tomorrow, soon, later, next week, will, i'll
    """
)
"""Surely to come: "hôm nay tôi mới nộp" is over."""
SOON = Phrases(
    """
    cuối tuần, hôm nay, chiều nay, tối nay, trưa nay, lát, chủ nhật, thứ hai, thứ ba, thứ tư,
    thứ năm, thứ sáu, thứ bảy
    """
)
BESIDE = Phrases(
    """
    tôi, tui, mình, bác, ông, bà, chú, để, đến, tới, thì, đi, sáng, trưa, chiều, tối, tiền, quỹ,
    vâng, ừ, ok, i, it, được, có
    """
)
ONLY_THEN = Phrases("mới")
DONE = Phrases("rồi, xong", if_marked="đã")


def is_soon(words: Sequence[Word]) -> bool:
    """Whether nothing is said but that one pays soon: "mai tôi nộp", "chiều nay tôi trả"."""
    return _is_all(words) and (LATER.are_in(words) or SOON.are_in(words))


def is_later(words: Sequence[Word]) -> bool:
    """Whether nothing is said but that one pays on a day to come: "mai tôi mới nộp"."""
    return _is_all(words) and LATER.are_in(words) and not DONE.are_in(words)


def _is_all(words: Sequence[Word]) -> bool:
    rest: Sequence[Word] = words
    for phrases in (PAYING, LATER, SOON, BESIDE, ONLY_THEN, known.POLITE):
        rest = phrases.without(rest)
    return PAYING.are_in(words) and not rest
