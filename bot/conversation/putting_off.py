"""What was written, put off until the bot's own question has its answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.conversation.kinds import is_unreadable, words_in
from bot.storage import talk
from bot.storage.talk import Data, OpenQuestion
from bot.turn import Turn

WHO = "who"
"""The step of "Who is holding the phone?"."""
DANGER = "danger"
"""The step of "Is somebody in danger?"."""
LATE = "late"
"""The step of "Does it still hold?"."""
ASIDE = "aside"
"""The step of "Shall I write that down here?"."""


def put_off(
    turn: Turn,
    question: OpenQuestion | None,
    *,
    text: str | None = None,
    pressed: str | None = None,
) -> Data:
    """Return what was written and what was open then.

    `text` and `pressed` are what it is to mean. What cannot be read asks for nothing but the menu.
    """
    incoming = turn.incoming
    if is_unreadable(incoming) and not (incoming.file or incoming.trouble):
        incoming = replace(incoming, kind="text", text="menu")
    wrote = {
        "text": incoming.text.strip() if text is None else text,
        "pressed": incoming.pressed if pressed is None else pressed,
        "kind": incoming.kind,
        "file": incoming.file,
        "trouble": incoming.trouble,
        "sent_at": incoming.sent_at.isoformat() if incoming.sent_at else None,
    }
    return {"wrote": wrote, "question": talk.question_to(question) if question else None}


def open_before(kept: Data) -> OpenQuestion | None:
    """Return the question that was open when something was put off."""
    before = kept["question"]
    return talk.question_from(before) if before else None


def take_up(turn: Turn, kept: Data, *, anew: bool = False) -> None:
    """Go on with what was put off; `anew`: as if it had been written together with the answer."""
    wrote = dict(kept["wrote"])
    sent_at = wrote.pop("sent_at", None)
    if sent_at and not anew:
        wrote["sent_at"] = datetime.fromisoformat(sent_at)
    turn.incoming = replace(turn.incoming, **wrote)
    turn.text = words_in(turn.incoming)
