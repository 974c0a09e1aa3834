"""What one process learnt of its bots, for all processes: written down in a delivery's commit."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.chat import Account
from bot.reminders.pauses import Pauses, Unshared
from bot.reminders.served import Served
from bot.reminders.spending import Spending
from bot.storage import bots, holding, usage
from bot.storage.engine import Connection
from bot.storage.usage import Plans


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """New bots, pauses, and what was spent; nothing of it is lost when a commit fails."""

    served: Served
    pauses: Pauses
    spending: Spending
    new: Collection[Account]
    silent: Unshared
    spent: Mapping[Account, int]

    @staticmethod
    def taken(served: Served, pauses: Pauses, spending: Spending) -> News:
        """Take what is new since the last time."""
        return News(
            served=served,
            pauses=pauses,
            spending=spending,
            new=served.take_new(),
            silent=pauses.take_unshared(),
            spent=spending.take_unwritten(),
        )

    def __bool__(self) -> bool:
        """Return whether there is any."""
        return bool(self.new or self.silent or self.spent)

    def put_back(self) -> None:
        """It could not be written."""
        self.served.put_back(self.new)
        self.pauses.put_back(self.silent)
        self.spending.put_back(self.spent)

    async def share(self, db: Connection, now: datetime) -> None:
        """Write which bots are served, and which must be silent: before anything is claimed."""
        await bots.register_all(db, self.new, now)
        await bots.pause_all(db, self.silent.silent)
        await holding.refused(db, self.silent.used_up)

    async def count(self, db: Connection, plans: Plans, now: datetime) -> None:
        """Count what was spent, and hold back what may wait where a plan runs out.

        Last in a transaction, as the turns of these bots wait for it.
        """
        if self.spent:
            await usage.said(db, self.spent, now)
            await holding.keep_within(db, plans, now, self.spent)
