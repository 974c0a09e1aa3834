"""A member died, moved away or left: said by an officer, read back with care, undone by two taps.

Her loans become the board's, nobody is reminded of them, and the family hears nothing by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from bot.chat import Choice, NotUnderstood
from bot.handlers import cards, touches
from bot.handlers.board import reachable_enroller
from bot.handlers.cards import must_be_officer
from bot.handlers.names import choices_of, full_name, matching
from bot.handlers.reaching import of_the_club
from bot.handlers.troubles import matters
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, money
from bot.people import Member
from bot.storage import departures, loans, members, purse
from bot.storage.departures import Because
from bot.telling import called, speaking_to
from bot.turn import Answer, Step, Turn

REASONS: dict[str, Because] = {"died": "died", "moved": "moved", "left": "left"}


async def died(turn: Turn) -> Answer:
    """Somebody says that a member has died."""
    return await _gone(turn, "died")


async def moved(turn: Turn) -> Answer:
    """Somebody says that a member has moved away."""
    return await _gone(turn, "moved")


async def left_club(turn: Turn) -> Answer:
    """Somebody says that a member has left the club."""
    return await _gone(turn, "left")


async def _gone(turn: Turn, because: Because) -> Answer:
    if not turn.text and "member" in turn.data:
        must_be_officer(turn)
        return _read_back(turn, await of_the_club(turn, turn.data["member"]), because)
    people = await members.everybody(turn.db, turn.club.id, turn.today)
    found = matching(turn.text, people)
    if not turn.acts_as_officer:
        return await _pass_on(turn, found, because)
    if not found:
        raise turn.refuse(_("I find nobody of that name in the club."))
    if len(found) == 1:
        return _read_back(turn, found[0], because)
    return turn.ask(
        "departure.which",
        _("Which one do you mean?"),
        *choices_of(found),
        never_mind(),
        data={"because": because},
    )


async def take_which(turn: Turn) -> Answer:
    """The officer chose one of several who are called so."""
    must_be_officer(turn)
    if turn.choice == STOP:
        return left(turn)
    member = await of_the_club(turn, int(turn.choice))
    return _read_back(turn, member, REASONS[turn.data["because"]])


def _read_back(turn: Turn, member: Member, because: Because) -> Answer:
    if member.id == turn.member.id:
        raise turn.refuse(_("Somebody else of the board must write that down."))
    if member.left_on is not None:
        return turn.say(_("That is written down already."), data={"member": member.id})
    texts = {
        "died": _("I am sorry. Is it certain that {name} has died?"),
        "moved": _("Has {name} moved away, and is no member any more?"),
        "left": _("Has {name} left the club?"),
    }
    labels = {
        "died": _("Yes, {name} has died"),
        "moved": _("Yes, {name} has moved away"),
        "left": _("Yes, {name} has left"),
    }
    after = _(
        "Then I write nothing more to {name}, also not through the family or neighbours, and what"
        " is still open of a loan is for the board to decide."
    )
    name = full_name(member)
    return turn.ask(
        "departure.confirm",
        f"{texts[because]} {after}",
        Choice("yes", turn.words(labels[because], name=called(member, turn.today))),
        Choice("no", _("No, that is not so")),
        data={"member": member.id, "because": because},
        name=name,
    )


async def take_confirmation(turn: Turn) -> Answer:
    """It is certain, or not so: end everything of hers, and tell the board what is to decide."""
    must_be_officer(turn)
    if turn.choice == "no":
        return turn.say(_("All right, everything stays as it is."))
    member = await of_the_club(turn, turn.data["member"])
    because = REASONS[turn.data["because"]]
    done = await departures.leave(
        turn.db,
        club_id=turn.club.id,
        member_id=member.id,
        because=because,
        by=turn.member.id,
        origin=turn.operation,
        on=turn.today,
        now=turn.now,
    )
    if not done:
        return turn.say(_("That is written down already."))
    await _tell_board(turn, member, because)
    return turn.say(
        "{lines}",
        Choice("member.matters", _("What can be decided")),
        Choice("member.back", _("That was a mistake")),
        data={"member": member.id},
        lines="\n".join(await _lines(turn, member, because, turn.words)),
    )


async def _tell_board(turn: Turn, member: Member, because: Because) -> None:
    for listener in await turn.reach_officers(await touches.board(turn)):
        with speaking_to(listener.member, turn.today) as words:
            said = words(_("{officer} wrote this down."), officer=called(turn.member, turn.today))
            lines = await _lines(turn, member, because, words)
            await turn.tell(
                listener,
                "\n".join([*lines, said]),
                Choice("open", words(_("See {name}"), name=called(member, turn.today))),
                Choice("mistake", words(_("That was a mistake"))),
                step="departure.told",
                data={"member": member.id},
            )


async def _lines(
    turn: Turn, member: Member, because: Because, words: Callable[..., str]
) -> list[str]:
    """Say what ended, and what is left for the board to decide."""
    texts = {
        "died": _("{name} has died. May {name} rest in peace."),
        "moved": _("{name} has moved away and is no member any more."),
        "left": _("{name} has left the club."),
    }
    lines = [words(texts[because], name=called(member, turn.today))]
    for loan in await loans.open_loans(turn.db, member.id):
        lines.append(
            _("Loan {number}: {amount} left.").format(
                number=loan.number, amount=money(loan.standing(turn.today).principal_left)
            )
        )
    if len(lines) > 1:
        lines.append(
            words(
                _(
                    "Nobody is reminded of it. At the next meeting the board may give new days,"
                    " count no more interest, or write it off; what the heirs bring is taken as"
                    " before."
                )
            )
        )
    return [*lines, *await _money_with(turn, member)]


async def _money_with(turn: Turn, member: Member) -> list[str]:
    """Say what of the club's money she keeps, and what the club owes her."""
    name, club = called(member, turn.today), turn.club.id
    kept = [one for one in await purse.places(turn.db, club) if one.account.holder == member.id]
    owed = [one for one in await purse.owed(turn.db, club) if one.account.holder == member.id]
    lines = []
    if kept:
        text = _("{amount} of the club's money is with {name}: please count it together.")
        lines.append(text.format(amount=money(sum(one.amount for one in kept)), name=name))
    if owed:
        text = _("The club has {amount} to give back to {name} or the heirs.")
        lines.append(text.format(amount=money(sum(one.amount for one in owed)), name=name))
    return lines


