"""An emergency that somebody of the family writes of, who is no member of the club."""

from __future__ import annotations

from collections.abc import Callable

from bot.care.people import Recipient
from bot.handlers import alarms
from bot.handlers.care.family_eyes import introduced
from bot.handlers.care.whom import full_name
from bot.i18n import _
from bot.storage import recipients, relatives
from bot.storage.relatives import Relative
from bot.turn import Turn


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


def _who(turn: Turn, one: Relative, whom: Recipient) -> Callable[[], str]:
    def name() -> str:
        return _("{name}, for {whom}").format(
            name=introduced(turn, one, whom), whom=full_name(whom)
        )

    return name
