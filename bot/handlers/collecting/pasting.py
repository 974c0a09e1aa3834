"""Pasted lines: what is clear is noted at once, the rest is asked back line by line.

Nobody is guessed: a name that fits two people, a sum that could be another one, money that was
told of before, or a second line for the same person is a question.
"""

from __future__ import annotations

from collections.abc import Collection as Several

from bot.chat import NotUnderstood
from bot.handlers.collecting import screens, unclear
from bot.handlers.collecting.people import hands, may_touch
from bot.handlers.collecting.taking import candidates, listed, mark, put
from bot.handlers.names import matching
from bot.i18n import _, money, ngettext
from bot.money.loans import TooMuch
from bot.people import Member
from bot.storage.collections import Collection
from bot.storage.talk import Data
from bot.telling import called
from bot.turn import Answer, Turn
from bot.understanding import collecting
from bot.understanding.collecting import Line, Reading
from bot.understanding.folding import same_word, words_of
from bot.understanding.names import without_address

SHOWN = 30
"""So many of what was noted are read back line by line; more are on the list."""


async def heard(turn: Turn, collection: Collection, text: str) -> Answer | None:
    """Take typed lines, or show whom a name alone means; None for other words."""
    said = collecting.lines(text)
    people = await candidates(turn, collection)
    sums = [one for one in said if any(ok.amount is not None for ok in one.readings)]
    if sums and (len(said) > 1 or any(ok.name for ok in said[0].readings)):
        return await _noted(turn, collection, said, people)
    found = matching(text, people)
    if len(found) == 1 and (one := await listed(turn, collection, found[0])):
        return await screens.show(turn, collection, one)
    if found:
        return unclear.which(turn, collection, found)
    return None


async def _noted(
    turn: Turn, collection: Collection, said: list[Line], people: list[Member]
) -> Answer:
    near = await hands(turn)
    noted, others, questions = [], [], []
    for line in said:
        found = meant(line, people)
        if len(found) != 1:
            questions.append(unclear.of_whom(line, [one for one, _reading in found]))
            continue
        member, reading = found[0]
        if not may_touch(turn, member, near):
            others.append(called(member, turn.today))
            continue
        asked = await take(turn, collection, member, reading, said=line.said)
        if asked:
            questions.append(asked)
        else:
            noted.append((member, reading))
    note = "\n".join(_done(turn, noted, others))
    return await unclear.next_of(turn, collection, questions, note=note)


def meant(line: Line, people: list[Member]) -> list[tuple[Member, Reading]]:
    """Return who a line may be about, with how it is read then; one only where it is clear."""
    found = [
        (one, reading)
        for reading in line.readings
        if reading.name
        for one in matching(reading.name, people)
        if _is_named(reading.name, one)
    ]
    return list(dict.fromkeys(found))


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


async def take(
    turn: Turn,
    collection: Collection,
    member: Member,
    reading: Reading,
    *,
    said: str,
    passed: Several[str] = (),
) -> Data | None:
    """Note what one line says of one person; return what must be asked first, if anything."""
    one = await listed(turn, collection, member)
    if one is None:
        return unclear.owes_nothing(member, said)
    if reading.amount is None:
        return unclear.without_sum(member, said)
    if question := unclear.first_asked(one, reading, said, passed):
        return question
    if not reading.amount:
        await put(turn, one, "later")
        return None
    try:
        parts = one.parts(reading.amount, principal_first=reading.principal)
    except TooMuch as error:
        return unclear.too_much(one, reading, error.limit, said)
    await mark(turn, one, parts, principal_first=reading.principal)
    return None


def _done(turn: Turn, noted: list[tuple[Member, Reading]], others: list[str]) -> list[str]:
    """Read back what was noted, and whose money somebody else must take."""
    together = sum(reading.amount or 0 for _member, reading in noted)
    text = ngettext(
        "Noted: {count} line, {amount}.", "Noted: {count} lines, {amount}.", len(noted)
    )
    lines = [text.format(count=len(noted), amount=money(together))] if noted else []
    for member, reading in noted[:SHOWN]:
        name = called(member, turn.today)
        if reading.amount:
            lines.append(_("✓ {name} {amount}").format(name=name, amount=money(reading.amount)))
        else:
            lines.append(_("– {name}: next time").format(name=name))
    if others:
        lines.append(
            turn.words(
                _("Somebody else of the board must take the money of {names}."),
                names=", ".join(others),
            )
        )
    return lines


async def typed(turn: Turn, collection: Collection) -> Answer:
    """Take what was typed beside a list: lines, or a name."""
    said = await heard(turn, collection, turn.text)
    if said is None:
        raise NotUnderstood(
            turn.words(_("Please choose one of these, or write a sum, or somebody's name."))
        )
    return said
