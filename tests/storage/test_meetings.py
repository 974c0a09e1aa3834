"""Meetings as rows: made from the rule, kept ahead, moved and answered."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from bot.almanac.meetings import LunarDay, MeetingRule, MonthDay, NthWeekday
from bot.storage import meeting_answers, meeting_rules, meetings
from bot.storage import tables as t
from bot.storage.engine import Database
from bot.storage.meetings import Meeting
from tests.village import NOON, Village

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)  # as a wall clock of the village
TENTH = MeetingRule(on=MonthDay(day=10))


@pytest.fixture
async def club(database: Database) -> Village:
    village = Village(database)
    await village.found()
    await village.join("hoa", "Nguyễn Thị Hoa")
    return village


async def set_rule(
    village: Village, rule: MeetingRule = TENTH, *, at: time = time(14), place: str = "here"
) -> None:
    async with village.database.write() as db:
        await meeting_rules.set_rule(
            db,
            club_id=village.club,
            rule=rule,
            at=at,
            place=place,
            by=village.ids["hoa"],
            now=village.clock.now,
            today=(village.clock.now + timedelta(hours=7)).date(),
        )


async def keep_ahead(village: Village, now: datetime) -> None:
    async with village.database.write() as db:
        await meeting_rules.keep_ahead(db, now)


async def all_of(village: Village) -> list[Meeting]:
    async with village.database.read() as db:
        rows = await db.execute(select(t.Meeting).order_by(t.Meeting.wanted_on))
        return [meetings.meeting_of(row) for row in rows]


async def wanted(village: Village) -> list[date]:
    return [one.wanted_on for one in await all_of(village)]


async def coming(village: Village, limit: int = 9) -> list[Meeting]:
    async with village.database.read() as db:
        return await meetings.coming(db, village.club, NOW, limit)


@pytest.mark.parametrize(
    "rule",
    [
        TENTH,
        MeetingRule(on=NthWeekday(nth=-1, weekday=6), months=3, from_month=2, move="before"),
        MeetingRule(on=LunarDay(day=15), months=2, move="never"),
    ],
)
async def test_a_rule_comes_back_as_it_was_set(club: Village, rule: MeetingRule) -> None:
    async with club.database.read() as db:
        assert await meeting_rules.newest_rule(db, club.club) is None
    await set_rule(club, rule, at=time(8, 30), place="nhà văn hóa")
    async with club.database.read() as db:
        found = await meeting_rules.newest_rule(db, club.club)
    assert found is not None
    assert (found.rule, found.at, found.place) == (rule, time(8, 30), "nhà văn hóa")


async def test_the_wanted_day_is_kept_through_short_months(club: Village) -> None:
    await set_rule(club, MeetingRule(on=MonthDay(day=31), move="never"))
    await keep_ahead(club, datetime(2027, 1, 15, tzinfo=UTC))
    await keep_ahead(club, datetime(2027, 3, 15, tzinfo=UTC))
    assert [(day.month, day.day) for day in await wanted(club)] == [
        *[(11, 30), (12, 31), (1, 31), (2, 28), (3, 31), (4, 30), (5, 31), (6, 30)]
    ]


async def test_keeping_ahead_makes_nothing_twice_and_nothing_too_early(club: Village) -> None:
    await set_rule(club)
    before = await all_of(club)
    assert len(before) == 4
    for day in range(21, 30):
        await keep_ahead(club, datetime(2026, 11, day, tzinfo=UTC))
    assert await all_of(club) == before
    for month in range(1, 13):
        await keep_ahead(club, datetime(2027, month, 15, tzinfo=UTC))
    assert len(set(await wanted(club))) == len(await wanted(club)) == 16


async def test_a_meeting_off_its_day_does_not_make_planning_busy(club: Village) -> None:
    """On the days between the wanted day and the one it is held on, all is there already."""
    await set_rule(club, MeetingRule(on=MonthDay(day=6)))
    await keep_ahead(club, datetime(2027, 1, 7, tzinfo=UTC))
    for day in range(6, 14):
        await keep_ahead(club, datetime(2027, 2, day, tzinfo=UTC))
        after = [one for one in await wanted(club) if one > date(2027, 2, day)]
        assert len(after) >= meeting_rules.AHEAD
    held = {one.wanted_on: (one.held_on, one.moved_because) for one in await all_of(club)}
    assert held[date(2027, 2, 6)] == (date(2027, 2, 13), "tet")


async def test_keeping_ahead_leaves_alone_what_the_board_did(club: Village) -> None:
    await set_rule(club)
    first, second, *_rest = await coming(club)
    async with club.database.write() as db:
        await meetings.move(db, first, held_on=date(2026, 12, 12), at=time(9), by=club.ids["hoa"])
        await meetings.cancel(db, second, by=club.ids["hoa"], now=club.clock.now)
    await keep_ahead(club, datetime(2026, 12, 20, tzinfo=UTC))
    found = {one.wanted_on: one for one in await all_of(club)}
    assert found[first.wanted_on].held_on == date(2026, 12, 12)
    assert found[first.wanted_on].moved_because == "board"
    assert found[second.wanted_on].is_cancelled


async def test_a_new_rule_drops_the_meetings_to_come_and_keeps_what_was(club: Village) -> None:
    await set_rule(club)
    club.clock.pass_by(days=25)  # 16 December: the first one was held
    await set_rule(club, MeetingRule(on=MonthDay(day=20)), at=time(8), place="there")
    days = await wanted(club)
    assert days[:2] == [date(2026, 12, 10), date(2026, 12, 20)]
    assert all(day.day == 20 for day in days[1:])
    async with club.database.read() as db:
        rules = (await db.execute(select(t.MeetingRule))).all()
    assert len(rules) == 2


async def test_a_new_rule_keeps_what_the_board_decided_for_the_same_days(club: Village) -> None:
    await set_rule(club)
    first, second, *_rest = await coming(club)
    async with club.database.write() as db:
        await meetings.move(db, first, held_on=date(2026, 12, 12), at=time(14), by=club.ids["hoa"])
        await meetings.cancel(db, second, by=club.ids["hoa"], now=club.clock.now)
    await set_rule(club, TENTH, at=time(8), place="there")
    found = {one.wanted_on: one for one in await all_of(club)}
    moved = found[first.wanted_on]
    assert (moved.held_on, moved.at, moved.place) == (date(2026, 12, 12), time(8), "there")
    assert found[second.wanted_on].is_cancelled


async def test_the_next_meeting_is_one_that_has_not_begun(club: Village) -> None:
    await set_rule(club)
    async with club.database.read() as db:
        for at, month in (((13, 59), 12), ((14, 0), 1)):
            [found] = await meetings.coming(db, club.club, datetime(2026, 12, 10, *at, tzinfo=UTC))
            assert found.held_on.month == month
            assert not found.has_begun(datetime(2026, 12, 10, *at, tzinfo=UTC))


async def test_answers_to_another_day_do_not_count_for_the_new_one(club: Village) -> None:
    await set_rule(club)
    [first, *_rest] = await coming(club)
    async with club.database.write() as db:
        await meeting_answers.answer(db, first.id, club.ids["hoa"], "come", NOON)
        await meetings.move(db, first, held_on=first.held_on, at=time(9), by=club.ids["hoa"])
        assert await meeting_answers.answers(db, first.id) == {club.ids["hoa"]: "come"}
        await meetings.move(db, first, held_on=date(2026, 12, 11), at=time(9), by=club.ids["hoa"])
        assert await meeting_answers.answers(db, first.id) == {}


async def test_the_last_answer_counts(club: Village) -> None:
    await set_rule(club)
    [first, *_rest] = await coming(club)
    async with club.database.write() as db:
        for said in ("come", "come", "lift", "away"):
            await meeting_answers.answer(db, first.id, club.ids["hoa"], said, NOON)
        assert await meeting_answers.answer_of(db, first.id, club.ids["hoa"]) == "away"
        assert len((await db.execute(select(t.MeetingAnswer))).all()) == 1


async def test_another_clubs_meeting_is_not_found(club: Village) -> None:
    await set_rule(club)
    [first, *_rest] = await coming(club)
    other = Village(club.database)
    await other.found(key="other", name="Khác")
    async with club.database.write() as db:
        assert await meetings.meeting(db, club.club, first.id) == first
        assert await meetings.meeting(db, other.club, first.id) is None
        assert await meetings.coming(db, other.club, NOW) == []
