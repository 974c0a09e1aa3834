"""Messages that Zalo delivers: taken with the secret only, acknowledged after the commit."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import text

from bot.chat import NotFetched
from bot.clock import utc_now
from bot.platforms import zalo_pictures
from bot.platforms.patience import Patience
from bot.platforms.zalo import PATIENCE, ZaloBot
from bot.platforms.zalo_client import ZaloClient, new_session
from bot.platforms.zalo_webhook import Webhook
from bot.storage.engine import Database
from bot.storage.files import LIMIT
from tests.ears import Ears, until
from tests.hooked import PUBLIC
from tests.zalo_api import Fault, Zalo, breaks, garbage, hangs_up, refuse
from tests.zalo_api.people import JPEG
from tests.zalo_api.server import SECRET
from tests.zalo_bots import QUICK, Served, hooked, serving

DOWN = ConnectionRefusedError("the database is away")
A_BUG = ValueError("Hoa: nộp 500k")
HEADER = "X-Bot-Api-Secret-Token"
HOA = "0f1e2d3c4b5a69788796"


@pytest.fixture
async def database(sqlite_url: str) -> AsyncIterator[Database]:
    """One kind is enough: what is stored here is one row."""
    opened = Database(sqlite_url)
    yield opened
    await opened.close()


@pytest.fixture(autouse=True)
def log(caplog: pytest.LogCaptureFixture, zalo: Zalo) -> Iterator[pytest.LogCaptureFixture]:
    """Everything that is logged, which must never tell secrets, a name or what was written."""
    caplog.set_level(logging.DEBUG, logger="bot")
    caplog.set_level(logging.INFO)
    yield caplog
    for word in (SECRET, zalo.bot.webhook.get("secret_token", "none"), "Hoa", "nộp", "500k"):
        assert word not in caplog.text


def lines(log: pytest.LogCaptureFixture, least: int = logging.WARNING) -> list[str]:
    return [one.getMessage() for one in log.records if one.levelno >= least]


def message(words: str = "menu", number: int = 5, chat: str = HOA) -> dict[str, Any]:
    author = {"id": chat, "display_name": "Hoa", "is_bot": False}
    place = {"id": chat, "chat_type": "PRIVATE"}
    return {"message_id": f"n{number}", "date": 1, "from": author, "chat": place, "text": words}


def delivery(words: str = "menu", number: int = 5, chat: str = HOA) -> bytes:
    """One message as Zalo posts it."""
    told = {"event_name": "message.text.received", "message": message(words, number, chat)}
    return json.dumps({"ok": True, "result": told}).encode()


def secret(zalo: Zalo) -> dict[str, str]:
    return {HEADER: zalo.bot.webhook["secret_token"]}


# --- Who may deliver -----------------------------------------------------------------------------


async def test_the_webhook_is_set_with_a_secret_that_is_not_the_token(
    zalo: Zalo, database: Database
) -> None:
    async with hooked(zalo, database) as served:
        asked = zalo.bot.webhook
        assert asked["url"] == f"{PUBLIC}/hooks/zalo/{served.bot.id}"
        assert len(asked["secret_token"]) == 64
        assert SECRET not in json.dumps(asked)
        assert zalo.count("getUpdates") == 0


async def test_only_who_knows_the_secret_may_deliver(zalo: Zalo, database: Database) -> None:
    async with hooked(zalo, database) as served:
        good, body = secret(zalo), delivery()
        assert await served.bot.hook({}, body) == 401
        for wrong in ("", "x", good[HEADER][:-1], good[HEADER].upper(), "đúng", "\udcff"):
            assert await served.bot.hook({HEADER: wrong}, body) == 403
        assert served.ears.tried == []
        assert await served.bot.hook(good, body) == 200
        assert await served.bot.hook({HEADER.lower(): good[HEADER]}, body) == 200
    assert served.ears.texts == ["menu", "menu"]


async def test_each_bot_has_a_secret_of_its_own_that_is_the_same_after_a_restart(
    zalo: Zalo, database: Database
) -> None:
    other = zalo.new_bot("Bot Xóm Đông")
    async with hooked(zalo, database) as served:
        first = secret(zalo)
        async with serving(zalo, database, account=other, public_url=PUBLIC) as second:
            await until(lambda: second.started)
            assert await second.bot.hook(first, delivery()) == 403
        assert await served.bot.hook({HEADER: other.webhook["secret_token"]}, delivery()) == 403
    async with hooked(zalo, database):
        assert secret(zalo) == first


@pytest.mark.parametrize(
    "body", [b"{", b"3", b'"x"', b"null", b"\xff\xfe", b"[" * 100_000, b'{"a": "' + b"x" * 10**6]
)
async def test_what_is_no_message_is_refused(zalo: Zalo, database: Database, body: bytes) -> None:
    async with hooked(zalo, database) as served:
        assert await served.bot.hook(secret(zalo), body) == 400


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"[]", b'{"ok": true}', b'{"event_name": "user.follow", "message": {}}']
)
async def test_when_zalo_only_tries_whether_somebody_is_there_somebody_is(
    zalo: Zalo, database: Database, body: bytes
) -> None:
    async with hooked(zalo, database) as served:
        assert await served.bot.hook(secret(zalo), body) == 200
    assert served.ears.tried == []


async def test_a_message_that_cannot_be_read_is_told_and_holds_up_no_other(
    zalo: Zalo, database: Database, log: pytest.LogCaptureFixture
) -> None:
    nameless = {"event_name": "message.text.received", "message": {"text": "nộp 500k"}}
    several = [nameless, {"event_name": "message.text.received", "message": message()}]
    body = json.dumps({"ok": True, "result": several}).encode()
    async with hooked(zalo, database) as served:
        assert await served.bot.hook(secret(zalo), body) == 200
    assert served.ears.texts == ["menu"]
    assert lines(log) == [
        f"Zalo bot {served.bot.id}: a message cannot be read and is left out (ValueError)"
    ]


async def test_who_asks_for_messages_takes_no_deliveries(zalo: Zalo, database: Database) -> None:
    async with serving(zalo, database) as served:
        await until(lambda: served.started)
        known = {HEADER: served.client.secret}
        assert await served.bot.hook(known, delivery()) == 401


async def test_messages_are_taken_before_the_start_as_they_may_never_come_again(
    zalo: Zalo, database: Database
) -> None:
    ears = Ears()
    async with new_session() as session:
        client = ZaloClient(session, zalo.bot.token, zalo.url)
        bot = ZaloBot(
            client=client, public_url=PUBLIC, database=database, clock=utc_now, handle=ears.handle
        )
        assert await bot.hook({HEADER: client.secret}, delivery()) == 200
    assert ears.texts == ["menu"]


async def test_after_the_stop_messages_are_put_off(zalo: Zalo, database: Database) -> None:
    async with hooked(zalo, database) as served:
        known = secret(zalo)
        await served.stop()
        assert await served.bot.hook(known, delivery()) == 503


# --- Commits -------------------------------------------------------------------------------------


async def test_what_is_written_is_heard_in_order_and_only_then_acknowledged(
    zalo: Zalo, database: Database
) -> None:
    ears = Ears()
    ears.open.clear()
    hoa, lan = zalo.person("Hoa"), zalo.person("Lan")
    async with hooked(zalo, database, ears):
        hoa.writes("nộp 500k")
        hoa.writes("menu")
        lan.writes("giup")
        await until(lambda: len(ears.tried) == 2)
        assert len(zalo.waiting) == 3
        ears.open.set()
        await until(lambda: not zalo.waiting)
    assert [one.text for one in ears.heard if one.person == hoa.id] == ["nộp 500k", "menu"]
    assert zalo.posted == [200, 200, 200]


@pytest.mark.parametrize("wrapped", [True, False])
async def test_a_delivery_may_be_wrapped_or_not(
    zalo: Zalo, database: Database, wrapped: bool
) -> None:
    zalo.wrapped = wrapped
    async with hooked(zalo, database) as served:
        await served.hears(zalo.person("Hoa"), "menu")
    assert served.ears.texts == ["menu"]


async def test_deliveries_of_one_chat_at_once_reach_the_conversation_in_their_order(
    zalo: Zalo, database: Database
) -> None:
    ears = Ears(failures=[DOWN] * 5)
    async with hooked(zalo, database, ears) as served:
        known = secret(zalo)
        bodies = [delivery(str(number), number) for number in range(20)]
        statuses = await asyncio.gather(*(served.bot.hook(known, body) for body in bodies))
    assert ears.texts == [str(number) for number in range(20)]
    assert set(statuses) == {200}


async def test_a_chat_that_waits_holds_up_no_other(zalo: Zalo, database: Database) -> None:
    ears = Ears()
    ears.open.clear()
    async with hooked(zalo, database, ears) as served:
        bodies = [delivery(chat=f"{number:020x}") for number in range(1, 9)]
        async with asyncio.TaskGroup() as tasks:
            for body in bodies:
                tasks.create_task(served.bot.hook(secret(zalo), body))
            await until(lambda: ears.in_hand == 8)
            ears.open.set()


async def test_while_the_database_is_down_a_delivery_is_held_until_it_is_back(
    zalo: Zalo, database: Database, log: pytest.LogCaptureFixture
) -> None:
    ears = Ears(failures=[DOWN, DOWN, DOWN])
    async with hooked(zalo, database, ears):
        zalo.person("Hoa").writes("nộp 500k")
        await ears.hear(1)
        await until(lambda: not zalo.waiting)
    assert zalo.posted == [200]
    assert ["wait for the database" in line for line in lines(log)] == [True]
    assert any("takes messages again" in line for line in lines(log, logging.INFO))


async def test_when_it_is_away_for_too_long_zalo_is_told_and_may_deliver_again(
    zalo: Zalo, database: Database, log: pytest.LogCaptureFixture
) -> None:
    zalo.tries_again = 1
    ears = Ears(fails_at={"nộp 500k": DOWN})
    patience = replace(QUICK, hold=0.2)
    async with hooked(zalo, database, ears, patience=patience):
        zalo.person("Hoa").writes("nộp 500k")
        await until(lambda: zalo.posted == [500])
        ears.fails_at.clear()
        await ears.hear(1)
        await until(lambda: zalo.posted == [500, 200])
    assert len(ears.tried) > 2
    told = ("wait for the database", "away for too long", "1 messages are lost, unless")
    assert [words in line for words, line in zip(told, lines(log), strict=True)] == [True] * 3


async def test_a_delivery_that_is_held_ends_with_the_program(
    zalo: Zalo, database: Database
) -> None:
    ears = Ears(fails_at={"nộp 500k": DOWN})
    patience = replace(QUICK, first=60, most=60, most_held=60, hold=600)
    async with hooked(zalo, database, ears, patience=patience) as served:
        async with asyncio.TaskGroup() as tasks:
            held = tasks.create_task(served.bot.hook(secret(zalo), delivery("nộp 500k")))
            await until(lambda: ears.tried)
            await served.stop()
        assert held.result() == 500


def test_how_long_a_delivery_is_held_as_a_rule() -> None:
    assert (PATIENCE.hold, PATIENCE.most_held, PATIENCE.beat) == (50, 3, 300)


async def test_what_always_fails_is_answered_without_its_words(
    zalo: Zalo, database: Database, log: pytest.LogCaptureFixture
) -> None:
    ears = Ears(fails_at={"nộp 500k": A_BUG})
    async with hooked(zalo, database, ears):
        zalo.person("Hoa").writes("nộp 500k")
        await ears.hear(1)
        await until(lambda: zalo.posted == [200])
    assert ears.heard[0].kind == "failed"
    assert ears.heard[0].message == ears.tried[0].message
    assert "answered without its words: ValueError at" in lines(log)[0]


async def test_what_cannot_even_be_answered_holds_up_nothing(
    zalo: Zalo, database: Database
) -> None:
    ears = Ears(failures=[A_BUG] * 4)
    hoa = zalo.person("Hoa")
    async with hooked(zalo, database, ears):
        hoa.writes("nộp 500k")
        hoa.writes("menu")
        await ears.hear(1)
        await until(lambda: not zalo.waiting)
    assert (ears.texts, zalo.posted) == (["menu"], [200, 200])


async def test_what_is_said_in_a_group_comes_without_our_name_and_is_marked(
    zalo: Zalo, database: Database
) -> None:
    hoa, club = zalo.person("Hoa"), zalo.group("Xóm 3")
    async with hooked(zalo, database) as served:
        await until(lambda: named(database, served, "Bot Câu lạc bộ"))
        club.writes(hoa, "menu")
        club.writes(hoa, "lịch tuần này", mentions=True)
        await served.ears.hear(1)
    found = served.ears.heard[0]
    assert (found.text, found.group, found.person) == ("lịch tuần này", True, hoa.id)
    assert found.address.chat == club.id


async def test_our_own_words_that_come_back_are_not_heard(zalo: Zalo, database: Database) -> None:
    zalo.echoes = True
    hoa = zalo.person("Hoa")
    async with hooked(zalo, database) as served:
        await served.hears(hoa, "menu")
        await served.client.ask("sendMessage", chat_id=hoa.id, text="Chào bác")
        await served.hears(hoa, "giup")
    assert served.ears.texts == ["menu", "giup"]


async def named(database: Database, served: Served, name: str) -> bool:
    """Whether the bot's name was noted."""
    async with database.read() as db:
        found = await db.execute(
            text("SELECT name FROM bots WHERE platform = 'zalo' AND bot = :bot"),
            {"bot": served.bot.id},
        )
        return found.scalar_one_or_none() == name


