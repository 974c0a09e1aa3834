"""What an announcement's writer sees while it goes: one message, that may be changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, or_, select, update

from bot.storage import tables as t
from bot.storage.broadcast_times import DONE
from bot.storage.engine import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The message that tells an announcement's writer how far it is."""

    id: int
    address_id: int
    platform: str
    text: str
    status: str
    reason: str
    is_hers: bool
    """Whether its phone is still her own."""
    is_shared: bool
    """Whether others hold that phone, too."""

    @property
    def is_lost(self) -> bool:
        """Whether she cannot see it: its phone is hers no more, or is not reached."""
        return not self.is_hers or self.reason == "unreachable"


async def followed(db: Connection, since: datetime, limit: int) -> list[tuple[int, int]]:
    """Return the clubs and ids of what went out since a moment and has no end yet, newest first.

    One that was stopped has none while the message about it says that it goes.
    """
    ended = select(t.Notice.id).where(t.Notice.kind == DONE, t.Notice.subject_id == t.Broadcast.id)
    shown = and_(t.Broadcast.status == "stopped", t.Broadcast.progress_id.is_not(None))
    rows = await db.execute(
        select(t.Broadcast.club_id, t.Broadcast.id)
        .where(
            t.Broadcast.send_at > since,
            or_(t.Broadcast.status == "sent", shown),
            ~ended.exists(),
        )
        .order_by(t.Broadcast.send_at.desc(), t.Broadcast.id.desc())
        .limit(limit)
    )
    return [(row.club_id, row.id) for row in rows]


async def shown(db: Connection, broadcast_id: int) -> Shown | None:
    """Return the message that is shown to its writer; None before there is one."""
    held = (
        select(t.Link.id)
        .join(t.Member, t.Member.id == t.Link.member_id)
        .where(
            t.Link.address_id == t.Outbox.address_id,
            t.Link.until.is_(None),
            t.Member.left_on.is_(None),
        )
    )
    hers = held.where(t.Link.member_id == t.Broadcast.made_by, t.Link.kind == "self")
    others = held.where(t.Link.member_id != t.Broadcast.made_by)
    rows = await db.execute(
        select(
            t.Outbox.id,
            t.Outbox.address_id,
            t.Address.platform,
            t.Outbox.text,
            t.Outbox.status,
            func.coalesce(t.Outbox.reason, "").label("reason"),
            hers.exists().label("is_hers"),
            others.exists().label("is_shared"),
        )
        .select_from(t.Broadcast)
        .join(t.Outbox, t.Outbox.id == t.Broadcast.progress_id)
        .join(t.Address, t.Address.id == t.Outbox.address_id)
        .where(t.Broadcast.id == broadcast_id)
    )
    row = rows.one_or_none()
    if row is None:
        return None
    return Shown(
        id=row.id,
        address_id=row.address_id,
        platform=row.platform,
        text=row.text,
        status=row.status,
        reason=row.reason,
        is_hers=row.is_hers,
        is_shared=row.is_shared,
    )


async def show(db: Connection, broadcast_id: int, message_id: int) -> None:
    """Note which message tells its writer how far an announcement is."""
    await db.execute(
        update(t.Broadcast).where(t.Broadcast.id == broadcast_id).values(progress_id=message_id)
    )


async def platform(db: Connection, address_id: int) -> str:
    """Return the platform of an address."""
    found = await db.execute(select(t.Address.platform).where(t.Address.id == address_id))
    return found.scalar_one()
