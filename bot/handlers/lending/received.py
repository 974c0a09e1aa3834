"""The borrower says to her slip that she has the money, or asks to look at it again.

Her yes is a status beside the entry; her no opens a case.
"""

from __future__ import annotations

from bot.chat import Choice
from bot.handlers import cards, cases, touches
from bot.handlers.lending.payouts import BORROWER
from bot.handlers.ways_out import STOP, never_mind
from bot.i18n import _, money
from bot.storage import applications, handovers
from bot.storage import cases as opened
from bot.turn import Answer, Step, Turn
from bot.understanding import saying_of_cash


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
    if not turn.incoming.pressed and saying_of_cash.complaint(turn.text):
        return await take_why(turn)  # "chưa nhận đồng nào" says it all
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
        if not turn.choice or turn.choice not in cases.REASONS:
            cases.heard_reason(turn)  # asks again where nothing is said of it
        await handovers.borrower_said(
            turn.db, turn.club.id, turn.data["transaction"], "no", turn.now
        )
    return await cases.take_reason(turn)


async def told_of_cash(turn: Turn) -> Answer:
    """Somebody says that she has the money, or not, and no slip waits: say how it stands."""
    found = await applications.of_member(turn.db, turn.club.id, turn.member.id, "agreed")
    if not found:
        return await _nothing_promised(turn)
    handed = await handovers.locked(turn.db, turn.club.id, found[0].id)
    if handed is None:
        return turn.say(
            _(
                "Thank you for telling me. The {amount} is not written down as handed over yet;"
                " once that is done I send {you} the slip, and {you} say there that it came."
            ),
            Choice("borrow.mine", _("My application")),
            amount=money(found[0].amount),
        )
    return turn.say(
        _(
            "Thank you for telling me. Who saw the {amount} being handed over is asked; after that"
            " I send {you} the slip, and {you} say there that it came."
        ),
        Choice("borrow.mine", _("My application")),
        amount=money(found[0].amount),
    )


async def _nothing_promised(turn: Turn) -> Answer:
    if turn.acts_as_officer:
        return await cards.receive(turn)
    return turn.say(
        _("Just now no loan waits to be paid out to {you}. Did {you} pay something to the fund?"),
        Choice("repay", _("I have paid")),
        Choice("borrow.mine", _("My application")),
    )


HANDLERS = {
    BORROWER: Step(says, counts=True, says=saying_of_cash.borrower),
    "payout.why": Step(take_why, typed=True),
    "loan.received": Step(told_of_cash),
}
