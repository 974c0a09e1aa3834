"""The last choice of a question: leave it, and nothing is written."""

from __future__ import annotations

from bot.chat import Choice
from bot.i18n import _
from bot.turn import Answer, Turn

STOP = "stop"
"""Not the key "no": that would take "huy" for it while a name is asked for, perhaps Huy's."""


def never_mind() -> Choice:
    """Return the choice that leaves a question."""
    return Choice(STOP, _("Never mind"))


def left(turn: Turn) -> Answer:
    """Say that a question was left."""
    return turn.say(_("All right, nothing was written down."))
