"""Counts as they are kept: one at a time for each who keeps cash, settled once."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.money.books import Fund
from bot.storage import counts
from bot.storage.engine import Database
from tests.conversations.test_cashbox import keep
from tests.village import Village


@pytest.fixture
async def club(database: Database) -> Village:
    """Lan and Tư keep cash."""
    club = Village(database)
    await club.found()
    await club.join("lan", "Hoàng Thị Lan", "treasurer")
    await club.join("tu", "Trần Văn Tư", "accountant", sex="male")
    await keep(club, Fund.INCOME, {"lan": 500_000, "tu": 20_000})
    return club


async def begin(club: Village, origin: str, holder: str = "lan", counted: int = 0) -> int | None:
    async with club.database.write() as db:
        return await counts.begin(
            db,
            club_id=club.club,
            counted_on=club.clock.now.date(),
            holder_id=club.ids[holder],
            funds=await counts.kept_by(db, club.club, club.ids[holder]),
            counted=counted,
            notes={500_000: 1},
            reason="unclear",
            fund=Fund.INCOME,
            counted_by=club.ids["lan"],
            origin=origin,
            now=club.clock.now,
        )


async def settle(club: Village, count: int, status: str = "agreed") -> bool:
    async with club.database.write() as db:
        return await counts.settle(db, count, status=status, by=club.ids["tu"], now=club.clock.now)


async def test_two_who_count_the_same_cash_at_once_make_one_count(club: Village) -> None:
    made = await asyncio.gather(*(begin(club, f"phone {number}") for number in range(4)))
    assert sum(one is not None for one in made) == 1
    assert await begin(club, "of another", "tu") is not None


async def test_the_same_operation_counts_once_even_after_it_was_settled(club: Village) -> None:
    first = await begin(club, "tap")
    assert first is not None
    assert await settle(club, first)
    assert not await settle(club, first, "refused")
    assert await begin(club, "tap") is None
    assert await begin(club, "another tap") is not None


async def test_a_count_is_read_back_as_it_was_told(club: Village) -> None:
    made = await begin(club, "tap", counted=480_000)
    assert made is not None
    async with club.database.write() as db:
        found = await counts.locked(db, club.club, made)
        assert await counts.pending(db, club.club) == [found]
        assert await counts.pending(db, club.club, found.counted_on - timedelta(days=1)) == []
        assert await counts.agreed(db, club.club, 5) == []
    assert (found.expected, found.difference, found.status) == (500_000, -20_000, "pending")
    assert (found.funds, found.notes) == ({Fund.INCOME: 500_000}, {500_000: 1})


async def test_only_counts_that_differed_are_listed_as_differences(club: Village) -> None:
    for number, counted in enumerate((500_000, 480_000, 500_000)):
        made = await begin(club, str(number), counted=counted)
        assert made is not None
        await settle(club, made)
    async with club.database.read() as db:
        lan = club.ids["lan"]
        differing = await counts.agreed(db, club.club, 5, holder_id=lan, differing=True)
        every = await counts.agreed(db, club.club, 2)
    assert [one.counted for one in differing] == [480_000]
    assert [one.counted for one in every] == [500_000, 480_000]


async def test_a_count_of_another_club_is_not_found(club: Village) -> None:
    made = await begin(club, "tap")
    other = Village(club.database)
    await other.found(key="other")
    async with club.database.read() as db:
        assert await counts.pending(db, other.club) == []
        assert await counts.kept_by(db, other.club, club.ids["lan"]) == {}
    assert made is not None
