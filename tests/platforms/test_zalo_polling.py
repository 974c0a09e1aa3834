"""Messages that the bot asks for: in order, each committed before the next is asked for."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import pytest

from bot.platforms.patience import Patience
from bot.platforms.zalo_client import ZaloError, new_session
from bot.platforms.zalo_trouble import ZaloTrouble
from bot.storage.engine import Database
from tests.ears import Ears, until
from tests.zalo_api import Fault, Zalo, bad_gateway, breaks, garbage, hangs_up, quota, refuse
from tests.zalo_api.server import SECRET
from tests.zalo_bots import QUICK, serving

DOWN = ConnectionRefusedError("the database is away")
A_BUG = ValueError("Hoa: nộp 500k")


@pytest.fixture
async def database(sqlite_url: str) -> AsyncIterator[Database]:
    """One kind is enough: what is stored here is one row."""
    opened = Database(sqlite_url)
    yield opened
    await opened.close()


@pytest.fixture(autouse=True)
def log(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Everything that is logged, which must never tell the token, a name or what was written."""
    caplog.set_level(logging.DEBUG, logger="bot")
    caplog.set_level(logging.INFO)
    yield caplog
    for word in (SECRET, "Hoa", "nộp", "500k"):
        assert word not in caplog.text


def lines(log: pytest.LogCaptureFixture, least: int = logging.WARNING) -> list[str]:
    return [one.getMessage() for one in log.records if one.levelno >= least]


# --- Order and commits ---------------------------------------------------------------------------


async def test_what_is_written_is_heard_in_order(zalo: Zalo, database: Database) -> None:
    hoa, lan = zalo.person("Hoa"), zalo.person("Lan")
    async with serving(zalo, database) as served:
        for number in range(4):
            hoa.writes(f"nộp {number}")
            lan.writes(f"menu {number}")
        await served.ears.hear(8)
    wanted = [f"{word} {number}" for number in range(4) for word in ("nộp", "menu")]
    assert served.ears.texts == wanted
    assert served.started == ["started"]


async def test_the_next_message_is_asked_for_after_the_commit(
    zalo: Zalo, database: Database
) -> None:
    ears = Ears()
    ears.open.clear()
    hoa = zalo.person("Hoa")
    hoa.writes("nộp 500k")
    hoa.writes("menu")
    async with serving(zalo, database, ears):
        await until(lambda: ears.in_hand == 1)
        assert len(zalo.waiting) == 1
        assert zalo.count("getUpdates") == 1
        ears.open.set()
        await ears.hear(2)
    assert ears.texts == ["nộp 500k", "menu"]


async def test_several_at_once_are_taken_too(zalo: Zalo, database: Database) -> None:
    hoa = zalo.person("Hoa")
    with zalo.holding():
        both = [hoa.writes("một"), hoa.writes("hai")]
    zalo.waiting.clear()
    zalo.next("getUpdates", Fault(status=200, body=json.dumps({"ok": True, "result": both})))
    async with serving(zalo, database) as served:
        await served.ears.hear(2)
    assert served.ears.texts == ["một", "hai"]


async def test_while_the_database_is_down_a_message_waits_as_it_never_comes_again(
    zalo: Zalo, database: Database, log: pytest.LogCaptureFixture
) -> None:
    ears = Ears(failures=[DOWN] * 6)
    hoa = zalo.person("Hoa")
    hoa.writes("nộp 500k")
    hoa.writes("menu")
    async with serving(zalo, database, ears, patience=replace(QUICK, hold=0.0)):
        await ears.hear(2)
    assert ears.texts == ["nộp 500k", "menu"]
    assert ["wait for the database" in line for line in lines(log)] == [True]


async def test_a_message_that_is_lost_with_the_stop_is_told(
    zalo: Zalo, database: Database, log: pytest.LogCaptureFixture
) -> None:
    ears = Ears(fails_at={"nộp 500k": DOWN})
    zalo.person("Hoa").writes("nộp 500k")
    async with serving(zalo, database, ears, patience=replace(QUICK, stop=0.1)):
        await until(lambda: ears.tried)
    assert "it lost a message" in lines(log)[-1]


async def test_a_turn_in_hand_is_finished_before_the_stop(
    zalo: Zalo, database: Database, log: pytest.LogCaptureFixture
) -> None:
    ears = Ears()
    ears.open.clear()
    zalo.person("Hoa").writes("nộp 500k")
    async with serving(zalo, database, ears) as served:
        await until(lambda: ears.in_hand == 1)
        served.running.cancel()
        ears.open.set()
        await ears.hear(1)
    assert lines(log) == []


async def test_what_always_fails_is_answered_without_its_words_and_holds_up_no_other(
    zalo: Zalo, database: Database
) -> None:
    ears = Ears(fails_at={"nộp 500k": A_BUG})
    hoa = zalo.person("Hoa")
    hoa.writes("nộp 500k")
    hoa.writes("menu")
    async with serving(zalo, database, ears):
        await ears.hear(2)
    assert [one.kind for one in ears.heard] == ["failed", "text"]


# --- Asking --------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [200, 408])
async def test_when_nothing_is_written_the_bot_asks_again_and_is_content(
    zalo: Zalo, database: Database, status: int, log: pytest.LogCaptureFixture
) -> None:
    zalo.idle_status = status
    async with serving(zalo, database) as served:
        await until(lambda: zalo.count("getUpdates") == 2)
        await served.hears(zalo.person("Hoa"))
    assert lines(log) == []


