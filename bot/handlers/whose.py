"""Whose money is spoken of: an officer may name anybody, a member speaks of her own alone."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat import Choice
from bot.handlers import touches
from bot.handlers.names import in_full, matching
from bot.i18n import _
from bot.people import Member
from bot.storage import members
from bot.storage.talk import Data
from bot.telling import called
from bot.turn import Answer, Turn
from bot.understanding.payers import is_kin, is_surely_a_name


async def named(turn: Turn, name: str) -> list[Member]:
    """Return whom a name fits best, several when it fits them alike."""
    if not name:
        return []
    return matching(name, await members.to_be_found(turn.db, turn.club.id, turn.today))


async def told_apart(turn: Turn, member: Member) -> str:
    """Return how a member is spoken of; with the full name where somebody is called the same."""
    name = called(member, turn.today)
    people = await members.to_be_found(turn.db, turn.club.id, turn.today)
    if any(one.id != member.id and called(one, turn.today) == name for one in people):
        return in_full(member, turn.today)
    return name


def is_hers(turn: Turn, name: str, found: Sequence[Member]) -> bool:
    """Whether it is the speaker herself whom `name` names, or nobody.

    Officers see whom they name: of several who are called so she may be one. A helper's own
    mother is the member for whom he writes.
    """
    ids = [one.id for one in found]
    if turn.acts_as_officer:
        return ids == [turn.member.id]
    if turn.member.id in ids:
        return True
    if is_kin(name):
        return turn.holder is not None and turn.holder.kind == "helper"
    return not ids and not is_surely_a_name(name)


async def only_own(turn: Turn, *choices: Choice, data: Data | None = None) -> Answer:
    """Say that here one speaks of one's own money, and whom to ask of somebody else's."""
    cash = await touches.cashiers(turn, turn.member)
    return turn.say(
        _(
            "Here I can speak with you of your own money only. For somebody else, please ask"
            " {name}."
        ),
        *choices,
        data=data,
        name=called(cash[0], turn.today) if cash else _("the board"),
    )
