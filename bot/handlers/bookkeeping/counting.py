"""The cash count: who keeps cash says how much there is, and a second officer signs it.

What differs from the book is posted to an account of its own, with the reason; it is never hidden.
"""

from __future__ import annotations

from bot.chat import NotUnderstood
from bot.handlers.bookkeeping import counting_notes, counting_signs
from bot.handlers.bookkeeping.counted import shown
from bot.handlers.bookkeeping.counting_asks import (
    book,
    finish_first,
    how_much,
    keepers,
    whose,
)
from bot.handlers.sums import heard_sum
from bot.handlers.ways_out import STOP, left
from bot.i18n import _
from bot.storage import counts, members
from bot.turn import Answer, Step, Turn
from bot.understanding.amounts import hear_amount
from bot.understanding.counting import BY, hear_fit
from bot.understanding.notes import hear_notes


async def count(turn: Turn) -> Answer:
    """Begin: what waits for the speaker's signature comes first, then whose cash is counted."""
    for one in await counts.pending(turn.db, turn.club.id):
        if turn.acts_as_officer and not await counting_signs.hindrance(turn, one):
            return await counting_signs.put(turn, one)
    found = await keepers(turn)
    keeps = turn.member in found and turn.holder is not None and turn.holder.kind == "self"
    if not turn.acts_as_officer and not keeps:
        raise turn.refuse(_("That is the board's work."))
    if not found:
        return turn.say(_("The book has no cash yet: nothing must be in the box."))
    if keeps or len(found) == 1:
        return await how_much(turn, turn.member if keeps else found[0])
    return whose(turn, found)


async def take_keeper(turn: Turn) -> Answer:
    """The officer chose whose cash is counted."""
    if turn.choice == STOP:
        return left(turn)
    return await how_much(turn, await members.member(turn.db, int(turn.choice), turn.today))


async def take_waiting(turn: Turn) -> Answer:
    """A count of that cash waits for its second signature: it stays, or is counted again."""
    if turn.choice == STOP:
        return turn.say(_("All right, it waits for the second signature."))
    found = await counts.locked(turn.db, turn.club.id, turn.data["count"])
    if turn.choice == "ask":
        if found.status != "pending":
            return await counting_signs.what_became(turn, found)
        return await counting_signs.ask_second(turn, found)
    holder = await members.member(turn.db, found.holder_id, turn.today)
    if unfinished := await finish_first(turn, holder):
        return unfinished
    await counts.settle(turn.db, found.id, status="dropped", by=turn.member.id, now=turn.now)
    return await how_much(turn, holder)


async def take_sum(turn: Turn) -> Answer:
    """The counter says that it fits, by how much it does not, the total, or the notes."""
    if turn.choice == STOP:
        return left(turn)
    if turn.choice == "whose":
        return whose(turn, await keepers(turn))
    if turn.choice == "notes":
        return counting_notes.table(turn, turn.data)
    if turn.choice == "exact":
        return await shown(turn, turn.data, sum((await book(turn)).values()))
    if turn.choice in BY:
        return _by_how_much(turn, turn.choice)
    return await _typed(turn)


async def _typed(turn: Turn) -> Answer:
    if heard := hear_notes(turn.text):
        return counting_notes.added(turn, turn.data, heard)
    fit, amount = hear_fit(turn.text), hear_amount(turn.text)
    if fit in BY and amount:
        turn.data["by"] = fit
        return await take_by(turn)
    if fit in BY:
        return _by_how_much(turn, fit)
    if fit == "exact" and not amount:
        return await shown(turn, turn.data, sum((await book(turn)).values()))
    if fit == "" and not amount:
        raise NotUnderstood(turn.words(_("Does it fit, is there more, or is there less?")))
    if turn.text.strip() == "0":
        return await shown(turn, turn.data, 0)
    return await shown(turn, turn.data, heard_sum(turn).amount)


def _by_how_much(turn: Turn, by: str) -> Answer:
    text = _("How much more is there than the book says?")
    if by == "short":
        text = _("How much less is there than the book says?")
    return turn.ask("counting.by", text, data={**turn.data, "by": by})


async def take_by(turn: Turn) -> Answer:
    """The counter says how much more or less there is than in the book."""
    by = heard_sum(turn).amount
    expected = sum((await book(turn)).values())
    return await shown(turn, turn.data, expected + (by if turn.data["by"] == "over" else -by))


HANDLERS = {
    "count": Step(count),
    "counting.whose": Step(take_keeper),
    "counting.waits": Step(take_waiting, counts=True),
    "counting.sum": Step(take_sum, typed=True),
    "counting.by": Step(take_by, typed=True),
}
