"""Meetings are reminded of in time, once, and only of what is still true."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select, update

from bot.almanac.meetings import MeetingRule, MonthDay
from bot.reminders.kinds.kind import Part, Told
from bot.reminders.kinds.meetings import KINDS
from bot.storage import addresses, meeting_answers, meeting_rules, meetings
from bot.storage import tables as t
from bot.storage.engine import Database
from bot.storage.meetings import Meeting
from bot.storage.notices import Due
from tests.village import Village, plain

MONTHLY = MeetingRule(on=MonthDay(day=10))
DAY = date(2026, 12, 10)
UNTOLD = date(2027, 1, 10)
"""The first that the news of the rule did not name."""
PLAN = KINDS["meeting"].plan


def at(day: int, hour: int, minute: int = 0, month: int = 12) -> datetime:
    """Return a moment by the village's clock, which is UTC+7."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=7)


@pytest.fixture
async def club(database: Database) -> Village:
    """A club that meets on the 10th at 14:00; the rule is old news."""
    village = Village(database)
    await village.found()
    await village.join("hoa", "Nguyễn Thị Hoa")
    await village.join("minh", "Lê Văn Minh", "head", sex="male")
    await village.join("binh", "Vi Văn Bình", sex="male", phone=None)
    await set_rule(village, datetime(2026, 10, 1, tzinfo=UTC))
    async with database.write() as db:
        await meeting_rules.keep_ahead(db, village.clock.now)
    return village


async def set_rule(
    village: Village, now: datetime, rule: MeetingRule = MONTHLY, hour: time = time(14)
) -> None:
    async with village.database.write() as db:
        await meeting_rules.set_rule(
            db,
            club_id=village.club,
            rule=rule,
            at=hour,
            place="the house of culture",
            by=None,
            now=now,
            today=(now + timedelta(hours=7)).date(),
        )


async def meeting_on(village: Village, wanted_on: date = DAY) -> Meeting:
    async with village.database.read() as db:
        rows = await db.execute(select(t.Meeting).where(t.Meeting.wanted_on == wanted_on))
        return meetings.meeting_of(rows.one())


async def move(village: Village, to: date, hour: time = time(14), wanted_on: date = DAY) -> None:
    meeting = await meeting_on(village, wanted_on)
    async with village.database.write() as db:
        await meetings.move(db, meeting, held_on=to, at=hour, by=village.ids["minh"])


async def answer(village: Village, short: str, said: meeting_answers.Coming) -> None:
    meeting = await meeting_on(village)
    async with village.database.write() as db:
        await meeting_answers.answer(db, meeting.id, village.ids[short], said, at(1, 8))


async def cancel(village: Village, wanted_on: date = DAY) -> None:
    meeting = await meeting_on(village, wanted_on)
    async with village.database.write() as db:
        await meetings.cancel(db, meeting, by=village.ids["minh"], now=at(1, 8))


async def said(village: Village, now: datetime, who: str = "hoa") -> dict[str, str]:
    """Plan, and say all that waits; return what one member is told, by kind."""
    async with village.database.write() as db:
        await PLAN(db, now)
        rows = await db.execute(
            select(t.Notice).where(t.Notice.said_at.is_(None), t.Notice.skipped.is_(None))
        )
        waiting = [
            Due(
                id=row.id,
                club_id=row.club_id,
                kind=row.kind,
                subject_id=row.subject_id,
                due_on=row.due_on,
                recipient_id=row.recipient_id,
                made_at=row.made_at,
                useless_after=row.useless_after,
            )
            for row in rows
        ]
        people = {one.recipient_id for one in waiting}
        reached = await addresses.listeners(db, people, now.date())
        by_kind: dict[str, list[Told]] = defaultdict(list)
        for due in waiting:
            if due.recipient_id in reached:
                family = due.kind if due.kind in KINDS else due.kind.partition("-")[0]
                by_kind[family].append(Told(due=due, listener=reached[due.recipient_id]))
        heard: dict[str, str] = {}
        for family, told in by_kind.items():
            parts = await KINDS[family].say(db, told, now)
            assert parts.keys() == {one.due.id for one in told}
            for one in told:
                part = parts[one.due.id]
                skipped = part if isinstance(part, str) else None
                await db.execute(
                    update(t.Notice)
                    .where(t.Notice.id == one.due.id)
                    .values(said_at=None if skipped else now, skipped=skipped)
                )
                if one.due.recipient_id == village.ids[who]:
                    heard[one.due.kind] = (
                        plain(part.text) if isinstance(part, Part) else f"({part})"
                    )
        return heard


