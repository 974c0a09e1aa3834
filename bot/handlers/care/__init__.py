"""Home care: who is visited, who visits, when, and what was seen there."""

from __future__ import annotations

from bot.turn import Handlers

HANDLERS: Handlers = {}
