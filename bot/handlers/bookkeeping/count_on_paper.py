"""A count whose minutes two have signed by hand: where nobody else of the board can sign here."""

from __future__ import annotations

from bot.handlers.bookkeeping.counting_signs import asked, signed, what_became
from bot.handlers.signed_papers import SignedPaper
from bot.storage import counts
from bot.storage.counts import Count
from bot.turn import Answer, Step, Turn


async def _unsigned(turn: Turn) -> Count | Answer:
    """Return the count that is talked about while it waits; an answer where it does not."""
    count = await counts.locked(turn.db, turn.club.id, turn.data["count"])
    return count if count.status == "pending" else await what_became(turn, count)


PAPER = SignedPaper(step="count.photo", about=_unsigned, came=signed, asked=asked)

HANDLERS = {
    "count.paper": Step(PAPER.ask),
    **PAPER.steps(),
}
