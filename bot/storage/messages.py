"""What is said: waiting, claimed by a process, and settled; `bot.storage.outbox` keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from bot.chat import Address, Reply

Whose = tuple[int | None, int | None]
"""The club and the member whom a message concerns, where it concerns any."""
Tries = Sequence[Sequence[str]]
"""When a message was asked of its platform (ISO), and what came of it; a first success is none.

A third word says that the try may have arrived.
"""


class Lane(IntEnum):
    """Lower goes first; order is kept within a lane of an address."""

    ANSWERS = 0
    REMINDERS = 1
    BROADCASTS = 2
    CHANGES = 3
    """Of what was said before; beside the answers, and never in front of one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Something to be said to an address."""

    address_id: int
    reply: Reply
    next_at: datetime
    useless_after: datetime
    club_id: int | None = None
    member_id: int | None = None
    lane: Lane = Lane.ANSWERS
    once: bool = False
    """At most once: if its fate is unknown it is not sent again, and the board is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A message that this process may send until its lease ends, at `leased_to`."""

    id: int
    address_id: int
    address: Address
    lane: int
    reply: Reply
    replaces: str | None
    """The platform's id of the message that is to be changed."""
    once: bool
    tried: bool
    attempts: int
    tries: Tries
    made_at: datetime
    leased_to: datetime
    useless_after: datetime
    whose: Whose


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What became of a claimed message; `waiting` means that it goes again at `next_at`."""

    id: int
    status: str
    at: datetime
    next_at: datetime
    platform_message: str | None = None
    attempts: int
    """How often it was really asked for: what was held back for all is no attempt."""
    tries: Tries = ()
    reason: str | None = None
