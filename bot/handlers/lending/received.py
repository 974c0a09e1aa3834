"""The borrower says to her slip that she has the money, or asks to look at it again.

Her yes is a status beside the entry; her no opens a case.
"""

from __future__ import annotations

from bot.chat import Choice
from bot.handlers import cases, touches
from bot.handlers.lending.payouts import BORROWER
from bot.handlers.ways_out import STOP, never_mind
from bot.i18n import _
from bot.storage import cases as opened
from bot.storage import handovers
from bot.turn import Answer, Step, Turn


async def says(turn: Turn) -> Answer:
    """The borrower answers the slip of her loan."""
    transaction = turn.data["transaction"]
    matter = await touches.of_entry(turn, transaction)
    if found := await opened.open_about(turn.db, matter.payer.id, transaction=transaction):
        return await cases.being_looked_at(turn, found)
    if matter.entry is None or matter.entry.reversed_by is not None:
        return turn.say(_("That was mended in the meantime: it does not count any more."))
    if turn.choice == "yes":
        await handovers.borrower_said(turn.db, turn.club.id, transaction, "yes", turn.now)
        return turn.say(_("Thank you, then all is well. I wish {you} luck with it."))
    return turn.ask(
        "payout.why",
        _("What should be looked at?"),
        Choice("amount", _("The sum was another one")),
        Choice("not_received", _("I have not received it")),
        Choice("not_mine", _("It is not mine")),
        never_mind(),
        data=turn.data,
    )


async def take_why(turn: Turn) -> Answer:
    """The borrower said what is wrong: an officer who had no hand in it is told."""
    if turn.choice != STOP:
        await handovers.borrower_said(
            turn.db, turn.club.id, turn.data["transaction"], "no", turn.now
        )
    return await cases.take_reason(turn)


HANDLERS = {
    BORROWER: Step(says, counts=True),
    "payout.why": Step(take_why),
}
