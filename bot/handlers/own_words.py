"""What people write in words of their own, such as a reason."""

from __future__ import annotations

from bot.chat import NotUnderstood
from bot.i18n import _
from bot.turn import Turn
from bot.understanding.words import command

LEAVING = frozenset({"menu", "start", "help", "cancel"})
"""The commands that are followed here too; any other one may well be part of a reason."""
LONGEST = 300


def heard_words(turn: Turn) -> str:
    """Return what was typed, on one line; asks again when that is nothing, or a way out."""
    said = " ".join(turn.text.split()).rstrip(" .")
    meant = command(said)
    if len(said) < 2 or (meant and meant.name in LEAVING):
        raise NotUnderstood(turn.words(_("A few words, please. Write “menu” to go back.")))
    return said[:LONGEST]
