"""The second officer of a meeting's list: who that may be, and what is put to her."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.chat import Choice
from bot.handlers import touches
from bot.handlers.collecting.people import on_list
from bot.handlers.collecting.reading import counted
from bot.handlers.signed_papers import PATIENCE, Asked
from bot.i18n import _, money
from bot.people import Listener, Member
from bot.storage import collected, members
from bot.storage.collected import Row
from bot.storage.collections import Collection
from bot.telling import called, speaking_to
from bot.turn import Answer, Turn


async def keeper_of(turn: Turn, collection: Collection) -> Member:
    """Return who has counted the cash of a list, and keeps it."""
    if collection.counted_by is None:
        raise ValueError(f"collection {collection.id} is not counted")
    return await members.member(turn.db, collection.counted_by, turn.today)


async def is_here(turn: Turn, collection: Collection, keeper: Member) -> bool:
    """Whether who counted did so on a phone of her own: what was passed on is no touch of hers."""
    if collection.written_by != keeper.id:
        return False
    return any(not one.shared for one in await turn.reach_officers([keeper]))


async def free(
    turn: Turn, collection: Collection, keeper: Member, officers: Sequence[Member]
) -> list[Member]:
    """Return which of `officers` are a second person beside what `keeper` counted.

    Where her count was passed on, neither who did that nor who noted what was paid is one: else
    somebody alone had noted it all.
    """
    hands = {keeper.id, collection.written_by}
    if not await is_here(turn, collection, keeper):
        rows = await collected.rows(turn.db, collection.id)
        hands |= {row.marked_by for row in rows if row.amount and row.marked_by}
    others = [one for one in officers if one.id not in hands]
    return await touches.independent(turn, others, [keeper])


async def able(turn: Turn, collection: Collection, keeper: Member) -> list[Listener]:
    """Return which of these can agree to it, each on a phone of her own."""
    officers = await members.officers(turn.db, turn.club.id, turn.today)
    others = await free(turn, collection, keeper, officers)
    return [one for one in await turn.reach_officers(others) if not one.shared]


async def others(turn: Turn, collection: Collection, keeper: Member) -> list[Listener]:
    """Return the same without the speaker."""
    found = await able(turn, collection, keeper)
    return [one for one in found if one.member.id != turn.member.id]


async def asked(turn: Turn, collection: Collection) -> Asked:
    """Return who else can agree to a counted list on a phone, and since when."""
    keeper = await keeper_of(turn, collection)
    since = signed_from(collection) - PATIENCE
    return Asked(others=await others(turn, collection, keeper), since=since)


def signed_from(collection: Collection) -> datetime:
    """Return from when on a counted list may be signed on paper, though others were asked."""
    if collection.counted_at is None:
        raise ValueError(f"collection {collection.id} is not counted")
    return collection.counted_at + PATIENCE


def may_be_signed(turn: Turn, collection: Collection) -> bool:
    """Whether those who were asked have let so much time pass that two may sign on paper."""
    return turn.now >= signed_from(collection)


async def ask(turn: Turn, collection: Collection) -> Answer:
    """Put a counted list to all who can agree; say who that is, or what to do without them."""
    keeper = await keeper_of(turn, collection)
    rows = await collected.rows(turn.db, collection.id)
    people = await on_list(turn, collection, rows)
    reached = await others(turn, collection, keeper)
    for listener in reached:
        with speaking_to(listener.member, turn.today) as words:
            lines = counted(turn, collection, people, keeper)
            lines.append(words(_("Do you agree? Then it is all in the book.")))
            await turn.tell(
                listener,
                "\n".join(lines),
                *answers(words, collection),
                step="collecting.agree",
                data={"collection": collection.id, "read": stamp(collection, rows)},
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


def answers(words: Callable[..., str], collection: Collection) -> tuple[Choice, ...]:
    """Return what the second officer can answer."""
    amount = money(collection.counted or 0)
    return (
        Choice("yes", words(_("I agree, {amount}"), amount=amount)),
        Choice("sum", words(_("I count another sum"))),
        Choice("no", words(_("Not yet, look at the list again"))),
    )


def stamp(collection: Collection, rows: Sequence[Row]) -> str:
    """Return what tells what was put to the second officer from any other list or count."""
    at = collection.counted_at.isoformat() if collection.counted_at else ""
    return f"{collected.version(rows)} {collection.counted} {at}"