async def test_who_is_not_held_while_nothing_is_written_does_not_ask_all_the_time(
    zalo: Zalo, database: Database
) -> None:
    zalo.next("getUpdates", refuse(408), times=1000)
    async with serving(zalo, database, patience=replace(QUICK, first=0.2)) as served:
        await until(lambda: served.started)
        began = time.monotonic()
        await until(lambda: zalo.count("getUpdates") > 4)
        assert time.monotonic() - began > 0.5


async def test_a_webhook_is_taken_away_first_and_again_when_somebody_sets_one(
    zalo: Zalo, database: Database, log: pytest.LogCaptureFixture
) -> None:
    taken = {"url": "https://other.example", "secret_token": "x" * 8}
    zalo.bot.webhook = dict(taken)
    async with serving(zalo, database) as served:
        await until(lambda: not zalo.bot.webhook)
        await served.hears(zalo.person("Hoa"))
        zalo.bot.webhook = dict(taken)
        await until(lambda: not zalo.bot.webhook)
        await served.hears(zalo.person("Lan"))
    assert ["getting messages failed" in line for line in lines(log)] == [True]


@pytest.mark.parametrize("code", [400, 404])
async def test_where_there_is_no_webhook_it_may_be_refused_to_take_it_away(
    zalo: Zalo, database: Database, code: int, log: pytest.LogCaptureFixture
) -> None:
    zalo.next("deleteWebhook", refuse(code), times=3)
    async with serving(zalo, database) as served:
        await served.hears(zalo.person("Hoa"))
    assert lines(log) == []


@pytest.mark.parametrize(
    "fault", [breaks(502), breaks(504), bad_gateway, garbage, hangs_up, refuse(403), refuse(426)]
)
async def test_whatever_zalo_answers_the_bot_goes_on_asking(
    zalo: Zalo, database: Database, fault: Fault, log: pytest.LogCaptureFixture
) -> None:
    zalo.next("getUpdates", fault, times=3)
    async with serving(zalo, database) as served:
        await served.hears(zalo.person("Hoa"))
        await until(lambda: any("works again" in line for line in lines(log, logging.INFO)))
    assert ["getting messages failed, trying again" in line for line in lines(log)] == [True]


async def test_zalo_may_be_down_from_the_start_and_come_back(
    zalo: Zalo, database: Database, log: pytest.LogCaptureFixture
) -> None:
    zalo.goes_down()
    hoa = zalo.person("Hoa")
    async with serving(zalo, database) as served:
        await until(lambda: any("getting messages failed" in line for line in lines(log)))
        zalo.comes_back()
        await served.hears(hoa)


async def test_a_refused_token_is_told_once_and_tried_until_it_is_taken(
    zalo: Zalo, database: Database, log: pytest.LogCaptureFixture
) -> None:
    zalo.next("deleteWebhook", refuse(401, "Unauthorized"), times=3)
    zalo.next("getMe", refuse(401, "Unauthorized"), times=3)
    async with serving(zalo, database, patience=replace(QUICK, refused=0.05)) as served:
        await served.hears(zalo.person("Hoa"))
    assert ["copy the token anew from Zalo Bot Creator" in line for line in lines(log)] == [True]
    assert [reason[:20] for reason in served.refused] == ["put right ZALO_TOKEN", ""]


async def test_a_bot_that_is_refused_stops_no_other(zalo: Zalo, database: Database) -> None:
    other = zalo.new_bot("Bot Xóm Đông")
    async with serving(zalo, database) as served, serving(zalo, database, account=other) as second:
        await until(lambda: served.started and second.started)
        zalo.bot.resets()
        await second.hears(zalo.person("Lan", other))
        await until(lambda: served.refused)
        await second.hears(zalo.person("Lan", other))
    assert second.refused == []
    assert {one.address.bot for one in second.ears.heard} == {other.id}


# --- How long to wait ----------------------------------------------------------------------------


async def test_after_the_quota_is_used_up_nobody_asks_for_a_minute(
    zalo: Zalo, database: Database
) -> None:
    zalo.next("getUpdates", quota)
    async with serving(zalo, database) as served:
        await until(lambda: zalo.count("getUpdates") == 1)
        zalo.person("Hoa").writes("menu")
        await until(lambda: zalo.count("getMe") == 1)
        assert served.ears.heard == []


def test_how_long_to_wait_after_what() -> None:
    trouble = ZaloTrouble("1", "getting messages", Patience())
    waits = [trouble.pause_after(ZaloError(502, "")) for _time in range(7)]
    assert waits == [1, 2, 4, 8, 16, 30, 30]
    trouble.over()
    assert trouble.pause_after(ZaloError(429, "")) == 60
    assert trouble.pause_after(ZaloError(401, "")) == 600
    assert trouble.pause_after(ZaloError(404, "")) == 600
    assert trouble.pause_after(OSError("nộp 500k")) == 2


async def test_many_bots_share_their_connections() -> None:
    """The library's own limit is a hundred at once, and each bot holds one all the time."""
    async with new_session() as session:
        assert session.connector
        assert session.connector.limit == 0
