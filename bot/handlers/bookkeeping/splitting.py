"""One handing with several purposes, on one slip: 55.000 đ = interest 50 + fee 5.

Its parts are posted together, or none of them, with one number per fund; the split is shown before
the yes.
"""

from __future__ import annotations

from datetime import date

from bot.chat import Choice, NotUnderstood
from bot.handlers import repayments, same_money, slips
from bot.handlers.bookkeeping import paying, vouchers
from bot.handlers.bookkeeping.split_posting import of_fee, post
from bot.handlers.cards import must_be_officer
from bot.handlers.entering import must_be_free
from bot.handlers.names import choices_of
from bot.handlers.sums import due_now, share_of
from bot.handlers.ways_out import STOP, left, never_mind
from bot.handlers.whose import named
from bot.i18n import _, money
from bot.money.loans import Share
from bot.people import Member
from bot.storage import declarations, fees, loans, members
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
    if found := await named(turn, said.who):
        return await _of_one(turn, found, data)
    text = _("From whom? Part of the name is enough.")
    return turn.ask("several.name", text, never_mind(), data=data)


async def from_card(turn: Turn) -> Answer:
    """From a member's card: what is due on the loan and in fees, together."""
    must_be_officer(turn)
    payer = await members.member(turn.db, turn.data["member"], turn.today)
    fee = (await fees.fee(turn.db, turn.club.id)).amount
    unpaid = await fees.unpaid_months(turn.db, turn.club.id, [payer.id], turn.today)
    due = sum(due_now(turn, loan) for loan in await loans.open_loans(turn.db, payer.id))
    data: Data = {"loans": due, "principal": False, "fees": fee * len(unpaid[payer.id])}
    return await _of_one(turn, [payer], data)


def _parts(turn: Turn, said: Purposes) -> Data:
    """Return what goes to the loan and what is a fee; refuses what does not add up."""
    parts = dict(said.parts)
    bare = parts.pop("fee", 0)
    calls_it_fee = turn.club.rate_label == "phi" and "interest" not in parts
    if calls_it_fee:
        parts["interest"] = bare
    else:
        parts["dues"] = parts.get("dues", 0) + bare
    together = sum(parts.values())
    if said.total is not None and together != said.total:
        raise turn.refuse(
            _("The parts come to {parts}, and not to {total}. Please write it once more."),
            parts=money(together),
            total=money(said.total),
        )
    loan = parts.get("interest", 0) + parts.get("principal", 0)
    only_principal = bool(parts.get("principal")) and not parts.get("interest")
    return {"loans": loan, "principal": only_principal, "fees": parts.get("dues", 0)}


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
    open_loans = await loans.open_loans(turn.db, payer.id) if data["loans"] else []
    if data["loans"] and not open_loans:
        raise turn.refuse(_("{name} has no open loan."), name=called(payer, turn.today))
    if len(open_loans) < 2:
        data["loan"] = open_loans[0].id if open_loans else None
        return await _same(turn, payer, data)
    choices = [
        Choice(str(loan.id), _("Loan {number}").format(number=loan.number)) for loan in open_loans
    ]
    return turn.ask("several.loan", _("For which loan?"), *choices, never_mind(), data=data)


async def take_loan(turn: Turn) -> Answer:
    """The member has several loans: the officer chose one."""
    if turn.choice == STOP:
        return left(turn)
    payer = await members.member(turn.db, turn.data["member"], turn.today)
    return await _same(turn, payer, {**turn.data, "loan": int(turn.choice)})


async def _same(turn: Turn, payer: Member, data: Data) -> Answer:
    """The same cash told twice is the commonest wrong entry: is part of it what she declared?"""
    pending = await declarations.pending_of(turn.db, payer.id)
    mine = [one for one in pending if one.loan_id == data["loan"]]
    if not mine:
        return await _read_back(turn, payer, data)
    label = _("{amount}, this very money")
    return turn.ask(
        "several.same",
        _("{name} told me of money for the loan. Is it part of this?"),
        *(Choice(str(one.id), label.format(amount=money(one.amount))) for one in mine[-7:]),
        Choice("another", _("Other money")),
        never_mind(),
        data=data,
        name=called(payer, turn.today),
    )


async def take_same(turn: Turn) -> Answer:
    """It is what the member declared, or other money."""
    if turn.choice == STOP:
        return left(turn)
    payer = await members.member(turn.db, turn.data["member"], turn.today)
    declared = None if turn.choice == "another" else int(turn.choice)
    return await _read_back(turn, payer, {**turn.data, "declaration": declared})


async def _read_back(turn: Turn, payer: Member, data: Data) -> Answer:
    share, months = await _split(turn, payer, data)
    amount = data["loans"] + data["fees"]
    return turn.ask(
        "several.confirm",
        _("{before}{name}: {sum}: {split}. Is that right?"),
        Choice("yes", _("I hold all {amount}").format(amount=money(amount))),
        Choice("no", _("Never mind, write nothing")),
        data={**data, "months": [month.isoformat() for month in months]},
        before=await same_money.told_today(turn, payer, amount),
        name=called(payer, turn.today),
        sum=vouchers.spelled(amount),
        split=said(turn, share, data["fees"], months),
    )


async def _split(turn: Turn, payer: Member, data: Data) -> tuple[Share, list[date]]:
    share = Share(interest=0, principal=0)
    if data["loans"]:
        loan = await _loan(turn, data)
        share = share_of(turn, loan, data["loans"], principal_first=data["principal"])
    months = await paying.months_for(turn, payer, data["fees"]) if data["fees"] else []
    return share, months


async def _loan(turn: Turn, data: Data) -> Borrowed:
    loan = await loans.locked(turn.db, data["loan"])
    if loan.standing(turn.today).payoff:
        return loan
    raise turn.refuse(_("That loan is paid off by now."))


def said(turn: Turn, share: Share, fee: int, months: list[date]) -> str:
    """Say how a sum is split, before the yes and on the slip alike."""
    parts = slips.split(turn.club, share, whole=not fee) if share.total else ""
    return ", ".join(filter(None, (parts, of_fee(fee, months))))


async def confirm(turn: Turn) -> Answer:
    """It was read back: post all of it, or nothing."""
    if turn.choice == "no":
        return left(turn)
    data = turn.data
    payer = await members.member(turn.db, data["member"], turn.today)
    await must_be_free(turn, payer)
    share, months = await _split(turn, payer, data)
    if [month.isoformat() for month in months] != data["months"]:
        return await _read_back(turn, payer, data)  # somebody else took a fee meanwhile
    loan = await _loan(turn, data) if data["loans"] else None
    return await post(turn, payer, loan, share, months)


HANDLERS = {
    "several": Step(several),
    "several.due": Step(from_card),
    "several.name": Step(take_name, typed=True),
    "several.loan": Step(take_loan),
    "several.same": Step(take_same),
    "several.confirm": Step(confirm, counts=True),
}
