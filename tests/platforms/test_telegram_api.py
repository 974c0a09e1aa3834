"""The Telegram of the tests is as strict as the real one, and both libraries understand it."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from collections.abc import AsyncIterator
from contextlib import closing
from typing import Any

import aiohttp
import pytest
from aiogram import Bot, types
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramConflictError, TelegramRetryAfter
from aiohttp import web
from telegram import InlineKeyboardMarkup
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, TelegramError
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from tests.program import wait_for
from tests.telegram_api import (
    Telegram,
    bad_gateway,
    flood,
    garbage,
    hangs_up,
    loses_answer,
    refuse,
    slow,
)
from tests.telegram_api.people import Person

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
YES = {"inline_keyboard": [[{"text": "Yes", "callback_data": "q1:yes"}]]}


@pytest.fixture
def hoa(telegram: Telegram) -> Person:
    """Somebody who has opened the chat."""
    person = telegram.person("Hoa")
    person.starts()
    return person


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def ask(telegram: Telegram, client: aiohttp.ClientSession) -> Any:
    """Send a raw request and return Telegram's answer."""

    async def ask(method: str, token: str = "", **asked: Any) -> dict[str, Any]:
        url = f"{telegram.url}/bot{token or telegram.token}/{method}"
        async with client.post(url, json=asked) as response:
            said: dict[str, Any] = await response.json()
            assert response.status == (200 if said["ok"] else said["error_code"])
            return said

    return ask


@pytest.fixture
async def aiogram(telegram: Telegram) -> AsyncIterator[Bot]:
    api = AiohttpSession(api=TelegramAPIServer.from_base(telegram.url))
    async with Bot(telegram.token, api) as bot:
        yield bot


@pytest.fixture
async def ptb(telegram: Telegram) -> AsyncIterator[ExtBot[Any]]:
    async with HTTPXRequest() as request:  # the bot itself closes only what it has initialized
        yield ExtBot(telegram.token, base_url=f"{telegram.url}/bot", request=request)


# --- Strict --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "asked", "words"),
    [
        ("sendMessage", {"text": ""}, "message text is empty"),
        ("sendMessage", {"text": " \n "}, "message text is empty"),
        ("sendMessage", {"text": "ồ" * 4097}, "message is too long"),
        ("sendMessage", {"text": "👍" * 2049}, "message is too long"),
        ("sendMessage", {"txt": "Hello"}, "unknown parameter txt of sendMessage"),
        ("sendMessage", {"text": "Hello", "chat_id": 5}, "chat not found"),
        ("sendMessage", {"text": "Hello", "chat_id": ""}, "chat_id is empty"),
        ("sendPhoto", {"photo": "abc"}, "wrong file identifier/HTTP URL specified"),
        ("editMessageText", {"text": "Hello", "message_id": 1}, "message to edit not found"),
        ("answerCallbackQuery", {"callback_query_id": "1"}, "query is too old and response"),
        ("setMyCommands", {"commands": [{"command": "Menu", "description": "x"}]}, "COMMAND_INV"),
        ("setMyCommands", {"commands": [{"command": "menu", "description": ""}]}, "DESCRIPTION"),
        ("setMyDescription", {"description": "x" * 513}, "description is too long"),
        ("setMyShortDescription", {"short_description": "x" * 121}, "short description is too"),
        ("setWebhook", {"url": "http://bot.example/hook"}, "An HTTPS URL must be provided"),
        ("setWebhook", {"url": "https://bot.example", "secret_token": "ä"}, "secret token"),
    ],
)
async def test_what_telegram_refuses_is_refused_in_its_words(
    ask: Any, hoa: Person, method: str, asked: dict[str, Any], words: str
) -> None:
    to_her = {"chat_id": hoa.id} if method.startswith(("send", "edit")) else {}
    said = await ask(method, **{**to_her, **asked})
    assert said["error_code"] == 400
    assert said["description"].startswith("Bad Request: ")
    assert words in said["description"]
    assert not hoa.heard


@pytest.mark.parametrize(
    "button",
    [
        {"text": "Yes", "callback_data": "x" * 65},
        {"text": "Yes", "callback_data": "đ" * 33},
        {"text": "Yes", "callback_data": ""},
        {"text": "", "callback_data": "x"},
        {"text": "Yes"},
        {"text": "Yes", "callback_data": "x", "url": "https://example.org"},
    ],
)
async def test_a_button_has_words_and_one_to_64_bytes_of_data(
    ask: Any, hoa: Person, button: dict[str, str]
) -> None:
    markup = {"inline_keyboard": [[button]]}
    said = await ask("sendMessage", chat_id=hoa.id, text="?", reply_markup=json.dumps(markup))
    assert said["error_code"] == 400


