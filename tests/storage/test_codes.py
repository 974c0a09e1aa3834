"""Joining codes: unique among all, for one use on each platform, for 45 days."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.storage import codes
from bot.storage import tables as t
from bot.storage.codes import JoiningCode
from bot.storage.engine import Database
from tests.village import NOON, Village


@pytest.fixture
async def people(database: Database) -> Village:
    """A club of Hoa and Bình."""
    village = Village(database)
    await village.found()
    await village.join("hoa", "Nguyễn Thị Hoa", phone=None)
    await village.join("binh", "Vi Văn Bình", phone=None)
    return village


async def make(people: Village, short: str = "hoa", now: datetime = NOON) -> JoiningCode:
    async with people.database.write() as db:
        return await codes.make(
            db, club_id=people.club, member_id=people.ids[short], made_by=None, now=now
        )


async def find(people: Village, code: str) -> JoiningCode | None:
    async with people.database.read() as db:
        return await codes.find(db, code)


async def use(people: Village, code: JoiningCode, platform: str, now: datetime = NOON) -> bool:
    async with people.database.write() as db:
        return await codes.use(db, code.id, platform, now)


async def test_a_code_has_eight_digits_and_leads_to_its_member(people: Village) -> None:
    made = await make(people)
    assert len(made.code) == 8
    assert made.code.isdecimal()
    assert made.shown.replace(" ", "") == made.code
    assert await find(people, made.code) == made
    assert made.member_id == people.ids["hoa"]


async def test_a_code_that_never_was_is_not_found(people: Village) -> None:
    assert await find(people, "48271593") is None


@pytest.mark.parametrize(
    ("later", "works"),
    [(timedelta(), True), (codes.LIFE - timedelta(seconds=1), True), (codes.LIFE, False)],
)
async def test_a_code_lives_for_45_days(people: Village, later: timedelta, works: bool) -> None:
    made = await make(people)
    assert timedelta(days=45) == codes.LIFE
    assert made.is_live(NOON + later, "web") is works
    async with people.database.write() as db:
        assert await codes.use(db, made.id, "web", NOON + later) is works


async def test_a_code_is_used_once_on_each_platform(people: Village) -> None:
    made = await make(people)
    assert await use(people, made, "web")
    assert not await use(people, made, "web")
    used = await find(people, made.code)
    assert used
    assert not used.is_live(NOON, "web")
    assert used.is_live(NOON, "telegram")
    assert await use(people, made, "telegram")
    assert not await use(people, made, "telegram")
    used = await find(people, made.code)
    assert used
    assert used.used_on == {"web", "telegram"}


async def test_the_moment_of_the_first_use_is_kept(people: Village) -> None:
    made = await make(people)
    await use(people, made, "web")
    await use(people, made, "telegram", NOON + timedelta(days=1))
    async with people.database.read() as db:
        kept = await db.execute(select(t.JoiningCode.used_at))
    assert kept.scalar_one() == NOON


async def test_of_many_uses_at_once_one_wins_on_each_platform(people: Village) -> None:
    made = await make(people)
    platforms = ["web", "telegram"] * 4
    won = await asyncio.gather(*(use(people, made, platform) for platform in platforms))
    winners = [platform for platform, first in zip(platforms, won, strict=True) if first]
    assert sorted(winners) == ["telegram", "web"]


async def test_a_voided_code_is_dead_everywhere(people: Village) -> None:
    made = await make(people)
    assert await use(people, made, "web")
    async with people.database.write() as db:
        await codes.void(db, made.id, NOON)
    for platform in ("web", "telegram"):
        assert not await use(people, made, platform)


async def test_older_codes_of_the_same_member_die_and_others_live(people: Village) -> None:
    older, others = await make(people), await make(people, "binh")
    later = NOON + timedelta(days=1)
    newer = await make(people, now=later)
    found = [await find(people, one.code) for one in (older, others, newer)]
    assert [one and one.is_live(later, "web") for one in found] == [False, True, True]


async def test_a_new_code_stops_one_that_was_used_on_the_other_platforms_too(
    people: Village,
) -> None:
    older = await make(people)
    assert await use(people, older, "web")
    newer = await make(people)
    assert not await use(people, older, "telegram")
    assert await use(people, newer, "telegram")


async def test_used_codes_of_a_member_can_be_stopped_and_a_fresh_one_stays(
    people: Village,
) -> None:
    hers, his = await make(people), await make(people, "binh")
    assert await use(people, hers, "web")
    for short in ("hoa", "binh"):
        async with people.database.write() as db:
            await codes.void_used(db, people.ids[short], NOON)
    assert not await use(people, hers, "telegram")
    assert await use(people, his, "telegram")


async def test_no_code_is_given_twice(people: Village, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: Iterator[int] = iter([7, 7, 7, 8])
    monkeypatch.setattr(secrets, "randbelow", lambda limit: next(drawn))
    first, second = await make(people), await make(people, "binh")
    assert (first.code, second.code) == ("00000007", "00000008")


async def test_a_code_works_for_its_member_until_it_expires_or_is_stopped(people: Village) -> None:
    async def works(short: str, now: datetime = NOON) -> bool:
        async with people.database.read() as db:
            return await codes.works_for(db, people.ids[short], now)

    assert not await works("hoa")
    made = await make(people)
    assert await use(people, made, "web")  # and may still serve on another platform
    assert await works("hoa")
    assert not await works("binh")
    assert not await works("hoa", NOON + codes.LIFE)
    async with people.database.write() as db:
        await codes.void(db, made.id, NOON)
    assert not await works("hoa")
