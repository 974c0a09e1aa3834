"""The real club on Zalo: the program that serves it, and the Zalo that it is told to use."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Awaitable, Callable
from datetime import time, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import insert, select, update

from bot.chat import Address, Reply
from bot.clock import utc_now
from bot.storage import outbox
from bot.storage import tables as t
from bot.storage.engine import Connection, Database
from bot.storage.messages import Lane, Message
from tests.program import START_SECONDS, Program, wait_for
from tests.served_club import HEAD, PUBLIC, ServedClub
from tests.zalo_api import Bot, Person, Zalo

NINE = 9
LATER = "61"
"""Seconds after which the lease of a dead process has ended: another one may still be sending."""


class Club(ServedClub):
    """The club of the sheet on a database of its own, on Zalo and on the page.

    It is where it is nine in the morning now, so that what waits for the day goes at any hour.
    """

    def __init__(
        self, folder: Path, url: str, *, webhook: bool = False, token: str = "", **given: str
    ) -> None:
        super().__init__(folder, url)
        self.webhook, self.given = webhook, given
        self.zalo = Zalo()
        self.token = token or self.zalo.bot.token
        self.is_nine()

    def __enter__(self) -> Self:
        self.zalo.__enter__()
        try:
            self.starts()
        except BaseException as error:
            self.__exit__(type(error), error, None)
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if hasattr(self, "program"):
                self.program.__exit__(kind, error, trace)
        finally:
            self.zalo.__exit__(kind, error, trace)
        if kind is None:
            self.keeps_tokens_to_itself()

    def starts(self, *arguments: str, module: str = "bot") -> None:
        """Start the program; return once it listens to Zalo, or is not let in there."""
        asked = self._asked_for_updates()
        given = {"ZALO_TOKEN": self.token, "ZALO_API": self.zalo.url, **self.given}
        if self.webhook:
            given["PUBLIC_URL"] = PUBLIC
        self.program = Program(
            self.folder, *arguments, module=module, DATABASE_URL=self.url, **given
        )
        self.zalo.reaches[PUBLIC] = f"http://127.0.0.1:{self.program.port}"
        self.program.__enter__()
        wait_for(lambda: self._asked_for_updates() > asked, START_SECONDS)

    def _asked_for_updates(self) -> int:
        refused = sum(one.status == 401 for one in self.zalo.requests)
        return refused + self.zalo.count("setWebhook" if self.webhook else "getUpdates")

    def starts_again(self) -> None:
        """Start it after it was killed: on PostgreSQL once the dead one's leases have ended."""
        if self.url.startswith("sqlite"):
            self.starts()
        else:
            self.starts("--later", LATER, module="tests.started")

    def looks_every_second(self) -> None:
        """Start it anew as one that looks every second what there is to say."""
        assert self.program.stop() == 0
        self.starts("--looks", "1", "--at-night", module="tests.started")

    def keeps_tokens_to_itself(self) -> None:
        """Nothing that it ever wrote shows a token, or a webhook's secret."""
        secrets = [bot.token.partition(":")[2] for bot in self.zalo.bots]
        secrets += [bot.webhook["secret_token"] for bot in self.zalo.bots if bot.webhook]
        for file in (self.program.log, self.program.out):
            written = file.read_text("utf-8")
            assert not [secret for secret in secrets if secret in written]

    # --- people -------------------------------------------------------------------------------

    def phone(self, member: int = 0, locale: str = "vi", bot: Bot | None = None) -> Person:
        """Give a member, or the next borrower in turn, a new phone that has joined."""
        person = self.zalo.person(f"Member {member}", bot)
        person.opens()
        self.link(member, Address("zalo", person.chat.bot.id, person.id), locale)
        return person

    def newest_file(self, mime: str) -> str:
        """Return the name of the file of a kind that was made last."""
        found: list[str] = []

        async def look(db: Connection) -> None:
            newest = select(t.File.name).where(t.File.mime == mime).order_by(t.File.made_at.desc())
            found.extend((await db.execute(newest.limit(1))).scalars())

        self.changes(look)
        return found[0]

    # --- the books ----------------------------------------------------------------------------

    def changes(self, change: Callable[[Connection], Awaitable[object]]) -> None:
        """Change something in the database, as another process would."""

        async def write() -> None:
            database = Database(self.url)
            async with database.write() as db:
                await change(db)
            await database.close()

        asyncio.run(write())

    def is_nine(self) -> None:
        """Let the club be where it is nine now."""
        now = utc_now()
        ahead = (NINE - now.hour + 12) % 24 - 12
        zone = f"Etc/GMT{-ahead:+d}"
        self.changes(lambda db: db.execute(update(t.Club).values(zone=zone)))

    def meets_tomorrow(self) -> None:
        """Let it meet tomorrow, if it does not yet: everybody is reminded of that today."""
        now = utc_now()
        ahead = (NINE - now.hour + 12) % 24 - 12
        tomorrow = (now + timedelta(hours=ahead)).date() + timedelta(days=1)

        async def meets(db: Connection) -> None:
            club = await db.scalar(select(t.Member.club_id).where(t.Member.id == HEAD))
            if await db.scalar(select(t.Meeting.id).where(t.Meeting.wanted_on == tomorrow)):
                return
            await db.execute(
                insert(t.Meeting).values(
                    club_id=club,
                    wanted_on=tomorrow,
                    held_on=tomorrow,
                    at=time(14),
                    place="nhà văn hóa",
                    agenda="",
                    moved_because="",
                )
            )

        self.changes(meets)

    def queues(self, person: Person, reply: Reply, lane: Lane = Lane.ANSWERS) -> None:
        """Queue a message to a phone, as if something had been done that says it."""
        self.changes(functools.partial(_queue, person=person, reply=reply, lane=lane))


async def _queue(db: Connection, *, person: Person, reply: Reply, lane: Lane) -> None:
    now = utc_now()
    row = (
        await db.execute(
            select(t.Link.address_id, t.Link.club_id, t.Link.member_id)
            .join(t.Address, t.Address.id == t.Link.address_id)
            .where(t.Address.chat == person.id)
        )
    ).one()
    message = Message(
        address_id=row.address_id,
        club_id=row.club_id,
        member_id=row.member_id,
        reply=reply,
        lane=lane,
        next_at=now,
        useless_after=now + timedelta(days=50),
    )
    await outbox.put(db, [message], now)
