"""How counted cash fits the book: "khớp", "thừa 20k", "thiếu"; a bare "du" may be đủ or dư."""

from __future__ import annotations

from bot.understanding.phrases import Phrases, cut

BY = ("over", "short")
"""What is said with a sum: so much more, or less, than the book says."""
_EXACT = Phrases("khớp, vừa khớp, khớp sổ, fits, it fits, exact", if_marked="đủ, vừa đủ")
_OVER = Phrases("thừa, thừa ra, more, too much, over", if_marked="dư, dôi")
_SHORT = Phrases("thiếu, hụt, thiếu mất, less, too little, missing, short")
_EITHER = Phrases("du, vua du")


def hear_fit(text: str) -> str | None:
    """Return `exact`, `over` or `short`; empty where that is not clear, None for other words."""
    words = cut(text)
    said = [
        name
        for name, phrases in (("exact", _EXACT), ("over", _OVER), ("short", _SHORT))
        if phrases.are_in(words)
    ]
    if len(said) == 1:
        return said[0]
    return "" if said or _EITHER.are_in(words) else None
