"""The club's other money, the cash count, closing a month, and the papers of it all."""

from __future__ import annotations

from bot.turn import Handlers

HANDLERS: Handlers = {}