# --- Pictures ------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["photo", "photo_url"])
async def test_a_picture_is_fetched_when_it_is_wanted(
    zalo: Zalo, database: Database, field: str
) -> None:
    zalo.photo_field = field
    async with hooked(zalo, database) as served:
        zalo.person("Hoa").sends_photo("biên lai")
        await served.ears.hear(1)
        found = served.ears.heard[0]
        assert (found.kind, found.text) == ("photo", "biên lai")
        assert zalo.count("download") == 0
        assert found.attachment
        assert await found.attachment.fetch() == JPEG


async def test_of_a_picture_that_is_too_big_only_a_little_more_than_fits_is_fetched(
    zalo: Zalo, database: Database
) -> None:
    async with hooked(zalo, database) as served:
        zalo.person("Hoa").sends_photo(content=JPEG * (2 * LIMIT // len(JPEG)))
        await served.ears.hear(1)
        attachment = served.ears.heard[0].attachment
        assert attachment
        assert LIMIT < len(await attachment.fetch()) < 1.5 * LIMIT


@pytest.mark.parametrize("fault", [refuse(404), breaks(502), hangs_up, Fault(seconds=60)])
async def test_a_picture_that_is_not_there_any_more_is_not_fetched(
    zalo: Zalo, database: Database, fault: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zalo_pictures, "FETCH_S", 0.5)
    zalo.next("download", fault, times=2)  # a connection that broke is opened once more
    async with hooked(zalo, database) as served:
        zalo.person("Hoa").sends_photo()
        await served.ears.hear(1)
        attachment = served.ears.heard[0].attachment
        assert attachment
        with pytest.raises(NotFetched) as caught:
            await attachment.fetch()
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    assert "pictures" not in str(caught.value)


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("http://127.0.0.1:1/x.jpg", "LookupError"),
        ("file:///etc/passwd", "LookupError"),
        ("x.jpg", "LookupError"),
        ("https://127.0.0.1:1/x.jpg", "LookupError"),
        ("https://10.0.0.1/x.jpg", "LookupError"),
        ("https://169.254.169.254/latest/meta-data", "LookupError"),
        ("https://[::1]:1/x.jpg", "LookupError"),
        ("https://[::ffff:127.0.0.1]:1/x.jpg", "LookupError"),
        ("https://localhost:1/x.jpg", "ClientConnectorDNSError"),  # looked up, and not asked
        ("https://2130706433/x.jpg", "ClientConnectorDNSError|InvalidUrl"),
    ],
)
async def test_a_picture_is_fetched_from_safe_places_only(
    zalo: Zalo, database: Database, address: str, why: str
) -> None:
    async with hooked(zalo, database) as served:
        sent = message() | {"photo_url": address}
        told = {"event_name": "message.image.received", "message": sent}
        assert await served.bot.hook(secret(zalo), json.dumps(told).encode()) == 200
        attachment = served.ears.heard[0].attachment
        assert attachment
        with pytest.raises(NotFetched, match=why):
            await attachment.fetch()


