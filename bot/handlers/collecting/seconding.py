"""The second officer of a meeting's list: who that may be, and what is put to her."""

from __future__ import annotations

from bot.chat import Choice
from bot.handlers import touches
from bot.handlers.collecting.people import on_list
from bot.handlers.collecting.reading import counted
from bot.i18n import _, money
from bot.people import Listener, Member
from bot.storage import collected, members
from bot.storage.collections import Collection
from bot.telling import called, speaking_to
from bot.turn import Answer, Turn


async def keeper_of(turn: Turn, collection: Collection) -> Member:
    """Return who has counted the cash of a list, and keeps it."""
    if collection.counted_by is None:
        raise ValueError(f"collection {collection.id} is not counted")
    return await members.member(turn.db, collection.counted_by, turn.today)


async def able(turn: Turn, keeper: Member) -> list[Listener]:
    """Return which officers can agree to what `keeper` counted, each on a phone of her own."""
    officers = await members.officers(turn.db, turn.club.id, turn.today)
    others = [one for one in officers if one.id != keeper.id]
    free = await touches.independent(turn, others, [keeper])
    return [one for one in await turn.reach_officers(free) if not one.shared]


async def ask(turn: Turn, collection: Collection) -> Answer:
    """Put a counted list to all who can agree; say who that is, or what to do without them."""
    keeper = await keeper_of(turn, collection)
    reached = [one for one in await able(turn, keeper) if one.member.id != turn.member.id]
    people = await on_list(turn, collection, await collected.rows(turn.db, collection.id))
    for listener in reached:
        with speaking_to(listener.member, turn.today) as words:
            lines = counted(turn, collection, people, keeper)
            lines.append(words(_("Do you agree? Then it is all in the book.")))
            amount = money(collection.counted or 0)
            await turn.tell(
                listener,
                "\n".join(lines),
                Choice("yes", words(_("I agree, {amount}"), amount=amount)),
                Choice("no", words(_("Not yet"))),
                step="collecting.agree",
                data={"collection": collection.id, "counted_at": stamp(collection)},
            )
    if not reached:
        return turn.say(
            _(
                "Nobody else of the board can agree here. Let two sign the list on paper, and send"
                " me a photo of it."
            ),
            Choice("collecting.paper", _("Two have signed a paper")),
            data={"collection": collection.id},
        )
    return turn.say(
        _("I have asked {names}. One yes, and all of it is in the book."),
        names=", ".join(called(one.member, turn.today) for one in reached),
    )


def stamp(collection: Collection) -> str:
    """Return what tells one count of a list from a later one."""
    return collection.counted_at.isoformat() if collection.counted_at else ""
