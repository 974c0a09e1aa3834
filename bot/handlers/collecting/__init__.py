"""The money of a meeting day: the list, the count, closing, and the paper for it."""

from __future__ import annotations

from bot.handlers.collecting import (
    answering,
    beginning,
    closing,
    counting,
    listing,
    marking,
    sheets,
    unasked,
)
from bot.turn import Handlers

HANDLERS: Handlers = {
    **beginning.HANDLERS,
    **listing.HANDLERS,
    **marking.HANDLERS,
    **answering.HANDLERS,
    **counting.HANDLERS,
    **closing.HANDLERS,
    **sheets.HANDLERS,
    **unasked.HANDLERS,
}
