"""Somebody of the board speaks with a borrower in private first: meanwhile nothing is asked for.

The head is asked to go, as flows.md has it for hard times; who is near to her does not silence
what she is reminded of.
"""

from __future__ import annotations

from datetime import timedelta

from bot.chat import Choice
from bot.handlers import cards, reaching, touches
from bot.handlers.board import HEADS
from bot.handlers.cards import must_be_officer
from bot.handlers.reaching import of_the_club
from bot.handlers.troubles.whose import must_be_apart
from bot.i18n import _
from bot.people import Listener, Member
from bot.storage import members, quiets
from bot.telling import called, speaking_to
from bot.turn import Answer, Step, Turn

TALKING = timedelta(days=14)
"""Reminders rest for so long, unless who speaks with her ends it before."""


async def talk(turn: Turn) -> Answer:
    """Let reminders rest, and ask the head to go and see her."""
    must_be_officer(turn)
    member = await of_the_club(turn, turn.data["member"])
    await must_be_apart(turn, member)
    until = turn.today + TALKING
    await quiets.set_quiet(
        turn.db,
        club_id=turn.club.id,
        member_id=member.id,
        kind=quiets.MONEY,
        reason="talk",
        from_on=turn.today,
        until_on=until,
        set_by=turn.member.id,
        now=turn.now,
    )
    name = called(member, turn.today)
    head = await _ask_head(turn, member)
    text = _("All right. I do not remind {name} {until}, so that you can speak in private.")
    if head:
        text = _("I asked {head} to speak with {name} in private, and do not remind {until}.")
    return turn.say(
        text,
        Choice("late.talked", turn.words(_("Remind {name} again"), name=name)),
        data={"member": member.id},
        name=name,
        head=called(head.member, turn.today) if head else "",
        until=reaching.until(until),
    )


async def asked_to(turn: Turn) -> Answer:
    """The head was asked to go: see her card, or say that it is done."""
    if turn.choice == "again":
        return await talked(turn)
    return await cards.open_card(turn)


async def talked(turn: Turn) -> Answer:
    """Somebody has spoken with her: remind her as usual."""
    must_be_officer(turn)
    member = await of_the_club(turn, turn.data["member"])
    await must_be_apart(turn, member)
    await quiets.end_quiet(turn.db, turn.club.id, member.id, turn.today, "talk")
    return turn.say(_("All right, I remind {name} again."), name=called(member, turn.today))


async def _ask_head(turn: Turn, member: Member) -> Listener | None:
    """Ask the head to go and see her; return who that is, nobody where the head speaks."""
    if not turn.member.roles.isdisjoint(HEADS):
        return None
    heads = await members.officers(turn.db, turn.club.id, turn.today, HEADS)
    free = await touches.independent(turn, heads, [member])
    listener = next(iter(await turn.reach_officers(free)), None)
    if listener:
        with speaking_to(listener.member, turn.today) as words:
            name = called(member, turn.today)
            text = words(
                _("{asker} asks {you} to go and speak with {name} in private about the loan."),
                asker=called(turn.member, turn.today),
                name=name,
            )
            await turn.tell(
                listener,
                text,
                Choice("open", words(_("See {name}"), name=name)),
                Choice("again", words(_("Remind {name} again"), name=name)),
                step="late.asked",
                data={"member": member.id},
            )
    return listener


HANDLERS = {
    "late.talk": Step(talk),
    "late.asked": Step(asked_to),
    "late.talked": Step(talked),
}
