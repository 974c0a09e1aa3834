"""Updates that the bot asks for: in order, none lost, none forgotten before its commit."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import GetMe
from sqlalchemy.engine import make_url

from bot.chat import Incoming, Settled
from bot.clock import utc_now
from bot.platforms.faces import Face
from bot.platforms.patience import Patience
from bot.platforms.telegram_face import face_hash, remembered
from bot.platforms.telegram_heard import LONG_AGO
from bot.platforms.telegram_trouble import TelegramTrouble
from bot.storage import bots
from bot.storage.doors import doors
from bot.storage.engine import Database
from tests.ears import Ears, until
from tests.telegram_api import (
    Message,
    Telegram,
    bad_gateway,
    breaks,
    flood,
    garbage,
    hangs_up,
    refuse,
)
from tests.telegram_bots import FACES, QUICK, serving
from tests.village import Clock

DOWN = ConnectionRefusedError("the database is away")
A_BUG = ValueError("Hoa: nộp 500k")


@pytest.fixture
async def database(sqlite_url: str) -> AsyncIterator[Database]:
    """One kind is enough: what is stored here is one row."""
    opened = Database(sqlite_url)
    yield opened
    await opened.close()


@pytest.fixture(autouse=True)
def log(
    caplog: pytest.LogCaptureFixture, telegram: Telegram
) -> Iterator[pytest.LogCaptureFixture]:
    """Everything that is logged, which must never tell the token, a name or what was written."""
    caplog.set_level(logging.DEBUG, logger="bot")
    caplog.set_level(logging.INFO)
    yield caplog
    secret = telegram.token.partition(":")[2]
    for word in (secret, "Hoa", "nộp", "500k"):
        assert word not in caplog.text


def lines(log: pytest.LogCaptureFixture, level: int) -> list[str]:
    return [one.getMessage() for one in log.records if one.levelno == level]


def offsets(telegram: Telegram) -> list[int | None]:
    """Which updates were confirmed, request by request."""
    with telegram.lock:
        asked = [one.parameters for one in telegram.requests if one.method == "getUpdates"]
    return [one.get("offset") for one in asked]


# --- Order and commits ---------------------------------------------------------------------------


async def test_what_is_written_is_heard_in_order(telegram: Telegram, database: Database) -> None:
    hoa = telegram.person("Hoa")
    hoa.starts("48271593")
    async with serving(telegram, database) as served:
        await served.ears.hear(1)
        for number in range(5):
            hoa.says(f"nộp {number}")
        await served.ears.hear(6)
    assert served.ears.texts == ["48271593", *(f"nộp {number}" for number in range(5))]
    assert served.started == ["started"]


async def test_a_slow_chat_holds_up_no_other_and_itself_stays_in_order(
    telegram: Telegram, database: Database
) -> None:
    people = [telegram.person(f"Bác {number}") for number in range(10)]
    ears = Ears()
    ears.open.clear()
    for text in ("một", "hai", "ba"):
        for person in people:
            person.says(text)
    async with serving(telegram, database, ears) as served:
        await until(lambda: len(ears.tried) == 8)
        ears.open.set()
        await served.ears.hear(30)
    assert ears.most_in_hand == 8
    for person in people:
        mine = [one.text for one in ears.heard if one.address.chat == str(person.id)]
        assert mine == ["một", "hai", "ba"]


async def test_an_update_is_confirmed_only_when_all_of_its_batch_are_committed(
    telegram: Telegram, database: Database
) -> None:
    ears = Ears()
    ears.open.clear()
    first = telegram.person("Hoa").says("nộp 500k")
    last = telegram.person("Lan").says("menu")
    async with serving(telegram, database, ears):
        await until(lambda: len(ears.tried) == 2)
        assert offsets(telegram) == [None]
        ears.open.set()
        await until(lambda: len(offsets(telegram)) > 1)
    assert first["update_id"] < last["update_id"]
    assert offsets(telegram)[1] == last["update_id"] + 1


async def test_a_quiet_time_ends_with_no_offset_as_telegram_counts_anew_after_it(
    telegram: Telegram, database: Database
) -> None:
    hoa = telegram.person("Hoa")
    hoa.says("menu")
    async with serving(telegram, database) as served:
        await until(lambda: len(offsets(telegram)) > 2)
        telegram._updates = 5
        hoa.says("nộp 500k")
        await served.ears.hear(2)
        await until(lambda: not telegram.waiting)
    assert offsets(telegram)[2] is None


async def test_an_update_that_comes_twice_is_passed_on_with_the_same_number(
    telegram: Telegram, database: Database
) -> None:
    hoa = telegram.person("Hoa")
    update = hoa.says("nộp 500k")
    async with serving(telegram, database) as served:
        await served.ears.hear(1)
        telegram.delivers_again(update)
        await served.ears.hear(2)
    assert served.ears.heard[0] == served.ears.heard[1]


async def test_what_comes_in_the_wrong_order_is_put_right(
    telegram: Telegram, database: Database
) -> None:
    hoa = telegram.person("Hoa")
    with telegram.holding(backwards=True):
        for text in ("một", "hai", "ba"):
            hoa.says(text)
    async with serving(telegram, database) as served:
        await served.ears.hear(3)
    assert served.ears.texts == ["một", "hai", "ba"]


async def test_more_than_a_hundred_that_wait_are_all_heard(
    telegram: Telegram, database: Database
) -> None:
    hoa = telegram.person("Hoa")
    for number in range(230):
        hoa.says(str(number))
    async with serving(telegram, database) as served:
        await served.ears.hear(230)
    assert served.ears.texts == [str(number) for number in range(230)]


async def test_an_update_that_cannot_be_read_is_left_out_alone(
    telegram: Telegram, database: Database, log: pytest.LogCaptureFixture
) -> None:
    hoa = telegram.person("Hoa")
    hoa.says("menu")
    broken = hoa.says("nộp 500k")
    broken["message"]["message_id"] = {"nộp": "500k"}
    hoa.says("giup")
    telegram.happens("channel_post", {**hoa.says("menu")["message"], "message_id": 1})
    async with serving(telegram, database) as served:
        await served.ears.hear(3)
        await until(lambda: not telegram.waiting)
    assert served.ears.texts == ["menu", "giup", "menu"]
    told = lines(log, logging.ERROR)
    assert [str(broken["update_id"]) in line for line in told] == [True]


async def test_of_what_cannot_be_read_the_person_hears_in_its_turn(
    telegram: Telegram, database: Database, log: pytest.LogCaptureFixture
) -> None:
    hoa = telegram.person("Hoa")
    hoa.says("menu")
    broken = hoa.says("nộp 500k")
    broken["message"]["date"] = {"nộp": "500k"}
    hoa.says("giup")
    async with serving(telegram, database) as served:
        await served.ears.hear(3)
    assert [one.kind for one in served.ears.heard] == ["text", "unsupported", "text"]
    taken = served.ears.heard[1]
    assert (taken.text, taken.sent_at) == ("", None)
    assert taken.message == f"m{broken['message']['message_id']}"
    told = lines(log, logging.ERROR)
    assert [str(broken["update_id"]) in line for line in told] == [True]


async def test_a_press_below_what_cannot_be_read_counts(
    telegram: Telegram, database: Database
) -> None:
    hoa = telegram.person("Hoa")
    ears = Ears(settles=Settled("Đúng"))
    async with serving(telegram, database, ears) as served:
        await served.hears(hoa)
        message = await served.asks(hoa)
        message.said["entities"] = "new"
        press = hoa.presses("Đúng", message)
        await until(lambda: press.answers)
        await ears.hear(2)
    assert ears.heard[1].pressed == "q1:yes"
    assert message.text == "Đúng chưa ạ?"


async def test_only_what_we_understand_is_asked_for(
    telegram: Telegram, database: Database
) -> None:
    async with serving(telegram, database):
        await until(lambda: telegram.count("getUpdates") > 1)
    with telegram.lock:
        asked = [one.parameters for one in telegram.requests if one.method == "getUpdates"]
    assert asked[0]["allowed_updates"] == ["message", "edited_message", "callback_query"]
    assert [one["timeout"] for one in asked[:2]] == [0, QUICK.updates]  # `started` is soon known


async def test_a_webhook_that_was_set_is_taken_away_and_what_waited_there_is_kept(
    telegram: Telegram, database: Database
) -> None:
    telegram.webhook = {"url": "https://bot.example/hooks/telegram/1"}
    telegram.person("Hoa").says("menu")
    async with serving(telegram, database) as served:
        await served.ears.hear(1)
    assert not telegram.webhook


# --- What fails here -----------------------------------------------------------------------------


async def test_while_the_database_is_down_messages_wait_and_are_then_heard_in_order(
    telegram: Telegram, database: Database, log: pytest.LogCaptureFixture
) -> None:
    hoa = telegram.person("Hoa")
    hoa.says("nộp 500k")
    hoa.says("menu")
    ears = Ears(failures=[DOWN] * 9)
    async with serving(telegram, database, ears) as served:
        await served.ears.hear(2)
        await until(
            lambda: any("takes messages again" in line for line in lines(log, logging.INFO))
        )
    assert ears.texts == ["nộp 500k", "menu"]
    assert len([line for line in lines(log, logging.WARNING) if "database" in line]) == 1
    assert lines(log, logging.ERROR) == []


async def test_what_fails_once_is_tried_again(telegram: Telegram, database: Database) -> None:
    telegram.person("Hoa").says("nộp 500k")
    ears = Ears(failures=[A_BUG, A_BUG])
    async with serving(telegram, database, ears) as served:
        await served.ears.hear(1)
    assert ears.texts == ["nộp 500k"]


async def test_what_always_fails_is_answered_without_its_words_and_holds_up_nobody(
    telegram: Telegram, database: Database, log: pytest.LogCaptureFixture
) -> None:
    hoa = telegram.person("Hoa")
    update = hoa.says("nộp 500k")
    hoa.says("menu")
    ears = Ears(fails_at={"nộp 500k": A_BUG})
    async with serving(telegram, database, ears) as served:
        await served.ears.hear(2)
        await until(lambda: not telegram.waiting)
    assert [(one.text, one.kind) for one in ears.heard] == [("", "unsupported"), ("menu", "text")]
    assert [one.message for one in ears.tried[:4]] == [ears.heard[0].message] * 4
    told = lines(log, logging.ERROR)
    assert [str(update["update_id"]) in line for line in told] == [True]


async def test_what_cannot_even_be_answered_is_left_out(
    telegram: Telegram, database: Database, log: pytest.LogCaptureFixture
) -> None:
    hoa = telegram.person("Hoa")
    hoa.says("nộp 500k")
    hoa.says("menu")
    ears = Ears(failures=[A_BUG] * 4)
    async with serving(telegram, database, ears) as served:
        await served.ears.hear(1)
        await until(lambda: not telegram.waiting)
    assert ears.texts == ["menu"]
    assert len(lines(log, logging.ERROR)) == 1


async def test_the_database_may_go_down_while_somebody_is_excused(
    telegram: Telegram, database: Database
) -> None:
    telegram.person("Hoa").says("nộp 500k")
    ears = Ears(failures=[A_BUG, A_BUG, A_BUG, DOWN])
    async with serving(telegram, database, ears) as served:
        await served.ears.hear(1)
    assert ears.texts == ["nộp 500k"]


async def test_stopping_lets_the_turn_in_hand_finish(
    telegram: Telegram, database: Database
) -> None:
    ears = Ears()
    ears.open.clear()
    telegram.person("Hoa").says("nộp 500k")
    async with serving(telegram, database, ears) as served:
        await until(lambda: ears.in_hand)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(served.stop())
            for _ in range(20):  # time enough to cut it off
                await asyncio.sleep(0)
            ears.open.set()
    assert ears.texts == ["nộp 500k"]


async def test_stopping_does_not_wait_for_ever(telegram: Telegram, database: Database) -> None:
    ears = Ears()
    ears.open.clear()
    telegram.person("Hoa").says("nộp 500k")
    hasty = Patience(stop=0.05)
    async with serving(telegram, database, ears, patience=hasty) as served:
        await until(lambda: ears.in_hand)
        async with asyncio.timeout(5):
            await served.stop()
    assert ears.heard == []
    assert telegram.waiting


async def test_stopping_does_not_wait_for_a_locked_database(
    telegram: Telegram, database: Database
) -> None:
    hasty = replace(QUICK, stop=0.1)
    path = make_url(database.url).database or ""
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    before = asyncio.all_tasks()
    async with serving(telegram, database, patience=hasty) as served:
        await served.hears(telegram.person("Hoa"))
        with closing(other):
            await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
            async with asyncio.timeout(5):
                await served.stop()
    await until(lambda: asyncio.all_tasks() <= before)  # it comes to its end, too


async def test_stopping_does_not_wait_for_what_cannot_be_stopped(
    telegram: Telegram, database: Database
) -> None:
    let_go = asyncio.Event()

    class Stubborn(Ears):
        async def handle(self, incoming: Incoming) -> Settled | None:
            while not let_go.is_set():
                with suppress(asyncio.CancelledError):
                    self.tried.append(incoming)
                    await let_go.wait()
            return None

    ears = Stubborn()
    telegram.person("Hoa").says("menu")
    async with serving(telegram, database, ears, patience=replace(QUICK, stop=0.1)) as served:
        await until(lambda: ears.tried)
        async with asyncio.timeout(5):
            await served.stop()
        assert len(ears.tried) == 2  # told to stop, and still there
        let_go.set()


# --- What fails at Telegram ----------------------------------------------------------------------


@pytest.mark.parametrize("fault", [bad_gateway, garbage, hangs_up, breaks(500), refuse(400, "x")])
async def test_when_telegram_fails_it_is_told_once_and_tried_again(
    telegram: Telegram, database: Database, log: pytest.LogCaptureFixture, fault: Any
) -> None:
    telegram.next("getUpdates", fault, times=4)
    telegram.person("Hoa").says("nộp 500k")
    async with serving(telegram, database) as served:
        await served.ears.hear(1)
    told = [line for line in lines(log, logging.WARNING) if "getting messages" in line]
    over = [line for line in lines(log, logging.INFO) if "getting messages" in line]
    assert (len(told), len(over)) == (1, 1)


async def test_telegram_may_be_down_from_the_start(
    telegram: Telegram, database: Database, log: pytest.LogCaptureFixture
) -> None:
    telegram.goes_down()
    async with serving(telegram, database) as served:
        await until(lambda: any("getting messages" in one for one in lines(log, logging.WARNING)))
        telegram.person("Hoa").says("nộp 500k")
        assert served.started == []
        telegram.comes_back()
        await served.ears.hear(1)
    assert served.started == ["started"]


async def test_as_long_as_telegram_asks_it_is_left_alone(
    telegram: Telegram, database: Database
) -> None:
    telegram.next("getUpdates", flood(1))
    telegram.person("Hoa").says("menu")
    async with serving(telegram, database) as served:
        await served.ears.hear(1)
    first, second = telegram.times("getUpdates")[:2]
    assert second - first >= 1


async def test_another_program_with_the_token_is_told_once_and_once_it_has_gone(
    telegram: Telegram, database: Database, log: pytest.LogCaptureFixture
) -> None:
    telegram.next("getUpdates", refuse(409, "Conflict: terminated by other getUpdates"), times=2)
    hoa = telegram.person("Hoa")
    hoa.says("menu")
    patience = Patience(updates=1, conflict=0.2)
    async with serving(telegram, database, patience=patience) as served:
        await served.ears.hear(1)
        telegram.next("getUpdates", refuse(409, "Conflict: terminated by other"), times=2)
        hoa.says("giup")
        await served.ears.hear(2)
        await until(lambda: any("no other program" in one for one in lines(log, logging.INFO)))
    told = lines(log, logging.ERROR)
    assert ["TELEGRAM_TOKEN" in line for line in told] == [True]
    assert len([one for one in lines(log, logging.INFO) if "no other program" in one]) == 1
    assert lines(log, logging.WARNING) == []


async def test_a_webhook_that_somebody_sets_does_not_end_the_asking(
    telegram: Telegram, database: Database
) -> None:
    async with serving(telegram, database) as served:
        await until(lambda: served.started)
        telegram.webhook = {"url": "https://bot.example"}
        telegram.woken()
        await until(lambda: not telegram.webhook)
        telegram.webhook = {}
        telegram.person("Hoa").says("menu")
        await served.ears.hear(1)


REFUSED = refuse(401, "Unauthorized"), "TELEGRAM_TOKEN"
NOT_FOUND = refuse(404, "Not Found"), "TELEGRAM_API or TELEGRAM_TOKEN"


@pytest.mark.parametrize(("fault", "blamed"), [REFUSED, NOT_FOUND], ids=["401", "404"])
@pytest.mark.parametrize(
    ("webhook", "method"), [("", "deleteWebhook"), ("http://127.0.0.1:1", "setWebhook")]
)
async def test_a_refused_token_is_told_in_one_line_and_tried_until_it_is_taken(
    *,
    telegram: Telegram,
    database: Database,
    log: pytest.LogCaptureFixture,
    fault: Any,
    blamed: str,
    webhook: str,
    method: str,
) -> None:
    telegram.next(method, fault, times=3)
    telegram.next("getMe", fault, times=3)
    patience = replace(QUICK, refused=0.05)
    async with serving(telegram, database, webhook=webhook, patience=patience) as served:
        await until(lambda: telegram.count(method) == 3)
        assert served.started == []
        await until(lambda: served.started)
        await until(lambda: telegram.short_descriptions.get("en"))
    assert [
        f"until {blamed} (or what `tugiup tokens add telegram` was given) is" in line
        for line in lines(log, logging.ERROR)
    ] == [True]
    assert lines(log, logging.WARNING) == []
    again = [line for line in lines(log, logging.INFO) if "takes the token" in line]
    assert len(again) == 1
    first, second, *_more = telegram.times(method)
    assert second - first >= 0.05


async def test_a_token_that_is_refused_for_a_while_ends_nothing(
    telegram: Telegram, database: Database, log: pytest.LogCaptureFixture
) -> None:
    patience = replace(QUICK, refused=0.05)
    async with serving(telegram, database, patience=patience) as served:
        await until(lambda: served.started)
        telegram.token_is_good = False
        await until(lambda: lines(log, logging.ERROR))
        telegram.token_is_good = True
        telegram.person("Hoa").says("menu")
        await served.ears.hear(1)
        telegram.token_is_good = False
        await until(lambda: len(lines(log, logging.ERROR)) == 2)
    assert all("TELEGRAM_TOKEN" in line for line in lines(log, logging.ERROR))


async def test_a_refused_token_is_left_alone_for_ten_minutes_as_a_rule() -> None:
    assert Patience().refused == 600


@pytest.mark.parametrize(
    ("asked", "waits"), [(3, 3.0), (10**12, 86_400.0), (10**400, 86_400.0), (-5, 1.0)]
)
def test_nobody_is_left_alone_for_more_than_a_day(asked: int, waits: float) -> None:
    trouble = TelegramTrouble("1:secret", "getting messages", Patience())
    error = TelegramRetryAfter(method=GetMe(), message="Too Many Requests", retry_after=asked)
    assert trouble.pause_after(error) == waits


# --- Presses -------------------------------------------------------------------------------------


async def test_a_press_is_answered_while_its_turn_still_waits(
    telegram: Telegram, database: Database
) -> None:
    ears = Ears()
    hoa = telegram.person("Hoa")
    hoa.starts()
    async with serving(telegram, database, ears) as served:
        await ears.hear(1)
        await served.asks(hoa)
        ears.open.clear()
        with telegram.holding():
            hoa.says("menu")
            press = hoa.presses("Đúng")
        await until(lambda: press.answers)
        assert len(ears.heard) == 1
        ears.open.set()
        await ears.hear(3)
    assert [one.pressed for one in ears.heard] == ["", "", "q1:yes"]
    assert telegram.count("answerCallbackQuery") == 1


async def test_a_press_counts_though_telegram_takes_no_answer_to_it(
    telegram: Telegram, database: Database, log: pytest.LogCaptureFixture
) -> None:
    hoa = telegram.person("Hoa")
    hoa.starts()
    async with serving(telegram, database) as served:
        await served.ears.hear(1)
        await served.asks(hoa)
        telegram.next("answerCallbackQuery", refuse(400, "query is too old"))
        hoa.presses("Đúng")
        await served.ears.hear(2)
    assert lines(log, logging.WARNING) + lines(log, logging.ERROR) == []


async def pressed(
    telegram: Telegram, database: Database, settled: Settled | None, label: str = "Đúng"
) -> Message:
    """A message after one of its buttons was pressed, and another was answered."""
    ears = Ears(settles=settled)
    hoa = telegram.person("Hoa")
    hoa.starts()
    async with serving(telegram, database, ears) as served:
        await ears.hear(1)
        message = await served.asks(hoa)
        hoa.presses(label, message)
        await ears.hear(2)
        if settled:
            await until(lambda: not message.buttons)
        return message


async def test_a_settled_question_loses_its_buttons_and_shows_the_choice(
    telegram: Telegram, database: Database
) -> None:
    message = await pressed(telegram, database, Settled("Đúng"))
    assert message.text == "Đúng chưa ạ?\n\n✓ Đúng"


async def test_a_question_that_is_out_of_date_loses_its_buttons_only(
    telegram: Telegram, database: Database
) -> None:
    message = await pressed(telegram, database, Settled(""))
    assert message.text == "Đúng chưa ạ?"


async def test_a_question_that_stays_open_keeps_its_buttons(
    telegram: Telegram, database: Database
) -> None:
    message = await pressed(telegram, database, None)
    assert message.buttons == ["Đúng", "Chưa"]
    assert telegram.count("editMessageText") == 0


async def test_turns_do_not_wait_for_what_is_changed_beside_them(
    telegram: Telegram, database: Database, log: pytest.LogCaptureFixture
) -> None:
    hoa = telegram.person("Hoa")
    hoa.starts()
    ears = Ears(settles=Settled("Đúng"))
    async with serving(telegram, database, ears) as served:
        await ears.hear(1)
        await served.asks(hoa)
        telegram.next("editMessageText", refuse(403, "Forbidden: bot was blocked by the user"))
        hoa.presses("Đúng")
        await until(lambda: telegram.count("editMessageText") == 1)
        hoa.says("menu")
        await ears.hear(3)
    assert lines(log, logging.WARNING) + lines(log, logging.ERROR) == []


async def test_many_presses_at_once_are_all_answered(
    telegram: Telegram, database: Database
) -> None:
    hoa = telegram.person("Hoa")
    hoa.starts()
    ears = Ears(settles=Settled("Đúng"))
    async with serving(telegram, database, ears) as served:
        await ears.hear(1)
        message = await served.asks(hoa)
        with telegram.holding():
            for _ in range(60):
                hoa.presses("Đúng", message)
        await ears.hear(61)
        await until(lambda: not telegram.unanswered)


# --- How old a press is --------------------------------------------------------------------------


async def test_a_press_is_as_old_as_the_last_time_that_nothing_more_waited(
    telegram: Telegram, database: Database
) -> None:
    clock = Clock(utc_now() + timedelta(minutes=1))
    hoa = telegram.person("Hoa")
    async with serving(telegram, database, clock=clock) as served:
        await served.hears(hoa)
        await served.asks(hoa)
        clock.pass_by(hours=2)
        await served.hears(hoa)
        await served.hears(hoa)
        pressed = clock.now
        clock.pass_by(seconds=20)
        hoa.presses("Đúng")
        await served.ears.hear(4)
    assert served.ears.heard[3].sent_at == pressed


async def test_a_press_while_a_turn_takes_long_is_not_taken_for_newer(
    telegram: Telegram, database: Database
) -> None:
    clock = Clock(utc_now() + timedelta(minutes=1))
    began = clock.now
    hoa = telegram.person("Hoa")
    async with serving(telegram, database, clock=clock) as served:
        await served.hears(hoa)
        await served.asks(hoa)
        served.ears.open.clear()
        hoa.says("nộp 500k")
        await until(lambda: served.ears.in_hand)
        clock.pass_by(hours=1)
        hoa.presses("Đúng")
        served.ears.open.set()
        await served.ears.hear(3)
    assert served.ears.heard[2].sent_at == began


async def test_a_press_while_more_than_one_request_can_bring_waits_is_not_taken_for_newer(
    telegram: Telegram, database: Database
) -> None:
    clock = Clock(utc_now() + timedelta(minutes=1))
    hoa = telegram.person("Hoa")
    async with serving(telegram, database, clock=clock) as served:
        await served.hears(hoa)
        message = await served.asks(hoa)
    stopped = clock.now
    for _ in range(150):
        hoa.presses("Đúng", message)
    clock.pass_by(hours=5)
    async with serving(telegram, database, clock=clock) as again:
        await until(lambda: len(again.ears.pressed) == 150)
    assert {one.sent_at for one in again.ears.pressed} == {stopped}


async def test_a_press_while_the_bot_was_down_is_as_old_as_the_stop_at_most(
    telegram: Telegram, database: Database
) -> None:
    clock = Clock(utc_now() + timedelta(minutes=1))
    hoa = telegram.person("Hoa")
    async with serving(telegram, database, clock=clock) as served:
        await served.hears(hoa)
        await served.asks(hoa)
        await served.hears(hoa)
    stopped = clock.now
    clock.pass_by(hours=5)
    hoa.presses("Đúng")
    async with serving(telegram, database, clock=clock) as again:
        await until(lambda: again.ears.pressed)
        hoa.presses("Chưa")
        await until(lambda: len(again.ears.pressed) == 2)
    first, second = again.ears.pressed
    assert (first.sent_at, second.sent_at) == (stopped, stopped + timedelta(hours=5))


async def test_a_press_that_was_fetched_and_not_committed_grows_no_younger(
    telegram: Telegram, database: Database
) -> None:
    clock = Clock(utc_now() + timedelta(minutes=1))
    hoa = telegram.person("Hoa")
    async with serving(telegram, database, clock=clock) as served:
        await served.hears(hoa)
        await served.asks(hoa)
        await served.hears(hoa)
    stopped = clock.now
    clock.pass_by(hours=5)
    hoa.presses("Đúng")
    broken = Ears(failures=[DOWN] * 99)
    patience = Patience(stop=0.01)
    async with serving(telegram, database, broken, clock=clock, patience=patience):
        await until(lambda: broken.tried)
    clock.pass_by(hours=5)
    async with serving(telegram, database, clock=clock) as again:
        await until(lambda: again.ears.pressed)
    assert again.ears.pressed[0].sent_at == stopped


async def test_before_anything_was_ever_fetched_a_press_is_as_old_as_its_message(
    telegram: Telegram, database: Database
) -> None:
    clock = Clock(utc_now() + timedelta(days=3))
    hoa = telegram.person("Hoa")
    hoa.chat.started = True
    async with serving(telegram, database, patience=Patience(stop=0)) as served:
        message = await served.asks(hoa)
    async with database.write() as db:
        await bots.note_heard(db, ("telegram", served.bot.id), LONG_AGO)
    hoa.presses("Đúng")
    async with serving(telegram, database, clock=clock) as again:
        await until(lambda: again.ears.pressed)
    assert again.ears.pressed[0].sent_at == datetime.fromtimestamp(message.said["date"], UTC)


async def test_up_to_when_all_was_fetched_is_noted_once_a_minute_and_at_the_end(
    telegram: Telegram, database: Database
) -> None:
    clock = Clock(utc_now())
    begin = clock.now
    hoa = telegram.person("Hoa")

    async def noted() -> timedelta | None:
        async with database.read() as db:
            found = await bots.heard_until(db, ("telegram", served.bot.id))
        return found - begin if found else None

    async with serving(telegram, database, clock=clock) as served:
        for passing, wanted in ((0, 0), (59, 0), (1, 60), (1, 60)):
            clock.pass_by(seconds=passing)
            for _ in range(3):
                await served.hears(hoa)
            assert await noted() == timedelta(seconds=wanted)
    assert await noted() == timedelta(seconds=61)


# --- All of it together --------------------------------------------------------------------------


async def test_a_group_is_heard_when_it_speaks_to_the_bot_also_after_its_upgrade(
    telegram: Telegram, database: Database
) -> None:
    hoa = telegram.person("Hoa")
    async with serving(telegram, database) as served:
        club = telegram.group("Xóm 3", hoa, sees_all=True)
        await until(lambda: telegram.count("setMyShortDescription") == 2)
        club.says(hoa, "hôm nay ai đi họp")
        club.says(hoa, "/menu@clb_bot")
        await served.ears.hear(1)
        old = club.id
        club.upgrades(hoa)
        club.says(hoa, "/menu@clb_bot")
        await served.ears.hear(2)
    assert [one.address.chat for one in served.ears.heard] == [str(old), str(club.id)]
    assert all(one.group and one.person == str(hoa.id) for one in served.ears.heard)


async def test_what_a_group_said_to_the_bot_by_name_while_it_was_down_is_heard(
    telegram: Telegram, database: Database
) -> None:
    hoa = telegram.person("Hoa")
    async with serving(telegram, database):
        club = telegram.group("Xóm 3", hoa)
        await until(lambda: telegram.count("setMyShortDescription") == 2)
    club.says(hoa, "/menu@clb_bot")
    telegram.next("getMe", breaks(500), times=3)
    async with serving(telegram, database) as again:
        await again.ears.hear(1)


async def test_pictures_voices_contacts_and_changes_arrive(
    telegram: Telegram, database: Database
) -> None:
    hoa = telegram.person("Hoa")
    changed = hoa.says("nộp 500k")
    hoa.sends_photo("biên lai")
    hoa.sends_voice()
    hoa.sends_sticker()
    hoa.sends_location()
    hoa.shares_contact("+84912345678")
    hoa.edits(changed, "nộp 900k")
    async with serving(telegram, database) as served:
        await served.ears.hear(7)
    assert [(one.kind, one.text) for one in served.ears.heard] == [
        ("text", "nộp 500k"),
        ("photo", "biên lai"),
        ("voice", ""),
        ("sticker", ""),
        ("unsupported", ""),
        ("text", "0912345678"),
        ("edited", ""),
    ]


async def test_two_bots_of_one_process_do_not_meet(telegram: Telegram, database: Database) -> None:
    with Telegram(token="8999999999:AAAnotherInventedAnotherInvented00") as other:
        telegram.person("Hoa").says("menu")
        other.person("Lan").says("giup")
        async with serving(telegram, database) as one, serving(other, database) as two:
            await one.ears.hear(1)
            await two.ears.hear(1)
    assert (one.ears.texts, two.ears.texts) == (["menu"], ["giup"])
    assert one.ears.heard[0].address.bot != two.ears.heard[0].address.bot


# --- Introducing itself --------------------------------------------------------------------------


async def test_the_bot_shows_its_commands_and_texts_once_and_again_when_they_change(
    telegram: Telegram, database: Database
) -> None:
    account = ("telegram", telegram.token.partition(":")[0])

    async def serve(faces: dict[str, Face]) -> list[int]:
        before = telegram.count("getUpdates")
        async with serving(telegram, database, faces=faces) as served:
            await until(lambda: is_noted(face_hash(faces)))
            await until(lambda: telegram.count("getUpdates") > before + 1)
        assert served.started
        methods = ("setMyCommands", "setMyDescription", "setMyShortDescription")
        return [telegram.count(method) for method in methods]

    async def is_noted(shown: str) -> bool:
        async with database.read() as db:
            return await bots.introduced(db, account) == shown

    assert await serve(FACES) == [2, 2, 2]
    assert await serve(FACES) == [2, 2, 2]
    assert await serve({**FACES, "en": FACES["vi"]}) == [4, 4, 4]
    assert telegram.commands[""][0]["description"] == "Xem menu"
    assert telegram.commands["en"] == telegram.commands[""]
    assert telegram.descriptions == {"": "Chào bác", "en": "Chào bác"}
    assert telegram.short_descriptions == {"": "CLB", "en": "CLB"}


async def test_the_link_for_joining_codes_is_noted(telegram: Telegram, database: Database) -> None:
    async with serving(telegram, database):
        await until(lambda: telegram.count("setMyShortDescription") == 2)
    async with database.read() as db:
        (door,) = await doors(db, club_id=1)
    assert door.link == "https://t.me/clb_bot?start="


async def test_each_bot_of_a_platform_keeps_its_link(
    telegram: Telegram, database: Database
) -> None:
    old, zalo = ("telegram", "1000000001"), ("zalo", "5")
    mine = ("telegram", telegram.token.partition(":")[0])
    async with database.write() as db:
        for account in (old, zalo):
            await bots.register(db, account, utc_now())
            await bots.note_link(db, account, "https://t.me/old_bot?start=")
    assert await remembered(database, old) == "old_bot"
    assert await remembered(database, mine) == ""
    async with serving(telegram, database):
        await until(lambda: telegram.count("setMyShortDescription") == 2)
    async with database.read() as db:
        links = [await bots.link(db, account) for account in (old, zalo, mine)]
    others = "https://t.me/old_bot?start="
    assert links == [others, others, "https://t.me/clb_bot?start="]


async def test_introducing_itself_is_tried_until_it_works_and_stops_nothing(
    telegram: Telegram, database: Database, log: pytest.LogCaptureFixture
) -> None:
    telegram.next("getMe", breaks(500), times=2)
    telegram.next("setMyCommands", hangs_up, times=2)
    telegram.person("Hoa").says("menu")
    async with serving(telegram, database) as served:
        await served.ears.hear(1)
        await until(lambda: telegram.short_descriptions.get("en"))
    assert len(lines(log, logging.WARNING)) == 1


async def test_texts_that_telegram_does_not_take_are_told_and_not_tried_again(
    telegram: Telegram, database: Database, log: pytest.LogCaptureFixture
) -> None:
    bad = {"vi": Face(commands=(), description="a" * 600, short_description="")}
    async with serving(telegram, database, faces=bad) as served:
        await until(lambda: lines(log, logging.ERROR))
        telegram.person("Hoa").says("menu")
        await served.ears.hear(1)
    assert telegram.count("setMyDescription") == 1
