"""Whose application it is: the speaker's own, or that of a member for whom an officer writes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.handlers.cards import must_be_officer
from bot.handlers.names import choices_of
from bot.handlers.reaching import of_the_club
from bot.handlers.ways_out import never_mind
from bot.i18n import _
from bot.people import Member
from bot.storage.talk import Data
from bot.turn import Answer, Turn

Begin = Callable[[Turn, Member, Data], Awaitable[Answer]]


async def borrower(turn: Turn, data: Data) -> Member:
    """Return who asks for the loan; refuses another member's where the speaker is no officer."""
    if data["member"] == turn.member.id:
        return turn.member
    must_be_officer(turn)
    member = await of_the_club(turn, data["member"])
    if member.left_on is not None:
        raise turn.refuse(_("Who has left the club cannot borrow from it."))
    return member


def is_own(turn: Turn, member: Member) -> bool:
    """Whether the speaker asks for herself."""
    return member.id == turn.member.id


async def for_whom(turn: Turn, found: list[Member], data: Data, begin: Begin) -> Answer:
    """Begin for whom an officer named, once it is clear who that is."""
    if len(found) == 1:
        return await begin(turn, found[0], data)
    text = _("Which one do you mean?")
    if not found:
        text = _("I find nobody of that name. Please write the name again.")
    return turn.ask("borrow.member", text, *choices_of(found), never_mind(), data=data)
