"""What can be done for one member in trouble, or who is no member any more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.chat import Choice
from bot.handlers.cards import must_be_officer
from bot.handlers.reaching import of_the_club
from bot.handlers.sums import what_comes
from bot.handlers.troubles.freezing import lasting, open_freeze
from bot.i18n import _, day
from bot.money.books import AccountKind
from bot.people import Member
from bot.storage import departures, ledger, loans
from bot.storage.loans import Borrowed
from bot.telling import called
from bot.turn import Answer, Step, Turn


async def of_member(turn: Turn) -> Answer:
    """From a member's card: what else can be done."""
    must_be_officer(turn)
    return await shown(turn, await of_the_club(turn, turn.data["member"]))


async def shown(turn: Turn, member: Member) -> Answer:
    """Show how her loans stand, and the buttons."""
    owed = await loans.open_loans(turn.db, member.id)
    lines = [turn.words("{name}", name=called(member, turn.today))]
    lines += [line for loan in owed for line in what_comes(turn, loan.standing(turn.today))]
    if member.left_on is not None:
        because = await departures.why(turn.db, turn.club.id, member.id)
        lines.append(gone(because).format(day=day(member.left_on)))
    return turn.say(
        "{lines}",
        Choice("card.open", _("The card")),
        *_about_loans(owed, turn.today),
        *await _of_cash(turn, member),
        *_about_her(turn, member, owed),
        data={"member": member.id},
        lines="\n".join(lines),
    )


def gone(because: str) -> str:
    """Return why somebody is no member any more, with the day to be filled in."""
    died, moved = _("Died; noted on {day}."), _("Moved away; noted on {day}.")
    return {"died": died, "moved": moved}.get(because, _("Left the club; noted on {day}."))


def _about_loans(owed: list[Borrowed], today: date) -> Iterator[Choice]:
    if not owed:
        return
    yield Choice("loan.extend", _("Give new days (extend)"))
    if any(open_freeze(loan) is None for loan in owed):
        yield Choice("loan.freeze", _("No new interest (freeze)"))
    if any(lasting(loan, today) for loan in owed):
        yield Choice("loan.thaw", _("Count interest again"))
    yield Choice("loan.charge", _("A charge by the club's own rules"))
    if any(loan.terms.charges for loan in owed):
        yield Choice("loan.waive", _("Waive such a charge"))
    yield Choice("loan.write_off", _("Ask for nothing more (write off)"))


async def _of_cash(turn: Turn, member: Member) -> list[Choice]:
    """Lead to where cash that the book still has with her is handed over in her stead."""
    if member.left_on is None:
        return []
    kept = await ledger.cash(turn.db, turn.club.id)
    if not any(holder == member.id and kind is AccountKind.CASH for _f, kind, holder, _a in kept):
        return []
    return [Choice("hand.of_left", _("I have the cash of somebody who left"))]


def _about_her(turn: Turn, member: Member, owed: list[Borrowed]) -> Iterator[Choice]:
    if member.left_on is not None:
        yield Choice("member.back", _("That was a mistake"))
        return
    if member.id == turn.member.id:
        return
    if owed:
        yield Choice("late.talk", _("Speak in private first"))
    yield Choice("member.died", _("Has died"))
    yield Choice("member.moved", _("Has moved away"))
    yield Choice("member.left", _("Has left the club"))


HANDLERS = {"member.matters": Step(of_member)}
