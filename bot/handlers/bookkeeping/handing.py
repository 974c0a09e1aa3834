"""Cash goes from one who keeps it to another: both say so, and then it is in the book.

What waits for the other one's yes is shown before more is handed over: the same cash is not asked
about twice, and who asked can take it back.
"""

from __future__ import annotations

from bot.chat import Choice, NotUnderstood
from bot.handlers import noted_money, touches
from bot.handlers.bookkeeping import booking, handing_stuck, handing_taken, left_cash, vouchers
from bot.handlers.cards import must_be_officer
from bot.handlers.names import choices_of
from bot.handlers.slips import fund_name
from bot.handlers.sums import heard_sum
from bot.handlers.ways_out import STOP, left, never_mind
from bot.handlers.whose import named
from bot.i18n import _, money
from bot.money.books import AccountKind, Fund
from bot.people import Listener, Member
from bot.storage import handings, members, purse
from bot.storage.handings import Handing
from bot.storage.noted import Kind
from bot.storage.purse import Held
from bot.storage.talk import Data
from bot.telling import called
from bot.turn import Answer, Step, Turn

SHOWN = 3
"""So many that wait have buttons."""


async def begin(turn: Turn) -> Answer:
    """Show what waits for somebody's yes, or ask to whom the cash goes."""
    await _must_keep_some(turn)
    if waiting := await handings.pending(turn.db, turn.club.id, turn.member.id):
        return await _waits(turn, waiting)
    return await _whom(turn, {})


async def waiting(turn: Turn) -> Answer:
    """Show what was handed on and not agreed: its taker answers, its giver can take it back."""
    found = await handings.pending(turn.db, turn.club.id)
    for one in found:
        if one.taker_id == turn.member.id:
            return await handing_taken.put(turn, one)
    people = await members.several(turn.db, {one.giver_id for one in found}, turn.today)
    if mine := [one for one in found if _may_take_back(turn, people[one.giver_id])]:
        return await _waits(turn, mine)
    must_be_officer(turn)
    noted = [one for one in await noted_money.of_club(turn) if one.kind is Kind.HANDING]
    if not noted:
        return turn.say(_("No cash that was handed on waits for a yes."))
    return turn.say(
        "{lines}",
        *handing_stuck.ways(turn, found),
        lines="\n".join(await noted_money.lines(turn, noted)),
    )


async def _waits(turn: Turn, found: list[Handing]) -> Answer:
    noted = [
        one
        for one in await noted_money.of_club(turn)
        if one.kind is Kind.HANDING and one.id in {handing.id for handing in found}
    ]
    people = await members.several(turn.db, {one.taker_id for one in found}, turn.today)
    ask, back = _("Ask {name} again: {amount}"), _("Not handed over after all: {amount}")
    choices = []
    for one in found[-SHOWN:]:
        amount, name = money(one.amount), called(people[one.taker_id], turn.today)
        choices.append(Choice(f"ask:{one.id}", ask.format(name=name, amount=amount)))
        choices.append(Choice(f"back:{one.id}", back.format(amount=amount)))
    return turn.ask(
        "hand.waits",
        "{lines}",
        *choices,
        *handing_stuck.ways(turn, found),
        Choice("other", _("Hand over other cash")),
        never_mind(),
        lines="\n".join(await noted_money.lines(turn, noted)),
    )


async def take_waiting(turn: Turn) -> Answer:
    """Ask the taker once more, take it back, or hand over other cash."""
    if turn.choice == STOP:
        return left(turn)
    await _must_keep_some(turn)
    if turn.choice == "other":
        return await _whom(turn, {"other": True})
    if turn.choice == handing_stuck.STEP:
        return await handing_stuck.begin(turn)
    way, _colon, number = turn.choice.partition(":")
    handing = await handings.locked(turn.db, turn.club.id, int(number))
    giver = await members.member(turn.db, handing.giver_id, turn.today)
    if not _may_take_back(turn, giver):
        raise turn.refuse(_("Only who said so can take it back."))
    if handing.status != "pending":
        return await handing_taken.what_became(turn, handing)
    taker = await members.member(turn.db, handing.taker_id, turn.today)
    if way == "ask":
        return await handing_taken.ask(turn, handing, await _must_be_reached(turn, taker))
    await handings.settle(turn.db, handing.id, status="withdrawn", now=turn.now)
    await handing_taken.tell(turn, taker, handing, _taken_back)
    return turn.say(
        _("All right, {amount} was not handed over. I tell {name}."),
        amount=money(handing.amount),
        name=called(taker, turn.today),
    )


def _may_take_back(turn: Turn, giver: Member) -> bool:
    """Whether the speaker gave it, or sits on the board and the giver is no member any more."""
    return giver.id == turn.member.id or (giver.left_on is not None and turn.acts_as_officer)


def _taken_back() -> str:
    return _("{name} says that {amount} was not handed to you after all. Nothing was written.")


async def _whom(turn: Turn, data: Data) -> Answer:
    """Ask to whom the cash goes; who keeps some need not sit on the board."""
    board = await touches.board(turn)
    of_left = turn.acts_as_officer and await left_cash.kept(turn)
    return turn.ask(
        "hand.whom",
        _("To whom do you hand the cash? A name will do, too."),
        *choices_of(board[:7]),
        *([Choice("left", _("I have the cash of somebody who left"))] if of_left else ()),
        never_mind(),
        data=data,
    )


