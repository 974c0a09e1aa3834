"""What an operator is told of: read at one moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.config import Operator
from bot.storage import chats, measures
from bot.storage.engine import Connection
from bot.storage.measures import Fates, HeldBack, OurBot, Size, Waiting

DAY = timedelta(days=1)
STUCK_AFTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was found at one moment."""

    now: datetime
    waiting: Sequence[Waiting]
    held: Sequence[HeldBack]
    fates: Sequence[Fates]
    bots: Sequence[OurBot]
    planned: datetime | None
    tidied: datetime | None
    unsaid: datetime | None
    size: Size
    operator: Operator | None
    operator_wrote: bool
    """Whether the chat that is told of trouble is one."""


async def look(db: Connection, operator: Operator | None, now: datetime) -> Seen:
    """Read everything that is shown."""
    return Seen(
        now=now,
        waiting=await measures.waiting(db, now),
        held=await measures.held_back(db, now),
        fates=await measures.fates(db, now - DAY),
        bots=await measures.our_bots(db, now - STUCK_AFTER),
        planned=await measures.last_slot(db, measures.PLAN),
        tidied=await measures.last_slot(db, measures.TIDY),
        unsaid=await measures.oldest_unsaid(db, now),
        size=await measures.size(db),
        operator=operator,
        operator_wrote=operator is not None and await chats.named(db, *operator) is not None,
    )
