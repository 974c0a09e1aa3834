"""What was written, put off until the bot's own question has its answer."""

from __future__ import annotations

from dataclasses import replace

from bot.storage import talk
from bot.storage.talk import Data, OpenQuestion
from bot.turn import Turn

WHO = "who"
"""The step of "Who is holding the phone?"."""
DANGER = "danger"
"""The step of "Is somebody in danger?"."""


def put_off(turn: Turn, question: OpenQuestion | None, *, text: str | None = None) -> Data:
    """Return what was written and what was open then; `text` is what it is to mean."""
    wrote = {
        "text": turn.incoming.text.strip() if text is None else text,
        "pressed": turn.incoming.pressed,
        "kind": turn.incoming.kind,
        "file": turn.incoming.file,
    }
    return {"wrote": wrote, "question": talk.question_to(question) if question else None}


def open_before(kept: Data) -> OpenQuestion | None:
    """Return the question that was open when something was put off."""
    before = kept["question"]
    return talk.question_from(before) if before else None


def take_up(turn: Turn, kept: Data) -> None:
    """Go on with what was put off, as if it had been written just now."""
    turn.incoming = replace(turn.incoming, **kept["wrote"])
    turn.text = turn.incoming.text
