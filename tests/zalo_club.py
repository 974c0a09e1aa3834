"""A club whose people are on Zalo, and what its bot sends them there."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from aiohttp.test_utils import TestServer
from sqlalchemy import func, select

from bot.chat import Account, Address, Choice, Reply
from bot.page import Page
from bot.platforms.hooks import Hooks
from bot.platforms.web import Doorbell, Site, web_app
from bot.platforms.zalo_client import ZaloClient, new_session
from bot.platforms.zalo_sender import ZaloSender
from bot.storage import addresses, files, housekeeping
from bot.storage import tables as t
from bot.storage.engine import Database
from bot.wording import page_texts, zalo_texts
from tests.sent_files import picture
from tests.village import Clock, Village
from tests.zalo_api import Message, Person, Zalo

PUBLIC = "https://clb.example/bot"
QUESTION = (Choice("q1:yes", "Đúng rồi"), Choice("q1:no", "Chưa"))
PNG, PDF, XLSX = (
    ("image/png", ".png"),
    ("application/pdf", ".pdf"),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"),
)
DAY = timedelta(days=1)


@dataclass(kw_only=True)
class Club:
    """A bot's people on Zalo, and what is sent to them."""

    zalo: Zalo
    village: Village
    client: ZaloClient
    spent: Counter[Account]
    people: dict[str, Person] = field(default_factory=dict)
    sender: ZaloSender = field(init=False)

    @property
    def database(self) -> Database:
        return self.village.database

    @property
    def clock(self) -> Clock:
        return self.village.clock

    def address(self, who: str) -> Address:
        return Address("zalo", self.zalo.bot.id, self.people[who].id)

    def sending(self, database: Database, **more: Any) -> ZaloSender:
        """Send what that database has, as the bot does."""
        given = {"public_url": PUBLIC, "pause": 0, **more}
        return ZaloSender(
            database=database,
            clock=self.clock,
            client=self.client,
            texts=zalo_texts(),
            spending=lambda account, messages: self.spent.update({account: messages}),
            **given,
        )

    async def starts(self, who: str, locale: str = "vi") -> Person:
        """Let somebody write to the bot for the first time."""
        self.people[who] = person = self.zalo.person(who)
        person.writes("menu")
        async with self.database.write() as db:
            await addresses.arrive(db, self.address(who), self.clock.now, locale)
        return person

    async def joins(self, who: str, *members: tuple[str, str]) -> Person:
        """Let members be reached there, each in a way: `self` or `helper`."""
        person = await self.starts(who)
        async with self.database.write() as db:
            row = await addresses.arrive(db, self.address(who), self.clock.now, "vi")
            for short, kind in members:
                await addresses.link(
                    db,
                    address_id=row.id,
                    club_id=self.village.club,
                    member_id=self.village.ids[short],
                    kind=kind,
                    now=self.clock.now,
                )
        return person

    async def say(self, who: str, text: str = "Chào bác.", **more: Any) -> str:
        return await self.sender.send(self.address(who), Reply(text=text, **more))

    async def put(
        self, what: tuple[str, str] = PNG, content: bytes = b"", life: timedelta = DAY
    ) -> str:
        """Keep a file, as the papers of a handler."""
        mime, extension = what
        async with self.database.write() as db:
            return await files.put(
                db,
                mime,
                content or picture(kind="PNG"),
                club_id=self.village.club,
                now=self.clock.now,
                expires_at=self.clock.now + life,
                extension=extension,
            )

    async def sees(self, message: Message) -> bytes:
        """Look at a picture now."""
        self.zalo.wait_for(lambda: not self.zalo.black, "no black picture", 0)
        return await asyncio.to_thread(self.people["hoa"].looks_at, message)

    async def count(self) -> int:
        """How many files are kept."""
        async with self.database.read() as db:
            return (await db.execute(select(func.count()).select_from(t.File))).scalar_one()

    async def tidy(self) -> None:
        """Let what has expired be deleted."""
        async with self.database.write() as db:
            await housekeeping.forget(db, self.clock.now)


@asynccontextmanager
async def gathered(
    zalo: Zalo, database: Database, *, public_url: str = PUBLIC, pause: float = 0
) -> AsyncIterator[Club]:
    """A club with Hoa, who is a member, and Thu, who keeps its papers; both are on Zalo."""
    village = Village(database, locale="vi")
    await village.found()
    await village.join("hoa", "Hoa", phone=None)
    await village.join("lan", "Lan", phone=None)
    await village.join("thu", "Thu", "secretary", phone=None)
    async with AsyncExitStack() as closing:
        page = await served(database, village.clock, closing)
        zalo.reaches[PUBLIC] = str(page.make_url("")).rstrip("/")
        session = await closing.enter_async_context(new_session())
        club = Club(
            zalo=zalo,
            village=village,
            client=ZaloClient(session, zalo.bot.token, zalo.url),
            spent=Counter(),
        )
        club.sender = club.sending(database, public_url=public_url, pause=pause)
        await club.joins("hoa", ("hoa", "self"))
        await club.joins("thu", ("thu", "self"))
        yield club


async def served(database: Database, clock: Clock, closing: AsyncExitStack) -> TestServer:
    """Serve the page's files: to people by another name, to Zalo by whatever it says."""
    rest = Page(database, clock)

    async def nobody(*_given: object) -> Any:
        raise AssertionError("only files are asked for")

    site = Site(
        database=database,
        clock=clock,
        doorbell=Doorbell(),
        handle=nobody,
        describe=nobody,
        read_file=rest.file,
        texts=page_texts(),
        hosts=frozenset({"clb.example"}),
        hooks=Hooks(),
    )
    server = TestServer(web_app(site))
    await server.start_server()
    closing.push_async_callback(server.close)
    return server


def said(person: Person) -> list[str]:
    return [message.words for message in person.heard]
