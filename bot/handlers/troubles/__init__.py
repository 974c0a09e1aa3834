"""Late members, extensions, freezes, writing off, and members who died or left."""

from __future__ import annotations

from bot.handlers.troubles import departing, extending, freezing, late, thawing, writing_off
from bot.turn import Handlers

HANDLERS: Handlers = {
    **late.HANDLERS,
    **extending.HANDLERS,
    **freezing.HANDLERS,
    **thawing.HANDLERS,
    **writing_off.HANDLERS,
    **departing.HANDLERS,
}
