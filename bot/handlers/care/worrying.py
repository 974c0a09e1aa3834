"""What worries of a visit, told at once: to those who see to care, and to who agreed to hear it.

It says what was seen and whom to turn to, in fixed words: never what it may be. It rings in the
night as well, once for each visit.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from bot import i18n
from bot.care.people import Recipient
from bot.care.visits import Visit
from bot.handlers.care.family_eyes import form_of_relative
from bot.handlers.care.visiting_words import joined, recipient_of, when_said
from bot.handlers.care.whom import in_full
from bot.i18n import _
from bot.people import Listener, Member
from bot.storage import care_roles, members, relatives, visit_worries
from bot.telling import Part, Words, called, speaking_to, tell_parts, tell_stranger
from bot.turn import Turn

Speaking = Callable[..., str]
"""Fills a text with the form of who hears it."""
Said = Callable[[Speaking], str]
"""Returns what somebody is told, in the language that is spoken when it is called."""

FIRST = ("care_lead", "head")
INSTEAD = ("deputy", "secretary")
"""Who hears it where nobody of the first has a phone of her own."""


async def tell(turn: Turn, visit: Visit) -> str:
    """Tell what worries of a visit, and return what the speaker hears of that; nothing if told.

    Where the care lead cannot be reached the deputy hears it beside the head. Nobody is told of
    somebody whom nobody visits any more.
    """
    worry = await visit_worries.of(turn.db, visit)
    whose = await recipient_of(turn, visit.recipient_id)
    has_ended = whose.until is not None and whose.until <= turn.today
    if not worry or has_ended or not await visit_worries.note_told(turn.db, visit, worry):
        return ""
    leads, unreached = await _leads(turn)
    visitors = await members.several(turn.db, visit.visitors, turn.today)
    for listener in leads:
        await _ring(turn, listener, _to_leads(turn, visit, whose, worry, list(visitors.values())))
    await _each_relative(turn, whose, _to_family(turn, visit, whose))
    return _to_speaker(turn, leads, unreached, worry)


async def calm(turn: Turn, visit: Visit, now: str) -> None:
    """Tell those who heard of a worry that what was written has been put right.

    `now` is how she really was; empty where there was no such visit.
    """
    if not visit.told or visit.told == now:
        return
    await visit_worries.forget(turn.db, visit)
    whose = await recipient_of(turn, visit.recipient_id)

    def said(words: Speaking) -> str:
        return words(
            _(
                "What I told of {name} ({day}) was written by mistake and is put right:"
                " nobody need worry because of it."
            ),
            name=called(whose, turn.today),
            day=when_said(visit.day, turn.today),
        )

    leads, _unreached = await _leads(turn)
    for listener in leads:
        await _ring(turn, listener, said)
    await _each_relative(turn, whose, said)


async def _leads(turn: Turn) -> tuple[list[Listener], list[Member]]:
    """Return who can be told, and who of the first should hear it and has no phone of her own."""
    people = await care_roles.holders(turn.db, turn.club.id, turn.today, (*FIRST, *INSTEAD))
    others = sorted((one for one in people if one.id != turn.member.id), key=_place)
    first = [one for one in others if not one.roles.isdisjoint(FIRST)]
    reached = await turn.reach_officers(first)
    know = turn.member.roles.union(*(one.member.roles for one in reached))
    for role in INSTEAD:
        if know.issuperset(FIRST) or (reached and role != INSTEAD[0]):
            break
        ids = {one.member.id for one in reached}
        more = [one for one in others if role in one.roles and one.id not in ids]
        reached += await turn.reach_officers(more)
    ids = {one.member.id for one in reached}
    return reached, [one for one in first if one.id not in ids]


def _place(one: Member) -> int:
    roles = (*FIRST, *INSTEAD)
    return min(place for place, role in enumerate(roles) if role in one.roles)


def _to_leads(
    turn: Turn, visit: Visit, whose: Recipient, worry: str, visitors: list[Member]
) -> Said:
    def said(words: Speaking) -> str:
        text = _(
            "{who} visited {name} {day}: somebody of the health station should see {short}."
            " Please look after it now. If it is urgent, call 115."
        )
        if worry == "weak":
            text = _(
                "{who} visited {name} {day}: {short} was weak on three visits in a row. Please"
                " look in, and ask the health station if need be."
            )
        parts = [
            words(
                text,
                who=", ".join(called(one, turn.today) for one in visitors),
                name=in_full(whose, turn.today),
                short=called(whose, turn.today),
                day=when_said(visit.day, turn.today),
            )
        ]
        if visit.note:
            parts.append(words(_("Noted: {note}."), note=visit.note.rstrip(".")))
        if whose.emergency_phone:
            parts.append(words(_("To call: {phone}."), phone=whose.emergency_phone))
        return joined(*parts)

    return said


def _to_family(turn: Turn, visit: Visit, whose: Recipient) -> Said:
    def said(words: Speaking) -> str:
        return words(
            _(
                "Volunteers of the club visited {name} {day} and think that somebody should look"
                " in on {name}. The club knows. Please call or come by when you can."
            ),
            name=called(whose, turn.today),
            day=when_said(visit.day, turn.today),
        )

    return said


def _to_speaker(turn: Turn, told: list[Listener], unreached: list[Member], worry: str) -> str:
    parts = []
    if told:
        names = ", ".join(called(one.member, turn.today) for one in told)
        parts.append(turn.words(_("I told {names} at once."), names=names))
    else:
        parts.append(turn.words(_("I can reach nobody who sees to it.")))
    if unreached:
        names = ", ".join(called(one, turn.today) for one in unreached)
        parts.append(turn.words(_("{names} has no phone here: please tell it."), names=names))
    if worry == "station":
        parts.append(turn.words(_("If it gets worse, call 115 or the health station.")))
    return joined(*parts)


async def _ring(turn: Turn, listener: Listener, said: Said) -> None:
    """Say it with sound at any hour; on a shared phone it waits behind the name."""
    with speaking_to(listener.member, turn.today) as words:
        part = Part(text=said(words))
    told = Words(listener=listener, parts=(part,), silent=False)
    await tell_parts(turn.db, [told], turn.now)


async def _each_relative(turn: Turn, whose: Recipient, said: Said) -> None:
    """Tell those of the family of whom she agreed that they are warned."""
    for one in await relatives.to_warn(turn.db, turn.club.id, whose.id, turn.today):
        if one.member_id == turn.member.id:
            continue
        if one.member_id is not None:
            people = await members.several(turn.db, [one.member_id], turn.today)
            for listener in await turn.reach(people.values()):
                await _ring(turn, listener, said)
        elif one.address_id is not None:
            with i18n.use_locale(await relatives.locale_at(turn.db, one.address_id)):
                text = said(partial(_spoken, form_of_relative(one)))
            await tell_stranger(turn.db, one.address_id, turn.club, text, now=turn.now)


def _spoken(form: i18n.Form, text: str, **values: object) -> str:
    return i18n.say(text, form, **values)
