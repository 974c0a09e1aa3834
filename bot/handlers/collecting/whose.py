"""Whom a typed line is about: by name, and as a man or a woman is spoken of."""

from __future__ import annotations

from collections.abc import Sequence

from bot.handlers.collecting.taking import candidates
from bot.handlers.names import matching
from bot.people import Member
from bot.storage import members
from bot.storage.collections import Collection
from bot.turn import Turn
from bot.understanding import collecting
from bot.understanding.collecting import Line, Reading
from bot.understanding.folding import same_word, words_of
from bot.understanding.names import without_address

Meant = list[tuple[Member, Reading]]

_OF_MEN = words_of("ông anh chú cậu dượng")
_OF_WOMEN = words_of("bà cô chị dì mợ thím")


def meant(line: Line, people: Sequence[Member]) -> Meant:
    """Return who a line may be about, with how it is read then; one only where it is clear.

    Of namesakes "ông Tư" is the man.
    """
    found = [
        (one, reading)
        for reading in line.readings
        if reading.name
        for one in matching(reading.name, people)
        if _is_named(reading.name, one)
    ]
    fit = [(one, reading) for one, reading in found if not contradicts(reading.name, one)]
    return list(dict.fromkeys(fit or found))


async def named_in(turn: Turn, collection: Collection) -> list[tuple[Member, Reading | None]]:
    """Return whom the typed words may name, each with the sum that stands beside the name."""
    people = await candidates(turn, collection)
    if found := matching(turn.text, people):
        return [(one, None) for one in found]
    return [pair for line in collecting.lines(turn.text) for pair in meant(line, people)]


async def owing_nothing(turn: Turn, line: Line, found: Meant) -> Meant:
    """Return who is called just so and has nothing to pay, where nobody else is meant."""
    if any(not contradicts(reading.name, one) for one, reading in found):
        return []
    everybody = await members.to_be_found(turn.db, turn.club.id, turn.today)
    return [
        (one, reading)
        for one, reading in meant(line, everybody)
        if not contradicts(reading.name, one) and one.id not in {other.id for other, _ in found}
    ]


def contradicts(typed: str, member: Member) -> bool:
    """Whether a man is spoken of in front of a woman's name, or the other way round."""
    words = words_of(typed)
    if not member.sex or without_address(words or [""]) == words:
        return False
    others = _OF_MEN if member.sex == "female" else _OF_WOMEN
    mine = words_of(f"{member.name} {member.village_name}")
    is_name = any(same_word(words[0], one) for one in mine)
    return not is_name and any(same_word(words[0], one) for one in others)


def _is_named(typed: str, member: Member) -> bool:
    """Whether each word that was typed is one of her names: a mere beginning would be guessed.

    Each of them once: in "Năm năm chục" only the first one names bà Năm.
    """
    names = words_of(f"{member.name} {member.village_name} {member.hamlet} xóm thôn")
    for word in without_address(words_of(typed) or [""]):
        found = next((name for name in names if same_word(word, name)), None)
        if found is None:
            return False
        names.remove(found)
    return True
