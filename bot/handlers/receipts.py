"""The cashier takes money directly, for any member, with or without a phone."""

from __future__ import annotations

from bot.chat import Choice
from bot.clock import local
from bot.handlers.entering import already_decided, enter, must_be_free
from bot.handlers.sums import ask_if_sure, due_now, heard_sum, read_back, share_of
from bot.i18n import _, clock_time, money
from bot.people import Member
from bot.storage import declarations, entries, loans, members
from bot.storage.declarations import Declared
from bot.storage.loans import Borrowed
from bot.storage.talk import Data
from bot.telling import called
from bot.turn import Answer, Step, Turn

LOOKED_AT = 10
"""How many of a member's last entries are looked at for the same sum."""


async def receive_due(turn: Turn) -> Answer:
    """From a member's card: take exactly what is due."""
    return await _begin(turn, exactly=True)


async def receive_other(turn: Turn) -> Answer:
    """From a member's card: take another sum."""
    return await _begin(turn, exactly=False)


async def take_same(turn: Turn) -> Answer:
    """A declaration was pending: is the money in hand the one that was declared?"""
    if turn.choice == "same":
        declared = await declarations.locked(turn.db, turn.data["declaration"])
        if declared.status != "pending":
            return await already_decided(turn, declared)
        payer = await members.member(turn.db, declared.member_id, turn.today)
        loan = await loans.locked(turn.db, declared.loan_id)
        data = {**turn.data, "loan": loan.id}
        return await _confirm(
            turn,
            payer,
            loan,
            declared.amount,
            principal=declared.principal_first,
            data=data,
        )
    turn.data.pop("declaration")
    return await _sum(turn)


async def take_loan(turn: Turn) -> Answer:
    """The member has several loans: the officer chose one."""
    turn.data["loan"] = int(turn.choice)
    return await _sum(turn)


async def take_amount(turn: Turn) -> Answer:
    """The officer typed the sum that was handed over."""
    payer, loan = await _payer_and_loan(turn)
    heard = heard_sum(turn)
    if not heard.sure:
        data = {**turn.data, "amount": heard.amount, "principal": heard.principal}
        return ask_if_sure(turn, "receipts.sure", heard.amount, data)
    return await _confirm(
        turn, payer, loan, heard.amount, principal=heard.principal, data=turn.data
    )


async def take_sure(turn: Turn) -> Answer:
    """A bare "150" was taken for 150,000: the officer says whether that is right."""
    payer, loan = await _payer_and_loan(turn)
    if turn.choice == "no":
        return how_much(turn, payer, loan, turn.data)
    amount, principal = turn.data["amount"], turn.data["principal"]
    return await _confirm(turn, payer, loan, amount, principal=principal, data=turn.data)


async def take_confirmation(turn: Turn) -> Answer:
    """The sum was read back to the officer: post it, correct it, or stop."""
    if turn.choice == "no":
        return turn.say(_("All right, nothing was written down."))
    payer, _loan = await _payer_and_loan(turn)
    if turn.choice == "other":
        return how_much(turn, payer, _loan, turn.data)
    await must_be_free(turn, payer)
    declared = None
    if turn.data.get("declaration"):
        declared = await declarations.locked(turn.db, turn.data["declaration"])
        if declared.status != "pending":
            return await already_decided(turn, declared)
    loan = await loans.locked(turn.db, turn.data["loan"])
    share = share_of(turn, loan, turn.data["amount"], principal_first=turn.data["principal"])
    return await enter(turn, payer, loan, share, declared)


async def _begin(turn: Turn, *, exactly: bool) -> Answer:
    payer = await members.member(turn.db, turn.data["member"], turn.today)
    await must_be_free(turn, payer)
    data: Data = {"member": payer.id, "exactly": exactly, "loan": turn.data.get("loan")}
    turn.data = data
    if pending := await declarations.pending_of(turn.db, payer.id):
        return _is_it_the_same(turn, payer, pending[-1], data)
    return await _sum(turn)


