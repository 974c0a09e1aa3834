"""An officer pastes lines before any list is open: are they of the meeting's money?"""

from __future__ import annotations

from datetime import date

from bot.chat import Choice
from bot.handlers.cards import must_be_officer
from bot.handlers.collecting import earlier, outcome, pasting, screens
from bot.handlers.collecting.opening import just_held, open_list
from bot.handlers.ways_out import left
from bot.i18n import _, short_day
from bot.storage import collections
from bot.storage.collections import Collection
from bot.turn import Answer, Step, Turn
from bot.understanding.collecting import is_list, lines


async def offered(turn: Turn) -> Answer | None:
    """Ask whether what was typed is to be noted on the list; None where it is no such lines."""
    if not is_list(turn.text):
        return None
    return _asked(turn, turn.text, await _day(turn))


def _asked(turn: Turn, said: str, on: date, *, note: str = "") -> Answer:
    ways = [Choice("yes", _("Yes, note them"))]
    if on != turn.today:
        ways = [
            Choice("yes", _("Yes, on the list of {day}").format(day=short_day(on))),
            Choice("today", _("On a list of today")),
        ]
    text = _("Shall I note these {count} lines on the collection list of {day}?")
    return turn.ask(
        "collecting.lines",
        f"{{note}}{text}",
        *ways,
        Choice("no", _("Never mind")),
        data={"said": said, "day": on.isoformat()},
        note=screens.before(note),
        count=len(lines(said)),
        day=short_day(on),
    )


async def _day(turn: Turn) -> date:
    """Return the day of the list that is open, of a meeting just held, or today."""
    if found := await collections.live(turn.db, turn.club.id):
        return found.held_on
    return await just_held(turn) or turn.today


async def take_lines(turn: Turn) -> Answer:
    """Yes: note them on the list that is open, or on a new one; they are kept until then."""
    must_be_officer(turn)
    if turn.choice == "no":
        return left(turn)
    on = turn.today if turn.choice == "today" else date.fromisoformat(turn.data["day"])
    opened = await _opened(turn, on)
    found = await collections.live(turn.db, turn.club.id)
    if found is None:
        return opened or left(turn)
    if found.status != "open":
        if turn.choice != "reopen":
            return await _counted(turn, found)
        await collections.reopen(turn.db, found.id)
        found = await collections.locked(turn.db, turn.club.id, found.id)
    if found.held_on != on:
        text = _("The list of {day} is worked on now.")
        note = text.format(day=short_day(found.held_on))
        return _asked(turn, turn.data["said"], found.held_on, note=note)
    noted = await pasting.heard(turn, found, turn.data["said"])
    return noted or await screens.overview(turn, found)


async def _opened(turn: Turn, on: date) -> Answer | None:
    """Open the list of a day, where none is worked on or an earlier one makes room for today's."""
    found = await collections.live(turn.db, turn.club.id)
    if found is None:
        return await open_list(turn, on)
    if found.held_on < on == turn.today:
        return await earlier.begin_today(turn, found)
    return None


async def _counted(turn: Turn, found: Collection) -> Answer:
    """The list is counted: its lines can be changed once it is open again, and these noted."""
    over = await outcome.over(turn, found)
    return turn.ask(
        "collecting.lines",
        "{over}\n\n{ask}",
        Choice("reopen", _("Change the list again, and note them")),
        Choice("no", _("Never mind")),
        data={"said": turn.data["said"], "day": found.held_on.isoformat()},
        over=over.text,
        ask=_("Your lines are not noted yet."),
    )


HANDLERS = {"collecting.lines": Step(take_lines)}
