"""I have paid: the member says how much and to whom; an officer's yes makes it an entry."""

from __future__ import annotations

from collections.abc import Callable

from bot.chat import Choice, NotUnderstood
from bot.clock import local
from bot.handlers import touches
from bot.handlers.names import choices_of, matching
from bot.handlers.sums import ask_if_sure, due_now, heard_sum, read_back, share_of
from bot.i18n import _, clock_time, money
from bot.people import Member
from bot.storage import declarations, loans, members
from bot.storage.declarations import Declared
from bot.storage.loans import Borrowed
from bot.storage.talk import Data
from bot.telling import called, speaking_to
from bot.turn import Answer, Step, Turn
from bot.understanding.amounts import hear_amount


async def repay(turn: Turn) -> Answer:
    """Begin: which loan, and whether something is still waiting for the treasurer."""
    mine = await loans.open_loans(turn.db, turn.member.id)
    if not mine:
        return turn.say(_("You have nothing left to pay to the fund."))
    heard = hear_amount(turn.incoming.text)
    data: Data = {"heard": [heard.amount, heard.sure, heard.principal] if heard else None}
    if pending := await declarations.pending_of(turn.db, turn.member.id):
        return _still_waiting(turn, pending[-1], data)
    return _which_loan(turn, mine, data)


async def another(turn: Turn) -> Answer:
    """Something is waiting already: declare one more, or take that one back."""
    if turn.choice == "withdraw":
        return await withdraw(turn)
    mine = await loans.open_loans(turn.db, turn.member.id)
    return _which_loan(turn, mine, turn.data)


async def withdraw(turn: Turn) -> Answer:
    """Take back what the member said last, while nobody has decided it."""
    for declared in reversed(await declarations.pending_of(turn.db, turn.member.id)):
        if await declarations.decide(
            turn.db, declared.id, status="withdrawn", by=turn.member.id, now=turn.now
        ):
            return turn.say(
                _("Taken back: {amount} does not count any more."), amount=money(declared.amount)
            )
    return turn.say(_("There is nothing waiting to be taken back."))


async def take_loan(turn: Turn) -> Answer:
    """The member has several loans and chose one."""
    return _how_much(turn, await _loan(turn, int(turn.choice)), turn.data)


async def take_amount(turn: Turn) -> Answer:
    """The member said how much, by the button or in words."""
    loan = await _loan(turn, turn.data["loan"])
    if turn.choice == "due":
        return _read_back(turn, loan, turn.data["due"])
    heard = heard_sum(turn)
    return _read_back(turn, loan, heard.amount, principal=heard.principal, sure=heard.sure)


async def take_sure(turn: Turn) -> Answer:
    """A bare "150" was taken for 150,000: the member says whether that is right."""
    loan = await _loan(turn, turn.data["loan"])
    if turn.choice == "no":
        return _how_much(turn, loan, {})
    return _read_back(turn, loan, turn.data["amount"], principal=turn.data["principal"])


async def take_confirmation(turn: Turn) -> Answer:
    """The sum was read back: go on, correct it, or stop."""
    if turn.choice == "no":
        return turn.say(_("All right, nothing was written down."))
    if turn.choice == "other":
        return _how_much(turn, await _loan(turn, turn.data["loan"]), {})
    cash = await _cashiers(turn)
    treasurer = _("The treasurer")
    if cash:
        label = _("{name} (treasurer)") if "treasurer" in cash[0].roles else "{name}"
        treasurer = turn.words(label, name=called(cash[0], turn.today))
    return turn.ask(
        "repay.given",
        _("Whom did you give it to?"),
        Choice("treasurer", treasurer),
        Choice("other", _("Somebody else")),
        Choice("bank", _("By bank transfer")),
        data=turn.data,
    )


async def take_given(turn: Turn) -> Answer:
    """To whom the money went; somebody else is asked for by name."""
    if turn.choice == "other":
        return turn.ask("repay.whom", _("What is the name of that person?"), data=turn.data)
    return await _declare(turn, turn.choice, None)


async def take_whom(turn: Turn) -> Answer:
    """The name of who took the money, asked back when several have it."""
    everybody = await members.everybody(turn.db, turn.club.id, turn.today)
    others = [one for one in everybody if one.id != turn.member.id]
    if turn.choice:
        found = [one for one in others if one.id == int(turn.choice)]
    else:
        found = matching(turn.text, others)
    if not found:
        raise NotUnderstood(turn.words(_("I find nobody of that name in the club.")))
    if len(found) == 1:
        return await _declare(turn, "other", found[0])
    return turn.ask("repay.whom", _("Which one do you mean?"), *choices_of(found), data=turn.data)


