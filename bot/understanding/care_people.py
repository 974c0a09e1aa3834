"""Words of who does what in home care: "bà Lan phụ trách chăm sóc", "ông Tư thăm được thứ 3"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.understanding import naming
from bot.understanding.phrases import Phrases, Word, cut, join

_CARE = """
    phụ trách chăm sóc, phụ trách chăm sóc tại nhà, phụ trách việc chăm sóc, phụ trách thăm nom,
    làm tổ trưởng chăm sóc, là tổ trưởng chăm sóc, làm trưởng nhóm chăm sóc, là trưởng nhóm chăm
    sóc, lo việc chăm sóc, leads care, leads home care, leads the care, is care lead
    """
_HEALTH = """
    phụ trách sức khỏe, phụ trách sức khoẻ, phụ trách việc sức khỏe, phụ trách y tế, phụ trách đo
    huyết áp, làm tổ trưởng sức khỏe, lo việc sức khỏe, leads health, is health lead
    """
_NO_MORE = ("thôi", "không", "thôi không", "nghỉ", "hết", "no longer")


def _ended(phrases: str) -> str:
    said = [one.strip() for one in " ".join(phrases.split()).split(",")]
    more = [f"{word} {one}" for one in said for word in _NO_MORE]
    return ",".join([*more, *(f"{one} nữa" for one in more)])


_KINDS = (
    ("lead.care.end", Phrases(_ended(_CARE))),
    ("lead.health.end", Phrases(_ended(_HEALTH))),
    ("lead.care", Phrases(_CARE)),
    ("lead.health", Phrases(_HEALTH)),
    (
        "care.home",
        Phrases(
            """
            ra viện, đã ra viện, xuất viện, đã xuất viện, được ra viện, ở viện về, ở viện về nhà,
            viện về, nằm viện về, is home from hospital, is back from hospital, left hospital
            """
        ),
    ),
)
_BEHIND = Phrases("rồi, ạ, nhé, nha, đấy, từ hôm nay, hôm nay, hôm qua, sáng nay, now, today")
_AROUND = Phrases("dạ, thưa, cho, để, mời, nhờ, cử, let", if_marked="đã, sẽ, được")
_CAN_VISIT = Phrases(
    """
    thăm được, đi thăm được, sang thăm được, có thể đi thăm, có thể thăm, can visit, can visit on
    """
)
_FAMILY = Phrases("người nhà, người nhà của, người thân của")
_OF = Phrases("của")
_MOST_OF_A_NAME = 5
_UNTIL = re.compile(r"\s(?:đến|den|tới|to|until|till)\s|\s[-–]\s|(?<=\d)[-–](?=\d)")
_FROM = re.compile(r"^\s*(?:từ|tu|from)\s+", re.I)


def people_of_care(words: Sequence[Word]) -> tuple[str, str] | None:
    """Return a command about somebody of home care, and whom it is about, by name."""
    said = _BEHIND.trimmed(words)
    for name, phrases in _KINDS:
        place = phrases.place_in(said)
        if place and phrases.is_all_of(said[place:]):
            who = _AROUND.trimmed(said[:place])
            return (name, join(who)) if _is_a_name(who) else None
    place = _CAN_VISIT.place_in(said)
    if place and _is_a_name(said[:place]):
        return "carer.days", join(said)
    return _family(words)


def _family(words: Sequence[Word]) -> tuple[str, str] | None:
    """Understand "người nhà của bà Lan"; "người nhà bà Lan nộp 50k" is about money."""
    who = words[_FAMILY.length_at(words, 0) :] if words else words
    if len(who) == len(words) or not 0 < len(who) <= _MOST_OF_A_NAME:
        return None
    if naming.VERBS.are_in(who[1:]):
        return None
    named = _OF.end(words[: -len(who)]) and not naming.FIRST_PERSON.are_in(who)
    return ("relatives", join(who)) if named or _is_a_name(who) else None


def named_before_days(text: str) -> tuple[str, str]:
    """Take "ông Tư thăm được thứ 3" apart: who, empty for the speaker, and what was said of days.

    Without the verb all of it is of days.
    """
    words = cut(text)
    place = _CAN_VISIT.place_in(words)
    if place is None:
        return "", text
    who = words[:place]
    said = join(words[place + _CAN_VISIT.length_at(words, place) :])
    is_speaker = not who or naming.ONESELF.is_all_of(_AROUND.trimmed(who))
    return ("" if is_speaker else join(who)), said


def first_and_last(text: str) -> tuple[str, str] | None:
    """Take "từ 1/12 đến 10/12" apart; None where it is not from one day to another."""
    parts = _UNTIL.split(_FROM.sub("", text))
    if len(parts) != 2 or not all(any(map(str.isalnum, part)) for part in parts):
        return None
    return parts[0], parts[1]


def _is_a_name(words: Sequence[Word]) -> bool:
    if not words or naming.ONESELF.is_all_of(words) or naming.FIRST_PERSON.end(words):
        return False
    addressed = len(words) > 1 and naming.ADDRESS.length_at(words, 0) > 0
    return addressed or all(one.typed.istitle() for one in words)
