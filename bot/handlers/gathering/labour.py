"""The board of swapped labour as a member meets it: what she chooses there, and for whom."""

from __future__ import annotations

from bot.chat import NotUnderstood
from bot.handlers.gathering import (
    labour_after,
    labour_asking,
    labour_going,
    labour_own,
)
from bot.handlers.gathering.labour_asking import Wish
from bot.handlers.gathering.labour_board import board
from bot.handlers.gathering.labour_words import spoken_for
from bot.handlers.names import choices_of, matching
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _
from bot.storage import members
from bot.telling import called
from bot.turn import Answer, Step, Turn
from bot.understanding.words import command


async def show(turn: Turn) -> Answer:
    """Show who needs hands from today on, and let the speaker go, ask or offer."""
    return await board(turn, turn.member)


async def take(turn: Turn) -> Answer:
    """Something on the board was chosen."""
    if turn.choice == "mine":
        return await labour_own.mine(turn)
    if turn.choice == "for":
        return whose(turn)
    if turn.choice == "own":
        return await board(turn, turn.member)
    helper = await spoken_for(turn, turn.data["for"])
    if turn.choice in ("ask", "offer"):
        asks = turn.choice == "ask"
        return await labour_asking.go_on(turn, Wish(whose=helper.id, asks=asks))
    return await labour_going.go(turn, int(turn.choice[2:]), helper.id, turn.data["days"])


async def take_own(turn: Turn) -> Answer:
    """Something of one's own days was chosen."""
    if turn.choice == "board":
        return await board(turn, turn.member)
    return whose(turn) if turn.choice == "for" else await labour_own.take(turn)


async def for_somebody(turn: Turn) -> Answer:
    """Begin to enter something for somebody who has no phone."""
    return whose(turn)


def whose(turn: Turn) -> Answer:
    """Ask for whom."""
    return turn.ask("labour.for", _("Who is it for? Part of the name is enough."), never_mind())


async def take_for(turn: Turn) -> Answer:
    """The name was typed, or one of several was chosen."""
    if turn.choice == STOP:
        return left(turn)
    if turn.choice:
        return await _for(turn, int(turn.choice))
    people = await members.everybody(turn.db, turn.club.id, turn.today)
    found = matching(turn.text, people)
    if not found or (len(found) > 1 and command(turn.text)):
        raise NotUnderstood(turn.words(_("I find nobody of that name in the club.")))
    if len(found) == 1:
        return await _for(turn, found[0].id)
    text = _("Which one do you mean?")
    return turn.ask("labour.for", text, *choices_of(found), never_mind())


async def _for(turn: Turn, member_id: int) -> Answer:
    member = await spoken_for(turn, member_id)
    lead = turn.words(_("For {name}."), name=called(member, turn.today))
    return await board(turn, member, lead=lead)


HANDLERS = {
    "labour": Step(show),
    "labour.others": Step(for_somebody),
    "labour.board": Step(take, view=True),
    "labour.own": Step(take_own, view=True),
    "labour.for": Step(take_for, typed=True),
    **labour_asking.HANDLERS,
    **labour_going.HANDLERS,
    **labour_own.HANDLERS,
    **labour_after.HANDLERS,
}
