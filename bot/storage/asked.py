"""What is asked at an address, at a glance: before a turn, locking and marking nothing."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from bot import chat
from bot.storage import tables as t
from bot.storage.addresses import QUESTION_COLUMNS
from bot.storage.engine import Connection
from bot.storage.talk import OpenQuestion, question_of


async def asked_at(
    db: Connection, address: chat.Address, messages: Collection[str] = ()
) -> OpenQuestion | None:
    """Return what is open there; None, too, where one of `messages` was acted on already."""
    found = await db.execute(
        select(*QUESTION_COLUMNS, t.Address.id)
        .outerjoin(t.Question, t.Question.address_id == t.Address.id)
        .where(
            t.Address.platform == address.platform,
            t.Address.bot == address.bot,
            t.Address.chat == address.chat,
        )
    )
    row = found.one_or_none()
    if row is None or not messages:
        return None if row is None else question_of(row)
    heard = select(t.Heard.message).where(
        t.Heard.address_id == row.id, t.Heard.message.in_(messages)
    )
    return None if (await db.execute(heard)).first() else question_of(row)