async def test_what_just_fits_is_taken(ask: Any, hoa: Person) -> None:
    markup = {"inline_keyboard": [[{"text": "Yes", "callback_data": "x" * 64}]]}
    said = await ask("sendMessage", chat_id=hoa.id, text="👍" * 2048, reply_markup=markup)
    assert said["ok"]
    assert hoa.hears().buttons == ["Yes"]


async def test_an_edit_must_change_something_and_a_photo_has_no_text(
    ask: Any, aiogram: Bot, hoa: Person
) -> None:
    sent = (await ask("sendMessage", chat_id=hoa.id, text="So?", reply_markup=YES))["result"]
    this = {"chat_id": hoa.id, "message_id": sent["message_id"]}
    same = await ask("editMessageText", **this, text="So?", reply_markup=YES)
    assert same["description"].startswith("Bad Request: message is not modified: specified new")
    assert (await ask("editMessageText", **this, text="So?"))["ok"]
    assert (await ask("editMessageReplyMarkup", **this))["error_code"] == 400
    assert (hoa.hears().buttons, hoa.heard[0].edits) == ([], [])
    photo = await aiogram.send_photo(hoa.id, types.BufferedInputFile(PNG, "qr.png"))
    about = {"chat_id": hoa.id, "message_id": photo.message_id}
    said = await ask("editMessageText", **about, text="Hello")
    assert said["description"] == "Bad Request: there is no text in the message to edit"


async def test_a_press_is_answered_once(telegram: Telegram, ask: Any, hoa: Person) -> None:
    await ask("sendMessage", chat_id=hoa.id, text="So?", reply_markup=YES)
    press = hoa.presses("Yes")
    assert telegram.unanswered == [press]
    assert (await ask("answerCallbackQuery", callback_query_id=press.id))["ok"]
    again = await ask("answerCallbackQuery", callback_query_id=press.id)
    assert "query ID is invalid" in again["description"]
    assert telegram.unanswered == []


async def test_a_wrong_token_and_a_wrong_method_are_told_apart(
    telegram: Telegram, ask: Any
) -> None:
    assert (await ask("getMe"))["result"]["username"] == "clb_bot"
    assert (await ask("getMee"))["error_code"] == 404
    assert (await ask("getMe", token="abc"))["error_code"] == 404
    unknown = await ask("getMe", token="1:AAInventedForTestsInventedForTests9")
    assert (unknown["error_code"], unknown["description"]) == (401, "Unauthorized")
    telegram.token_is_good = False
    assert (await ask("getMe"))["error_code"] == 401


# --- Updates -------------------------------------------------------------------------------------


async def test_an_update_comes_until_a_higher_offset_confirms_it(ask: Any, hoa: Person) -> None:
    second, third = hoa.says("one"), hoa.says("two")
    everything = (await ask("getUpdates"))["result"]
    assert everything[1:] == [second, third]
    assert (await ask("getUpdates"))["result"] == everything
    assert (await ask("getUpdates", limit=1))["result"] == everything[:1]
    confirming = {"offset": second["update_id"] + 1}
    assert (await ask("getUpdates", **confirming))["result"] == [third]
    assert (await ask("getUpdates"))["result"] == [third]
    newest = hoa.says("three")
    assert (await ask("getUpdates", offset=-1))["result"] == [newest]
    assert (await ask("getUpdates"))["result"] == [newest]


async def test_a_poll_waits_for_what_comes(ask: Any, hoa: Person) -> None:
    seen = (await ask("getUpdates"))["result"][-1]["update_id"]
    async with asyncio.TaskGroup() as tasks:
        poll = tasks.create_task(ask("getUpdates", offset=seen + 1, timeout=20))
        update = await asyncio.to_thread(hoa.says, "hello")
    assert poll.result()["result"] == [update]


async def test_two_pollers_and_a_webhook_are_in_conflict(
    telegram: Telegram, aiogram: Bot, ask: Any
) -> None:
    async with asyncio.TaskGroup() as tasks:
        first = tasks.create_task(ask("getUpdates", timeout=20))
        await asyncio.to_thread(telegram.wait_for, lambda: telegram.polls, "a poll")
        assert (await ask("getUpdates", timeout=0))["ok"]
    assert "only one bot instance" in first.result()["description"]
    await ask("setWebhook", url="https://bot.example/hook")
    with pytest.raises(TelegramConflictError, match="webhook is active"):
        await aiogram.get_updates()


