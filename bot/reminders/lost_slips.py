"""A money slip that may not have arrived, or has not: the cashiers hear of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.clock import local_day
from bot.i18n import _
from bot.people import DEFAULT_ZONE
from bot.rights import CASHIERS
from bot.storage import addresses, members
from bot.storage.engine import Connection
from bot.storage.messages import Whose
from bot.telling import called, speaking_to, tell

LOST = {"unknown", "failed", "expired"}
"""What became of a slip that its member may not have."""


async def tell_cashiers(db: Connection, whose: Whose, status: str, now: datetime) -> None:
    """Tell the cashiers whose slip it is and what they should do."""
    club_id, member_id = whose
    if club_id is None or member_id is None:
        return
    day = local_day(now, DEFAULT_ZONE)
    member = await members.member(db, member_id, day)
    cash = await members.officers(db, club_id, day, CASHIERS)
    found = await addresses.listeners(db, [one.id for one in cash], day, as_officers=True)
    for listener in found.values():
        with speaking_to(listener.member, day) as words:
            text = _text(status, words, called(member, day))
        await tell(db, listener, text, now=now)


def _text(status: str, words: Callable[..., str], name: str) -> str:
    if status == "unknown":
        return words(
            _("I am not sure that {name} has got the slip. Please ask when you meet."), name=name
        )
    return words(
        _("{name}'s slip did not reach the phone. Please write a paper one when you meet."),
        name=name,
    )
