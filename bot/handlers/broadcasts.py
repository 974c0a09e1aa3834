"""An announcement of the board: what it says, before anything else is asked."""

from __future__ import annotations

from bot.chat import NotUnderstood
from bot.handlers import broadcast_audience, broadcast_record
from bot.handlers.broadcast_draft import (
    FILES,
    TEXT,
    added,
    asked_for_words,
    file_of,
    must_have_come,
)
from bot.handlers.cards import must_be_officer
from bot.handlers.own_words import AS_IT_IS, LEAVING
from bot.i18n import _
from bot.rights import SPEAKERS, by_office, may_broadcast
from bot.storage import members
from bot.storage.talk import Data
from bot.telling import called
from bot.turn import Answer, Step, Turn
from bot.understanding import words
from bot.understanding.phrases import cut, join


async def write(turn: Turn) -> Answer:
    """Ask for the text, unless it was typed together with the command."""
    await _must_speak(turn)
    if turn.incoming.kind in FILES:  # it came before it was asked for, so it was not fetched
        return broadcast_record.ask_text(turn, once_more=True)
    if typed := _typed_at_once(turn):
        return await _written(turn, {**file_of({}), "text": typed})
    return broadcast_record.ask_text(turn)


async def take_text(turn: Turn) -> Answer:
    """Take what is to be announced: words, or a picture or document."""
    await _must_speak(turn)
    if turn.choice == "no":
        return turn.say(_("All right, nothing was sent."))
    if turn.choice == "list":
        return await broadcast_record.announcements(turn)
    if turn.choice == AS_IT_IS:
        draft = {**file_of(turn.data), "text": turn.data["said"]}
        return await broadcast_audience.to_whom(turn, draft)
    if turn.incoming.file:
        return await _written(turn, await added(turn))
    must_have_come(turn)
    command = words.command(turn.text)
    if command and command.name in LEAVING:
        raise NotUnderstood(turn.text)
    return await _written(turn, {**file_of(turn.data), "text": turn.text.strip()})


async def _written(turn: Turn, draft: Data) -> Answer:
    return asked_for_words(turn, draft) or await broadcast_audience.to_whom(turn, draft)


def _typed_at_once(turn: Turn) -> str:
    """Return what stands behind "thông báo" in the message, as it was typed."""
    if not turn.text or turn.incoming.pressed:
        return ""
    typed = turn.incoming.text.strip()
    places = (at for at in range(1, len(typed)) if not typed[at - 1].isalnum())
    behind = (typed[at:] for at in places if typed[at].isalnum())
    return next((text for text in behind if join(cut(text)) == turn.text), "")


async def _must_speak(turn: Turn) -> None:
    """Refuse who makes no announcements; others of the board hear who does."""
    must_be_officer(turn)
    if may_broadcast(turn.member):
        return
    who = by_office(await members.officers(turn.db, turn.club.id, turn.today, SPEAKERS))
    raise turn.refuse(
        _("Announcements are sent by {names}."),
        names=", ".join(called(one, turn.today) for one in who),
    )


HANDLERS = {
    "broadcast": Step(write),
    TEXT: Step(take_text, typed=True, own_words=True, takes_file=True),
}
