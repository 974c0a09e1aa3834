"""Lending: on what the club lends, who asks, what the board decides, and paying out."""

from __future__ import annotations

from bot.turn import Handlers

HANDLERS: Handlers = {}
