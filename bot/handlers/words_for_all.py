"""What an officer writes for all members: a place, a matter to talk about."""

from __future__ import annotations

from bot.handlers.own_words import heard_words
from bot.i18n import _
from bot.turn import Turn
from bot.understanding.risky_words import risks

LONGEST = 120


def heard_for_all(turn: Turn) -> str:
    """Return what was typed; what a second officer would have to see is refused here.

    It stands in every reminder: a link or an account number would reach everybody by that.
    """
    said = heard_words(turn)
    if len(said) > LONGEST:
        raise turn.refuse(_("Please say it in fewer words."))
    if risks(said):
        raise turn.refuse(
            _(
                "Please without links, account numbers, investments or remedies: such things go"
                " out as a notice of the board, after a second officer has read them."
            )
        )
    return said
