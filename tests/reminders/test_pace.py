"""How fast a bot may write, and when it must be silent: over all processes, and per bot."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.chat import Address, Rejected, Reply, SlowDown, TryLater, Unreachable, Unsure
from bot.clock import utc_now
from bot.reminders import resting, served
from bot.reminders.delivery import Delivery
from bot.reminders.pauses import Pauses
from bot.reminders.scheduler import tidy
from bot.storage import bots, notices_people
from bot.storage import tables as t
from bot.storage.engine import Database
from bot.storage.messages import Lane
from tests.post_office import BOT, Postman, PostOffice, running
from tests.reminded import at

PAPER = "Ms Hoa's slip did not reach the phone. Please write a paper one when you meet."
SPEED = {"test": 25}
UNSURE = "I am not sure that Ms Hoa has got the slip. Please ask when you meet."


# --- The whole bot has to wait -------------------------------------------------------------------


async def test_a_bot_that_is_asked_to_slow_down_is_silent_in_every_process(
    office: PostOffice,
) -> None:
    await office.queue("hoa", "1")
    await office.queue("lan", "2")
    office.postman.fails["1"] = [SlowDown(30)]
    assert await office.deliver_after() == []  # what was claimed together waits too
    other = office.process("second", office.database)
    await office.queue("tu", "3")
    await other.deliver()
    assert office.postman.sent == []
    office.clock.pass_by(seconds=29)
    await other.deliver()
    assert office.postman.sent == []
    office.clock.pass_by(seconds=1)
    await other.deliver()
    assert sorted(office.postman.sent) == ["1", "2", "3"]


async def test_waiting_for_the_whole_bot_is_no_attempt(office: PostOffice) -> None:
    await office.queue("hoa", "1")
    office.postman.fails["1"] = [SlowDown(30), SlowDown(30), SlowDown(30), Unsure("lost")]
    await office.deliver_after()
    for _time in range(3):
        await office.deliver_after(seconds=30)
    assert await office.deliver_after(seconds=2) == ["1"]  # as after a first failure


async def test_a_pause_leaves_other_bots_alone(office: PostOffice) -> None:
    other = Postman()
    office.delivery.serve(("test", "other"), other)
    async with office.database.write() as db:
        await bots.register(db, BOT, office.clock.now)
        await bots.pause_all(db, {BOT: office.clock.now + timedelta(minutes=1)})
        await bots.pause_all(db, {BOT: office.clock.now})  # a longer one stays
        await db.execute(update(t.Address).where(t.Address.chat == "lan").values(bot="other"))
    await office.queue("hoa", "paused")
    await office.queue("lan", "not paused")
    await office.delivery.deliver()
    assert (office.postman.sent, other.sent) == ([], ["not paused"])


async def test_a_bot_that_this_process_does_not_serve_is_left_to_others(
    office: PostOffice,
) -> None:
    async with office.database.write() as db:
        await db.execute(update(t.Address).where(t.Address.chat == "lan").values(bot="elsewhere"))
    await office.queue("lan", "not mine")
    await office.queue("hoa", "mine")
    assert await office.deliver_after() == ["mine"]
    assert (await office.fates())["not mine"] == "waiting"


async def test_a_platform_that_is_down_is_asked_for_one_round_at_a_time(
    office: PostOffice, caplog: pytest.LogCaptureFixture
) -> None:
    texts = [f"{number}" for number in range(5)]
    for chat in ("hoa", "lan", "tu"):
        await office.queue(chat, *[f"{chat} {one}" for one in texts])
    for chat in ("hoa", "lan", "tu"):
        for one in texts:
            office.postman.fails[f"{chat} {one}"] = [TryLater(None, "no route")] * 100
    for _second in range(20):
        await office.deliver_after(seconds=1)
    assert len(office.postman.asked) < 15  # 3 chats, at 0, 2, 12 …; then a break in between
    assert "test bot does not answer (no route); trying again" in caplog.text
    office.postman.fails.clear()
    caplog.clear()
    assert len(await office.deliver_after(seconds=60)) == 15


# --- What became of a message --------------------------------------------------------------------


async def test_what_the_platform_refuses_is_not_sent_again_and_reported(
    office: PostOffice, caplog: pytest.LogCaptureFixture
) -> None:
    await office.queue("hoa", "impossible", "possible")
    office.postman.fails["impossible"] = [Rejected("Bad Request: chat not found")]
    assert await office.deliver_after() == ["possible"]
    assert await office.deliver_after(hours=1) == []
    assert (await office.fates())["impossible"] == "failed"
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    assert "was refused: Bad Request: chat not found" in caplog.text  # our own words, without code
    assert "impossible" not in caplog.text


async def test_an_answer_that_may_have_arrived_is_sent_again(office: PostOffice) -> None:
    await office.queue("hoa", "answer")
    office.postman.fails["answer"] = [Unsure("the answer was lost")]
    assert await office.deliver_after() == []
    assert await office.deliver_after(seconds=2) == ["answer"]


async def test_a_slip_that_may_have_arrived_is_not(office: PostOffice) -> None:
    await office.queue("hoa", "slip", once=True)
    office.postman.fails["slip"] = [Unsure("the answer was lost")]
    assert await office.deliver_after() == [UNSURE, UNSURE]
    assert (await office.fates())["slip"] == "unknown"


async def test_a_slip_that_certainly_did_not_leave_is_sent_later(office: PostOffice) -> None:
    await office.queue("hoa", "slip", once=True)
    office.postman.fails["slip"] = [TryLater(None, "refused"), SlowDown(5)]
    assert await office.deliver_after() == []
    assert await office.deliver_after(seconds=2) == []
    assert await office.deliver_after(seconds=5) == ["slip"]


@pytest.mark.parametrize("error", [Unreachable(), Rejected("Bad Request: chat not found")])
async def test_the_cashiers_hear_of_a_slip_that_did_not_arrive(
    office: PostOffice, error: Exception
) -> None:
    await office.queue("hoa", "slip", once=True)
    office.postman.fails["slip"] = [error]
    assert await office.deliver_after() == [PAPER, PAPER]
    assert office.postman.by_chat["lan"] == office.postman.by_chat["tu"] == [PAPER]
    assert await office.deliver_after(hours=1) == []


async def test_the_cashiers_hear_of_a_slip_behind_what_could_not_arrive(
    office: PostOffice,
) -> None:
    await office.queue("hoa", "answer")
    await office.queue("hoa", "slip", once=True)
    office.postman.fails["answer"] = [Unreachable()]
    assert await office.deliver_after() == [PAPER, PAPER]


async def test_the_cashiers_hear_of_a_slip_that_waited_for_too_long(office: PostOffice) -> None:
    await office.queue(
        "hoa", "slip", once=True, useless_after=office.clock.now + timedelta(days=7)
    )
    office.postman.fails["slip"] = [TryLater(timedelta(days=8).total_seconds())]
    await office.deliver_after()
    assert await office.deliver_after(days=8) == [PAPER, PAPER]


async def test_what_no_process_sends_is_given_up_and_a_slip_is_told(office: PostOffice) -> None:
    async with office.database.write() as db:
        await db.execute(
            update(t.Address).where(t.Address.chat == "hoa").values(bot="of an old token")
        )
    later = office.clock.now + timedelta(days=7)
    await office.queue("hoa", "answer", useless_after=later)
    await office.queue("hoa", "slip", once=True, useless_after=later)
    await office.queue("lan", "soon", next_at=later, useless_after=later + timedelta(days=1))
    office.clock.pass_by(days=7)
    await tidy(office.database, office.clock.now)
    assert await office.fates() == {
        "answer": "expired",
        "slip": "expired",
        "soon": "waiting",
        PAPER: "waiting",
    }


# --- Bulk has slots, answers have none -----------------------------------------------------------


class Timed(Postman):
    """Notes when it was asked, by the real clock."""

    def __init__(self) -> None:
        super().__init__()
        self.at: list[tuple[datetime, str]] = []

    async def send(self, address, reply, replaces=None):  # type: ignore[no-untyped-def]
        self.at.append((utc_now(), reply.text))
        return await super().send(address, reply, replaces)

    def span(self, word: str) -> timedelta:
        moments = [moment for moment, text in self.at if word in text]
        return max(moments) - min(moments)


@asynccontextmanager
async def two_pumps(office: PostOffice, timed: Timed) -> AsyncIterator[tuple[Delivery, Delivery]]:
    """Run answers and bulk as the program does, by the real clock."""
    office.clock.now = utc_now()
    pauses = Pauses(utc_now)
    bulk = Delivery(
        office.database,
        {BOT: timed},
        utc_now,
        "me",
        lanes=[Lane.REMINDERS, Lane.BROADCASTS],
        a_second={"test": 25},
        pauses=pauses,
    )
    answers = Delivery(
        office.database, {BOT: timed}, utc_now, "me", lanes=[Lane.ANSWERS], pauses=pauses
    )
    async with running(answers, bulk):
        yield answers, bulk


async def test_bulk_takes_slots_and_answers_do_not(office: PostOffice) -> None:
    timed = Timed()
    for number in range(30):
        await office.village.join(f"chat {number}", f"Lê Thị {number}")
        await office.queue(f"chat {number}", f"bulk {number}", lane=Lane.BROADCASTS)
        await office.queue(("hoa", "lan", "tu")[number % 3], f"answer {number}")
    async with two_pumps(office, timed):
        for number in range(30):
            await office.until_fate(f"bulk {number}", "sent")
        await office.until_fate("answer 29", "sent")
    assert timed.span("bulk") > timedelta(seconds=0.8)  # 29 steps of 1/25 s; the first may be late
    assert timed.span("answer") < timed.span("bulk")


async def test_bulk_stays_a_second_apart_from_what_its_chat_gets(office: PostOffice) -> None:
    timed = Timed()
    await office.queue("hoa", "bulk 1", lane=Lane.BROADCASTS)
    async with two_pumps(office, timed) as (answers, bulk):
        await office.until_fate("bulk 1", "sent")
        for number in range(3):
            await office.queue("hoa", f"answer {number}")
        answers.nudge()
        await office.until_fate("answer 2", "sent")
        await office.queue("hoa", "bulk 2", lane=Lane.BROADCASTS)
        bulk.nudge()
        await office.until_fate("bulk 2", "sent")
    first, *answered, second = [moment for moment, _text in timed.at]
    assert min(answered) - first > timedelta(seconds=1)
    assert max(answered) - min(answered) < timedelta(seconds=0.5)  # answers do not wait
    assert second - max(answered) > timedelta(seconds=1)


async def test_an_answer_does_not_wait_behind_bulk_that_hangs(office: PostOffice) -> None:
    timed, hanging = Timed(), asyncio.Event()
    for number in range(40):
        chat = ("hoa", "lan", "tu")[number % 3]
        await office.queue(chat, f"bulk {number}", lane=Lane.BROADCASTS)
        timed.meanwhile[f"bulk {number}"] = hanging.wait
    async with two_pumps(office, timed) as (answers, _bulk):
        await office.until(lambda: _asked(timed, 3))
        await office.queue("hoa", "answer")
        answers.nudge()
        await office.until_fate("answer", "sent")
        hanging.set()


async def _asked(postman: Postman, number: int) -> bool:
    return len(postman.asked) >= number


async def test_slots_are_shared_by_processes_and_a_missed_one_is_lost(
    database: Database,
) -> None:
    now = utc_now()
    async with database.write() as db:
        await bots.register(db, BOT, now)
        first = await bots.take_slots(db, {BOT: 5}, SPEED, now)
        second = await bots.take_slots(db, {BOT: 5}, SPEED, now)
        assert [moment - now for moment in (*first[BOT], *second[BOT])] == [
            timedelta(seconds=number / 25) for number in range(10)
        ]
        later = now + timedelta(minutes=1)
        assert await bots.take_slots(db, {BOT: 1}, SPEED, later) == {BOT: [later]}


async def test_a_slot_that_was_missed_is_not_used_late(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    bulk = Delivery(
        office.database, {BOT: office.postman}, office.clock, "me", a_second={"test": 25}
    )
    await office.queue("hoa", "slow", lane=Lane.BROADCASTS)
    await office.queue("lan", "behind", lane=Lane.BROADCASTS)

    async def a_long_time() -> None:
        office.clock.pass_by(seconds=30)

    office.postman.meanwhile["slow"] = a_long_time
    async with office.database.write() as db:
        await bots.register(db, BOT, office.clock.now)
    await bulk.deliver()
    assert office.postman.sent == ["slow", "behind"]
    async with office.database.read() as db:
        rows = await db.execute(select(t.Outbox).where(t.Outbox.text == "behind"))
        assert rows.one().attempts == 1  # holding it back for another slot was no attempt


async def test_one_bot_that_hangs_holds_up_no_other(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(served, "WINDOW", 1)
    hanging, other = asyncio.Event(), Postman()
    office.delivery.serve(("test", "other"), other)
    async with office.database.write() as db:
        await db.execute(update(t.Address).where(t.Address.chat == "lan").values(bot="other"))
    office.postman.meanwhile["hangs"] = hanging.wait
    await office.queue("hoa", "hangs")
    async with running(office.delivery):
        await office.until(lambda: _asked(office.postman, 1))
        await office.queue("lan", "goes")
        office.delivery.nudge()
        await office.until_fate("goes", "sent")
        hanging.set()
    assert other.sent == ["goes"]


# --- A clock that was wrong ----------------------------------------------------------------------


async def test_a_pause_that_a_wrong_clock_has_set_is_none(office: PostOffice) -> None:
    async with office.database.write() as db:
        await bots.register(db, BOT, office.clock.now)
        await bots.pause_all(db, {BOT: office.clock.now + timedelta(days=400)})
    await office.queue("hoa", "1")
    assert await office.deliver_after() == ["1"]
    async with office.database.write() as db:
        assert await notices_people.crowded(db, office.clock.now, 100) == []
        await bots.pause_all(db, {BOT: office.clock.now + timedelta(minutes=1)})
    await office.queue("hoa", "2")
    assert await office.deliver_after() == []
    assert await office.deliver_after(minutes=1) == ["2"]


async def test_what_a_wrong_clock_has_put_off_goes_and_holds_up_nothing(
    office: PostOffice,
) -> None:
    await office.queue("hoa", "1", next_at=office.clock.now + timedelta(days=400))
    await office.queue("hoa", "2")
    assert await office.deliver_after() == ["1", "2"]


# --- While a club rests --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lane", "minutes", "silent"),
    [
        (Lane.REMINDERS, 11, True),
        (Lane.BROADCASTS, 11, True),
        (Lane.REMINDERS, 150, False),  # the siesta is over
        (Lane.ANSWERS, 11, False),  # who asks, or raises the alarm, is awake
    ],
)
async def test_what_is_sent_late_makes_no_sound_in_the_siesta(
    office: PostOffice, lane: Lane, minutes: int, silent: bool
) -> None:
    office.clock.now = at("2026-12-03 11:29")
    heard = list[bool]()
    send = office.postman.send

    async def listen(address: Address, reply: Reply, replaces: str | None = None) -> str:
        heard.append(reply.silent)
        return await send(address, reply, replaces)

    office.postman.send = listen  # type: ignore[method-assign]  # as a phone would hear it
    office.postman.fails["1"] = [Unsure("lost")]
    await office.queue("hoa", "1", lane=lane)
    await office.deliver_after()
    assert await office.deliver_after(minutes=minutes) == ["1"]
    assert heard == [False, silent]


async def test_where_everything_makes_a_sound_what_comes_late_waits_until_the_club_wakes(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resting, "LOUD", frozenset({BOT[0]}))
    office.clock.now = at("2026-12-03 19:00")
    for text, lane, hours in (
        ("announced", Lane.BROADCASTS, 48),
        ("of use in the night", Lane.REMINDERS, 8),
        ("asked for", Lane.ANSWERS, 48),
    ):
        useless_after = office.clock.now + timedelta(hours=hours)
        await office.queue("hoa", text, lane=lane, useless_after=useless_after)
    office.clock.now = at("2026-12-03 22:00")  # the program, or the platform, was down
    assert await office.deliver_after() == ["asked for", "of use in the night"]
    office.clock.now = at("2026-12-04 06:29")
    assert await office.deliver_after() == []
    assert await office.deliver_after(minutes=1) == ["announced"]
    assert set((await office.fates()).values()) == {"sent"}
