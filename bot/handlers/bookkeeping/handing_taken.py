"""Who was handed cash to keep says that she holds it: then it is in the book, from that day on."""

from __future__ import annotations

from collections.abc import Callable

from bot.chat import Choice
from bot.clock import local, local_day
from bot.handlers import closed_months, touches
from bot.handlers.bookkeeping import booking, vouchers
from bot.handlers.names import full_name
from bot.handlers.slips import fund_name
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, clock_time, money, short_day
from bot.money import books
from bot.people import Listener, Member
from bot.storage import handings, ledger, members, noted, resolutions
from bot.storage.entries import Entry
from bot.storage.handings import Handing
from bot.telling import called, speaking_to
from bot.turn import Answer, Step, Turn

BY_BOARD = "handing"
"""The board's question about a handing of which one of the two says nothing."""


async def ask(turn: Turn, handing: Handing, taker: Listener) -> Answer:
    """Ask the taker, whose yes writes it down."""
    giver = await members.member(turn.db, handing.giver_id, turn.today)
    with speaking_to(taker.member, turn.today) as words:
        await turn.tell(
            taker,
            _asked(turn, handing, giver, words),
            *_choices(handing, words),
            step="hand.taken",
            data={"handing": handing.id},
        )
    return turn.say(
        _("I ask {name}. It is in the book when {name} says so, too."),
        name=called(taker.member, turn.today),
    )


async def put(turn: Turn, handing: Handing) -> Answer:
    """Put it to the taker who asked for it herself."""
    giver = await members.member(turn.db, handing.giver_id, turn.today)
    return turn.ask(
        "hand.taken",
        "{asked}",
        *_choices(handing, turn.words),
        never_mind(),
        data={"handing": handing.id},
        asked=_asked(turn, handing, giver, turn.words),
    )


def _asked(turn: Turn, handing: Handing, giver: Member, words: Callable[..., str]) -> str:
    at = local(handing.given_at, turn.zone)
    text = _("{giver} says: {sum}, {fund}, was handed to you to keep. Do you hold it?")
    if at.date() != turn.today:
        text = _(
            "{giver} says: on {day} {sum}, {fund}, was handed to you to keep. Do you hold it?"
        )
    return words(
        text,
        giver=called(giver, turn.today),
        day=short_day(at.date(), today=turn.today),
        sum=vouchers.spelled(handing.amount),
        fund=fund_name(handing.fund),
    )


def _choices(handing: Handing, words: Callable[..., str]) -> tuple[Choice, Choice]:
    return (
        Choice("yes", words(_("I hold all {amount}"), amount=money(handing.amount))),
        Choice("no", words(_("I have not got it"))),
    )


async def reached(turn: Turn, taker: Member) -> Listener | None:
    """Return a phone of the taker's own: an officer's, or of somebody else who keeps cash."""
    found = await (turn.reach_officers([taker]) if taker.is_officer else turn.reach([taker]))
    return next((one for one in found if not one.shared and one.kind == "self"), None)


async def taken(turn: Turn) -> Answer:
    """The taker holds it, or does not: post it, and tell who gave it; the first answer counts."""
    if turn.choice == STOP:
        return left(turn)
    handing = await handings.locked(turn.db, turn.club.id, turn.data["handing"])
    if handing.status != "pending":
        return await what_became(turn, handing)
    giver = await members.member(turn.db, handing.giver_id, turn.today)
    if turn.choice != "yes":
        await handings.settle(turn.db, handing.id, status="refused", now=turn.now)
        await tell(turn, giver, handing, _not_got)
        return turn.say(_("Nothing was written. I tell {name}."), name=called(giver, turn.today))
    if turn.phone.is_shared:
        raise turn.refuse(_("Others use this phone, too. Please agree on a phone of your own."))
    entry = await post(turn, handing, giver=giver, taker=turn.member)
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
    await tell(turn, giver, handing, _got)
    return _written(turn, handing, entry)


async def post(
    turn: Turn, handing: Handing, *, giver: Member, taker: Member, by: Member | None = None
) -> Entry | None:
    """Post it with the day on which the cash changed hands; None where that was done before.

    `by` entered it, where that was not the giver.
    """
    out_of = booking.cash_of(giver, handing.fund)
    await booking.must_be_there(turn, out_of, handing.amount, but_for=noted.handing(handing.id))
    into = booking.cash_of(taker, handing.fund)
    entry = await booking.book(
        turn,
        kind="handed_over",
        lines=books.moved(handing.amount, out_of=out_of, into=into),
        slip="",
        note=f"{full_name(giver)} → {full_name(taker)}",
        origin=f"handing:{handing.id}",
        entered_by=by or giver,
        moved_on=local_day(handing.given_at, turn.zone),
    )
    if entry is not None:
        await handings.settle(
            turn.db, handing.id, status="taken", now=turn.now, transaction=entry.id
        )
    return entry


def _written(turn: Turn, handing: Handing, entry: Entry) -> Answer:
    text = _("Written down at {time}: you keep {amount} more, {fund}.")
    on = local_day(handing.given_at, turn.zone)
    if entry.value_day != on:
        text += " " + closed_months.note(on, entry.value_day)
    elif on != turn.today:
        text += " " + _("It counts from {day}, when it changed hands.")
    return turn.say(
        text,
        Choice("cash", _("What the box must hold")),
        time=clock_time(local(entry.entered_at, turn.zone)),
        amount=money(handing.amount),
        fund=fund_name(handing.fund),
        day=short_day(on, today=turn.today),
    )


async def what_became(turn: Turn, handing: Handing) -> Answer:
    """Say the same to everybody who asks: what became of cash that was handed over."""
    return turn.say("{said}", said=await said_of(turn, handing))


async def said_of(turn: Turn, handing: Handing) -> str:
    """Say what became of cash that was handed over, in the language that is spoken now."""
    texts = {
        "pending": _("{giver} said so at {time} on {day}: {amount} waits for the yes of {taker}."),
        "taken": _("{taker} said at {time} on {day} that {amount} is there: it is in the book."),
        "refused": _("{taker} said at {time} on {day} that {amount} is not there."),
        "withdrawn": _("{giver} took it back at {time} on {day}: {amount} was not handed over."),
    }
    decided = await resolutions.about(turn.db, turn.club.id, BY_BOARD, handing.id)
    if any(one.status == "agreed" for one in decided):
        texts = {
            "taken": _("The board said at {time} on {day} that {taker} has {amount} of {giver}."),
            "withdrawn": _("The board said at {time} on {day} that {giver} still has {amount}."),
        }
    both = await members.several(turn.db, {handing.giver_id, handing.taker_id}, turn.today)
    at = local(handing.settled_at or handing.given_at, turn.zone)
    return turn.words(
        texts[handing.status],
        giver=called(both[handing.giver_id], turn.today),
        taker=called(both[handing.taker_id], turn.today),
        amount=money(handing.amount),
        time=clock_time(at),
        day=short_day(at.date(), today=turn.today),
    )


async def tell(turn: Turn, member: Member, handing: Handing, text: Callable[[], str]) -> None:
    """Tell the other one what the speaker has said of it."""
    reach = turn.reach_officers if member.is_officer else turn.reach
    for listener in await reach([member]):
        with speaking_to(listener.member, turn.today) as words:
            said = words(
                text(), name=called(turn.member, turn.today), amount=money(handing.amount)
            )
            await turn.tell(listener, said)


def _got() -> str:
    return _("{name} holds {amount}: it is in the book.")


def _not_got() -> str:
    return _("{name} has not got {amount} yet. Nothing was written; please talk about it.")


HANDLERS = {"hand.taken": Step(taken, counts=True)}
