"""Words beside the point: typed where words of one's own are asked for, and meant otherwise.

Whoever adds to what a meeting is about, and forgets to say that this was all, comes back the next
morning to say what he has paid: that is not for the whole village.
"""

from __future__ import annotations

from datetime import timedelta

from bot.chat import Choice
from bot.conversation.putting_off import ASIDE, put_off
from bot.i18n import _
from bot.storage.talk import OpenQuestion
from bot.turn import Answer, Step, Turn
from bot.understanding import replies, words

IN_MIND = timedelta(minutes=10)
"""So long what was asked is still in somebody's mind; it begins again with each answer."""


def is_given_up(turn: Turn, question: OpenQuestion, step: Step) -> bool:
    """Whether a command comes so late that the question of `step` is in nobody's mind any more."""
    return step.own_words and _is_old(turn, question) and words.command(turn.text) is not None


def is_one(turn: Turn, question: OpenQuestion, step: Step) -> bool:
    """Whether words for the question of `step` may be meant otherwise.

    What is shown before it goes out, such as an announcement, may say anything meanwhile.
    """
    if not step.own_words or replies.leaves(turn.text):
        return False
    if _is_old(turn, question):
        return True
    if step.for_all:
        return replies.asks_for_something(turn.text)
    return not step.takes_file and replies.is_of_own_money(turn.text)


def is_it_meant_here(turn: Turn, question: OpenQuestion) -> Answer:
    """Ask whether the words answer `question`; they are put off until that is known."""
    return turn.ask(
        ASIDE,
        _("“{said}”: shall I write that down here, as an answer to my question?"),
        Choice("yes", _("Yes, write it down here")),
        Choice("no", _("No, that is something else")),
        data=put_off(turn, question),
        said=turn.text,
    )


def _is_old(turn: Turn, question: OpenQuestion) -> bool:
    return (turn.incoming.sent_at or turn.now) - question.asked_at > IN_MIND
