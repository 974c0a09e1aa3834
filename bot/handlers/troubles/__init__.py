"""Late members, extensions, freezes, writing off, and members who died or left."""

from __future__ import annotations

from bot.handlers.troubles import (
    charging,
    departing,
    extending,
    freezing,
    late,
    talking,
    thawing,
    waiving_charges,
    writing_off,
)
from bot.turn import Handlers

HANDLERS: Handlers = {
    **late.HANDLERS,
    **talking.HANDLERS,
    **extending.HANDLERS,
    **freezing.HANDLERS,
    **thawing.HANDLERS,
    **writing_off.HANDLERS,
    **charging.HANDLERS,
    **waiving_charges.HANDLERS,
    **departing.HANDLERS,
}
