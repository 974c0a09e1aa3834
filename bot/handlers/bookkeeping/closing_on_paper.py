"""A month whose figures two have signed by hand: where nobody else of the board can sign here."""

from __future__ import annotations

from bot.chat import NotUnderstood
from bot.handlers.bookkeeping.closing_signs import close_it, spoken_of, what_became
from bot.handlers.cards import must_be_officer
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _
from bot.storage import evidence, files
from bot.turn import Answer, Step, Turn


async def paper(turn: Turn) -> Answer:
    """Two have signed the figures by hand: the photo of it, please."""
    must_be_officer(turn)
    found = await spoken_of(turn)
    if found is None or found.agreed_at is not None:
        return await what_became(turn, found)
    return turn.ask(
        "month.photo",
        _("Please take a photo of the paper with the signatures and send it here."),
        never_mind(),
        data=turn.data,
    )


async def take_photo(turn: Turn) -> Answer:
    """The photo of the signed figures came: the month is closed."""
    must_be_officer(turn)
    if turn.choice == STOP:
        return left(turn)
    file = turn.incoming.file
    if not file:
        raise NotUnderstood(turn.words(_("I need the photo of the paper.")))
    found = await spoken_of(turn)
    if found is None or found.agreed_at is not None:
        return await what_became(turn, found)
    await files.keep_until(turn.db, file, turn.now + evidence.KEPT)
    return await close_it(turn, found, None, file)


HANDLERS = {
    "month.paper": Step(paper),
    "month.photo": Step(take_photo, typed=True, takes_file=True),
}