async def take_whom(turn: Turn) -> Answer:
    """The officer chose or named who is to keep it: of which fund?"""
    if turn.choice == STOP:
        return left(turn)
    if turn.choice == "left":
        return await left_cash.begin(turn)
    if turn.choice:
        found = [await members.member(turn.db, int(turn.choice), turn.today)]
    else:
        found = [one for one in await named(turn, turn.text) if one.id != turn.member.id]
    if not found:
        raise NotUnderstood(turn.words(_("I find nobody of that name in the club.")))
    if len(found) > 1:
        return turn.ask(
            "hand.whom",
            _("Which one do you mean?"),
            *choices_of(found),
            never_mind(),
            data=turn.data,
        )
    return await _of_which(turn, found[0])


async def _of_which(turn: Turn, taker: Member) -> Answer:
    await _must_be_reached(turn, taker)
    mine = await _mine(turn)
    if not mine:
        raise turn.refuse(_("The book has no cash with you."))
    label = _("{fund}: {amount}")
    return turn.ask(
        "hand.fund",
        _("Money of which fund?"),
        *(
            Choice(
                one.account.fund.value,
                label.format(fund=fund_name(one.account.fund), amount=money(one.amount)),
            )
            for one in mine
        ),
        never_mind(),
        data={**turn.data, "taker": taker.id},
    )


async def take_fund(turn: Turn) -> Answer:
    """The officer chose the fund: how much?"""
    if turn.choice == STOP:
        return left(turn)
    text = _("How much is it, please? For example 500k, or 1,200,000.")
    return turn.ask("hand.amount", text, never_mind(), data={**turn.data, "fund": turn.choice})


async def take_amount(turn: Turn) -> Answer:
    """The officer said how much: read it back."""
    if turn.choice == STOP:
        return left(turn)
    fund, amount = Fund(turn.data["fund"]), heard_sum(turn).amount
    await booking.must_be_there(turn, booking.cash_of(turn.member, fund), amount)
    taker = await members.member(turn.db, turn.data["taker"], turn.today)
    return turn.ask(
        "hand.confirm",
        _("To {name}: {sum}, {fund}. Is that right?"),
        Choice("yes", _("I have handed over {amount}").format(amount=money(amount))),
        Choice("no", _("Never mind, write nothing")),
        data={**turn.data, "amount": amount},
        name=called(taker, turn.today),
        sum=vouchers.spelled(amount),
        fund=fund_name(fund),
    )


async def confirm(turn: Turn) -> Answer:
    """The giver says so: note it, and ask the taker."""
    if turn.choice == "no":
        return left(turn)
    await _must_keep_some(turn)
    taker = await members.member(turn.db, turn.data["taker"], turn.today)
    listener = await _must_be_reached(turn, taker)
    fund, amount = Fund(turn.data["fund"]), turn.data["amount"]
    asked = await handings.pending(turn.db, turn.club.id, turn.member.id)
    same = [one for one in asked if _what(one) == (taker.id, fund, amount)]
    if same and not turn.data.get("other"):
        return await _waits(turn, same)
    await booking.must_be_there(turn, booking.cash_of(turn.member, fund), amount)
    made = await handings.say(
        turn.db,
        club_id=turn.club.id,
        giver_id=turn.member.id,
        taker_id=taker.id,
        fund=fund,
        amount=amount,
        origin=turn.operation,
        now=turn.now,
    )
    if made is None:  # the same tap once more
        return booking.in_the_book_already(turn)
    handing = await handings.locked(turn.db, turn.club.id, made)
    return await handing_taken.ask(turn, handing, listener)


def _what(handing: Handing) -> tuple[int, Fund, int]:
    return handing.taker_id, handing.fund, handing.amount


async def _mine(turn: Turn) -> list[Held]:
    """Return the cash that the book has with the speaker, by fund."""
    return [
        one
        for one in await purse.places(turn.db, turn.club.id)
        if one.account.kind is AccountKind.CASH and one.account.holder == turn.member.id
    ]


async def _must_keep_some(turn: Turn) -> None:
    """Refuse who neither sits on the board nor keeps cash: a helper does neither."""
    herself = turn.holder is not None and turn.holder.kind == "self"
    if not (herself and await _mine(turn)):
        must_be_officer(turn)


async def _must_be_reached(turn: Turn, taker: Member) -> Listener:
    listener = await handing_taken.reached(turn, taker)
    if listener is None:
        raise turn.refuse(
            _("{name} has no phone of {name}'s own here to say so. Please choose another one."),
            name=called(taker, turn.today),
        )
    return listener


HANDLERS = {
    "hand": Step(begin),
    "hand.waiting": Step(waiting),
    "hand.waits": Step(take_waiting, counts=True),
    "hand.whom": Step(take_whom, typed=True),
    "hand.fund": Step(take_fund),
    "hand.amount": Step(take_amount, typed=True),
    "hand.confirm": Step(confirm, counts=True),
}
