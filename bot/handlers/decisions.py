"""A cashier's answer to what a member declared: all of it, nothing yet, or another sum."""

from __future__ import annotations

from bot.chat import Choice
from bot.handlers import receipts, same_money
from bot.handlers.entering import already_decided, enter, must_be_free
from bot.i18n import _, money
from bot.people import Member
from bot.storage import declarations, loans, members
from bot.storage.declarations import Declared
from bot.telling import called, speaking_to
from bot.turn import Answer, Step, Turn
from bot.understanding import saying_of_cash


async def decide(turn: Turn) -> Answer:
    """A cashier answers a member's "I have paid": all of it, nothing yet, or another sum."""
    declared = await declarations.locked(turn.db, turn.data["declaration"])
    if declared.status != "pending":
        return await already_decided(turn, declared)
    payer = await members.member(turn.db, declared.member_id, turn.today)
    await must_be_free(turn, payer)
    if turn.choice == "none":
        return await _not_received(turn, declared, payer)
    loan = await loans.locked(turn.db, declared.loan_id)
    left = loan.standing(turn.today).payoff
    if not left:
        raise turn.refuse(
            _("That loan is paid off by now. Please choose “Not received yet” and give it back.")
        )
    if turn.choice == "other":
        data = {"declaration": declared.id, "member": payer.id, "loan": loan.id}
        return receipts.how_much(turn, payer, loan, data)
    told = await same_money.told_today(turn, payer, declared.amount, since=declared.declared_at)
    if declared.amount > left or told:
        return await receipts.confirm_declared(turn, payer, declared)
    return await enter(
        turn,
        payer,
        loan,
        declared.amount,
        principal_first=declared.principal_first,
        declared=declared,
    )


async def _not_received(turn: Turn, declared: Declared, payer: Member) -> Answer:
    """The money has not arrived: tell the member, who may ask to look at it again."""
    await declarations.decide(
        turn.db, declared.id, status="refused", by=turn.member.id, now=turn.now
    )
    for listener in await turn.reach([payer]):
        with speaking_to(listener.member, turn.today) as words:
            await turn.tell(
                listener,
                words(
                    _("{name} has not received the {amount} yet. Did you hand it over?"),
                    name=called(turn.member, turn.today),
                    amount=money(declared.amount),
                ),
                Choice("gave", words(_("I did, please look at it"))),
                Choice("later", words(_("Not yet, I will"))),
                step="cases.refused",
                data={"declaration": declared.id},
            )
    return turn.say(_("I told {name} kindly."), name=called(payer, turn.today))


HANDLERS = {
    "receipts.decide": Step(decide, counts=True, says=saying_of_cash.cashier),
}
