"""Blood pressure and weight, shown only to the person and to the health lead."""

from __future__ import annotations

from bot.turn import Handlers

HANDLERS: Handlers = {}
