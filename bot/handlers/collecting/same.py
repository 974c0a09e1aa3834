"""Money is taken of somebody who has told of some: is it the same cash?"""

from __future__ import annotations

from bot.chat import Choice
from bot.handlers.collecting import screens
from bot.handlers.collecting.people import Person
from bot.handlers.collecting.saying import on_other_lists, told_of
from bot.i18n import _, money
from bot.storage.collections import Collection
from bot.telling import called
from bot.turn import Answer, Turn
from bot.understanding.amounts import Heard


def ask(turn: Turn, collection: Collection, one: Person, heard: Heard, *, whole: bool) -> Answer:
    """Ask before a sum is noted whether it is known already; `whole`: it is all that is due.

    It may be what she told of, or what stands on another list that is not closed.
    """
    data = {"amount": heard.amount, "sure": heard.sure, "principal": heard.principal}
    return turn.ask(
        "collecting.same",
        "{lines}",
        *screens.same_money(one),
        *(screens.the_rest(one) if whole else []),
        *([Choice("there", _("That is this money; nothing more today"))] if one.elsewhere else []),
        Choice("other", _("Other money, {amount}").format(amount=money(heard.amount))),
        Choice("back", _("Back to {name}").format(name=called(one.member, turn.today))),
        data={**screens.data_of(collection, one), **data, "whole": whole},
        lines="\n".join(
            [
                *(told_of(turn, one, told) for told in one.in_cash),
                *on_other_lists(turn, one),
            ]
        ),
    )
