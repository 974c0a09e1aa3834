"""Shared phones: news that waits for its owner, and words that go past everybody to the head."""

from __future__ import annotations

from bot.chat import Choice, NotUnderstood
from bot.handlers.board import confidant
from bot.i18n import _
from bot.people import Listener
from bot.telling import Words, called, hand_over_parts, parts_of, speaking_to
from bot.turn import Answer, Step, Turn
from bot.understanding import words


async def open_news(turn: Turn) -> None:
    """She says that she holds the phone: put what was held back into this chat."""
    holder = turn.holder
    listener = Listener(
        address_id=turn.phone.id,
        member=turn.member,
        kind=holder.kind if holder else "self",
        shared=turn.phone.is_shared,
    )
    kept = Words(listener=listener, parts=parts_of(turn.data), once=turn.data["once"])
    await hand_over_parts(turn.db, [kept], turn.now)


async def private(turn: Turn) -> Answer:
    """Take the next words to the head alone, past helper and treasurer."""
    listener = await confidant(turn)
    if listener is None:
        return turn.say(_("The head has no phone here yet. Please go and see the head yourself."))
    return turn.ask(
        "private.text",
        _("I am listening. What you write now goes to {name} alone."),
        Choice("no", _("Never mind")),
        data={"to": listener.member.id},
        name=called(listener.member, turn.today),
    )


async def take_words(turn: Turn) -> Answer:
    """Pass the words on, unless they are a command to stop."""
    if turn.choice == "no":
        return turn.say(_("All right, I told nobody."))
    command = words.command(turn.text)
    if command and command.name in ("cancel", "menu"):
        raise NotUnderstood(turn.text)
    listener = await confidant(turn)
    if listener is None or listener.member.id != turn.data["to"]:
        return await private(turn)
    with speaking_to(listener.member, turn.today) as say:
        text = _("{name} wants to speak with you in private and writes: “{words}”")
        if turn.phone.is_shared or (turn.holder and turn.holder.kind == "helper"):
            text = _(
                "{name} (from a shared phone) wants to speak with you in private"
                " and writes: “{words}”"
            )
        await turn.tell(listener, say(text, name=called(turn.member, turn.today), words=turn.text))
    return turn.say(_("I told {name} alone."), name=called(listener.member, turn.today))


HANDLERS = {
    "news.open": Step(open_news),
    "private": Step(private),
    "private.text": Step(take_words, typed=True),
}
