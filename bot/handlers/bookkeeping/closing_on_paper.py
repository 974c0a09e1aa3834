"""A month whose figures two have signed by hand: where nobody else of the board can sign here."""

from __future__ import annotations

from bot.handlers import touches
from bot.handlers.bookkeeping.closing_signs import (
    asked,
    close_it,
    is_another,
    put,
    spoken_of,
    what_became,
)
from bot.handlers.bookkeeping.closing_words import finish_first, month_name, must_be_finished
from bot.handlers.signed_papers import SignedPaper
from bot.i18n import _
from bot.storage import closings
from bot.storage.closings import Closing
from bot.telling import speaking_to
from bot.turn import Answer, Step, Turn


async def _unsigned(turn: Turn) -> Closing | Answer:
    """Return the month that is talked about while it waits; an answer where it does not."""
    found = await spoken_of(turn)
    if found is None or found.agreed_at is not None:
        return await what_became(turn, found)
    if is_another(turn, found):
        return await put(turn, found)
    if unfinished := await must_be_finished(turn, found.month):
        return await finish_first(turn, unfinished, found.month)
    return found


async def _signed(turn: Turn, found: Closing, file: str) -> Answer:
    """Two have signed the figures by hand: the month is closed, and an officer is shown it."""
    answer = await close_it(turn, found, None, file)
    closed = await closings.locked(turn.db, turn.club.id, found.month)
    if closed is None or closed.agreed_at is None:  # its figures had changed
        return answer
    if listener := await touches.shown_a_paper(turn, {found.signed_by}):
        with speaking_to(listener.member, turn.today) as words:
            text = _("{month} was closed on this signed paper.")
            await turn.tell(listener, words(text, month=month_name(found.month)), image=file)
    return answer


PAPER = SignedPaper(step="month.photo", about=_unsigned, came=_signed, asked=asked)

HANDLERS = {
    "month.paper": Step(PAPER.ask),
    **PAPER.steps(),
}
