"""The cashier takes money directly, for any member, with or without a phone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from bot.chat import Choice, UserError
from bot.handlers import ahead, closed_months, same_money
from bot.handlers.entering import already_decided, enter, must_be_free
from bot.handlers.sums import (
    Doubt,
    another_sum,
    due_now,
    heard_sum,
    in_doubt,
    paid_off,
    read_back,
    share_of,
)
from bot.handlers.ways_out import STOP, left, never_mind
from bot.handlers.whose import named
from bot.i18n import _, money
from bot.people import Member
from bot.storage import declarations, loans, members
from bot.storage.declarations import Declared
from bot.storage.loans import Borrowed
from bot.storage.talk import Data
from bot.telling import called
from bot.turn import Answer, Step, Turn
from bot.understanding.payers import name_beside_sum


async def receive_due(turn: Turn) -> Answer:
    """From a member's card: take exactly what is due."""
    return await _from_card(turn, exactly=True)


async def receive_other(turn: Turn) -> Answer:
    """From a member's card: take another sum."""
    return await _from_card(turn, exactly=False)


async def _from_card(turn: Turn, *, exactly: bool) -> Answer:
    payer = await members.member(turn.db, turn.data["member"], turn.today)
    return await _begin(turn, payer, {"exactly": exactly})


async def take_same(turn: Turn) -> Answer:
    """Something was declared: is the money in hand one of the sums that were?"""
    if turn.choice == STOP:
        return left(turn)
    if turn.choice == "another":
        return await _sum(turn)
    declared = await declarations.locked(turn.db, int(turn.choice))
    if declared.status != "pending":
        return await already_decided(turn, declared)
    payer = await members.member(turn.db, declared.member_id, turn.today)
    return await confirm_declared(turn, payer, declared)


async def confirm_declared(turn: Turn, payer: Member, declared: Declared) -> Answer:
    """Read back what was declared, as it counts now."""
    loan = await loans.locked(turn.db, declared.loan_id)
    data: Data = {"member": payer.id, "declaration": declared.id}
    on = await closed_months.day_declared(turn, declared)
    if declared.amount > loan.standing(max(on, turn.today)).payoff:
        return how_much(turn, payer, loan, {**data, "loan": loan.id})
    return await confirm(
        turn, payer, loan, declared.amount, principal=declared.principal_first, data=data, on=on
    )


async def take_loan(turn: Turn) -> Answer:
    """The member has several loans: the officer chose one."""
    if turn.choice == STOP:
        return left(turn)
    turn.data["loan"] = int(turn.choice)
    return await _sum(turn)


async def take_amount(turn: Turn) -> Answer:
    """The officer typed the sum that was handed over; with another name, ask once more."""
    if turn.choice == STOP:
        return left(turn)
    payer, loan = await payer_and_loan(turn)
    if loan is None:
        return paid_off(turn)
    if turn.choice:
        most, principal = loan.standing(turn.today).payoff, bool(turn.data.get("principal"))
        return await confirm(turn, payer, loan, most, principal=principal, data=turn.data)
    heard = heard_sum(turn)
    name = name_beside_sum(turn.text)
    if name and payer.id not in {one.id for one in await named(turn, name)}:
        return how_much(turn, payer, loan, turn.data)
    principal = heard.principal or bool(turn.data.get("principal"))
    return await confirm(turn, payer, loan, heard.amount, principal=principal, data=turn.data)


async def take_confirmation(turn: Turn) -> Answer:
    """The sum was read back to the officer: post it, correct it, or stop."""
    if turn.choice == "no":
        return left(turn)
    payer, loan = await payer_and_loan(turn)
    if loan is None:
        return paid_off(turn)
    if turn.choice != "yes":
        return await _corrected(turn, payer, loan)
    return await _post(turn, payer, loan)


async def _corrected(turn: Turn, payer: Member, loan: Borrowed) -> Answer:
    """Take another sum: by a button, or typed in place of a yes or no."""
    if turn.choice == "other":
        return how_much(turn, payer, loan, turn.data)
    amount, principal = turn.data["amount"], turn.data["principal"]
    if turn.choice == "meant":
        amount = turn.data["meant"]
        return await confirm(turn, payer, loan, amount, principal=principal, data=turn.data)
    asked = await confirm(turn, payer, loan, amount, principal=principal, data=turn.data)
    heard = another_sum(turn, asked)
    principal = heard.principal or principal
    return await confirm(turn, payer, loan, heard.amount, principal=principal, data=turn.data)


async def _post(turn: Turn, payer: Member, loan: Borrowed) -> Answer:
    await must_be_free(turn, payer)
    declared = None
    if turn.data.get("declaration"):
        declared = await declarations.locked(turn.db, turn.data["declaration"])
        if declared.status != "pending":
            return await already_decided(turn, declared)
    return await enter(
        turn,
        payer,
        await loans.locked(turn.db, loan.id),
        turn.data["amount"],
        principal_first=turn.data["principal"],
        declared=declared,
        prepaying=ahead.prepaying(turn.data, turn.data["amount"]),
    )


