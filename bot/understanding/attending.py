"""What is said about a meeting: when it is, who comes, that one comes oneself or does not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from bot.understanding.phrases import Phrases, Word, cut

About = Literal["meeting", "meeting.who", "meeting.come", "meeting.away", "meeting.lift"]

MEETING = Phrases("họp, buổi họp, cuộc họp, kỳ họp, sinh hoạt câu lạc bộ, meeting")
WHEN = Phrases(
    """
    bao giờ, khi nào, lúc nào, ngày nào, hôm nào, bữa nào, tháng nào, ngày mấy, thứ mấy, mấy giờ,
    ở đâu, chỗ nào, when, what time, where
    """,
)
WHERE = Phrases("đâu, chỗ mô")
WHO = Phrases(
    "ai, những ai, mấy người, bao nhiêu người, số người, mấy bác, bao nhiêu bác, who, how many"
)
IS_IT_SO = Phrases("không, ko, kg, khg, hông, chưa")
AFTER_A_QUESTION = Phrases("ạ, a, nhỉ, vậy, thế, cháu, bác, ơi, hả, đấy, đó")

LIFT = Phrases(
    """
    nhờ đón, nhờ đưa đón, nhờ chở, xin đi nhờ, cho đi nhờ, đi nhờ, đón tôi, đón tui, đón bác, đón
    giúp, đón giùm, đón hộ, đưa đón, chở tôi, chở giúp, cần đón, cần đưa đón, cần người đón, cần
    người chở, nhờ ai chở, nhờ ai đón, nhờ người chở, nhờ người đón, a lift, fetch me, pick me up
    """
)
COME = Phrases(
    "đến, có mặt, tham dự, come, coming, be there, attend",
    if_marked="tới, dự",  # "toi" is "tôi", "du" is "đủ"
)
GO = Phrases("đi, sang, ra, tham gia, go, going")
"""Only beside the word for a meeting."""
NOT = Phrases(
    """
    không, ko, kg, khg, hông, hổng, chẳng, không thể, xin phép, vắng mặt, xin vắng, not, cannot,
    can't, won't
    """,
    if_marked="vắng, bận, nghỉ",  # "vang" is "vâng"
)
CANNOT_COME = Phrases("không đi được, ko đi được, vắng mặt, xin vắng, đi không được")
I_MYSELF = Phrases("tôi, tui, mình, i, i'm")
BESIDE = Phrases(
    """
    cháu, con, em, bác, ông, bà, cô, chú, anh, chị, am, me, we, ạ, a, dạ, thưa, vâng, ừ, nhé, nha,
    có, sẽ, được, thì, rồi, cho, xin, nữa, để, giúp, giùm, hộ, nhờ, cần, người, muốn, hôm nay, bữa
    nay, nay, mai, ngày mai, sáng, trưa, chiều, tối, này, hôm đó, bữa đó, buổi, kỳ, lần, hôm, ngày,
    tuần, tháng, thứ, hai, ba, tư, năm, sáu, bảy, chủ nhật, câu lạc bộ, clb, nhà văn hóa, yes,
    will, can, want, need, to, the, please, today, tomorrow, at, for, this, on
    """
)


def about_meeting(words: Sequence[Word]) -> About | None:
    """Hear "bao giờ họp", "mai có họp không", "ai đến họp"; None for anything else."""
    if not MEETING.are_in(words):
        return None
    if WHEN.are_in(words):
        return "meeting"
    if WHO.are_in(words) and not LIFT.are_in(words):
        return "meeting.who"
    return "meeting" if _is_question(words) and len(words) > 2 else None


def asks_when(text: str) -> bool:
    """Whether somebody asks when or where: "đâu", "ở chỗ nào ạ"."""
    return WHEN.are_in(cut(text)) or WHERE.are_in(cut(text))


def attending(words: Sequence[Word]) -> About | None:
    """Hear whether the speaker comes: "tôi có đến", "hôm nay không đi họp được", "nhờ đón".

    A reason may stand beside a no of "tôi"; otherwise nothing else may be said. "Bà Hoa không đi
    họp được" is none of these: that is somebody else.
    """
    meets, comes = MEETING.are_in(words), COME.are_in(words)
    goes = comes or (meets and GO.are_in(words))
    only = _is_all(words)
    if _is_question(words):
        return None
    if LIFT.are_in(words) and only:
        return "meeting" if NOT.are_in(words) else "meeting.lift"
    if NOT.are_in(words):
        says_no = only and (goes or CANNOT_COME.are_in(words))
        with_reason = meets and I_MYSELF.are_in(words)
        return "meeting.away" if says_no or with_reason else None
    return "meeting.come" if goes and only and len(words) > 1 else None


def _is_question(words: Sequence[Word]) -> bool:
    rest = list(words)
    while AFTER_A_QUESTION.end(rest):
        rest.pop()
    return IS_IT_SO.end(rest)


def _is_all(words: Sequence[Word]) -> bool:
    """Whether nothing is said but what one says of coming."""
    rest = list(words)
    for known in (MEETING, LIFT, NOT, COME, GO, I_MYSELF, BESIDE):
        rest = known.without(rest)
    return not rest
