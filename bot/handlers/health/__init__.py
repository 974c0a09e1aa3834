"""Blood pressure and weight, shown only to the person and to the health lead."""

from __future__ import annotations

from bot.handlers.health import consenting, looking, measuring, missing
from bot.turn import Handlers

HANDLERS: Handlers = {
    **measuring.HANDLERS,
    **missing.HANDLERS,
    **looking.HANDLERS,
    **consenting.HANDLERS,
}
