"""What is due is looked at once more, merged, and said once, at a good hour."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import insert, select, update

from bot.reminders import composing
from bot.reminders.composing import Composing, compose, compose_all
from bot.reminders.kinds import KINDS
from bot.reminders.kinds.kind import Part, Said, Told
from bot.reminders.planning import plan
from bot.storage import bots, consents, holding, notices, notices_people, quiets
from bot.storage import tables as t
from bot.storage.engine import Connection, Database
from bot.storage.messages import Lane
from tests.reminded import DUE, at, lent, planned, remind, skipped, waits_until
from tests.village import Village

TO_LAN = "Please pay only to Lan (treasurer) or at the meeting."
COMES = f"On Thursday 10 Dec, 50,000 đ is to be paid to the fund. {TO_LAN}"
TODAY = f"Today 50,000 đ is to be paid to the fund. {TO_LAN}"
LATE = (
    "Of 10 Dec, 50,000 đ is not in the book yet. If you have paid, choose “I have paid”."
    " If times are hard, choose “Times are hard”: the head comes to speak with you alone."
    f" {TO_LAN}"
)
BEFORE, ON, AFTER = "2026-12-07 08:00", "2026-12-10 08:00", "2026-12-13 08:00"


@pytest.fixture
async def club(database: Database) -> Village:
    """Hoa pays 50,000 đ on 10 December 2026."""
    return await lent(database)


# --- What is said --------------------------------------------------------------------------------


async def test_every_stage_is_said_once_and_the_board_hears_at_last(club: Village) -> None:
    days = [
        f"2026-12-{day:02} {hour}" for day in range(6, 32) for hour in ("07:59", "08:00", "12:00")
    ]
    heard = await remind(club, *days)
    assert heard["hoa"] == [COMES, TODAY, LATE, LATE, LATE]
    board = (
        "For the board only: not in the book for weeks, and I remind no more."
        " Ms Hoa: 50,000 đ since 10 Dec"
    )
    assert heard == {"hoa": heard["hoa"], "minh": [board], "tu": [board]}


async def test_a_reminder_has_the_buttons_that_finish_the_job(club: Village) -> None:
    shown = {}
    for moment in (BEFORE, ON, AFTER):
        await remind(club, moment)
        shown[moment] = [one.label for one in club.phones.by_chat["hoa"].last[-1].choices]
    assert shown == {
        BEFORE: ["I have paid", "How it is counted"],
        ON: ["I have paid", "How it is counted", "Remind me tomorrow afternoon"],
        AFTER: [
            "I have paid",
            "Times are hard",
            "How it is counted",
            "Remind me tomorrow afternoon",
        ],
    }


async def test_days_of_downtime_end_in_one_message(club: Village) -> None:
    assert await remind(club, BEFORE, "2026-12-20 03:00", "2026-12-20 09:00") == {
        "hoa": [COMES, LATE]
    }


async def test_planned_and_then_down_it_is_said_later_or_not_at_all(club: Village) -> None:
    await plan(club.database, at(BEFORE))
    assert await remind(club, "2026-12-16 10:00") == {"hoa": [LATE]}
    assert await skipped(club) == ["too late"]
    assert [kind for kind, _due, _who in await planned(club)] == ["repay-3", "repay+3"]


async def test_two_loans_are_two_parts_of_one_message_and_two_notices_of_one_a_single_part(
    club: Village,
) -> None:
    await club.lend("hoa", 3_000_000, number="KU-2")
    (text,) = (await remind(club, ON))["hoa"]
    assert text == f"{TODAY}  {TODAY.replace('50,000', '30,000')}"
    await remind(club, "2027-01-06 08:00")
    (text,) = (await remind(club, "2027-01-10 08:00"))["hoa"]
    assert text.count("is to be paid") == 2


async def test_who_is_the_treasurer_pays_to_somebody_else(club: Village) -> None:
    await club.lend("lan")
    (text,) = (await remind(club, ON))["lan"]
    assert text.endswith("Please pay only to Mr Tư (accountant) or at the meeting.")


async def test_where_nobody_may_take_it_the_meeting_does(club: Village) -> None:
    async with club.database.write() as db:
        await db.execute(update(t.Role).values(until_on=date(2026, 12, 1)))
    assert (await remind(club, ON))["hoa"] == [
        "Today 50,000 đ is to be paid to the fund. Please pay at the meeting only."
    ]


# --- What is not said any more -------------------------------------------------------------------


async def settle(village: Village, moment: str) -> None:
    """Plan at a moment, without saying anything yet."""
    village.clock.now = at(moment)
    await plan(village.database, village.clock.now)


async def test_what_was_paid_meanwhile_is_not_said(club: Village) -> None:
    await settle(club, ON)
    await club("""
        hoa > toi nop 50k
        hoa < Is that right?
        hoa # Yes
        hoa < Whom
        hoa # Lan
        hoa < I told Lan
        lan < Ms Hoa says
        tu < Ms Hoa says
        lan # I hold all
        lan < Written down
        hoa < Receipt
    """)
    assert "hoa" not in await remind(club, "2026-12-10 08:01")
    assert await skipped(club) == ["paid"]
    assert "hoa" not in await remind(club, AFTER)


async def test_what_was_declared_holds_the_reminders_for_three_days(club: Village) -> None:
    club.clock.now = at("2026-12-12 09:00")
    await club("""
        hoa > toi nop 50k
        hoa < Is that right?
        hoa # Yes
        hoa < Whom
        hoa # Lan
        hoa < I told Lan
        lan < Ms Hoa says
        tu < Ms Hoa says
    """)
    assert "hoa" not in await remind(club, AFTER)
    assert await skipped(club) == ["declared"]
    heard = await remind(club, "2026-12-17 08:00")
    assert heard["hoa"] == [LATE]  # nobody took it up: her word is with the accountant by now


async def test_a_due_day_that_is_not_one_any_more_is_not_spoken_of(club: Village) -> None:
    await settle(club, ON)
    async with club.database.write() as db:
        await db.execute(update(t.Notice).values(due_on=date(2026, 12, 9)))
        await db.execute(update(t.Notice).values(kind="repay-1"))
    await compose_all(club.database, club.clock.now)
    assert await skipped(club) == ["moved"]


@pytest.mark.parametrize("reason", ["mourning", "ill", "wish", "hardship"])
async def test_in_quiet_times_nothing_is_said(club: Village, reason: quiets.Reason) -> None:
    async with club.database.write() as db:
        await quiets.set_quiet(
            db,
            club_id=club.club,
            member_id=club.ids["hoa"],
            kind=quiets.MONEY,
            reason=reason,
            from_on=date(2026, 12, 1),
            until_on=date(2026, 12, 12),
            set_by=None,
            now=club.clock.now,
        )
    assert await remind(club, BEFORE, ON) == {}
    assert await skipped(club) == [f"quiet: {reason}"] * 2
    assert await remind(club, AFTER) == {"hoa": [LATE]}


async def test_who_wants_no_reminders_gets_none(club: Village) -> None:
    for given, heard in ((False, {}), (True, {"hoa": [TODAY]})):
        async with club.database.write() as db:
            await consents.record(
                db,
                club_id=club.club,
                member_id=club.ids["hoa"],
                purpose="reminders",
                given=given,
                wording="1",
                now=club.clock.now,
            )
        assert await remind(club, BEFORE if not given else ON) == heard
    assert await skipped(club) == ["declined"]


async def test_who_has_no_phone_and_who_left_are_skipped_with_the_reason(club: Village) -> None:
    async with club.database.write() as db:
        await db.execute(
            update(t.Link).where(t.Link.member_id == club.ids["hoa"]).values(until=club.clock.now)
        )
    await remind(club, BEFORE)
    async with club.database.write() as db:
        await db.execute(
            update(t.Member)
            .where(t.Member.id == club.ids["hoa"])
            .values(left_on=date(2026, 12, 8))
        )
    await remind(club, ON)
    assert await skipped(club) == ["no phone", "left the club"]


# --- When ----------------------------------------------------------------------------------------


async def test_before_waking_hours_it_goes_out_the_evening_before(club: Village) -> None:
    async with club.database.write() as db:
        await db.execute(update(t.ReminderTime).values(at=time(5)))
    assert await remind(club, "2026-12-09 18:00") == {}  # mùng 1: nobody speaks of money
    assert await waits_until(club) == [at("2026-12-10 08:05")]  # with what comes that morning
    assert await remind(club, "2026-12-10 07:59", "2026-12-10 08:05") == {"hoa": [TODAY]}


async def test_money_waits_for_its_hours_and_for_the_end_of_tet(club: Village) -> None:
    await club.lend("minh", first_due=date(2027, 2, 4), starts_on=date(2027, 1, 4), periods=1)
    heard = await remind(
        club,
        *(f"2027-02-{day:02} {hour}" for day in range(4, 13) for hour in ("07:00", "12:00")),
    )
    assert "minh" not in heard  # 28 Chạp to mùng 7
    heard = await remind(club, "2027-02-13 06:59", "2027-02-13 08:05", "2027-02-13 12:00")
    (late,) = (one for one in heard["minh"] if not one.startswith("For the board only"))
    assert "is not in the book yet" in late


@pytest.mark.parametrize(
    ("moment", "silent"), [("2026-12-10 11:29", False), ("2026-12-10 11:30", True)]
)
async def test_at_siesta_it_arrives_without_sound(
    club: Village, moment: str, silent: bool
) -> None:
    await remind(club, moment)
    async with club.database.read() as db:
        row = (await db.execute(select(t.Outbox.lane, t.Outbox.silent))).one()
    assert row == (Lane.REMINDERS, silent)


async def test_what_is_not_sent_in_time_waits_for_the_next_good_hour(club: Village) -> None:
    club.clock.now = at("2026-12-07 18:59")
    await plan(club.database, club.clock.now)
    await compose_all(club.database, club.clock.now)
    club.clock.now = at("2026-12-07 22:00")  # the network was down
    await club.delivery.deliver()
    assert not club.phones.by_chat["hoa"].last
    assert await remind(club, "2026-12-07 22:01", "2026-12-08 06:59") == {}
    assert await remind(club, "2026-12-08 08:05") == {"hoa": [COMES]}


async def test_what_reached_nobody_is_taken_up_as_of_somebody_without_a_phone(
    club: Village,
) -> None:
    await remind(club, ON)
    async with club.database.write() as db:
        await db.execute(update(t.Outbox).values(status="failed", reason="unreachable"))
        await db.execute(update(t.Address).values(unreachable_at=club.clock.now))
    await remind(club, "2026-12-10 08:01", "2026-12-10 08:02")
    assert await skipped(club) == ["no phone"]


async def test_what_a_platform_refuses_is_not_tried_again(club: Village) -> None:
    await remind(club, ON)
    async with club.database.write() as db:
        await db.execute(update(t.Outbox).values(status="failed", reason="too long"))
    assert await remind(club, "2026-12-10 08:01", "2026-12-10 08:02") == {}


# --- Together, and not too much ------------------------------------------------------------------


async def test_on_a_shared_phone_one_knock_holds_it_all_back(club: Village) -> None:
    await club.lend("hoa", 3_000_000, number="KU-2")
    await club.link("lan", "hoa")
    heard = await remind(club, ON)
    assert heard["hoa"] == ["Ms Hoa has news from the club. Whoever is Ms Hoa, please answer."]
    await club("""
        hoa # I am Ms Hoa
        hoa < Today 50,000 đ is to be paid … Today 30,000 đ is to be paid
    """)
    keys = {one.key.partition(":")[0] for one in club.phones.by_chat["hoa"].last[-1].choices}
    assert len(keys) == 2  # an offer for each loan


async def test_a_second_digest_of_the_day_waits_for_tomorrow(club: Village) -> None:
    assert await remind(club, ON) == {"hoa": [TODAY]}
    await club.lend("hoa", 3_000_000, number="KU-2", first_due=date(2026, 12, 13))
    assert await remind(club, "2026-12-10 09:00") == {}
    assert await waits_until(club) == [at("2026-12-11 08:05")]
    heard = await remind(club, "2026-12-11 08:05")
    assert heard["hoa"][0].startswith("On Sunday 13 Dec, 33,000 đ is to be paid")


async def test_two_composers_at_once_say_it_once(club: Village) -> None:
    other = Database(club.database.url)
    for chat in ("lan", "tu", "minh"):
        await club.lend(chat)
    await settle(club, ON)
    both = (club.database, other) * 3
    await asyncio.gather(*(compose_all(one, club.clock.now) for one in both))
    await other.close()
    await club.delivery.deliver()
    assert {chat: len(phone.last) for chat, phone in club.phones.by_chat.items()} == {
        "hoa": 1,
        "lan": 1,
        "tu": 1,
        "minh": 1,
    }


async def test_reminders_are_composed_only_as_fast_as_they_are_sent(
    club: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    for chat in ("lan", "tu", "minh"):
        await club.lend(chat)
    async with club.database.write() as db:
        await bots.register(db, ("test", "bot"), club.clock.now)
    await club.join("binh", "Vi Văn Bình", phone="other_binh")  # a bot that sent nothing yet
    await club.lend("binh")
    await settle(club, ON)
    monkeypatch.setattr(composing, "PEOPLE", 1)
    monkeypatch.setattr(composing, "ROOM", 2)
    await compose_all(club.database, club.clock.now)
    assert await waiting(club) == 3  # two for one bot, and the one for the other
    await club.delivery.deliver()
    await compose_all(club.database, club.clock.now)
    await club.delivery.deliver()
    await compose_all(club.database, club.clock.now)
    assert await waiting(club) == 0
    assert sum(len(phone.last) for phone in club.phones.by_chat.values()) == 5


async def test_nothing_is_composed_for_a_bot_that_must_wait(club: Village) -> None:
    await settle(club, ON)
    async with club.database.write() as db:
        await bots.register(db, ("test", "bot"), club.clock.now)
        await bots.pause_all(db, {("test", "bot"): club.clock.now + timedelta(minutes=5)})
    assert await compose(club.database, club.clock.now) == 0
    assert await compose(club.database, club.clock.now + timedelta(minutes=6)) == 1


async def test_nothing_is_composed_for_a_bot_whose_reminders_are_held(club: Village) -> None:
    """It is merged with what comes, and said only if it is still true."""
    await settle(club, ON)
    now = club.clock.now
    async with club.database.write() as db:
        await bots.register(db, ("test", "bot"), now)
        held = {"held_lane": int(Lane.BROADCASTS), "held_until": now + timedelta(days=9)}
        await db.execute(update(t.Bot).values(held))
        assert await notices_people.crowded(db, now, 1) == []
        await holding.refused(db, {("test", "bot"): now + timedelta(hours=6)})
    assert await compose(club.database, now) == 0
    assert await compose(club.database, now + timedelta(hours=6)) == 1


async def waiting(village: Village) -> int:
    async with village.database.read() as db:
        rows = await db.execute(select(t.Outbox.id).where(t.Outbox.status == "waiting"))
        return len(rows.all())


# --- When something is wrong ---------------------------------------------------------------------


async def test_one_that_cannot_be_worded_keeps_no_other_back(
    club: Village, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await club.lend("lan")
    repay, lan = KINDS["repay"], club.ids["lan"]

    async def stumbles(db: Connection, told: Sequence[Told], now: datetime) -> Said:
        if any(one.due.recipient_id == lan for one in told):
            raise ValueError("words fail me")
        return await repay.say(db, told, now)

    with monkeypatch.context() as wrong:
        wrong.setitem(KINDS, "repay", replace(repay, say=stumbles))
        assert await remind(club, ON, "2026-12-10 08:59") == {"hoa": [TODAY]}
    assert "words fail me" in caplog.text
    assert list(await remind(club, "2026-12-10 09:00")) == ["lan"]


async def test_what_a_newer_version_planned_is_left_to_it(club: Village) -> None:
    async with club.database.write() as db:
        await db.execute(
            insert(t.Notice).values(
                club_id=club.club,
                kind="visit",
                subject_id=1,
                due_on=DUE,
                recipient_id=club.ids["hoa"],
                made_at=club.clock.now,
            )
        )
        later = club.clock.now + timedelta(hours=1)
    await compose_all(club.database, club.clock.now)
    assert await waits_until(club) == [later]
    assert await skipped(club) == []


async def test_words_that_say_nothing_are_skipped(
    club: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def silent(_db: Connection, told: Sequence[Told], _now: datetime) -> Said:
        return {told[0].due.id: "nobody asked"}

    monkeypatch.setitem(KINDS, "repay", replace(KINDS["repay"], say=silent))
    await club.lend("lan")
    assert await remind(club, ON) == {}
    assert await skipped(club) == ["nobody asked", "nothing to say"]


async def test_three_messages_a_day_are_enough(
    club: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hourly(_db: Connection, told: Sequence[Told], _now: datetime) -> Said:
        return {one.due.id: Part(text=f"hour {one.due.subject_id}") for one in told}

    useful = timedelta(hours=5)
    kind = replace(KINDS["repay"], say=hourly, money=False, alone=True, useful=useful)
    monkeypatch.setitem(KINDS, "hourly", kind)
    for hour in range(8, 13):
        async with club.database.write() as db:
            await notices.again(
                db,
                club_id=club.club,
                kind="hourly",
                subject_id=hour,
                due_on=DUE,
                recipient_id=club.ids["hoa"],
                wait_until=at(f"2026-12-10 {hour:02}:00"),
                useless_after=at(f"2026-12-10 {hour:02}:59"),
                now=club.clock.now,
            )
    heard = await remind(club, *(f"2026-12-10 {hour:02}:01" for hour in range(8, 13)))
    assert heard == {"hoa": ["hour 8", TODAY, "hour 9"]}
    assert await skipped(club, "hourly") == ["enough for one day"] * 3


# --- The task itself -----------------------------------------------------------------------------


async def test_it_runs_until_it_is_stopped_and_says_when_there_is_something_to_send(
    club: Village,
) -> None:
    composed = asyncio.Event()
    task = Composing(club.database, club.clock, composed.set)
    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        tasks.create_task(task.run())
        await settle(club, ON)
        task.nudge()
        await composed.wait()
        task.stop()
    await club.delivery.deliver()
    assert len(club.phones.by_chat["hoa"].last) == 1


async def test_a_database_that_is_down_does_not_end_it_and_is_one_line(
    club: Village, caplog: pytest.LogCaptureFixture
) -> None:
    composed = asyncio.Event()
    faults = [ValueError("ours"), *(ConnectionError("no database") for _ in range(3))]

    def clock() -> datetime:
        if faults:
            task.nudge()
            raise faults.pop()
        return club.clock.now

    await settle(club, ON)
    task = Composing(club.database, clock, composed.set)
    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        tasks.create_task(task.run())
        await composed.wait()
        task.stop()
    assert caplog.text.count("reminders wait for the database (ConnectionError)") == 1
    assert "no database" not in caplog.text
    assert caplog.text.count("could not be composed") == 1
