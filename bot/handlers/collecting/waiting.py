"""A counted list waits for its second officer: what can be done until then."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from bot.handlers.collecting import earlier, outcome, screens, seconding
from bot.handlers.collecting.people import on_list
from bot.handlers.collecting.reading import counted
from bot.handlers.collecting.taking import awaited
from bot.handlers.signed_papers import ask_for_photo, still_asked
from bot.i18n import _
from bot.people import Member
from bot.storage import collected, collections
from bot.storage.collections import Collection
from bot.turn import Answer, Step, Turn

PHOTO = "collecting.photo"
"""The step that takes the photo of a signed list."""


async def waits(turn: Turn) -> Answer:
    """See it, ask once more, two have signed it on paper, or change it again."""
    collection = await awaited(turn)
    if isinstance(collection, Answer):
        return collection
    ways: Mapping[str, Callable[[Turn, Collection], Awaitable[Answer]]] = {
        "ask": _put_or_ask,
        "reopen": _opened_again,
        "today": earlier.begin_today,
        "paper": _for_a_paper,
        "stop": _left,
    }
    return await ways[turn.choice](turn, collection)


async def _left(turn: Turn, _collection: Collection) -> Answer:
    return turn.say(_("All right. It stays as it is until somebody agrees."))


async def _put_or_ask(turn: Turn, collection: Collection) -> Answer:
    """Put it to the speaker, where she can agree; else ask the others once more."""
    keeper = await seconding.keeper_of(turn, collection)
    able = await seconding.able(turn, collection, keeper)
    if turn.member.id in {one.member.id for one in able}:
        return await put_to(turn, collection, keeper)
    return await seconding.ask(turn, collection)


async def _opened_again(turn: Turn, collection: Collection) -> Answer:
    await collections.reopen(turn.db, collection.id)
    again = await collections.locked(turn.db, turn.club.id, collection.id)
    if again.status == "open":
        return await screens.overview(turn, again)
    return await outcome.over(turn, again)


async def put_to(turn: Turn, collection: Collection, keeper: Member) -> Answer:
    """Put a counted list to the speaker, who can agree to it."""
    rows = await collected.rows(turn.db, collection.id)
    people = await on_list(turn, collection, rows)
    lines = counted(turn, collection, people, keeper)
    lines.append(turn.words(_("Do you agree? Then it is all in the book.")))
    return turn.ask(
        "collecting.agree",
        "{lines}",
        *seconding.answers(turn.words, collection),
        data={"collection": collection.id, "read": seconding.stamp(collection, rows)},
        lines="\n".join(lines),
    )


# --- A signed paper ------------------------------------------------------------------------------


async def paper(turn: Turn) -> Answer:
    """Two have signed the list on paper: its photo, please."""
    found = await awaited(turn)
    return found if isinstance(found, Answer) else await _for_a_paper(turn, found)


async def _for_a_paper(turn: Turn, collection: Collection) -> Answer:
    asked = await seconding.asked(turn, collection)
    return still_asked(turn, asked) or ask_for_photo(turn, PHOTO)


HANDLERS = {
    "collecting.waits": Step(waits),
    "collecting.paper": Step(paper),
}
