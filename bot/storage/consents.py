"""What members agreed to, each purpose apart; nothing is overwritten, the latest row counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import func, insert, select

from bot.storage import tables as t
from bot.storage.engine import Connection

Purpose = Literal["money", "reminders", "health", "health_helper", "helper"]
"""`health_helper`: whoever helps her by phone may see what was measured of her, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """The latest yes or no of a member for one purpose."""

    purpose: str
    given: bool
    wording: str
    """The version of the words that were shown."""
    how: str
    """chat or paper."""
    at: datetime


async def record(
    db: Connection,
    *,
    club_id: int,
    member_id: int,
    purpose: Purpose,
    given: bool,
    wording: str,
    now: datetime,
    address_id: int | None = None,
    how: Literal["chat", "paper"] = "chat",
) -> None:
    """Write down a yes, a no or a withdrawal."""
    await db.execute(
        insert(t.Consent).values(
            club_id=club_id,
            member_id=member_id,
            purpose=purpose,
            given=given,
            wording=wording,
            how=how,
            at=now,
            address_id=address_id,
        )
    )


async def latest(db: Connection, member_id: int) -> dict[str, Consent]:
    """Return what counts now, by purpose; a purpose that was never asked for is missing."""
    newest = (
        select(func.max(t.Consent.id))
        .where(t.Consent.member_id == member_id)
        .group_by(t.Consent.purpose)
    )
    rows = await db.execute(select(t.Consent).where(t.Consent.id.in_(newest)))
    return {
        row.purpose: Consent(
            purpose=row.purpose, given=row.given, wording=row.wording, how=row.how, at=row.at
        )
        for row in rows
    }


async def of_club(db: Connection, club_id: int, purpose: Purpose) -> dict[int, bool]:
    """Return the latest yes or no of each member of a club who was asked for a purpose."""
    newest = (
        select(func.max(t.Consent.id))
        .where(t.Consent.club_id == club_id, t.Consent.purpose == purpose)
        .group_by(t.Consent.member_id)
    )
    rows = await db.execute(
        select(t.Consent.member_id, t.Consent.given).where(t.Consent.id.in_(newest))
    )
    return {row.member_id: row.given for row in rows}
