"""I have paid: for which loan, how much, and is that right? To whom it went is in `declaring`."""

from __future__ import annotations

from bot.chat import Choice
from bot.handlers import declaring, receipts
from bot.handlers.names import matching
from bot.handlers.sums import (
    ask_if_sure,
    due_now,
    heard_sum,
    own_loan,
    paid_off,
    read_back,
    share_of,
)
from bot.i18n import _, money
from bot.people import Member
from bot.storage import declarations, loans, members
from bot.storage.loans import Borrowed
from bot.storage.talk import Data
from bot.telling import called
from bot.turn import Answer, Step, Turn
from bot.understanding.amounts import hear_amount, is_for_principal


async def repay(turn: Turn) -> Answer:
    """Begin: whose money, which loan, and does something still wait for the treasurer?"""
    heard = hear_amount(turn.incoming.text)
    named = hear_amount(turn.text)
    name = named.rest.strip(" ,") if named else turn.text
    data: Data = {
        "heard": [heard.amount, heard.sure] if heard else None,
        "principal": is_for_principal(turn.incoming.text),
        "named": bool(name) and not is_for_principal(name),
        "known": [],
    }
    if turn.acts_as_officer and (payer := await _somebody_else(turn, name)):
        return await receipts.begin(turn, payer, data["heard"])
    mine = await loans.open_loans(turn.db, turn.member.id)
    if not mine:
        return turn.say(_("You have nothing left to pay to the fund."))
    if pending := await declarations.pending_of(turn.db, turn.member.id):
        return declaring.still_waiting(turn, pending, data)
    return _which_loan(turn, mine, data)


async def another(turn: Turn) -> Answer:
    """Something is waiting already: declare one more, or take that one back."""
    if turn.choice == "withdraw":
        return await _take_back(turn, turn.data["known"][-1])
    mine = await loans.open_loans(turn.db, turn.member.id)
    if not mine:
        return turn.say(_("You have nothing left to pay to the fund."))
    return _which_loan(turn, mine, turn.data)


async def withdraw(turn: Turn) -> Answer:
    """Take back what the member said last, while nobody has decided it."""
    pending = await declarations.pending_of(turn.db, turn.member.id)
    if not pending:
        return turn.say(_("There is nothing waiting to be taken back."))
    return await _take_back(turn, pending[-1].id)


async def take_loan(turn: Turn) -> Answer:
    """The member has several loans and chose one."""
    loan = await own_loan(turn, int(turn.choice))
    return _how_much(turn, loan, turn.data) if loan else paid_off(turn)


async def take_amount(turn: Turn) -> Answer:
    """The member said how much, by the button or in words."""
    loan = await own_loan(turn, turn.data["loan"])
    if loan is None:
        return paid_off(turn)
    if turn.choice == "due":
        return _read_back(turn, loan, turn.data["due"], turn.data)
    heard = heard_sum(turn)
    data = {**turn.data, "principal": heard.principal or turn.data["principal"]}
    return _read_back(turn, loan, heard.amount, data, sure=heard.sure)


async def take_sure(turn: Turn) -> Answer:
    """A bare "150" was taken for 150,000: the member says whether that is right."""
    loan = await own_loan(turn, turn.data["loan"])
    if loan is None:
        return paid_off(turn)
    if turn.choice == "no":
        return _how_much(turn, loan, turn.data)
    return _read_back(turn, loan, turn.data["amount"], turn.data)


async def take_confirmation(turn: Turn) -> Answer:
    """The sum was read back: go on, correct it, or stop."""
    if turn.choice == "no":
        return turn.say(_("All right, nothing was written down."))
    loan = await own_loan(turn, turn.data["loan"])
    if loan is None:
        return paid_off(turn)
    if turn.choice == "other":
        return _how_much(turn, loan, turn.data)
    return await declaring.to_whom(turn)


async def _somebody_else(turn: Turn, name: str) -> Member | None:
    """Return the one other member of that name: an officer says what somebody else pays."""
    if not name:
        return None
    found = matching(name, await members.everybody(turn.db, turn.club.id, turn.today))
    others = [one for one in found if one.id != turn.member.id]
    return others[0] if len(found) == 1 and others else None


async def _take_back(turn: Turn, declaration_id: int) -> Answer:
    declared = await declarations.locked(turn.db, declaration_id)
    done = await declarations.decide(
        turn.db, declared.id, status="withdrawn", by=turn.member.id, now=turn.now
    )
    if not done:
        return turn.say(_("There is nothing waiting to be taken back."))
    text = _("Taken back: {amount} does not count any more.")
    return turn.say(text, amount=money(declared.amount))


def _which_loan(turn: Turn, mine: list[Borrowed], data: Data) -> Answer:
    if len(mine) == 1:
        return _how_much(turn, mine[0], data)
    label = _("Loan {number}, {amount} left")
    choices = [
        Choice(
            str(loan.id),
            label.format(
                number=loan.number, amount=money(loan.standing(turn.today).principal_left)
            ),
        )
        for loan in mine
    ]
    data = {**data, "named": True}
    return turn.ask("repay.loan", _("For which loan?"), *choices, data=data)


def _how_much(turn: Turn, loan: Borrowed, data: Data) -> Answer:
    heard = data.get("heard")
    data = {**data, "loan": loan.id, "heard": None}
    if heard:
        amount, sure = heard
        return _read_back(turn, loan, amount, data, sure=sure)
    due = due_now(turn, loan)
    exactly = [Choice("due", _("Exactly {amount}").format(amount=money(due)))] if due else []
    return turn.ask(
        "repay.amount", _("How much did you pay?"), *exactly, data={**data, "due": due}
    )


def _read_back(
    turn: Turn, loan: Borrowed, amount: int, data: Data, *, sure: bool = True
) -> Answer:
    """Read a sum back in digits and words, with its split, before anything is saved.

    Whose loan it is, and which, is said where a name was in the words or there are several.
    """
    data = {**data, "loan": loan.id, "amount": amount}
    if not sure:
        return ask_if_sure(turn, "repay.sure", amount, data)
    share = share_of(turn, loan, amount, principal_first=data["principal"])
    text = _("{sum} Is that right?")
    if data["named"]:
        text = _("For loan {number} of {name}: {sum} Is that right?")
    return turn.ask(
        "repay.confirm",
        text,
        Choice("yes", _("Yes, {amount}").format(amount=money(amount))),
        Choice("other", _("Another sum")),
        Choice("no", _("Never mind, write nothing")),
        data=data,
        number=loan.number,
        name=called(turn.member, turn.today),
        sum=read_back(turn, amount, share),
    )


HANDLERS = {
    "repay": Step(repay),
    "withdraw": Step(withdraw, counts=True),
    "repay.another": Step(another, counts=True),
    "repay.loan": Step(take_loan),
    "repay.amount": Step(take_amount, typed=True),
    "repay.sure": Step(take_sure),
    "repay.confirm": Step(take_confirmation),
}
