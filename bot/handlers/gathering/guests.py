"""Who else was at a meeting: guests by name, as the officer writes them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat import Choice, NotUnderstood
from bot.handlers.gathering.held import MEETING, meant, must_be_open, open_of_turn
from bot.handlers.gathering.roll_begun import begun
from bot.i18n import _
from bot.storage import roll_calls
from bot.storage.meetings import Meeting
from bot.turn import Answer, Step, Turn
from bot.understanding.folding import marked
from bot.understanding.replies import leaves
from bot.understanding.roll_call import guests_said
from bot.understanding.words import command

MOST, LONGEST = 40, 80


async def begin(turn: Turn) -> Answer:
    """Somebody who is no member was at the meeting."""
    found = await meant(turn, to_write=True)
    if isinstance(found, Answer):
        return found
    await must_be_open(turn, found)
    return await ask(turn, found)


async def ask(turn: Turn, meeting: Meeting, note: str = "") -> Answer:
    """Ask for names of guests, beside those that are written down."""
    names = await _written(turn, meeting)
    choices = [Choice("done", _("These are all"))]
    lines = [note] if note else []
    if names:
        lines.append(turn.words(_("Guests: {names}."), names=", ".join(names)))
        choices.append(Choice("undo", _("Take the last name out")))
    asked = _("Who else was there? Write the names with commas between them.")
    return turn.ask(
        "roll.guest",
        "{lines}",
        *choices,
        data={MEETING: meeting.id},
        lines="\n".join([*lines, turn.words(asked)]),
    )


async def take(turn: Turn) -> Answer:
    """The officer wrote names, took the last one out, or is done."""
    meeting, _minutes = await open_of_turn(turn)
    if turn.choice == "done":
        return turn.say(
            _("All right."),
            Choice("roll", _("Call the roll")),
            Choice("minutes", _("The minutes")),
            data={MEETING: meeting.id},
        )
    if turn.choice == "undo":
        await roll_calls.set_guests(turn.db, meeting.id, (await _written(turn, meeting))[:-1])
        return await ask(turn, meeting, _("Taken back."))
    is_other = leaves(turn.text) or command(turn.text) is not None
    names = [] if is_other else guests_said(turn.text)
    if not names or any(len(one) > LONGEST for one in names):
        raise NotUnderstood(turn.words(_("Please write names, like “ông Bình, bà Cúc”.")))
    await add(turn, meeting, names)
    return await ask(turn, meeting)


async def add(turn: Turn, meeting: Meeting, names: Sequence[str]) -> list[str]:
    """Write guests down beside those who are there, each once; return all of them."""
    before = await _written(turn, meeting)
    known = {marked(one) for one in before}
    fresh = {marked(one): one[:LONGEST] for one in names if marked(one) not in known}
    found = [*before, *fresh.values()]
    if len(found) > MOST:
        raise turn.refuse(
            _("So many guests do not fit into the minutes. Write the most important.")
        )
    await roll_calls.set_guests(turn.db, meeting.id, found)
    return found


async def _written(turn: Turn, meeting: Meeting) -> list[str]:
    """Return who is written down; the roll is begun where it was not."""
    await begun(turn, meeting)
    roll = await roll_calls.of_meeting(turn.db, turn.club.id, meeting.id)
    return list(roll.guests) if roll else []


HANDLERS = {
    "roll.guests": Step(begin),
    "roll.guest": Step(take, typed=True),
}
