"""Cash counted note by note, in one message or in several, each of them read back."""

from __future__ import annotations

import re

from bot.chat import Choice, NotUnderstood
from bot.handlers.bookkeeping.counted import shown
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, money
from bot.storage.talk import Data
from bot.turn import Answer, Step, Turn
from bot.understanding.amounts import hear_amount
from bot.understanding.notes import MOST, NOTES, HeardNotes, hear_notes, total

SHOWN = 5
"""So many notes have a button at once: the total and the end must stay in sight."""
_NUMBER = re.compile(r"\D*(\d{1,6})\D*")


def table(turn: Turn, data: Data, unclear: str = "", *, others: bool = False) -> Answer:
    """Read the notes back that were told so far, and ask for more.

    The largest that were not told yet have a button, and with `others` all that have none else.
    """
    pieces = _pieces(data)
    untold = [worth for worth in NOTES if worth not in pieces]
    offered = [one for one in NOTES if one not in untold[:SHOWN]] if others else untold[:SHOWN]
    lines = [
        _("{pieces} of {note}: {amount}").format(
            pieces=count, note=money(worth), amount=money(worth * count)
        )
        for worth, count in pieces.items()
    ]
    if lines:
        lines.append(_("Together: {amount}").format(amount=money(total(pieces))))
    if unclear:
        lines.append(
            turn.words(
                _("I did not understand “{said}”. Please write it like “5 of 10k”."), said=unclear
            )
        )
    lines.append(turn.words(_("Which notes are there, how many of each? Or choose one.")))
    done = [Choice("done", _("That is all: {amount}").format(amount=money(total(pieces))))]
    return turn.ask(
        "counting.notes",
        "{lines}",
        *(done if pieces else ()),
        *(Choice(str(worth), money(worth)) for worth in offered),
        *([] if others else [Choice("others", _("Another note"))]),
        never_mind(),
        data=data,
        lines="\n".join(lines),
    )


def added(turn: Turn, data: Data, heard: HeardNotes) -> Answer:
    """Add what was told: a note that is told again replaces what was told of it before."""
    pieces = {**_pieces(data), **heard.pieces}
    for worth, count in heard.more.items():
        pieces[worth] = pieces.get(worth, 0) + count
    notes = {str(worth): pieces[worth] for worth in NOTES if pieces.get(worth)}
    return table(turn, {**data, "notes": notes}, ", ".join(heard.unclear))


async def take_notes(turn: Turn) -> Answer:
    """The counter tells notes, chooses one of them, or says that this was all."""
    if turn.choice == STOP:
        return left(turn)
    if turn.choice == "done":
        return await shown(turn, turn.data, total(_pieces(turn.data)))
    if turn.choice:
        others = turn.choice == "others"
        return table(turn, turn.data, others=True) if others else _how_many(turn, int(turn.choice))
    if heard := hear_notes(turn.text):
        return added(turn, turn.data, heard)
    amount = hear_amount(turn.text)
    if amount is None:
        raise NotUnderstood(turn.words(_("Please write it like “3 of 500k, 2 of 200k”.")))
    pieces = total(_pieces(turn.data))
    if not pieces or amount.amount == pieces:
        return await shown(turn, turn.data, amount.amount)
    return turn.ask(
        "counting.which",
        _("The notes come to {notes}, and {you} wrote {amount}. Which one is right?"),
        Choice("notes", money(pieces)),
        Choice("total", money(amount.amount)),
        Choice("more", _("More notes")),
        data={**turn.data, "total": amount.amount},
        notes=money(pieces),
        amount=money(amount.amount),
    )


async def take_pieces(turn: Turn) -> Answer:
    """The counter says how many there are of the note that was chosen."""
    if heard := hear_notes(turn.text):
        return added(turn, turn.data, heard)
    found = _NUMBER.fullmatch(turn.text)
    if found is None or int(found[1]) > MOST:
        raise NotUnderstood(turn.words(_("A number, please, for example 12.")))
    heard = HeardNotes(pieces={turn.data["worth"]: int(found[1])}, more={}, unclear=())
    return added(turn, turn.data, heard)


async def take_which(turn: Turn) -> Answer:
    """The notes and the total differ: the counter says which one is right."""
    if turn.choice == "more":
        return table(turn, turn.data)
    if turn.choice == "notes":
        return await shown(turn, turn.data, total(_pieces(turn.data)))
    return await shown(turn, {**turn.data, "notes": {}}, turn.data["total"])


def _how_many(turn: Turn, worth: int) -> Answer:
    return turn.ask(
        "counting.pieces",
        _("How many of {note} are there? Write the number."),
        data={**turn.data, "worth": worth},
        note=money(worth),
    )


def _pieces(data: Data) -> dict[int, int]:
    return {int(worth): count for worth, count in data["notes"].items()}


HANDLERS = {
    "counting.notes": Step(take_notes, typed=True),
    "counting.pieces": Step(take_pieces, typed=True),
    "counting.which": Step(take_which),
}
