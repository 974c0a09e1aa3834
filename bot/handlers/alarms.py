"""What the head of the club must hear at once, at any hour."""

from __future__ import annotations

import logging
from collections.abc import Callable

from bot.chat import Reply
from bot.clock import local
from bot.handlers.names import full_name
from bot.i18n import _, clock_time
from bot.people import Listener, Member
from bot.rights import by_office
from bot.storage import members, outbox
from bot.storage.messages import Message
from bot.telling import NEWS_LIFE, speaking_to
from bot.turn import Turn

HEADS = ("head", "deputy")

log = logging.getLogger(__name__)


async def tell_head(turn: Turn, text: Callable[[], str], whom: str = "") -> None:
    """Tell head and deputy, or any officer where neither has a phone.

    On a shared phone it is everybody who may be speaking, each in her own club. It rings in the
    night and on shared phones too. Whatever goes wrong is logged and does not keep the speaker
    from the answer.

    Args:
        turn: the turn in which it was said.
        text: returns the text in the language that is spoken when it is called; in it {name} is
            the speaker and {time} the hour at which it was written.
        whom: at whose house it is, where that is not the speaker's.
    """
    speakers = [one.member for one in turn.phone.holders]
    if turn.holder:
        speakers = [turn.holder.member]
    for club in dict.fromkeys(one.club.id for one in speakers):
        try:
            async with turn.db.begin_nested():
                hers = [one for one in speakers if one.club.id == club]
                await _tell_club(turn, text, hers, whom)
        except Exception:  # who is in danger gets the answer, whatever fails here
            log.exception("the head could not be told")


async def tell_heads_of(
    turn: Turn, club_id: int, text: Callable[[], str], name: Callable[[], str]
) -> None:
    """Tell head and deputy of a club of somebody who is no member of it; see `tell_head`."""
    try:
        async with turn.db.begin_nested():
            for listener in await _heads(turn, club_id, frozenset()):
                await _ring(turn, listener, text, name)
    except Exception:  # who is in danger gets the answer, whatever fails here
        log.exception("the head could not be told")


async def _tell_club(
    turn: Turn, text: Callable[[], str], speakers: list[Member], whom: str
) -> None:
    names = " / ".join(full_name(one) for one in speakers)
    spoke = frozenset(one.id for one in speakers)
    for listener in await _heads(turn, speakers[0].club.id, spoke):
        await _ring(turn, listener, text, lambda: _with(names, whom))


def _with(names: str, whom: str) -> str:
    return _("{name}, for {whom}").format(name=names, whom=whom) if whom else names


async def _heads(turn: Turn, club_id: int, spoke: frozenset[int]) -> list[Listener]:
    officers = await members.officers(turn.db, club_id, turn.today)
    others = by_office(one for one in officers if one.id not in spoke)
    reached = await turn.reach_officers(others)
    heads = [one for one in reached if not one.member.roles.isdisjoint(HEADS)]
    return heads or reached


async def _ring(
    turn: Turn, listener: Listener, text: Callable[[], str], name: Callable[[], str]
) -> None:
    with speaking_to(listener.member, turn.today) as words:
        written = local(turn.incoming.sent_at or turn.now, listener.member.club.zone)
        said = words(text(), name=name(), time=clock_time(written))
    message = Message(
        address_id=listener.address_id,
        club_id=listener.member.club.id,
        member_id=listener.member.id,
        reply=Reply(text=said),
        next_at=turn.now,
        useless_after=turn.now + NEWS_LIFE,
    )
    await outbox.put(turn.db, [message], turn.now)
