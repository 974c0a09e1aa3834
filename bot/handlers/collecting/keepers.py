"""Who keeps the cash counts it: on her phone, or beside an officer who has one."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat import Choice
from bot.handlers.collecting import screens
from bot.handlers.collecting.taking import opened
from bot.i18n import _, short_day
from bot.people import Member
from bot.rights import by_office, may_take_cash
from bot.storage import members
from bot.storage.talk import Data
from bot.telling import called, speaking_to
from bot.turn import Answer, Step, Turn


def must_count(turn: Turn, data: Data, lines: list[str], board: Sequence[Member]) -> Answer:
    """Say who must count, below the list that was read back."""
    keepers = [one for one in by_office(board) if may_take_cash(one)]
    names = ", ".join(called(one, turn.today) for one in keepers)
    return turn.ask(
        "collecting.keeper",
        "{lines}",
        Choice("ask", _("Ask {names} to count").format(names=names)),
        Choice("back", _("Back to the list")),
        data={**data, "keepers": [one.id for one in keepers]},
        lines="\n".join([*lines, _("{names} must count it.").format(names=names)]),
    )


async def ask_keeper(turn: Turn) -> Answer:
    """Send the list to who keeps the cash; where they have no phone, she counts beside it."""
    collection = await opened(turn)
    if isinstance(collection, Answer):
        return collection
    if turn.choice == "back":
        return await screens.overview(turn, collection)
    people = await members.several(turn.db, turn.data["keepers"], turn.today)
    keepers = [people[one] for one in turn.data["keepers"]]
    reached = await turn.reach_officers(keepers)
    for listener in reached:
        with speaking_to(listener.member, turn.today) as words:
            text = _("{name} has gone through the list of {day}. Please count the cash.")
            on = short_day(collection.held_on)
            said = words(text, name=called(turn.member, turn.today), day=on)
            count = Choice("count", words(_("Count it")))
            await turn.tell(
                listener,
                said,
                count,
                step="collecting.list",
                data={"collection": collection.id},
            )
    if not reached:
        return _beside_her(turn, keepers)
    names = ", ".join(called(one.member, turn.today) for one in reached)
    return turn.say(_("I have asked {names}."), names=names)


def _beside_her(turn: Turn, keepers: Sequence[Member]) -> Answer:
    return turn.ask(
        "collecting.beside",
        _("They have no phone here. Let one of them count the cash beside you: who is it?"),
        *(Choice(str(one.id), called(one, turn.today)) for one in keepers),
        Choice("back", _("Back to the list")),
        data=turn.data,
    )


HANDLERS = {"collecting.keeper": Step(ask_keeper)}
