"""The composition root: everything is made here once, wired, run and stopped."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from uuid import uuid4

from bot.chat import Address
from bot.clock import Clock, local_day, utc_now
from bot.config import BadSetting, Settings
from bot.conversation import Conversation
from bot.handlers import HANDLERS
from bot.i18n import use_locale
from bot.people import DEFAULT_ZONE, OFFICES, Holder, Member
from bot.platforms.web import DemoPerson, Doorbell, Site, StoredFile, WebSender, Who
from bot.platforms.web_server import NotHere, PortTaken, serving
from bot.reminders.delivery import Delivery
from bot.reminders.scheduler import scheduler
from bot.roster import moved
from bot.storage import addresses, files, members, rosters, webchat
from bot.storage.engine import Connection, Database
from bot.telling import locale_of, office
from bot.wording import page_texts

DEMO_SHEET = Path(__file__).parent.parent / "demo" / "cau-lac-bo-mau.xlsx"
DEMO = "demo-"
"""A demo person's chat is this and the member's id."""

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")

log = logging.getLogger(__name__)


async def run(
    settings: Settings,
    clock: Clock = utc_now,
    started: Callable[[str], None] = lambda url: None,
) -> None:
    """Serve until SIGINT or SIGTERM; then finish the turns in hand and stop.

    `started` is called with the page's address once it answers. Raises `BadSetting`.
    """
    database = Database(settings.database_url)
    if settings.demo:
        await _found_demo(database, clock)
    doorbell = Doorbell()
    delivery = Delivery(
        database, {"web": WebSender(database, clock, doorbell)}, clock, owner=uuid4().hex
    )
    conversation = Conversation(database, HANDLERS, clock, committed=delivery.nudge)
    page = _Page(database, clock)
    site = Site(
        database=database,
        clock=clock,
        doorbell=doorbell,
        handle=conversation.handle,
        describe=page.describe_demo if settings.demo else page.describe,
        read_file=page.file,
        texts=page_texts(),
        hosts=_hosts(settings),
        people=page.people if settings.demo else None,
    )
    scans = scheduler(database, clock, delivery.nudge)
    stopping = _stop_on_signal()
    try:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(delivery.run())
            try:
                async with serving(site, settings.host, settings.port):
                    scans.start()
                    started(f"http://{settings.host}:{settings.port}")
                    await stopping.wait()
            finally:
                if scans.running:
                    scans.shutdown(wait=False)
                delivery.stop()
    except* PortTaken:
        raise BadSetting(
            f"PORT {settings.port} is taken by another program; stop it, or set another PORT."
        ) from None
    except* NotHere as errors:
        raise BadSetting(
            f"HOST {settings.host} and PORT {settings.port} cannot be used here:"
            f" {errors.exceptions[0]}."
        ) from None
    finally:
        await database.close()


async def _found_demo(database: Database, clock: Clock) -> None:
    """Fill an empty demo database from its sheet, moved by whole months so that it is recent."""
    async with database.write() as db:
        if not await rosters.is_empty(db):
            return
        # Reading sheets takes a spreadsheet library, which only the very first start needs.
        from bot.papers.roster_reader import read_roster

        roster, mistakes, _warnings = read_roster([DEMO_SHEET])
        if roster is None:
            raise BadSetting(f"{DEMO_SHEET} has mistakes: {mistakes}")
        on, as_of = local_day(clock(), DEFAULT_ZONE), roster.club.as_of
        months = (on.year - as_of.year) * 12 + on.month - as_of.month - (as_of.day > on.day)
        await rosters.take_in(db, moved(roster, months), clock())
        # A visitor is told that the treasurer was asked: she has a phone before anybody is her.
        club = await members.only_club(db)
        for officer in await members.officers(db, club, on) if club else []:
            await _give_phone(db, officer, clock())


async def _give_phone(db: Connection, member: Member, now: datetime) -> None:
    """Tie a demo person to the chat that the page shows for her."""
    row = await addresses.arrive(db, Address("web", "web", f"{DEMO}{member.id}"), now, "vi")
    await addresses.link(
        db,
        address_id=row.id,
        club_id=member.club.id,
        member_id=member.id,
        kind="self",
        now=now,
    )


def _stop_on_signal() -> asyncio.Event:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)
    return stopping


def _hosts(settings: Settings) -> frozenset[str]:
    """Return the Host headers that the page answers to."""
    names = {*LOOPBACK, settings.host, *settings.hosts}
    return frozenset({f"{name}:{settings.port}" for name in names} | set(settings.hosts))


class _Page:
    """What the web page asks of the rest: who somebody is, a file, the demo's people."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database = database
        self.clock = clock

    async def describe(self, address: Address) -> Who:
        """Say for the head of the page who holds this chat."""
        async with self.database.read() as db:
            return _who(await addresses.holders(db, address, self._today()))

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
            await _give_phone(db, found[0], self.clock())
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
        found.sort(key=lambda one: (_rank(one), one.name.rsplit(maxsplit=1)[-1], one.id))
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
