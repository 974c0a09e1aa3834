"""The board of swapped labour: two at once never get more places than hands were wanted."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

import pytest

from bot.storage import activities, labour, labour_swaps
from bot.storage.engine import Database
from tests.village import NOON, Village

DAY = date(2026, 11, 28)


@pytest.fixture
async def club(database: Database) -> Village:
    """A club of eight neighbours."""
    village = Village(database)
    await village.found()
    for number in range(8):
        await village.join(f"m{number}", f"Lê Thị Số {number}", phone=None)
    return village


async def asks(club: Village, hands: int, days: int = 1) -> int:
    """Let m0 ask for hands; return the ask's id."""
    async with club.database.write() as db:
        put = await labour.put(
            db,
            club_id=club.club,
            member_id=club.ids["m0"],
            asks=True,
            work="gặt lúa",
            from_on=DAY,
            until_on=DAY + timedelta(days=days - 1),
            hands=hands,
            by=club.ids["m0"],
            now=NOON,
        )
    return put.id


async def agrees(club: Village, asked: int, who: str, day: date = DAY) -> int | None:
    """Let somebody agree in a transaction of her own."""
    async with club.database.write() as db:
        return await labour_swaps.agree(
            db,
            club_id=club.club,
            asked_id=asked,
            helper_id=club.ids[who],
            day=day,
            by=club.ids[who],
            now=NOON,
        )


async def test_of_seven_at_once_no_more_go_than_hands_are_wanted(club: Village) -> None:
    asked = await asks(club, 3)
    places = await asyncio.gather(*(agrees(club, asked, f"m{one}") for one in range(1, 8)))
    assert sum(place is not None for place in places) == 3
    async with club.database.read() as db:
        assert len(await labour_swaps.of_asked(db, [asked])) == 3


async def test_the_same_one_twice_at_once_goes_once(club: Village) -> None:
    asked = await asks(club, 3)
    places = await asyncio.gather(*(agrees(club, asked, "m1") for _ in range(4)))
    assert sum(place is not None for place in places) == 1


async def test_each_day_has_its_own_places_and_nobody_goes_outside_of_them(club: Village) -> None:
    asked = await asks(club, 1, days=2)
    assert await agrees(club, asked, "m1")
    assert await agrees(club, asked, "m2") is None
    assert await agrees(club, asked, "m2", DAY + timedelta(days=1))
    assert await agrees(club, asked, "m3", DAY + timedelta(days=2)) is None
    assert await agrees(club, asked, "m0", DAY + timedelta(days=1)) is None


async def test_a_place_that_is_given_up_is_free_for_another(club: Village) -> None:
    asked = await asks(club, 1)
    swap = await agrees(club, asked, "m1")
    assert swap
    async with club.database.write() as db:
        assert await labour_swaps.fall_through(db, club_id=club.club, swap_id=swap, now=NOON)
    assert await agrees(club, asked, "m2")


async def test_nobody_goes_to_what_was_withdrawn_and_it_is_withdrawn_once(club: Village) -> None:
    asked = await asks(club, 2)
    async with club.database.write() as db:
        assert await labour.withdraw(db, club_id=club.club, labour_id=asked, now=NOON)
        assert not await labour.withdraw(db, club_id=club.club, labour_id=asked, now=NOON)
        assert not await labour.on_board(db, club.club, DAY)
    assert await agrees(club, asked, "m1") is None


async def test_what_is_over_is_off_the_board(club: Village) -> None:
    await asks(club, 2, days=2)
    async with club.database.read() as db:
        assert await labour.on_board(db, club.club, DAY + timedelta(days=1))
        assert not await labour.on_board(db, club.club, DAY + timedelta(days=2))


async def test_a_day_counts_for_both_once_somebody_says_that_it_came_about(club: Village) -> None:
    swap = await agrees(club, await asks(club, 2), "m1")
    assert swap
    giver, taker = club.ids["m1"], club.ids["m0"]
    async with club.database.write() as db:
        assert await labour_swaps.days_of(db, club.club, giver, DAY) == labour_swaps.Days()
        assert await labour_swaps.done(db, club_id=club.club, swap_id=swap, now=NOON)
        assert not await labour_swaps.done(db, club_id=club.club, swap_id=swap, now=NOON)
        assert await labour_swaps.days_of(db, club.club, giver, DAY) == labour_swaps.Days(given=1)
        found = await labour_swaps.days_of(db, club.club, taker, DAY)
        assert found == labour_swaps.Days(received=1)
        assert len(await labour_swaps.between(db, club.club, DAY, DAY + timedelta(days=1))) == 1
        assert await labour_swaps.undo(db, club_id=club.club, swap_id=swap, now=NOON)
        assert not await labour_swaps.between(db, club.club, DAY, DAY + timedelta(days=1))


async def test_another_club_sees_and_changes_nothing(club: Village) -> None:
    asked, other = await asks(club, 2), club.club + 1
    swap = await agrees(club, asked, "m1")
    assert swap
    async with club.database.write() as db:
        assert await labour.one(db, other, asked) is None
        assert await labour_swaps.one(db, other, swap) is None
        assert not await labour.withdraw(db, club_id=other, labour_id=asked, now=NOON)
        assert not await labour_swaps.done(db, club_id=other, swap_id=swap, now=NOON)
        assert not await labour.on_board(db, other, DAY)


async def test_an_activity_is_moved_and_taken_back_once_and_counts_no_more(club: Village) -> None:
    async with club.database.write() as db:
        its = await activities.write(
            db,
            club_id=club.club,
            area="culture",
            day=DAY,
            people=40,
            note="Văn nghệ",
            by=club.ids["m0"],
            now=NOON,
        )
        week = DAY - timedelta(days=7), DAY + timedelta(days=1)
        assert [one.id for one in await activities.of_day(db, club.club, "culture", DAY)] == [its]
        moved = DAY - timedelta(days=3)
        assert await activities.move(db, club_id=club.club, activity_id=its, day=moved)
        assert [one.day for one in await activities.between(db, club.club, *week)] == [moved]
        for is_first in (True, False):
            back = await activities.take_back(db, club_id=club.club, activity_id=its, now=NOON)
            assert back is is_first
        assert not await activities.between(db, club.club, *week)
        assert not await activities.move(db, club_id=club.club, activity_id=its, day=DAY)
        found = await activities.one(db, club.club, its)
        assert found is not None
        assert found.is_taken_back
