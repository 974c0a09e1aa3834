"""Cash goes from one who keeps it to another: both say so, and then it is in the book."""

from __future__ import annotations

from collections.abc import Callable

from bot.chat import Choice, NotUnderstood
from bot.clock import local
from bot.handlers import touches
from bot.handlers.bookkeeping import booking, vouchers
from bot.handlers.cards import must_be_officer
from bot.handlers.names import choices_of, full_name
from bot.handlers.slips import fund_name
from bot.handlers.sums import heard_sum
from bot.handlers.ways_out import STOP, left, never_mind
from bot.handlers.whose import named
from bot.i18n import _, clock_time, money
from bot.money import books
from bot.money.books import AccountKind, Fund
from bot.people import Listener, Member
from bot.storage import ledger, members, purse
from bot.storage.purse import Held
from bot.telling import called, speaking_to
from bot.turn import Answer, Step, Turn


async def begin(turn: Turn) -> Answer:
    """Ask to whom the cash goes; who keeps some need not sit on the board."""
    await _must_keep_some(turn)
    board = await touches.board(turn)
    return turn.ask(
        "hand.whom",
        _("To whom do you hand the cash? A name will do, too."),
        *choices_of(board[:7]),
        never_mind(),
    )


async def take_whom(turn: Turn) -> Answer:
    """The officer chose or named who is to keep it: of which fund?"""
    if turn.choice == STOP:
        return left(turn)
    if turn.choice:
        found = [await members.member(turn.db, int(turn.choice), turn.today)]
    else:
        found = [one for one in await named(turn, turn.text) if one.id != turn.member.id]
    if not found:
        raise NotUnderstood(turn.words(_("I find nobody of that name in the club.")))
    if len(found) > 1:
        return turn.ask("hand.whom", _("Which one do you mean?"), *choices_of(found), never_mind())
    return await _of_which(turn, found[0])


async def _of_which(turn: Turn, taker: Member) -> Answer:
    if await _reached(turn, taker) is None:
        raise turn.refuse(
            _("{name} has no phone of {name}'s own here to say so. Please choose another one."),
            name=called(taker, turn.today),
        )
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
        data={"taker": taker.id},
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
    """The giver says so: ask the taker, whose yes writes it down."""
    if turn.choice == "no":
        return left(turn)
    await _must_keep_some(turn)
    taker = await members.member(turn.db, turn.data["taker"], turn.today)
    listener = await _reached(turn, taker)
    if listener is None:
        raise turn.refuse(
            _("{name} has no phone of {name}'s own here to say so. Please choose another one."),
            name=called(taker, turn.today),
        )
    amount = turn.data["amount"]
    with speaking_to(listener.member, turn.today) as words:
        await turn.tell(
            listener,
            words(
                _("{giver} says: {sum}, {fund}, was handed to you to keep. Do you hold it?"),
                giver=called(turn.member, turn.today),
                sum=vouchers.spelled(amount),
                fund=fund_name(Fund(turn.data["fund"])),
            ),
            Choice("yes", words(_("I hold all {amount}"), amount=money(amount))),
            Choice("no", words(_("I have not got it"))),
            step="hand.taken",
            data={**turn.data, "giver": turn.member.id},
        )
    return turn.say(
        _("I ask {name}. It is in the book when {name} says so, too."),
        name=called(taker, turn.today),
    )


async def taken(turn: Turn) -> Answer:
    """The taker holds it, or does not: post it, and tell who gave it."""
    giver = await members.member(turn.db, turn.data["giver"], turn.today)
    if turn.choice != "yes":
        await _tell(turn, giver, _not_got)
        return turn.say(_("Nothing was written. I tell {name}."), name=called(giver, turn.today))
    if turn.phone.is_shared:
        raise turn.refuse(_("Others use this phone, too. Please agree on a phone of your own."))
    fund, amount = Fund(turn.data["fund"]), turn.data["amount"]
    out_of = booking.cash_of(giver, fund)
    await booking.must_be_there(turn, out_of, amount)
    entry = await booking.book(
        turn,
        kind="handed_over",
        lines=books.moved(amount, out_of=out_of, into=booking.cash_of(turn.member, fund)),
        slip="",
        note=f"{full_name(giver)} → {full_name(turn.member)}",
        entered_by=giver,
    )
    if entry is None:
        return booking.in_the_book_already(turn)
    if await touches.independent(turn, [turn.member], [giver]):
        await ledger.agree(
            turn.db,
            club_id=turn.club.id,
            transaction=entry.id,
            member_id=turn.member.id,
            how="taken",
            now=turn.now,
        )
    await _tell(turn, giver, _got)
    at = clock_time(local(entry.entered_at, turn.zone))
    return turn.say(
        _("Written down at {time}: you keep {amount} more, {fund}."),
        Choice("cash", _("What the box must hold")),
        time=at,
        amount=money(amount),
        fund=fund_name(fund),
    )


def _got() -> str:
    return _("{name} holds {amount}: it is in the book.")


def _not_got() -> str:
    return _("{name} has not got {amount} yet. Nothing was written; please talk about it.")


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


async def _tell(turn: Turn, giver: Member, text: Callable[[], str]) -> None:
    reach = turn.reach_officers if giver.is_officer else turn.reach
    for listener in await reach([giver]):
        with speaking_to(listener.member, turn.today) as words:
            said = words(
                text(),
                name=called(turn.member, turn.today),
                amount=money(turn.data["amount"]),
            )
            await turn.tell(listener, said)


async def _reached(turn: Turn, taker: Member) -> Listener | None:
    """Return a phone of the taker's own: an officer's, or of somebody else who keeps cash."""
    reached = await (turn.reach_officers([taker]) if taker.is_officer else turn.reach([taker]))
    return next((one for one in reached if not one.shared and one.kind == "self"), None)


HANDLERS = {
    "hand": Step(begin),
    "hand.whom": Step(take_whom, typed=True),
    "hand.fund": Step(take_fund),
    "hand.amount": Step(take_amount, typed=True),
    "hand.confirm": Step(confirm, counts=True),
    "hand.taken": Step(taken, counts=True),
}
