"""Passbooks in the chat: a member's own as a picture, any of them as PDF for the board."""

from __future__ import annotations

from bot.chat import Choice, NotUnderstood
from bot.handlers import documents
from bot.handlers.bookkeeping import papers
from bot.handlers.cards import must_be_officer
from bot.handlers.names import choices_of, full_name, matching
from bot.handlers.ways_out import STOP, left, never_mind
from bot.handlers.whose import is_hers, named, only_own
from bot.i18n import _, use_locale
from bot.papers.books import gathered
from bot.papers.drawn import as_pdf, passbook_picture
from bot.people import Member
from bot.storage import loans, members, reporting
from bot.telling import called
from bot.turn import Answer, Step, Turn
from bot.understanding.words import command


async def passbook(turn: Turn) -> Answer:
    """Bring a passbook: one's own, or for an officer that of whom the words name."""
    said = command(turn.incoming.text)
    from_card = turn.data.get("member") and (said is None or said.name != "passbook")
    if turn.acts_as_officer and from_card:
        return await _of(turn, await members.member(turn.db, turn.data["member"], turn.today))
    if turn.acts_as_officer and turn.text:
        return await _of_named(turn) or _ask_again(turn)
    if turn.text and not is_hers(turn, turn.text, await named(turn, turn.text)):
        return await only_own(turn, Choice("passbook", _("My passbook")))
    return await mine(turn)


async def of_whom(turn: Turn) -> Answer:
    """Ask an officer whose passbook it is to be."""
    must_be_officer(turn)
    return turn.ask("papers.whose", _("Whose passbook? Part of the name is enough."), never_mind())


async def take_name(turn: Turn) -> Answer:
    """The officer typed part of a name, or chose one of several."""
    must_be_officer(turn)
    if turn.choice == STOP:
        return left(turn)
    if turn.choice:
        return await _of(turn, await members.member(turn.db, int(turn.choice), turn.today))
    found = await _of_named(turn)
    if found is None:
        raise NotUnderstood(turn.words(_("I find nobody of that name in the club.")))
    return found


async def mine(turn: Turn) -> Answer:
    """Show a member her own loans as a picture, in big type."""
    owed = await loans.open_loans(turn.db, turn.member.id)
    if not owed:
        return turn.say(_("You have nothing left to pay to the fund."))
    head = await reporting.letterhead(turn.db, turn.club.id)
    made = passbook_picture(head, turn.member.name, owed, on=turn.today)
    return turn.say(
        _("This is your passbook, as of today. What has a tick is paid."),
        Choice("balance", _("How much do I still have to pay?")),
        image=await documents.store(turn, documents.PNG, made),
    )


async def _of_named(turn: Turn) -> Answer | None:
    people = await members.to_be_found(turn.db, turn.club.id, turn.today)
    found = matching(turn.text, people)
    if len(found) > 1:
        which = _("Which one do you mean?")
        return turn.ask("papers.whose", which, *choices_of(found), never_mind())
    return await _of(turn, found[0]) if found else None


def _ask_again(turn: Turn) -> Answer:
    text = _("I find nobody of that name. Please write the name again.")
    return turn.ask("papers.whose", text, never_mind())


async def _of(turn: Turn, member: Member) -> Answer:
    """Bring the passbooks of a member's open loans as PDF."""
    owed = await loans.open_loans(turn.db, member.id)
    if not owed:
        return turn.say(_("{name} has no open loan."), name=called(member, turn.today))
    when = await papers.occasion(turn)
    with use_locale(turn.club.locale):
        made = as_pdf(await gathered.passbook(turn.db, when, [loan.id for loan in owed]))
    return turn.say(
        _("The passbook of {name}, as of today."),
        Choice("papers", _("Another paper")),
        document=await documents.store(turn, documents.PDF, made),
        name=full_name(member),
    )


HANDLERS = {
    "passbook": Step(passbook),
    "papers.passbook": Step(of_whom),
    "papers.whose": Step(take_name, typed=True),
}
