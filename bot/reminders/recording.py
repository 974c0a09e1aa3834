"""What became of messages is written down; where a money slip was lost its cashiers are told."""

from __future__ import annotations

from collections.abc import Sequence

from bot.reminders.lost_slips import LOST, tell_cashiers
from bot.reminders.sending import UNREACHABLE
from bot.storage import outbox
from bot.storage.engine import Connection
from bot.storage.messages import Claimed, Fate


async def record(db: Connection, owner: str, done: Sequence[tuple[Claimed, Fate]]) -> None:
    """Write what became of messages; what another process has taken over is left to it."""
    lost = [(row, fate) for row, fate in done if row.once and fate.status in LOST]
    if lost:
        ours = await outbox.held(db, owner, [row.id for row, _fate in lost])
        for row, fate in lost:
            if row.id in ours:
                await tell_cashiers(db, row.whose, fate.status, fate.at)
    await outbox.record(db, owner, [fate for _, fate in done])
    for row, fate in done:
        if fate.reason == UNREACHABLE:
            for whose in await outbox.mark_unreachable(db, row.address_id, fate.at):
                await tell_cashiers(db, whose, fate.status, fate.at)
