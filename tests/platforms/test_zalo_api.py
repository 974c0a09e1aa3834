"""The Zalo of our own: what is proved against it is worth no more than how strict it is."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from tests.zalo_api import (
    Bot,
    Fault,
    Zalo,
    bad_gateway,
    breaks,
    garbage,
    hangs_up,
    late,
    loses_answer,
    lost,
    no_result,
    quota,
    slow,
    strange,
    twice,
)

Answer = tuple[int, dict[str, Any]]
PNG = b"\x89PNG\r\n\x1a\n a picture"


async def ask(zalo: Zalo, method: str, bot: Bot | None = None, /, **parameters: object) -> Answer:
    """Ask as programs do; return the HTTP status and the answer."""
    address = f"{zalo.url}/bot{(bot or zalo.bot).token}/{method}"
    async with aiohttp.ClientSession() as session, session.post(address, json=parameters) as said:
        return said.status, json.loads(await said.text())


async def text_of(zalo: Zalo, bot: Bot | None = None) -> str:
    """Ask for one message; empty when there is none for a moment."""
    _status, answer = await ask(zalo, "getUpdates", bot, timeout="0.2")
    return str(answer["result"]["message"]["text"]) if answer["ok"] else ""


class Hook:
    """A program's webhook."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.headers: list[str] = []
        self.answers: list[int] = []
        self.url = ""

    @property
    def texts(self) -> list[str]:
        bodies = [one.get("result", one) for one in self.got]
        return [one["message"]["text"] for one in bodies if "message" in one]

    async def take(self, request: web.Request) -> web.Response:
        self.got.append(await request.json())
        self.headers.append(request.headers["X-Bot-Api-Secret-Token"])
        return web.Response(status=self.answers.pop(0) if self.answers else 200)


