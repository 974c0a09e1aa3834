"""What the club does together: the roll, minutes, eight areas, labour swaps, its report."""

from __future__ import annotations

from bot.turn import Handlers

HANDLERS: Handlers = {}
