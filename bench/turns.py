"""Turns in process: what is typed and pressed, through the real conversation and outbox."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from itertools import count

from sqlalchemy import text

from bench.clubs import Borrower, People, clock
from bot.chat import Address, Incoming, Reply
from bot.conversation import Conversation
from bot.handlers import HANDLERS
from bot.reminders.delivery import Delivery
from bot.storage.engine import Database
from bot.understanding.words import command

QUESTION = "con no bao nhieu"
DECLARED = ("tôi nộp {sum}", "đúng", "1")
TURNS_OF_A_REPAYMENT = len(DECLARED) + 1
"""And the treasurer's press."""

OFFERED = re.compile(r"o(\d+):full")
DELIVERY_SECONDS = 120
SUMS = 401

_numbers = count()
_sums = count()


@dataclass(frozen=True, slots=True)
class Press:
    """A button of a standing offer: "I hold all of it"."""

    address: Address
    offer: int
    key: str


class Null:
    """A sender that sends nothing: it only counts, and keeps the buttons of standing offers."""

    def __init__(self) -> None:
        self.sent = 0
        self.awaited = 0
        self.all_sent = asyncio.Event()
        self.offered: list[Press] = []

    async def send(self, address: Address, reply: Reply, replaces: str | None = None) -> str:
        self.sent += 1
        self.offered += [
            Press(address, int(offer[1]), choice.key)
            for choice in reply.choices
            if (offer := OFFERED.fullmatch(choice.key))
        ]
        if self.sent == self.awaited:
            self.all_sent.set()
        return str(self.sent)


class Talk:
    """People who talk to the bot over one database."""

    def __init__(self, database: Database, people: People) -> None:
        self.database = database
        self.people = people
        self.conversation = Conversation(database, HANDLERS, clock)
        self.sender = Null()

    async def asks(self, borrower: Borrower) -> None:
        await self._say(borrower.address, text=QUESTION)

    async def declares(self, borrower: Borrower) -> None:
        # Not the same sum again: the bot would ask whether it is the same money. And none of ten
        # times the usual: it would ask whether another was meant.
        amount = 100_000 + 1000 * (next(_sums) % SUMS)
        for words in DECLARED:
            await self._say(borrower.address, text=words.format(sum=amount))

    async def confirms(self, press: Press) -> None:
        await self._say(press.address, pressed=press.key)

    async def _say(self, address: Address, text: str = "", pressed: str = "") -> None:
        command.cache_clear()  # people do not all write the same words
        await self.conversation.handle(
            Incoming(address=address, message=f"m{next(_numbers)}", text=text, pressed=pressed)
        )

    async def deliver(self) -> int:
        """Send everything that waits, through the running delivery; returns how much it was."""
        waiting = await self.count("outbox WHERE status = 'waiting'")
        if not waiting:
            return 0
        sender = self.sender
        sender.sent, sender.awaited = 0, waiting
        sender.all_sent.clear()
        delivery = Delivery(self.database, {("bench", "bot"): sender}, clock, owner="bench")
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(delivery.run())
            async with asyncio.timeout(DELIVERY_SECONDS):
                await sender.all_sent.wait()
            delivery.stop()
        return waiting

    def presses(self) -> list[Press]:
        """Return the treasurers' buttons for what was declared, in the order of declaring."""
        offered, self.sender.offered = self.sender.offered, []
        mine = [press for press in offered if press.address in self.people.treasurers]
        return sorted(mine, key=lambda press: press.offer)

    async def count(self, what: str) -> int:
        """Return how many rows of a table there are."""
        async with self.database.read() as db:
            return int(await db.scalar(text(f"SELECT count(*) FROM {what}")) or 0)