@asynccontextmanager
async def hooked(zalo: Zalo, bot: Bot | None = None) -> AsyncIterator[Hook]:
    hook, app = Hook(), web.Application()
    app.router.add_post("/hook", hook.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    try:
        await ask(zalo, "setWebhook", bot, url=hook.url, secret_token="12345678")
        yield hook
    finally:
        await runner.cleanup()


async def posted(zalo: Zalo, count: int) -> None:
    await asyncio.to_thread(zalo.wait_for, lambda: len(zalo.posted) >= count, f"{count} posted")


# --- Who may ask ---------------------------------------------------------------------------------


async def test_a_token_is_good_until_it_is_reset(zalo: Zalo) -> None:
    status, answer = await ask(zalo, "getMe")
    assert (status, answer["result"]["id"]) == (200, zalo.bot.id)
    old = zalo.bot.token
    zalo.bot.resets()
    address = f"{zalo.url}/bot{old}/getMe"
    async with aiohttp.ClientSession() as session, session.post(address) as refused:
        assert refused.status == 401
    assert (await ask(zalo, "getMe"))[0] == 200


async def test_what_is_not_documented_is_refused(zalo: Zalo) -> None:
    hoa = zalo.person("Hoa")
    hoa.opens()
    assert (await ask(zalo, "getChat", chat_id=hoa.id))[0] == 404
    assert (await ask(zalo, "sendmessage", chat_id=hoa.id, text="x"))[0] == 404
    assert (await ask(zalo, "sendMessage", chat_id=hoa.id, text="x", reply_markup={}))[0] == 400


@pytest.mark.parametrize("encoding", ["query", "form", "json"])
async def test_parameters_come_in_any_way(zalo: Zalo, encoding: str) -> None:
    hoa = zalo.person("Hoa")
    hoa.opens()
    given = {"chat_id": hoa.id, "text": "Chào"}
    name = {"query": "params", "form": "data", "json": "json"}[encoding]
    async with aiohttp.ClientSession() as session:
        address = f"{zalo.url}/bot{zalo.bot.token}/sendMessage"
        async with session.post(address, **{name: given}) as answer:  # type: ignore[arg-type]  # one of three
            assert answer.status == 200
    assert hoa.hears().text == "Chào"


# --- Sending -------------------------------------------------------------------------------------


async def test_nobody_is_written_to_first_or_after_blocking(zalo: Zalo) -> None:
    hoa = zalo.person("Hoa")
    assert (await ask(zalo, "sendMessage", chat_id=hoa.id, text="x"))[0] == 400
    hoa.writes("xin chào")
    assert (await ask(zalo, "sendMessage", chat_id=hoa.id, text="x"))[0] == 200
    hoa.blocks()
    zalo.unreachable = 403
    assert (await ask(zalo, "sendMessage", chat_id=hoa.id, text="x"))[0] == 403


@pytest.mark.parametrize(
    ("text", "status"), [("", 400), (" \n", 400), ("x" * 2000, 200), ("x" * 1999 + "🙂", 400)]
)
async def test_a_text_has_1_to_2000_units(zalo: Zalo, text: str, status: int) -> None:
    hoa = zalo.person("Hoa")
    hoa.opens()
    assert (await ask(zalo, "sendMessage", chat_id=hoa.id, text=text))[0] == status


@pytest.mark.parametrize(
    ("method", "parameters", "status"),
    [
        ("sendPhoto", {"photo": "https://bot.example/1.png"}, 200),
        ("sendPhoto", {"photo": "https://bot.example/1.png", "caption": ""}, 400),
        ("sendPhoto", {"photo": "1.png"}, 400),
        ("sendVoice", {"voice_url": "https://bot.example/1.aac"}, 200),
        ("sendVoice", {"voice_url": "https://bot.example/1.mp3"}, 400),
        ("sendSticker", {"sticker": "0e078a4bab0b"}, 200),
        ("sendChatAction", {"action": "typing"}, 200),
        ("sendChatAction", {"action": "upload_photo"}, 400),
        ("setWebhook", {"url": "https://bot.example", "secret_token": "short"}, 400),
        ("setWebhook", {"url": "http://bot.example", "secret_token": "12345678"}, 400),
    ],
)
async def test_parameters_are_looked_at(
    zalo: Zalo, method: str, parameters: dict[str, str], status: int
) -> None:
    hoa = zalo.person("Hoa")
    hoa.opens()
    chat = {"chat_id": hoa.id} if method.startswith("send") else {}
    assert (await ask(zalo, method, **chat, **parameters))[0] == status


async def test_a_picture_is_fetched_and_can_be_fetched_again(zalo: Zalo) -> None:
    hoa = zalo.person("Hoa")
    hoa.opens()
    zalo.reaches["https://bot.example"] = zalo.url
    zalo.pictures["/pictures/1.png"] = PNG
    for name in ("1.png", "2.png"):
        photo = f"https://bot.example/pictures/{name}"
        await ask(zalo, "sendPhoto", chat_id=hoa.id, photo=photo, caption="Phiếu")
    good, _gone = await hoa.will_hear("Phiếu"), await hoa.will_hear("Phiếu")
    await asyncio.to_thread(zalo.wait_for, lambda: zalo.black, "a black picture")
    assert zalo.black == [("https://bot.example/pictures/2.png", 404)]
    for _time in range(2):
        assert await asyncio.to_thread(hoa.looks_at, good) == PNG


async def test_a_quota_counts_both_directions_for_each_bot(zalo: Zalo) -> None:
    small = zalo.new_bot("Bot Xóm Đông", messages=3)
    hoa = zalo.person("Hoa", small)
    hoa.writes("xin chào")
    said = [(await ask(zalo, "sendMessage", small, chat_id=hoa.id, text="x"))[0] for _ in range(3)]
    assert said == [200, 200, 429]
    small.new_month()
    assert (await ask(zalo, "sendMessage", small, chat_id=hoa.id, text="x"))[0] == 200
    binh = zalo.person("Bình")
    binh.opens()
    assert (await ask(zalo, "sendMessage", chat_id=binh.id, text="x"))[0] == 200


async def test_a_bot_has_room_for_so_many_people(zalo: Zalo) -> None:
    small = zalo.new_bot("Bot Xóm Đông", people=1)
    hoa, binh = zalo.person("Hoa", small), zalo.person("Bình", small)
    hoa.writes("xin chào")
    zalo.lets_surplus_write = False
    binh.writes("xin chào")
    assert (await ask(zalo, "sendMessage", small, chat_id=hoa.id, text="x"))[0] == 200
    assert (await ask(zalo, "sendMessage", small, chat_id=binh.id, text="x"))[0] == 429
    assert [await text_of(zalo, small) for _time in range(2)] == ["xin chào", ""]


@pytest.mark.parametrize(
    ("fault", "status"), [(quota, 429), (strange, 403), (bad_gateway, 502), (breaks(504), 504)]
)
async def test_a_fault_is_one_answer(zalo: Zalo, fault: Fault, status: int) -> None:
    zalo.next("getMe", fault)
    async with aiohttp.ClientSession() as session:
        for expected in (status, 200):
            async with session.post(f"{zalo.url}/bot{zalo.bot.token}/getMe") as answer:
                assert answer.status == expected


async def test_a_refusal_may_come_with_200(zalo: Zalo) -> None:
    zalo.refusal_status = 200
    zalo.next("getMe", quota)
    for code, method in ((429, "getMe"), (404, "getChat")):
        status, answer = await ask(zalo, method)
        assert (status, answer["ok"], answer["error_code"]) == (200, False, code)


@pytest.mark.parametrize(
    ("fault", "arrives"),
    [(hangs_up, 0), (loses_answer, 1), (garbage, 0), (no_result, 1), (slow(0.01), 1)],
)
async def test_what_is_said_of_it_is_not_what_became_of_it(
    zalo: Zalo, fault: Fault, arrives: int
) -> None:
    hoa = zalo.person("Hoa")
    hoa.opens()
    zalo.next("sendMessage", fault, to=hoa)
    try:
        await ask(zalo, "sendMessage", chat_id=hoa.id, text="x")
    except (aiohttp.ClientError, ValueError):
        assert fault in (hangs_up, loses_answer, garbage)
    assert len(hoa.heard) == arrives


# --- Asking for messages -------------------------------------------------------------------------


@pytest.mark.parametrize("idle", [408, 200])
async def test_nothing_is_408_and_what_was_handed_out_is_gone(zalo: Zalo, idle: int) -> None:
    zalo.idle_status = idle
    hoa = zalo.person("Hoa")
    update = hoa.writes("xin chào")
    status, answer = await ask(zalo, "getUpdates", timeout=1)
    assert (status, answer["result"]) == (200, update)
    assert isinstance(update["message"]["message_id"], str)
    status, answer = await ask(zalo, "getUpdates", timeout=0.1)
    assert (status, answer["error_code"]) == (idle, 408)


async def test_who_asks_hears_at_once(zalo: Zalo) -> None:
    hoa = zalo.person("Hoa")
    async with asyncio.TaskGroup() as tasks:
        asked = tasks.create_task(ask(zalo, "getUpdates", timeout=30))
        await asyncio.to_thread(zalo.wait_for, lambda: zalo.polls, "somebody asks")
        hoa.writes("xin chào")
    assert asked.result()[1]["result"]["message"]["text"] == "xin chào"


async def test_what_nobody_asks_for_is_lost_and_who_has_gone_takes_nothing(zalo: Zalo) -> None:
    hoa = zalo.person("Hoa")
    asking = aiohttp.ClientTimeout(total=0.2)
    async with aiohttp.ClientSession(timeout=asking) as session:
        with pytest.raises(TimeoutError):
            await session.post(f"{zalo.url}/bot{zalo.bot.token}/getUpdates")
    await asyncio.to_thread(zalo.wait_for, lambda: not zalo.in_hand, "nobody asks any more")
    hoa.writes("xin chào")
    assert await text_of(zalo) == "xin chào"
    zalo.keeps_seconds = 0
    hoa.writes("còn ai không")
    assert await text_of(zalo) == ""


# --- Webhooks ------------------------------------------------------------------------------------


async def test_a_webhook_ends_the_asking_until_it_is_taken_away(zalo: Zalo) -> None:
    async with hooked(zalo) as hook:
        assert (await ask(zalo, "getUpdates"))[0] == 400
        assert (await ask(zalo, "getWebhookInfo"))[1]["result"]["url"] == hook.url
    await ask(zalo, "deleteWebhook")
    assert (await ask(zalo, "getWebhookInfo"))[1]["result"]["url"] == ""
    assert await text_of(zalo) == ""


async def test_an_address_that_does_not_answer_is_kept(zalo: Zalo) -> None:
    _status, answer = await ask(
        zalo, "setWebhook", url="https://bot.example/1", secret_token="12345678"
    )
    assert (answer["ok"], answer["result"]["verification"]["ok"]) == (True, False)
    assert zalo.bot.webhook["url"] == "https://bot.example/1"


@pytest.mark.parametrize("wrapped", [True, False])
async def test_each_update_is_posted_once_with_the_secret(zalo: Zalo, wrapped: bool) -> None:
    zalo.wrapped, zalo.verification = wrapped, False
    async with hooked(zalo) as hook:
        update = zalo.person("Hoa").writes("xin chào")
        await posted(zalo, 1)
    assert hook.got == [{"ok": True, "result": update} if wrapped else update]
    assert hook.headers == ["12345678"]


async def test_updates_are_lost_doubled_and_late(zalo: Zalo) -> None:
    hoa = zalo.person("Hoa")
    for fault in (lost, twice, late(0.2)):
        zalo.next("update", fault, to=hoa)
    async with hooked(zalo) as hook:
        for text in ("one", "two", "three", "four"):
            hoa.writes(text)
        await posted(zalo, 4)
        with zalo.holding(backwards=True):
            hoa.writes("five")
            hoa.writes("six")
        await posted(zalo, 6)
    assert hook.texts == ["two", "two", "four", "three", "six", "five"]


async def test_what_is_not_taken_comes_again_where_that_is_so(zalo: Zalo) -> None:
    hoa, zalo.verification, zalo.backoff = zalo.person("Hoa"), False, 0.01
    async with hooked(zalo) as hook:
        hook.answers = [500, 500, 500]
        hoa.writes("lost")
        await posted(zalo, 1)
        zalo.tries_again = 3
        hoa.writes("again")
        await posted(zalo, 4)
    assert hook.texts == ["lost", "again", "again", "again"]


async def test_each_bot_has_its_own_webhook_and_its_own_chats(zalo: Zalo) -> None:
    other = zalo.new_bot("Bot Xóm Đông")
    hoa = zalo.person("Hoa")
    again = hoa.at(other)
    async with hooked(zalo, other) as hook:
        again.writes("ở đây")
        hoa.writes("ở kia")
        await posted(zalo, 1)
    assert hook.texts == ["ở đây"]
    assert await text_of(zalo) == "ở kia"
    assert hoa.id != again.id


# --- People --------------------------------------------------------------------------------------


async def test_choices_are_picked_by_their_numbers(zalo: Zalo) -> None:
    hoa = zalo.person("Hoa")
    hoa.opens()
    text = "2. Họp\n\n1. Đúng\n2. Chưa đúng\nNhắn 1 12 = Đã cầm đủ 500.000 đ"
    await ask(zalo, "sendMessage", chat_id=hoa.id, text=text)
    heard = await hoa.will_hear("Họp")
    assert heard.choices == {"Đúng": "1", "Chưa đúng": "2", "Đã cầm đủ 500.000 đ": "1 12"}
    hoa.picks("Chưa")
    hoa.picks("500.000", heard)
    assert [await text_of(zalo) for _time in range(2)] == ["2", "1 12"]


async def test_in_a_group_only_mentions_are_seen(zalo: Zalo) -> None:
    hoa, group = zalo.person("Hoa"), zalo.group("Xóm 3")
    assert group.writes(hoa, "nói với nhau") is None
    zalo.mention_list = True
    update = group.writes(hoa, "menu", mentions=True)
    assert update is not None
    message = update["message"]
    assert message["chat"] == {"id": group.id, "chat_type": "GROUP"}
    assert message["text"] == f"@{zalo.bot.name} menu"
    assert message["from"]["id"] == hoa.id != group.id
    zalo.mention_in_text = False
    update = group.writes(hoa, "menu", mentions=True)
    assert update is not None
    assert update["message"]["text"] == "menu"
