"""A club's outbox, a sender that fails as it is told, and deliveries as other processes."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from bot.chat import Address, Reply
from bot.reminders.delivery import Delivery
from bot.storage import bots, claiming, outbox
from bot.storage import tables as t
from bot.storage.engine import Database
from bot.storage.messages import Claimed, Lane, Message
from tests.village import Village

BOT = ("test", "bot")
SECONDS = 10
"""How long a test waits for something before it fails."""

Meanwhile = Callable[[], Awaitable[object]]


class Postman:
    """A sender that keeps what it was asked to send, and fails where it was told to."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.sent: list[str] = []
        self.by_chat: dict[str, list[str]] = defaultdict(list)
        self.fails: dict[str, list[Exception]] = defaultdict(list)
        self.meanwhile: dict[str, Meanwhile] = {}

    async def send(self, address: Address, reply: Reply, replaces: str | None = None) -> str:
        self.asked.append(reply.text)
        if meanwhile := self.meanwhile.pop(reply.text, None):
            await meanwhile()
        await asyncio.sleep(0)
        if self.fails[reply.text]:
            raise self.fails[reply.text].pop(0)
        self.sent.append(reply.text)
        self.by_chat[address.chat].append(reply.text)
        return f"number {len(self.sent)}"


class PostOffice:
    """The village's outbox, filled by hand."""

    def __init__(self, village: Village) -> None:
        self.village = village
        self.clock = village.clock
        self.database = village.database
        self.postman = Postman()
        self.delivery = self.process("first")

    def process(self, owner: str, database: Database | None = None) -> Delivery:
        """Return a delivery as another process would run it, with the same postman."""
        return Delivery(database or self.database, {BOT: self.postman}, self.clock, owner=owner)

    async def queue(self, chat: str, *texts: str, **more: Any) -> None:
        """Queue texts to a member's chat; `more` are fields of `Message`."""
        async with self.database.write() as db:
            address_id = await db.scalar(select(t.Address.id).where(t.Address.chat == chat))
            assert address_id is not None
            fields = {
                "address_id": address_id,
                "club_id": self.village.club,
                "member_id": self.village.ids[chat],
                "lane": Lane.ANSWERS,
                "next_at": self.clock.now,
                "useless_after": self.clock.now + timedelta(days=2),
                **more,
            }
            messages = [Message(reply=Reply(text=text), **fields) for text in texts]
            await outbox.put(db, messages, self.clock.now)

    async def claim(self, owner: str, *, tried: bool = False) -> list[Claimed]:
        """Claim everything as a process that dies then; `tried` notes the tries first."""
        async with self.database.write() as db:
            await bots.register(db, BOT, self.clock.now)
            rows = await claiming.claim(
                db, owner=owner, now=self.clock.now, limit=100, platforms=[BOT[0]]
            )
            for row in rows if tried else ():
                assert await outbox.mark_tried(db, row.id, owner, self.clock.now)
        return rows

    async def fates(self) -> dict[str, str]:
        """Return the status of each message by its text."""
        async with self.database.read() as db:
            rows = await db.execute(select(t.Outbox.text, t.Outbox.status).order_by(t.Outbox.id))
            return {row.text: row.status for row in rows}

    async def deliver_after(self, **spans: float) -> list[str]:
        """Let time pass, deliver what is due, and return what was sent by that."""
        self.clock.pass_by(**spans)
        before = len(self.postman.sent)
        await self.delivery.deliver()
        return self.postman.sent[before:]

    async def until(self, reached: Callable[[], Awaitable[bool]]) -> None:
        """Wait for a condition."""
        async with asyncio.timeout(SECONDS):
            while not await reached():  # noqa: ASYNC110 - a row in a database rings no bell
                await asyncio.sleep(0.01)

    async def until_fate(self, text: str, status: str) -> None:
        """Wait until a message has a fate."""

        async def reached() -> bool:
            return (await self.fates())[text] == status

        await self.until(reached)


@asynccontextmanager
async def running(*deliveries: Delivery) -> AsyncIterator[None]:
    """Run deliveries until the block ends; then they finish what is in flight."""
    async with asyncio.TaskGroup() as tasks:
        for delivery in deliveries:
            tasks.create_task(delivery.run())
        try:
            yield
        finally:
            for delivery in deliveries:
                delivery.stop()
