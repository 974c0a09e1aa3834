"""Members' fees are handed over: whose, for which months, and the slip."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import accumulate, groupby

from bot.chat import Choice, NotUnderstood
from bot.handlers import repayments
from bot.handlers.bookkeeping import booking, vouchers
from bot.handlers.bookkeeping.fees import overview
from bot.handlers.cards import receive
from bot.handlers.entering import must_be_free
from bot.handlers.names import choices_of
from bot.handlers.same_money import told_today
from bot.handlers.sums import heard_sum
from bot.handlers.ways_out import STOP, left, never_mind
from bot.handlers.whose import named
from bot.i18n import _, money, sentence
from bot.money import books
from bot.money.books import Account, AccountKind, Fund, Line
from bot.people import Member
from bot.storage import fee_rates, fees, members
from bot.storage.talk import Data
from bot.telling import called
from bot.turn import Answer, Step, Turn
from bot.understanding.amounts import hear_amount
from bot.understanding.payers import name_beside_sum
from bot.understanding.phrases import cut
from bot.understanding.purposes import PURPOSES
from bot.understanding.said_at_once import months_said, without_months

MOST_MONTHS = 24
"""Nobody pays further ahead; a larger sum is a slip of the thumb."""


async def take(turn: Turn) -> Answer:
    """Begin to take a fee: whose, and how much, as far as it was said.

    Where interest is called "phí", "thu phí" speaks of interest; "thu hội phí" never does.
    """
    if turn.club.rate_label == "phi" and turn.incoming.text and not _is_of_members(turn):
        return await (receive(turn) if turn.acts_as_officer else repayments.repay(turn))
    if not turn.acts_as_officer:
        return await overview(turn)
    if (await fee_rates.rates(turn.db, turn.club.id)).ends_before(fee_rates.BEGINNING):
        raise turn.refuse(_("The club asks for no fee. The head can set one."))
    months, said = months_said(turn.text), without_months(turn.text)
    heard = hear_amount(said)
    name = name_beside_sum(said) if heard else said
    data: Data = {"heard": heard.amount if heard else None, "count": months}
    if member := turn.data.get("member"):
        return await _begin(turn, await members.member(turn.db, member, turn.today), data)
    if found := await named(turn, name):
        return await _of_one(turn, found, data)
    return turn.ask(
        "fees.name", _("From whom? Part of the name is enough."), never_mind(), data=data
    )


def _is_of_members(turn: Turn) -> bool:
    return PURPOSES["dues"].are_in(cut(turn.incoming.text))


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


async def take_amount(turn: Turn) -> Answer:
    """The officer chose months, or typed the sum."""
    if turn.choice == STOP:
        return left(turn)
    payer = await members.member(turn.db, turn.data["member"], turn.today)
    if turn.choice == "other":
        return _another_sum(turn)
    if not turn.choice and (count := months_said(turn.text)):
        return await _begin(turn, payer, {"count": count})
    amount = int(turn.choice) if turn.choice else heard_sum(turn).amount
    return await _read_back(turn, payer, amount)


async def confirm(turn: Turn) -> Answer:
    """The months were read back: post them, correct the sum, or stop."""
    if turn.choice == "no":
        return left(turn)
    payer = await members.member(turn.db, turn.data["member"], turn.today)
    if turn.choice == "other":
        return _another_sum(turn)
    await must_be_free(turn, payer)
    amount = turn.data["amount"]
    months = await months_for(turn, payer, amount)
    if [month.isoformat() for month in months] != turn.data["months"]:
        return await _read_back(turn, payer, amount)  # somebody else took some meanwhile
    entry = await booking.book(
        turn,
        kind="fee",
        lines=fee_lines(amount, into=booking.cash_of(turn.member, Fund.ACTIVITY)),
        slip="receipt",
        payer=payer,
    )
    if entry is None:
        return booking.in_the_book_already(turn)
    await fees.pay(
        turn.db,
        club_id=turn.club.id,
        member_id=payer.id,
        months=months,
        transaction=entry.id,
    )
    return await booking.written(turn, entry, payer, lambda: what_for(months))


def fee_lines(amount: int, *, into: Account) -> tuple[Line, ...]:
    """Make the lines of a fee, đồng: it is the activity fund's, as is `into`."""
    return books.moved(
        amount,
        out_of=Account(fund=Fund.ACTIVITY, kind=AccountKind.FEES),
        into=into,
    )


