"""The second officer says yes, and a meeting's money is in the book, all of it at once."""

from __future__ import annotations

from bot.chat import Choice, NotUnderstood
from bot.handlers import touches
from bot.handlers.cards import must_be_officer
from bot.handlers.collecting import screens, seconding
from bot.handlers.collecting.drafting import Receipt
from bot.handlers.collecting.giving import done, give_slips, tell_hands
from bot.handlers.collecting.people import on_list
from bot.handlers.collecting.posting import Changed, post
from bot.handlers.collecting.reading import counted
from bot.handlers.collecting.taking import put
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, money, short_day
from bot.people import Member
from bot.storage import collected, collections, evidence
from bot.storage.collections import Collection
from bot.storage.ledger import MonthClosed
from bot.telling import called
from bot.turn import Answer, Step, Turn


async def waits(turn: Turn) -> Answer:
    """A list waits for its second officer: see it, ask once more, or change it again."""
    collection = await _counted(turn)
    if isinstance(collection, Answer):
        return collection
    if turn.choice == "stop":
        return turn.say(_("All right. It stays as it is until somebody agrees."))
    if turn.choice == "reopen":
        await collections.reopen(turn.db, collection.id)
        opened = await collections.locked(turn.db, turn.club.id, collection.id)
        return await screens.overview(turn, opened)
    keeper = await seconding.keeper_of(turn, collection)
    if turn.member.id in {one.member.id for one in await seconding.able(turn, keeper)}:
        return await _put(turn, collection, keeper)
    return await seconding.ask(turn, collection)


async def _put(turn: Turn, collection: Collection, keeper: Member) -> Answer:
    people = await on_list(turn, collection, await collected.rows(turn.db, collection.id))
    lines = counted(turn, collection, people, keeper)
    lines.append(turn.words(_("Do you agree? Then it is all in the book.")))
    amount = money(collection.counted or 0)
    return turn.ask(
        "collecting.agree",
        "{lines}",
        Choice("yes", _("I agree, {amount}").format(amount=amount)),
        Choice("no", _("Not yet")),
        data={"collection": collection.id, "counted_at": seconding.stamp(collection)},
        lines="\n".join(lines),
    )


async def agree(turn: Turn) -> Answer:
    """The second officer agrees, or would like to look at it again; the first answer counts."""
    collection = await _counted(turn)
    if isinstance(collection, Answer):
        return collection
    if seconding.stamp(collection) != turn.data["counted_at"]:
        return await screens.over(turn, collection)
    keeper = await seconding.keeper_of(turn, collection)
    await _must_be_free(turn, keeper)
    if turn.choice == "no":
        await collections.reopen(turn.db, collection.id)
        name = called(turn.member, turn.today)
        await tell_hands(turn, [keeper.id], lambda: _not_yet(name, collection))
        return turn.say(
            _("All right, the list is open again. I told {name}."),
            Choice("collecting", _("Go to the list")),
            name=called(keeper, turn.today),
        )
    return await _close(turn, collection, keeper, turn.member)


def _not_yet(name: str, collection: Collection) -> str:
    text = _("{name} would like to look at the collection of {day} once more; it is open again.")
    return text.format(name=name, day=short_day(collection.held_on))


async def _must_be_free(turn: Turn, keeper: Member) -> None:
    """Refuse who is no second person beside who counted."""
    if turn.phone.is_shared:
        raise turn.refuse(_("Others use this phone, too. Please agree on a phone of your own."))
    if not await touches.independent(turn, [turn.member], [keeper]):
        raise turn.refuse(_("Somebody else of the board must agree to this one."))


async def _close(
    turn: Turn,
    collection: Collection,
    keeper: Member,
    second: Member | None,
    *,
    file: str = "",
) -> Answer:
    """Post it all, give out the slips, and tell who had a hand in it."""
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
    hands = [keeper.id, *_markers(receipts)]
    await tell_hands(turn, hands, lambda: done(turn, collection, receipts, on_paper))
    return turn.say(
        "{done}",
        Choice("cash", _("What the box must hold")),
        done=done(turn, collection, receipts, on_paper),
    )


def _markers(receipts: list[Receipt]) -> list[int]:
    return [one.draft.entered_by for one in receipts]


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


# --- A signed paper ------------------------------------------------------------------------------


async def paper(turn: Turn) -> Answer:
    """Nobody can agree here: two have signed the list on paper; its photo, please."""
    found = await _on_paper(turn)
    if isinstance(found, Answer):
        return found
    return turn.ask(
        "collecting.photo",
        _("Please take a photo of the paper with the signatures and send it here."),
        never_mind(),
        data=turn.data,
    )


async def take_photo(turn: Turn) -> Answer:
    """The photo came: the list is closed, its entries stay unchecked, the head is shown it."""
    if turn.choice == STOP:
        return left(turn)
    found = await _on_paper(turn)
    if isinstance(found, Answer):
        return found
    if not turn.incoming.file:
        raise NotUnderstood(turn.words(_("I need the photo of the paper.")))
    file = turn.incoming.file
    keeper = await seconding.keeper_of(turn, found)
    answer = await _close(turn, found, keeper, None, file=file)
    on = short_day(found.held_on)
    if listener := await touches.shown_a_paper(turn, {keeper.id}):
        await tell_hands(turn, [listener.member.id], lambda: _by_paper(on), image=file)
    return answer


def _by_paper(on: str) -> str:
    return _("The collection of {day} was closed on this signed paper.").format(day=on)


async def _on_paper(turn: Turn) -> Collection | Answer:
    """Return a counted list that nobody can agree to by phone; else say who can."""
    collection = await _counted(turn)
    if isinstance(collection, Answer):
        return collection
    able = await seconding.able(turn, await seconding.keeper_of(turn, collection))
    if not able:
        return collection
    return turn.say(
        _("{names} can still say yes or no here. Please ask them first."),
        names=", ".join(called(one.member, turn.today) for one in able),
    )


async def _counted(turn: Turn) -> Collection | Answer:
    """Return the list that waits for a second officer, locked; an answer where it does not."""
    must_be_officer(turn)
    collection = await collections.locked(turn.db, turn.club.id, turn.data["collection"])
    if collection.status == "counted":
        return collection
    if collection.status == "open":
        return await screens.overview(
            turn, collection, note=_("The list is open again: it must be counted anew.")
        )
    return await screens.over(turn, collection)


HANDLERS = {
    "collecting.waits": Step(waits),
    "collecting.agree": Step(agree, counts=True),
    "collecting.paper": Step(paper),
    "collecting.photo": Step(take_photo, typed=True, takes_file=True),
}
