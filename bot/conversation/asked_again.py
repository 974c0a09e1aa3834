"""A question that is open is put once more in the language that was just chosen.

What is stored of it are words, so it is made anew from what was said before it, and what that
writes is undone.
"""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import dataclass, replace

from bot.chat import NotUnderstood, UserError
from bot.conversation.saying import MADE_BY, carried
from bot.i18n import use_locale
from bot.storage.talk import Data, OpenQuestion
from bot.turn import Answer, Handler, Handlers, Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a handler was given before it asked something."""

    step: str
    choice: str
    text: str
    whole: str
    """As it was typed, with the command."""
    data: Data

    def kept(self) -> Data:
        """Return it as JSON."""
        return {
            "step": self.step,
            "choice": self.choice,
            "text": self.text,
            "whole": self.whole,
            "data": self.data,
        }


def said(turn: Turn, step: str) -> Said:
    """Note what a handler is about to be given; handlers change what a turn carries."""
    return Said(
        step=step,
        choice=turn.choice,
        text=turn.text,
        whole=turn.incoming.text,
        data=deepcopy(turn.data),
    )


def kept_of(question: OpenQuestion) -> Said | None:
    """Return what was said before a question, where it was kept."""
    return Said(**question.data[MADE_BY]) if MADE_BY in question.data else None


class _Undone(Exception):
    """What was written is to be undone."""


async def in_language(
    turn: Turn, question: OpenQuestion, handlers: Handlers, locale: str
) -> Answer | None:
    """Return an open question in another language; None where it cannot be made anew."""
    made = kept_of(question)
    if made is None or made.step not in handlers or turn.holder is None:
        return None
    holder = replace(turn.holder, member=replace(turn.holder.member, locale=locale))
    again = replace(
        turn,
        holder=holder,
        incoming=replace(turn.incoming, text=made.whole),
        text=made.text,
        choice=made.choice,
        data=deepcopy(made.data),
        outside=[],
    )
    with use_locale(locale):
        answer = await _tried(again, handlers[made.step].handler)
    return answer if answer and _is_the_same(answer, question) else None


async def _tried(turn: Turn, handler: Handler) -> Answer | None:
    """Return what a handler answers, without anything that it writes."""
    answer: Answer | None = None
    try:
        async with turn.db.begin_nested():
            answer = await handler(turn)
            raise _Undone
    except _Undone:
        return answer
    except (UserError, NotUnderstood):
        return None


def _is_the_same(answer: Answer, question: OpenQuestion) -> bool:
    """Whether the books have not changed what is asked since then."""
    keys = [one.key for one in answer.choices]
    return (
        answer.step == question.step
        and keys == [one.key for one in question.choices]
        and json.loads(json.dumps(answer.data)) == carried(question)
    )
