"""Money that a member told of, and a handing with several purposes: is it part of it?"""

from __future__ import annotations

from bot.chat import Choice
from bot.handlers.bookkeeping.split_asking import for_loans, read_back, whole
from bot.handlers.entering import already_decided
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, money
from bot.people import Member
from bot.storage import declarations, members
from bot.storage.declarations import Declared
from bot.storage.talk import Data
from bot.telling import called
from bot.turn import Answer, Step, Turn

SHOWN = 7  # as many can be chosen by one digit, with other money and the way out


async def same(turn: Turn, payer: Member, data: Data) -> Answer:
    """The same cash told twice is the commonest wrong entry: is part of it what she declared?"""
    pending = await declarations.pending_of(turn.db, payer.id)
    of_these = [one for one in pending if one.loan_id in for_loans(data)]
    mine = [one for one in of_these if one.in_cash]
    if not mine:
        waits = " ".join(_waits(turn, payer, one) for one in of_these)
        return await read_back(turn, payer, data, waits=waits)
    label = _("{amount}, this very money")
    return turn.ask(
        "several.same",
        _("{name} told me of money for the loan. Is it part of this?"),
        *(Choice(str(one.id), label.format(amount=money(one.amount))) for one in mine[-SHOWN:]),
        Choice("another", _("Other money")),
        never_mind(),
        data=data,
        name=called(payer, turn.today),
    )


async def take_same(turn: Turn) -> Answer:
    """It is what the member declared, or other money; another sum is asked about."""
    if turn.choice == STOP:
        return left(turn)
    payer = await members.member(turn.db, turn.data["member"], turn.today)
    if turn.choice == "another":
        return await read_back(turn, payer, {**turn.data, "declaration": None})
    declared = await declarations.locked(turn.db, int(turn.choice))
    if declared.status != "pending":
        return await already_decided(turn, declared)
    data = {**turn.data, "declaration": declared.id}
    if declared.amount in (for_loans(data).get(declared.loan_id), whole(data)):
        return await read_back(turn, payer, data)
    return turn.ask(
        "several.differs",
        _("{name} told me of {declared}, and this is {amount}. Is that all of what was told?"),
        Choice("all", _("Yes, it was {amount} in all").format(amount=money(whole(data)))),
        Choice("waits", _("No, {amount} still waits").format(amount=money(declared.amount))),
        never_mind(),
        data=data,
        name=called(payer, turn.today),
        declared=money(declared.amount),
        amount=money(whole(data)),
    )


async def take_difference(turn: Turn) -> Answer:
    """Another sum than was told of: it is all of it, or what was told of waits on."""
    if turn.choice == STOP:
        return left(turn)
    payer = await members.member(turn.db, turn.data["member"], turn.today)
    if turn.choice == "all":
        return await read_back(turn, payer, turn.data)
    declared = await declarations.locked(turn.db, turn.data["declaration"])
    data = {**turn.data, "declaration": None}
    return await read_back(turn, payer, data, waits=_waits(turn, payer, declared))


def _waits(turn: Turn, payer: Member, declared: Declared) -> str:
    return turn.words(
        _("{amount} of which {name} told me still waits: it is not in this."),
        amount=money(declared.amount),
        name=called(payer, turn.today),
    )


HANDLERS = {
    "several.same": Step(take_same),
    "several.differs": Step(take_difference),
}
