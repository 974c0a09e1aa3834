"""Lending: on what the club lends, who asks, what the board decides, and paying out."""

from __future__ import annotations

from bot.handlers.lending import (
    applying,
    applying_days,
    handing_over,
    menu,
    not_paid_out,
    own_application,
    paying_out,
    product_changes,
    queue,
    queue_order,
    received,
    witnesses,
)
from bot.turn import Handlers

HANDLERS: Handlers = {
    **menu.HANDLERS,
    **product_changes.HANDLERS,
    **applying.HANDLERS,
    **applying_days.HANDLERS,
    **own_application.HANDLERS,
    **queue.HANDLERS,
    **queue_order.HANDLERS,
    **paying_out.HANDLERS,
    **witnesses.HANDLERS,
    **not_paid_out.HANDLERS,
    **handing_over.HANDLERS,
    **received.HANDLERS,
}
