"""Words of home care: who is visited, visits, the rota."""

from __future__ import annotations

from bot.understanding.phrases import Phrases

WHOLE: dict[str, Phrases] = {}
"""Commands that are the whole message."""
OPENING: dict[str, Phrases] = {}
"""Commands that open a message; then comes a name, a day, what was done."""
