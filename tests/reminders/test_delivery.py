"""From the outbox to the senders: in order, never lost, and money slips never twice."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import partial
from types import SimpleNamespace

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from bot.chat import Rejected, SlowDown, TryLater, Unclear, Unreachable, Unsure
from bot.reminders import delivery as module
from bot.reminders import served
from bot.storage import addresses, changes, claiming
from bot.storage import tables as t
from bot.storage.engine import Connection, Database
from bot.storage.messages import Lane
from tests.post_office import Postman, PostOffice, running
from tests.small_talk import typed
from tests.village import address

UNSURE = "I am not sure that Ms Hoa has got the slip. Please ask when you meet."


# --- Order ---------------------------------------------------------------------------------------


async def test_answers_go_before_reminders_before_broadcasts(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(served, "WINDOW", 1)  # one at a time: the order can be seen
    await office.queue("hoa", "broadcast 1", "broadcast 2", lane=Lane.BROADCASTS)
    await office.queue("lan", "reminder 1", "reminder 2", lane=Lane.REMINDERS)
    await office.queue("tu", "answer 1", "answer 2")
    assert await office.deliver_after() == [
        *("answer 1", "answer 2", "reminder 1", "reminder 2", "broadcast 1", "broadcast 2")
    ]


async def test_what_is_said_to_one_chat_keeps_its_order(office: PostOffice) -> None:
    chats = ("hoa", "lan", "tu")
    for number in range(20):
        for chat in chats:
            await office.queue(chat, f"{chat} {number}")
    async with running(office.delivery):
        await office.until_fate("tu 19", "sent")
    for chat in chats:
        assert office.postman.by_chat[chat] == [f"{chat} {number}" for number in range(20)]


async def test_a_message_goes_at_its_time(office: PostOffice) -> None:
    await office.queue("hoa", "later", next_at=office.clock.now + timedelta(minutes=5))
    assert await office.deliver_after(minutes=4, seconds=59) == []
    assert await office.deliver_after(seconds=1) == ["later"]


async def test_what_is_committed_goes_at_once(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "POLL_SECONDS", 3600)
    async with running(office.delivery):
        for number in range(3):
            await office.queue("hoa", f"answer {number}")
            office.delivery.nudge()
            await office.until_fate(f"answer {number}", "sent")


async def test_what_others_have_committed_is_found_by_itself(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "POLL_SECONDS", 0.01)
    async with running(office.delivery):
        await office.queue("hoa", "from another process")
        await office.until_fate("from another process", "sent")


# --- The platform asks to wait -------------------------------------------------------------------


async def test_order_is_kept_when_one_has_to_wait_and_others_do_not_wait_for_it(
    office: PostOffice,
) -> None:
    await office.queue("hoa", "1", "2", "3")
    await office.queue("lan", "other chat")
    office.postman.fails["1"] = [TryLater(30)]
    assert await office.deliver_after() == ["other chat"]
    await office.queue("hoa", "4")  # came later: stays behind
    await office.queue("lan", "again")
    assert await office.deliver_after(seconds=29) == ["again"]
    assert await office.deliver_after(seconds=1) == ["1", "2", "3", "4"]


async def test_an_answer_does_not_wait_behind_a_reminder(office: PostOffice) -> None:
    await office.queue("hoa", "reminder", lane=Lane.REMINDERS)
    office.postman.fails["reminder"] = [TryLater(600)]
    await office.deliver_after()
    await office.queue("hoa", "answer")
    assert await office.deliver_after() == ["answer"]


# --- Nobody reads there --------------------------------------------------------------------------


async def test_who_cannot_be_reached_is_not_written_to_until_they_write_again(
    office: PostOffice,
) -> None:
    await office.queue("hoa", "1", "2")
    await office.queue("hoa", "soon", next_at=office.clock.now + timedelta(hours=1))
    await office.queue("lan", "other chat")
    office.postman.fails["1"] = [Unreachable()]
    assert await office.deliver_after() == ["other chat"]
    assert office.postman.asked.count("2") == 0
    assert await office.fates() == {
        **dict.fromkeys(("1", "2", "soon"), "failed"),
        "other chat": "sent",
    }
    assert not await reached(office)
    office.clock.pass_by(days=1)
    await office.village.conversation.handle(typed("hoa", "menu", "m1"))
    assert await reached(office)
    assert len(await office.deliver_after()) == 1


async def test_who_writes_while_a_message_comes_back_stays_reachable(office: PostOffice) -> None:
    async def she_writes() -> None:
        async with office.database.write() as db:
            at = office.clock.now + timedelta(seconds=1)
            await addresses.arrive(db, address("hoa"), at, "vi")

    await office.queue("hoa", "1", "2")
    office.postman.meanwhile["1"] = she_writes
    office.postman.fails["1"] = [Unreachable()]
    assert await office.deliver_after() == ["2"]
    assert await reached(office)


async def reached(office: PostOffice) -> bool:
    """Whether Hoa can be told something."""
    hoa = office.village.ids["hoa"]
    async with office.database.read() as db:
        return hoa in await addresses.listeners(db, [hoa], office.clock.now.date())


# --- The request fails ---------------------------------------------------------------------------


async def test_what_certainly_did_not_leave_goes_again_ever_later_until_it_is_useless(
    office: PostOffice,
) -> None:
    start = office.clock.now
    await office.queue("hoa", "hello", useless_after=start + timedelta(hours=1))
    office.postman.fails["hello"] = [TryLater(None, "no route")] * 100
    tries = []
    while (await office.fates())["hello"] == "waiting":
        asked = len(office.postman.asked)
        await office.deliver_after(seconds=5)
        if len(office.postman.asked) > asked:
            tries.append((office.clock.now - start).total_seconds() - 5)
    assert tries == [0, 5, 15, 45, *range(105, 3600, 60)]  # looked at every 5 seconds
    assert await office.fates() == {"hello": "expired"}


@pytest.mark.parametrize(
    ("lane", "moments"),
    [
        (Lane.ANSWERS, [0, 2, 12, 72, 132, 192, 252, 312]),  # she may be asking again
        (Lane.REMINDERS, [0, 2, 12, 72, 372, 1272, 3072, 6672]),
        (Lane.BROADCASTS, [0, 2, 12, 72, 372, 1272, 3072, 6672]),
    ],
)
async def test_what_may_have_arrived_each_time_goes_eight_times_at_most(
    office: PostOffice, caplog: pytest.LogCaptureFixture, lane: Lane, moments: list[int]
) -> None:
    start = office.clock.now
    await office.queue("hoa", "hello", "behind it", lane=lane)
    office.postman.fails["hello"] = [ConnectionError("reset")] * 100
    seconds = []
    while (await office.fates())["hello"] == "waiting":
        seconds.append((office.clock.now - start).total_seconds())
        await office.deliver_after()
        assert len(office.postman.asked) == len(seconds)
        office.clock.now = await due(office, "hello")
    assert seconds == moments
    assert await office.deliver_after(seconds=10) == ["behind it"]
    assert await office.deliver_after(days=1) == []
    assert (await office.fates())["hello"] == "unknown"
    assert await reasons(office) == {"hello": "ConnectionError", "behind it": None}
    assert "nobody knows whether it arrived" in caplog.records[-1].getMessage()
    assert caplog.records[-1].levelno == logging.WARNING


async def test_what_certainly_did_not_leave_between_neither_counts_nor_forgives(
    office: PostOffice,
) -> None:
    await office.queue("hoa", "hello")
    no_route, lost = TryLater(1, "no route"), Unsure("lost")
    office.postman.fails["hello"] = [*([lost, lost] + [no_route] * 12) * 3, *[lost] * 9]
    for number in range(100):
        if (await office.fates())["hello"] == "unknown":
            break
        await office.process(f"process {number}").deliver()
        office.clock.now = await due(office, "hello")
    assert len(office.postman.asked) == 8 + 36
    kept = [what for _at, what, *_more in (await tries(office))["hello"]]
    assert (len(kept), kept.count("lost")) == (20, 8)


async def test_a_change_of_what_arrived_at_last_is_tried_as_often_as_anything(
    office: PostOffice,
) -> None:
    await office.queue("hoa", "hello")
    office.postman.fails["hello"] = [Unsure("lost")] * 7
    for _try in range(8):
        await office.deliver_after(hours=1)
    async with office.database.write() as db:
        message = await db.scalar(select(t.Outbox.id))
        assert message is not None
        until = office.clock.now + timedelta(days=1)
        assert await changes.change(
            db, message, "changed", None, now=office.clock.now, useless_after=until
        )
    office.postman.fails["changed"] = [Unsure("lost")]
    await office.deliver_after()
    assert await office.deliver_after(seconds=2) == ["changed"]


async def test_an_answer_that_may_mean_anything_does_not_silence_the_bot(
    office: PostOffice, caplog: pytest.LogCaptureFixture
) -> None:
    for chat in ("hoa", "lan", "tu", "binh"):
        await office.queue(chat, chat)
        office.postman.fails[chat] = [Unclear("Internal server error (403)")] * 2
    await office.deliver_after()
    await office.deliver_after(seconds=2)
    assert len(await office.deliver_after(seconds=10)) == 4
    assert not caplog.records


async def test_a_failed_request_succeeds_later_and_keeps_the_order(office: PostOffice) -> None:
    await office.queue("hoa", "1", "2")
    office.postman.fails["1"] = [ConnectionError()]
    assert await office.deliver_after() == []
    assert await office.deliver_after(seconds=10) == ["1", "2"]


async def test_what_is_useless_by_now_is_not_sent(office: PostOffice) -> None:
    await office.queue("hoa", "yesterday's news", useless_after=office.clock.now)
    await office.queue("hoa", "news")
    assert await office.deliver_after() == ["news"]
    assert await office.fates() == {"yesterday's news": "expired", "news": "sent"}


async def test_of_what_is_useless_by_now_and_may_have_arrived_nothing_is_known(
    office: PostOffice,
) -> None:
    until = office.clock.now + timedelta(seconds=90)
    for chat, said, lane in (("hoa", "news", Lane.BROADCASTS), ("lan", "due", Lane.REMINDERS)):
        await office.queue(chat, said, lane=lane, useless_after=until)
        office.postman.fails[said] = [Unsure("lost")]
    await office.deliver_after()
    assert await office.deliver_after(minutes=2) == []
    assert await office.fates() == {"news": "unknown", "due": "expired"}


# --- Once and no more ----------------------------------------------------------------------------


async def test_a_slip_whose_sender_died_is_not_sent_again_and_the_cashiers_are_told(
    office: PostOffice,
) -> None:
    await office.queue("hoa", "slip", once=True)
    await office.claim("dead", tried=True)
    assert await office.deliver_after(seconds=59) == []
    assert await office.deliver_after(seconds=1) == [UNSURE, UNSURE]
    assert {chat: len(texts) for chat, texts in office.postman.by_chat.items()} == {
        "lan": 1,
        "tu": 1,
    }
    assert (await office.fates())["slip"] == "unknown"
    assert await office.deliver_after(days=1) == []


async def test_who_helps_a_cashier_hears_nothing_of_other_peoples_slips(
    office: PostOffice,
) -> None:
    async with office.database.write() as db:
        await db.execute(
            update(t.Link)
            .where(t.Link.member_id == office.village.ids["tu"])
            .values(kind="helper")
        )
    await office.queue("hoa", "slip", once=True)
    await office.claim("dead", tried=True)
    assert await office.deliver_after(seconds=60) == [UNSURE]
    assert set(office.postman.by_chat) == {"lan"}


async def test_a_slip_whose_sender_died_before_the_request_is_sent(office: PostOffice) -> None:
    await office.queue("hoa", "slip", once=True)
    await office.claim("dead")
    assert await office.deliver_after(seconds=60) == ["slip"]


async def test_a_slip_is_noted_as_tried_before_the_request_leaves(office: PostOffice) -> None:
    noted: list[object] = []

    async def look() -> None:
        async with office.database.read() as db:
            noted.append(await db.scalar(select(t.Outbox.tried_at)))

    await office.queue("hoa", "slip", once=True)
    office.postman.meanwhile["slip"] = look
    assert await office.deliver_after() == ["slip"]
    assert noted == [office.clock.now]


async def test_a_slip_whose_request_failed_is_not_sent_again(office: PostOffice) -> None:
    await office.queue("hoa", "slip", once=True)
    office.postman.fails["slip"] = [ConnectionError()]
    assert await office.deliver_after() == [UNSURE, UNSURE]
    assert await office.deliver_after(days=1) == []
    assert (await office.fates())["slip"] == "unknown"


async def test_a_slip_whose_sender_died_is_no_less_uncertain_when_it_is_of_no_use_any_more(
    office: PostOffice,
) -> None:
    useless_after = office.clock.now + timedelta(hours=1)
    await office.queue("hoa", "slip", once=True, useless_after=useless_after)
    await office.claim("dead", tried=True)
    assert await office.deliver_after(hours=2) == [UNSURE, UNSURE]
    assert (await office.fates())["slip"] == "unknown"


async def test_a_slip_that_certainly_did_not_leave_goes_later(office: PostOffice) -> None:
    await office.queue("hoa", "slip", once=True)
    office.postman.fails["slip"] = [TryLater(5)]
    assert await office.deliver_after() == []
    await office.claim("nobody")  # not due yet: nothing to take
    assert await office.deliver_after(seconds=5) == ["slip"]
    assert await office.fates() == {"slip": "sent"}


async def test_two_processes_that_both_lost_sight_of_a_slip_tell_the_cashiers_once(
    office: PostOffice,
) -> None:
    async def another_takes_over() -> None:
        office.clock.pass_by(seconds=61)
        await office.process("second").deliver()

    await office.queue("hoa", "slip", once=True)
    office.postman.meanwhile["slip"] = another_takes_over
    office.postman.fails["slip"] = [ConnectionError()]
    await office.deliver_after()
    assert office.postman.sent == [UNSURE, UNSURE]


# --- Several processes, and those that died ------------------------------------------------------


async def test_two_processes_send_everything_once_and_in_order(
    postgres_office: PostOffice,
) -> None:
    office, chats = postgres_office, ("hoa", "lan", "tu", "binh")
    for number in range(15):
        for chat in chats:
            await office.queue(chat, f"{chat} {number}", once=number % 3 == 0)
    other = Database(office.database.url)
    async with running(office.delivery, office.process("second", other)):
        for chat in chats:
            await office.until_fate(f"{chat} 14", "sent")
    await other.close()
    for chat in chats:
        assert office.postman.by_chat[chat] == [f"{chat} {number}" for number in range(15)]


async def test_what_a_dead_process_held_is_taken_over_after_its_lease(office: PostOffice) -> None:
    await office.queue("hoa", "1", "2")
    assert len(await office.claim("dead")) == 2
    await office.queue("hoa", "3")
    assert await office.deliver_after(seconds=59) == []
    assert await office.deliver_after(seconds=1) == ["1", "2", "3"]


async def test_after_a_crash_of_the_only_process_all_goes_at_once(
    sqlite_office: PostOffice,
) -> None:
    office = sqlite_office
    await office.queue("hoa", "1", "2")
    await office.queue("lan", "asked to wait", next_at=office.clock.now + timedelta(hours=1))
    await office.claim("dead")
    async with running(office.delivery):
        await office.until_fate("2", "sent")
    assert office.postman.sent == ["1", "2"]


async def test_a_start_takes_nothing_from_a_living_process(postgres_office: PostOffice) -> None:
    office = postgres_office
    await office.queue("hoa", "held")
    await office.claim("alive")
    await office.queue("lan", "free")
    async with running(office.delivery):
        await office.until_fate("free", "sent")
    assert office.postman.sent == ["free"]


async def test_a_message_is_claimed_by_one_of_many(postgres_office: PostOffice) -> None:
    office = postgres_office
    for chat in ("hoa", "lan", "tu", "binh"):
        await office.queue(chat, *(f"{chat} {number}" for number in range(5)))
    claimed = await asyncio.gather(*(office.claim(f"process {number}") for number in range(8)))
    ids = [row.id for rows in claimed for row in rows]
    assert len(ids) == len(set(ids)) == 20


async def test_what_another_process_has_taken_over_is_not_sent_too(
    office: PostOffice, caplog: pytest.LogCaptureFixture
) -> None:
    """The first of two takes longer than the lease; the second is not ours to send any more."""

    async def too_long() -> None:
        office.clock.pass_by(seconds=61)
        await office.process("second").deliver()

    await office.queue("hoa", "1", "2")
    office.postman.meanwhile["1"] = too_long
    await office.deliver_after()
    assert office.postman.sent == ["1", "2", "1"]  # what was in flight may come twice, no more
    assert await office.fates() == {"1": "sent", "2": "sent"}
    assert not caplog.records  # nothing failed


async def test_who_comes_too_late_leaves_the_row_to_who_took_it_over(office: PostOffice) -> None:
    async def too_long() -> None:
        office.clock.pass_by(seconds=61)
        assert len(await office.claim("second")) == 2

    await office.queue("hoa", "1", "2")
    office.postman.meanwhile["1"] = too_long
    office.postman.fails["1"] = [TryLater(0)]
    assert await office.deliver_after(seconds=1) == []
    assert await office.deliver_after(seconds=58) == []
    assert await office.deliver_after(seconds=2) == ["1", "2"]


async def test_no_request_outlives_its_lease(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claiming, "LEASE", timedelta(milliseconds=50))
    await office.queue("hoa", "hello")
    office.postman.meanwhile["hello"] = asyncio.Event().wait
    async with asyncio.timeout(10):
        assert await office.deliver_after() == []
    assert await office.fates() == {"hello": "waiting"}
    assert await office.deliver_after(seconds=10) == ["hello"]


# --- Stopping, and a database in trouble ---------------------------------------------------------


async def test_stopping_finishes_and_records_what_is_in_flight(office: PostOffice) -> None:
    leaves, arrives = asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        leaves.set()
        await arrives.wait()

    await office.queue("hoa", "in flight")
    office.postman.meanwhile["in flight"] = slow
    async with asyncio.TaskGroup() as tasks:
        run = tasks.create_task(office.delivery.run())
        await leaves.wait()
        office.delivery.stop()
        await office.queue("hoa", "too late")
        office.delivery.nudge()
        assert not run.done()
        arrives.set()
    assert await office.fates() == {"in flight": "sent", "too late": "waiting"}


async def test_what_has_not_left_when_it_stops_is_given_back_at_once(office: PostOffice) -> None:
    async def stop() -> None:
        office.delivery.stop()

    await office.queue("hoa", "1", "2", "3")
    office.postman.meanwhile["1"] = stop
    await office.delivery.run()
    assert office.postman.sent == ["1"]
    await office.process("next").deliver()
    assert office.postman.sent == ["1", "2", "3"]
    assert not any((await tries(office)).values())


async def test_a_database_in_trouble_loses_nothing_and_doubles_nothing(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "POLL_SECONDS", 0.01)

    async def trouble() -> None:
        await rename(office.database, "outbox", "gone")

    await office.queue("hoa", "plain", "and behind it")
    await office.queue("hoa", "slip", once=True)
    office.postman.meanwhile["plain"] = trouble

    async def is_logged() -> bool:
        return "the outbox could not be read" in caplog.text

    async with running(office.delivery):
        await office.until(is_logged)
        await rename(office.database, "gone", "outbox")
        await office.until_fate("and behind it", "sent")
        office.clock.pass_by(seconds=10)
        await office.until_fate("slip", "sent")
    assert office.postman.sent == ["plain", "and behind it", "slip"]
    assert "could not be noted" in caplog.text
    assert {one.levelno for one in caplog.records if one.name == module.log.name} == {
        logging.ERROR
    }


async def test_stopping_does_not_wait_for_ever_for_a_database_that_is_down(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "POLL_SECONDS", 0.01)

    async def goes_down() -> None:
        await rename(office.database, "outbox", "gone")
        office.delivery.stop()

    await office.queue("hoa", "last words")
    office.postman.meanwhile["last words"] = goes_down
    async with asyncio.timeout(10):
        await office.delivery.run()
    await rename(office.database, "gone", "outbox")
    assert await office.fates() == {"last words": "waiting"}


async def test_stopping_does_not_wait_for_ever_for_a_platform_that_hangs(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "STOP_SECONDS", 0.1)
    for chat, word in (("hoa", "hangs"), ("lan", "goes")):
        await office.queue(chat, word)

    async def hang() -> None:
        office.delivery.stop()
        await asyncio.Event().wait()

    office.postman.meanwhile["hangs"] = hang
    async with asyncio.timeout(10):
        await office.delivery.run()
    assert (await office.fates())["hangs"] == "waiting"
    office.clock.pass_by(seconds=61)  # as after a crash
    await office.process("second").deliver()
    assert sorted(office.postman.sent) == ["goes", "hangs"]


async def test_a_database_that_is_down_is_one_line_until_it_is_back(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    monkeypatch.setattr(module, "POLL_SECONDS", 0.01)
    tries, write = 0, office.database.write

    @asynccontextmanager
    async def down() -> AsyncIterator[Connection]:
        nonlocal tries
        tries += 1
        if tries <= 5:
            raise ConnectionRefusedError
        async with write() as db:
            yield db

    await office.queue("hoa", "hello")
    monkeypatch.setattr(office.delivery, "database", SimpleNamespace(write=down, is_sqlite=False))
    async with running(office.delivery):
        await office.until_fate("hello", "sent")
    told = [one.getMessage() for one in caplog.records]
    assert told == [
        "the outbox waits for the database (ConnectionRefusedError)",
        "the outbox can be read again",
    ]


async def test_a_round_that_lost_against_another_process_is_run_again_without_a_word(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    looks, write = 0, office.database.write

    @asynccontextmanager
    async def deadlocked() -> AsyncIterator[Connection]:
        nonlocal looks
        looks += 1
        async with write() as db:
            yield db
            if looks < 4:
                lost = OSError("deadlock detected")
                lost.sqlstate = "40P01"  # type: ignore[attr-defined]  # as the driver's has it
                raise DBAPIError("COMMIT", {}, lost)

    await office.queue("hoa", "hello")
    monkeypatch.setattr(office.delivery, "database", SimpleNamespace(write=deadlocked))
    for _round in range(4):
        await office.delivery.deliver()
    assert office.postman.sent == ["hello"]
    assert await office.fates() == {"hello": "sent"}
    assert not caplog.records


async def test_an_idle_bot_lends_no_room_to_a_busy_one(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(served, "WINDOW", 2)
    monkeypatch.setattr(module, "POLL_SECONDS", 0.01)
    office.delivery.serve(("test", "idle"), office.postman)
    hanging = asyncio.Event()
    for chat in ("hoa", "lan", "tu"):
        await office.queue(chat, f"hangs {chat}")
        office.postman.meanwhile[f"hangs {chat}"] = hanging.wait

    async def leased() -> int:
        async with office.database.read() as db:
            rows = await db.execute(select(t.Outbox.id).where(t.Outbox.owner.is_not(None)))
            return len(rows.all())

    async with running(office.delivery):
        await office.until(partial(_has_asked, office.postman, 2))
        office.delivery.serve(("test", "another"), office.postman)  # looks once more
        await office.until(partial(_is_registered, office.database, "another"))
        most = await leased()
        hanging.set()
    assert most == 2


async def _has_asked(postman: Postman, number: int) -> bool:
    return len(postman.asked) >= number


async def _is_registered(database: Database, bot: str) -> bool:
    async with database.read() as db:
        return await db.scalar(select(t.Bot.bot).where(t.Bot.bot == bot)) is not None


async def rename(database: Database, old: str, new: str) -> None:
    async with database.write() as db:
        await db.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))


# --- What is kept of each attempt ----------------------------------------------------------------


async def tries(office: PostOffice) -> dict[str, list[list[str]]]:
    """What is kept of the attempts, by the text."""
    async with office.database.read() as db:
        rows = await db.execute(select(t.Outbox.text, t.Outbox.tries))
        return {row.text: row.tries for row in rows}


async def reasons(office: PostOffice) -> dict[str, str | None]:
    async with office.database.read() as db:
        rows = await db.execute(select(t.Outbox.text, t.Outbox.reason))
        return {row.text: row.reason for row in rows}


async def due(office: PostOffice, words: str) -> datetime:
    """When a message goes (again)."""
    async with office.database.read() as db:
        rows = await db.execute(select(t.Outbox.next_at).where(t.Outbox.text == words))
        return rows.scalar_one()


def seconds_from(start: datetime, kept: list[list[str]]) -> list[tuple[float, str]]:
    return [
        ((datetime.fromisoformat(at) - start).total_seconds(), what) for at, what, *_more in kept
    ]


async def test_each_attempt_is_kept_with_its_time_and_what_came_of_it(office: PostOffice) -> None:
    start = office.clock.now
    await office.queue("hoa", "hello")
    office.postman.fails["hello"] = [
        Unsure("no answer"),
        SlowDown(30, "retry after 30"),
        TryLater(None, "no route"),
    ]
    for seconds in (0, 2, 30, 10):
        await office.deliver_after(seconds=seconds)
    assert await office.fates() == {"hello": "sent"}
    assert seconds_from(start, (await tries(office))["hello"]) == [
        (0, "no answer"),
        (2, "retry after 30"),
        (32, "no route"),
        (42, "sent"),
    ]


async def test_what_is_sent_at_once_or_held_back_for_all_has_no_attempt_to_keep(
    office: PostOffice,
) -> None:
    await office.queue("hoa", "asked to wait", "behind it")
    await office.queue("lan", "at once")
    office.postman.fails["asked to wait"] = [SlowDown(30, "slowly")]
    await office.deliver_after()
    await office.deliver_after(seconds=30)
    kept = await tries(office)
    assert [what for _at, what in kept.pop("asked to wait")] == ["slowly", "sent"]
    assert kept == {"behind it": [], "at once": []}


async def test_what_no_attempt_can_mend_is_kept_too(
    office: PostOffice, caplog: pytest.LogCaptureFixture
) -> None:
    await office.queue("hoa", "slip", once=True)
    await office.queue("lan", "too long")
    await office.queue("tu", "blocked", "behind it")
    office.postman.fails["slip"] = [Unsure("no answer")]
    office.postman.fails["too long"] = [Rejected("message is too long: Mai họp", 400)]
    office.postman.fails["blocked"] = [Unreachable()]
    await office.deliver_after()
    kept = {words: [one[1] for one in made] for words, made in (await tries(office)).items()}
    assert kept["slip"] == ["no answer"]
    assert kept["too long"] == ["message is too long: Mai họp"]
    assert kept["blocked"] == ["unreachable"]
    assert kept["behind it"] == []
    told = [one.getMessage() for one in caplog.records]
    assert told == ["message 2 was refused: 400"]  # whatever it quotes stays out of the log


async def test_a_dead_process_leaves_a_trace_in_what_is_kept(office: PostOffice) -> None:
    await office.queue("hoa", "slip", once=True)
    await office.queue("lan", "plain")
    await office.claim("dead", tried=True)
    await office.deliver_after(seconds=60)
    kept = {words: [what for _at, what in made] for words, made in (await tries(office)).items()}
    assert kept["slip"] == ["the process died while sending it"]
    assert kept["plain"] == ["sent"]  # at the second time


async def test_only_the_last_attempts_are_kept(office: PostOffice) -> None:
    start = office.clock.now
    await office.queue("hoa", "hello", useless_after=start + timedelta(days=1))
    office.postman.fails["hello"] = [TryLater(None, f"no {number}") for number in range(25)]
    for _round in range(30):
        await office.deliver_after(seconds=60)
    kept = (await tries(office))["hello"]
    assert [what for _at, what in kept] == [*(f"no {number}" for number in range(6, 25)), "sent"]
