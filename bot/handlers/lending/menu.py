"""The board's page of loans: who asks for one, what waits for a decision, who is late."""

from __future__ import annotations

from bot.chat import Choice
from bot.handlers.cards import must_be_officer
from bot.i18n import _
from bot.turn import SOFT, Answer, Step, Turn


async def menu(turn: Turn) -> Answer:
    """Show what the board has to do with loans."""
    must_be_officer(turn)
    choices = (
        Choice("lending.queue", _("See who asks for a loan")),
        Choice("resolutions", _("What is to be decided")),
        Choice("late", _("Who has not paid in time")),
        Choice("products", _("On what the club lends")),
    )
    return Answer(text=turn.words(_("Loans:")), choices=choices, step=SOFT)


HANDLERS = {"lending": Step(menu)}
