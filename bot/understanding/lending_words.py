"""Words of lending: products, asking for a loan, the queue, late members."""

from __future__ import annotations

from bot.understanding.phrases import Phrases

WHOLE: dict[str, Phrases] = {}
"""Commands that are the whole message."""
OPENING: dict[str, Phrases] = {}
"""Commands that open a message; then comes a name, a sum, a day."""
