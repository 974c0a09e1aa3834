"""The second officer says yes, and a meeting's money is in the book, all of it at once."""

from __future__ import annotations

from dataclasses import replace

from bot.chat import Choice
from bot.handlers.collecting import objecting, outcome, seconding
from bot.handlers.collecting.giving import done, give_slips, tell_hands
from bot.handlers.collecting.posting import Changed, post
from bot.handlers.collecting.taking import awaited, put
from bot.handlers.collecting.waiting import put_to
from bot.i18n import _, short_day
from bot.people import Member
from bot.storage import collected, collections, evidence
from bot.storage.collections import Collection
from bot.storage.ledger import MonthClosed
from bot.telling import called
from bot.turn import Answer, Step, Turn


async def agree(turn: Turn) -> Answer:
    """The second officer agrees, or something is not right; the first answer counts."""
    collection = await awaited(turn)
    if isinstance(collection, Answer):
        return collection
    keeper = await seconding.keeper_of(turn, collection)
    rows = await collected.rows(turn.db, collection.id)
    if seconding.stamp(collection, rows) != turn.data["read"]:
        return await _counted_anew(turn, collection, keeper)
    await _must_be_free(turn, collection, keeper)
    if turn.choice == "sum":
        return objecting.how_much(turn, collection)
    if turn.choice == "no":
        return await objecting.look_again(turn, collection, keeper)
    return await close(turn, collection, keeper, turn.member)


async def _counted_anew(turn: Turn, collection: Collection, keeper: Member) -> Answer:
    """A yes to another count is none to this one: put this one, where she can agree to it."""
    able = await seconding.able(turn, collection, keeper)
    if turn.member.id not in {one.member.id for one in able}:
        return await outcome.over(turn, collection)
    again = await put_to(turn, collection, keeper)
    note = turn.words(_("It was counted once more since. Please look at it again."))
    return replace(again, text=f"{note}\n\n{again.text}")


async def _must_be_free(turn: Turn, collection: Collection, keeper: Member) -> None:
    """Refuse who is no second person beside who counted."""
    if turn.phone.is_shared:
        raise turn.refuse(_("Others use this phone, too. Please agree on a phone of your own."))
    if not await seconding.free(turn, collection, keeper, [turn.member]):
        raise turn.refuse(_("Somebody else of the board must agree to this one."))


async def close(
    turn: Turn,
    collection: Collection,
    keeper: Member,
    second: Member | None,
    *,
    file: str = "",
) -> Answer:
    """Post it all, give out the slips, and tell who had a hand in it.

    Where somebody passed the count on, all who were asked to agree are told, too.

    `file` is the photo of a signed paper, where no second officer could agree here.
    """
    try:
        receipts = await post(turn, collection, keeper, second)
    except Changed as changed:
        return await _changed(turn, collection, keeper, changed)
    except MonthClosed as error:
        raise turn.refuse(
            _("The month of {day} was signed meanwhile. Please change the list again and count."),
            day=short_day(error.value_day),
        ) from error
    for one in receipts if file else ():
        await evidence.add(turn.db, one.posted.id, file, turn.now)
    on_paper = await give_slips(turn, collection, receipts, keeper)
    hands = [keeper.id, *(one.draft.entered_by for one in receipts)]
    if collection.written_by != keeper.id:
        asked = await seconding.able(turn, collection, keeper)
        hands += [collection.written_by, *(one.member.id for one in asked)]
    await tell_hands(turn, hands, lambda: done(turn, collection, receipts, on_paper))
    return turn.say(
        "{done}",
        Choice("cash", _("What the box must hold")),
        *await _still_kept(turn),
        done=done(turn, collection, receipts, on_paper),
    )


async def _still_kept(turn: Turn) -> list[Choice]:
    """Offer the list of an earlier day that waits to be closed, too."""
    kept = await collections.waiting(turn.db, turn.club.id)
    label = _("Go to the list of {day}")
    return [Choice("collecting", label.format(day=short_day(one.held_on))) for one in kept[:1]]


async def _changed(turn: Turn, collection: Collection, keeper: Member, changed: Changed) -> Answer:
    """Nothing is posted: who does not fit the book any more is asked once more."""
    await collections.reopen(turn.db, collection.id)
    for one in changed.people:
        await put(turn, one, "open")
    names = ", ".join(called(one.member, turn.today) for one in changed.people)

    def said() -> str:
        text = _("The book has changed for {names} since. Please take it down once more.")
        return text.format(names=names)

    await tell_hands(turn, [keeper.id], said)
    return turn.say("{said}", Choice("collecting", _("Go to the list")), said=said())


HANDLERS = {"collecting.agree": Step(agree, counts=True)}
