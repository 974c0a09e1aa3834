"""Type "Hoa" and see her card: what is left, what is next, and what can be done for her."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat import Choice, NotUnderstood
from bot.clock import local
from bot.handlers import repayments
from bot.handlers.names import choices_of, full_name, matching
from bot.handlers.reaching import on_card
from bot.handlers.sums import due_now, what_comes
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, clock_time, day, money, ngettext
from bot.people import Member
from bot.rights import may_enrol
from bot.storage import declarations, fees, handovers, loans, members, phones
from bot.storage.loans import Borrowed
from bot.turn import SOFT, Answer, Step, Turn
from bot.understanding.amounts import hear_amount
from bot.understanding.payers import is_surely_a_name, name_beside_sum
from bot.understanding.resting import whom


async def receive(turn: Turn) -> Answer:
    """Begin to take money: from whom?"""
    must_be_officer(turn)
    heard = hear_amount(turn.text)
    name = name_beside_sum(turn.text) if heard else turn.text
    if heard and name and (begun := await repayments.from_named(turn, name)):
        return begun
    if name and (card := await card_for(turn, name)):
        return card
    if name and is_surely_a_name(name):
        return ask_again(turn)
    return turn.ask(
        "receive.whom",
        _("From whom? Part of the name is enough."),
        Choice("list", _("All of them, by the list")),
        never_mind(),
    )


async def take_name(turn: Turn) -> Answer:
    """The officer typed part of a name, or chose one of several."""
    must_be_officer(turn)
    if turn.choice == STOP:
        return left(turn)
    if turn.choice:
        return await card(turn, await members.member(turn.db, int(turn.choice), turn.today))
    found = await card_for(turn, turn.text)
    if found is None:
        raise NotUnderstood(turn.words(_("I find nobody of that name in the club.")))
    return found


async def remind(turn: Turn) -> Answer:
    """Somebody is to be reminded: show her card, with what is due and how she is reached."""
    must_be_officer(turn)
    return await card_for(turn, whom(turn.text)) or ask_again(turn)


async def open_card(turn: Turn) -> Answer:
    """A notice about a member was tapped: show her card."""
    must_be_officer(turn)
    return await card(turn, await members.member(turn.db, turn.data["member"], turn.today))


async def card_for(turn: Turn, typed: str) -> Answer | None:
    """Return the card of who is called like that, or ask which one; None when nobody is."""
    people = await members.to_be_found(turn.db, turn.club.id, turn.today)
    found = matching(typed, people)
    if not found:
        return None
    if len(found) == 1:
        return await card(turn, found[0])
    return turn.ask("card.name", _("Which one do you mean?"), *choices_of(found), never_mind())


def ask_again(turn: Turn) -> Answer:
    """Ask for the name once more: nobody is called as was typed."""
    text = _("I find nobody of that name. Please write the name again.")
    return turn.ask("card.name", text, never_mind())


async def card(turn: Turn, member: Member) -> Answer:
    """Show a member to an officer: loans, what waits, and the buttons that finish the job."""
    data = {"member": member.id}
    lines = [full_name(member)]
    if member.left_on is not None:
        lines.append(_("No member since {day}.").format(day=day(member.left_on)))
    choices: list[Choice] = []
    owed = await loans.open_loans(turn.db, member.id)
    said_of = await handovers.borrowers_say(turn.db, turn.club.id, [one.id for one in owed])
    for loan in owed:
        now = loan.standing(turn.today)
        owes = money(now.principal_left)
        lines.append(_("Loan {number}: {amount} left.").format(number=loan.number, amount=owes))
        lines += what_comes(turn, now)
        if said_of.get(loan.id) == "yes":
            lines.append(_("Has said that all of its cash arrived."))
    if not owed:
        lines.append(_("No open loan."))
    for declared in await declarations.pending_of(turn.db, member.id):
        lines.append(
            _("Told me of {amount} at {time}; not confirmed yet.").format(
                amount=money(declared.amount),
                time=clock_time(local(declared.declared_at, turn.zone)),
            )
        )
    if len(owed) == 1 and (due := due_now(turn, owed[0])):
        choices.append(Choice("receive.due", _("Receive {amount}").format(amount=money(due))))
    if owed:
        choices.append(Choice("receive.other", _("Another sum")))
    said, take = await _fees(turn, member, sum(due_now(turn, loan) for loan in owed))
    lines, choices = lines + said, choices + take
    choices.append(Choice("undo", _("Mend an entry")))
    choices.append(Choice("member.matters", _("In trouble, or has left")))
    if member.left_on is None and may_enrol(turn.member):
        choices.append(Choice("member.code", _("Give out a joining code")))
        choices.append(_volunteering(member))
    reached, more = await on_card(turn, member)
    lines, choices = lines + reached, choices + more
    if may_enrol(turn.member) and await phones.have_helpers(turn.db, member.id):
        choices.append(Choice("member.helpers", _("Switch a helper's phone off")))
    if member.volunteer:
        lines.append(_("Is a volunteer."))
    choices += _borrowing(member, owed)
    text = "\n".join(lines)
    return Answer(text=text, choices=tuple(choices), step=SOFT, data=data)


def _borrowing(member: Member, owed: Sequence[Borrowed]) -> list[Choice]:
    """Let an officer write an application down for a member who has no loan."""
    if owed or member.left_on is not None:
        return []
    return [Choice("borrow.for", _("Asks for a loan"))]


async def _fees(turn: Turn, member: Member, due: int) -> tuple[list[str], list[Choice]]:
    """Say what of her fees is not paid yet; `due` can be taken with it, on one slip."""
    unpaid = await fees.unpaid_months(turn.db, turn.club.id, [member.id], turn.today)
    if not (months := len(unpaid[member.id])):
        return [], []
    text = ngettext(
        "Fee of {count} month to pay: {amount}.",
        "Fees of {count} months to pay: {amount}.",
        months,
    )
    owes = sum(unpaid[member.id].values())
    choices = [Choice("fees.take", _("Take the fee, {amount}").format(amount=money(owes)))]
    if due:
        both = _("Receive {amount} with the fee").format(amount=money(due + owes))
        choices.insert(0, Choice("several.due", both))
    return [text.format(count=months, amount=money(owes))], choices


def _volunteering(member: Member) -> Choice:
    if member.volunteer:
        return Choice("volunteer.end", _("No longer a volunteer"))
    return Choice("volunteer", _("Is a volunteer"))


def must_be_officer(turn: Turn) -> None:
    """Refuse anybody who does not sit on the board, and helpers of those who do."""
    if not turn.acts_as_officer:
        raise turn.refuse(_("That is the board's work."))


HANDLERS = {
    "receive": Step(receive),
    "card.open": Step(open_card),
    "member.remind": Step(remind),
    "card.name": Step(take_name, typed=True),
}