async def begin(
    turn: Turn, payer: Member, heard: int | None, *, principal_first: bool = False
) -> Answer:
    """Take money of `payer`: `heard` is the sum, where one was said."""
    return await _begin(turn, payer, {"heard": heard, "principal": principal_first})


async def _begin(turn: Turn, payer: Member, data: Data) -> Answer:
    await must_be_free(turn, payer)
    turn.data = {**data, "member": payer.id}
    if pending := await declarations.pending_of(turn.db, payer.id):
        return same_money.which(turn, payer, pending)
    return await _sum(turn)


async def _sum(turn: Turn) -> Answer:
    """Find the loan, then the sum: what is due, or what the officer types."""
    payer = await members.member(turn.db, turn.data["member"], turn.today)
    open_loans = await loans.open_loans(turn.db, payer.id)
    if not open_loans:
        raise turn.refuse(_("{name} has no open loan."), name=called(payer, turn.today))
    chosen = [loan for loan in open_loans if loan.id == turn.data.get("loan")]
    if not chosen and len(open_loans) > 1:
        choices = [
            Choice(str(loan.id), _("Loan {number}").format(number=loan.number))
            for loan in open_loans
        ]
        return turn.ask(
            "receipts.loan", _("For which loan?"), *choices, never_mind(), data=turn.data
        )
    loan = (chosen or open_loans)[0]
    data = {**turn.data, "loan": loan.id, "heard": None}
    if turn.data.get("heard"):
        principal = bool(turn.data.get("principal"))
        return await confirm(turn, payer, loan, turn.data["heard"], principal=principal, data=data)
    due = due_now(turn, loan)
    if turn.data.get("exactly") and due:
        return await confirm(turn, payer, loan, due, principal=False, data=data)
    return how_much(turn, payer, loan, data)


def how_much(turn: Turn, payer: Member, loan: Borrowed | None, data: Data) -> Answer:
    """Ask the cashier for the sum, with the most that it can be where the loan is known."""
    at_most = ""
    if loan:
        at_most = _("At the most {limit} today.").format(
            limit=money(loan.standing(turn.today).payoff)
        )
    return turn.ask(
        "receipts.amount",
        _("How much did {name} hand over? {limit}"),
        never_mind(),
        data=data,
        name=called(payer, turn.today),
        limit=at_most,
    )


async def confirm(
    turn: Turn,
    payer: Member,
    loan: Borrowed,
    amount: int,
    *,
    principal: bool,
    data: Data,
    on: date | None = None,
) -> Answer:
    """Read the sum back to the officer, with what of the same sum is in the book today."""
    data = {**data, "loan": loan.id, "principal": principal}
    try:
        share = share_of(turn, loan, amount, principal_first=principal, on=on)
    except UserError as too_much:
        data = {**data, "handed": amount}
        most, asked = loan.standing(turn.today).payoff, how_much(turn, payer, loan, data)
        choices = (*ahead.only(most, gift=True), *asked.choices)
        return replace(asked, text=str(too_much), choices=choices)
    if which := ahead.question(turn, "receipts.ahead", loan, share, data, gift=True):
        return which
    doubt = Doubt() if "declaration" in data else in_doubt(turn, loan, amount)
    text = _("{before}{name}: {sum} Is that right?")
    if len(await loans.open_loans(turn.db, payer.id)) > 1:
        text = _("{before}{name}, loan {number}: {sum} Is that right?")
    return turn.ask(
        "receipts.confirm",
        f"{text}{doubt.asks}",
        Choice("yes", _("I hold all {amount}").format(amount=money(amount))),
        *doubt.choices,
        Choice("other", _("Another sum")),
        Choice("no", _("Never mind, write nothing")),
        data={**data, "amount": amount, "principal": principal, **doubt.data},
        before=await same_money.told_today(
            turn, payer, amount, since=await _declared_at(turn, data)
        ),
        number=loan.number,
        name=called(payer, turn.today),
        sum=read_back(turn, amount, share, ahead.words(ahead.prepaying(data, amount))),
    )


async def _declared_at(turn: Turn, data: Data) -> datetime | None:
    if "declaration" not in data:
        return None
    return (await declarations.locked(turn.db, data["declaration"])).declared_at


async def payer_and_loan(turn: Turn) -> tuple[Member, Borrowed | None]:
    """Return who pays and for which loan; None when it was paid off in the meantime."""
    payer = await members.member(turn.db, turn.data["member"], turn.today)
    mine = await loans.open_loans(turn.db, payer.id)
    return payer, next((loan for loan in mine if loan.id == turn.data["loan"]), None)


HANDLERS = {
    "receive.due": Step(receive_due),
    "receive.other": Step(receive_other),
    "receipts.same": Step(take_same),
    "receipts.loan": Step(take_loan),
    "receipts.confirm": Step(take_confirmation, typed=True, counts=True),
}
