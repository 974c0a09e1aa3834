"""Members' fees: who has paid to which month, what is asked for, and whom none is asked of."""

from __future__ import annotations

from bot.chat import Choice, NotUnderstood
from bot.handlers import touches
from bot.handlers.bookkeeping import vouchers
from bot.handlers.cards import must_be_officer
from bot.handlers.names import choices_of
from bot.handlers.sums import heard_sum
from bot.handlers.ways_out import STOP, left, never_mind
from bot.handlers.whose import named
from bot.i18n import _, money, ngettext
from bot.people import Member
from bot.storage import fees, members
from bot.telling import called, speaking_to
from bot.turn import Answer, Step, Turn

LISTED = 40
HARDSHIPS = ("poor", "near_poor", "hardship")
"""The hardships of households that may be free of fees, the poorest first."""


async def overview(turn: Turn) -> Answer:
    """Say who has still to pay which months; a member hears of her own alone."""
    asked = await fees.fee(turn.db, turn.club.id)
    if not turn.acts_as_officer:
        return await _own(turn, asked)
    choices = [Choice("fees.take", _("Take a fee"))] if asked.amount else []
    if "head" in turn.member.roles:
        choices.append(Choice("fees.set", _("Set the fee")))
        if asked.amount:
            choices.append(Choice("fees.waive", _("Waive somebody's fee")))
    if not asked.amount:
        return turn.say(_("The club asks for no fee. The head can set one."), *choices)
    return turn.say("{lines}", *choices, lines="\n".join(await _lines(turn, asked)))


async def _own(turn: Turn, asked: fees.Fee) -> Answer:
    if not asked.amount:
        return turn.say(_("The club asks for no fee."))
    unpaid = await fees.unpaid_months(turn.db, turn.club.id, [turn.member.id], turn.today)
    if not (months := unpaid[turn.member.id]):
        return turn.say(_("Your member's fees are all in the book. Thank you!"))
    return turn.say(
        _("Your fee of {months} is not in the book yet: {amount}. There is no hurry."),
        months=vouchers.months(months),
        amount=money(asked.amount * len(months)),
    )


async def _lines(turn: Turn, asked: fees.Fee) -> list[str]:
    everybody = await members.everybody(turn.db, turn.club.id, turn.today)
    unpaid = await fees.unpaid_months(
        turn.db, turn.club.id, [one.id for one in everybody], turn.today
    )
    owing = [one for one in everybody if unpaid[one.id]]
    lines = [_("The fee is {amount} a month.").format(amount=money(asked.amount))]
    if not owing:
        return [*lines, _("Everybody has paid up to this month.")]
    total = sum(len(unpaid[one.id]) for one in owing) * asked.amount
    text = ngettext(
        "{count} member has still to pay, {amount} together:",
        "{count} members have still to pay, {amount} together:",
        len(owing),
    )
    lines.append(text.format(count=len(owing), amount=money(total)))
    line = _("- {name}: {months}, {amount}")
    lines += [
        line.format(
            name=called(one, turn.today),
            months=vouchers.months(unpaid[one.id]),
            amount=money(asked.amount * len(unpaid[one.id])),
        )
        for one in owing[:LISTED]
    ]
    if more := len(owing[LISTED:]):
        lines.append(_("And {count} more members.").format(count=more))
    return lines


# --- What is asked for ---------------------------------------------------------------------------


async def set_fee(turn: Turn) -> Answer:
    """The head sets what is asked of a member a month."""
    _must_be_head(turn)
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
        return _read_back(turn, 0, [])
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
    return _read_back(turn, turn.data["amount"], list(HARDSHIPS[: int(turn.choice)]))


async def confirm(turn: Turn) -> Answer:
    """The head agreed to what was read back: it holds, and every member is told."""
    _must_be_head(turn)
    if turn.choice == "no":
        return left(turn)
    amount, free = turn.data["amount"], turn.data["free"]
    await fees.set_fee(turn.db, turn.club.id, amount, free)
    everybody = await members.everybody(turn.db, turn.club.id, turn.today)
    others = [one for one in everybody if one.id != turn.member.id]
    reached = await turn.reach(others)
    for listener in reached:
        with speaking_to(listener.member, turn.today) as words:
            await turn.tell(listener, words("{fee}", fee=_told(amount, free)))
    return turn.say(
        _("{fee} I have told everybody who has a phone: {count}."),
        fee=_told(amount, free),
        count=len(reached),
    )


