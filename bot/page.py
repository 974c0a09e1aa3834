"""What the web page asks of the rest: who somebody is, a file, the demo's people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.chat import Address
from bot.clock import Clock, local_day
from bot.conversation.attached import wants_file
from bot.demo import DEMO, give_phone
from bot.handlers import HANDLERS
from bot.i18n import use_locale
from bot.people import DEFAULT_ZONE, OFFICES, Holder, Member
from bot.platforms.web import DemoPerson, StoredFile, Who
from bot.storage import addresses, files, members, webchat
from bot.storage.asked import asked_at
from bot.storage.engine import Database
from bot.telling import locale_of, office


class Page:
    """What the web page asks of the rest: who somebody is, a file, the demo's people."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database = database
        self.clock = clock

    async def describe(self, address: Address) -> Who:
        """Say for the page who holds this chat, and whether a file is wanted there."""
        async with self.database.read() as db:
            who = _who(await addresses.holders(db, address, self._today()))
            question = await asked_at(db, address)
        return replace(who, takes_file=wants_file(question, HANDLERS))

    async def describe_demo(self, address: Address) -> Who:
        """Likewise; a demo person's phone exists as soon as somebody looks at it.

        Only the first time: whoever has left the club on this phone stays out.
        """
        who = await self.describe(address)
        if who.name:
            return who
        async with self.database.write() as db:
            everybody = await members.all_clubs(db, self._today())
            found = [one for one in everybody if f"{DEMO}{one.id}" == address.chat]
            if not found or await webchat.newest_number(db, address):
                return who
            await give_phone(db, found[0], self.clock())
        return await self.describe(address)

    async def file(self, name: str) -> StoredFile | None:
        """Return a picture or paper that the bot sent."""
        async with self.database.read() as db:
            found = await files.get(db, name, self.clock())
        return StoredFile(mime=found.mime, content=found.content) if found else None

    async def people(self) -> Sequence[DemoPerson]:
        """Return everybody of the demo club, the board in its order first."""
        async with self.database.read() as db:
            club = await members.only_club(db)
            found = await members.everybody(db, club, self._today()) if club else []
        found.sort(key=_rank)  # which leaves equals in the order of their names
        with use_locale("vi"):
            return [
                DemoPerson(
                    chat=f"{DEMO}{one.id}",
                    name=one.name,
                    detail=_detail(one),
                    officer=one.is_officer,
                )
                for one in found
            ]

    def _today(self) -> date:
        return local_day(self.clock(), DEFAULT_ZONE)


def _rank(member: Member) -> int:
    return min((OFFICES.index(role) for role in member.roles & set(OFFICES)), default=99)


def _detail(member: Member) -> str:
    held = [office(role) for role in OFFICES if role in member.roles]
    more = [part for part in (member.village_name, member.hamlet) if part]
    return ", ".join(held or more)


def _who(held: Sequence[Holder]) -> Who:
    if not held:
        return Who()
    first = held[0].member
    with use_locale(locale_of(first)):
        return Who(
            club=first.club.name,
            name=" · ".join(holder.member.name for holder in held),
            detail=_detail(first) if len(held) == 1 else "",
        )
