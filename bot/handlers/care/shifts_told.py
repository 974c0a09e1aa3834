"""Volunteers hear of the visits they are to make: of all when a rota is told, then of changes.

Only who goes, or need not go any more, is told, on a phone of her own: whom she visits is no
business of others. Who is visited, and her family, hear nothing of plans that change.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from bot.chat import Choice
from bot.handlers.care import whom
from bot.handlers.care.rota_facts import Names, when
from bot.i18n import _, short_day
from bot.people import Listener, Member
from bot.storage import members
from bot.storage.shifts import Shift
from bot.telling import Part, Words, called, speaking_to, tell_parts
from bot.turn import Turn

Telling = Callable[[int, Callable[..., str]], str]
"""Makes what one member is told, with a function that fills texts with her form."""
OFFERED = "swap.offered"


async def tell_all(turn: Turn, planned: Sequence[Shift], names: Names) -> list[Member]:
    """Tell each volunteer of all her visits; return who has no phone of her own."""

    def text(member: int, words: Callable[..., str]) -> str:
        days = [one.day for one in planned]
        head = words(
            _("Your visits from {first} to {last}:"),
            first=short_day(min(days)),
            last=short_day(max(days)),
        )
        return "\n".join([head, *lines_of(names, member, planned)])

    return await _tell(turn, {one for shift in planned for one in shift.volunteers}, text)


def lines_of(names: Names, member: int, planned: Iterable[Shift]) -> list[str]:
    """Return a line for each visit of a volunteer: when, to whom, with whom, what is needed."""
    return [
        f"– {when(one)}: {_visit(names, member, one)}" for one in planned if _goes(member, one)
    ]


def _goes(member: int, shift: Shift) -> bool:
    return member in shift.volunteers


def _visit(names: Names, member: int, shift: Shift) -> str:
    said = names.her(shift)
    if others := names.going(one for one in shift.volunteers if one != member):
        said = _("{name}, with {others}").format(name=said, others=others)
    her = names.recipients.get(shift.recipient_id)
    return f"{said}. {whom.needs_said(her.needs)}" if her and her.needs else said


async def tell_change(
    turn: Turn, names: Names, *, before: Shift | None = None, after: Shift | None = None
) -> list[Member]:
    """Tell those concerned that a visit is planned, changed or not needed.

    The speaker knows already. Return who has no phone of her own.
    """
    was = set(before.volunteers) if before else set()
    goes = set(after.volunteers) if after else set()
    concerned = was ^ goes
    if before and after and was & goes and (was != goes or _moved(before, after)):
        concerned = was | goes

    def text(member: int, words: Callable[..., str]) -> str:
        if after is None or member not in goes:
            return _gone(words, names, before or after, after)
        if member not in was:
            return _new(words, names, member, after)
        return _other(words, names, member, before or after, after)

    return await _tell(turn, concerned - {turn.member.id}, text, offered=goes)


def _moved(before: Shift, after: Shift) -> bool:
    return (before.day, before.part) != (after.day, after.part)


def _gone(words: Callable[..., str], names: Names, was: Shift | None, now: Shift | None) -> str:
    if was is None:
        return ""
    others = names.going(now.volunteers) if now else ""
    if not others:
        text = _("The visit to {name} on {day} is not needed. {You} need not go.")
        return words(text, name=names.her(was), day=when(was))
    text = _("{others} will visit {name} on {day}: {you} need not go then. Thank you!")
    return words(text, name=names.her(was), day=when(was), others=others)


def _new(words: Callable[..., str], names: Names, member: int, now: Shift) -> str:
    text = _("Please visit on {day}: {visit}")
    return words(text, day=when(now), visit=_visit(names, member, now))


def _other(words: Callable[..., str], names: Names, member: int, was: Shift, now: Shift) -> str:
    if _moved(was, now):
        text = _("The visit to {name} is on {day} now, not on {before}.")
        return words(text, name=names.her(now), day=when(now), before=when(was))
    others = names.going(one for one in now.volunteers if one != member)
    text = _("{day}, {name}: {others} will come with {you}.")
    if not others:
        text = _("{day}, {name}: {you} go there alone now.")
    return words(text, name=names.her(now), day=when(now), others=others)


async def _tell(
    turn: Turn, ids: Collection[int], text: Telling, *, offered: Collection[int] | None = None
) -> list[Member]:
    if not ids:
        return []
    people = await members.several(turn.db, sorted(ids), turn.today)
    reached = await turn.reach_officers(people.values())
    said = [_words(turn, one, text, offered=offered) for one in reached]
    await tell_parts(turn.db, said, turn.now)
    heard = {one.member.id for one in reached}
    return [one for one in people.values() if one.id not in heard]


def _words(
    turn: Turn, listener: Listener, text: Telling, *, offered: Collection[int] | None
) -> Words:
    member = listener.member
    with speaking_to(member, turn.today) as words:
        choices = [Choice("cannot", words(_("I cannot go then")))]
        goes = offered is None or member.id in offered
        part = Part(
            text=text(member.id, words),
            choices=tuple(choices) if goes else (),
            step=OFFERED,
        )
    return Words(listener=listener, parts=(part,))


def by_phone(turn: Turn, unheard: Sequence[Member]) -> str:
    """Say who has to be told in another way; empty where everybody has heard it."""
    if not unheard:
        return ""
    text = _("Without a phone here, please tell them: {names}.")
    return turn.words(text, names=", ".join(called(one, turn.today) for one in unheard))
