"""Late members, extensions, freezes, writing off, and members who died or left."""

from __future__ import annotations

from bot.turn import Handlers

HANDLERS: Handlers = {}