# --- Before a meeting ----------------------------------------------------------------------------


async def test_a_week_and_a_day_before_everybody_is_reminded_once(club: Village) -> None:
    assert await said(club, at(3, 7, 59)) == {}
    assert await said(club, at(3, 8)) == {
        "meeting-7": "The club meets on Thursday 10 Dec (2/11 lunar), 14:00, at the house of"
        " culture. Will you come?"
    }
    for hour in range(9, 24):
        assert await said(club, at(3, hour)) == {}
    assert await said(club, at(9, 7, 59)) == {}
    heard = await said(club, at(9, 8))
    assert list(heard) == ["meeting-1"]
    assert heard["meeting-1"].startswith("The club meets tomorrow, Thursday 10 Dec")
    assert await said(club, at(10, 8)) == {}
    assert await said(club, at(11, 8)) == {}


async def test_who_has_no_phone_has_a_notice_too_that_a_messenger_may_pass_on(
    club: Village,
) -> None:
    await said(club, at(3, 8))
    async with club.database.read() as db:
        rows = await db.execute(select(t.Notice.recipient_id))
        assert sorted(rows.scalars()) == sorted(club.ids.values())


async def test_after_downtime_only_the_latest_reminder_is_sent(club: Village) -> None:
    assert list(await said(club, at(9, 20))) == ["meeting-1"]


async def test_after_downtime_the_week_before_is_still_told_some_days_later(
    club: Village,
) -> None:
    assert list(await said(club, at(5, 12))) == ["meeting-7"]


async def test_a_meeting_that_has_begun_is_not_reminded_of(club: Village) -> None:
    assert await said(club, at(10, 14)) == {}


async def test_a_club_has_its_own_days_and_hour(club: Village) -> None:
    async with club.database.write() as db:
        await db.execute(
            update(t.ReminderTime)
            .where(t.ReminderTime.kind == "meeting", t.ReminderTime.days == -7)
            .values(days=-3, at=time(17))
        )
    assert await said(club, at(7, 16)) == {}
    assert list(await said(club, at(7, 17))) == ["meeting-3"]
    assert list(await said(club, at(9, 8))) == ["meeting-1"]


async def test_who_has_answered_reads_what_it_was(club: Village) -> None:
    await answer(club, "hoa", "lift")
    heard = await said(club, at(9, 8))
    assert heard["meeting-1"].endswith("You said: please fetch me.")


async def test_two_that_waited_for_one_moment_are_said_as_one(club: Village) -> None:
    async with club.database.write() as db:
        await PLAN(db, at(3, 8))
    heard = await said(club, at(9, 8))
    assert heard["meeting-7"].startswith("The club meets tomorrow")
    assert heard["meeting-1"] == "(said with another)"


async def test_two_clubs_do_not_hear_of_each_others_meetings(club: Village) -> None:
    other = Village(club.database)
    await other.found(key="other", name="Khác")
    await other.join("an", "Lê Thị An")
    assert await said(club, at(3, 8))
    async with club.database.read() as db:
        clubs = await db.execute(select(t.Notice.club_id).distinct())
        assert list(clubs.scalars()) == [club.club]


async def test_the_agenda_is_told_short(club: Village) -> None:
    meeting = await meeting_on(club)
    async with club.database.write() as db:
        matters = ["the new board", *(f"matter {number}" for number in range(40))]
        await meetings.set_agenda(db, meeting.id, "\n".join(matters))
    heard = await said(club, at(9, 8))
    assert "To talk about: the new board; matter 0; matter 1;" in heard["meeting-1"]
    assert len(heard["meeting-1"]) < 300


