"""Of whom a fee is not asked after all; and what was waived by mistake is asked for again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.chat import Choice, NotUnderstood
from bot.handlers.bookkeeping import vouchers, waivers
from bot.handlers.cards import must_be_officer
from bot.handlers.names import choices_of
from bot.handlers.ways_out import STOP, left, never_mind
from bot.handlers.whose import named
from bot.i18n import _, money
from bot.people import Member
from bot.storage import fees, members
from bot.telling import called, speaking_to
from bot.turn import Answer, Step, Turn

ALL = "all"
OFFERED = 6


async def waive(turn: Turn) -> Answer:
    """An officer lets somebody off: whom?"""
    return await _whom(turn, "waive")


async def again(turn: Turn) -> Answer:
    """An officer asks again for what was waived by mistake: of whom?"""
    return await _whom(turn, "again")


async def _whom(turn: Turn, way: str) -> Answer:
    must_be_officer(turn)
    if turn.text and (found := await named(turn, turn.text)):
        return await _of(turn, way, found)
    if "member" in turn.data:
        member = await members.member(turn.db, turn.data["member"], turn.today)
        return await _of(turn, way, [member])
    text = _("Whose fee? Part of the name is enough.")
    return turn.ask("fees.whom", text, never_mind(), data={"way": way})


async def take_whom(turn: Turn) -> Answer:
    """The officer typed part of a name, or chose one of several."""
    must_be_officer(turn)
    if turn.choice == STOP:
        return left(turn)
    way = turn.data.get("way", "waive")
    if turn.choice:
        member = await members.member(turn.db, int(turn.choice), turn.today)
        return await _of(turn, way, [member])
    if found := await named(turn, turn.text):
        return await _of(turn, way, found)
    raise NotUnderstood(turn.words(_("I find nobody of that name in the club.")))


async def _of(turn: Turn, way: str, found: Sequence[Member]) -> Answer:
    if len(found) > 1:
        text = _("Which one do you mean?")
        choices = choices_of(found)
        return turn.ask("fees.whom", text, *choices, never_mind(), data={"way": way})
    await waivers.must_be_one(turn, found[0])
    if way == "again":
        return await _which_again(turn, found[0])
    return await _which_waived(turn, found[0])


# --- Waived --------------------------------------------------------------------------------------


async def _which_waived(turn: Turn, member: Member) -> Answer:
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


async def waive_months(turn: Turn) -> Answer:
    """The officer agreed: the months need not be paid, and the member is told kindly."""
    if turn.choice == "no":
        return left(turn)
    member = await members.member(turn.db, turn.data["member"], turn.today)
    await waivers.must_be_one(turn, member)
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
        Choice("fees.again", _("That was a mistake")),
        data={"member": member.id},
        name=called(member, turn.today),
        months=vouchers.months(months),
    )


# --- Asked for again -----------------------------------------------------------------------------


async def _which_again(turn: Turn, member: Member) -> Answer:
    months = (await fees.waived(turn.db, turn.club.id)).get(member.id, [])
    if not months:
        text = _("No fee of {name} is waived.")
        return turn.say(text, name=called(member, turn.today))
    if len(months) == 1:
        return _read_back(turn, member, months)
    latest = [Choice(one.isoformat(), vouchers.months([one])) for one in months[-OFFERED:]]
    return turn.ask(
        "fees.which",
        _("Which month of {name} was waived by mistake?"),
        Choice(ALL, _("All of them: {months}").format(months=vouchers.months(months))),
        *latest,
        never_mind(),
        data={"member": member.id, "months": [one.isoformat() for one in months]},
        name=called(member, turn.today),
    )


async def take_which(turn: Turn) -> Answer:
    """The officer chose a month, or all of them."""
    if turn.choice == STOP:
        return left(turn)
    member = await members.member(turn.db, turn.data["member"], turn.today)
    chosen = turn.data["months"] if turn.choice == ALL else [turn.choice]
    return _read_back(turn, member, [date.fromisoformat(one) for one in chosen])


def _read_back(turn: Turn, member: Member, months: Sequence[date]) -> Answer:
    return turn.ask(
        "fees.unwaive",
        _("Shall {name} pay the fee of {months} after all?"),
        Choice("yes", _("Yes, ask for it again")),
        Choice("no", _("Never mind, write nothing")),
        data={"member": member.id, "months": [one.isoformat() for one in months]},
        name=called(member, turn.today),
        months=vouchers.months(months),
    )


async def ask_again(turn: Turn) -> Answer:
    """The officer agreed: the months are to be paid again, and the member is told kindly."""
    if turn.choice == "no":
        return left(turn)
    member = await members.member(turn.db, turn.data["member"], turn.today)
    await waivers.must_be_one(turn, member)
    months = await fees.ask_again(
        turn.db,
        club_id=turn.club.id,
        member_id=member.id,
        months=[date.fromisoformat(one) for one in turn.data["months"]],
    )
    if not months:
        text = _("No fee of {name} is waived.")
        return turn.say(text, name=called(member, turn.today))
    unpaid = await fees.unpaid_months(turn.db, turn.club.id, [member.id], turn.today)
    amount = sum(costs for month, costs in unpaid[member.id].items() if month in months)
    for listener in await turn.reach([member]):
        with speaking_to(listener.member, turn.today) as words:
            text = _(
                "I had written that you need not pay the fee of {months}; that was a mistake of"
                " ours. It is {amount}, and there is no hurry."
            )
            said = words(text, months=vouchers.months(months), amount=money(amount))
            await turn.tell(listener, said)
    return turn.say(
        _("The fee of {months} of {name} is to be paid again: {amount}."),
        name=called(member, turn.today),
        months=vouchers.months(months),
        amount=money(amount),
    )


HANDLERS = {
    "fees.waive": Step(waive),
    "fees.again": Step(again),
    "fees.whom": Step(take_whom, typed=True),
    "fees.months": Step(waive_months, counts=True),
    "fees.which": Step(take_which),
    "fees.unwaive": Step(ask_again, counts=True),
}
