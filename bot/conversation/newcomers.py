"""Somebody whom the bot does not know yet: kept at joining, and shown the way back to it."""

from __future__ import annotations

from bot.conversation.speaker import is_public
from bot.i18n import _
from bot.storage.talk import OpenQuestion
from bot.turn import Handlers, Turn

JOINING = "join."
"""How the steps of joining begin; somebody of a family, who is no member, is asked others too."""
STOPPING = frozenset({"cancel", "leave"})
LANGUAGES = frozenset({"language.vi", "language.en"})
"""Commands that may end it too: whoever reads no word of a question cannot answer it."""


def is_joining(turn: Turn, question: OpenQuestion | None, handlers: Handlers) -> bool:
    """Whether a phone that is nobody's yet is in the middle of joining."""
    if turn.phone.holders or question is None or not question.step.startswith(JOINING):
        return False
    return is_public(question.step, handlers)


def goodbye(turn: Turn) -> str:
    """Return what is said to who stops half-way."""
    return turn.words(_("All right, I keep nothing. To join later, just write me the code again."))


def first_things_first(turn: Turn, command: str) -> str:
    """Return what is said, before the question is repeated, to who wants something else now."""
    if command == "help":
        return turn.words(
            _("The secretary of your club helps you with this. To stop, write “cancel”.")
        )
    return turn.words(_("Let us finish joining first."))


def old_button(turn: Turn, question: OpenQuestion | None, handlers: Handlers) -> str:
    """Return what is said of a button that no question stands behind any more."""
    known = turn.phone.holders or is_joining(turn, question, handlers)
    if known or (question is not None and _is_of_family(question)):
        return turn.words(_("That one was answered already."))
    if turn.phone.others:
        return turn.words(_("I serve another club now. Please ask your secretary for a new code."))
    return turn.words(
        _("That button does not work any more. To join, please write me the joining code.")
    )


def _is_of_family(question: OpenQuestion) -> bool:
    """Whether it was put to somebody of a family, who is no member and has joined all the same."""
    keys = {one.key for one in question.choices}
    return question.step.startswith("family.") or "family" in keys
