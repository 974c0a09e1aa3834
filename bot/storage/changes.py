"""Messages that are changed after they were sent: their row goes once more, to its old place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update

from bot.chat import Choice
from bot.storage import tables as t
from bot.storage.engine import Connection
from bot.storage.messages import Lane


async def change(
    db: Connection,
    message_id: int,
    text: str,
    choices: Sequence[Choice] | None,
    *,
    now: datetime,
    useless_after: datetime,
) -> bool:
    """Let a message that has arrived say something else, with other choices unless None.

    False when it has not arrived, or an earlier change of it is still on its way.
    """
    kept = {} if choices is None else {"choices": [[one.key, one.label] for one in choices]}
    rows = await db.execute(
        update(t.Outbox)
        .where(
            t.Outbox.id == message_id,
            t.Outbox.status == "sent",
            t.Outbox.platform_message.is_not(None),
        )
        .values(
            lane=int(Lane.CHANGES),
            text=text,
            status="waiting",
            made_at=now,
            next_at=now,
            useless_after=useless_after,
            attempts=0,
            tries=[],  # those that are counted were of the old words
            done_at=None,
            reason=None,
            **kept,
        )
    )
    return rows.rowcount == 1
