"""Members' fees: who has paid to which month, and what is asked for from which month on."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from bot.chat import Choice
from bot.clock import first_of, month_after
from bot.handlers.bookkeeping import vouchers, waivers
from bot.handlers.cards import must_be_officer
from bot.handlers.sums import heard_sum
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, money, ngettext, sentence
from bot.people import Member
from bot.storage import fee_rates, fees, members
from bot.telling import called, speaking_to
from bot.turn import Answer, Step, Turn
from bot.understanding.amounts import hear_amount

LISTED, PAGE = 6, 15
"""So many members stand below the total; so many on a page of the whole list."""
HARDSHIPS = ("poor", "near_poor", "hardship")
"""The hardships of households that may be free of fees, the poorest first."""


async def overview(turn: Turn) -> Answer:
    """Say who has still to pay which months; a member hears of her own alone."""
    asked = await fee_rates.rates(turn.db, turn.club.id)
    takes = not asked.ends_before(fee_rates.BEGINNING)
    if not turn.acts_as_officer:
        return await _own(turn, takes=takes)
    choices = [Choice("fees.take", _("Take a fee"))] if takes else []
    if "head" in turn.member.roles:
        choices.append(Choice("fees.set", _("Set the fee")))
    if await waivers.is_one(turn):
        if takes:
            choices.append(Choice("fees.waive", _("Waive somebody's fee")))
        if await fees.waived(turn.db, turn.club.id):
            choices.append(Choice("fees.again", _("Ask for a waived fee again")))
    if not takes:
        return turn.say(_("The club asks for no fee. The head can set one."), *choices)
    lines, is_cut = await _lines(turn, asked)
    if is_cut:
        choices.insert(0, Choice("fees.list", _("See the whole list")))
    return turn.say("{lines}", *choices, lines="\n".join(lines))


async def whole_list(turn: Turn) -> Answer:
    """Show page after page of who has still to pay."""
    must_be_officer(turn)
    owing = await _owing(turn)
    start = turn.data.get("from", 0)
    page = owing[start : start + PAGE]
    if not page:
        return turn.say(_("Everybody has paid up to this month."))
    more = [Choice("fees.list", _("Go on reading"))] if owing[start + PAGE :] else []
    return turn.say(
        "{lines}",
        *more,
        Choice("fees", _("Members' fees")),
        data={"from": start + PAGE},
        lines="\n".join(_line(turn, one, months) for one, months in page),
    )


async def _owing(turn: Turn) -> list[tuple[Member, Mapping[date, int]]]:
    """Return who has still to pay which months, đồng by month."""
    everybody = await members.everybody(turn.db, turn.club.id, turn.today)
    unpaid = await fees.unpaid_months(
        turn.db, turn.club.id, [one.id for one in everybody], turn.today
    )
    return [(one, unpaid[one.id]) for one in everybody if unpaid[one.id]]


def _line(turn: Turn, member: Member, months: Mapping[date, int]) -> str:
    return _("- {name}: {months}, {amount}").format(
        name=sentence("{name}", name=called(member, turn.today)),
        months=vouchers.months(months),
        amount=money(sum(months.values())),
    )


async def _own(turn: Turn, *, takes: bool) -> Answer:
    if not takes:
        return turn.say(_("The club asks for no fee."))
    unpaid = await fees.unpaid_months(turn.db, turn.club.id, [turn.member.id], turn.today)
    if not (months := unpaid[turn.member.id]):
        return turn.say(_("Your member's fees are all in the book. Thank you!"))
    return turn.say(
        _("Your fee of {months} is not in the book yet: {amount}. There is no hurry."),
        months=vouchers.months(months),
        amount=money(sum(months.values())),
    )


async def _lines(turn: Turn, asked: fee_rates.Rates) -> tuple[list[str], bool]:
    """Return what the fee is and who has still to pay it, and whether more than are named."""
    owing = await _owing(turn)
    lines = list(_asked(turn, asked))
    if not owing:
        return [*lines, _("Everybody has paid up to this month.")], False
    total = sum(sum(months.values()) for _one, months in owing)
    text = ngettext(
        "{count} member has still to pay, {amount} together:",
        "{count} members have still to pay, {amount} together:",
        len(owing),
    )
    lines.append(text.format(count=len(owing), amount=money(total)))
    lines += [_line(turn, one, months) for one, months in owing[:LISTED]]
    if more := len(owing[LISTED:]):
        lines.append(_("And {count} more members.").format(count=more))
    return lines, bool(owing[LISTED:])


def _asked(turn: Turn, asked: fee_rates.Rates) -> Iterator[str]:
    """Say what the fee is, and what it will be."""
    if amount := asked.of(turn.today).amount:
        yield _("The fee is {amount} a month.").format(amount=money(amount))
    else:
        yield _("The club asks for no fee this month.")
    if after := asked.change_after(turn.today):
        yield told(after)


# --- What is asked for ---------------------------------------------------------------------------


async def set_fee(turn: Turn) -> Answer:
    """The head sets what is asked of a member a month; "hội phí 20k một tháng" says it all."""
    must_be_head(turn)
    if turn.text and hear_amount(turn.text):
        return await take_sum(turn)
    return turn.ask(
        "fees.sum",
        _("How much is the member's fee a month? For example 5k, or 10,000."),
        Choice("none", _("No fee")),
        never_mind(),
    )


async def take_sum(turn: Turn) -> Answer:
    """The head said how much: of whom is none asked?"""
    if turn.choice == STOP:
        return left(turn)
    amount = 0 if turn.choice == "none" else heard_sum(turn).amount
    if not amount:
        return await _read_back(turn, 0, [])
    return turn.ask(
        "fees.free",
        _("Whose families pay no fee?"),
        Choice("1", _("Poor families")),
        Choice("2", _("Poor and near-poor families")),
        Choice("3", _("Poor and near-poor families, and those in hardship")),
        Choice("0", _("Everybody pays")),
        never_mind(),
        data={"amount": amount},
    )


async def take_free(turn: Turn) -> Answer:
    """The head said whose families are free."""
    if turn.choice == STOP:
        return left(turn)
    return await _read_back(turn, turn.data["amount"], list(HARDSHIPS[: int(turn.choice)]))


async def confirm(turn: Turn) -> Answer:
    """The head said from which month on it holds: it does, and every member is told."""
    must_be_head(turn)
    if turn.choice == "no":
        return left(turn)
    rate = fee_rates.Rate(
        since=_since(turn)[turn.choice],
        amount=turn.data["amount"],
        free=frozenset(turn.data["free"]),
    )
    await fee_rates.set_rate(turn.db, turn.club.id, rate, by=turn.member.id, now=turn.now)
    everybody = await members.everybody(turn.db, turn.club.id, turn.today)
    others = [one for one in everybody if one.id != turn.member.id]
    reached = await turn.reach(others)
    for listener in reached:
        with speaking_to(listener.member, turn.today) as words:
            await turn.tell(listener, words("{fee}", fee=told(rate)))
    return turn.say(
        _("{fee} I have told everybody who has a phone: {count}."),
        fee=told(rate),
        count=len(reached),
    )


async def _read_back(turn: Turn, amount: int, free: list[str]) -> Answer:
    asked = await fee_rates.rates(turn.db, turn.club.id)
    text = _("The member's fee: {what}. From which month on? All members are told.")
    if not amount:
        text = _("No member's fee any more. From which month on? All members are told.")
    yes = _("{amount} from {month} on")
    months = {key: vouchers.months([day]) for key, day in _since(turn).items()}
    choices = [
        Choice(key, yes.format(amount=money(amount), month=months[key]))
        for key in ("this", "next")
    ]
    if not asked.said and amount:
        before = _("{amount}, as on paper before").format(amount=money(amount))
        choices.append(Choice("before", before))
    return turn.ask(
        "fees.decide",
        text,
        *choices,
        Choice("no", _("Never mind, write nothing")),
        data={"amount": amount, "free": free},
        what=_what(amount, free),
    )


def _since(turn: Turn) -> dict[str, date]:
    """Return from which month on a fee may hold: what was before keeps the fee of then."""
    return {
        "this": first_of(turn.today),
        "next": month_after(turn.today),
        "before": fee_rates.BEGINNING,
    }


def told(rate: fee_rates.Rate) -> str:
    """Say from when on how much is asked for, in the language that is spoken now."""
    text = _("From {month} on the member's fee is {what}.")
    if not rate.amount:
        text = _("From {month} on the club asks for no member's fee.")
    elif rate.since == fee_rates.BEGINNING:
        text = _("The member's fee is {what}, as before.")
    return text.format(month=vouchers.months([rate.since]), what=_what(rate.amount, rate.free))


def _what(amount: int, free: Collection[str]) -> str:
    texts = (
        _("{amount} a month"),
        _("{amount} a month; poor families pay none"),
        _("{amount} a month; poor and near-poor families pay none"),
        _("{amount} a month; poor and near-poor families, and those in hardship, pay none"),
    )
    return texts[len(free)].format(amount=money(amount))


def must_be_head(turn: Turn) -> None:
    """Refuse anybody but the head."""
    must_be_officer(turn)
    if "head" not in turn.member.roles:
        raise turn.refuse(_("The head decides on the fee. Please ask the head."))


HANDLERS = {
    "fees": Step(overview),
    "fees.list": Step(whole_list),
    "fees.set": Step(set_fee),
    "fees.sum": Step(take_sum, typed=True),
    "fees.free": Step(take_free),
    "fees.decide": Step(confirm, counts=True),
}
