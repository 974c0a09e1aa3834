"""That a member died, moved away or left was a mistake: taken back by two taps the same day.

An officer comes back by the word of two.
"""

from __future__ import annotations

from bot.chat import Choice, NotUnderstood
from bot.handlers import cards
from bot.handlers.cards import must_be_officer
from bot.handlers.names import matching
from bot.handlers.reaching import of_the_club
from bot.handlers.troubles import leaving, officers_returning, restoring
from bot.i18n import _
from bot.people import Member
from bot.storage import departures, members
from bot.telling import called
from bot.turn import Answer, Step, Turn


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
    if member.left_on != turn.today:
        raise turn.refuse("{late}", late=restoring.too_late(turn))
    return turn.ask(
        "departure.back",
        _("Then {name} is a member as before, with phone, offices and loans. Is that right?"),
        Choice("yes", turn.words(_("Yes, {name} is a member"), name=name)),
        Choice("no", _("No, leave it so")),
        data={"member": member.id},
        name=name,
    )


async def take_back(turn: Turn) -> Answer:
    """It was a mistake indeed: everything is as before, and the board hears so.

    An officer comes back only where another one says so, too.
    """
    must_be_officer(turn)
    member = await of_the_club(turn, turn.data["member"])
    if turn.choice == "no":
        return turn.say(_("All right, everything stays as it is."))
    if member.left_on is None:
        return turn.say(_("{name} is a member as before."), name=called(member, turn.today))
    await officers_returning.must_be_apart(turn, member)
    offices = await departures.offices_ended(turn.db, turn.club.id, member.id, turn.today)
    if offices:
        return await officers_returning.ask_another(turn, member, offices)
    return turn.say("{lines}", lines="\n".join(await restoring.restore(turn, member)))


HANDLERS = {
    leaving.TOLD: Step(heard_of),
    "member.back": Step(back),
    "departure.back": Step(take_back, counts=True),
}
