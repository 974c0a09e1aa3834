"""Who was noted as gone is a member as before, and the board hears so."""

from __future__ import annotations

from collections.abc import Sequence

from bot.handlers import touches
from bot.handlers.care import recipients_ending
from bot.i18n import _, money
from bot.people import Member
from bot.storage import applications, departures
from bot.telling import called, speaking_to
from bot.turn import Turn


def too_late(turn: Turn) -> str:
    """Say that what was written down on another day is not taken back here."""
    return turn.words(
        _("That can be taken back on the same day only. Please ask who runs this bot for you.")
    )


async def restore(turn: Turn, member: Member, *, but_for: int | None = None) -> list[str]:
    """Bring back what ended with her today, tell the others of the board; return what to say.

    `but_for` hears of it otherwise.
    """
    given_up = await departures.come_back(
        turn.db, club_id=turn.club.id, member_id=member.id, on=turn.today, now=turn.now
    )
    name = called(member, turn.today)
    said = turn.words(_("Good. {name} is a member as before."), name=name)
    if given_up is None:
        return [said]
    await recipients_ending.came_back(turn, member)
    others = [one for one in await touches.board(turn) if one.id != but_for]
    for listener in await turn.reach_officers(others):
        with speaking_to(listener.member, turn.today) as words:
            text = words(_("That was a mistake: {name} is a member as before."), name=name)
            await turn.tell(listener, "\n".join([text, *await _not_promised(turn, given_up)]))
    return [said, *await _not_promised(turn, given_up)]


async def _not_promised(turn: Turn, given_up: Sequence[int]) -> list[str]:
    """Name what had been promised and is not, as the fund has no longer enough for it."""
    text = _(
        "The loan of {amount} is not promised any more: meanwhile the fund has promised or lent"
        " that money. If it is still wanted, please write it down anew."
    )
    asked = [await applications.locked(turn.db, turn.club.id, one) for one in given_up]
    return [text.format(amount=money(one.amount)) for one in asked]
