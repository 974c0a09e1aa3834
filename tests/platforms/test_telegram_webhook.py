"""Updates that Telegram delivers: taken with the secret only, acknowledged after the commit."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import pytest

from bot.chat import Settled
from bot.clock import utc_now
from bot.platforms.hooks import Hooks
from bot.platforms.telegram import TelegramBot
from bot.reminders.pauses import Pauses
from bot.storage import bots
from bot.storage.engine import Database
from tests.ears import Ears, until
from tests.hooked import PUBLIC, taking
from tests.telegram_api import Fault, Telegram, breaks, refuse, slow
from tests.telegram_bots import FACES, Served, serving
from tests.village import Clock

DOWN = ConnectionRefusedError("the database is away")
A_BUG = ValueError("Hoa: nộp 500k")
HEADER = "X-Telegram-Bot-Api-Secret-Token"


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
    """Everything that is logged, which must never tell secrets, a name or what was written."""
    caplog.set_level(logging.DEBUG, logger="bot")
    caplog.set_level(logging.INFO)
    yield caplog
    secrets = telegram.token.partition(":")[2], telegram.webhook.get("secret_token", "none")
    for word in (*secrets, "Hoa", "nộp", "500k"):
        assert word not in caplog.text


@asynccontextmanager
async def hooked(
    telegram: Telegram, database: Database, ears: Ears | None = None, clock: Clock | None = None
) -> AsyncIterator[Served]:
    """A bot with its webhook, behind a server as the page's."""
    hooks = Hooks()
    async with (
        taking(hooks, telegram),
        serving(telegram, database, ears, webhook=PUBLIC, clock=clock or utc_now) as served,
    ):
        hooks.add(("telegram", served.bot.id), served.bot.hook)
        await until(lambda: served.started)
        yield served


def delivery(telegram: Telegram, text: str = "menu", number: int = 5) -> bytes:
    """One update as Telegram posts it."""
    chat = {"id": 42, "type": "private", "first_name": "Hoa"}
    author = {"id": 42, "is_bot": False, "first_name": "Hoa"}
    said = {"message_id": number, "date": 1, "chat": chat, "from": author, "text": text}
    return json.dumps({"update_id": number, "message": said}).encode()


def secret(telegram: Telegram) -> dict[str, str]:
    return {HEADER: telegram.webhook["secret_token"]}


# --- Who may deliver -----------------------------------------------------------------------------


async def test_the_webhook_is_set_with_a_secret_that_is_not_the_token(
    telegram: Telegram, database: Database
) -> None:
    async with hooked(telegram, database) as served:
        asked = telegram.webhook
        assert asked["url"] == f"{PUBLIC}/hooks/telegram/{served.bot.id}"
        assert asked["allowed_updates"] == ["message", "edited_message", "callback_query"]
        assert asked["drop_pending_updates"] is False
        assert len(asked["secret_token"]) == 64
        assert telegram.token.partition(":")[2] not in json.dumps(asked)
        assert telegram.count("getUpdates") == 0


async def test_only_who_knows_the_secret_may_deliver(
    telegram: Telegram, database: Database
) -> None:
    async with hooked(telegram, database) as served:
        good, body = secret(telegram), delivery(telegram)
        assert await served.bot.hook({}, body) == 401
        for wrong in ("", "x", good[HEADER][:-1], good[HEADER].upper(), "đúng", "\udcff"):
            assert await served.bot.hook({HEADER: wrong}, body) == 403
        assert served.ears.tried == []
        assert await served.bot.hook(good, body) == 200
        assert await served.bot.hook({HEADER.lower(): good[HEADER]}, body) == 200
    assert served.ears.texts == ["menu", "menu"]


