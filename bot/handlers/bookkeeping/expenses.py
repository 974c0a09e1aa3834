"""Money is spent (Chi tiền): what for, how much, from which fund, a note and a photo.

The income of businesses that the club runs together is written down the same way round.
"""

from __future__ import annotations

from bot.chat import Choice, NotUnderstood
from bot.handlers.bookkeeping import booking, vouchers
from bot.handlers.own_words import heard_words
from bot.handlers.slips import fund_name
from bot.handlers.sums import heard_sum
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, money
from bot.money import books
from bot.money.books import Account, AccountKind, Fund
from bot.storage.talk import Data
from bot.turn import Answer, Step, Turn
from bot.understanding.amounts import hear_amount

LONGEST = 200
USUAL = ("tea", "visit", "mourning", "feast", "things")
"""What clubs usually spend money on."""


async def spend(turn: Turn) -> Answer:
    """Begin to spend money; what was said behind the word is taken up: "chi 200k mua trà"."""
    await booking.must_keep_cash(turn)
    return _begin(turn, {"way": "out"})


async def earn(turn: Turn) -> Answer:
    """Begin to write down what a joint business brought in."""
    await booking.must_keep_cash(turn)
    return _begin(turn, {"way": "in"})


def _begin(turn: Turn, data: Data) -> Answer:
    heard = hear_amount(turn.text)
    said = " ".join((heard.rest if heard else turn.text).split())[:LONGEST]
    return _next(turn, {**data, "amount": heard.amount if heard else 0, "what": said})


async def take_what(turn: Turn) -> Answer:
    """The officer said what it is for."""
    if turn.choice == STOP:
        return left(turn)
    what = _usual(turn.choice) if turn.choice in USUAL else heard_words(turn)[:LONGEST]
    return _next(turn, {**turn.data, "what": what})


async def take_amount(turn: Turn) -> Answer:
    """The officer said how much."""
    if turn.choice == STOP:
        return left(turn)
    return _next(turn, {**turn.data, "amount": heard_sum(turn).amount})


async def take_fund(turn: Turn) -> Answer:
    """The officer chose the fund: is so much there, and is there a receipt?"""
    if turn.choice == STOP:
        return left(turn)
    data = {**turn.data, "fund": turn.choice}
    if data["way"] == "in":
        return _read_back(turn, data)
    fund = Fund(turn.choice)
    await booking.must_be_there(turn, booking.cash_of(turn.member, fund), data["amount"])
    return turn.ask(
        "expenses.photo",
        _("Is there a receipt or a bill? Please send a photo of it here."),
        Choice("none", _("No, there is none")),
        never_mind(),
        data=data,
    )


async def take_photo(turn: Turn) -> Answer:
    """A photo of the receipt came, perhaps with words below it, or there is none."""
    if turn.choice == STOP:
        return left(turn)
    if turn.choice == "none":
        return _read_back(turn, turn.data)
    if not turn.incoming.file:
        raise NotUnderstood(turn.words(_("Please send the photo, or choose “No, there is none”.")))
    more = " ".join(turn.text.split())[:LONGEST]
    what = f"{turn.data['what']} ({more})" if more else turn.data["what"]
    return _read_back(turn, {**turn.data, "what": what, "file": turn.incoming.file})


async def confirm(turn: Turn) -> Answer:
    """It was read back: post it, and ask another officer to agree."""
    if turn.choice == "no":
        return left(turn)
    await booking.must_keep_cash(turn)
    fund, amount = Fund(turn.data["fund"]), turn.data["amount"]
    cash, out = booking.cash_of(turn.member, fund), turn.data["way"] == "out"
    if out:
        await booking.must_be_there(turn, cash, amount)
    other = Account(fund=fund, kind=AccountKind.EXPENSES if out else AccountKind.JOINT_INCOME)
    entry = await booking.book(
        turn,
        kind="expense" if out else "income",
        lines=books.moved(amount, out_of=cash if out else other, into=other if out else cash),
        slip="payment" if out else "receipt",
        note=turn.data["what"],
    )
    if entry is None:
        return booking.in_the_book_already(turn)
    file = turn.data.get("file", "")
    return await booking.written(turn, entry, None, lambda: entry.note, file=file)


def _next(turn: Turn, data: Data) -> Answer:
    """Ask for what is missing yet."""
    if not data["what"]:
        asked = _("What is the money for? You may also write it in a few words.")
        if data["way"] == "in":
            asked = _("Which joint business brought it in?")
        usual = USUAL if data["way"] == "out" else ()
        return turn.ask(
            "expenses.what",
            asked,
            *(Choice(key, _usual(key)) for key in usual),
            never_mind(),
            data=data,
        )
    if not data["amount"]:
        return turn.ask(
            "expenses.amount",
            _("How much is it, please? For example 500k, or 1,200,000."),
            never_mind(),
            data=data,
        )
    asked = (
        _("From which fund is it paid?") if data["way"] == "out" else _("For which fund is it?")
    )
    return turn.ask(
        "expenses.fund",
        asked,
        Choice(Fund.ACTIVITY.value, _("Activity fund")),
        Choice(Fund.INCOME.value, _("Loan fund")),
        never_mind(),
        data=data,
    )


def _usual(key: str) -> str:
    return {
        "tea": _("Tea for the meeting"),
        "visit": _("Visiting somebody ill"),
        "mourning": _("A family in mourning"),
        "feast": _("Presents for a feast"),
        "things": _("Things for the club"),
    }[key]


def _read_back(turn: Turn, data: Data) -> Answer:
    yes, text = _("I have paid {amount}"), _("Spent: {what}, {sum}, {fund}. Is that right?")
    if data["way"] == "in":
        yes, text = _("I hold all {amount}"), _("Joint business {what}: {sum}, {fund}. Right?")
    return turn.ask(
        "expenses.confirm",
        text,
        Choice("yes", yes.format(amount=money(data["amount"]))),
        Choice("no", _("Never mind, write nothing")),
        data=data,
        what=data["what"],
        sum=vouchers.spelled(data["amount"]),
        fund=fund_name(Fund(data["fund"])),
    )


HANDLERS = {
    "expense": Step(spend),
    "income": Step(earn),
    "expenses.what": Step(take_what, typed=True, own_words=True),
    "expenses.amount": Step(take_amount, typed=True),
    "expenses.fund": Step(take_fund),
    "expenses.photo": Step(take_photo, typed=True, takes_file=True),
    "expenses.confirm": Step(confirm, counts=True),
}
