"""The roll by exception: all are there but those whose names are tapped or written."""

from __future__ import annotations

from bot.chat import Choice
from bot.handlers.cards import must_be_officer
from bot.handlers.gathering import guests, roll_names, roll_screens
from bot.handlers.gathering.day import said_of_roll
from bot.handlers.gathering.held import MEETING, ask_which, meant, open_of_turn, usual
from bot.handlers.gathering.roll_begun import begun
from bot.handlers.gathering.roll_screens import ABSENT, THERE
from bot.handlers.names import matching
from bot.handlers.ways_out import STOP
from bot.i18n import _
from bot.storage import members, roll_calls
from bot.storage.meetings import Meeting
from bot.turn import Answer, Step, Turn
from bot.understanding.choices import is_number
from bot.understanding.roll_call import as_typed_behind, heads_absent, names_said


async def begin(turn: Turn) -> Answer:
    """Call the roll, or go on with one that another officer began."""
    found = await meant(turn, to_write=True)
    if isinstance(found, Answer):
        return found
    note = await begun(turn, found)
    return await roll_screens.show(turn, found, note=note)


async def absent(turn: Turn) -> Answer:
    """Somebody is absent: who is named behind the command."""
    turn.text = as_typed_behind(turn.incoming.text, turn.text)
    return await _absent(turn) if await _names_anybody(turn) else await begin(turn)


async def named_absent(turn: Turn) -> Answer | None:
    """Note a list that an officer writes at once: "vắng: Hoa, ông Tư"; None for other words."""
    if not heads_absent(turn.text) or not await _names_anybody(turn):
        return None
    return await _absent(turn)


async def _absent(turn: Turn) -> Answer:
    must_be_officer(turn)
    found = await usual(turn)
    if found is None:
        return ask_which(turn)
    await begun(turn, found)
    turn.data = {MEETING: found.id, "page": 0, "shown": []}
    return await roll_names.heard(turn, found)


async def _names_anybody(turn: Turn) -> bool:
    people = await members.everybody(turn.db, turn.club.id, turn.today)
    return any(matching(one.name, people) for one in names_said(turn.text))


async def take_names(turn: Turn) -> Answer:
    """The officer tapped a name, wrote names, or said that this was all."""
    meeting, _written = await open_of_turn(turn)
    kind, _colon, _member = turn.choice.partition(":")
    # A name that is typed may be one on another page, too: it is no button of this one.
    by_name = kind in (ABSENT, THERE) and not (turn.incoming.pressed or is_number(turn.text))
    if not turn.choice or by_name:
        return await roll_names.heard(turn, meeting)
    if kind in (ABSENT, THERE):
        return await _tapped(turn, meeting, came=kind == THERE)
    return await _other(turn, meeting)


async def _tapped(turn: Turn, meeting: Meeting, *, came: bool) -> Answer:
    member_id = int(turn.choice.partition(":")[2])
    changed = await roll_calls.mark(turn.db, meeting.id, [member_id], came=came)
    last = {"ids": sorted(changed), "came": came} if changed else None
    note = "" if changed else turn.words(_("That was written down already."))
    return await roll_screens.show(turn, meeting, page=turn.data["page"], note=note, last=last)


async def _other(turn: Turn, meeting: Meeting) -> Answer:
    page = int(turn.data["page"])
    if turn.choice == "next":
        return await roll_screens.show(turn, meeting, page=page + 1)
    if turn.choice == "undo":
        last = turn.data["last"]
        await roll_calls.mark(turn.db, meeting.id, last["ids"], came=not last["came"])
        return await roll_screens.show(turn, meeting, page=page, note=_("Taken back."))
    if turn.choice == "guests":
        return await guests.ask(turn, meeting)
    if turn.choice == STOP:
        return turn.say(
            _("All right. What is marked stays; write “roll” to go on."),
            Choice("roll", _("Go on with the roll")),
            data={MEETING: meeting.id},
        )
    return await finish(turn, meeting)


async def finish(turn: Turn, meeting: Meeting) -> Answer:
    """The roll is complete; it can be mended until the minutes are closed."""
    await roll_calls.finish(turn.db, meeting.id, turn.now)
    roll = await roll_calls.of_meeting(turn.db, turn.club.id, meeting.id)
    return turn.say(
        _("Thank you, the roll is written down. {said}"),
        Choice("decided", _("Write decisions down")),
        Choice("minutes", _("The minutes")),
        Choice("roll", _("Somebody came late, or mend it")),
        data={MEETING: meeting.id},
        said=said_of_roll(turn, roll),
    )


HANDLERS = {
    "roll": Step(begin),
    "roll.absent": Step(absent),
    "roll.names": Step(take_names, typed=True),
}