def what_for(months: Iterable[date]) -> str:
    """Say which months a fee is for: "phí thành viên tháng 10, 11/2026"."""
    return _("the member's fee of {months}").format(months=vouchers.months(months))


async def months_for(turn: Turn, payer: Member, amount: int) -> dict[date, int]:
    """Return the months that a sum pays, the oldest unpaid first, and what each costs.

    Refuses a part of a month.
    """
    costs = await _costs(turn, payer)
    together = accumulate(costs.values())
    months = {
        month: costs[month] for month, sums in zip(costs, together, strict=True) if sums <= amount
    }
    if months and sum(months.values()) == amount:
        return months
    raise turn.refuse(
        _("A month is {fee}; {amount} is not a number of whole months. How much is it?"),
        fee=_each(costs),
        amount=money(amount),
    )


async def _costs(turn: Turn, payer: Member) -> dict[date, int]:
    costs = await fees.to_pay(turn.db, turn.club.id, payer.id, MOST_MONTHS)
    if costs:
        return costs
    raise turn.refuse(_("{name} has nothing left to pay."), name=called(payer, turn.today))


def _each(costs: Mapping[date, int]) -> str:
    """Say what a month costs; where the fee changes, from which month on."""
    changes = [next(months) for _fee, months in groupby(costs, key=lambda month: costs[month])]
    if len(changes) == 1:
        return money(costs[changes[0]])
    text = _("{fee} from {month} on")
    return ", ".join(
        text.format(fee=money(costs[month]), month=vouchers.months([month])) for month in changes
    )


async def _of_one(turn: Turn, found: list[Member], data: Data) -> Answer:
    if len(found) > 1:
        return turn.ask(
            "fees.name",
            _("Which one do you mean?"),
            *choices_of(found),
            never_mind(),
            data=data,
        )
    return await _begin(turn, found[0], data)


async def _begin(turn: Turn, payer: Member, data: Data) -> Answer:
    await must_be_free(turn, payer)
    if data.get("heard"):
        return await _read_back(turn, payer, data["heard"])
    costs = list((await _costs(turn, payer)).values()) if data.get("count") else []
    if 0 < data.get("count", 0) <= len(costs):
        return await _read_back(turn, payer, sum(costs[: data["count"]]))
    return await _how_much(turn, payer)


async def _how_much(turn: Turn, payer: Member) -> Answer:
    unpaid = (await fees.unpaid_months(turn.db, turn.club.id, [payer.id], turn.today))[payer.id]
    sums = list(accumulate((await _costs(turn, payer)).values()))
    counts = sorted({1, len(unpaid) or 1, 6, 12})
    said = _("{name} has paid all fees up to now. For how many months ahead?")
    if unpaid:
        said = _("{name} has still to pay {months}: {amount}. How much was handed over?")
    return turn.ask(
        "fees.amount",
        said,
        *(_months_ahead(count, sums[count - 1]) for count in counts if count <= len(sums)),
        Choice("other", _("Another sum")),
        never_mind(),
        data={"member": payer.id},
        name=called(payer, turn.today),
        months=vouchers.months(unpaid),
        amount=money(sum(unpaid.values())),
    )


def _months_ahead(count: int, amount: int) -> Choice:
    label = _("{amount} ({count} months)").format(amount=money(amount), count=count)
    return Choice(str(amount), money(amount) if count == 1 else label)


def _another_sum(turn: Turn) -> Answer:
    text = _("How much is it, please? For example 500k, or 1,200,000.")
    return turn.ask("fees.amount", text, never_mind(), data={"member": turn.data["member"]})


async def _read_back(turn: Turn, payer: Member, amount: int) -> Answer:
    months = await months_for(turn, payer, amount)
    return turn.ask(
        "fees.confirm",
        "{before}{said}",
        Choice("yes", _("I hold all {amount}").format(amount=money(amount))),
        Choice("other", _("Another sum")),
        Choice("no", _("Never mind, write nothing")),
        data={
            "member": payer.id,
            "amount": amount,
            "months": [month.isoformat() for month in months],
        },
        before=await told_today(turn, payer, amount),
        said=sentence(
            _("{name}: {sum}, {what}. Is that right?"),
            name=called(payer, turn.today),
            sum=vouchers.spelled(amount),
            what=what_for(months),
        ),
    )


HANDLERS = {
    "fees.take": Step(take),
    "fees.name": Step(take_name, typed=True),
    "fees.amount": Step(take_amount, typed=True),
    "fees.confirm": Step(confirm, counts=True),
}
