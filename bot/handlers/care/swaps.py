"""A volunteer cannot make a visit and asks the others who have time then; the first yes wins."""

from __future__ import annotations

from datetime import date, timedelta

from bot.care.rota import WEEK
from bot.chat import Choice
from bot.handlers.care import circle, swaps_answers
from bot.handlers.care.rota_facts import Names, names, when
from bot.handlers.care.swaps_told import ask_the_others, tell_leads_that_nobody
from bot.handlers.meetings import club_time, coming_choices
from bot.i18n import _, clock_time, near_day, ngettext
from bot.people import Member
from bot.storage import meetings, members, quiets, shifts, stand_ins, swaps
from bot.storage.shifts import Shift
from bot.turn import Answer, Step, Turn
from bot.understanding.phrases import cut, join
from bot.understanding.rota_lines import day_in, days_meant

AHEAD = timedelta(days=2 * WEEK + 1)
NO = "no"
SEVERAL = 3
"""Meetings that may be on these days."""


async def begin(turn: Turn) -> Answer:
    """Ask which of her visits a volunteer cannot make; a day may be told."""
    hers = await _hers(turn)
    days = days_meant(turn.text, turn.today, turn.today + AHEAD) if turn.text else []
    meant = [one for one in hers if one.day in days] if turn.text else hers
    if not meant:
        if days and (meeting := await _meeting_on(turn, days)):
            return meeting
        text = (
            _("No visit of yours is planned then.")
            if turn.text
            else _("No visits of yours are planned in these two weeks.")
        )
        own = [Choice("visits.mine", _("My visits"))] if circle.volunteers(turn) else []
        return turn.say(text, *own)
    return await _which(turn, meant)


async def _meeting_on(turn: Turn, days: list[date]) -> Answer | None:
    """Ask who visits nobody on that day about the meeting that is on it; None where none is."""
    coming = await meetings.coming(turn.db, turn.club.id, club_time(turn), SEVERAL)
    found = next((one for one in coming if one.held_on in days), None)
    if found is None:
        return None
    return turn.say(
        _("The club meets on {day}, {time}, at {place}."),
        *coming_choices(),
        data={"meeting": found.id},
        day=near_day(found.held_on, with_lunar=True),
        time=clock_time(found.at),
        place=found.place,
    )


async def offered(turn: Turn) -> Answer:
    """A volunteer who was just told of her visits cannot go."""
    turn.text = ""
    return await begin(turn)


async def meant(turn: Turn) -> Answer | None:
    """Take a "tôi không đi được" for a visit on the day that is told, or that was just asked for.

    None where there is none, or the club meets on that day.
    """
    if turn.incoming.pressed or not circle.volunteers(turn):
        return None
    words = cut(turn.incoming.text)
    if (span := day_in(words)) is None:
        return await _refused(turn)
    days = days_meant(join(words[slice(*span)]), turn.today, turn.today + AHEAD)
    coming = await meetings.coming(turn.db, turn.club.id, club_time(turn), SEVERAL)
    if any(one.held_on in days for one in coming):
        return None
    hers = [one for one in await _hers(turn) if one.day in days]
    return await _which(turn, hers) if hers else None


async def _refused(turn: Turn) -> Answer | None:
    """Take it for a no to the one who asked whether the speaker goes instead."""
    waiting = await swaps.asked_of(turn.db, turn.member.id, turn.today)
    if len(waiting) != 1:
        return None
    turn.choice, turn.data = NO, {"swap": waiting[0].id}
    return await swaps_answers.answer(turn)


async def _hers(turn: Turn) -> list[Shift]:
    if not circle.speaks_herself(turn):
        await circle.must_lead(turn)
    return await shifts.of_member(turn.db, turn.member.id, turn.today, turn.today + AHEAD)


async def _which(turn: Turn, hers: list[Shift]) -> Answer:
    known = await names(turn, hers)
    if len(hers) == 1:
        return turn.ask(
            "swap.which",
            _("{day}, {name}: shall I ask the others to go for {you}?"),
            Choice("yes", _("Yes, please ask them")),
            Choice(NO, _("No, I will go")),
            data={"shift": hers[0].id},
            day=when(hers[0]),
            name=known.her(hers[0]),
        )
    return turn.ask(
        "swap.which",
        _("Which visit can {you} not make? I ask the others then."),
        *(Choice(str(one.id), f"{when(one)}: {known.her(one)}") for one in hers),
        Choice(NO, _("Never mind")),
        data={},
    )


