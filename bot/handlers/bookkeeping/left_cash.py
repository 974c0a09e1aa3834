"""Cash of one who died or left: who has it in hand says so in her stead, and one more agrees.

So it is where an office ended and who held it has no phone of her own here.
"""

from __future__ import annotations

from bot.chat import Choice
from bot.handlers.bookkeeping import booking, handing_decided, handing_taken, vouchers
from bot.handlers.cards import must_be_officer
from bot.handlers.resolving import Kind, propose
from bot.handlers.slips import fund_name
from bot.handlers.sums import heard_sum
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, money
from bot.money.books import AccountKind, Fund
from bot.people import Member
from bot.storage import handings, members, purse, resolutions
from bot.storage.purse import Held
from bot.storage.resolutions import Resolution
from bot.telling import called
from bot.turn import Answer, Step, Turn


async def kept(turn: Turn) -> list[Held]:
    """Return the cash that the book has with those who cannot hand it over themselves."""
    cash = [
        one
        for one in await purse.places(turn.db, turn.club.id)
        if one.account.kind is AccountKind.CASH and one.amount > 0
    ]
    holders = {one.account.holder for one in cash if one.account.holder is not None}
    people = await members.several(turn.db, holders, turn.today)
    gone = {its for its, one in people.items() if await _is_gone(turn, one)}
    return [one for one in cash if one.account.holder in gone]


async def _is_gone(turn: Turn, holder: Member) -> bool:
    """Whether she left, or sits on the board no more and has no phone of her own."""
    if holder.left_on is not None:
        return True
    return not holder.is_officer and await handing_taken.reached(turn, holder) is None


async def begin(turn: Turn) -> Answer:
    """Ask whose cash it was, and of which fund."""
    must_be_officer(turn)
    if turn.phone.is_shared:
        raise turn.refuse(_("Others use this phone, too. Please do this on a phone of your own."))
    found = await kept(turn)
    if not found:
        return turn.say(_("The book has no cash with anybody who left."))
    holders = {one.account.holder for one in found if one.account.holder is not None}
    people = await members.several(turn.db, holders, turn.today)
    label = _("{name}, {fund}: {amount}")
    return turn.ask(
        "hand.left",
        _("Which cash do you have in hand now?"),
        *(
            Choice(
                f"{one.account.holder}:{one.account.fund}",
                label.format(
                    name=called(people[one.account.holder or 0], turn.today),
                    fund=fund_name(one.account.fund),
                    amount=money(one.amount),
                ),
            )
            for one in found[:8]
        ),
        never_mind(),
    )


async def take_which(turn: Turn) -> Answer:
    """The officer chose: is it all of it?"""
    if turn.choice == STOP:
        return left(turn)
    number, fund = turn.choice.split(":")
    holder = await members.member(turn.db, int(number), turn.today)
    there = await purse.to_spend(turn.db, turn.club.id, booking.cash_of(holder, Fund(fund)))
    return await _read_back(turn, holder, Fund(fund), there)


async def _read_back(turn: Turn, holder: Member, fund: Fund, amount: int) -> Answer:
    await booking.must_be_there(turn, booking.cash_of(holder, fund), amount)
    return turn.ask(
        "hand.left.sum",
        _(
            "{sum}, {fund}, that was with {name}. Have you counted it, and do you keep it from now"
            " on? If it is another sum, write that."
        ),
        Choice("yes", _("I hold all {amount}").format(amount=money(amount))),
        never_mind(),
        data={"holder": holder.id, "fund": fund.value, "amount": amount},
        sum=vouchers.spelled(amount),
        fund=fund_name(fund),
        name=called(holder, turn.today),
    )


async def take_sum(turn: Turn) -> Answer:
    """She has it in hand, or another sum: read that back, or ask one more of the board."""
    if turn.choice == STOP:
        return left(turn)
    must_be_officer(turn)
    holder = await members.member(turn.db, turn.data["holder"], turn.today)
    fund, amount = Fund(turn.data["fund"]), turn.data["amount"]
    if turn.choice != "yes":
        return await _read_back(turn, holder, fund, heard_sum(turn).amount)
    await booking.must_be_there(turn, booking.cash_of(holder, fund), amount)
    await members.hold(turn.db, turn.club.id, holder.id)
    asked = await resolutions.about(turn.db, turn.club.id, LEFT_CASH.name, holder.id)
    if any(one.status == "pending" and one.details["fund"] == fund for one in asked):
        return turn.say(
            _("The board has that before it already."),
            Choice("resolutions", _("What the board has to decide")),
        )
    return await propose(
        turn,
        LEFT_CASH,
        subject=holder.id,
        concerns=holder,
        details={"fund": fund.value, "amount": amount},
    )


async def _facts(turn: Turn, asked: Resolution) -> str:
    both = await members.several(turn.db, {asked.asked_by, asked.subject_id}, turn.today)
    return turn.words(
        _(
            "{taker} says: {sum}, {fund}, that was with {giver} is with {taker} now. Have you seen"
            " it, and do you agree?"
        ),
        taker=called(both[asked.asked_by], turn.today),
        giver=called(both[asked.subject_id], turn.today),
        sum=vouchers.spelled(asked.details["amount"]),
        fund=fund_name(Fund(asked.details["fund"])),
    )


async def _agreed(turn: Turn, asked: Resolution) -> str:
    """Write it as handed over in her stead, by who has it now."""
    giver = await members.member(turn.db, asked.subject_id, turn.today)
    taker = await members.member(turn.db, asked.asked_by, turn.today)
    made = await handings.say(
        turn.db,
        club_id=turn.club.id,
        giver_id=giver.id,
        taker_id=taker.id,
        fund=Fund(asked.details["fund"]),
        amount=asked.details["amount"],
        origin=f"resolution:{asked.id}",
        now=turn.now,
    )
    if made is None:
        raise ValueError("what was decided is written once")
    handing = await handings.locked(turn.db, turn.club.id, made)
    return await handing_decided.write(turn, asked, handing, giver=giver, taker=taker, by=taker)


async def _refused(turn: Turn, asked: Resolution, _reason: str) -> str:
    giver = await members.member(turn.db, asked.subject_id, turn.today)
    return turn.words(
        _("Nothing was written: in the book it is still with {name}."),
        name=called(giver, turn.today),
    )


async def _lapsed(turn: Turn, asked: Resolution) -> str | None:
    """Say that there is nothing to hand over in her stead any more; None while there is."""
    fund, amount = Fund(asked.details["fund"]), asked.details["amount"]
    for one in await kept(turn):
        if one.account.holder == asked.subject_id and one.account.fund is fund:
            return None if one.amount >= amount else await _no_more(turn, asked)
    return await _no_more(turn, asked)


async def _no_more(turn: Turn, asked: Resolution) -> str:
    giver = await members.member(turn.db, asked.subject_id, turn.today)
    text = _("There is nothing to hand over in the stead of {name} any more.")
    return turn.words(text, name=called(giver, turn.today))


LEFT_CASH = Kind(
    name="left_cash",
    facts=_facts,
    agreed=_agreed,
    refused=_refused,
    lapsed=_lapsed,
)

HANDLERS = {
    "hand.of_left": Step(begin),
    "hand.left": Step(take_which),
    "hand.left.sum": Step(take_sum, typed=True, counts=True),
}