async def test_the_secret_is_another_for_another_token_and_the_same_after_a_restart(
    telegram: Telegram, database: Database
) -> None:
    async with hooked(telegram, database):
        first = telegram.webhook["secret_token"]
    async with hooked(telegram, database):
        assert telegram.webhook["secret_token"] == first
    with Telegram(token="8999999999:AAAnotherInventedAnotherInvented00") as other:
        async with hooked(other, database):
            assert other.webhook["secret_token"] != first


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"3", b"\xff\xfe", b"[" * 100_000, b'{"a": "' + b"x" * 10**6 + b'"}'],
)
async def test_what_is_no_update_is_refused(
    telegram: Telegram, database: Database, body: bytes
) -> None:
    async with hooked(telegram, database) as served:
        assert await served.bot.hook(secret(telegram), body) == 400


async def test_an_update_that_cannot_be_read_is_told_and_not_delivered_again(
    telegram: Telegram, database: Database, log: pytest.LogCaptureFixture
) -> None:
    async with hooked(telegram, database) as served:
        body = json.dumps({"update_id": 5, "message": {"text": "nộp 500k"}}).encode()
        assert await served.bot.hook(secret(telegram), body) == 200
        assert await served.bot.hook(secret(telegram), b"{}") == 200
    told = [one.getMessage() for one in log.records if one.levelno == logging.ERROR]
    assert ["cannot be read" in line for line in told] == [True, True]


async def test_who_asks_for_updates_takes_no_deliveries(
    telegram: Telegram, database: Database
) -> None:
    async with serving(telegram, database) as served:
        await until(lambda: served.started)
        assert await served.bot.hook({HEADER: "x"}, delivery(telegram)) == 401


async def test_before_the_start_and_after_the_stop_updates_are_put_off(
    telegram: Telegram, database: Database
) -> None:
    async with hooked(telegram, database) as served:
        known = secret(telegram)
        await served.stop()
        assert await served.bot.hook(known, delivery(telegram)) == 503
    fresh = TelegramBot(
        token=telegram.token,
        api=telegram.url,
        webhook=PUBLIC,
        database=database,
        clock=utc_now,
        handle=served.ears.handle,
        sender=served.sender,
        texts=FACES,
        pauses=Pauses(utc_now),
    )
    assert await fresh.hook(known, delivery(telegram)) == 503


# --- Commits -------------------------------------------------------------------------------------


async def test_what_is_written_is_heard_in_order_and_only_then_acknowledged(
    telegram: Telegram, database: Database
) -> None:
    ears = Ears()
    ears.open.clear()
    hoa, lan = telegram.person("Hoa"), telegram.person("Lan")
    hoa.says("nộp 500k")
    hoa.says("menu")
    lan.says("giup")
    async with hooked(telegram, database, ears):
        await until(lambda: len(ears.tried) == 2)
        assert len(telegram.waiting) == 3
        ears.open.set()
        await until(lambda: not telegram.waiting)
    hers = [one.text for one in ears.heard if one.person == str(hoa.id)]
    assert hers == ["nộp 500k", "menu"]
    assert telegram.posted == [200, 200, 200]


async def test_while_the_database_is_down_telegram_delivers_again(
    telegram: Telegram, database: Database, log: pytest.LogCaptureFixture
) -> None:
    ears = Ears(failures=[DOWN, DOWN])
    telegram.person("Hoa").says("nộp 500k")
    async with hooked(telegram, database, ears):
        await ears.hear(1)
        await until(lambda: not telegram.waiting)
    assert telegram.posted == [500, 500, 200]
    told = [one for one in log.records if one.levelno >= logging.WARNING]
    assert ["wait for the database" in one.getMessage() for one in told] == [True]


async def test_what_always_fails_is_answered_without_its_words(
    telegram: Telegram, database: Database
) -> None:
    ears = Ears(fails_at={"nộp 500k": A_BUG})
    telegram.person("Hoa").says("nộp 500k")
    async with hooked(telegram, database, ears):
        await ears.hear(1)
    assert (ears.heard[0].kind, telegram.posted) == ("unsupported", [200])


async def test_what_cannot_even_be_answered_holds_up_nothing(
    telegram: Telegram, database: Database
) -> None:
    ears = Ears(failures=[A_BUG] * 4)
    hoa = telegram.person("Hoa")
    hoa.says("nộp 500k")
    hoa.says("menu")
    async with hooked(telegram, database, ears):
        await ears.hear(1)
        await until(lambda: not telegram.waiting)
    assert (ears.texts, telegram.posted) == (["menu"], [200, 200])