def _read_back(turn: Turn, amount: int, free: list[str]) -> Answer:
    return turn.ask(
        "fees.decide",
        _("{fee} Is that right? All members are told."),
        Choice("yes", _("Yes, {amount}").format(amount=money(amount))),
        Choice("no", _("Never mind, write nothing")),
        data={"amount": amount, "free": free},
        fee=_told(amount, free),
    )


def _told(amount: int, free: list[str]) -> str:
    """Say what is asked for from now on, in the language that is spoken now."""
    if not amount:
        return _("The club asks for no member's fee from now on.")
    texts = (
        _("The member's fee is {amount} a month from now on."),
        _("The member's fee is {amount} a month from now on; poor families pay none."),
        _(
            "The member's fee is {amount} a month from now on; poor and near-poor families pay"
            " none."
        ),
        _(
            "The member's fee is {amount} a month from now on; poor and near-poor families, and"
            " those in hardship, pay none."
        ),
    )
    return texts[len(free)].format(amount=money(amount))


# --- Of whom none is asked -----------------------------------------------------------------------


async def waive(turn: Turn) -> Answer:
    """The head lets somebody off: whom?"""
    _must_be_head(turn)
    if turn.text and (found := await named(turn, turn.text)):
        return await _waived(turn, found)
    return turn.ask("fees.whom", _("Whose fee? Part of the name is enough."), never_mind())


async def take_whom(turn: Turn) -> Answer:
    """The head typed part of a name, or chose one of several."""
    if turn.choice == STOP:
        return left(turn)
    if turn.choice:
        return await _waived(turn, [await members.member(turn.db, int(turn.choice), turn.today)])
    if found := await named(turn, turn.text):
        return await _waived(turn, found)
    raise NotUnderstood(turn.words(_("I find nobody of that name in the club.")))


async def waive_months(turn: Turn) -> Answer:
    """The head agreed: the months need not be paid, and the member is told kindly."""
    _must_be_head(turn)
    if turn.choice == "no":
        return left(turn)
    member = await members.member(turn.db, turn.data["member"], turn.today)
    if not await touches.independent(turn, [turn.member], [member]):
        raise turn.refuse(_("You are too near to this to decide it. Another officer must."))
    unpaid = await fees.unpaid_months(turn.db, turn.club.id, [member.id], turn.today)
    months = await fees.waive(
        turn.db,
        club_id=turn.club.id,
        member_id=member.id,
        months=unpaid[member.id],
        by=turn.member.id,
    )
    if not months:
        return turn.say(_("{name} has nothing left to pay."), name=called(member, turn.today))
    for listener in await turn.reach([member]):
        with speaking_to(listener.member, turn.today) as words:
            text = _("You need not pay the member's fee of {months}.")
            await turn.tell(listener, words(text, months=vouchers.months(months)))
    return turn.say(
        _("{name} need not pay the fee of {months}."),
        name=called(member, turn.today),
        months=vouchers.months(months),
    )


async def _waived(turn: Turn, found: list[Member]) -> Answer:
    if len(found) > 1:
        return turn.ask("fees.whom", _("Which one do you mean?"), *choices_of(found), never_mind())
    member = found[0]
    unpaid = await fees.unpaid_months(turn.db, turn.club.id, [member.id], turn.today)
    if not (months := unpaid[member.id]):
        return turn.say(_("{name} has nothing left to pay."), name=called(member, turn.today))
    return turn.ask(
        "fees.months",
        _("Shall {name} not have to pay the fee of {months}?"),
        Choice("yes", _("Yes, waive it")),
        Choice("no", _("Never mind, write nothing")),
        data={"member": member.id},
        name=called(member, turn.today),
        months=vouchers.months(months),
    )


def _must_be_head(turn: Turn) -> None:
    must_be_officer(turn)
    if "head" not in turn.member.roles:
        raise turn.refuse(_("The head decides on the fee. Please ask the head."))


HANDLERS = {
    "fees": Step(overview),
    "fees.set": Step(set_fee),
    "fees.sum": Step(take_sum, typed=True),
    "fees.free": Step(take_free),
    "fees.decide": Step(confirm, counts=True),
    "fees.waive": Step(waive),
    "fees.whom": Step(take_whom, typed=True),
    "fees.months": Step(waive_months, counts=True),
}
