"""A club of any size, all on Telegram, who are to be reminded now: it meets tomorrow.

It is where it is nine in the morning now, so that this works at any hour.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, insert, select

from bot.chat import Reply
from bot.clock import utc_now
from bot.storage import outbox
from bot.storage import tables as t
from bot.storage.engine import Connection, Database
from bot.storage.messages import Message
from tests.program import worded
from tests.telegram_api import Person, Telegram
from tests.village import Village

NINE = 9
MEETING = worded("The club meets tomorrow, {day}: {time}, at {place}.")
UNSURE = worded("I am not sure that {name} has got the slip. Please ask when you meet.")
SLIP = "phiếu thu số"


class Thousands:
    """So many members on a database of their own, and their treasurer."""

    def __init__(self, url: str, telegram: Telegram, count: int) -> None:
        self.url = url
        self.bot = telegram.token.partition(":")[0]
        self.people = [_phone(telegram, f"Hoa {number}") for number in range(count)]
        self.treasurer = _phone(telegram, "Lan")
        self.rows: list[dict[str, int]] = []
        """Where each of the people is found."""
        asyncio.run(self._found())

    def reminded(self, person: Person) -> list[float]:
        """When somebody was reminded, in monotonic seconds."""
        return [one.at for one in person.heard if MEETING.search(one.text)]

    def are_all_reminded(self) -> bool:
        """Whether nobody is left."""
        return all(map(self.reminded, self.people))

    async def _found(self) -> None:
        database, now = Database(self.url), utc_now()
        ahead = (NINE - now.hour + 12) % 24 - 12
        village = Village(database, locale="vi")
        await village.found(zone=f"Etc/GMT{-ahead:+d}")
        tomorrow = (now + timedelta(hours=ahead)).date() + timedelta(days=1)
        async with database.write() as db:
            await db.execute(
                insert(t.Meeting).values(
                    club_id=village.club,
                    wanted_on=tomorrow,
                    held_on=tomorrow,
                    at=time(14),
                    place="nhà văn hóa",
                    agenda="",
                    moved_because="",
                )
            )
            await self._join(db, village.club)
        await database.close()

    async def _join(self, db: Connection, club: int) -> None:
        """Let everybody be a member with a phone."""
        everybody, now = [*self.people, self.treasurer], utc_now()
        empty = dict.fromkeys(("phone", "form", "locale", "village_name", "hamlet"), "")
        of_each = {"club_id": club, "birth_year": 1950, "sex": "female", **empty}
        names = [
            {**of_each, "number": str(number), "name": one.name}
            for number, one in enumerate(everybody)
        ]
        members = await _insert(db, t.Member, names)
        here = {"platform": "telegram", "bot": self.bot, "locale": "vi"}
        chats = [
            {**here, "chat": str(one.id), "seen_at": now, "wrong_codes": 0} for one in everybody
        ]
        addresses = await _insert(db, t.Address, chats)
        self.rows = [
            {"club_id": club, "member_id": member, "address_id": address}
            for member, address in zip(members, addresses, strict=True)
        ]
        links = [{**row, "kind": "self", "since": now} for row in self.rows]
        await db.execute(insert(t.Link), links)
        role = {"club_id": club, "member_id": members[-1], "role": "treasurer"}
        await db.execute(insert(t.Role).values(**role, from_on=date(2025, 1, 1)))

    def get_slips(self, whose: Sequence[int], apart: float) -> None:
        """Queue a money slip for some of the people, one every so many seconds from now on."""
        asyncio.run(self._queue(whose, apart))

    async def _queue(self, whose: Sequence[int], apart: float) -> None:
        now = utc_now()
        slips = [
            Message(
                club_id=self.rows[who]["club_id"],
                member_id=self.rows[who]["member_id"],
                address_id=self.rows[who]["address_id"],
                reply=Reply(text=f"{SLIP} {who}"),
                next_at=now + timedelta(seconds=number * apart),
                useless_after=now + timedelta(days=7),
                once=True,
            )
            for number, who in enumerate(whose)
        ]
        database = Database(self.url)
        async with database.write() as db:
            await outbox.put(db, slips, now)
        await database.close()

    def unsaid(self) -> int:
        """How much waits in the outbox, or to get there."""
        said = self.count(t.Notice, t.Notice.said_at.is_not(None))
        return self.count(t.Outbox, t.Outbox.status == "waiting") + len(self.rows) - said

    def count(self, table: type[Any], which: ColumnElement[bool]) -> int:
        """How many such rows there are."""

        async def count() -> int:
            database = Database(self.url)
            async with database.read() as db:
                found = await db.scalar(select(func.count()).select_from(table).where(which))
            await database.close()
            return found or 0

        return asyncio.run(count())


def _phone(telegram: Telegram, name: str) -> Person:
    phone = telegram.person(name)
    phone.opens()
    return phone


async def _insert(db: Connection, table: type[Any], rows: list[dict[str, Any]]) -> list[int]:
    made = await db.execute(insert(table).returning(table.id, sort_by_parameter_order=True), rows)
    return list(made.scalars())
