"""The money of a meeting day: the list, the count, closing, and the paper for it."""

from __future__ import annotations

from bot.handlers.collecting import (
    amounts,
    answering,
    beginning,
    beside,
    closing,
    counting,
    dropping,
    earlier,
    keepers,
    listing,
    marking,
    objecting,
    on_paper,
    rest,
    sheets,
    unasked,
    waiting,
)
from bot.turn import Handlers

HANDLERS: Handlers = {
    **beginning.HANDLERS,
    **earlier.HANDLERS,
    **dropping.HANDLERS,
    **listing.HANDLERS,
    **marking.HANDLERS,
    **beside.HANDLERS,
    **rest.HANDLERS,
    **amounts.HANDLERS,
    **answering.HANDLERS,
    **counting.HANDLERS,
    **keepers.HANDLERS,
    **objecting.HANDLERS,
    **waiting.HANDLERS,
    **closing.HANDLERS,
    **on_paper.HANDLERS,
    **sheets.HANDLERS,
    **unasked.HANDLERS,
}
