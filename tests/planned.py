"""A club whose bot has a plan: what it spends is counted, and what may wait is held back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import update

from bot.chat import Address, Reply
from bot.people import Plan
from bot.reminders.delivery import Delivery
from bot.reminders.plans import PlanWatch
from bot.reminders.spending import Spending
from bot.storage import bots, holding, usage
from bot.storage import tables as t
from bot.storage.engine import Database
from bot.storage.usage import Use
from tests.post_office import BOT, Postman, PostOffice
from tests.village import Village

PLANS = {"test": Plan(people=50, messages=100)}


class Paid(Postman):
    """A sender whose platform counts what it takes."""

    def __init__(self, spending: Spending) -> None:
        super().__init__()
        self.spending = spending

    async def send(self, address: Address, reply: Reply, replaces: str | None = None) -> str:
        said = await super().send(address, reply, replaces)
        self.spending.spent(address.account, 1)
        return said


class PlannedOffice(PostOffice):
    """The village's outbox, sent by a bot with a plan of 100 messages a month."""

    def __init__(self, village: Village) -> None:
        self.spending = Spending()
        super().__init__(village)
        self.postman = Paid(self.spending)
        self.delivery = self.process("first")
        self.watch = PlanWatch(PLANS)

    def process(self, owner: str, database: Database | None = None) -> Delivery:
        return Delivery(
            database or self.database,
            {BOT: self.postman},
            self.clock,
            owner=owner,
            spending=self.spending,
            plans=PLANS,
        )

    async def use(self) -> Use:
        """How much of the plan is used."""
        async with self.database.read() as db:
            (found,) = await usage.of_all(db, PLANS, self.clock.now)
        return found

    async def used(self, messages: int) -> None:
        """Let so many messages of this month be used already."""
        now = self.clock.now
        await served(self.database, now)
        month = usage.month_of(now)
        async with self.database.write() as db:
            await usage.heard(db, BOT, now)
            await db.execute(
                update(t.BotMonth).where(t.BotMonth.month == month).values(heard=messages, said=0)
            )
            await holding.keep_within(db, PLANS, now)

    async def changed(self, **values: Any) -> None:
        """Change what is known of the bot."""
        async with self.database.write() as db:
            await db.execute(update(t.Bot).values(**values))

    async def watched(self) -> list[str]:
        """Let the bot look at its plan; return what was sent by that."""
        await self.watch(self.database, self.clock.now)
        return await self.deliver_after()


async def served(database: Database, now: datetime) -> None:
    """Let the bot be known."""
    async with database.write() as db:
        await bots.register(db, BOT, now)
