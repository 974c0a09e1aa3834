"""A real club, the program that serves it, and the Telegram that it is told to use."""

from __future__ import annotations

import asyncio
import itertools
import re
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import select

from bot import commands
from bot.chat import Address
from bot.clock import utc_now
from bot.storage import addresses
from bot.storage import tables as t
from bot.storage.engine import Database
from tests.program import ROOT, START_SECONDS, Program, counted, wait_for, worded
from tests.telegram_api import Person, Telegram

SHEET = ROOT / "demo" / "cau-lac-bo-mau.xlsx"
HEAD, TREASURER, HOA, THANH = 1, 5, 7, 11
"""Members of the sheet, by their ids."""

LATER = "61"
"""Seconds after which the lease of a dead process has ended: another one may still be sending."""


class Club:
    """The club of the sheet on a database of its own, on Telegram and on the page."""

    def __init__(
        self, folder: Path, url: str, *, webhook: bool = False, token_is_good: bool = True
    ) -> None:
        self.folder, self.url, self.webhook = folder, url, webhook
        self.telegram = Telegram()
        self.telegram.token_is_good = token_is_good
        self.program: Program
        commands.take_in(url, [SHEET])
        self.borrowers = itertools.cycle(asyncio.run(self._borrowers()))

    def __enter__(self) -> Self:
        self.telegram.__enter__()
        try:
            self.starts()
        except BaseException:
            self.telegram.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: object, trace: TracebackType | None
    ) -> None:
        try:
            self.program.__exit__(kind, error, trace)
        finally:
            self.telegram.__exit__(kind, error, trace)

    def starts(self, *arguments: str, module: str = "bot") -> None:
        """Start the program; return once it listens to Telegram, or is not let in there."""
        asked = self._asked_for_updates()
        given = {"TELEGRAM_TOKEN": self.telegram.token, "TELEGRAM_API": self.telegram.url}
        if self.webhook:
            given["TELEGRAM_WEBHOOK"] = "https://bot.example"
        self.program = Program(
            self.folder, *arguments, module=module, DATABASE_URL=self.url, **given
        )
        self.telegram.reaches["https://bot.example"] = f"http://127.0.0.1:{self.program.port}"
        self.program.__enter__()
        wait_for(lambda: self._asked_for_updates() > asked, START_SECONDS)

    def _asked_for_updates(self) -> int:
        methods = ("setWebhook",) if self.webhook else ("deleteWebhook", "getUpdates")
        return sum(self.telegram.count(method) for method in methods)

    def starts_again(self) -> None:
        """Start it after it was killed: on PostgreSQL once the dead one's leases have ended."""
        if self.url.startswith("sqlite"):
            self.starts()
        else:
            self.starts("--later", LATER, module="tests.started")

    def code(self, name: str) -> str:
        """Return a fresh joining code of a member, as it is printed."""
        found = re.search(r"\d{4} \d{4}", commands.joining_code(self.url, name, None))
        assert found
        return found[0]

    def phone(self, member: int = 0, locale: str = "vi") -> Person:
        """Give a member, or the next borrower in turn, a new phone that has joined."""
        person = self.telegram.person(f"Member {member}", locale)
        person.opens()
        asyncio.run(self._link(member or next(self.borrowers), person.id, locale))
        return person

    async def _link(self, member: int, chat: int, locale: str) -> None:
        address = Address("telegram", self.telegram.token.partition(":")[0], str(chat))
        database = Database(self.url)
        async with database.write() as db:
            row = await addresses.arrive(db, address, utc_now(), locale)
            club = await db.scalar(select(t.Member.club_id).where(t.Member.id == member))
            assert club
            await addresses.link(
                db,
                address_id=row.id,
                club_id=club,
                member_id=member,
                kind="self",
                now=utc_now(),
            )
        await database.close()

    async def _borrowers(self) -> list[int]:
        database = Database(self.url)
        async with database.read() as db:
            found = await db.execute(select(t.Loan.member_id).where(t.Loan.member_id > THANH))
        await database.close()
        return sorted(found.scalars())

    def everybody_was_answered(self) -> None:
        """Wait until no phone shows any more that it waits for a press."""
        self.telegram.wait_for(lambda: not self.telegram.unanswered, "every press is answered")

    @property
    def books(self) -> dict[str, int]:
        """How many rows there are in what a club would miss."""
        return counted(self.url)

    @property
    def log(self) -> str:
        return self.program.log.read_text("utf-8")

    @property
    def everything_written(self) -> str:
        """What it logged and printed, of all its starts."""
        return self.log + self.program.out.read_text("utf-8")


def declare(person: Person, typed: str, locale: str = "vi") -> None:
    """Tell the bot of a sum that was handed to the treasurer."""
    person.says(typed)
    person.presses(worded("Yes, {amount}", locale))
    person.presses(person.hears(worded("Whom did you give it to?", locale)).buttons[0])
    person.hears(
        worded("I told {name}. As soon as the money is confirmed I send you the slip.", locale)
    )
