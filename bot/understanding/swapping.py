"""A volunteer cannot make a visit: "thứ 6 tôi không đi được", "27/11 tôi bận, không đi được"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.understanding.attending import MEETING
from bot.understanding.phrases import Phrases, Word, cut, join
from bot.understanding.rota_lines import day_in

CANNOT = Phrases(
    """
    không đi được, ko đi được, đi không được, không đi thăm được, không sang được, không thăm được,
    không đi được rồi, không đi nổi, không thể đi, cannot go, can't go, can t go, can not go
    """
)
BESIDE = Phrases(
    """
    tôi, tui, cháu, con, em, bác, ông, bà, cô, chú, anh, chị, mình, i, ạ, a, dạ, thưa, ơi, nhé,
    nha, này, thì, rồi, có việc, có việc nhà, bận, bận việc, mắc việc, ốm, mệt, đi xa, về quê,
    việc nhà, đi thăm, thăm, sang, buổi, buổi thăm, sáng, chiều, morning, afternoon, on, sorry,
    in the, xin phép, xin lỗi
    """
)


CAN = Phrases(
    """
    đi được, tôi đi, tôi đi được, để tôi đi, để tôi đi cho, tôi đi cho, tôi đi thay, tôi đi thay
    được, tôi đi thay cho, để tôi đi thay, tôi sang, tôi sang được, sang được, thăm được, đi thay
    được, đi thay cho, i can go, i go, i'll go, i ll go
    """
)


def answer_to_swap(text: str, keys: Sequence[str]) -> str | None:
    """Return whether somebody who is asked to go instead does so: `yes`, `no`, or None."""
    words = cut(text)
    said = "no" if CANNOT.are_in(words) else "yes" if CAN.are_in(words) else None
    if said not in keys:
        return None
    begins, ends = day_in(words) or (0, 0)
    beside = [*words[:begins], *words[ends:]]
    return None if BESIDE.without(CAN.without(CANNOT.without(beside))) else said


def cannot_go(words: Sequence[Word]) -> tuple[str, str] | None:
    """Return the command of who cannot go on a day, and the day as it was typed."""
    if not CANNOT.are_in(words) or MEETING.are_in(words):
        return None
    span = day_in(words)
    if span is None:
        return None
    beside = [*words[: span[0]], *words[span[1] :]]
    if BESIDE.without(CANNOT.without(beside)):
        return None
    return "swap", join(words[span[0] : span[1]])