async def test_the_same_update_again_and_the_wrong_way_round(
    telegram: Telegram, ask: Any, hoa: Person
) -> None:
    first = (await ask("getUpdates"))["result"][0]
    confirmed = first["update_id"] + 1
    await ask("getUpdates", offset=confirmed)
    telegram.delivers_again(first)
    assert (await ask("getUpdates", offset=confirmed))["result"] == [first]
    with telegram.holding(backwards=True):
        one, two = hoa.says("one"), hoa.says("two")
        assert (await ask("getUpdates", offset=confirmed))["result"] == []
    assert (await ask("getUpdates", offset=confirmed))["result"] == [two, one]


async def test_a_webhook_gets_each_update_until_it_takes_it(
    telegram: Telegram, ask: Any, hoa: Person
) -> None:
    got: list[tuple[str, str]] = []
    answers = [500, 0, 200, 200]

    async def hook(request: web.Request) -> web.Response:
        update = await request.json()
        secret = request.headers["X-Telegram-Bot-Api-Secret-Token"]
        got.append((update["message"]["text"], secret))
        status = answers.pop(0)
        if not status and request.transport:
            request.transport.abort()
        return web.Response(status=status or 200)

    app = web.Application()
    app.router.add_post("/hook", hook)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    telegram.backoff = 0.05
    telegram.reaches["https://bot.example"] = f"http://127.0.0.1:{port}"
    hoa.says("two")
    await ask("setWebhook", url="https://bot.example/hook", secret_token="s3")
    await asyncio.to_thread(wait_for, lambda: not telegram.waiting)
    await runner.cleanup()
    assert got == [("/start", "s3")] * 3 + [("two", "s3")]
    assert telegram.posted == [500, 0, 200, 200]


# --- Faults --------------------------------------------------------------------------------------


async def test_faults_come_one_after_the_other(
    telegram: Telegram, aiogram: Bot, ptb: ExtBot[Any], hoa: Person
) -> None:
    telegram.next("sendMessage", flood(3))
    telegram.next("sendMessage", refuse(403, "Forbidden: user is deactivated"))
    telegram.next("sendMessage", bad_gateway)
    telegram.next("sendMessage", hangs_up)
    telegram.next("sendMessage", garbage)
    with pytest.raises(TelegramRetryAfter) as waits:
        await aiogram.send_message(hoa.id, "1")
    assert waits.value.retry_after == 3
    with pytest.raises(Forbidden):
        await ptb.send_message(hoa.id, "2")
    for _fault in range(3):
        with pytest.raises(TelegramError):
            await ptb.send_message(hoa.id, "3")
    assert not hoa.heard
    telegram.next("sendMessage", loses_answer)
    with pytest.raises(NetworkError):
        await ptb.send_message(hoa.id, "4")
    telegram.next("sendMessage", slow(0.3))
    before = time.monotonic()
    await ptb.send_message(hoa.id, "5")
    assert time.monotonic() - before >= 0.3
    assert [message.text for message in hoa.heard] == ["4", "5"]
    assert [one.status for one in telegram.requests] == [429, 403, 502, 0, 200, 0, 200]


async def test_it_takes_only_so_many_messages_in_a_second(
    telegram: Telegram, aiogram: Bot, hoa: Person
) -> None:
    telegram.a_second = 2
    sends = (aiogram.send_message(hoa.id, text) for text in ("1", "2", "3"))
    sent = await asyncio.gather(*sends, return_exceptions=True)
    (refused,) = (one for one in sent if isinstance(one, TelegramRetryAfter))
    assert refused.retry_after == 1
    await aiogram.get_me()  # which is no message
    await asyncio.sleep(1)
    await aiogram.send_message(hoa.id, "4")
    assert len(hoa.heard) == 3


async def test_while_it_is_down_nobody_gets_through_and_people_go_on_writing(
    telegram: Telegram, ptb: ExtBot[Any], aiogram: Bot, hoa: Person
) -> None:
    telegram.goes_down()
    with pytest.raises(NetworkError) as error:
        await ptb.send_message(hoa.id, "Hello")
    assert "ConnectError" in repr(error.value.__cause__)
    hoa.says("hello")
    telegram.comes_back()
    assert len(await aiogram.get_updates()) == 2


