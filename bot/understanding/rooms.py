"""The commands of all rooms of words, and those that a slash stands before."""

from __future__ import annotations

from bot.understanding import (
    bookkeeping_words,
    care_words,
    channels,
    collecting_words,
    gathering_words,
    health_words,
    lending_words,
    usage_words,
)
from bot.understanding import vocabulary as known
from bot.understanding.phrases import Named

SLASHES = {
    "start": "start",
    "menu": "menu",
    "help": "help",
    "cancel": "cancel",
    "stop": "leave",
    "language": "language",
    "balance": "balance",
    "paid": "repay",
    "slips": "slips",
    "con_no": "balance",
    "nop_tien": "repay",
    "phieu": "slips",
    "giup": "help",
    "meeting": "meeting",
    "hop": "meeting",
}
_ROOMS = (
    *(known, lending_words, collecting_words, bookkeeping_words),
    *(care_words, gathering_words, health_words, channels, usage_words),
)
WHOLE = Named({name: its for room in _ROOMS for name, its in room.WHOLE.items()})
OPENING = Named({name: its for room in _ROOMS for name, its in room.OPENING.items()})
COMMANDS = frozenset({"repay"}.union(*(room.WHOLE | room.OPENING for room in _ROOMS)))
"""Commands that ask for nothing beside their own name, as a menu's buttons do."""
