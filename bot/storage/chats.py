"""Chats as an operator names them: a platform, and the chat's own id there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bot.chat import Address
from bot.storage import tables as t
from bot.storage.engine import AnyRow, Connection

SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """An address, as an operator may name it."""

    address_id: int
    address: Address
    locale: str
    """Of whoever writes there, if it is nobody whom the bot knows."""
    seen_at: datetime


async def recent(db: Connection, since: datetime) -> list[Chat]:
    """Return the chats that have written since a moment, the last first."""
    rows = await db.execute(
        select(t.Address)
        .where(t.Address.seen_at >= since)
        .order_by(t.Address.seen_at.desc())
        .limit(SHOWN)
    )
    return [_chat(row) for row in rows]


async def named(db: Connection, platform: str, name: str) -> Chat | None:
    """Return a chat that has ever written, at whichever of our bots it did last."""
    rows = await db.execute(
        select(t.Address)
        .where(t.Address.platform == platform, t.Address.chat == name)
        .order_by(t.Address.seen_at.desc())
        .limit(1)
    )
    row = rows.one_or_none()
    return _chat(row) if row else None


def _chat(row: AnyRow) -> Chat:
    return Chat(
        address_id=row.id,
        address=Address(row.platform, row.bot, row.chat),
        locale=row.locale,
        seen_at=row.seen_at,
    )