async def test_a_picture_that_was_moved_is_followed_to_safe_places_only() -> None:
    asked: list[str] = []

    async def move(request: web.Request) -> web.Response:
        asked.append(request.path)
        if request.path == "/there":
            return web.Response(body=JPEG)
        return web.Response(status=302, headers={"Location": request.query.get("to", "/round")})

    app = web.Application()
    app.router.add_get("/{name}", move)
    async with TestServer(app) as server:
        ours = str(server.make_url("")).rstrip("/")
        safe = f"{ours}/moved?to="
        for to in (
            "http://localhost/",
            "http://169.254.169.254/",
            f"https://{ours[7:]}/there",
            "ftp://a/b",
        ):
            with pytest.raises((LookupError, ValueError)):
                await zalo_pictures.fetch(f"{safe}{to}", ours, LIMIT)
        assert asked == ["/moved"] * 4
        assert await zalo_pictures.fetch(f"{safe}/there", ours, LIMIT) == JPEG
        with pytest.raises(LookupError, match="too often"):
            await zalo_pictures.fetch(f"{ours}/round", ours, LIMIT)
        assert asked.count("/round") == zalo_pictures.REDIRECTS + 1


# --- Keeping it set ------------------------------------------------------------------------------


async def test_setting_the_webhook_is_tried_until_zalo_takes_it(
    zalo: Zalo, database: Database, log: pytest.LogCaptureFixture
) -> None:
    zalo.next("setWebhook", breaks(502))
    zalo.next("setWebhook", refuse(400, "Bad request: url"))
    zalo.next("setWebhook", garbage)
    async with hooked(zalo, database) as served:
        await served.hears(zalo.person("Hoa"))
        await until(lambda: any("works again" in line for line in lines(log, logging.INFO)))
    assert ["keeping the webhook set failed" in line for line in lines(log)] == [True]
    assert served.refused == served.unheard == []


