"""An officer pastes lines before any list is open: are they of the meeting's money?"""

from __future__ import annotations

from bot.chat import Choice
from bot.handlers.cards import must_be_officer
from bot.handlers.collecting import beginning, pasting, screens
from bot.handlers.ways_out import left
from bot.i18n import _, short_day
from bot.storage import collections
from bot.turn import Answer, Step, Turn
from bot.understanding.collecting import is_list, lines


async def offered(turn: Turn) -> Answer | None:
    """Ask whether what was typed is to be noted on the list; None where it is no such lines."""
    if not is_list(turn.text):
        return None
    found = await collections.live(turn.db, turn.club.id)
    return turn.ask(
        "collecting.lines",
        _("Shall I note these {count} lines on the collection list of {day}?"),
        Choice("yes", _("Yes, note them")),
        Choice("no", _("Never mind")),
        data={"said": turn.text},
        count=len(lines(turn.text)),
        day=short_day(found.held_on if found else turn.today),
    )


async def take_lines(turn: Turn) -> Answer:
    """Yes: note them on the list that is open, or on a new one of today."""
    must_be_officer(turn)
    if turn.choice != "yes":
        return left(turn)
    found = await collections.live(turn.db, turn.club.id)
    if found is None:
        opened = await beginning.opened(turn, turn.today)
        found = await collections.live(turn.db, turn.club.id)
        if found is None:
            return opened
    if found.status != "open":
        return await screens.over(turn, found)
    noted = await pasting.heard(turn, found, turn.data["said"])
    return noted or await screens.overview(turn, found)


HANDLERS = {"collecting.lines": Step(take_lines)}