def _is_it_the_same(turn: Turn, payer: Member, declared: Declared, data: Data) -> Answer:
    """The same cash told twice is the commonest wrong entry: ask before taking any sum."""
    return turn.ask(
        "receipts.same",
        _("{name} told me of {amount} at {time}. Is it this money?"),
        Choice("same", _("This very money")),
        Choice("another", _("Other money")),
        data={**data, "declaration": declared.id},
        name=called(payer, turn.today),
        amount=money(declared.amount),
        time=clock_time(local(declared.declared_at, turn.zone)),
    )


async def _sum(turn: Turn) -> Answer:
    """Find the loan, then the sum: what is due, or what the officer types."""
    payer = await members.member(turn.db, turn.data["member"], turn.today)
    open_loans = await loans.open_loans(turn.db, payer.id)
    if not open_loans:
        raise turn.refuse(_("{name} has no open loan."), name=called(payer, turn.today))
    if turn.data.get("loan") is None and len(open_loans) > 1:
        choices = [
            Choice(str(loan.id), _("Loan {number}").format(number=loan.number))
            for loan in open_loans
        ]
        return turn.ask("receipts.loan", _("For which loan?"), *choices, data=turn.data)
    chosen = turn.data.get("loan") or open_loans[0].id
    loan = next((one for one in open_loans if one.id == chosen), open_loans[0])
    data = {**turn.data, "loan": loan.id}
    due = due_now(turn, loan)
    if turn.data.get("exactly") and due:
        return await _confirm(turn, payer, loan, due, principal=False, data=data)
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
        data=data,
        name=called(payer, turn.today),
        limit=at_most,
    )


async def _confirm(
    turn: Turn, payer: Member, loan: Borrowed, amount: int, *, principal: bool, data: Data
) -> Answer:
    """Read the sum back to the officer, with what of the same sum is in the book today."""
    share = share_of(turn, loan, amount, principal_first=principal)
    return turn.ask(
        "receipts.confirm",
        _("{before}{name}: {sum} Is that right?"),
        Choice("yes", _("I hold all {amount}").format(amount=money(amount))),
        Choice("other", _("Another sum")),
        Choice("no", _("Never mind, write nothing")),
        data={**data, "amount": amount, "principal": principal},
        before=await _told_today(turn, payer, amount),
        name=called(payer, turn.today),
        sum=read_back(turn, amount, share),
    )


async def _told_today(turn: Turn, payer: Member, amount: int) -> str:
    """Say who entered the same sum today: the same cash told twice must not become two entries."""
    for entry in await entries.repayments_of(turn.db, payer.id, LOOKED_AT):
        if entry.value_day != turn.today or entry.amount != amount or entry.reversed_by:
            continue
        if entry.entered_by is None:
            continue
        who = await members.member(turn.db, entry.entered_by, turn.today)
        return (
            _("Today {amount} of {name} is in the book already ({time}, {who}).").format(
                amount=money(amount),
                name=called(payer, turn.today),
                time=clock_time(local(entry.entered_at, turn.zone)),
                who=called(who, turn.today),
            )
            + "\n"
        )
    return ""


async def _payer_and_loan(turn: Turn) -> tuple[Member, Borrowed]:
    payer = await members.member(turn.db, turn.data["member"], turn.today)
    for loan in await loans.open_loans(turn.db, payer.id):
        if loan.id == turn.data["loan"]:
            return payer, loan
    raise turn.refuse(_("That loan is paid off by now."))


HANDLERS = {
    "receive.due": Step(receive_due),
    "receive.other": Step(receive_other),
    "receipts.same": Step(take_same),
    "receipts.loan": Step(take_loan),
    "receipts.amount": Step(take_amount, typed=True),
    "receipts.sure": Step(take_sure),
    "receipts.confirm": Step(take_confirmation),
}