@pytest.mark.parametrize("other", [{}, {"url": "https://other.example", "secret_token": "x" * 8}])
async def test_a_webhook_that_another_program_took_is_told_once_and_set_again(
    zalo: Zalo, database: Database, log: pytest.LogCaptureFixture, other: dict[str, str]
) -> None:
    async with hooked(zalo, database) as served:
        ours = zalo.bot.webhook["url"]
        zalo.bot.webhook = dict(other)
        await until(lambda: zalo.count("setWebhook") == 2)
        await until(lambda: any("its own again" in line for line in lines(log, logging.INFO)))
        await served.hears(zalo.person("Hoa"))
        assert zalo.bot.webhook["url"] == ours
    assert [reason[:15] for reason in served.unheard] == ["another program", ""]
    assert ["another program took the webhook" in line for line in lines(log)] == [True]


async def test_two_programs_that_take_the_webhook_in_turn_are_one_line(
    zalo: Zalo, database: Database, log: pytest.LogCaptureFixture
) -> None:
    shown = json.dumps({"ok": True, "result": {"url": "https://other.example", "updated_at": 5}})
    async with hooked(zalo, database):
        zalo.next("getWebhookInfo", Fault(status=200, body=shown), times=3)
        await until(lambda: zalo.count("setWebhook") == 4)
        await until(lambda: any("its own again" in line for line in lines(log, logging.INFO)))
    assert len(lines(log)) == 1


