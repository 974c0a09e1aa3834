"""Who saw the cash being handed over has no phone: the slip is signed by hand, and its photo kept.

Only where nobody of the board can say so on a phone. Who signs may be somebody from outside the
club, such as the hamlet head.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.chat import Choice
from bot.handlers import slips, touches
from bot.handlers.lending import first_due, handing_over, keepers, payouts
from bot.handlers.signed_papers import SignedPaper
from bot.handlers.ways_out import never_mind
from bot.i18n import _, money
from bot.people import Listener, Member
from bot.storage import applications, evidence, means, members
from bot.storage.applications import Application
from bot.storage.entries import Entry
from bot.telling import called, speaking_to
from bot.turn import Answer, Turn

WITNESS = "payout.witness"
"""The step that takes who saw it."""
OUTSIDE, SIGNED = "outside", "paper"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Handed:
    """An agreed loan whose cash was handed over, and whose cash it was."""

    application: Application
    who: Member
    giver: Member


async def without_phone(
    turn: Turn, name: str, free: Sequence[Listener], *, is_member: bool
) -> Answer:
    """Let the slip be signed where nobody of the board could see it, and it is clear who signs."""
    text = _("{name} has no phone here. {others} can say on a phone that they saw it.")
    if not is_member:
        text = _(
            "I find nobody called {name} in the club. {others} can say on a phone that they saw"
            " it."
        )
    if free:
        raise turn.refuse(text, name=name, others=_names(turn, free))
    turn.data = {**turn.data, "name": name}
    if is_member:
        return await ask_to_sign(turn)
    return turn.ask(
        WITNESS,
        _("I find nobody called {name} in the club. Is that somebody from outside the club?"),
        Choice(OUTSIDE, _("Yes, from outside the club")),
        Choice("other", _("No, I write the name again")),
        never_mind(),
        data=turn.data,
        name=name,
    )


async def ask_to_sign(turn: Turn) -> Answer:
    """Ask to let the slip be signed."""
    name = turn.data["name"]
    return turn.ask(
        WITNESS,
        _("{name} has no phone here. Let {name} sign the paper slip; I note that it is on paper."),
        Choice(SIGNED, _("{name} has signed").format(name=name)),
        Choice("other", _("Somebody else saw it")),
        never_mind(),
        data=turn.data,
        name=name,
    )


async def _waits(turn: Turn) -> _Handed | Answer:
    """Return what was handed over, as long as nobody of the board can say to have seen it."""
    await means.alone(turn.db, turn.club.id)
    application = await applications.locked(turn.db, turn.club.id, turn.data["application"])
    if application.status != "agreed":
        return await handing_over.settled(turn, application)
    who = await members.member(turn.db, application.member_id, turn.today)
    if again := await first_due.asked_anew(turn, application, who):
        return again
    giver = await keepers.keeper(turn, who, application)
    if free := await keepers.can_witness(turn, who, giver):
        return turn.say(
            _("{others} can say on a phone that they saw it."),
            Choice("payout.other", _("Who saw it")),
            data=turn.data,
            others=_names(turn, free),
        )
    return _Handed(application=application, who=who, giver=giver)


async def _signed(turn: Turn, handed: _Handed, file: str) -> Answer:
    """The slip is signed: post it, to be looked at by a second officer."""
    name = turn.data["name"]
    said = await handing_over.says(turn, handed.application, handed.giver)
    entry = await payouts.pay_out(turn, handed.application, said, None, name)
    await evidence.add(turn.db, entry.id, file, turn.now)
    told = await payouts.give_slip(turn, entry, said, _("{name} (on paper)").format(name=name))
    await _show_head(turn, handed, entry, file)
    after = _("{name} gets the slip.")
    if not told:
        after = _("{name} has no phone here: please write the paper slip.")
    unchecked = _("It stays unchecked until a second officer agrees the day's list.")
    borrower = called(handed.who, turn.today)
    return turn.say(
        _("Written down: {name} got {amount}, slip {numbers}. {after}"),
        Choice("cash", _("What the box must hold")),
        name=borrower,
        amount=money(entry.sum),
        numbers=slips.numbers(entry.slips),
        after=f"{turn.words(after, name=borrower)} {turn.words(unchecked)}",
    )


async def _show_head(turn: Turn, handed: _Handed, entry: Entry, file: str) -> None:
    """Show the head, or another officer, what was paid out before a witness without a phone."""
    apart = {handed.who.id, handed.giver.id}
    if listener := await touches.shown_a_paper(turn, apart):
        with speaking_to(listener.member, turn.today) as words:
            text = words(
                _("{giver} paid {amount} out to {name}; {witness} signed the slip, {numbers}."),
                giver=called(turn.member, turn.today),
                amount=money(entry.sum),
                name=called(handed.who, turn.today),
                witness=turn.data["name"],
                numbers=slips.numbers(entry.slips),
            )
            await turn.tell(listener, text, image=file)


def _names(turn: Turn, people: Sequence[Listener]) -> str:
    return ", ".join(called(one.member, turn.today) for one in people)


PAPER = SignedPaper(step="payout.photo", about=_waits, came=_signed)
ON_PAPER: Mapping[str, Callable[[Turn], Awaitable[Answer]]] = {
    OUTSIDE: ask_to_sign,
    SIGNED: PAPER.ask,
}
"""What comes of these answers to who saw it; whatever locks are needed are taken there."""
