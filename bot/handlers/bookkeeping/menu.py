"""The board's page of the club's other money: fees, gifts, expenses, the bank, the funds."""

from __future__ import annotations

from bot.chat import Choice
from bot.handlers.cards import must_be_officer
from bot.i18n import _
from bot.rights import may_stand_in
from bot.storage import members
from bot.turn import SOFT, Answer, Step, Turn


async def menu(turn: Turn) -> Answer:
    """Show what can be written down, as far as it is the speaker's."""
    must_be_officer(turn)
    board = await members.officers(turn.db, turn.club.id, turn.today)
    choices = [
        Choice("count", _("Count the cash")),
        Choice("fees", _("Members' fees")),
        Choice("hand", _("Hand cash to somebody")),
        Choice("undo", _("Mend an entry")),
        Choice("money.more", _("More money in and out")),
    ]
    if may_stand_in(turn.member, board):
        choices[:0] = [
            Choice("expense", _("Spend money")),
            Choice("gift", _("Write a gift down")),
            Choice("income", _("Income of a joint business")),
        ]
    return Answer(
        text=turn.words(_("What shall be written down?")), choices=tuple(choices), step=SOFT
    )


async def more(turn: Turn) -> Answer:
    """Show what is needed less often."""
    must_be_officer(turn)
    return turn.say(
        _("What shall be written down?"),
        Choice("gifts", _("Golden Heart book")),
        Choice("deposits", _("What the club owes")),
        Choice("bank", _("Bank account")),
        Choice("transfer", _("From one fund to the other")),
        Choice("split", _("How interest is shared")),
    )


HANDLERS = {"money": Step(menu), "money.more": Step(more)}
