"""A list of an earlier day that was not closed: go on with it, close it, or begin today's."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from bot.chat import Choice
from bot.handlers.cards import must_be_officer
from bot.handlers.collecting import counting, dropping, outcome, screens
from bot.handlers.collecting.opening import open_list
from bot.handlers.collecting.people import on_list
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, short_day
from bot.storage import collected, collections
from bot.storage.collections import Collection
from bot.turn import Answer, Step, Turn


async def go_on(turn: Turn, found: Collection) -> Answer:
    """Take up an open list where it was left; of one of another day ask whether it is meant."""
    if found.waits_for_second:
        return await outcome.over(turn, found)
    if found.status == "open" and found.held_on == turn.today:
        return await screens.next_person(turn, found)
    people = await on_list(turn, found, await collected.rows(turn.db, found.id))
    on = short_day(found.held_on)
    ways = [Choice("on", _("Go on with the list of {day}").format(day=on))]
    if any(one.state != "open" for one in people):
        ways.append(Choice("close", _("Count it and close it for {day}").format(day=on)))
    return turn.ask(
        "collecting.earlier",
        _("{so_far} It is not closed yet. What shall become of it?"),
        *ways,
        Choice("today", _("Begin the list of today")),
        Choice("drop", _("Drop the list of {day}").format(day=on)),
        never_mind(),
        data={"collection": found.id},
        so_far=screens.so_far(found, people),
    )


async def take_earlier(turn: Turn) -> Answer:
    """The officer said what becomes of a list of an earlier day."""
    must_be_officer(turn)
    found = await collections.locked(turn.db, turn.club.id, turn.data["collection"])
    if turn.choice == STOP:
        return left(turn)
    if found.status not in ("open", collections.PUT_BY) or found.waits_for_second:
        return await outcome.over(turn, found)
    ways: Mapping[str, Callable[[Turn, Collection], Awaitable[Answer]]] = {
        "on": _taken_up,
        "close": _taken_up,
        "today": begin_today,
        "drop": dropping.ask,
    }
    return await ways[turn.choice](turn, found)


async def _taken_up(turn: Turn, found: Collection) -> Answer:
    """Work on it again: go on with the next one, or count it."""
    if found.status == collections.PUT_BY:
        if other := await collections.live(turn.db, turn.club.id):
            return await go_on(turn, other)
        await collections.take_up(turn.db, found)
        found = await collections.locked(turn.db, turn.club.id, found.id)
    if turn.choice == "close":
        return await counting.begin(turn, found)
    return await screens.next_person(turn, found)


async def begin_today(turn: Turn, found: Collection) -> Answer:
    """Begin the list of today; what was said on the earlier one is kept for later."""
    if (other := await collections.live(turn.db, turn.club.id)) and other.id != found.id:
        return await go_on(turn, other)
    rows = await collected.rows(turn.db, found.id)
    if found.waits_for_second or any(row.state != "open" for row in rows):
        await collections.put_by(turn.db, found.id)
    else:
        await collections.drop(turn.db, found.id, turn.now)
    return await open_list(turn, turn.today)


HANDLERS = {"collecting.earlier": Step(take_earlier)}
