"""Joining codes: unique among all, for one use, for 45 days."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from bot.storage import codes
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
    assert made.is_live(NOON + later) is works
    async with people.database.write() as db:
        assert await codes.use(db, made.id, NOON + later) is works


async def test_a_code_is_used_once(people: Village) -> None:
    made = await make(people)
    async with people.database.write() as db:
        assert await codes.use(db, made.id, NOON)
        assert not await codes.use(db, made.id, NOON)
    used = await find(people, made.code)
    assert used
    assert not used.is_live(NOON)


async def test_a_voided_code_is_dead(people: Village) -> None:
    made = await make(people)
    async with people.database.write() as db:
        await codes.void(db, made.id, NOON)
        assert not await codes.use(db, made.id, NOON)


async def test_older_codes_of_the_same_member_die_and_others_live(people: Village) -> None:
    older, others = await make(people), await make(people, "binh")
    later = NOON + timedelta(days=1)
    newer = await make(people, now=later)
    found = [await find(people, one.code) for one in (older, others, newer)]
    assert [one and one.is_live(later) for one in found] == [False, True, True]


async def test_no_code_is_given_twice(people: Village, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: Iterator[int] = iter([7, 7, 7, 8])
    monkeypatch.setattr(secrets, "randbelow", lambda limit: next(drawn))
    first, second = await make(people), await make(people, "binh")
    assert (first.code, second.code) == ("00000007", "00000008")
