"""Words of what the club does together: the roll, minutes, eight areas, labour swaps."""

from __future__ import annotations

from bot.understanding.phrases import Phrases

WHOLE: dict[str, Phrases] = {}
"""Commands that are the whole message."""
OPENING: dict[str, Phrases] = {}
"""Commands that open a message; then comes a name, a day, what was done."""
