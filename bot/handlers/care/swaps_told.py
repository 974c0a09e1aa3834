"""Who is asked to go in another's stead, and who hears what came of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from bot.chat import Choice
from bot.handlers.care import circle
from bot.handlers.care.rota_facts import Names, seen, when
from bot.i18n import _
from bot.people import Listener, Member
from bot.storage import members, stand_ins, swaps
from bot.storage.shifts import Shift
from bot.storage.swaps import NO, YES
from bot.telling import Part, Words, called, speaking_to, tell_parts
from bot.turn import Turn

SHOWN = 5
"""So many who could go stand on the buttons of who leads home care."""
OTHERWISE = "none"


async def ask_the_others(
    turn: Turn, known: Names, shift: Shift, swap_id: int, people: Sequence[Member]
) -> list[Member]:
    """Ask those who have a phone of their own; return them."""
    reached = await turn.reach_officers(people)
    await swaps.note_asked(turn.db, swap_id, [one.member.id for one in reached])
    said = [_asked(turn, known, shift, swap_id, one) for one in reached]
    await tell_parts(turn.db, said, turn.now)
    return [one.member for one in reached]


def _asked(turn: Turn, known: Names, shift: Shift, swap_id: int, listener: Listener) -> Words:
    with speaking_to(listener.member, turn.today) as words:
        text = words(
            _("{name} cannot visit {who} on {day}. Could {you} go instead?"),
            name=called(turn.member, turn.today),
            who=known.her(shift),
            day=when(shift),
        )
        choices = Choice(YES, words(_("I will go"))), Choice(NO, words(_("I cannot")))
    part = Part(text=text, choices=choices, step="swap.answer", data={"swap": swap_id})
    return Words(listener=listener, parts=(part,))


async def tell_leads_that_nobody(turn: Turn, known: Names, shift: Shift, asker: Member) -> str:
    """Tell who leads home care that nobody goes for `asker`, and who has time.

    Return who of them has heard it, by name; to the speaker it is no news.
    """
    could = await stand_ins.of(turn.db, shift, turn.today)
    people = await members.several(turn.db, [one.id for one in could], turn.today)
    free = [people[one.id] for one in could]
    reached = await turn.reach_officers(await circle.told_first(turn, but=frozenset({asker.id})))
    nobody = _Nobody(shift=shift, asker=asker, free=free)
    await tell_parts(turn.db, [_nobody(turn, known, nobody, one) for one in reached], turn.now)
    return ", ".join(called(one.member, turn.today) for one in reached)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Nobody:
    """A visit that nobody makes yet."""

    shift: Shift
    asker: Member
    free: Sequence[Member]


def _nobody(turn: Turn, known: Names, nobody: _Nobody, listener: Listener) -> Words:
    shift, free = nobody.shift, nobody.free
    with speaking_to(listener.member, turn.today) as words:
        goer = called(nobody.asker, turn.today)
        text = _("{name} cannot visit {who} on {day}, and nobody else goes yet.")
        lines = [words(text, name=goer, who=known.her(shift), day=when(shift))]
        if free:
            could = ", ".join(called(one, turn.today) for one in free)
            lines.append(words(_("These have time then: {names}."), names=could))
        text = _("{name} goes")
        choices = [
            Choice(str(one.id), words(text, name=called(one, turn.today))) for one in free[:SHOWN]
        ]
        choices.append(Choice(OTHERWISE, words(_("Somebody else, or no visit"))))
    data = {"shift": shift.id, "was": seen([shift]), "instead": nobody.asker.id}
    part = Part(text=" ".join(lines), choices=tuple(choices), step="swap.placed", data=data)
    return Words(listener=listener, parts=(part,))


async def tell(
    turn: Turn, people: Collection[Member], text: Callable[[Callable[..., str]], str]
) -> None:
    """Say to each of these, on phones of their own, what `text` makes with her form."""
    said = []
    for listener in await turn.reach_officers(people):
        with speaking_to(listener.member, turn.today) as words:
            part = Part(text=text(words))
        said.append(Words(listener=listener, parts=(part,)))
    await tell_parts(turn.db, said, turn.now)
