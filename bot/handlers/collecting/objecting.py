"""The second officer does not agree: who counted gets the list back, with buttons."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat import Choice
from bot.handlers.collecting import counting, outcome, screens, seconding
from bot.handlers.collecting.people import on_list
from bot.handlers.collecting.taking import awaited, opened
from bot.i18n import _, money, short_day
from bot.people import Listener, Member
from bot.storage import collected, collections
from bot.storage.collections import Collection
from bot.telling import called, speaking_to
from bot.turn import Answer, Step, Turn


def how_much(turn: Turn, collection: Collection) -> Answer:
    """The count is not right: what does the second officer count?"""
    return turn.ask(
        "collecting.objection",
        _("How much do {you} count? A sum, or the notes: “3 of 500k, 2 of 200k”."),
        Choice("look", _("I have not counted; look at the list again")),
        Choice("stop", _("Never mind")),
        data=turn.data,
    )


async def take_objection(turn: Turn) -> Answer:
    """The second officer wrote the sum: who keeps the cash can take it over with one tap."""
    collection = await awaited(turn)
    if isinstance(collection, Answer):
        return collection
    rows = await collected.rows(turn.db, collection.id)
    if seconding.stamp(collection, rows) != turn.data["read"] or turn.choice == "stop":
        return await outcome.over(turn, collection)
    keeper = await seconding.keeper_of(turn, collection)
    if turn.choice == "look":
        return await look_again(turn, collection, keeper)
    amount = counting.heard(turn)
    if amount == collection.counted:
        raise turn.refuse(
            _("That is what {name} has counted, too. Then {you} can agree."),
            name=called(keeper, turn.today),
        )
    return await _back(turn, collection, keeper, amount)


async def _back(turn: Turn, collection: Collection, keeper: Member, amount: int) -> Answer:
    """Open the list again, with the other sum on a button for who keeps the cash."""
    people = await on_list(turn, collection, await collected.rows(turn.db, collection.id))
    await collections.reopen(turn.db, collection.id)
    on, by = short_day(collection.held_on), called(turn.member, turn.today)
    for listener in await _reached(turn, keeper):
        with speaking_to(listener.member, turn.today) as words:
            text = _(
                "{name} counts {amount} for the collection of {day}, and {you} counted {counted}."
                " Please count it together once more."
            )
            counted = money(collection.counted or 0)
            said = words(text, name=by, amount=money(amount), day=on, counted=counted)
            await turn.tell(
                listener,
                said,
                Choice("theirs", words(_("It is {amount}"), amount=money(amount))),
                Choice("count", words(_("Count once more"))),
                Choice("list", words(_("The whole list"))),
                step="collecting.recount",
                data={**counting.as_it_stands(collection, people), "amount": amount},
            )
    return await _told(turn, collection, keeper)


async def look_again(turn: Turn, collection: Collection, keeper: Member) -> Answer:
    """Something on the list is not right: it is open again, for both of them."""
    await collections.reopen(turn.db, collection.id)
    on, by = short_day(collection.held_on), called(turn.member, turn.today)
    for listener in await _reached(turn, keeper):
        with speaking_to(listener.member, turn.today) as words:
            text = _(
                "{name} would like to look at the collection of {day} once more; it is open again."
            )
            await turn.tell(
                listener,
                words(text, name=by, day=on),
                Choice("show", words(_("The whole list"))),
                Choice("count", words(_("Count once more"))),
                step="collecting.list",
                data={"collection": collection.id},
            )
    return await _told(turn, collection, keeper)


async def _reached(turn: Turn, keeper: Member) -> Sequence[Listener]:
    return await turn.reach_officers([keeper])


async def _told(turn: Turn, collection: Collection, keeper: Member) -> Answer:
    text = _("All right, the list is open again. I told {name}.")
    if not await _reached(turn, keeper):
        text = _("All right, the list is open again. Please tell {name}, who has no phone here.")
    return turn.say(
        text, Choice("collecting", _("Go to the list")), name=called(keeper, turn.today)
    )


async def take_recount(turn: Turn) -> Answer:
    """Who keeps the cash takes the other sum over, counts once more, or looks at the list."""
    if turn.choice == "theirs":
        found = await counting.as_read(turn)
        if isinstance(found, Answer):
            return found
        return await counting.take(turn, found, turn.data["amount"])
    found = await opened(turn)
    if isinstance(found, Answer):
        return found
    if turn.choice == "count":
        return await counting.begin(turn, found)
    return await screens.overview(turn, found)


HANDLERS = {
    "collecting.objection": Step(take_objection, typed=True, counts=True),
    "collecting.recount": Step(take_recount, counts=True),
}
