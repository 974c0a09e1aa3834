"""As a month's messages run out, announcements wait first, then reminders, and answers never."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from bot.chat import UsedUp
from bot.reminders.scheduler import tidy
from bot.storage import bots, holding, usage
from bot.storage import tables as t
from bot.storage.messages import Lane
from tests.planned import PLANS, PlannedOffice
from tests.post_office import BOT, PostOffice
from tests.reminded import at, set_club

OPENING = "The month's messages of the bot:"
LATE = datetime(2026, 12, 20, 3, 0, tzinfo=UTC)


@pytest.fixture
async def planned(office: PostOffice) -> PlannedOffice:
    """Minh is the head, and has a phone."""
    await office.village.join("minh", "Lê Văn Minh", "head", birth_year=1955, sex="male")
    return PlannedOffice(office.village)


async def queue_each(office: PlannedOffice, **more: Any) -> None:
    """Queue an answer, a reminder and an announcement, useful for two months."""
    more = {"useless_after": office.clock.now + timedelta(days=60), **more}
    await office.queue("hoa", "news", lane=Lane.BROADCASTS, **more)
    await office.queue("hoa", "reminder", lane=Lane.REMINDERS, **more)
    await office.queue("hoa", "answer", **more)


# --- What waits ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("used", "goes"),
    [
        (89, ["answer", "reminder", "news"]),
        (90, ["answer", "reminder"]),
        (94, ["answer", "reminder"]),
        (95, ["answer"]),
        (100, ["answer"]),
        (250, ["answer"]),
    ],
)
async def test_what_may_wait_waits_when_few_are_left(
    planned: PlannedOffice, used: int, goes: list[str]
) -> None:
    await planned.used(used)
    await queue_each(planned)
    assert await planned.deliver_after() == goes


async def test_what_waited_goes_in_the_next_month(planned: PlannedOffice) -> None:
    await planned.used(95)
    await planned.watched()
    await queue_each(planned)
    assert await planned.deliver_after() == ["answer"]
    await planned.watched()  # puts aside what waits for long
    for hour in (16, 17, 23):  # 23:59, 0:59 and 6:59: nobody is woken
        planned.clock.now = datetime(2026, 11, 30, hour, 59, tzinfo=UTC)
        assert await planned.watched() == []
    planned.clock.pass_by(minutes=1)
    assert await planned.watched() == ["reminder", "news"]


async def test_a_bigger_plan_ends_the_waiting(planned: PlannedOffice) -> None:
    await planned.used(95)
    await planned.watched()
    await queue_each(planned)
    assert await planned.deliver_after() == ["answer"]
    await planned.watched()
    await planned.changed(most_messages=200)
    assert await planned.watched() == ["reminder", "news"]


async def test_a_plan_that_is_made_bigger_at_night_wakes_nobody(planned: PlannedOffice) -> None:
    await planned.used(95)
    await planned.watched()
    await queue_each(planned)
    assert await planned.deliver_after() == ["answer"]
    await planned.watched()
    planned.clock.now = at("2026-11-22 22:30")
    await planned.changed(most_messages=200)
    for moment in ("22 22:31", "23 03:00", "23 06:59"):
        planned.clock.now = at(f"2026-11-{moment}")
        assert await planned.watched() == []
    planned.clock.now = at("2026-11-23 07:00")
    assert await planned.watched() == ["reminder", "news"]
    assert await planned.watched() == []
    assert (await planned.use()).held_lane is None


async def test_a_bot_without_a_limit_never_waits(planned: PlannedOffice) -> None:
    await planned.used(5000)
    await planned.changed(most_messages=0, most_people=0)
    assert await planned.watched() == []
    await queue_each(planned)
    assert await planned.deliver_after() == ["answer", "reminder", "news"]


async def test_an_announcement_that_uses_up_the_messages_stops_by_itself(
    planned: PlannedOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.reminders.served.WINDOW", 2)
    await planned.used(87)
    for number in range(10):
        for chat in ("hoa", "lan", "tu", "binh"):
            await planned.queue(chat, f"{chat} {number}", lane=Lane.BROADCASTS)
    await planned.deliver_after()
    assert 3 <= len(planned.postman.sent) <= 3 + 2 * 2  # what was claimed by then still goes
    await planned.queue("hoa", "answer")
    assert await planned.deliver_after() == ["answer"]


async def test_other_bots_are_not_held_back(planned: PlannedOffice) -> None:
    other = ("test", "other")
    planned.delivery.serve(other, planned.postman)
    async with planned.database.write() as db:
        await bots.register(db, other, planned.clock.now)
        await db.execute(update(t.Address).where(t.Address.chat == "lan").values(bot="other"))
    await planned.used(95)
    async with planned.database.write() as db:
        assert await holding.keep_within(db, PLANS, planned.clock.now)
    await planned.queue("hoa", "held", lane=Lane.REMINDERS)
    await planned.queue("lan", "goes", lane=Lane.REMINDERS)
    assert await planned.deliver_after() == ["goes"]


async def test_a_hold_that_a_wrong_clock_has_set_is_none(planned: PlannedOffice) -> None:
    await planned.used(0)
    await planned.changed(held_lane=1, held_until=planned.clock.now + timedelta(days=400))
    await queue_each(planned)
    assert await planned.deliver_after() == ["answer", "reminder", "news"]


async def test_nothing_is_put_aside_for_a_pause_that_a_wrong_clock_has_set(
    planned: PlannedOffice,
) -> None:
    await planned.used(0)
    await queue_each(planned)
    async with planned.database.write() as db:
        await bots.pause_all(db, {BOT: planned.clock.now + timedelta(days=400)})
        await holding.put_aside(db, planned.clock.now)
    assert await planned.deliver_after() == ["answer", "reminder", "news"]


# --- The platform takes no more ------------------------------------------------------------------


async def test_a_bot_whose_plan_is_used_up_is_silent_and_what_may_wait_waits_longer(
    planned: PlannedOffice,
) -> None:
    await queue_each(planned)
    planned.postman.fails["answer"] = [UsedUp(60, "quota")]
    assert await planned.deliver_after() == []
    assert await planned.deliver_after(seconds=59) == []
    assert await planned.deliver_after(seconds=1) == ["answer"]
    assert await planned.deliver_after(minutes=4, seconds=59) == []
    assert await planned.deliver_after(seconds=1) == ["reminder", "news"]


@pytest.mark.parametrize(
    ("refused", "goes"),
    [
        ("21 12:00", "21 12:00"),
        ("21 19:59", "21 19:59"),
        ("21 20:00", "22 07:00"),
        ("22 03:00", "22 07:00"),
        ("22 06:59", "22 07:00"),
    ],
)
async def test_what_waits_wakes_nobody_when_the_refusal_is_over(
    planned: PlannedOffice, refused: str, goes: str
) -> None:
    await planned.used(0)
    async with planned.database.write() as db:
        await holding.refused(db, {BOT: at(f"2026-11-{refused}")})
        found = await db.scalar(select(t.Bot.held_until))
    assert found == at(f"2026-11-{goes}")


async def test_a_refusal_is_no_attempt_and_a_slip_goes_later(planned: PlannedOffice) -> None:
    await planned.queue("hoa", "slip", once=True)
    planned.postman.fails["slip"] = [UsedUp(60, "quota")] * 3
    for _time in range(3):
        assert await planned.deliver_after(minutes=1) == []
    assert await planned.deliver_after(minutes=1) == ["slip"]
    assert await planned.fates() == {"slip": "sent"}


async def test_a_short_hold_is_kept_beside_the_plan(planned: PlannedOffice) -> None:
    await planned.used(10)
    until = planned.clock.now + timedelta(hours=2)
    async with planned.database.write() as db:
        await holding.refused(db, {BOT: until})
        assert await holding.keep_within(db, PLANS, planned.clock.now)
    assert (await planned.use()).held_until == until
    await planned.used(92)
    async with planned.database.write() as db:
        await holding.keep_within(db, PLANS, planned.clock.now)
    assert (await planned.use()).held_until == until  # the stricter one
    planned.clock.pass_by(hours=2)
    async with planned.database.write() as db:
        await holding.keep_within(db, PLANS, planned.clock.now)
    use = await planned.use()
    assert (use.held_lane, use.held_until) == (
        Lane.BROADCASTS,
        usage.next_month(planned.clock.now),
    )


# --- What becomes useless ------------------------------------------------------------------------


async def test_an_announcement_that_would_wait_too_long_is_given_up_at_once(
    planned: PlannedOffice,
) -> None:
    await planned.used(95)
    await planned.watched()
    two_days = planned.clock.now + timedelta(days=2)
    await queue_each(planned, useless_after=two_days)
    await planned.watched()
    fates = await planned.fates()
    assert fates["news"] == "expired"
    assert fates["reminder"] == "waiting"  # a bigger plan may come in time
    async with planned.database.read() as db:
        reason = select(t.Outbox.reason).where(t.Outbox.text == "news")
        assert await db.scalar(reason) == holding.HELD


async def test_what_is_being_sent_is_not_given_up(planned: PlannedOffice) -> None:
    await planned.queue("hoa", "news", lane=Lane.BROADCASTS)
    await planned.claim("alive")
    await planned.used(95)
    await planned.watched()
    assert (await planned.fates())["news"] == "waiting"
    await planned.deliver_after(seconds=61)  # it died: nobody sends it now
    await planned.watched()
    assert (await planned.fates())["news"] == "expired"


async def test_a_reminder_that_waited_until_it_was_useless_is_no_fault(
    planned: PlannedOffice,
) -> None:
    await planned.used(95)
    await planned.watched()
    await queue_each(planned, useless_after=planned.clock.now + timedelta(days=2))
    await planned.watched()
    planned.clock.pass_by(days=3)
    await tidy(planned.database, planned.clock.now)
    async with planned.database.read() as db:
        row = await db.execute(select(t.Outbox).where(t.Outbox.text == "reminder"))
        found = row.one()
    assert (found.status, found.reason) == ("expired", holding.HELD)


# --- The board hears of it -----------------------------------------------------------------------


async def test_the_heads_hear_once_at_each_step(planned: PlannedOffice) -> None:
    await planned.used(79)
    assert await planned.watched() == []
    await planned.used(80)
    (told,) = await planned.watched()
    assert told.splitlines() == [
        OPENING,
        "Messages on test this month: 80 of 100, 20 left.",
        "People on test: 5 of 50.",
        "From 90% on announcements wait for the next month, so that I can still answer.",
        "Please ask whoever looks after the bot for a bigger plan, and read out at the meeting"
        " what is urgent.",
    ]
    assert set(planned.postman.by_chat) == {"minh"}
    assert await planned.watched() == []
    await planned.used(90)
    (told,) = await planned.watched()
    assert "Announcements wait until Tuesday 1 Dec, so that I can still answer." in told
    await planned.used(96)
    (told,) = await planned.watched()
    assert "Announcements and reminders wait until Tuesday 1 Dec" in told
    assert await planned.watched() == []


async def test_in_a_new_month_they_hear_it_anew(planned: PlannedOffice) -> None:
    await planned.used(85)
    assert len(await planned.watched()) == 1
    planned.clock.now = LATE
    assert await planned.watched() == []
    await planned.used(85)
    assert len(await planned.watched()) == 1


async def test_they_hear_of_many_people_too(planned: PlannedOffice) -> None:
    await planned.used(1)
    await planned.changed(most_people=6)
    (told,) = await planned.watched()
    assert "People on test: 5 of 6." in told
    assert "When that is full, test may refuse new people." in told


async def test_they_hear_of_a_refusal(planned: PlannedOffice) -> None:
    await planned.used(10)
    async with planned.database.write() as db:
        await holding.refused(db, {BOT: planned.clock.now + timedelta(hours=2)})
    (told,) = await planned.watched()
    expected = "Test takes no more just now: announcements and reminders wait until 14:00, 21 Nov."
    assert expected in told


async def test_nobody_is_woken_for_it(planned: PlannedOffice) -> None:
    await planned.used(85)
    planned.clock.now = datetime(2026, 11, 21, 16, 0, tzinfo=UTC)  # 23:00
    assert await planned.watched() == []
    planned.clock.pass_by(hours=8, minutes=30)
    assert len(await planned.watched()) == 1


async def test_the_board_of_a_club_in_another_zone_hears_it_by_its_own_clocks(
    planned: PlannedOffice,
) -> None:
    await planned.used(85)
    await planned.changed(club_id=planned.village.club)
    await set_club(planned.village, zone="Europe/London")
    assert await planned.watched() == []  # 5:00 there, and noon at the usual one
    planned.clock.pass_by(hours=14)
    assert len(await planned.watched()) == 1  # 19:00 there, and 2:00


async def test_two_processes_tell_it_once(planned: PlannedOffice) -> None:
    await planned.used(85)
    await planned.watch(planned.database, planned.clock.now)
    await planned.watch(planned.database, planned.clock.now)
    assert len(await planned.deliver_after()) == 1


async def test_the_board_of_another_club_hears_nothing(planned: PlannedOffice) -> None:
    await planned.used(85)
    async with planned.database.write() as db:
        other = await db.execute(
            insert(t.Club)
            .from_select(
                ["key", *(columns := _copied())],
                select(t.Club.key + "2", *(getattr(t.Club, name) for name in columns)),
            )
            .returning(t.Club.id)
        )
        await db.execute(update(t.Bot).values(club_id=other.scalar_one()))
    assert await planned.watched() == []


def _copied() -> list[str]:
    return [one.name for one in t.Club.__table__.columns if one.name not in ("id", "key")]