# --- Both libraries ------------------------------------------------------------------------------


async def test_aiogram_understands_everything_that_people_do(
    telegram: Telegram, aiogram: Bot, hoa: Person
) -> None:
    lan = telegram.person("Lan", "en")
    await aiogram.send_message(
        hoa.id, "So?", reply_markup=types.InlineKeyboardMarkup.model_validate(YES)
    )
    typed = hoa.says("hello", sent_ago=3600)
    hoa.edits(typed, "hallo")
    hoa.sends_photo("a slip")
    hoa.sends_voice()
    hoa.sends_sticker()
    hoa.sends_location()
    hoa.shares_contact("0912345678")
    hoa.presses("Yes")
    hoa.blocks()
    hoa.unblocks()
    group = telegram.group("Xóm 3", hoa)
    assert group.says(lan, "hello") is None
    assert group.says(lan, "/menu@other_bot") is None
    group.says(lan, "/menu@clb_bot")
    group.upgrades(hoa)
    updates = await aiogram.get_updates()
    messages = [one.message.content_type for one in updates if one.message]
    assert messages == [
        *("text", "text", "photo", "voice", "sticker", "location", "contact"),
        *("new_chat_members", "text", "migrate_to_chat_id", "migrate_from_chat_id"),
    ]
    others = [one.event_type for one in updates if not one.message]
    assert others == ["edited_message", "callback_query", *["my_chat_member"] * 3]
    assert updates[0].message
    assert updates[0].message.date.timestamp() - updates[1].message.date.timestamp() > 3590  # type: ignore[union-attr]


async def test_both_libraries_introduce_the_bot_and_send_everything(
    telegram: Telegram, aiogram: Bot, ptb: ExtBot[Any], hoa: Person
) -> None:
    await aiogram.set_my_commands(
        [types.BotCommand(command="menu", description="Mọi việc")], language_code="vi"
    )
    await aiogram.set_my_description("Cháu giúp bác", language_code="vi")
    await aiogram.set_my_short_description("Cháu")
    assert telegram.commands == {"vi": [{"command": "menu", "description": "Mọi việc"}]}
    assert (telegram.descriptions, telegram.short_descriptions) == (
        {"vi": "Cháu giúp bác"},
        {"": "Cháu"},
    )
    assert (await aiogram.get_my_commands(language_code="vi"))[0].command == "menu"
    buttons = InlineKeyboardMarkup.de_json(YES)
    sent = await ptb.send_message(hoa.id, "So?", reply_markup=buttons, disable_notification=True)
    await ptb.edit_message_text("Done", hoa.id, sent.message_id)
    shown = hoa.hears()
    assert (shown.text, shown.buttons, shown.edits, shown.silent) == ("Done", [], ["So?"], True)
    photo = await ptb.send_photo(hoa.id, PNG, caption="QR", reply_markup=buttons)
    again = await aiogram.send_photo(hoa.id, photo.photo[-1].file_id)
    assert again.photo
    assert [(m.photo, m.caption) for m in (hoa.hears(), hoa.hears())] == [(PNG, "QR"), (PNG, "")]
    await aiogram.edit_message_caption(
        chat_id=hoa.id, message_id=photo.message_id, caption="Scanned"
    )
    paper = await ptb.send_document(hoa.id, b"number;name", filename="list.csv")
    assert paper.document
    shown = hoa.hears()
    assert shown.document
    assert (shown.document.name, shown.document.content) == ("list.csv", b"number;name")
    with pytest.raises(BadRequest, match="Type of file mismatch"):
        await ptb.send_photo(hoa.id, paper.document.file_id)


async def test_who_blocks_and_what_moved_away_are_told(
    telegram: Telegram, ptb: ExtBot[Any], hoa: Person
) -> None:
    hoa.blocks()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await ptb.send_message(hoa.id, "Hello")
    hoa.unblocks()
    await ptb.send_message(hoa.id, "Hello")
    group = telegram.group("Xóm 3", hoa)
    old = group.id
    group.upgrades(hoa)
    with pytest.raises(ChatMigrated) as moved:
        await ptb.send_message(old, "Hello")
    await ptb.send_message(moved.value.new_chat_id, "Hello")
    assert group.hears().text == "Hello"


def test_a_server_that_nobody_asks_ends_at_once() -> None:
    with closing(Telegram()._socket):
        pass
    with Telegram() as telegram:
        assert telegram.url.startswith("http://127.0.0.1:")