async def test_deliveries_of_one_chat_at_once_reach_the_conversation_in_their_order(
    telegram: Telegram, database: Database
) -> None:
    async with hooked(telegram, database) as served:
        known = secret(telegram)
        bodies = [delivery(telegram, str(number), number) for number in range(20)]
        statuses = await asyncio.gather(*(served.bot.hook(known, body) for body in bodies))
    assert served.ears.texts == [str(number) for number in range(20)]
    assert set(statuses) == {200}


async def test_setting_the_webhook_is_tried_until_telegram_takes_it(
    telegram: Telegram, database: Database, log: pytest.LogCaptureFixture
) -> None:
    telegram.next("setWebhook", breaks(500))
    telegram.next("setWebhook", refuse(400, "Bad Request: bad webhook: failed to resolve host"))
    telegram.person("Hoa").says("menu")
    async with hooked(telegram, database) as served:
        await served.ears.hear(1)
    told = [one.getMessage() for one in log.records if one.levelno >= logging.WARNING]
    assert ["keeping the webhook set" in line for line in told] == [True]


@pytest.mark.parametrize("other", [{}, {"url": "https://other.example/hooks/telegram/5"}])
async def test_a_webhook_that_another_program_took_is_told_once_and_set_again(
    telegram: Telegram,
    database: Database,
    log: pytest.LogCaptureFixture,
    other: dict[str, str],
) -> None:
    async with hooked(telegram, database) as served:
        ours = telegram.webhook["url"]
        telegram.webhook = dict(other)
        await until(lambda: telegram.count("setWebhook") == 2)
        await until(lambda: any("its own again" in one.getMessage() for one in log.records))
        telegram.person("Hoa").says("menu")
        await served.ears.hear(1)
        assert telegram.webhook["url"] == ours
    told = [one.getMessage() for one in log.records if one.levelno >= logging.WARNING]
    assert ["another program took the webhook" in line for line in told] == [True]


async def test_two_programs_that_take_the_webhook_in_turn_are_one_line(
    telegram: Telegram, database: Database, log: pytest.LogCaptureFixture
) -> None:
    shown = {"url": "https://other.example", "has_custom_certificate": False}
    body = json.dumps({"ok": True, "result": {**shown, "pending_update_count": 0}})
    async with hooked(telegram, database):
        with telegram.lock:
            for _turn in range(3):
                telegram.next("getWebhookInfo", Fault(status=200, body=body))
                telegram.next("getWebhookInfo", slow(0))  # when it has just been set again
        await until(lambda: telegram.count("setWebhook") == 4)
        await until(lambda: any("its own again" in one.getMessage() for one in log.records))
    told = [one for one in log.records if one.levelno >= logging.WARNING]
    assert len(told) == 1


async def test_a_webhook_that_was_taken_may_have_held_up_older_presses(
    telegram: Telegram, database: Database
) -> None:
    clock = Clock(utc_now() + timedelta(minutes=1))
    hoa = telegram.person("Hoa")
    hoa.chat.started = True
    async with hooked(telegram, database, clock=clock) as served:
        message = await served.asks(hoa)
        clock.pass_by(hours=2)
        await until(lambda: heard_until(database, served))
        good = clock.now
        telegram.webhook = {"url": "https://other.example"}
        clock.pass_by(minutes=5)
        await until(lambda: telegram.count("setWebhook") == 2)
        hoa.presses("Đúng", message)
        await served.ears.hear(1)
    assert served.ears.heard[0].sent_at in {good, clock.now}


# --- Presses -------------------------------------------------------------------------------------


