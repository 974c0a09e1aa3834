"""An announcement of the board: what it says, before anything else is asked."""

from __future__ import annotations

from bot.chat import NotUnderstood
from bot.handlers import broadcast_audience, broadcast_record
from bot.handlers.cards import must_be_officer
from bot.handlers.own_words import AS_IT_IS, LEAVING, asked_to_reword
from bot.i18n import _
from bot.rights import SPEAKERS, by_office, may_broadcast
from bot.storage import members
from bot.telling import called
from bot.turn import Answer, Step, Turn
from bot.understanding import words
from bot.understanding.phrases import cut, join

LONGEST = 1000
"""Characters: with its heading it fits into one message on every platform."""


async def write(turn: Turn) -> Answer:
    """Ask for the text, unless it was typed together with the command."""
    await _must_speak(turn)
    if typed := _typed_at_once(turn):
        return await _written(turn, typed)
    return broadcast_record.ask_text(turn)


async def take_text(turn: Turn) -> Answer:
    """Take what is to be announced."""
    await _must_speak(turn)
    if turn.choice == "no":
        return turn.say(_("All right, nothing was sent."))
    if turn.choice == "list":
        return await broadcast_record.announcements(turn)
    if turn.choice == AS_IT_IS:
        return await broadcast_audience.to_whom(turn, turn.data["said"])
    command = words.command(turn.text)
    if command and command.name in LEAVING:
        raise NotUnderstood(turn.text)
    return await _written(turn, turn.text.strip())


async def _written(turn: Turn, text: str) -> Answer:
    if turn.incoming.kind == "photo":
        raise turn.refuse(_("I cannot pass pictures on yet. Please write it all in words."))
    if len(text) < 2:
        raise NotUnderstood(turn.words(_("A few words, please. Write “menu” to go back.")))
    if len(text) > LONGEST:
        raise turn.refuse(_("That is too long for one message. Please say it in fewer words."))
    if asked := asked_to_reword(turn, "broadcasts.text", text):
        return asked
    return await broadcast_audience.to_whom(turn, text)


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
    "broadcasts.text": Step(take_text, typed=True, own_words=True),
}