async def _loan(turn: Turn, loan_id: int) -> Borrowed:
    for loan in await loans.open_loans(turn.db, turn.member.id):
        if loan.id == loan_id:
            return loan
    raise turn.refuse(_("That loan is paid off by now."))


async def _cashiers(turn: Turn) -> list[Member]:
    return await touches.cashiers(turn, turn.member)


def _still_waiting(turn: Turn, declared: Declared, data: Data) -> Answer:
    return turn.ask(
        "repay.another",
        _(
            "You told me of {amount} at {time}; the treasurer has not answered yet."
            " Did you pay another sum?"
        ),
        Choice("another", _("Yes, another one")),
        Choice("withdraw", _("Take that one back")),
        data=data,
        amount=money(declared.amount),
        time=clock_time(local(declared.declared_at, turn.zone)),
    )


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
    return turn.ask("repay.loan", _("For which loan?"), *choices, data=data)


def _how_much(turn: Turn, loan: Borrowed, data: Data) -> Answer:
    if data.get("heard"):
        amount, sure, principal = data["heard"]
        return _read_back(turn, loan, amount, principal=principal, sure=sure)
    due = due_now(turn, loan)
    exactly = [Choice("due", _("Exactly {amount}").format(amount=money(due)))] if due else []
    return turn.ask(
        "repay.amount",
        _("How much did you pay?"),
        *exactly,
        data={"loan": loan.id, "due": due},
    )


def _read_back(
    turn: Turn, loan: Borrowed, amount: int, *, principal: bool = False, sure: bool = True
) -> Answer:
    """Read a sum back in digits and words, with its split, before anything is saved."""
    data = {"loan": loan.id, "amount": amount, "principal": principal}
    if not sure:
        return ask_if_sure(turn, "repay.sure", amount, data)
    share = share_of(turn, loan, amount, principal_first=principal)
    return turn.ask(
        "repay.confirm",
        _("{sum} Is that right?"),
        Choice("yes", _("Yes, {amount}").format(amount=money(amount))),
        Choice("other", _("Another sum")),
        Choice("no", _("Never mind, write nothing")),
        data=data,
        sum=read_back(turn, amount, share),
    )


async def _declare(turn: Turn, given_to: str, taker: Member | None) -> Answer:
    """Write it down as said, and ask the cashiers whether the money is there."""
    loan = await _loan(turn, turn.data["loan"])
    amount, principal = turn.data["amount"], turn.data["principal"]
    share_of(turn, loan, amount, principal_first=principal)
    made = await declarations.declare(
        turn.db,
        club_id=turn.club.id,
        member_id=turn.member.id,
        loan_id=loan.id,
        amount=amount,
        principal_first=principal,
        given_to=given_to,
        given_to_id=taker.id if taker else None,
        origin=turn.operation,
        address_id=turn.phone.id,
        shared=turn.phone.is_shared,
        now=turn.now,
    )
    reached = await turn.reach(await _cashiers(turn))
    for listener in reached:
        with speaking_to(listener.member, turn.today) as words:
            await turn.tell(
                listener,
                _announced(turn, words, amount, given_to, taker),
                Choice("full", _("I hold all {amount}").format(amount=money(amount))),
                Choice("none", _("Not received yet")),
                Choice("other", _("Received another sum")),
                step="receipts.decide",
                data={"declaration": made},
            )
    if not reached:
        return turn.say(
            _("I wrote it down. The treasurer has no phone here; please ask for a paper slip.")
        )
    return turn.say(
        _("I told {name}. As soon as the money is confirmed I send you the slip."),
        name=called(reached[0].member, turn.today),
    )


def _announced(
    turn: Turn, words: Callable[..., str], amount: int, given_to: str, taker: Member | None
) -> str:
    """Say to a cashier what the member declared, and to whom the money went."""
    name = called(turn.member, turn.today)
    if turn.phone.is_shared or (turn.holder and turn.holder.kind == "helper"):
        name = _("{name} (from a shared phone)").format(name=name)
    if given_to == "bank":
        text = _("{name} says that {amount} went to the club's bank account.")
    elif taker:
        text = _("{name} says that {amount} was handed to {taker}.")
    else:
        text = _("{name} says that {amount} was handed to the treasurer.")
    by = called(taker, turn.today) if taker else ""
    return words(text, name=name, amount=money(amount), taker=by)


HANDLERS = {
    "repay": Step(repay),
    "withdraw": Step(withdraw),
    "repay.another": Step(another),
    "repay.loan": Step(take_loan),
    "repay.amount": Step(take_amount, typed=True),
    "repay.sure": Step(take_sure),
    "repay.confirm": Step(take_confirmation),
    "repay.given": Step(take_given),
    "repay.whom": Step(take_whom, typed=True),
}