async def test_an_address_that_zalo_writes_in_its_own_way_is_ours(
    zalo: Zalo, database: Database, log: pytest.LogCaptureFixture
) -> None:
    zalo.verification = False
    shown = json.dumps({"ok": True, "result": {"url": "https://CLB.example:443", "updated_at": 5}})
    zalo.next("setWebhook", Fault(status=200, body=shown))
    zalo.next("getWebhookInfo", Fault(status=200, body=shown), times=1000)
    async with serving(zalo, database, public_url=PUBLIC):
        await until(lambda: zalo.count("getWebhookInfo") > 3)
    assert zalo.count("setWebhook") == 1
    assert lines(log) == []


async def test_a_webhook_that_zalo_does_not_reach_is_told_and_tried_again(
    zalo: Zalo, database: Database, log: pytest.LogCaptureFixture
) -> None:
    async with serving(zalo, database, public_url=PUBLIC) as served:  # which leads nowhere
        await until(lambda: zalo.count("setWebhook") > 2)
        assert served.started == ["started"]
        reason = f"Zalo does not reach {PUBLIC}/hooks/zalo/{served.bot.id} (FAILED)"
        assert served.unheard == [reason]
        zalo.verification = False
        await until(lambda: any("works again" in line for line in lines(log, logging.INFO)))
    assert served.unheard == [reason, ""]
    assert lines(log) == [
        f"Zalo bot {served.bot.id}: keeping the webhook set failed, trying again: {reason}"
    ]


