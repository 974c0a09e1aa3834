"""I have paid: for which loan, how much, and is that right? To whom it went is in `declaring`."""

from __future__ import annotations

from dataclasses import replace

from bot.chat import Choice, NotUnderstood, UserError
from bot.handlers import ahead, declaring, receipts
from bot.handlers.names import choices_of
from bot.handlers.sums import (
    another_sum,
    due_now,
    heard_sum,
    in_doubt,
    own_loan,
    paid_off,
    read_back,
    share_of,
    told_of,
    total,
    usual_sums,
    what_comes,
)
from bot.handlers.ways_out import STOP, left, never_mind
from bot.handlers.whose import is_hers, named, only_own
from bot.i18n import _, money
from bot.people import Member
from bot.storage import declarations, loans, members
from bot.storage.loans import Borrowed
from bot.storage.talk import Data
from bot.telling import called
from bot.turn import Answer, Step, Turn
from bot.understanding.amounts import hear_amount, is_for_principal
from bot.understanding.payers import is_oneself, is_surely_a_name
from bot.understanding.words import Command, command


async def repay(turn: Turn) -> Answer:
    """Begin: whose money, which loan, and does something still wait for the treasurer?"""
    data = _heard(turn)
    said = command(turn.incoming.text)
    if said and (answer := await _of_somebody(turn, said, data)):
        return answer
    return await _own(turn, data)


async def from_named(turn: Turn, name: str) -> Answer | None:
    """Take the sum that an officer wrote beside a name; None where nobody is called so."""
    found = await named(turn, name)
    return await _from(turn, found, _heard(turn)) if found else None


async def take_payer(turn: Turn) -> Answer:
    """The officer chose or typed whose money it is; the sum is known already."""
    if turn.choice == STOP:
        return left(turn)
    if turn.choice:
        found = [await members.member(turn.db, int(turn.choice), turn.today)]
    elif is_oneself(turn.text):
        found = [turn.member]
    else:
        found = await named(turn, turn.text)
    if not found:
        raise NotUnderstood(turn.words(_nobody()))
    return await _from(turn, found, turn.data)


async def own(turn: Turn) -> Answer:
    """It was her own money after all, although somebody else was named."""
    return await _own(turn, turn.data)


async def begin(turn: Turn, reminder: Data) -> Answer:
    """Begin with what a reminder spoke of: a loan of the speaker, and the days of its periods."""
    loan = await own_loan(turn, reminder["loan"])
    if loan is None:
        return paid_off(turn)
    data: Data = {"heard": None, "principal": False, "named": False, "known": []}
    data["told"] = reminder
    if pending := await declarations.pending_of(turn.db, turn.member.id):
        return declaring.still_waiting(turn, pending, data)
    if _is_in_the_book(turn, loan, reminder):
        said = [_("That is in the book already."), *what_comes(turn, loan.standing(turn.today))]
        return turn.say("{lines}", Choice("repay", _("I have paid")), lines="\n".join(said))
    return _how_much(turn, loan, data)


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
    if turn.choice == STOP:
        return left(turn)
    loan = await own_loan(turn, int(turn.choice))
    return _how_much(turn, loan, turn.data) if loan else paid_off(turn)


async def take_amount(turn: Turn) -> Answer:
    """The member said how much, by the button or in words."""
    if turn.choice == STOP:
        return left(turn)
    loan = await own_loan(turn, turn.data["loan"])
    if loan is None:
        return paid_off(turn)
    if turn.choice == "other":
        text = _("How much is it, please? For example 500k, or 1,200,000.")
        return turn.ask("repay.amount", text, never_mind(), data=turn.data)
    if turn.choice:
        return confirm(turn, loan, turn.data[turn.choice], turn.data)
    heard = heard_sum(turn)
    data = {**turn.data, "principal": heard.principal or turn.data["principal"]}
    return confirm(turn, loan, heard.amount, data)


async def take_confirmation(turn: Turn) -> Answer:
    """The sum was read back: go on, correct it, or stop; another sum is read back anew."""
    if turn.choice == "no":
        return left(turn)
    loan = await own_loan(turn, turn.data["loan"])
    if loan is None:
        return paid_off(turn)
    if turn.choice == "other":
        return _how_much(turn, loan, turn.data)
    if turn.choice == "meant":
        return confirm(turn, loan, turn.data["meant"], turn.data)
    if not turn.choice:
        heard = another_sum(turn, confirm(turn, loan, turn.data["amount"], turn.data))
        data = {**turn.data, "principal": heard.principal or turn.data["principal"]}
        return confirm(turn, loan, heard.amount, data)
    return await declaring.to_whom(turn)


def _heard(turn: Turn) -> Data:
    """Return what the words say: the sum, what it is for, and whether there was more in them."""
    heard, beside = hear_amount(turn.incoming.text), hear_amount(turn.text)
    more = beside.rest.strip(" ,") if beside else turn.text
    return {
        "heard": heard.amount if heard else None,
        "principal": is_for_principal(turn.incoming.text),
        "named": bool(more) and not is_for_principal(more),
        "known": [],
    }