async def test_a_press_is_answered_while_its_turn_waits_and_then_shows_its_choice(
    telegram: Telegram, database: Database
) -> None:
    ears = Ears(settles=Settled("Đúng"))
    hoa = telegram.person("Hoa")
    hoa.starts()
    async with hooked(telegram, database, ears) as served:
        await ears.hear(1)
        message = await served.asks(hoa)
        ears.open.clear()
        press = hoa.presses("Đúng")
        await until(lambda: press.answers)
        assert telegram.waiting
        ears.open.set()
        await until(lambda: not message.buttons)
    assert message.text == "Đúng chưa ạ?\n\n✓ Đúng"


async def test_a_press_is_made_now_once_nothing_of_a_downtime_can_come_any_more(
    telegram: Telegram, database: Database
) -> None:
    clock = Watched(utc_now() + timedelta(minutes=1))
    hoa = telegram.person("Hoa")
    hoa.chat.started = True
    async with serving(telegram, database, clock=clock) as polling:
        message = await polling.asks(hoa)
        await polling.hears(hoa)
        await polling.hears(hoa)
    stopped = clock.now
    clock.pass_by(hours=5)
    hoa.presses("Đúng")
    async with hooked(telegram, database, clock=clock) as served:
        await until(lambda: served.ears.pressed)
        assert served.ears.pressed[0].sent_at == stopped
        clock.pass_by(minutes=59)
        await clock.looked_at(3)
        hoa.presses("Chưa", message)
        await until(lambda: len(served.ears.pressed) == 2)
        assert served.ears.pressed[1].sent_at == stopped
        clock.pass_by(minutes=1)
        await until(lambda: heard_until(database, served))
        hoa.presses("Chưa", message)
        await until(lambda: len(served.ears.pressed) == 3)
        assert served.ears.pressed[2].sent_at is None


class Watched(Clock):
    """A clock that counts how often it was looked at."""

    looks = 0

    def __call__(self) -> datetime:
        self.looks += 1
        return super().__call__()

    async def looked_at(self, times: int) -> None:
        """Wait until it was looked at so often again."""
        wanted = self.looks + times
        await until(lambda: self.looks >= wanted)


async def heard_until(database: Database, served: Served) -> bool:
    """Whether the open webhook was noted now."""
    async with database.read() as db:
        found = await bots.heard_until(db, ("telegram", served.bot.id))
    return found == served.bot._clock()


async def test_after_a_failed_delivery_presses_may_be_as_old_as_the_last_good_moment(
    telegram: Telegram, database: Database
) -> None:
    clock = Clock(utc_now() + timedelta(minutes=1))
    ears = Ears()
    hoa = telegram.person("Hoa")
    hoa.chat.started = True
    async with hooked(telegram, database, ears, clock) as served:
        message = await served.asks(hoa)
        clock.pass_by(hours=2)
        await until(lambda: heard_until(database, served))
        good = clock.now
        ears.failures = [DOWN] * 3
        telegram.backoff = 0.05
        clock.pass_by(seconds=30)
        hoa.presses("Đúng", message)
        await ears.hear(1)
    assert ears.tried[0].sent_at is None
    assert ears.heard[0].sent_at in {good, clock.now}


async def test_what_another_process_could_not_take_makes_presses_older_here(
    telegram: Telegram, database: Database
) -> None:
    """Telegram tells every process when a delivery failed, and that something waits."""
    clock = Clock(utc_now())
    hoa = telegram.person("Hoa")
    hoa.chat.started = True
    async with hooked(telegram, database, clock=clock) as served:
        message = await served.asks(hoa)
        clock.pass_by(hours=2)
        await until(lambda: heard_until(database, served))
        good = clock.now
        clock.pass_by(seconds=30)
        telegram.failed_at = clock.now.timestamp()
        with telegram.holding():
            hoa.presses("Đúng", message)
            asked = telegram.count("getWebhookInfo")
            await until(lambda: telegram.count("getWebhookInfo") > asked + 2)
        await served.ears.hear(1)
        assert served.ears.heard[0].sent_at == good
        clock.pass_by(hours=1)
        await until(lambda: heard_until(database, served))
        hoa.presses("Chưa", message)
        await served.ears.hear(2)
    assert served.ears.heard[1].sent_at is None
