"""Clubs in another zone, clubs that go to bed late, and clocks that were wrong for a while."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from sqlalchemy import insert, select, update

from bot.reminders.composing import compose_all
from bot.reminders.hours import allowed_until, is_silent, next_allowed
from bot.reminders.planning import plan
from bot.storage import bots, housekeeping, messengers, quiets, reminder_times
from bot.storage import tables as t
from bot.storage.engine import Database
from bot.storage.reminder_times import Hours, ReminderTime
from tests.reminded import at
from tests.village import Village, plain

YORK = "America/New_York"


async def now_is(village: Village, moment: str) -> dict[str, list[str]]:
    """Let it be a moment in New York, and look twice; return who heard what."""
    village.clock.now = at(moment, YORK)
    before = {chat: len(phone.last) for chat, phone in village.phones.by_chat.items()}
    for _look in range(2):
        await plan(village.database, village.clock.now)
        await compose_all(village.database, village.clock.now)
    await village.delivery.deliver()
    heard = {
        chat: [plain(one.text) for one in phone.last[before.get(chat, 0) :]]
        for chat, phone in village.phones.by_chat.items()
    }
    return {chat: texts for chat, texts in heard.items() if texts}


@pytest.fixture
async def york(database: Database) -> Village:
    """A club in New York beside one in Vietnam; Tư passes on to Hoa, who has no phone."""
    home = Village(database)
    await home.found(key="nha")
    await home.join("lien", "Lý Thị Liên", "secretary")
    village = Village(database)
    village.clock.now = at("2026-12-03 07:00", YORK)
    await village.found(key="york", zone=YORK)
    await village.join("thu", "Phạm Thị Thu", "secretary", birth_year=1970)
    await village.join("tu", "Trần Văn Tư", birth_year=1960, sex="male")
    await village.join("hoa", "Nguyễn Thị Hoa", phone=None)
    async with database.write() as db:
        both = {"member_id": village.ids["hoa"], "messenger_id": village.ids["tu"]}
        await messengers.agree(
            db,
            club_id=village.club,
            **both,
            set_by=village.ids["thu"],
            now=village.clock.now,
        )
        await db.execute(
            insert(t.Meeting).values(
                club_id=village.club,
                wanted_on=date(2026, 12, 4),
                held_on=date(2026, 12, 4),
                at=time(18),
                place="House",
                agenda="",
                moved_because="",
            )
        )
    return village


# --- Another zone --------------------------------------------------------------------------------


async def test_a_messenger_is_asked_on_the_day_of_the_meeting_itself(york: Village) -> None:
    async with york.database.write() as db:
        await db.execute(update(t.Meeting).values(told_on=date(2026, 12, 11)))
    heard = await now_is(york, "2026-12-04 14:00")  # in Vietnam that day is over
    assert heard["tu"][-1] == (
        "Please pass on to those without a phone:"
        " • Ms Hoa: The club meets today, Friday 4 Dec: 18:00, at House."
    )


async def test_the_board_hears_on_its_own_morning_what_was_not_passed_on(york: Village) -> None:
    assert set(await now_is(york, "2026-12-03 08:00")) == {"thu", "tu"}
    for hour in ("19:10", "20:10", "21:00", "23:59"):
        assert await now_is(york, f"2026-12-03 {hour}") == {}
    assert await now_is(york, "2026-12-04 06:59") == {}
    heard = await now_is(york, "2026-12-04 07:00")
    assert heard["thu"] == [
        "Not passed on yet: • Ms Hoa (through Tư): The club meets today, Friday 4 Dec: 18:00,"
        " at House. Please tell them yourself, or send somebody."
    ]


async def test_a_quiet_time_ends_with_the_day_of_the_club(york: Village) -> None:
    await york.join("mai", "Lò Thị Mai")
    await york.lend("mai")
    async with york.database.write() as db:
        wanted = ReminderTime(kind="repay", days=0, at=time(14))
        await reminder_times.put(db, york.club, wanted)
        await quiets.set_quiet(
            db,
            club_id=york.club,
            member_id=york.ids["mai"],
            kind=quiets.ALL,
            reason="ill",
            from_on=date(2026, 12, 1),
            until_on=date(2026, 12, 11),
            set_by=None,
            now=york.clock.now,
        )
    assert "mai" not in await now_is(york, "2026-12-10 14:00")


# --- Hours over midnight -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "money", "expected"),
    [
        ("2026-11-21 03:00", False, "2026-11-21 08:00"),
        ("2026-11-21 23:30", False, "2026-11-21 23:30"),
        ("2026-11-22 00:30", False, "2026-11-22 08:00"),
        ("2026-11-21 03:00", True, "2026-11-21 08:00"),
    ],
)
def test_who_goes_to_bed_after_midnight_is_left_to_sleep(
    now: str, money: bool, expected: str
) -> None:
    late = Hours(
        zone="Asia/Ho_Chi_Minh",
        wakes_at=time(8),
        sleeps_at=time(1),
        siesta_from=time(11, 30),
        siesta_to=time(13, 30),
        money_from=time(7),
        money_to=time(19),
    )
    assert next_allowed(at(now), late, money=money) == at(expected)
    assert is_silent(at("2026-11-21 03:00"), late)
    assert allowed_until(at("2026-11-21 12:00"), late, money=False) == at("2026-11-22 00:00")


# --- A clock that was wrong ----------------------------------------------------------------------

RIGHT, WRONG = at("2026-12-10 08:00"), at("2027-12-10 08:00")


async def test_a_slot_that_a_wrong_clock_took_holds_nobody_up(database: Database) -> None:
    async def wins(slot: datetime) -> bool:
        async with database.write() as db:
            return await housekeeping.wins(db, "plan", slot)

    assert await wins(WRONG)
    assert [await wins(RIGHT) for _again in range(2)] == [True, False]


async def test_moments_that_a_wrong_clock_took_are_not_waited_for(database: Database) -> None:
    account, speed = ("test", "bot"), {"test": 25}
    async with database.write() as db:
        await bots.register(db, account, RIGHT)
        await bots.take_slots(db, {account: 5}, speed, WRONG)
        first = await bots.take_slots(db, {account: 1}, speed, RIGHT)
        second = await bots.take_slots(db, {account: 1}, speed, RIGHT)
    assert first[account] == [RIGHT] < second[account]


async def test_planning_goes_on_after_a_clock_was_wrong(database: Database) -> None:
    village = Village(database)
    await village.found()
    await village.join("hoa", "Nguyễn Thị Hoa")
    await plan(database, WRONG)
    await village.lend("hoa")
    await plan(database, RIGHT)
    async with database.read() as db:
        kinds = (await db.execute(select(t.Notice.kind))).scalars().all()
    assert kinds == ["repay+0"]
