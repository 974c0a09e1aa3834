"""What arrives beside words: pictures, voices, stickers, and old messages changed afterwards."""

from __future__ import annotations

from bot.chat import WITHHOLDING, Incoming
from bot.i18n import _
from bot.turn import Turn

WITHOUT_WORDS = frozenset({"sticker", "edited"})


def is_withheld(incoming: Incoming) -> bool:
    """Whether its platform may never show what this person writes."""
    return incoming.kind == "unsupported" and incoming.address.platform in WITHHOLDING


def words_in(incoming: Incoming) -> str:
    """Return what was typed, also below a picture; a message changed afterwards says nothing."""
    return "" if incoming.kind in WITHOUT_WORDS else incoming.text.strip()


def is_unreadable(incoming: Incoming) -> bool:
    """Whether neither words nor a press came."""
    if incoming.pressed or incoming.kind == "text":
        return False
    return not words_in(incoming)


def helpful_word(turn: Turn) -> str:
    """Return what helps somebody whose message cannot be read."""
    texts = {
        "photo": _(
            "I cannot look at pictures yet. Please write it to me in words,"
            " or show it at the meeting."
        ),
        "more": _("I can take one picture at a time: the first one. The others I leave out."),
        "voice": _(
            "I cannot listen yet. The little microphone on the keyboard turns what you say"
            " into words: please send me those."
        ),
        "sticker": _("Thank you, that is kind and makes me glad!"),
        "edited": _(
            "I only read new messages: what you changed in an old one I do not see."
            " Please write it to me again."
        ),
    }
    unsupported = _("I can only read what is written. Please write it to me in words.")
    if is_withheld(turn.incoming):
        unsupported = _(
            "Zalo did not show me what you sent. Please write it to me in words. If I cannot see"
            " those either, please tell the secretary, who writes it down for you."
        )
    return turn.words(texts.get(turn.incoming.kind, unsupported))
