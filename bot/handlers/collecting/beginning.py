"""Begin to take a meeting's money, or go on with a list that was left half way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.chat import Choice
from bot.handlers.cards import must_be_officer, take_name
from bot.handlers.collecting import earlier, outcome
from bot.handlers.collecting.opening import just_held, open_list
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, near_day, ngettext, short_day
from bot.storage import collections
from bot.storage.collections import Collection
from bot.turn import Answer, Step, Turn


async def begin(turn: Turn) -> Answer:
    """Go on with the list that is open, or begin one: of today, or of a meeting just held."""
    must_be_officer(turn)
    if found := await collections.live(turn.db, turn.club.id):
        return await earlier.go_on(turn, found)
    if waiting := await collections.waiting(turn.db, turn.club.id):
        if len(waiting) > 1:
            return _which(turn, waiting)
        return await earlier.go_on(turn, waiting[0])
    return await _new(turn)


def _which(turn: Turn, waiting: Sequence[Collection]) -> Answer:
    """Several lists are not closed: which one is meant, or is it that of today?"""
    text = ngettext(
        "{count} list is not closed yet. Which one is it?",
        "{count} lists are not closed yet. Which one is it?",
        len(waiting),
    )
    label = _("Go to the list of {day}")
    return turn.ask(
        "collecting.kept",
        text,
        *(Choice(str(one.id), label.format(day=short_day(one.held_on))) for one in waiting),
        Choice("today", _("Begin the list of today")),
        never_mind(),
        count=len(waiting),
    )


async def take_kept(turn: Turn) -> Answer:
    """The officer said which of the lists is meant."""
    must_be_officer(turn)
    if turn.choice == STOP:
        return left(turn)
    if found := await collections.live(turn.db, turn.club.id):  # begun by somebody meanwhile
        return await earlier.go_on(turn, found)
    if turn.choice == "today":
        return await _new(turn)
    found = await collections.locked(turn.db, turn.club.id, int(turn.choice))
    if found.status != collections.PUT_BY:
        return await outcome.over(turn, found)
    return await earlier.go_on(turn, found)


async def _new(turn: Turn) -> Answer:
    """Begin a list: of today, or of a meeting just held."""
    held = await just_held(turn)
    if held is None:
        return await open_list(turn, turn.today)
    return turn.ask(
        "collecting.day",
        _("Of which day is the money?"),
        Choice(held.isoformat(), near_day(held, with_lunar=False)),
        Choice(turn.today.isoformat(), _("Of today")),
        never_mind(),
    )


async def from_whom(turn: Turn) -> Answer:
    """Money is to be received: of everybody by the list, or of whom the officer names."""
    return await (begin(turn) if turn.choice == "list" else take_name(turn))


async def take_day(turn: Turn) -> Answer:
    """The officer said of which day the money is."""
    must_be_officer(turn)
    if turn.choice == STOP:
        return left(turn)
    if found := await collections.live(turn.db, turn.club.id):  # begun by somebody meanwhile
        return await earlier.go_on(turn, found)
    return await open_list(turn, date.fromisoformat(turn.choice))


HANDLERS = {
    "collecting": Step(begin),
    "collecting.day": Step(take_day),
    "collecting.kept": Step(take_kept),
    "receive.whom": Step(from_whom, typed=True),
}
