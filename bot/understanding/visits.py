"""A visit told in a line: "thăm bà Lan: cơm, giặt, khỏe", "hôm qua bà Hoa thăm ông Tư"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bot.care.people import NEEDS
from bot.understanding import care_needs, naming, visit_times
from bot.understanding.phrases import Word, cut, join
from bot.understanding.visit_times import Told, read_times
from bot.understanding.visit_words import (
    BESIDE,
    FAR_ENOUGH,
    NEVER_BARE,
    NOT,
    NOT_ALONE,
    STATES_HEARD,
    TALK,
)
from bot.understanding.visiting import PAST, WITH, verb_in, visiting, who_came

_NUMBERS_FIRST = re.compile(
    r"(\d{1,2}(?:[\s,;.+&]+(?:và\s+)?\d{1,2})*)(?:\s*[,;:.]\s*(\D.*))?", re.S
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What was told of visits."""

    who: str = ""
    """Who visited, by name; empty: the speaker."""
    whom: str = ""
    """Whom, by name; with words behind it where it is not clear where a name ends."""
    beside: tuple[str, ...] = ()
    """Who went along, by name."""
    needs: tuple[str, ...] = ()
    """What was done."""
    state: str = ""
    """How she was, one of `people.STATES`; empty where that was not said, or is unclear."""
    unclear: str = ""
    """The word for how she was that may mean two things: "on"."""
    days: tuple[date, ...] = ()
    which: tuple[date, ...] = ()
    """Where the day is not clear, those that it may be."""
    no_day: bool = False
    """Whether a date was told that is in no calendar."""
    is_done: bool = False
    """Whether it was said that the visit is over: "đã thăm"."""
    minutes: int = 0
    """0: not said."""
    note: str = ""


@dataclass(slots=True)
class _Part:
    """Words between two commas."""

    words: list[Word] = field(default_factory=list)
    needs: list[str] = field(default_factory=list)
    vague: list[str] = field(default_factory=list)
    """Needs that only count where nothing strange is beside them."""
    states: list[str] = field(default_factory=list)
    unclear: str = ""
    strange: bool = False
    """Whether there are words in it that say something else."""
    opens_strangely: bool = False


def hear_visit(text: str, today: date) -> Heard:
    """Hear all that a line tells of one visit, or of several of one week.

    Without a verb ("thăm") it begins with whom. What is not understood is the note: nothing of
    it is lost.
    """
    words, told = read_times(text, today)
    place = verb_in(words)
    before = [] if place is None else [one for one in words[:place] if one.key]
    behind = words if place is None else words[place + 1 :]
    who, beside = who_came(before)
    whom, rest = _name(behind)
    companions, rest = _companions(rest)
    heard = _heard(told, list(_parts(rest)), (*beside, *companions))
    return replace(heard, who=who, whom=whom, is_done=PAST.are_in(before))


def hear_found(text: str, today: date) -> Heard:
    """Hear what was done and how somebody was, where both are asked: "cơm, giặt, khỏe"."""
    words, told = read_times(text, today)
    companions, rest = _companions(words)
    return _heard(told, list(_parts(rest)), companions)


def is_a_visit(text: str, today: date) -> bool:
    """Whether a line tells by itself of a visit of the speaker's: "thăm bà Én: cơm, khỏe"."""
    if visiting(cut(text)) is None:
        return False
    heard = hear_visit(text, today)
    told = heard.needs or heard.state or heard.unclear or heard.days
    return bool(not heard.who and heard.whom and told)


def numbers_first(text: str) -> tuple[str, str]:
    """Cut "1 3, khỏe" into the numbers of a list and what else is said; "2 tiếng" is no number."""
    found = _NUMBERS_FIRST.fullmatch(text.strip())
    return (found[1], found[2] or "") if found else ("", text)


def _heard(told: Told, parts: Sequence[_Part], beside: tuple[str, ...]) -> Heard:
    needs = {need for part in parts if not part.opens_strangely for need in part.needs}
    needs |= {need for part in parts if not part.strange for need in part.vague}
    states = {one for part in parts if not part.strange for one in part.states}
    states |= {one for part in parts for one in part.states if one == "station"}
    unclear = next((part.unclear for part in parts if part.unclear and not part.strange), "")
    state = "station" if "station" in states else states.pop() if len(states) == 1 else ""
    return Heard(
        beside=beside,
        needs=tuple(need for need in NEEDS if need in needs),
        state="" if unclear and state != "station" else state,
        unclear=unclear,
        days=told.days,
        which=told.which,
        no_day=told.no_day,
        minutes=told.minutes,
        note=", ".join(join(part.words) for part in parts if part.strange),
    )


