"""The whole list of a meeting day: go on with it, sort it, count it, or leave it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from bot.chat import Choice
from bot.handlers.collecting import beside, counting, dropping, rest, screens
from bot.handlers.collecting.opening import BY_NAME, BY_SEAT
from bot.handlers.collecting.taking import opened
from bot.i18n import _
from bot.storage import collected, collections, members
from bot.storage.collections import Collection
from bot.turn import Answer, Step, Turn


async def take_list(turn: Turn) -> Answer:
    """The whole list is shown: go on, count, sort, drop, or somebody's name."""
    found = await opened(turn)
    if isinstance(found, Answer):
        return found
    if not turn.choice:
        return await beside.typed(turn, found)
    ways: Mapping[str, Callable[[Turn, Collection], Awaitable[Answer]]] = {
        "on": screens.next_person,
        "show": screens.overview,
        "every": _whole,
        "rest": rest.ask,
        "count": counting.begin,
        "order": _sorted,
        "drop": dropping.ask,
        "stop": _left,
    }
    return await ways[turn.choice](turn, found)


async def _whole(turn: Turn, found: Collection) -> Answer:
    return await screens.overview(turn, found, whole=True)


async def _left(turn: Turn, _found: Collection) -> Answer:
    return turn.say(
        _("All right. Any officer can go on with it: just write “collection”."),
        Choice("collecting", _("Go on")),
    )


async def _sorted(turn: Turn, found: Collection) -> Answer:
    """Put a list into the other order: as they sit, or by their names."""
    by = BY_NAME if found.by == BY_SEAT else BY_SEAT
    everybody = await members.to_be_found(turn.db, turn.club.id, turn.today)
    seats = await collections.seats(turn.db, turn.club.id) if by == BY_SEAT else {}
    last = max(seats.values(), default=0) + 1
    ordered = sorted(everybody, key=lambda one: seats.get(one.id, last))
    places = {one.id: place for place, one in enumerate(ordered, 1)}
    await collections.order_by(turn.db, found.id, by)
    await collected.sort(turn.db, found.id, places)
    again = await collections.locked(turn.db, turn.club.id, found.id)
    return await screens.overview(turn, again)


HANDLERS = {"collecting.list": Step(take_list, typed=True)}