async def test_why_it_is_not_reached_is_told_without_what_zalo_quotes_of_our_secrets(
    zalo: Zalo, database: Database, log: pytest.LogCaptureFixture
) -> None:
    zalo.verification = False
    async with hooked(zalo, database) as served:
        secrets = served.client.secret, zalo.bot.token
    hint = "got {} by /bot{}/\nand not 200".format(*secrets)
    verification = {"ok": False, "status_code": 403, "hint": hint}
    result = {"url": PUBLIC, "verification": verification}
    zalo.next("setWebhook", Fault(status=200, body=json.dumps({"ok": True, "result": result})))
    async with serving(zalo, database, public_url=PUBLIC) as served:
        await until(lambda: len(served.unheard) > 1)
    assert served.unheard[0].endswith(f"(403, got … by /bot{served.bot.id}:…/ and not 200)")
    assert served.unheard[1:] == [""]
    assert secrets[0] not in log.text


@pytest.mark.parametrize("verification", [None, True, "yes", {}, {"ok": None}, {"ok": True}])
async def test_whether_zalo_tried_to_reach_us_it_need_not_tell(
    zalo: Zalo, database: Database, verification: object, log: pytest.LogCaptureFixture
) -> None:
    zalo.verification = False
    result = {"url": "", "updated_at": 5, "verification": verification}
    zalo.next("setWebhook", Fault(status=200, body=json.dumps({"ok": True, "result": result})))
    async with serving(zalo, database, public_url=PUBLIC) as served:
        await until(lambda: served.started)
    assert lines(log) == []


async def test_looking_after_a_webhook_may_fail_for_a_while(
    zalo: Zalo, database: Database, log: pytest.LogCaptureFixture
) -> None:
    async with hooked(zalo, database) as served:
        zalo.next("getWebhookInfo", breaks(504), times=3)
        await until(lambda: any("works again" in line for line in lines(log, logging.INFO)))
        await served.hears(zalo.person("Hoa"))
    assert ["keeping the webhook set failed" in line for line in lines(log)] == [True]
    assert zalo.count("setWebhook") == 1


@pytest.mark.parametrize(
    ("fault", "blamed"),
    [
        (refuse(401, "Unauthorized"), "until ZALO_TOKEN (or what `tugiup tokens add zalo` was"),
        (refuse(404, "Not found"), "until ZALO_API or ZALO_TOKEN (or what"),
    ],
)
async def test_a_refused_token_is_told_once_and_when_it_is_taken_again(
    zalo: Zalo, database: Database, log: pytest.LogCaptureFixture, fault: Fault, blamed: str
) -> None:
    zalo.next("setWebhook", fault, times=3)
    zalo.next("getMe", fault, times=3)
    async with hooked(zalo, database, patience=replace(QUICK, refused=0.02)) as served:
        await until(lambda: len(served.refused) == 2)
    assert [blamed in line for line in lines(log)] == [True]
    assert [reason == "" for reason in served.refused] == [False, True]
    assert any("takes the token of bot" in line for line in lines(log, logging.INFO))


async def test_a_token_that_is_reset_while_it_is_used_is_told(
    zalo: Zalo, database: Database
) -> None:
    async with hooked(zalo, database) as served:
        zalo.bot.resets()
        await until(lambda: served.refused)
    assert served.refused[0].startswith("put right ZALO_TOKEN (or what")


async def test_while_its_name_is_not_known_the_bot_serves(zalo: Zalo, database: Database) -> None:
    zalo.next("getMe", breaks(502), times=1000)
    async with hooked(zalo, database) as served:
        await served.hears(zalo.person("Hoa"))
        assert not await named(database, served, "Bot Câu lạc bộ")


async def test_bots_that_begin_together_look_after_their_webhooks_at_different_moments() -> None:
    moments = set()
    async with new_session() as session:
        for number in range(100):
            client = ZaloClient(session, f"{1459232241454765289 + number}:secret", "http://z")
            webhook = Webhook(
                client,
                url="",
                patience=Patience(),
                trouble=None,  # type: ignore[arg-type]  # nothing is asked
                started=lambda: None,
                unheard=print,
            )
            moments.add(webhook._early())
    assert len(moments) > 90
    assert min(moments) > 0
    assert max(moments) <= 1
