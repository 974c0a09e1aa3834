"""A member died, moved away or left: said by an officer, and read back with care.

Her loans become the board's, nobody is reminded of them, and the family hears nothing by itself.
"""

from __future__ import annotations

from bot.chat import Choice
from bot.handlers.cards import must_be_officer
from bot.handlers.care import recipients_ending
from bot.handlers.names import choices_of, full_name, matching
from bot.handlers.reaching import of_the_club
from bot.handlers.troubles import leaving, matters, officers_leaving, returning
from bot.handlers.troubles.passing_on import pass_on, who_sees_to_it
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _
from bot.people import Member
from bot.storage import members
from bot.storage.departures import Because
from bot.telling import called
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
        return await _read_back(turn, await of_the_club(turn, turn.data["member"]), because)
    people = await members.everybody(turn.db, turn.club.id, turn.today)
    found = matching(turn.text, people)
    if not found and (said := await recipients_ending.told(turn, turn.text, because)):
        return said
    if not turn.acts_as_officer:
        return await pass_on(turn, found, because)
    if not found:
        raise turn.refuse(_("I find nobody of that name in the club."))
    if len(found) == 1:
        return await _read_back(turn, found[0], because)
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
    return await _read_back(turn, member, REASONS[turn.data["because"]])


async def _read_back(turn: Turn, member: Member, because: Because) -> Answer:
    if member.id == turn.member.id:
        raise turn.refuse(_("Somebody else of the board must write that down."))
    if member.left_on is not None:
        return turn.say(_("That is written down already."), data={"member": member.id})
    # Where the whole board is kin, a paper or the meeting has the word.
    near = member.is_officer and await officers_leaving.is_too_near(turn, member)
    if near and await who_sees_to_it(turn, member):
        return await pass_on(turn, [member], because)
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
    if member.is_officer:
        after = _("{name} sits on the board, so one more officer must say so, too.")
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
    if member.is_officer:
        return await officers_leaving.ask_another(turn, member, because)
    lines = await leaving.end(turn, member, because, by=turn.member.id, origin=turn.operation)
    if lines is None:
        return turn.say(_("That is written down already."))
    return turn.say(
        "{lines}",
        Choice("member.matters", _("What can be decided")),
        Choice("member.back", _("That was a mistake")),
        data={"member": member.id},
        lines="\n".join(lines),
    )


HANDLERS = {
    **matters.HANDLERS,
    **returning.HANDLERS,
    "member.died": Step(died),
    "member.moved": Step(moved),
    "member.left": Step(left_club),
    "departure.which": Step(take_which),
    "departure.confirm": Step(take_confirmation, counts=True),
}
