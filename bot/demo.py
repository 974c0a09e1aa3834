"""The demo club: founded from its sheet in an empty database, everybody with a phone to play."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from bot.chat import Address
from bot.clock import Clock, local_day
from bot.config import BadSetting
from bot.people import DEFAULT_ZONE, Member
from bot.roster import moved
from bot.storage import addresses, members, rosters
from bot.storage.engine import Connection, Database, exclusive

SHEET = Path(__file__).parent.parent / "demo" / "cau-lac-bo-mau.xlsx"
DEMO = "demo-"
"""A demo person's chat is this and the member's id."""


async def found(database: Database, clock: Clock) -> None:
    """Fill an empty demo database from its sheet, moved by whole months so that it is recent."""
    async with database.write() as db:
        await exclusive(db, "founding")
        if not await rosters.is_empty(db):
            return
        # Reading sheets takes a spreadsheet library, which only the very first start needs.
        from bot.papers.roster_reader import read_roster

        roster, mistakes, _warnings = read_roster([SHEET])
        if roster is None:
            raise BadSetting(f"{SHEET} has mistakes: {mistakes}")
        on, as_of = local_day(clock(), DEFAULT_ZONE), roster.club.as_of
        months = (on.year - as_of.year) * 12 + on.month - as_of.month - (as_of.day > on.day)
        await rosters.take_in(db, moved(roster, months), clock())
        # A visitor is told that the treasurer was asked: she has a phone before anybody is her.
        club = await members.only_club(db)
        for officer in await members.officers(db, club, on) if club else []:
            await give_phone(db, officer, clock())


async def give_phone(db: Connection, member: Member, now: datetime) -> None:
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
