"""Whose turn it is when one of our bots can take no more for now."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import insert, select, update

from bot.storage import bots, holding, notices_people, serving
from bot.storage import tables as t
from bot.storage.engine import Database
from tests.reminded import at
from tests.village import Village

NOW = at("2026-12-03 09:00")
PAUSED = ("test", "bot")


@pytest.fixture
async def club(database: Database) -> Village:
    """Hoa uses two platforms, and one of our bots is paused; something waits for her."""
    village = Village(database)
    await village.found()
    await village.join("hoa", "Nguyễn Thị Hoa")
    await village.link("hoa", "other_hoa")
    async with database.write() as db:
        for platform in ("test", "other"):
            await bots.register(db, (platform, "bot"), NOW)
        await bots.pause_all(db, {PAUSED: NOW + timedelta(minutes=5)})
        await db.execute(
            insert(t.Notice).values(
                club_id=village.club,
                kind="cash.count",
                subject_id=1,
                due_on=date(2026, 12, 3),
                recipient_id=village.ids["hoa"],
                made_at=NOW,
            )
        )
    return village


async def used(village: Village, platform: str, minutes: int, **values: object) -> None:
    """Let her have used her phone there so many minutes ago."""
    async with village.database.write() as db:
        await db.execute(
            update(t.Address)
            .where(t.Address.platform == platform)
            .values(seen_at=NOW - timedelta(minutes=minutes), **values)
        )


async def turns(village: Village) -> list[int]:
    async with village.database.read() as db:
        crowded = await notices_people.crowded(db, NOW, 100)
        assert crowded == [PAUSED]
        return await notices_people.next_people(db, NOW, 25, crowded)


async def test_who_last_used_the_other_platform_hears_there(club: Village) -> None:
    await used(club, "test", 60)
    await used(club, "other", 5)
    assert await turns(club) == [club.ids["hoa"]]


async def test_who_last_used_the_paused_one_waits(club: Village) -> None:
    await used(club, "test", 5)
    await used(club, "other", 60)
    assert await turns(club) == []


async def test_a_phone_that_is_not_reached_is_not_the_one_that_is_used(club: Village) -> None:
    await used(club, "test", 5, unreachable_at=NOW)
    await used(club, "other", 60)
    assert await turns(club) == [club.ids["hoa"]]


async def test_a_helpers_phone_comes_after_her_own(club: Village) -> None:
    await used(club, "test", 60)
    await used(club, "other", 5)
    async with club.database.write() as db:
        there = select(t.Address.id).where(t.Address.platform == "other")
        await db.execute(update(t.Link).where(t.Link.address_id.in_(there)).values(kind="helper"))
    assert await turns(club) == []


async def test_who_has_no_phone_holds_up_nothing(club: Village) -> None:
    await used(club, "test", 5, unreachable_at=NOW)
    await used(club, "other", 5, unreachable_at=NOW)
    assert await turns(club) == [club.ids["hoa"]]


async def test_who_used_the_one_that_holds_back_last_hears_on_the_other(club: Village) -> None:
    await used(club, "test", 5)
    await used(club, "other", 60)
    async with club.database.write() as db:
        await holding.refused(db, {PAUSED: NOW + timedelta(hours=1)})
    assert await turns(club) == [club.ids["hoa"]]


async def test_whose_other_one_cannot_speak_waits_for_the_paused_one(club: Village) -> None:
    await used(club, "test", 60)
    await used(club, "other", 5)
    async with club.database.write() as db:
        await serving.note_trouble(db, ("other", "bot"), "refused", NOW, mute=True)
    assert await turns(club) == []


async def test_a_helpers_phone_stays_behind_her_own_that_holds_back(club: Village) -> None:
    await used(club, "test", 60)
    await used(club, "other", 5)
    async with club.database.write() as db:
        there = select(t.Address.id).where(t.Address.platform == "other")
        await db.execute(update(t.Link).where(t.Link.address_id.in_(there)).values(kind="helper"))
        await holding.refused(db, {PAUSED: NOW + timedelta(hours=1)})
    assert await turns(club) == []


async def test_a_bot_that_is_not_served_any_more_holds_nobody_up(club: Village) -> None:
    await used(club, "test", 5)
    await used(club, "other", 60)
    async with club.database.write() as db:
        await serving.forget_ended(db, [PAUSED])
    assert await turns(club) == [club.ids["hoa"]]
