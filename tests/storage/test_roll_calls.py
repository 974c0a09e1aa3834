"""The roll of a meeting, and what it comes to for reports."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from sqlalchemy import update

from bot.storage import meetings_held, roll_calls
from bot.storage import tables as t
from bot.storage.engine import Connection, Database
from bot.storage.meetings import Meeting
from tests.village import Village

TODAY = date(2026, 11, 21)


@pytest.fixture
async def village(database: Database) -> Village:
    village = Village(database)
    await village.found()
    await village.join("hoa", "Nguyễn Thị Hoa")
    await village.join("lan", "Hoàng Thị Lan", "treasurer")
    await village.join("anh", "Vi Văn Anh")
    return village


async def _meeting(db: Connection, village: Village, on: date = TODAY) -> Meeting:
    made = await meetings_held.note(
        db,
        club_id=village.club,
        held_on=on,
        at=time(14),
        place="the house of culture",
        by=village.ids["lan"],
    )
    assert made
    return made


async def _called(db: Connection, village: Village, meeting: Meeting, *away: str) -> bool:
    return await roll_calls.begin(
        db,
        club_id=village.club,
        meeting_id=meeting.id,
        everybody=list(village.ids.values()),
        away=[village.ids[one] for one in away],
        by=village.ids["lan"],
        now=village.clock.now,
    )


async def test_a_roll_begins_once_and_keeps_what_was_marked(village: Village) -> None:
    async with village.database.write() as db:
        meeting = await _meeting(db, village)
        assert await _called(db, village, meeting, "hoa")
        await roll_calls.mark(db, meeting.id, [village.ids["anh"]], came=False)
        assert not await _called(db, village, meeting)
        roll = await roll_calls.of_meeting(db, village.club, meeting.id)
    assert roll
    assert roll.absent == {village.ids["hoa"], village.ids["anh"]}


async def test_marking_the_same_twice_is_news_once(village: Village) -> None:
    async with village.database.write() as db:
        meeting = await _meeting(db, village)
        await _called(db, village, meeting)
        hoa = village.ids["hoa"]
        assert await roll_calls.mark(db, meeting.id, [hoa], came=False) == {hoa}
        assert await roll_calls.mark(db, meeting.id, [hoa], came=False) == set()


async def test_who_was_a_member_on_that_day_is_on_the_roll_as_they_sit(village: Village) -> None:
    async with village.database.write() as db:
        await _set(db, village.ids["hoa"], seat=2)
        await _set(db, village.ids["lan"], seat=1)
        found = await roll_calls.on_roll(db, village.club, TODAY)
        assert [one.name for one in found][:2] == ["Hoàng Thị Lan", "Nguyễn Thị Hoa"]
        await _set(db, village.ids["hoa"], left_on=TODAY)
        await _set(db, village.ids["lan"], joined_on=TODAY + timedelta(days=1))
        found = await roll_calls.on_roll(db, village.club, TODAY)
    assert [one.id for one in found] == [village.ids["anh"]]


async def _set(db: Connection, member_id: int, **values: object) -> None:
    await db.execute(update(t.Member).where(t.Member.id == member_id).values(**values))


async def test_only_finished_rolls_count(village: Village) -> None:
    async with village.database.write() as db:
        first = await _meeting(db, village, date(2026, 11, 7))
        await _meeting(db, village)
        await _called(db, village, first, "hoa")
        await roll_calls.set_guests(db, first.id, ["ông Bình"])
        since, before = date(2026, 11, 1), date(2026, 12, 1)
        (before_done, _other) = await roll_calls.by_meeting(db, village.club, since, before)
        assert (before_done.came, before_done.all) == (0, 0)
        await roll_calls.finish(db, first.id, village.clock.now)
        done, not_called = await roll_calls.by_meeting(db, village.club, since, before)
    assert (done.came, done.all, done.guests) == (2, 3, 1)
    assert (not_called.came, not_called.all) == (0, 0)


async def test_a_meeting_that_nobody_planned_is_written_down_once(village: Village) -> None:
    async with village.database.write() as db:
        first = await _meeting(db, village)
        assert (await _meeting(db, village)).id == first.id
        await db.execute(
            update(t.Meeting)
            .where(t.Meeting.id == first.id)
            .values(cancelled_at=village.clock.now)
        )
        assert await meetings_held.of_day(db, village.club, TODAY) is None
        again = await _meeting(db, village)
    assert again.id == first.id
    assert not again.is_cancelled
