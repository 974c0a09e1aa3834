"""Before closing: the list read back with its total, and who keeps the cash counts it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.chat import Choice
from bot.handlers.bookkeeping.count_words import USUAL, why
from bot.handlers.collecting import keepers, pasting, screens, seconding, whose
from bot.handlers.collecting.people import Person, on_list
from bot.handlers.collecting.reading import read_list
from bot.handlers.collecting.taking import moved, opened, put
from bot.handlers.own_words import heard_words
from bot.handlers.sums import heard_sum
from bot.i18n import _, in_words, money, short_day
from bot.rights import may_stand_in
from bot.storage import collected, collections, ledger, members
from bot.storage.collections import Collection
from bot.storage.talk import Data
from bot.telling import called
from bot.turn import Answer, Step, Turn
from bot.understanding.collecting import Reading, is_nothing, lines
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
    if all(one.state == "open" for one in people):
        return await screens.overview(turn, collection, note=_("Nobody has paid anything yet."))
    lines = [*([note] if note else []), *read_list(turn, collection, people)]
    data = as_it_stands(collection, people)
    board = await members.officers(turn.db, turn.club.id, turn.today)
    if not may_stand_in(turn.member, board):
        return keepers.must_count(turn, data, lines, board)
    lines.append(turn.words(_("Please count what {you} hold. Does it fit?")))
    return ask(turn, data, lines)


def ask(turn: Turn, data: Data, lines: Sequence[str]) -> Answer:
    """Ask whether what was counted fits the list."""
    return turn.ask(
        "collecting.count",
        "{lines}",
        Choice("fit", _("It fits, {amount}").format(amount=money(data["total"]))),
        Choice("over", _("There is more")),
        Choice("short", _("There is less")),
        Choice("back", _("Back to the list")),
        data=data,
        lines="\n".join(lines),
    )


def as_it_stands(collection: Collection, people: Sequence[Person]) -> Data:
    """Return what a question carries about a list that was read back: any change is seen."""
    rows = [item.row for one in people for item in one.items]
    return {
        "collection": collection.id,
        "total": screens.total(people),
        "read": collected.version(rows),
    }


async def _in_an_open_month(turn: Turn, collection: Collection) -> tuple[Collection, str]:
    """Let a list of a month that was signed meanwhile count from the first day that is open."""
    on = await ledger.first_open_day(turn.db, turn.club.id, collection.held_on)
    if on != collection.counts_on:  # closed meanwhile, or open again
        collection = await moved(turn, collection, on)
    if on == collection.held_on:
        return collection, ""
    text = _("The month of {day} is signed and closed: it counts from {on}.")
    return collection, text.format(day=short_day(collection.held_on), on=short_day(on))


async def _look_again(turn: Turn, collection: Collection, changed: Sequence[Person]) -> Answer:
    """Open the rows again that do not fit the book any more: money came in another way."""
    for one in changed:
        await put(turn, one, "open")
    note = turn.words(
        _("The book has changed for {names} since. Please take it down once more."),
        names=", ".join(called(one.member, turn.today) for one in changed),
    )
    return await screens.next_person(turn, collection, note=note)


async def take_count(turn: Turn) -> Answer:
    """Who keeps the cash says that it fits, or counts; lines that were forgotten are noted."""
    if forgotten := await _forgotten(turn):
        return forgotten
    found = await as_read(turn)
    if isinstance(found, Answer):
        return found
    if turn.choice == "back":
        return await screens.overview(turn, found)
    if turn.choice == "fit":
        return await take(turn, found, turn.data["total"])
    if turn.choice:
        return turn.ask(
            "collecting.counted",
            _("How much is it? A sum, or the notes: “3 of 500k, 2 of 200k”."),
            Choice("back", _("Back to the list")),
            data=turn.data,
        )
    return await take(turn, found, heard(turn))


async def _forgotten(turn: Turn) -> Answer | None:
    """Go back to the list for lines that were typed in place of a count; None: there are none."""
    if turn.choice:
        return None
    pasting.this_first(turn)
    if hear_notes(turn.text) or not any(one.name for one in _readings(turn.text)):
        return None
    found = await opened(turn)
    if isinstance(found, Answer) or not await whose.named_in(turn, found):
        return None
    noted = await pasting.heard(turn, found, turn.text)
    if noted is None:
        return None
    text = turn.words(_("It is not counted yet: we are back at the list."))
    return replace(noted, text=f"{text}\n\n{noted.text}")


def _readings(text: str) -> list[Reading]:
    return [one for line in lines(text) for one in line.readings]


async def take_beside(turn: Turn) -> Answer:
    """Who keeps the cash has no phone: the officer beside her passes on what she has counted."""
    found = await as_read(turn)
    if isinstance(found, Answer):
        return found
    if turn.choice == "back":
        return await screens.overview(turn, found)
    keeper = await members.member(turn.db, int(turn.choice), turn.today)
    text = _("What has {name} counted? Does it fit?").format(name=called(keeper, turn.today))
    return ask(turn, {**turn.data, "keeper": keeper.id}, [text])


async def as_read(turn: Turn) -> Collection | Answer:
    """Return the list as it was read back; it is read again where somebody has changed it."""
    collection = await opened(turn)
    if isinstance(collection, Answer) or turn.choice == "back":
        return collection
    rows = await collected.rows(turn.db, collection.id)
    if collected.version(rows) == turn.data["read"]:
        return collection
    again = await begin(turn, collection)
    note = turn.words(_("Somebody else has changed the list meanwhile."))
    return replace(again, text=f"{note}\n\n{again.text}")


def heard(turn: Turn) -> int:
    """Return what was counted, đồng: a sum, notes, or nothing at all; asks again if unclear."""
    if is_nothing(turn.text):
        return 0
    notes = hear_notes(turn.text)
    if notes and notes.unclear:
        raise turn.refuse(
            _("I did not understand “{said}”. Please write it like “5 of 10k”."),
            said=", ".join(notes.unclear),
        )
    return total(notes.pieces) if notes else heard_sum(turn).amount


async def take(turn: Turn, collection: Collection, amount: int) -> Answer:
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
    found = await as_read(turn)
    if isinstance(found, Answer):
        return found
    if turn.choice == "again":
        return await begin(turn, found)
    if turn.choice == "list":
        return await screens.overview(turn, found)
    if not turn.choice:  # another sum was typed in place of a button
        return await take(turn, found, heard(turn))
    return turn.ask(
        "collecting.why",
        _("Why does it differ? The second officer reads it, and it stands in the book."),
        *(Choice(one, why(one)) for one in USUAL),
        Choice("back", _("Back to the list")),
        data=turn.data,
    )


async def take_why(turn: Turn) -> Answer:
    """The reason was told: the second officer is asked."""
    found = await as_read(turn)
    if isinstance(found, Answer):
        return found
    if turn.choice == "back":
        return await screens.overview(turn, found)
    reason = turn.choice or heard_words(turn)
    return await _done(turn, found, turn.data["counted"], reason)


async def _done(turn: Turn, collection: Collection, amount: int, reason: str) -> Answer:
    keeper = turn.data.get("keeper") or turn.member.id
    await collections.count(
        turn.db,
        collection.id,
        counted=amount,
        by=keeper,
        written_by=turn.member.id,
        reason=reason,
        now=turn.now,
    )
    counted = await collections.locked(turn.db, turn.club.id, collection.id)
    return await seconding.ask(turn, counted)


HANDLERS = {
    "collecting.count": Step(take_count, typed=True, counts=True),
    "collecting.counted": Step(take_count, typed=True, counts=True),
    "collecting.beside": Step(take_beside),
    "collecting.difference": Step(take_difference, typed=True),
    "collecting.why": Step(take_why, typed=True, own_words=True, counts=True),
}