async def test_a_meeting_is_off_tet_and_says_why(club: Village) -> None:
    await set_rule(club, datetime(2026, 10, 2, tzinfo=UTC), MeetingRule(on=MonthDay(day=6)))
    now = datetime(2027, 2, 9, 3, tzinfo=UTC)
    async with club.database.write() as db:
        await meeting_rules.keep_ahead(db, datetime(2027, 1, 15, tzinfo=UTC))
    heard = await said(club, now)
    assert heard["meeting-7"].startswith(
        "The club meets on Saturday 13 Feb (8/1 lunar), 14:00, at the house of culture."
        " It is not on Saturday 6 Feb because of Tết."
    )


# --- Two hours before ----------------------------------------------------------------------------


async def test_two_hours_before_who_comes_or_needs_a_lift_hears_it_again(club: Village) -> None:
    await said(club, at(9, 8))
    await answer(club, "hoa", "lift")
    await answer(club, "minh", "come")
    assert await said(club, at(10, 11, 59)) == {}
    assert await said(club, at(10, 12), "minh") == {
        "meeting.soon": "The club meets today, Thursday 10 Dec: 14:00, at the house of culture."
        " See you there!"
    }
    assert await said(club, at(10, 13)) == {}


@pytest.mark.parametrize("said_before", ["away", None])
async def test_who_does_not_come_hears_nothing_two_hours_before(
    club: Village, said_before: meeting_answers.Coming | None
) -> None:
    await said(club, at(9, 8))
    if said_before:
        await answer(club, "hoa", said_before)
    assert await said(club, at(10, 12)) == {}


async def test_who_changes_her_mind_meanwhile_hears_nothing(club: Village) -> None:
    await said(club, at(9, 8))
    await answer(club, "hoa", "come")
    async with club.database.write() as db:
        await PLAN(db, at(10, 12))
    await answer(club, "hoa", "away")
    assert await said(club, at(10, 12, 5)) == {"meeting.soon": "(does not come)"}


async def test_of_an_early_meeting_it_is_said_on_the_evening_before(club: Village) -> None:
    await move(club, DAY, time(8))
    await said(club, at(9, 8))
    await answer(club, "hoa", "come")
    assert await said(club, at(9, 17, 59)) == {}
    heard = await said(club, at(9, 18))
    assert heard["meeting.soon"].startswith("The club meets tomorrow, Thursday 10 Dec: 8:00")
    assert await said(club, at(10, 6, 30)) == {}


# --- Moved, and not at all -----------------------------------------------------------------------


async def test_who_knows_the_old_day_is_told_of_the_new_one_at_a_good_hour(club: Village) -> None:
    await said(club, at(3, 8))
    await move(club, date(2026, 12, 12))
    assert await said(club, at(4, 7)) == {}
    heard = await said(club, at(4, 8))
    assert heard == {
        "meeting.moved": "Please note: the meeting is moved. The club meets on Saturday 12 Dec"
        " (4/11 lunar), 14:00, at the house of culture. It was to be on Thursday 10 Dec. Will you"
        " come?"
    }
    assert await said(club, at(5, 8)) == {}  # a week before was told with it
    assert await said(club, at(9, 8)) == {}
    heard = await said(club, at(11, 8))
    assert list(heard) == ["meeting-1"]
    assert "It was to be" not in heard["meeting-1"]


async def test_of_a_move_in_these_days_everybody_hears_at_once(club: Village) -> None:
    await said(club, at(3, 8))
    await said(club, at(9, 8))
    await move(club, date(2026, 12, 17))
    heard = await said(club, at(9, 22))
    assert list(heard) == ["meeting.moved.soon"]
    assert KINDS["meeting.moved.soon"].alone


async def test_another_hour_is_told_too(club: Village) -> None:
    await said(club, at(3, 8))
    await move(club, DAY, time(16))
    heard = await said(club, at(4, 8))
    assert "Thursday 10 Dec (2/11 lunar), 16:00" in heard["meeting.moved"]
    assert heard["meeting.moved"].startswith(
        "Please note: the meeting on Thursday 10 Dec has another hour: from 14:00 to 16:00."
    )
    assert await said(club, at(4, 9)) == {}
    await move(club, DAY, time(15))
    heard = await said(club, at(4, 10))
    assert "from 16:00 to 15:00." in heard["meeting.moved"]


