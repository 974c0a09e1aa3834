"""The buttons of the evening's line: count the cash, or look at the day's list."""

from __future__ import annotations

from bot.handlers import cashbox, daylist
from bot.handlers.bookkeeping import counting
from bot.turn import Answer, Step, Turn


async def evening(turn: Turn) -> Answer:
    """Begin what was chosen below "Today …, the box must hold …"."""
    ways = {"count": counting.count, "daylist": daylist.daylist}
    return await ways.get(turn.choice, cashbox.cash)(turn)


HANDLERS = {"cash.evening": Step(evening)}
