"""What is due to be said of the bot's own accord: planned by one statement, unique by its key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import literal, or_, select, update

from bot.storage import tables as t
from bot.storage.engine import Connection, inserting

ONCE = date(2000, 1, 1)
"""The due day of what is said once only, whenever it comes up (no column of the key is empty)."""
COLUMNS = ["club_id", "kind", "subject_id", "due_on", "recipient_id", "made_at"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One notice that was planned and not said yet."""

    id: int
    kind: str
    subject_id: int
    recipient_id: int


async def plan_forgotten(
    db: Connection, *, kind: str, before: datetime, role: str, day: date, now: datetime
) -> None:
    """Plan a notice to each holder of `role` for every declaration that waits since `before`.

    Running it again, at any time and in any number of processes, plans nothing twice.
    """
    due = (
        select(
            t.Declaration.club_id,
            literal(kind),
            t.Declaration.id,
            literal(ONCE),
            t.Role.member_id,
            literal(now, t.Notice.made_at.type),
        )
        .join(t.Role, t.Role.club_id == t.Declaration.club_id)
        .where(
            t.Declaration.status == "pending",
            t.Declaration.declared_at < before,
            t.Role.role == role,
            t.Role.from_on <= day,
            or_(t.Role.until_on.is_(None), t.Role.until_on > day),
            t.Role.member_id != t.Declaration.member_id,
        )
    )
    await db.execute(inserting(db, t.Notice).from_select(COLUMNS, due).on_conflict_do_nothing())


async def unsaid(db: Connection, limit: int) -> list[Due]:
    """Return notices that wait to be said, oldest first; another planner passes them over."""
    rows = await db.execute(
        select(t.Notice.id, t.Notice.kind, t.Notice.subject_id, t.Notice.recipient_id)
        .where(t.Notice.said_at.is_(None), t.Notice.skipped.is_(None))
        .order_by(t.Notice.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [
        Due(id=row.id, kind=row.kind, subject_id=row.subject_id, recipient_id=row.recipient_id)
        for row in rows
    ]


async def settle(
    db: Connection, notice_id: int, now: datetime, skipped: str | None = None
) -> None:
    """Mark a notice as said, or as skipped with the reason."""
    await db.execute(
        update(t.Notice)
        .where(t.Notice.id == notice_id)
        .values(skipped=skipped, said_at=None if skipped else now)
    )