def _name(words: Sequence[Word]) -> tuple[str, list[Word]]:
    """Return the name that the words begin with, and what is behind it."""
    taken: list[Word] = []
    for place, word in enumerate(words):
        if not word.key and not taken and word.typed != visit_times.BREAK:
            continue  # a day stood there
        is_address = not taken and naming.ADDRESS.length_at(words, place) > 0
        is_called = bool(taken) and naming.ADDRESS.is_all_of(taken)
        if not word.key or not (is_address or is_called or not _ends_name(words, place)):
            return join(taken), list(words[place:])
        taken.append(word)
    return join(taken), []


def _ends_name(words: Sequence[Word], place: int) -> bool:
    word, before = words[place], words[max(place - 1, 0) : place]
    if WITH.length_at(words, place):
        return True
    if naming.HAMLET.length_at(words, place) or naming.HAMLET.is_all_of(before):
        return False
    if before and before[0].typed.istitle() and word.typed.islower():
        return True  # "bà Lan kêu mệt"
    known = _known(words, place) is not None or BESIDE.length_at(words, place) > 0
    return known and not word.typed.istitle()


def _companions(words: Sequence[Word]) -> tuple[tuple[str, ...], list[Word]]:
    """Return who went along ("với bà Hoa"), and the other words."""
    found: list[str] = []
    kept: list[Word] = []
    place = 0
    while place < len(words):
        length = WITH.length_at(words, place)
        talked = any(TALK.is_all_of(kept[-many:]) for many in (1, 2))
        name, rest = _somebody(words[place + length :]) if length and not talked else ("", [])
        if name:
            found.append(name)
            place = len(words) - len(rest)
        else:
            kept.append(words[place])
            place += 1
    return tuple(found), kept


def _somebody(words: Sequence[Word]) -> tuple[str, list[Word]]:
    """Return the name of who is named there, by a form of address or a capital letter."""
    if not words or not (naming.ADDRESS.length_at(words, 0) or words[0].typed.istitle()):
        return "", []
    name, rest = _name(words)
    is_only_address = naming.ADDRESS.is_all_of(words[: len(words) - len(rest)])
    return ("", []) if is_only_address else (name, rest)


def _parts(words: Sequence[Word]) -> Iterator[_Part]:
    part, place = _Part(), 0
    while place < len(words):
        if not words[place].key:
            yield part
            part, place = _Part(), place + 1
            continue
        place += _take(part, words, place)
    yield part


def _take(part: _Part, words: Sequence[Word], place: int) -> int:
    """Put what stands there into the part; return how many words that are."""
    known = _known(words, place)
    length = known[2] if known else BESIDE.length_at(words, place) or 1
    denied = NOT.are_in(part.words[-FAR_ENOUGH:])
    taken = words[place : place + length]
    if known is None:
        if not BESIDE.is_all_of(taken):
            part.strange = True
            part.opens_strangely |= not (part.needs or part.vague or part.states)
    elif denied:
        part.strange = True
    elif known[0] == "need":
        (part.vague if NOT_ALONE.is_all_of(taken) else part.needs).append(known[1])
    elif known[1]:
        part.states.append(known[1])
    else:
        part.unclear = join(taken)
    part.words.extend(taken)
    return length


def _known(words: Sequence[Word], place: int) -> tuple[str, str, int] | None:
    """Return whether it is a thing that is done or how she is, which, and of how many words."""
    behind = words[place:]
    need = care_needs.KNOWN.opening(behind)
    is_bare = need is not None and need[1] == 1 and behind[0].key in NEVER_BARE
    found = [("need", *need)] if need and not is_bare else []
    states = ((state, phrases.length_at(behind, 0)) for state, phrases in STATES_HEARD)
    found += [("state", state, length) for state, length in states if length]
    return max(found, key=lambda one: (one[2], one[0]), default=None)