async def test_another_place_is_told_too(club: Village) -> None:
    await said(club, at(3, 8))
    meeting = await meeting_on(club)
    async with club.database.write() as db:
        await meetings.move(
            db, meeting, held_on=DAY, at=time(14), place="school", by=club.ids["minh"]
        )
    assert (await said(club, at(4, 8)))["meeting.moved"].startswith(
        "Please note: the meeting on Thursday 10 Dec has another place: school. The club meets"
    )
    assert await said(club, at(4, 9)) == {}


async def test_an_hour_changed_there_and_back_before_anybody_heard_says_nothing(
    club: Village,
) -> None:
    await said(club, at(3, 8))
    await move(club, DAY, time(16))
    await move(club, DAY, time(14))
    assert await said(club, at(4, 8)) == {}


async def test_of_a_day_and_an_hour_that_nobody_heard_of_the_hour_alone_is_left(
    club: Village,
) -> None:
    await said(club, at(3, 8))
    await move(club, date(2026, 12, 12), time(16))
    await move(club, DAY, time(16))
    assert "from 14:00 to 16:00." in (await said(club, at(4, 8)))["meeting.moved"]


async def test_of_a_meeting_that_nobody_was_told_of_no_move_is_told(club: Village) -> None:
    await move(club, date(2027, 1, 12), wanted_on=UNTOLD)
    assert await said(club, at(30, 9, month=11)) == {}
    assert list(await said(club, datetime(2027, 1, 5, 2, tzinfo=UTC))) == ["meeting-7"]


async def test_of_each_day_that_the_news_of_the_rule_named_a_change_is_told(
    club: Village,
) -> None:
    await set_rule(club, at(1, 9), MeetingRule(on=MonthDay(day=20)))
    assert "Wednesday 20 Jan" in (await said(club, at(1, 10)))["meeting.rule"]
    await cancel(club, date(2027, 1, 20))
    heard = await said(club, at(28, 9))
    assert "the meeting on Wednesday 20 Jan" in heard["meeting.moved"]
    await move(club, date(2027, 2, 22), wanted_on=date(2027, 2, 20))
    heard = await said(club, at(29, 9))
    assert "The club meets on Monday 22 Feb" in heard["meeting.moved"]


async def test_moved_there_and_back_again_is_told_each_time(club: Village) -> None:
    await said(club, at(3, 8))
    for day, hour in ((12, 9), (10, 10), (12, 11)):
        await move(club, date(2026, 12, day))
        heard = await said(club, at(3, hour))
        assert f" {day} Dec (" in heard["meeting.moved"]


async def test_moved_back_before_anybody_heard_of_it_says_nothing(club: Village) -> None:
    await said(club, at(3, 8))
    await move(club, date(2026, 12, 12))
    await said(club, at(4, 5))
    await move(club, DAY)
    assert await said(club, at(4, 8)) == {}


async def test_a_reminder_of_a_day_that_is_not_any_more_is_not_said(club: Village) -> None:
    async with club.database.write() as db:
        await PLAN(db, at(3, 8))
    await move(club, date(2026, 12, 12))
    heard = await said(club, at(3, 9))
    assert heard.pop("meeting.moved").startswith("Please note")
    assert heard == {"meeting-7": "(moved)"}


async def test_of_a_meeting_that_does_not_take_place_everybody_is_told(club: Village) -> None:
    await said(club, at(3, 8))
    await cancel(club)
    heard = await said(club, at(4, 8))
    assert heard == {
        "meeting.moved": "Please note: the meeting on Thursday 10 Dec (2/11 lunar) does not take"
        " place."
    }
    for day in range(5, 12):
        assert await said(club, at(day, 8)) == {}


