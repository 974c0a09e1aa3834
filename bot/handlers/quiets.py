"""Quiet times: ill, in mourning, or by one's own wish; set by oneself or by an officer."""

from __future__ import annotations

from bot.chat import Choice, NotUnderstood
from bot.handlers import settings
from bot.handlers.board import enrollers
from bot.handlers.cards import must_be_officer
from bot.handlers.care import recipients_ending
from bot.handlers.names import choices_of, matching
from bot.handlers.reaching import of_the_club
from bot.handlers.resting import KINDS, as_usual, in_mourning, rest
from bot.i18n import _
from bot.people import Member
from bot.storage import consents, members, quiets
from bot.storage.quiets import Quiet, Reason
from bot.telling import called
from bot.turn import Answer, Step, Turn
from bot.understanding.payers import is_surely_a_name
from bot.understanding.resting import about, whom

REASONS: dict[str, Reason] = {"mourning": "mourning", "ill": "ill", "wish": "wish"}


async def ill(turn: Turn) -> Answer:
    """The member is ill, or an officer says who is."""
    return await _for_whom(turn, "ill")


async def mourning(turn: Turn) -> Answer:
    """Somebody of the household has died, or of one that an officer names."""
    return await _for_whom(turn, "mourning")


async def wish(turn: Turn) -> Answer:
    """The member does not want to be reminded, of something or at all."""
    return await _for_whom(turn, "wish", KINDS.get(about(turn.text)))


async def take_which(turn: Turn) -> Answer:
    """The officer chose one of several who are called so."""
    must_be_officer(turn)
    if turn.choice == "no":
        return turn.say(_("All right, everything stays as it is."))
    member = await of_the_club(turn, int(turn.choice))
    return await rest(turn, member, turn.data["reason"], turn.data["kind"])


async def why(turn: Turn) -> Answer:
    """From a member's card: an officer asks for quiet, or ends it."""
    must_be_officer(turn)
    member = await of_the_club(turn, turn.data["member"])
    choices = [
        Choice("ill", _("Is ill")),
        Choice("mourning", _("Mourning in the house")),
        Choice("wish", _("Wishes so")),
    ]
    if await _own(turn, member):
        choices.insert(0, Choice("again", _("Remind again as usual")))
    return turn.ask(
        "quiet.why",
        _("Why shall {name} not be reminded?"),
        *choices,
        Choice("no", _("Never mind")),
        data={"member": member.id},
        name=called(member, turn.today),
    )


async def take_why(turn: Turn) -> Answer:
    """The officer said why, or that it is over."""
    must_be_officer(turn)
    member = await of_the_club(turn, turn.data["member"])
    if turn.choice == "no":
        return turn.say(_("All right, everything stays as it is."))
    if turn.choice == "again":
        await quiets.end_quiet(turn.db, turn.club.id, member.id, turn.today)
        return await as_usual(turn, member)
    return await rest(turn, member, REASONS[turn.choice], None)


async def again(turn: Turn) -> Answer:
    """The member wants to be reminded again."""
    await quiets.end_quiet(turn.db, turn.club.id, turn.member.id, turn.today)
    agreed = (await consents.latest(turn.db, turn.member.id)).get("reminders")
    if (agreed is None or not agreed.given) and not await in_mourning(turn):
        return await settings.remind(turn)
    return await as_usual(turn, turn.member)


async def _for_whom(turn: Turn, reason: Reason, kind: str | None = None) -> Answer:
    """Let the speaker rest, or whom an officer names; who is named by others is the board's."""
    name = whom(turn.text)
    people = await members.everybody(turn.db, turn.club.id, turn.today) if name else []
    found = matching(name, people) if name else []
    # Words of a member who wishes to be left in peace are hers, unless somebody is called so.
    is_name = is_surely_a_name(name) and (turn.acts_as_officer or reason != "wish")
    if turn.member in found or not (found or is_name):
        return await rest(turn, turn.member, reason, kind)
    if not found and reason == "ill" and (said := await recipients_ending.told(turn, name, "")):
        return said
    if not turn.acts_as_officer:
        return await _ask_the_board(turn, name)
    if not found:
        raise NotUnderstood(turn.words(_("I find nobody of that name in the club.")))
    if len(found) == 1:
        return await rest(turn, found[0], reason, kind)
    return turn.ask(
        "quiet.which",
        _("Which one do you mean?"),
        *choices_of(found),
        Choice("no", _("Never mind")),
        data={"reason": reason, "kind": kind},
    )


async def _ask_the_board(turn: Turn, name: str) -> Answer:
    asked = [one for one in await enrollers(turn, turn.club.id) if one.id != turn.member.id]
    return turn.say(
        _("Thank you for thinking of {name}. Please tell {officer}, who sees to it."),
        name=name,
        officer=called(asked[0], turn.today) if asked else _("the board"),
    )


async def _own(turn: Turn, member: Member) -> list[Quiet]:
    found = await quiets.of(turn.db, [member.id], turn.today)
    return [one for one in found.get(member.id, ()) if one.of_id == member.id]


HANDLERS = {
    "quiet.ill": Step(ill),
    "quiet.mourning": Step(mourning),
    "quiet.wish": Step(wish),
    "quiet.which": Step(take_which),
    "member.quiet": Step(why),
    "quiet.why": Step(take_why),
    "remind.again": Step(again),
}
