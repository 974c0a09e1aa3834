"""Who saw it says that the cash was handed over: then it is posted, and the loan begins.

The borrower's own yes comes after that and changes nothing in the book: see `received`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from bot.chat import Choice
from bot.clock import local
from bot.handlers import slips, touches
from bot.handlers.lending import payouts
from bot.handlers.ways_out import STOP, left
from bot.handlers.whose import told_apart
from bot.i18n import _, clock_time, money, short_day
from bot.people import Listener, Member
from bot.storage import applications, entries, handovers, means, members
from bot.storage.applications import Application
from bot.storage.entries import Entry
from bot.storage.handovers import Handover
from bot.telling import called, speaking_to
from bot.turn import Answer, Step, Turn
from bot.understanding import saying_of_cash

WITNESS = "payout.witnessed"
"""The step that takes what a witness says."""


async def ask(
    turn: Turn, application: Application, who: Member, giver: Member, witness: Listener
) -> Answer:
    """Write down that it was handed over, and ask who saw it to say so."""
    said = await says(turn, application, giver)
    await handovers.ask_witness(turn.db, turn.club.id, application.id, witness.member.id)
    with speaking_to(witness.member, turn.today) as words:
        await turn.tell(
            witness,
            words(
                _("{giver} says that {amount} went to {name} in cash. Did {you} see it?"),
                giver=called(turn.member, turn.today),
                amount=money(application.amount),
                name=await told_apart(turn, who),
            ),
            *choices(words),
            step=WITNESS,
            data={"application": application.id, "given": said.given_at.timestamp()},
        )
    return turn.say(
        _("I asked {name}. Once {name} says so it is in the book, and the loan begins."),
        name=called(witness.member, turn.today),
    )


async def says(turn: Turn, application: Application, giver: Member) -> Handover:
    """Write down that the speaker handed it over, whose cash it was; refuses where another did."""
    await handovers.say(
        turn.db,
        club_id=turn.club.id,
        application_id=application.id,
        giver_id=giver.id,
        said_by=turn.member.id,
        now=turn.now,
    )
    said = await handovers.locked(turn.db, turn.club.id, application.id)
    if said is None or said.said_by != turn.member.id:
        raise turn.refuse(_("Somebody else has just said so. Please look at the list again."))
    return said


def choices(words: Callable[..., str]) -> tuple[Choice, Choice]:
    """Return what a witness can answer."""
    return (
        Choice("yes", words(_("Yes, I saw it"))),
        Choice("no", words(_("No, I did not see that"))),
    )


async def witnessed(turn: Turn) -> Answer:
    """The witness says that the cash was handed over, or did not see it."""
    if turn.choice == STOP:
        return left(turn)
    await means.alone(turn.db, turn.club.id)
    application = await applications.locked(turn.db, turn.club.id, turn.data["application"])
    said = await handovers.locked(turn.db, turn.club.id, application.id)
    if application.status != "agreed" or said is None or not _is_same(turn, said):
        return await settled(turn, application)
    who = await members.member(turn.db, application.member_id, turn.today)
    if not await may_witness(turn, [turn.member], who, said):
        raise turn.refuse(_("Somebody else must say so: {you} are too near to this."))
    if turn.choice == "no":
        return await _not_seen(turn, application, said, who)
    entry = await payouts.pay_out(turn, application, said, turn.member, "")
    told = await payouts.give_slip(turn, entry, said, called(turn.member, turn.today))
    await _tell_hands(turn, entry, said, who, told=told)
    return turn.say(
        _("Thank you. It is in the book: {name} got {amount}, slip {numbers}."),
        name=called(who, turn.today),
        amount=money(entry.sum),
        numbers=slips.numbers(entry.slips),
    )


def _is_same(turn: Turn, said: Handover) -> bool:
    """Whether it is what the witness was asked about, and not said anew since."""
    asked = turn.data.get("given")
    return asked is None or asked == said.given_at.timestamp()


async def may_witness(turn: Turn, people: Iterable[Member], who: Member, said: Handover) -> bool:
    """Whether these saw it with eyes of their own: free of the borrower and of who gave it.

    A helper of the family is no witness in a member's stead.
    """
    if turn.holder is None or turn.holder.kind != "self":
        return False
    hands = await members.several(turn.db, {said.giver_id, said.said_by}, turn.today)
    asked = list(people)
    return len(await touches.independent(turn, asked, [who, *hands.values()])) == len(asked)


async def settled(turn: Turn, application: Application) -> Answer:
    """Say the same to everybody who comes later."""
    said = await handovers.locked(turn.db, turn.club.id, application.id)
    if application.status != "lent" or said is None or said.transaction_id is None:
        return turn.say(_("That was settled in the meantime."))
    entry = await entries.entry(turn.db, said.transaction_id)
    who = await members.member(turn.db, application.member_id, turn.today)
    at = local(said.given_at, turn.zone)
    return turn.say(
        _("It is in the book already: {name} got {amount}, {day} at {time}, slip {numbers}."),
        name=called(who, turn.today),
        amount=money(entry.sum),
        day=short_day(at.date(), today=turn.today),
        time=clock_time(at),
        numbers=slips.numbers(entry.slips),
    )


async def _not_seen(turn: Turn, application: Application, said: Handover, who: Member) -> Answer:
    await handovers.take_back(turn.db, turn.club.id, application.id)
    giver = await members.member(turn.db, said.said_by, turn.today)
    for listener in await turn.reach_officers([giver]):
        with speaking_to(listener.member, turn.today) as words:
            text = _(
                "{witness} did not see {amount} go to {name}. It is not in the book; please talk"
                " it over, and say it anew."
            )
            await turn.tell(
                listener,
                words(
                    text,
                    witness=called(turn.member, turn.today),
                    amount=money(application.amount),
                    name=called(who, turn.today),
                ),
            )
    return turn.say(
        _("Thank you. It is not written down; I told {name}."), name=called(giver, turn.today)
    )


async def _tell_hands(
    turn: Turn, entry: Entry, said: Handover, who: Member, *, told: bool
) -> None:
    """Tell who handed it over, and whose cash it was, what is in the book now."""
    hands = await members.several(turn.db, {said.said_by, said.giver_id}, turn.today)
    for listener in await turn.reach_officers(hands.values()):
        with speaking_to(listener.member, turn.today) as words:
            text = _("{witness} saw it, too. In the book: {name} got {amount}, slip {numbers}.")
            if not told and listener.member.id == said.said_by:
                text += " " + _("{name} has no phone here: please write the paper slip.")
            await turn.tell(
                listener,
                words(
                    text,
                    witness=called(turn.member, turn.today),
                    name=called(who, turn.today),
                    amount=money(entry.sum),
                    numbers=slips.numbers(entry.slips),
                ),
            )


HANDLERS = {WITNESS: Step(witnessed, counts=True, says=saying_of_cash.witness)}