async def take_which(turn: Turn) -> Answer:
    """It is clear which one: ask the others."""
    if turn.choice == NO:
        return turn.say(_("All right, everything stays as it is."))
    number = turn.data["shift"] if turn.choice == "yes" else int(turn.choice)
    return await ask(turn, number)


async def ask(turn: Turn, shift_id: int) -> Answer:
    """Ask everybody who has time and room then; where nobody has, who has time."""
    await shifts.hold(turn.db, turn.club.id)
    shift = await shifts.one(turn.db, turn.club.id, shift_id)
    if (over := _over(turn, shift)) or shift is None:
        return turn.say(over, Choice("visits.mine", _("My visits")))
    swap_id = await swaps.ask(
        turn.db, club_id=turn.club.id, shift_id=shift.id, by=turn.member.id, now=turn.now
    )
    if swap_id is None:
        return turn.say(_("I am asking the others already, and write to {you} who goes."))
    known = await names(turn, [shift])
    asked = await ask_the_others(turn, known, shift, swap_id, await _who_could(turn, shift))
    if not asked:
        return await _nobody(turn, known, shift)
    text = ngettext(
        "I have asked {count} other volunteer, and write to {you} who goes. Until then it is"
        " still your visit.",
        "I have asked {count} other volunteers, and write to {you} who goes. Until then it is"
        " still your visit.",
        len(asked),
    )
    keep = Choice("swap.keep", _("I can go after all"))
    return turn.say(text, keep, data={"swap": swap_id}, count=len(asked))


def _over(turn: Turn, shift: Shift | None) -> str:
    """Say why nobody need be looked for; empty where it is the speaker's visit."""
    if shift is None or shift.is_cancelled or not shift.is_told:
        return _("That visit is not planned any more.")
    if shift.day < turn.today:
        return _("That day is over.")
    return "" if turn.member.id in shift.volunteers else _("{You} need not go there any more.")


async def _who_could(turn: Turn, shift: Shift) -> list[Member]:
    """Return who is asked: who has room, or where nobody has, who has time; none who rests."""
    could = await stand_ins.of(turn.db, shift, turn.today)
    rest = await quiets.of(turn.db, [one.id for one in could], turn.today)
    at_peace = {
        member
        for member, its in rest.items()
        if any(one.kind == quiets.ALL or one.is_own_mourning for one in its)
    }
    free = [one for one in could if one.id not in at_peace]
    room = [one.id for one in free if not one.is_full] or [one.id for one in free]
    people = await members.several(turn.db, room, turn.today) if room else {}
    return [people[one] for one in room]


async def _nobody(turn: Turn, known: Names, shift: Shift) -> Answer:
    """Nobody can be asked here: who leads home care is told at once."""
    leads = await tell_leads_that_nobody(turn, known, shift, turn.member)
    if not leads and circle.leads(turn):
        text = _("Nobody I can ask has time then. Please look for somebody under “The rota”.")
        return turn.say(text, Choice("rota", _("The rota")))
    text = _("Nobody I can ask has time then. I have told {names}, who will see to it.")
    if not leads:
        text = _("Nobody I can ask has time then. Please call {names}.")
    return turn.say(text, names=leads or await circle.names(turn))


async def keep(turn: Turn) -> Answer:
    """She can go after all."""
    await shifts.hold(turn.db, turn.club.id)
    hers = await shifts.of_member(turn.db, turn.member.id, turn.today, date.max)
    waiting = [
        one
        for one in await swaps.open_of(turn.db, [shift.id for shift in hers])
        if one.asked_by == turn.member.id and turn.data.get("swap", one.id) == one.id
    ]
    for one in waiting:
        await swaps.withdraw(turn.db, one.id, turn.now)
    if waiting:
        return turn.say(_("Good, thank you! Then {you} go, and nobody else need."))
    return turn.say(
        _("Nobody is looked for any more. Please look at your visits."),
        Choice("visits.mine", _("My visits")),
    )


HANDLERS = {
    "swap": Step(begin),
    "swap.offered": Step(offered),
    "swap.which": Step(take_which),
    "swap.keep": Step(keep),
}
