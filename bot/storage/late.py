"""What the bot said last to who is behind with a loan."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from bot.storage import tables as t
from bot.storage.engine import Connection

LATE = "late"
"""What was looked at: the list of who is behind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LastWord:
    """When somebody heard of a loan last."""

    at: datetime
    by_neighbour: bool
    """A neighbour told it; otherwise the bot wrote."""
    arrived: bool
    unsure: bool = False
    """It may have arrived all the same."""


async def last_words(
    db: Connection, club_id: int, member_ids: Collection[int]
) -> dict[int, LastWord]:
    """Return the last reminder of each loan of these members, by loan; none is missing."""
    found: dict[int, LastWord] = {}
    said = await db.execute(
        select(t.Notice.subject_id, t.Notice.said_at, t.Outbox.status)
        .outerjoin(t.Outbox, t.Outbox.id == t.Notice.outbox_id)
        .where(
            t.Notice.club_id == club_id,
            t.Notice.recipient_id.in_(member_ids),
            t.Notice.said_at.is_not(None),
            t.Notice.kind.like("repay%"),
            t.Notice.kind != "repay.board",
        )
        .order_by(t.Notice.said_at)
    )
    for row in said:
        arrived = row.status not in ("failed", "expired", "unknown")
        found[row.subject_id] = LastWord(
            at=row.said_at,
            by_neighbour=False,
            arrived=arrived,
            unsure=row.status == "unknown",
        )
    passed = await db.execute(
        select(t.Notice.subject_id, func.max(t.Errand.passed_at).label("at"))
        .join(t.Notice, t.Notice.id == t.Errand.notice_id)
        .where(
            t.Errand.club_id == club_id,
            t.Errand.member_id.in_(member_ids),
            t.Errand.passed_at.is_not(None),
            t.Notice.kind.like("repay%"),
        )
        .group_by(t.Notice.subject_id)
    )
    for loan_id, at in passed:
        known = found.get(loan_id)
        if at and (known is None or not known.arrived or known.at < at):
            found[loan_id] = LastWord(at=at, by_neighbour=True, arrived=True)
    return found
