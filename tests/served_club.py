"""A real club on a database of its own, and the program that serves it, on whatever platform."""

from __future__ import annotations

import asyncio
import itertools
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import commands
from bot.chat import Address
from bot.clock import utc_now
from bot.storage import addresses
from bot.storage import tables as t
from bot.storage.engine import Database
from tests.databases import Postgres, sqlite_url_of
from tests.program import ROOT, Program, counted

SHEET = ROOT / "demo" / "cau-lac-bo-mau.xlsx"
HEAD, TREASURER, HOA, THANH = 1, 5, 7, 11
"""Members of the sheet, by their ids."""
PUBLIC = "https://bot.example"
"""Where messengers reach the program, if they do."""
WAYS = (
    "polling on sqlite",
    pytest.param("webhook on postgres", marks=pytest.mark.postgres),
)
"""How a club is served, so that a story meets either kind of everything."""


class ServedClub:
    """The club of the sheet; who makes it starts `program`."""

    program: Program

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url
        commands.take_in(url, [SHEET])
        self.borrowers = itertools.cycle(asyncio.run(self._borrowers()))

    def code(self, name: str) -> str:
        """Return a fresh joining code of a member, as it is printed."""
        found = re.search(r"\d{4} \d{4}", commands.joining_code(self.url, name, None))
        assert found
        return found[0]

    def link(self, member: int, address: Address, locale: str) -> None:
        """Let a chat be a member's, as if she had joined there; 0: the next borrower in turn."""
        asyncio.run(self._link(member or next(self.borrowers), address, locale))

    async def _link(self, member: int, address: Address, locale: str) -> None:
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


@contextmanager
def one_way(request: pytest.FixtureRequest, folder: Path) -> Iterator[tuple[str, bool]]:
    """Give an empty database as one of `WAYS` says, and whether messengers deliver."""
    way, _on, kind = request.param.partition(" on ")
    if kind == "sqlite":
        yield sqlite_url_of(folder / "club.db"), way == "webhook"
        return
    server: Postgres = request.getfixturevalue("postgres")
    name = server.create()
    yield server.url(name), way == "webhook"
    server.drop(name)
