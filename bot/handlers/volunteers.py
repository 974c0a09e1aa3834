"""Who visits others at home: noted by who enrols members, from a card or by a few words."""

from __future__ import annotations

from bot.chat import Choice, NotUnderstood
from bot.handlers.board import must_enrol
from bot.handlers.names import choices_of, full_name, matching
from bot.handlers.reaching import of_the_club
from bot.i18n import _
from bot.storage import members
from bot.turn import Answer, Step, Turn


async def begin(turn: Turn) -> Answer:
    """Somebody is a volunteer: whose card is open, or who is named."""
    return await _noted(turn, volunteer=True)


async def end(turn: Turn) -> Answer:
    """Somebody is one no more."""
    return await _noted(turn, volunteer=False)


async def take_which(turn: Turn) -> Answer:
    """The officer chose one of several who are called so."""
    await must_enrol(turn)
    if turn.choice == "no":
        return turn.say(_("All right, everything stays as it is."))
    return await _note(turn, int(turn.choice), volunteer=turn.data["volunteer"])


async def _noted(turn: Turn, *, volunteer: bool) -> Answer:
    await must_enrol(turn)
    if not turn.text or turn.choice:
        return await _note(turn, turn.data["member"], volunteer=volunteer)
    people = await members.everybody(turn.db, turn.club.id, turn.today)
    found = matching(turn.text, people)
    if not found:
        raise NotUnderstood(turn.words(_("I find nobody of that name in the club.")))
    if len(found) == 1:
        return await _note(turn, found[0].id, volunteer=volunteer)
    return turn.ask(
        "volunteer.which",
        _("Which one do you mean?"),
        *choices_of(found),
        Choice("no", _("Never mind")),
        data={"volunteer": volunteer},
    )


async def _note(turn: Turn, member_id: int, *, volunteer: bool) -> Answer:
    member = await of_the_club(turn, member_id)
    await members.note_volunteer(turn.db, turn.club.id, member.id, volunteer=volunteer)
    text = _("I noted that {name} is a volunteer. Announcements can go to the volunteers alone.")
    if not volunteer:
        text = _("I noted that {name} is no volunteer any more.")
    return turn.say(text, name=full_name(member))


HANDLERS = {
    "volunteer": Step(begin),
    "volunteer.end": Step(end),
    "volunteer.which": Step(take_which),
}
