"""The money of a meeting day: the list, the count, and closing it all at once."""

from __future__ import annotations

from bot.turn import Handlers

HANDLERS: Handlers = {}