async def _pass_on(turn: Turn, found: Sequence[Member], because: Because) -> Answer:
    """A member or a helper says it: an officer sees to it, and nothing changes until then."""
    listener = await reachable_enroller(turn, turn.club.id)
    if listener is None or len(found) != 1:
        return turn.say(_("Thank you for telling me. Please tell the board, too."))
    texts = {
        "died": _("{teller} tells me that {name} has died. Please see whether it is so."),
        "moved": _("{teller} tells me that {name} has moved away. Please see whether it is so."),
        "left": _("{teller} tells me that {name} leaves the club. Please see whether it is so."),
    }
    teller = called(turn.member, turn.today)
    if turn.holder and turn.holder.kind == "helper":
        teller = _("The family of {name}").format(name=teller)
    with speaking_to(listener.member, turn.today) as words:
        name = called(found[0], turn.today)
        sees = Choice("open", words(_("See {name}"), name=name))
        text = words(texts[because], teller=teller, name=name)
        await turn.tell(listener, text, sees, step="card.open", data={"member": found[0].id})
    text = _("Thank you for telling me. {officer} sees to it.")
    if because == "died":
        text = _("Thank you for telling me; I am sorry. {officer} sees to it.")
    return turn.say(text, officer=called(listener.member, turn.today))


# --- A mistake -----------------------------------------------------------------------------------


async def heard_of(turn: Turn) -> Answer:
    """Another officer was told of it: see the card, or say that it is a mistake."""
    must_be_officer(turn)
    member = await of_the_club(turn, turn.data["member"])
    if turn.choice == "open":
        return await cards.card(turn, member)
    return _was_it(turn, member)


async def back(turn: Turn) -> Answer:
    """It was a mistake: of whose card is open, or who is named and left today."""
    must_be_officer(turn)
    if not turn.text and "member" in turn.data:
        return _was_it(turn, await of_the_club(turn, turn.data["member"]))
    gone = await departures.left_on(turn.db, turn.club.id, turn.today)
    people = await members.several(turn.db, gone, turn.today)
    found = matching(turn.text, people.values())
    if len(found) != 1:
        raise NotUnderstood(turn.words(_("Nobody of that name was noted as gone today.")))
    return _was_it(turn, found[0])


def _was_it(turn: Turn, member: Member) -> Answer:
    name = called(member, turn.today)
    if member.left_on is None:
        return turn.say(_("{name} is a member as before."), name=name)
    must_be_today(turn, member.left_on)
    return turn.ask(
        "departure.back",
        _("Then {name} is a member as before, with phone, offices and loans. Is that right?"),
        Choice("yes", turn.words(_("Yes, {name} is a member"), name=name)),
        Choice("no", _("No, leave it so")),
        data={"member": member.id},
        name=name,
    )


def must_be_today(turn: Turn, on: date) -> None:
    """Refuse to take back what was written down on another day."""
    if on != turn.today:
        raise turn.refuse(
            _("That can be taken back on the same day only. Please ask who runs this bot for you.")
        )


async def take_back(turn: Turn) -> Answer:
    """It was a mistake indeed: everything is as before, and the board hears so."""
    must_be_officer(turn)
    member = await of_the_club(turn, turn.data["member"])
    if turn.choice == "no":
        return turn.say(_("All right, everything stays as it is."))
    done = await departures.come_back(
        turn.db, club_id=turn.club.id, member_id=member.id, on=turn.today, now=turn.now
    )
    name = called(member, turn.today)
    if done:
        for listener in await turn.reach_officers(await touches.board(turn)):
            with speaking_to(listener.member, turn.today) as words:
                text = words(_("That was a mistake: {name} is a member as before."), name=name)
                await turn.tell(listener, text)
    return turn.say(_("Good. {name} is a member as before."), name=name)


HANDLERS = {
    **matters.HANDLERS,
    "member.died": Step(died),
    "member.moved": Step(moved),
    "member.left": Step(left_club),
    "departure.which": Step(take_which),
    "departure.confirm": Step(take_confirmation, counts=True),
    "departure.told": Step(heard_of),
    "member.back": Step(back),
    "departure.back": Step(take_back, counts=True),
}
