"""What people write in words of their own, such as a reason."""

from __future__ import annotations

from bot.chat import Choice, NotUnderstood
from bot.i18n import _
from bot.turn import Answer, Turn
from bot.understanding import replies
from bot.understanding.words import command, shames

LEAVING = replies.LEAVING
"""The commands that are followed here too; any other one may well be part of a reason."""
LONGEST = 300
AS_IT_IS = "as_it_is"


def heard_words(turn: Turn) -> str:
    """Return what was typed, on one line; asks again when that is nothing, or a way out.

    After `asked_to_reword` it may be what was typed before, as it is.
    """
    if turn.choice == AS_IT_IS:
        return str(turn.data["said"])
    said = " ".join(turn.text.split()).rstrip(" .")
    meant = command(said)
    if len(said) < 2 or (meant and meant.name in LEAVING) or replies.is_puzzled(said):
        raise NotUnderstood(turn.words(_("A few words, please. Write “menu” to go back.")))
    return said[:LONGEST]


def asked_to_reword(turn: Turn, step: str, said: str) -> Answer | None:
    """Ask once for kinder words where the member would read hard ones; None when they may go.

    The officer has the last word: what is sent is what was meant.
    """
    if turn.choice == AS_IT_IS or "said" in turn.data or not shames(said):
        return None
    return turn.ask(
        step,
        _(
            "That has a word in it which makes people feel ashamed. Please say it another way,"
            " for example “still to be paid to the fund”."
        ),
        Choice(AS_IT_IS, _("Send it as it is")),
        data={**turn.data, "said": said},
    )
