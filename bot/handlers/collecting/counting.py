"""Before closing: the list read back with its total, and who keeps the cash counts it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.chat import Choice
from bot.handlers.bookkeeping.count_words import USUAL, why
from bot.handlers.collecting import screens, seconding
from bot.handlers.collecting.people import Person, on_list
from bot.handlers.collecting.reading import read_list
from bot.handlers.collecting.taking import moved, opened, put
from bot.handlers.own_words import heard_words
from bot.handlers.sums import heard_sum
from bot.i18n import _, in_words, money, short_day
from bot.people import Member
from bot.rights import by_office, may_stand_in, may_take_cash
from bot.storage import collected, collections, ledger, members
from bot.storage.collections import Collection
from bot.telling import called, speaking_to
from bot.turn import Answer, Step, Turn
from bot.understanding.notes import hear_notes, total


async def begin(turn: Turn, collection: Collection) -> Answer:
    """Read the list back, and ask who keeps the cash whether it fits what she has counted."""
    collection, note = await _in_an_open_month(turn, collection)
    people = await on_list(turn, collection, await collected.rows(turn.db, collection.id))
    overtaken = await collected.overtaken(turn.db, collection.id)
    if changed := [
        one
        for one in people
        if any(not item.fits or item.row.id in overtaken for item in one.items)
    ]:
        return await _look_again(turn, collection, changed)
    together = screens.total(people)
    if not together:
        return await screens.overview(turn, collection, note=_("Nobody has paid anything yet."))
    lines = [*([note] if note else []), *read_list(turn, collection, people)]
    board = await members.officers(turn.db, turn.club.id, turn.today)
    if not may_stand_in(turn.member, board):
        return _keeper_must_count(turn, collection, lines, board)
    lines.append(turn.words(_("Please count what {you} hold. Does it fit?")))
    return turn.ask(
        "collecting.count",
        "{lines}",
        Choice("fit", _("It fits, {amount}").format(amount=money(together))),
        Choice("over", _("There is more")),
        Choice("short", _("There is less")),
        Choice("back", _("Back to the list")),
        data={"collection": collection.id, "total": together},
        lines="\n".join(lines),
    )


async def _in_an_open_month(turn: Turn, collection: Collection) -> tuple[Collection, str]:
    """Let a list of a month that was signed meanwhile count from the first day that is open."""
    on = await ledger.first_open_day(turn.db, turn.club.id, collection.held_on)
    if on == collection.held_on:
        return collection, ""
    text = _("The month of {day} is signed and closed: it counts from {on}.")
    note = text.format(day=short_day(collection.held_on), on=short_day(on))
    return await moved(turn, collection, on), note


async def _look_again(turn: Turn, collection: Collection, changed: Sequence[Person]) -> Answer:
    """Open the rows again that do not fit the book any more: money came in another way."""
    for one in changed:
        await put(turn, one, "open")
    note = turn.words(
        _("The book has changed for {names} since. Please take it down once more."),
        names=", ".join(called(one.member, turn.today) for one in changed),
    )
    return await screens.next_person(turn, collection, note=note)


def _keeper_must_count(
    turn: Turn, collection: Collection, lines: list[str], board: Sequence[Member]
) -> Answer:
    keepers = [one for one in by_office(board) if may_take_cash(one)]
    names = ", ".join(called(one, turn.today) for one in keepers)
    lines.append(_("{names} must count it.").format(names=names))
    return turn.ask(
        "collecting.keeper",
        "{lines}",
        Choice("ask", _("Ask {names} to count").format(names=names)),
        Choice("back", _("Back to the list")),
        data={"collection": collection.id, "keepers": [one.id for one in keepers]},
        lines="\n".join(lines),
    )


async def ask_keeper(turn: Turn) -> Answer:
    """Send the list to who keeps the cash."""
    collection = await opened(turn)
    if isinstance(collection, Answer):
        return collection
    if turn.choice == "back":
        return await screens.overview(turn, collection)
    people = await members.several(turn.db, turn.data["keepers"], turn.today)
    reached = await turn.reach_officers(people[one] for one in turn.data["keepers"])
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
        return turn.say(_("They have no phone here. Please give them this one to count."))
    names = ", ".join(called(one.member, turn.today) for one in reached)
    return turn.say(_("I have asked {names}."), names=names)


async def take_count(turn: Turn) -> Answer:
    """Who keeps the cash says that it fits, or counts."""
    found = await _as_read(turn)
    if isinstance(found, Answer):
        return found
    if turn.choice == "back":
        return await screens.overview(turn, found)
    if turn.choice == "fit":
        return await _counted(turn, found, turn.data["total"])
    if turn.choice:
        return turn.ask(
            "collecting.counted",
            _("How much is it? A sum, or the notes: “3 of 500k, 2 of 200k”."),
            Choice("back", _("Back to the list")),
            data=turn.data,
        )
    return await _counted(turn, found, _heard(turn))


async def _as_read(turn: Turn) -> Collection | Answer:
    """Return the list as it was read back; it is read again where somebody has changed it."""
    collection = await opened(turn)
    if isinstance(collection, Answer) or turn.choice == "back":
        return collection
    rows = await collected.rows(turn.db, collection.id)
    if sum(row.amount for row in rows) == turn.data["total"]:
        return collection
    again = await begin(turn, collection)
    note = turn.words(_("Somebody else has changed the list meanwhile."))
    return replace(again, text=f"{note}\n\n{again.text}")


def _heard(turn: Turn) -> int:
    notes = hear_notes(turn.text)
    if notes and notes.unclear:
        raise turn.refuse(
            _("I did not understand “{said}”. Please write it like “5 of 10k”."),
            said=", ".join(notes.unclear),
        )
    return total(notes.pieces) if notes else heard_sum(turn).amount


async def _counted(turn: Turn, collection: Collection, amount: int) -> Answer:
    """Take the count: it fits, or the difference is named before anything else."""
    data = {**turn.data, "counted": amount}
    difference = amount - turn.data["total"]
    if not difference:
        return await _done(turn, collection, amount, "")
    text = _("{amount} ({words}): that is {difference} more than the list says.")
    if difference < 0:
        text = _("{amount} ({words}): that is {difference} less than the list says.")
    return turn.ask(
        "collecting.difference",
        text,
        Choice("again", _("Count once more")),
        Choice("list", _("Go through the list, or set somebody aside")),
        Choice("close", _("Close with this difference")),
        data=data,
        amount=money(amount),
        words=in_words(amount),
        difference=money(abs(difference)),
    )


async def take_difference(turn: Turn) -> Answer:
    """The count differs: once more, look for it, or close with it and a reason."""
    found = await _as_read(turn)
    if isinstance(found, Answer):
        return found
    if turn.choice == "again":
        return await begin(turn, found)
    if turn.choice == "list":
        return await screens.overview(turn, found)
    return turn.ask(
        "collecting.why",
        _("Why does it differ? The second officer reads it, and it stands in the book."),
        *(Choice(one, why(one)) for one in USUAL),
        Choice("back", _("Back to the list")),
        data=turn.data,
    )


async def take_why(turn: Turn) -> Answer:
    """The reason was told: the second officer is asked."""
    found = await _as_read(turn)
    if isinstance(found, Answer):
        return found
    if turn.choice == "back":
        return await screens.overview(turn, found)
    reason = turn.choice or heard_words(turn)
    return await _done(turn, found, turn.data["counted"], reason)


async def _done(turn: Turn, collection: Collection, amount: int, reason: str) -> Answer:
    await collections.count(
        turn.db, collection.id, counted=amount, by=turn.member.id, reason=reason, now=turn.now
    )
    counted = await collections.locked(turn.db, turn.club.id, collection.id)
    return await seconding.ask(turn, counted)


HANDLERS = {
    "collecting.count": Step(take_count, typed=True, counts=True),
    "collecting.counted": Step(take_count, typed=True, counts=True),
    "collecting.keeper": Step(ask_keeper),
    "collecting.difference": Step(take_difference),
    "collecting.why": Step(take_why, typed=True, own_words=True, counts=True),
}
