"""Somebody who is visited at home, and those who visit, for tests."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlalchemy import insert, select, update

from bot.care.people import Recipient
from bot.care.visits import Visit
from bot.storage import carers, members, recipients, shifts, visits
from bot.storage import tables as t
from tests.village import Village

TODAY = date(2026, 11, 21)
"""A Saturday: the day on which a village wakes up."""
BEGINNING, END = date(2026, 1, 1), date(2027, 1, 1)


async def take_in(
    village: Village,
    name: str,
    *,
    member: str = "",
    hamlet: str = "",
    needs: Collection[str] = ("meals", "laundry"),
    photos: bool = False,
    phone: str = "",
) -> int:
    """Let somebody be visited: a member by her short name, or another person of the village."""
    recipient = Recipient(
        id=0,
        club_id=village.club,
        member_id=village.ids[member] if member else None,
        name=name,
        village_name="",
        hamlet=hamlet,
        birth_year=1938,
        sex="female",
        form="",
        emergency_phone=phone,
        agreed_by="self",
        agreed_on=BEGINNING,
        weekly=2,
        photos=photos,
        since=BEGINNING,
        until=None,
        because="",
        needs=tuple(needs),
    )
    async with village.database.write() as db:
        return await recipients.begin(
            db, recipient, made_by=next(iter(village.ids.values())), now=village.clock.now
        )


async def volunteer(village: Village, *shorts: str) -> None:
    """Let these visit others."""
    async with village.database.write() as db:
        for short in shorts:
            await members.note_volunteer(db, village.club, village.ids[short], volunteer=True)


async def pair(village: Village, one: str, other: str) -> None:
    """Let two go together."""
    async with village.database.write() as db:
        await carers.note_pair(db, village.club, village.ids[one], village.ids[other])


async def hold_role(village: Village, short: str, role: str) -> None:
    """Let somebody hold a role."""
    async with village.database.write() as db:
        await db.execute(
            insert(t.Role).values(
                club_id=village.club,
                member_id=village.ids[short],
                role=role,
                from_on=date(2025, 1, 1),
            )
        )


async def lose_roles(village: Village, short: str) -> None:
    """Let somebody hold no role from now on."""
    async with village.database.write() as db:
        await db.execute(
            update(t.Role)
            .where(t.Role.member_id == village.ids[short])
            .values(until_on=date(2026, 11, 1))
        )


async def plan(village: Village, recipient: int, day: date, *shorts: str) -> int:
    """Plan a visit, apart from any rota."""
    async with village.database.write() as db:
        return await shifts.put(
            db,
            club_id=village.club,
            recipient_id=recipient,
            day=day,
            part="",
            volunteers=[village.ids[one] for one in shorts],
            now=village.clock.now,
        )


async def written(village: Village) -> list[Visit]:
    """Return all visits that count."""
    async with village.database.read() as db:
        return await visits.between(db, village.club, BEGINNING, END)


async def planned(village: Village) -> list[tuple[date, tuple[int, ...]]]:
    """Return all visits that are planned: on which day, and who goes."""
    async with village.database.read() as db:
        found = await shifts.of_days(db, village.club, BEGINNING, END)
    return [(one.day, one.volunteers) for one in found]


async def all_rows(village: Village) -> int:
    """Return how many visits there are, also taken back."""
    async with village.database.read() as db:
        return len((await db.execute(select(t.Visit.id))).all())


def ago(days: int) -> date:
    """Return a day of the past."""
    return TODAY - timedelta(days=days)


def at(day: date, now: datetime) -> datetime:
    """Return the moment of `now` on another day."""
    return datetime.combine(day, now.timetz())
