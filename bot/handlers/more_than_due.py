"""More was paid than is due: what the rest shall be, as the member or an officer says."""

from __future__ import annotations

from bot.handlers import ahead, receipts, repayments
from bot.handlers.bookkeeping import splitting
from bot.handlers.sums import own_loan, paid_off
from bot.handlers.ways_out import STOP, left
from bot.turn import Answer, Step, Turn


async def of_member(turn: Turn) -> Answer:
    """The member said it of money of her own."""
    if turn.choice == STOP:
        return left(turn)
    loan = await own_loan(turn, turn.data["loan"])
    if loan is None:
        return paid_off(turn)
    amount, data = ahead.chosen(turn)
    return repayments.confirm(turn, loan, amount, data)


async def of_officer(turn: Turn) -> Answer:
    """The officer who takes the money said it."""
    if turn.choice == STOP:
        return left(turn)
    payer, loan = await receipts.payer_and_loan(turn)
    if loan is None:
        return paid_off(turn)
    if turn.choice == ahead.GIFT:
        due, handed = turn.data["due"], turn.data["ahead"]["amount"]
        return await splitting.with_gift(turn, payer, loan, amount=due, gift=handed - due)
    amount, data = ahead.chosen(turn)
    principal = bool(data.get("principal"))
    return await receipts.confirm(turn, payer, loan, amount, principal=principal, data=data)


async def take_amount(turn: Turn) -> Answer:
    """The officer typed the sum, or said what becomes of what the loan does not need."""
    if turn.choice != ahead.GIFT:
        return await receipts.take_amount(turn)
    payer, loan = await receipts.payer_and_loan(turn)
    if loan is None:
        return paid_off(turn)
    most, handed = loan.standing(turn.today).payoff, turn.data["handed"]
    return await splitting.with_gift(turn, payer, loan, amount=most, gift=handed - most)


HANDLERS = {
    "repay.ahead": Step(of_member),
    "receipts.ahead": Step(of_officer),
    "receipts.amount": Step(take_amount, typed=True),
}