async def test_of_a_meeting_moved_and_then_cancelled_the_day_that_is_known_is_named(
    club: Village,
) -> None:
    await said(club, at(3, 8))
    await move(club, date(2026, 12, 12))
    await cancel(club)
    assert "on Thursday 10 Dec" in (await said(club, at(4, 8)))["meeting.moved"]


async def test_a_meeting_that_nobody_knew_of_is_cancelled_in_silence(club: Village) -> None:
    await cancel(club, UNTOLD)
    for day in (1, 3, 9, 10):
        assert await said(club, at(day, 8, month=1) + timedelta(days=365)) == {}


# --- Other days ----------------------------------------------------------------------------------


async def test_of_a_new_rule_everybody_hears_once_with_its_next_days(club: Village) -> None:
    await set_rule(club, at(3, 7), MeetingRule(on=MonthDay(day=8)), time(8, 30))
    assert await said(club, at(3, 8)) == {
        "meeting.rule": "From now on the club meets on these days: Tuesday 8 Dec (30/10 lunar);"
        " Friday 8 Jan (1/12 lunar); Saturday 13 Feb (8/1 lunar). Always at 8:30, at the house of"
        " culture.",
        "meeting-7": "The club meets on Tuesday 8 Dec (30/10 lunar), 8:30, at the house of"
        " culture. Will you come?",
    }
    assert await said(club, at(4, 8)) == {}
    assert list(await said(club, at(7, 8))) == ["meeting-1"]


async def test_to_a_first_meeting_tomorrow_everybody_is_invited_at_once(club: Village) -> None:
    await set_rule(club, at(4, 9), MeetingRule(on=MonthDay(day=5)), time(8))
    heard = await said(club, at(4, 9))
    assert list(heard) == ["meeting.rule", "meeting-1"]
    assert heard["meeting-1"].startswith("The club meets tomorrow, Saturday 5 Dec")
    assert heard["meeting-1"].endswith("Will you come?")


async def test_the_meetings_of_the_rule_before_it_are_gone(club: Village) -> None:
    await said(club, at(3, 8))
    await set_rule(club, at(4, 9), MeetingRule(on=MonthDay(day=20)))
    assert list(await said(club, at(4, 10))) == ["meeting.rule"]
    assert await said(club, at(9, 8)) == {}
    assert list(await said(club, at(13, 8))) == ["meeting-7"]


async def test_of_two_rules_in_a_row_only_the_last_is_told(club: Village) -> None:
    await set_rule(club, at(4, 9), MeetingRule(on=MonthDay(day=20)))
    async with club.database.write() as db:
        await PLAN(db, at(4, 9))
    await set_rule(club, at(4, 10), MeetingRule(on=MonthDay(day=21)))
    async with club.database.write() as db:
        await PLAN(db, at(4, 10))
        rows = await db.execute(select(t.Notice.kind, t.Notice.subject_id).distinct())
        assert len(rows.all()) == 2
    heard = await said(club, at(4, 10))
    assert "Monday 21 Dec" in heard["meeting.rule"]


async def test_a_change_of_what_the_rule_told_is_told(club: Village) -> None:
    await set_rule(club, at(1, 9), MeetingRule(on=MonthDay(day=20)))
    await said(club, at(1, 10))
    meeting = await meeting_on(club, date(2026, 12, 20))
    async with club.database.write() as db:
        await meetings.move(
            db, meeting, held_on=date(2026, 12, 21), at=time(14), by=club.ids["minh"]
        )
    assert "Monday 21 Dec" in (await said(club, at(1, 11)))["meeting.moved"]


async def test_planning_twice_at_once_writes_nothing_twice(club: Village) -> None:
    async with club.database.write() as db:
        await PLAN(db, at(3, 8))
        await PLAN(db, at(3, 8))
        rows = (await db.execute(select(t.Notice.kind, t.Notice.recipient_id))).all()
    assert len(rows) == len(set(rows)) == 3


async def test_who_has_left_hears_nothing(club: Village) -> None:
    async with club.database.write() as db:
        await db.execute(
            update(t.Member)
            .where(t.Member.id == club.ids["hoa"])
            .values(left_on=date(2026, 11, 30))
        )
    assert await said(club, at(3, 8)) == {}
