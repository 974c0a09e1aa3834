"""One handing with several purposes, on one slip: 55.000 đ = interest 50 + fee 5; or a gift.

Its parts are posted together, or none of them, with one number per fund; the split is shown before
the yes.
"""

from __future__ import annotations

from bot.chat import Choice, NotUnderstood
from bot.handlers import repayments
from bot.handlers.bookkeeping import paying
from bot.handlers.bookkeeping.split_asking import read_back, whole
from bot.handlers.bookkeeping.split_declared import same
from bot.handlers.cards import must_be_officer
from bot.handlers.entering import must_be_free
from bot.handlers.names import choices_of
from bot.handlers.sums import due_now
from bot.handlers.ways_out import STOP, left, never_mind
from bot.handlers.whose import named
from bot.i18n import _, money
from bot.people import Member
from bot.storage import fees, loans, members
from bot.storage.loans import Borrowed
from bot.storage.talk import Data
from bot.telling import called
from bot.turn import Answer, Step, Turn
from bot.understanding.purposes import Purposes, purposes


async def several(turn: Turn) -> Answer:
    """An officer typed a sum with its purposes; a member's own words are a plain "I paid"."""
    if not turn.acts_as_officer:
        return await repayments.repay(turn)
    said = purposes(turn.incoming.text)
    if said is None:
        return await paying.take(turn)
    data = _parts(turn, said)
    if said.total is None or said.total == whole(data):
        return await _from(turn, said.who, data)
    return _not_the_sum(turn, said, data)


def _not_the_sum(turn: Turn, said: Purposes, data: Data) -> Answer:
    """Say that the parts are another sum; what they leave of it may be a gift."""
    rest = (said.total or 0) - whole(data)
    gift = _("The other {amount} is a gift").format(amount=money(rest))
    return turn.ask(
        "several.rest",
        _("The parts come to {parts}, and not to {total}. Please write it once more."),
        *([Choice("gift", gift)] if rest > 0 else []),
        never_mind(),
        data={**data, "who": said.who, "rest": rest},
        parts=money(whole(data)),
        total=money(said.total or 0),
    )


async def take_rest(turn: Turn) -> Answer:
    """The officer said that what the parts leave is a gift to the club."""
    if turn.choice == STOP:
        return left(turn)
    data = {key: its for key, its in turn.data.items() if key not in ("who", "rest")}
    given = data["gift"] + turn.data["rest"]
    return await _from(turn, turn.data["who"], {**data, "gift": given})


async def _from(turn: Turn, name: str, data: Data) -> Answer:
    if found := await named(turn, name):
        return await _of_one(turn, found, data)
    text = _("From whom? Part of the name is enough.")
    return turn.ask("several.name", text, never_mind(), data=data)


async def with_gift(
    turn: Turn, payer: Member, loan: Borrowed, *, amount: int, gift: int
) -> Answer:
    """Take a sum for a loan, and more of the same handing as a gift to the club."""
    data: Data = {
        "member": payer.id,
        "loan": loan.id,
        "loans": amount,
        "principal": bool(turn.data.get("principal")),
        "fees": 0,
        "gift": gift,
        "declaration": turn.data.get("declaration"),
    }
    return await read_back(turn, payer, data)


async def from_card(turn: Turn) -> Answer:
    """From a member's card: what is due on her loans and in fees, together; to each its own."""
    must_be_officer(turn)
    payer = await members.member(turn.db, turn.data["member"], turn.today)
    unpaid = await fees.unpaid_months(turn.db, turn.club.id, [payer.id], turn.today)
    owed = await loans.open_loans(turn.db, payer.id)
    dues = [(loan.id, due) for loan in owed if (due := due_now(turn, loan))]
    data: Data = {
        "loans": sum(due for _loan, due in dues),
        "principal": False,
        "fees": sum(unpaid[payer.id].values()),
        "dues": dues,
    }
    return await _of_one(turn, [payer], data)


def _parts(turn: Turn, said: Purposes) -> Data:
    """Return what goes to the loan, what is a fee, and what a gift."""
    parts = dict(said.parts)
    bare = parts.pop("fee", 0)
    calls_it_fee = turn.club.rate_label == "phi" and "interest" not in parts
    if calls_it_fee:
        parts["interest"] = bare
    else:
        parts["dues"] = parts.get("dues", 0) + bare
    loan = parts.get("interest", 0) + parts.get("principal", 0)
    only_principal = bool(parts.get("principal")) and not parts.get("interest")
    return {
        "loans": loan,
        "principal": only_principal,
        "fees": parts.get("dues", 0),
        "gift": parts.get("gift", 0),
    }


async def take_name(turn: Turn) -> Answer:
    """The officer typed part of a name, or chose one of several."""
    if turn.choice == STOP:
        return left(turn)
    if turn.choice:
        found = [await members.member(turn.db, int(turn.choice), turn.today)]
    else:
        found = await named(turn, turn.text)
    if not found:
        raise NotUnderstood(turn.words(_("I find nobody of that name in the club.")))
    return await _of_one(turn, found, turn.data)


async def _of_one(turn: Turn, found: list[Member], data: Data) -> Answer:
    if len(found) > 1:
        text = _("Which one do you mean?")
        return turn.ask("several.name", text, *choices_of(found), never_mind(), data=data)
    payer = found[0]
    await must_be_free(turn, payer)
    return await _which_loan(turn, payer, {**data, "member": payer.id})


async def _which_loan(turn: Turn, payer: Member, data: Data) -> Answer:
    if "dues" in data:
        return await same(turn, payer, data)
    open_loans = await loans.open_loans(turn.db, payer.id) if data["loans"] else []
    if data["loans"] and not open_loans:
        raise turn.refuse(_("{name} has no open loan."), name=called(payer, turn.today))
    if len(open_loans) < 2:
        data["loan"] = open_loans[0].id if open_loans else None
        return await same(turn, payer, data)
    choices = [
        Choice(str(loan.id), _("Loan {number}").format(number=loan.number)) for loan in open_loans
    ]
    return turn.ask("several.loan", _("For which loan?"), *choices, never_mind(), data=data)


async def take_loan(turn: Turn) -> Answer:
    """The member has several loans: the officer chose one."""
    if turn.choice == STOP:
        return left(turn)
    payer = await members.member(turn.db, turn.data["member"], turn.today)
    return await same(turn, payer, {**turn.data, "loan": int(turn.choice)})


HANDLERS = {
    "several": Step(several),
    "several.due": Step(from_card),
    "several.rest": Step(take_rest),
    "several.name": Step(take_name, typed=True),
    "several.loan": Step(take_loan),
}
