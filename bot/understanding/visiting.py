"""Whether a message tells of a visit: "tôi đã thăm bà Lan", "bà Hoa thăm ông Tư: cơm, giặt"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.understanding import care_needs, naming
from bot.understanding import vocabulary as known
from bot.understanding.amounts import hear_amount
from bot.understanding.phrases import Phrases, Word, join
from bot.understanding.rota_lines import day_in

VERB = Phrases("thăm, visit, visited")
TALK = Phrases("thăm hỏi")
NOT_TO_VISIT = Phrases("gia, dự, khảo, khao, quan, ô, mưu, vấn, lam, luận, nhũng, chiến")
"""Behind a bare "tham" it is another word: "tham gia", "tham dự"."""
WITH = Phrases("cùng với, cùng, với, with")
AND = Phrases("và, and")
WRITE = Phrases("ghi, ghi lại, ghi lượt, ghi buổi, ghi hộ, ghi giúp, nhập, record, record a, i")
DONE = Phrases(
    "đã, vừa, mới, vừa mới, đã đi, đã sang, đã qua, đã đến, đã tới, đã ghé, vừa sang, mới sang,"
    "vừa đi, mới đi, sang, qua, đến, tới, ghé, have, has, just"
)
PAST = Phrases("đã, vừa, mới, have, has, just, visited")
GOING = Phrases("đi")
TIMES = Phrases(
    """
    hôm nay, hôm qua, hôm kia, hôm trước, hôm nọ, bữa nay, bữa qua, sáng nay, sáng qua, trưa nay,
    trưa qua, chiều nay, chiều qua, tối nay, tối qua, sáng hôm qua, chiều hôm qua, tối hôm qua,
    ban nãy, lúc nãy, tuần này, tuần trước, tuần rồi, tuần qua, tuần sau, tuần tới, ngày mai,
    today, yesterday, this week, last week, next week
    """
)
ON = Phrases("hôm, ngày, vào, on")
PART = Phrases(
    "",
    if_marked="sáng, trưa, chiều, tối, buổi sáng, buổi trưa, buổi chiều, buổi tối, morning,"
    "afternoon, evening",
)
"""Beside a day: of a visit only the day is written down."""
NO_VISIT = Phrases("họp, buổi họp, sinh hoạt, vắng, nghỉ, viếng, xin, nhờ, ai, meeting")
ASKED = Phrases("chưa, không, ko, thế nào, ra sao")
"""At the end it is a question."""
POLITE = Phrases("rồi, ạ, nhé, nha, xong, cháu, con, em, a, the")
SOMEBODY = Phrases("tôi, tui, con, cháu, em, mình, i, we")
MOST_BEFORE = 12
"""Words: before a longer beginning than that, "thăm" is something else."""


def visiting(words: Sequence[Word]) -> tuple[str, str] | None:
    """Return the command `visit` and what is said behind the verb; None for other messages.

    "Chiều nay đi thăm bà Lan" is what somebody announces, and "tham gia" no visit.
    """
    place = verb_in(words)
    if place is None or place > MOST_BEFORE or _is_something_else(words, place):
        return None
    before, behind = words[:place], words[place + 1 :]
    is_written = WRITE.are_in(before)
    day = _day_in(before)
    before = _without_day(before)
    kept = _without_times(WRITE.without(before))
    if GOING.are_in(kept) and not (DONE.are_in(kept) or SOMEBODY.are_in(kept)):
        return None
    who, _others = who_came(kept)
    if who and not naming.ADDRESS.length_at(_without_done(kept), 0):
        return None
    if not POLITE.without(behind):
        return ("visit", "") if before and not who and day is None else None
    if not is_written and not _is_somebody(behind) and not _names_work(behind[1:]):
        return None
    return "visit", join(behind)


def verb_in(words: Sequence[Word]) -> int | None:
    """Return where the verb is; "thăm hỏi" is what is done there."""
    for place in range(len(words)):
        if VERB.length_at(words, place) and not TALK.length_at(words, place):
            return place
    return None


def who_came(before: Sequence[Word]) -> tuple[str, tuple[str, ...]]:
    """Return who visits by the words before the verb, empty for the speaker, and who with her."""
    said = _without_done(_without_times(WRITE.without(_without_day(before))))
    names: list[list[Word]] = [[]]
    place = 0
    while place < len(said):
        length = WITH.length_at(said, place) or AND.length_at(said, place)
        if length:
            names.append([])
        else:
            names[-1].append(said[place])
        place += length or 1
    first, *others = ["" if naming.ONESELF.is_all_of(one) else join(one) for one in names]
    return first, tuple(one for one in others if one)


def _day_in(words: Sequence[Word]) -> tuple[int, int] | None:
    """Return where a day stands; a bare "mai" is one that "hear_visit" takes for a name."""
    span = day_in(words)
    return None if span and words[span[1] - 1].key == "mai" else span


def _without_day(words: Sequence[Word]) -> Sequence[Word]:
    """Drop the day in front: "thứ 6 tôi thăm bà Lan"."""
    begins, ends = _day_in(words) or (0, 0)
    if not ends:
        return words
    before = PART.trimmed(ON.trimmed(words[:begins]))
    behind = words[ends:]
    return [*before, *behind[PART.length_at(behind, 0) if behind else 0 :]]


def _without_times(words: Sequence[Word]) -> list[Word]:
    return TIMES.without(words)


def _without_done(words: Sequence[Word]) -> list[Word]:
    return GOING.without(DONE.without(words))


def _is_something_else(words: Sequence[Word], place: int) -> bool:
    behind = words[place + 1 :]
    if words[place].key == "tham" and behind and NOT_TO_VISIT.length_at(behind, 0):
        return True
    if NO_VISIT.are_in(words) or ASKED.are_in(words[-2:]) or _is_a_name(words, place):
        return True
    if _names_work(behind):  # "mua thuốc hết 50k" beside it is no expense of the club
        return False
    heard = hear_amount(join(words))
    return heard is not None and heard.sure


def _is_a_name(words: Sequence[Word], place: int) -> bool:
    """Whether it is somebody called Thắm: "ba tham", "tham con no bao nhieu"."""
    if words[place].key != "tham":
        return False
    alone = place == 1 and len(words) == 2 and naming.ADDRESS.length_at(words, 0) > 0
    return alone or (known.OWED.are_in(words) and known.HOW_MUCH.are_in(words))


def _names_work(behind: Sequence[Word]) -> bool:
    """Whether anything is told that is done on a visit."""
    return any(care_needs.KNOWN.opening(behind[place:]) for place in range(len(behind)))


def _is_somebody(behind: Sequence[Word]) -> bool:
    """Whether the words begin like somebody who is visited."""
    return naming.ADDRESS.length_at(behind, 0) > 0 or behind[0].typed.istitle()
