"""The bank: what it holds, cash taken there and fetched from there, and the account's number.

The number changes only by two officers and two days later, and everybody is told: whoever took
over a phone of the board is seen in that time.
"""

from __future__ import annotations

from bot.chat import Choice
from bot.clock import local
from bot.handlers.bookkeeping import booking, vouchers
from bot.handlers.cards import must_be_officer
from bot.handlers.slips import fund_name
from bot.handlers.sums import heard_sum
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, clock_time, money, near_day
from bot.money import books
from bot.money.books import Account, AccountKind, Fund
from bot.storage import bank, members, purse
from bot.storage.purse import Held
from bot.storage.resolutions import Resolution
from bot.storage.talk import Data
from bot.telling import called
from bot.turn import Answer, Step, Turn


async def overview(turn: Turn) -> Answer:
    """Show the account, what is in it, and a change of its number that is on its way."""
    must_be_officer(turn)
    number = await bank.account(turn.db, turn.club.id, turn.now)
    lines = [
        _("The club's account: {account}").format(account=number)
        if number
        else _("No account of the club is written down.")
    ]
    for one in await _in_bank(turn):
        holder = one.account.holder
        text = _("In it: {amount} of the {fund}")
        name = ""
        if holder is not None:
            text = _("In it: {amount} of the {fund}, in the name of {name}")
            name = called(await members.member(turn.db, holder, turn.today), turn.today)
        fund = fund_name(one.account.fund)
        lines.append(text.format(amount=money(one.amount), fund=fund, name=name))
    choices = [
        Choice("bank.in", _("Take cash to the bank")),
        Choice("bank.out", _("Fetch cash from the bank")),
        Choice("bank.change", _("Change the account's number")),
    ]
    change = await bank.coming(turn.db, turn.club.id, turn.now)
    if change:
        lines.append(on_its_way(turn, change))
        choices.append(Choice("bank.stop", _("Stop the change")))
    data = {"resolution": change.id} if change else {}
    return turn.say("{lines}", *choices, data=data, lines="\n".join(lines))


def on_its_way(turn: Turn, change: Resolution) -> str:
    """Say from when a new number holds, in the language that is spoken now."""
    holds = local(bank.holds_from(change), turn.zone)
    return _("From {day}, {time}, the club's account is: {account}").format(
        day=near_day(holds.date(), with_lunar=False),
        time=clock_time(holds),
        account=change.details["account"],
    )


async def take_there(turn: Turn) -> Answer:
    """Cash is taken to the bank: of which fund?"""
    await booking.must_keep_cash(turn)
    kept = [
        one
        for one in await purse.places(turn.db, turn.club.id)
        if one.account.kind is AccountKind.CASH and one.account.holder == turn.member.id
    ]
    return _of_which(turn, kept, {"way": "in"})


async def fetch(turn: Turn) -> Answer:
    """Cash is fetched from the bank: of which fund?"""
    await booking.must_keep_cash(turn)
    return _of_which(turn, await _in_bank(turn), {"way": "out"})


async def _in_bank(turn: Turn) -> list[Held]:
    held = await purse.places(turn.db, turn.club.id)
    return [one for one in held if one.account.kind is AccountKind.BANK]


def _of_which(turn: Turn, held: list[Held], data: Data) -> Answer:
    if not held:
        raise turn.refuse(_("There is no money there."))
    label = _("{fund}: {amount}")
    return turn.ask(
        "bank.fund",
        _("Money of which fund?"),
        *(
            Choice(
                f"{one.account.fund}:{one.account.holder or ''}",
                label.format(fund=fund_name(one.account.fund), amount=money(one.amount)),
            )
            for one in held[:8]
        ),
        never_mind(),
        data=data,
    )


async def take_fund(turn: Turn) -> Answer:
    """The officer chose the fund: how much?"""
    if turn.choice == STOP:
        return left(turn)
    fund, _colon, holder = turn.choice.partition(":")
    data = {**turn.data, "fund": fund, "holder": int(holder) if holder else None}
    text = _("How much is it, please? For example 500k, or 1,200,000.")
    return turn.ask("bank.amount", text, never_mind(), data=data)


async def take_amount(turn: Turn) -> Answer:
    """The officer said how much: is it there?"""
    if turn.choice == STOP:
        return left(turn)
    data = {**turn.data, "amount": heard_sum(turn).amount}
    out_of, _into = await _way(turn, data)
    await booking.must_be_there(turn, out_of, data["amount"])
    text = _("To the bank: {sum}, {fund}. Is that right?")
    if data["way"] == "out":
        text = _("From the bank: {sum}, {fund}. Is that right?")
    return turn.ask(
        "bank.confirm",
        text,
        Choice("yes", _("Yes, {amount}").format(amount=money(data["amount"]))),
        Choice("no", _("Never mind, write nothing")),
        data=data,
        sum=vouchers.spelled(data["amount"]),
        fund=fund_name(Fund(data["fund"])),
    )


async def confirm(turn: Turn) -> Answer:
    """It was read back: post both sides; there is no slip, as nothing came in or went out."""
    if turn.choice == "no":
        return left(turn)
    await booking.must_keep_cash(turn)
    amount = turn.data["amount"]
    out_of, into = await _way(turn, turn.data)
    await booking.must_be_there(turn, out_of, amount)
    entry = await booking.book(
        turn,
        kind="to_bank" if turn.data["way"] == "in" else "from_bank",
        lines=books.moved(amount, out_of=out_of, into=into),
        slip="",
    )
    if entry is None:
        return booking.in_the_book_already(turn)
    return await booking.written(turn, entry, None, str)


async def _way(turn: Turn, data: Data) -> tuple[Account, Account]:
    """Return out of which account the money goes, and into which."""
    fund = Fund(data["fund"])
    cash = booking.cash_of(turn.member, fund)
    if data["way"] == "out":
        return Account(fund=fund, kind=AccountKind.BANK, holder=data["holder"]), cash
    names = {one.account.holder for one in await _in_bank(turn)}
    holder = names.pop() if len(names) == 1 else None
    return cash, Account(fund=fund, kind=AccountKind.BANK, holder=holder)


HANDLERS = {
    "bank": Step(overview),
    "bank.in": Step(take_there),
    "bank.out": Step(fetch),
    "bank.fund": Step(take_fund),
    "bank.amount": Step(take_amount, typed=True),
    "bank.confirm": Step(confirm, counts=True),
}
