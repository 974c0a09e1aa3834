"""An emergency in somebody else's house: of which the family writes, or who visits there."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from bot.care.people import Recipient
from bot.handlers import alarms
from bot.handlers.care import circle
from bot.handlers.care.family_eyes import introduced
from bot.handlers.care.whom import full_name, matching
from bot.i18n import _
from bot.rights import may_enter_care
from bot.storage import recipients, relatives
from bot.storage.relatives import Relative
from bot.turn import Turn
from bot.understanding.visits import hear_visit

DRAFT = ("ticked", "tasks")
"""Either stands in the draft of a visit that is being written down."""

log = logging.getLogger(__name__)


async def tell_heads(turn: Turn, text: Callable[[], str]) -> None:
    """Tell the heads of the clubs whose people she looks after from afar; nothing for members.

    In `text`, made in the language that is spoken when it is called, {name} is who wrote.
    """
    if turn.phone.holders:
        return
    for one in await relatives.at_phone(turn.db, turn.phone.id, turn.today):
        whom = await recipients.one(turn.db, one.club_id, one.recipient_id)
        if whom is not None:
            await alarms.tell_heads_of(turn, one.club_id, text, _who(turn, one, whom))


async def visited(turn: Turn) -> str:
    """Return at whose house it is, where somebody who visits writes of it; empty for others.

    The head would go to the wrong house else.
    """
    if not circle.speaks_herself(turn) or not may_enter_care(turn.member):
        return ""
    try:
        async with turn.db.begin_nested():
            return " / ".join(full_name(one) for one in await _visited(turn))
    except Exception:  # who is in danger gets the answer, whatever fails here
        log.exception("it is not known at whose house it is")
        return ""


async def _visited(turn: Turn) -> Sequence[Recipient]:
    people = await recipients.of_club(turn.db, turn.club.id, turn.today)
    if any(key in turn.data for key in DRAFT):
        return [one for one in people if one.id == turn.data["for"]]
    whom = hear_visit(turn.incoming.text, turn.today).whom
    return matching(whom, people) if whom else []


def _who(turn: Turn, one: Relative, whom: Recipient) -> Callable[[], str]:
    def name() -> str:
        return _("{name}, for {whom}").format(
            name=introduced(turn, one, whom), whom=full_name(whom)
        )

    return name
