"""Two have signed a meeting's list on paper: nobody could agree here, or nobody has answered."""

from __future__ import annotations

from bot.handlers import touches
from bot.handlers.collecting import closing, seconding
from bot.handlers.collecting.giving import tell_hands
from bot.handlers.collecting.taking import awaited
from bot.handlers.collecting.waiting import PHOTO
from bot.handlers.signed_papers import SignedPaper
from bot.i18n import _, short_day
from bot.storage import collections
from bot.storage.collections import Collection
from bot.turn import Answer, Turn


async def _signed(turn: Turn, found: Collection, file: str) -> Answer:
    """The photo came: the list is closed, its entries stay unchecked, the head is shown it.

    Where the book has changed since it was signed nothing is posted, and nobody is told of it.
    """
    keeper = await seconding.keeper_of(turn, found)
    answer = await closing.close(turn, found, keeper, None, file=file)
    now = await collections.locked(turn.db, turn.club.id, found.id)
    if now.status != "closed":
        return answer
    on = short_day(found.held_on)
    if listener := await touches.shown_a_paper(turn, {keeper.id}):
        await tell_hands(turn, [listener.member.id], lambda: _by_paper(on), image=file)
    return answer


def _by_paper(on: str) -> str:
    return _("The collection of {day} was closed on this signed paper.").format(day=on)


PAPER = SignedPaper(step=PHOTO, about=awaited, came=_signed, asked=seconding.asked)

HANDLERS = PAPER.steps()
