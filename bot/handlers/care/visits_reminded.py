"""What a reminder's buttons do: she was there, not yet, somebody else; and whom nobody visited."""

from __future__ import annotations

from datetime import timedelta

from bot.care.visits import Visit
from bot.chat import Choice
from bot.clock import local
from bot.handlers.care import (
    circle,
    rota_changing,
    rota_screen,
    swaps,
    visiting,
    visiting_written,
)
from bot.handlers.care.rota_facts import Names, names, when
from bot.i18n import _
from bot.people import Listener
from bot.storage import shifts, visits
from bot.storage.notices_care import FOUND_OUT
from bot.storage.shifts import Shift
from bot.telling import Part, Words, called, speaking_to, tell_parts
from bot.turn import Answer, Step, Turn

EVENING = 17
"""From that hour on somebody who was not visited is visited on the next day."""


async def coming(turn: Turn) -> Answer:
    """A volunteer who was reminded of a visit cannot go."""
    if gone := await _over(turn):
        return gone
    return await swaps.ask(turn, turn.data["shift"])


async def answer(turn: Turn) -> Answer:
    """A volunteer says whether she was there."""
    if gone := await _over(turn):
        return gone
    if turn.choice == "been":
        return await visiting.planned(turn)
    shift = await _shift(turn)
    if turn.choice == "other":
        return await _somebody_else(turn, shift)
    await shifts.note_said(turn.db, shift.id, turn.member.id, "not_yet", turn.now)
    return turn.say(
        _("All right. When {you} have been there, just tell me."),
        Choice("visit.planned", _("I have visited")),
        data={"shift": shift.id},
    )


async def missed(turn: Turn) -> Answer:
    """Who leads home care chose one whom nobody visited: who has time for her?"""
    await circle.must_lead(turn)
    shift = await shifts.one(turn.db, turn.club.id, int(turn.choice))
    if shift is None or shift.is_cancelled:
        return turn.say(_("That visit is not planned any more."), Choice("rota", _("The rota")))
    if visit := await _made(turn, shift):
        return turn.say("{said}", said=await visiting_written.already(turn, visit))
    screen = await rota_screen.now(turn)
    if shift.day >= turn.today:
        return await rota_changing.ask_who(turn, screen, shift)
    next_day = turn.today + timedelta(days=local(turn.now, turn.zone).hour >= EVENING)
    anew = rota_changing.planned_for(turn, shift.recipient_id, next_day)
    return await rota_changing.ask_who(turn, screen, anew)


async def _somebody_else(turn: Turn, shift: Shift) -> Answer:
    """Ask the others while there is time; later who leads home care finds somebody."""
    if shift.day >= turn.today:
        return await swaps.ask(turn, shift.id)
    if circle.leads(turn):
        turn.choice = str(shift.id)
        return await missed(turn)
    reached = await turn.reach_officers(await circle.told_first(turn))
    if not reached:
        return turn.say(_("Please ask {names} about that."), names=await circle.names(turn))
    await shifts.note_said(turn.db, shift.id, turn.member.id, FOUND_OUT, turn.now)
    known = await names(turn, [shift])
    await tell_parts(turn.db, [_not_there(turn, known, shift, one) for one in reached], turn.now)
    return turn.say(
        _("I have told {names}, who will find somebody. Thank {you}!"),
        names=", ".join(called(one.member, turn.today) for one in reached),
    )


def _not_there(turn: Turn, known: Names, shift: Shift, listener: Listener) -> Words:
    """Tell who leads home care that somebody was not visited, and offer to see who has time."""
    with speaking_to(listener.member, turn.today) as words:
        text = words(
            _("{name} was not able to visit {who} on {day} and asks for somebody else."),
            name=called(turn.member, turn.today),
            who=known.her(shift),
            day=when(shift),
        )
        asks = words(_("Choose a name, and I say who has time."))
    choice = Choice(str(shift.id), known.her(shift))
    part = Part(text=f"{text} {asks}", choices=(choice,), step="visit.missed")
    return Words(listener=listener, parts=(part,))


async def _over(turn: Turn) -> Answer | None:
    """Say why a visit need not be spoken of any more; None where it is still hers."""
    await circle.must_enter(turn)
    shift = await shifts.one(turn.db, turn.club.id, turn.data["shift"])
    mine = Choice("visits.mine", _("My visits"))
    if shift is None or shift.is_cancelled:
        return turn.say(_("That visit is not planned any more."), mine)
    if visit := await _made(turn, shift):
        return turn.say("{said}", mine, said=await visiting_written.already(turn, visit))
    if turn.member.id not in shift.volunteers:
        return turn.say(_("{You} need not go there any more."), mine)
    return None


async def _shift(turn: Turn) -> Shift:
    shift = await shifts.one(turn.db, turn.club.id, turn.data["shift"])
    if shift is None:
        raise turn.refuse(_("That visit is not planned any more."))
    return shift


async def _made(turn: Turn, shift: Shift) -> Visit | None:
    """Return what was written down of a planned visit."""
    found = await visits.of_recipient(
        turn.db, turn.club.id, shift.recipient_id, shift.day, shift.day + timedelta(days=1)
    )
    return next((one for one in found if one.shift_id == shift.id), None)


HANDLERS = {
    "visit.coming": Step(coming),
    "visit.reminded": Step(answer),
    "visit.missed": Step(missed),
}