async def _of_somebody(turn: Turn, said: Command, data: Data) -> Answer | None:
    """Begin with whom the words name; None where it is the speaker's own money."""
    data = {**data, "named": True}
    found = await named(turn, said.who or said.whom)
    if not turn.acts_as_officer:
        if not said.who or is_hers(turn, said.who, found):
            return None
        mine = Choice("repay.mine", _("It is my own money"))
        return await only_own(turn, mine, data=data)
    if not said.who and _is_taker(said.whom, found):
        return None
    return None if is_hers(turn, said.who, found) else await _from(turn, found, data)


def _is_taker(name: str, found: list[Member]) -> bool:
    """Whether who is named behind a payment took the money: an officer, or nobody's name."""
    return all(one.is_officer for one in found) if found else not is_surely_a_name(name)


async def _from(turn: Turn, found: list[Member], data: Data) -> Answer:
    """Take the money of whom an officer named, once it is clear who that is."""
    data = {**data, "named": True}
    if [one.id for one in found] == [turn.member.id]:
        return await _own(turn, data)
    if len(found) == 1:
        return await receipts.begin(
            turn, found[0], data["heard"], principal_first=data["principal"]
        )
    text = _("Which one do you mean?") if found else _nobody()
    return turn.ask("repay.payer", text, *choices_of(found), never_mind(), data=data)


def _nobody() -> str:
    return _("I find nobody of that name. Please write the name again.")


async def _own(turn: Turn, data: Data) -> Answer:
    mine = await loans.open_loans(turn.db, turn.member.id)
    if not mine:
        return turn.say(_("You have nothing left to pay to the fund."))
    if pending := await declarations.pending_of(turn.db, turn.member.id):
        return declaring.still_waiting(turn, pending, data)
    return _which_loan(turn, mine, data)


async def _take_back(turn: Turn, declaration_id: int) -> Answer:
    declared = await declarations.locked(turn.db, declaration_id)
    done = await declarations.decide(
        turn.db, declared.id, status="withdrawn", by=turn.member.id, now=turn.now
    )
    if not done:
        return turn.say(_("There is nothing waiting to be taken back."))
    text = _("Taken back: {amount} does not count any more.")
    return turn.say(text, amount=money(declared.amount))


def _is_in_the_book(turn: Turn, loan: Borrowed, reminder: Data) -> bool:
    """Whether all that a reminder spoke of was paid meanwhile; not, where it was moved."""
    known = reminder.get("until") in [day.isoformat() for day in loan.terms.due_days]
    return known and not told_of(turn, loan, reminder)


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
    return turn.ask("repay.loan", _("For which loan?"), *choices, never_mind(), data=data)


def _how_much(turn: Turn, loan: Borrowed, data: Data) -> Answer:
    heard = data.get("heard")
    data = {**data, "loan": loan.id, "heard": None}
    if heard:
        return confirm(turn, loan, heard, data)
    due = total(told_of(turn, loan, data.get("told", {}))) or due_now(turn, loan)
    now = loan.standing(turn.today)
    return turn.ask(
        "repay.amount",
        _("How much did you pay?"),
        *usual_sums(due, now),
        never_mind(),
        data={**data, "due": due, "all": now.to_pay_now},
    )


def confirm(turn: Turn, loan: Borrowed, amount: int, data: Data) -> Answer:
    """Read a sum back in digits and words, with its split, before anything is saved.

    Whose loan it is, and which, is said where a name was in the words or there are several.
    """
    data = {**data, "loan": loan.id, "amount": amount}
    try:
        share = share_of(turn, loan, amount, principal_first=data["principal"])
    except UserError as too_much:
        most, asked = loan.standing(turn.today).payoff, _how_much(turn, loan, data)
        choices = (*ahead.only(most, gift=False), *asked.choices)
        data = {**asked.data, ahead.BACK: most}
        return replace(asked, text=str(too_much), choices=choices, data=data)
    if which := ahead.question(turn, "repay.ahead", loan, share, data, gift=False):
        return which
    text = _("{sum} Is that right?")
    if data["named"]:
        text = _("For your loan {number}: {sum} Is that right?")
        if turn.phone.is_shared or (turn.holder and turn.holder.kind != "self"):
            text = _("For loan {number} of {name}: {sum} Is that right?")
    doubt = in_doubt(turn, loan, amount)
    return turn.ask(
        "repay.confirm",
        f"{text}{doubt.asks}",
        Choice("yes", _("Yes, {amount}").format(amount=money(amount))),
        *doubt.choices,
        Choice("other", _("Another sum")),
        Choice("no", _("Never mind, write nothing")),
        data={**data, **doubt.data},
        number=loan.number,
        name=called(turn.member, turn.today),
        sum=read_back(turn, amount, share, ahead.words(ahead.prepaying(data, amount))),
    )


HANDLERS = {
    "repay": Step(repay),
    "repay.mine": Step(own),
    "repay.payer": Step(take_payer, typed=True),
    "withdraw": Step(withdraw, counts=True),
    "repay.another": Step(another, counts=True),
    "repay.loan": Step(take_loan),
    "repay.amount": Step(take_amount, typed=True, beside=declaring.not_yet),
    "repay.confirm": Step(take_confirmation, typed=True, beside=declaring.not_yet),
}
