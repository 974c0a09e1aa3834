"""Visits as rows: one visit is one row, whoever tells of it and however often."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from bot.care.visits import Made, Recorded
from bot.storage import shifts, visit_worries, visits
from bot.storage.engine import Connection, Database
from tests.village import Village
from tests.visited import TODAY, ago, all_rows, pair, plan, take_in, volunteer, written

HER_TASKS = ("meals", "laundry")


@pytest.fixture
async def club(database: Database) -> Village:
    village = Village(database)
    await village.found()
    for short in ("hoa", "mai", "thu"):
        await village.join(short, f"Nguyễn Thị {short.capitalize()}")
    await volunteer(village, "hoa", "mai", "thu")
    await take_in(village, "Vi Thị Lan")
    return village


def made(village: Village, *shorts: str, day: date = TODAY, **more: Any) -> Made:
    """What somebody tells of a visit to the first who is visited."""
    told: dict[str, Any] = {"recipient_id": 1, "day": day, "tasks": HER_TASKS, **more}
    return Made(visitors=tuple(village.ids[one] for one in shorts), **told)


async def tell(village: Village, told: Made, by: str, **more: Any) -> Recorded:
    async with village.database.write() as db:
        return await _tell(db, village, told, by, **more)


async def _tell(db: Connection, village: Village, told: Made, by: str, **more: Any) -> Recorded:
    return await visits.record(
        *(db, village.club, told),
        entered_by=village.ids[by],
        now=village.clock.now,
        **more,
    )


async def test_a_visit_comes_back_as_it_was_told(club: Village) -> None:
    told = made(club, "hoa", "mai", state="well", minutes=90, note="vui")
    recorded = await tell(club, told, "hoa")
    assert recorded.new
    assert await written(club) == [recorded.visit]
    visit = recorded.visit
    assert visit.visitors == (club.ids["hoa"], club.ids["mai"])
    assert (visit.tasks, visit.state, visit.minutes, visit.note) == (
        ("laundry", "meals"),
        "well",
        90,
        "vui",
    )
    assert not visits.is_late(visit, "Asia/Ho_Chi_Minh")


async def test_what_two_tell_of_one_visit_is_one_visit(club: Village) -> None:
    first = await tell(club, made(club, "hoa", "mai"), "hoa")
    again = await tell(club, made(club, "mai", "hoa", state="weak"), "mai")
    assert not again.new
    assert again.visit == first.visit
    assert await all_rows(club) == 1


async def test_another_visit_of_that_day_is_one_only_where_that_is_said(club: Village) -> None:
    first = await tell(club, made(club, "hoa"), "hoa")
    other = await tell(club, made(club, "thu"), "thu", beside=[first.visit.id])
    assert other.new
    assert [one.number for one in await written(club)] == [1, 2]
    again = await tell(club, made(club, "thu"), "thu", beside=[first.visit.id])
    assert again.visit == other.visit
    assert not again.new


async def test_of_two_visits_of_a_day_her_own_is_the_one_that_stands_there(club: Village) -> None:
    first = await tell(club, made(club, "hoa"), "hoa")
    await tell(club, made(club, "thu"), "thu", beside=[first.visit.id])
    assert (await tell(club, made(club, "hoa"), "hoa")).visit == first.visit


async def test_a_visit_that_was_taken_back_can_be_written_anew(club: Village) -> None:
    first = await tell(club, made(club, "hoa"), "hoa")
    async with club.database.write() as db:
        assert await visits.take_back(db, first.visit, club.clock.now)
        assert not await visits.take_back(db, first.visit, club.clock.now)
    assert await written(club) == []
    again = await tell(club, made(club, "hoa"), "hoa")
    assert again.new
    assert [one.id for one in await written(club)] == [again.visit.id]


async def test_what_is_added_loses_nothing_and_the_worse_state_counts(club: Village) -> None:
    first = await tell(club, made(club, "hoa", note="ăn ít", minutes=90), "hoa")
    told = made(club, "mai", tasks=("company",), state="weak", note="kêu mệt")
    async with club.database.write() as db:
        added = (await visits.add(db, first.visit, told)).visit
        better = (await visits.add(db, added, made(club, "mai", state="well"))).visit
    assert added.visitors == (club.ids["hoa"], club.ids["mai"])
    assert added.tasks == ("company", "laundry", "meals")
    assert (added.state, added.note, added.minutes) == ("weak", "ăn ít; kêu mệt", 90)
    assert better.state == "weak"


async def test_two_who_write_one_visit_at_the_same_moment_write_it_once(
    club: Village,
) -> None:
    """Two open transactions: on PostgreSQL the second waits for the first, and then finds it."""
    if club.database.is_sqlite:
        both = [tell(club, made(club, one), one) for one in ("hoa", "mai")]
        recorded = await asyncio.gather(*both)
    else:
        async with asyncio.TaskGroup() as tasks, club.database.write() as db:
            first = await _tell(db, club, made(club, "hoa"), "hoa")
            other = tasks.create_task(tell(club, made(club, "mai"), "mai"))
            await _until_it_waits(club)
            assert not other.done()
        recorded = [first, other.result()]
    assert sorted(one.new for one in recorded) == [False, True]
    assert await all_rows(club) == 1


async def test_of_many_who_write_at_once_nobody_slips_in_between(club: Village) -> None:
    """One who has looked already may not write what another wrote since."""
    for back in range(6):
        told = [made(club, one, day=ago(back)) for one in ("hoa", "mai", "thu")]
        whos = ("hoa", "mai", "thu")
        recorded = await asyncio.gather(*map(tell, [club] * 3, told, whos))
        assert sorted(one.new for one in recorded) == [False, False, True]
    assert await all_rows(club) == 6


async def _until_it_waits(village: Village) -> None:
    """Wait until another transaction waits for a row of this one."""
    for _attempt in range(200):
        async with village.database.read() as db:
            waiting = await db.scalar(
                text("SELECT count(*) FROM pg_locks WHERE NOT granted AND pid <> pg_backend_pid()")
            )
        if waiting:
            return
        await asyncio.sleep(0.02)
    raise AssertionError("nobody waits")


async def test_a_visit_is_what_was_planned_for_one_of_the_visitors(club: Village) -> None:
    hers = await plan(club, 1, TODAY, "mai")
    other = await plan(club, 1, TODAY, "hoa")
    first = await tell(club, made(club, "hoa"), "hoa")
    assert first.visit.shift_id == other
    second = await tell(club, made(club, "thu"), "thu", beside=[first.visit.id])
    assert second.visit.shift_id == hers
    third = await tell(club, made(club, "mai"), "mai", beside=[first.visit.id, second.visit.id])
    assert third.visit.shift_id is None


async def test_what_is_cancelled_or_of_another_day_is_no_plan_of_a_visit(club: Village) -> None:
    await plan(club, 1, ago(1), "hoa")
    cancelled = await plan(club, 1, TODAY, "hoa")
    async with club.database.write() as db:
        await shifts.cancel(db, club.club, [cancelled], "wish", club.clock.now)
    assert (await tell(club, made(club, "hoa"), "hoa")).visit.shift_id is None


async def test_a_plan_is_open_again_when_its_visit_is_taken_back(club: Village) -> None:
    shift = await plan(club, 1, TODAY, "hoa")
    first = await tell(club, made(club, "hoa"), "hoa")
    async with club.database.write() as db:
        await visits.take_back(db, first.visit, club.clock.now)
    assert (await tell(club, made(club, "mai"), "mai")).visit.shift_id == shift


async def test_hours_are_each_volunteers_own(club: Village) -> None:
    await pair(club, "hoa", "mai")
    await tell(club, made(club, "hoa", "mai", minutes=90), "hoa")
    await tell(club, made(club, "hoa", day=ago(3)), "hoa")
    await tell(club, made(club, "hoa", day=ago(40)), "hoa")
    async with club.database.read() as db:
        given = await visits.hours(db, club.club, ago(20), TODAY + timedelta(days=1))
        other = await visits.hours(db, club.club + 1, ago(20), TODAY + timedelta(days=1))
    assert {one: (its.visits, its.minutes) for one, its in given.items()} == {
        club.ids["hoa"]: (2, 150),
        club.ids["mai"]: (1, 90),
    }
    assert other == {}


async def test_who_needs_the_station_worries_until_that_is_told(club: Village) -> None:
    recorded = await tell(club, made(club, "hoa", state="station"), "hoa")
    assert recorded.worries == "station"
    async with club.database.write() as db:
        assert await visit_worries.note_told(db, recorded.visit, "station")
        assert not await visit_worries.note_told(db, recorded.visit, "station")
        assert not await visit_worries.note_told(db, recorded.visit, "weak")
        (visit,) = await visits.between(db, club.club, TODAY, TODAY + timedelta(days=1))
        assert await visit_worries.of(db, visit) == ""


async def weak(village: Village, days_ago: int, state: str = "weak") -> str:
    """Write a visit down, note what is told of it, and return what worries."""
    recorded = await tell(village, made(village, "hoa", day=ago(days_ago), state=state), "hoa")
    async with village.database.write() as db:
        if recorded.worries:
            await visit_worries.note_told(db, recorded.visit, recorded.worries)
    return recorded.worries


async def test_three_weak_days_in_a_row_worry_and_then_each_three_more(club: Village) -> None:
    assert [await weak(club, days) for days in (9, 8, 7, 6, 5, 4)] == ["", "", "weak"] * 2


async def test_a_better_day_between_begins_the_row_anew(club: Village) -> None:
    assert [await weak(club, 9), await weak(club, 8), await weak(club, 7, "well")] == [""] * 3
    assert [await weak(club, days) for days in (6, 5, 4)] == ["", "", "weak"]


async def test_weak_days_of_long_ago_do_not_worry_when_she_is_well_since(club: Village) -> None:
    await weak(club, 2, "well")
    assert [await weak(club, days) for days in (9, 8, 7)] == [""] * 3


async def test_a_row_is_seen_whichever_day_is_written_last(club: Village) -> None:
    assert [await weak(club, days) for days in (9, 5, 7)] == ["", "", "weak"]


async def test_correcting_a_state_may_worry_or_no_more(club: Village) -> None:
    first = await tell(club, made(club, "hoa"), "hoa")
    async with club.database.write() as db:
        worse = await visits.correct(db, first.visit, "station")
        better = await visits.correct(db, worse.visit, "well")
    assert (worse.worries, better.worries, better.visit.state) == ("station", "", "well")
