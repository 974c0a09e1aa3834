"""Pasted lines: what is clear is noted at once, the rest is asked back line by line.

Nobody is guessed: a name that fits two people, a sum that could be another one, money that was
told of before, or a second line for the same person is a question.
"""

from __future__ import annotations

from collections.abc import Collection as Several
from dataclasses import dataclass, replace

from bot.chat import NotUnderstood
from bot.handlers.collecting import screens, unclear
from bot.handlers.collecting.people import Person, hands, may_touch
from bot.handlers.collecting.taking import candidates, listed, mark, put
from bot.handlers.collecting.whose import Meant, contradicts, meant, named_in, owing_nothing
from bot.handlers.names import matching
from bot.handlers.sums import heard_sum
from bot.i18n import _, money, ngettext
from bot.money.loans import TooMuch
from bot.people import Member
from bot.storage.collections import Collection
from bot.storage.talk import Data
from bot.telling import called
from bot.turn import Answer, Turn
from bot.understanding import collecting
from bot.understanding.collecting import Line, Reading
from bot.understanding.words import command

_RESTING = ("quiet.ill", "quiet.mourning")
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
    note, questions = await _each(turn, collection, said, people)
    return await unclear.next_of(turn, collection, questions, note=note)


async def _each(
    turn: Turn, collection: Collection, said: list[Line], people: list[Member]
) -> tuple[str, list[Data]]:
    """Note the lines that are clear; return what is said of them, and what must be asked."""
    near = await hands(turn)
    noted, others, questions, there = [], [], [], []
    for line in said:
        found = meant(line, people)
        if len(found) != 1 or contradicts(found[0][1].name, found[0][0]):
            free = await owing_nothing(turn, line, found)
            if len(free) == 1 and free[0][1].amount == 0:
                there.append(_nothing_anyway(turn, free[0][0]))
                continue
            if free or len(found) != 1:
                questions.append(_who(line, free or found, owe=not free))
                continue
            found = [(one, replace(reading, sure=False)) for one, reading in found]
        member, reading = found[0]
        if not may_touch(turn, member, near):
            others.append(called(member, turn.today))
            continue
        taken = await take(turn, collection, member, reading, said=line.said)
        if taken.there:
            there.append(taken.there)
        elif taken.asked:
            questions.append(taken.asked)
        else:
            noted.append((member, reading))
    return "\n".join([*_done(turn, noted, others), *there]), questions


def _who(line: Line, found: Meant, *, owe: bool) -> Data:
    people = [one for one, _reading in found]
    if not owe and len({one.id for one in people}) == 1:
        return unclear.owes_nothing(people[0], line.said)
    return unclear.of_whom(line, people)


def _nothing_anyway(turn: Turn, member: Member) -> str:
    return turn.words(_("{name} has nothing to pay."), name=called(member, turn.today))


async def of_others(
    turn: Turn, collection: Collection, member: Member
) -> tuple[str, list[Data]] | None:
    """Note typed lines that name somebody else than who is asked about; None: there are none.

    Whoever is named, it is her money: that of who is asked about has no name beside it.
    """
    this_first(turn)
    said = collecting.lines(turn.text)
    with_sum = [
        one for one in said if any(ok.name and ok.amount is not None for ok in one.readings)
    ]
    if not with_sum or collecting.bare_sum(turn.text):
        return None
    people = await candidates(turn, collection)
    if len(said) == 1:
        found = meant(said[0], people)
        if {one.id for one, _reading in found} == {member.id}:
            return None
        if not (found or await owing_nothing(turn, said[0], found)):
            text = _(
                "“{said}”: I find nobody of that name. For {name} please write the sum alone."
            )
            name = called(member, turn.today)
            raise NotUnderstood(turn.words(text, said=turn.text, name=name))
    return await _each(turn, collection, said, people)


def this_first(turn: Turn) -> None:
    """Keep a question open beside which somebody is said to be ill: that is for the list."""
    if says_who_rests(turn.text):
        raise turn.refuse(_("One after the other, please: first this one."))


def says_who_rests(text: str) -> bool:
    """Whether somebody who is named is ill or in mourning."""
    said = command(text)
    return said is not None and said.name in _RESTING and bool(said.rest)


async def own_sum(turn: Turn, collection: Collection, member: Member) -> Reading:
    """Return the sum that was typed for who is asked about, with her name beside it or without."""
    named = await named_in(turn, collection)
    own = [reading for one, reading in named if one.id == member.id and reading]
    if len(named) == 1 and own and own[0].amount:
        return own[0]
    heard = heard_sum(turn)
    return Reading(name="", amount=heard.amount, sure=heard.sure, principal=heard.principal)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What came of a line: nothing said here, it is noted."""

    asked: Data | None = None
    """What must be asked first."""
    there: str = ""
    """Words for the officer: just that is on the list already."""


async def take(
    turn: Turn,
    collection: Collection,
    member: Member,
    reading: Reading,
    *,
    said: str,
    passed: Several[str] = (),
) -> Taken:
    """Note what one line says of one person, unless it must be asked about, or stands there."""
    one = await listed(turn, collection, member)
    if one is None:
        return Taken(asked=unclear.owes_nothing(member, said))
    if reading.amount is None:
        return Taken(asked=unclear.without_sum(member, said))
    if _stands_there(one, reading):
        return Taken(there=await _there(turn, one))
    if question := unclear.first_asked(one, reading, said, passed):
        return Taken(asked=question)
    return Taken(asked=await _note(turn, one, reading, said))


async def _note(turn: Turn, one: Person, reading: Reading, said: str) -> Data | None:
    """Note a sum, or that there is none today; return the question about what is too much."""
    if not reading.amount:
        await put(turn, one, "later")
        return None
    try:
        parts = one.parts(reading.amount, principal_first=reading.principal)
    except TooMuch as error:
        return unclear.too_much(one, reading, error.limit, said)
    await mark(turn, one, parts, principal_first=reading.principal)
    return None


def _stands_there(one: Person, reading: Reading) -> bool:
    """Whether the list says just that already: two officers may paste the same lines."""
    if not reading.amount:
        return one.state == "later"
    first = any(item.row.principal_first for item in one.items)
    return one.state == "paid" and one.paid == reading.amount and first == reading.principal


async def _there(turn: Turn, one: Person) -> str:
    who, at = await screens.marked(turn, one)
    text = _("{name} {amount} stands there already ({who}, {time}); it is not counted twice.")
    if one.state == "later":
        text = _("{name} stands there already, for next time ({who}, {time}).")
    name = called(one.member, turn.today)
    return turn.words(text, name=name, amount=money(one.paid), who=who, time=at)


def _done(turn: Turn, noted: list[tuple[Member, Reading]], others: list[str]) -> list[str]:
    """Read back what was noted, and whose money somebody else must take."""
    together = sum(reading.amount or 0 for _member, reading in noted)
    text = ngettext(
        "Noted: {count} line, {amount}.", "Noted: {count} lines, {amount}.", len(noted)
    )
    lines = [turn.words(text, count=len(noted), amount=money(together))] if noted else []
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
