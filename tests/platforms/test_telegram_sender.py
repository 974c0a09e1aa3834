"""What is sent by Telegram, changed there, and what a refusal or a lost answer means."""

from __future__ import annotations

import asyncio
import json
import logging
import mimetypes
import secrets
import traceback
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import httpx
import pytest

from bot.chat import (
    Address,
    Choice,
    Rejected,
    Reply,
    SlowDown,
    TryLater,
    Unclear,
    Unreachable,
    Unsure,
)
from bot.platforms import telegram_client
from bot.platforms.telegram_sender import TelegramSender
from bot.storage import files
from bot.storage.engine import Database
from tests.telegram_api import (
    Fault,
    Person,
    Telegram,
    bad_gateway,
    breaks,
    flood,
    garbage,
    hangs_up,
    loses_answer,
    refuse,
    slow,
)
from tests.village import NOON, Clock

YES_NO = (Choice("q1:yes", "Đúng rồi"), Choice("q1:no", "Chưa"))
LONG = "\n".join(["đ" * 99] * 100)  # 9999 units: three messages
PNG = b"\x89PNG\r\n\x1a\n picture"
PDF = b"%PDF-1.7 paper"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
fine = slow(0)


@pytest.fixture
def telegram() -> Iterator[Telegram]:
    with Telegram(token=f"{secrets.randbelow(10**9) + 10**9}:{secrets.token_hex(20)}") as running:
        yield running


@pytest.fixture
def hoa(telegram: Telegram) -> Person:
    person = telegram.person("Hoa")
    person.starts()
    return person


@pytest.fixture
async def sqlite(sqlite_url: str) -> AsyncIterator[Database]:
    opened = Database(sqlite_url)
    yield opened
    await opened.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def sender(
    telegram: Telegram, sqlite: Database, clock: Clock
) -> AsyncIterator[TelegramSender]:
    async with sending(telegram, sqlite, clock) as made:
        yield made


@asynccontextmanager
async def sending(
    telegram: Telegram, database: Database, clock: Clock, **more: Any
) -> AsyncIterator[TelegramSender]:
    api, token = telegram.url, telegram.token
    options = {
        "database": database,
        "clock": clock,
        "token": token,
        "api": api,
        "pause": 0,
        **more,
    }
    made = TelegramSender(**options)
    try:
        yield made
    finally:
        await made.close()


def address_of(chat: int) -> Address:
    return Address("telegram", "8123456789", str(chat))


async def say(sender: TelegramSender, person: Person, text: str = "Chào bác.", **more: Any) -> str:
    return await sender.send(address_of(person.id), Reply(text=text, **more))


def asked(telegram: Telegram) -> list[str]:
    return [request.method for request in telegram.requests]


# --- Text ----------------------------------------------------------------------------------------


async def test_a_text_arrives_with_a_button_in_each_row(
    telegram: Telegram, hoa: Person, sender: TelegramSender
) -> None:
    said = await say(sender, hoa, choices=YES_NO)
    (message,) = hoa.heard
    assert (said, message.text, message.silent) == (str(message.id), "Chào bác.", False)
    assert message.said["reply_markup"]["inline_keyboard"] == [
        [{"text": "Đúng rồi", "callback_data": "q1:yes"}],
        [{"text": "Chưa", "callback_data": "q1:no"}],
    ]
    assert asked(telegram) == ["sendMessage"]  # nothing else: no getMe
    assert telegram.requests[0].parameters["link_preview_options"] == {"is_disabled": True}


async def test_a_silent_reply_makes_no_sound(hoa: Person, sender: TelegramSender) -> None:
    await say(sender, hoa, silent=True)
    assert hoa.heard[0].silent


async def test_a_label_that_nobody_could_read_is_cut_between_words(
    hoa: Person, sender: TelegramSender
) -> None:
    labels = ("Đã cầm " * 20, "ừ" * 64, "ừ" * 65)
    await say(sender, hoa, choices=[Choice(f"q1:{n}", label) for n, label in enumerate(labels)])
    assert hoa.heard[0].buttons == [
        "Đã cầm " * 8 + "Đã cầm…",
        "ừ" * 64,
        "ừ" * 63 + "…",
    ]


async def test_a_long_text_arrives_in_order_with_a_breath_between_its_parts(
    telegram: Telegram, hoa: Person, sqlite: Database, clock: Clock
) -> None:
    async with sending(telegram, sqlite, clock, pause=0.2) as sender:
        said = await say(sender, hoa, LONG, choices=YES_NO)
    assert "\n".join(message.text for message in hoa.heard) == LONG
    assert [len(message.buttons) for message in hoa.heard] == [0, 0, 2]
    assert said == str(hoa.heard[-1].id)
    first, second, third = telegram.times("sendMessage")
    assert min(second - first, third - second) > 0.19


@pytest.mark.parametrize(
    "broken", [breaks(500), flood(3), hangs_up], ids=["500", "429", "dropped"]
)
async def test_a_text_that_broke_off_goes_on_with_what_is_missing(
    telegram: Telegram, hoa: Person, sender: TelegramSender, broken: Fault
) -> None:
    for fault in (fine, broken, broken):
        telegram.next("sendMessage", fault)
    for _try in range(2):
        with pytest.raises((Unsure, SlowDown)):
            await say(sender, hoa, LONG, choices=YES_NO)
    assert len(hoa.heard) == 1
    said = await say(sender, hoa, LONG, choices=YES_NO)
    assert "\n".join(message.text for message in hoa.heard) == LONG
    assert said == str(hoa.heard[-1].id)
    await say(sender, hoa, LONG, choices=YES_NO)  # the same words once more are another reply
    assert len(hoa.heard) == 6


async def test_a_text_that_was_stopped_goes_on_with_what_is_missing(
    telegram: Telegram, hoa: Person, sender: TelegramSender
) -> None:
    telegram.next("sendMessage", fine)
    telegram.next("sendMessage", Fault(seconds=60))
    async with asyncio.TaskGroup() as tasks:
        sent = tasks.create_task(say(sender, hoa, LONG))
        await asyncio.to_thread(
            telegram.wait_for, lambda: telegram.count("sendMessage") == 2, "the second part"
        )
        sent.cancel()
    await say(sender, hoa, LONG)
    assert "\n".join(message.text for message in hoa.heard) == LONG


async def test_a_text_that_was_refused_in_the_middle_begins_anew(
    telegram: Telegram, hoa: Person, sender: TelegramSender
) -> None:
    telegram.next("sendMessage", fine)
    telegram.next("sendMessage", refuse(400, "Bad Request: chat not found"))
    with pytest.raises(Rejected):
        await say(sender, hoa, LONG)
    await say(sender, hoa, LONG)
    assert len(hoa.heard) == 4


# --- Pictures and papers -------------------------------------------------------------------------


async def put(database: Database, mime: str = "image/png", content: bytes = PNG) -> str:
    async with database.write() as db:
        return await files.put(
            db, mime, content, club_id=None, now=NOON, expires_at=NOON + timedelta(days=1)
        )


async def test_a_picture_has_its_words_and_buttons_below_it(
    hoa: Person, sqlite: Database, sender: TelegramSender
) -> None:
    said = await say(sender, hoa, "Mã của bác", image=await put(sqlite), choices=YES_NO)
    (message,) = hoa.heard
    assert (message.photo, message.caption, said) == (PNG, "Mã của bác", str(message.id))
    assert message.buttons == ["Đúng rồi", "Chưa"]


@pytest.fixture
def slim_image(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the system has no list of file types."""
    python_s_own = mimetypes.MimeTypes(())
    monkeypatch.setattr(mimetypes, "guess_extension", python_s_own.guess_extension)


@pytest.mark.usefixtures("slim_image")
@pytest.mark.parametrize(
    ("mime", "name"),
    [
        ("application/pdf", "tugiup-2026-11-21.pdf"),
        (XLSX, "tugiup-2026-11-21.xlsx"),
        ("x/unheard-of", "tugiup-2026-11-21"),
    ],
)
async def test_a_paper_has_a_name_that_phones_can_open(
    hoa: Person, sqlite: Database, sender: TelegramSender, mime: str, name: str
) -> None:
    await say(sender, hoa, "", document=await put(sqlite, mime, PDF), silent=True)
    (message,) = hoa.heard
    assert message.document
    assert (message.document.name, message.document.content) == (name, PDF)
    assert (message.caption, message.silent) == ("", True)


async def test_a_text_too_long_for_a_caption_follows_its_picture(
    hoa: Person, sqlite: Database, sender: TelegramSender
) -> None:
    picture = await put(sqlite)
    await say(sender, hoa, "🙂" * 512, image=picture, choices=YES_NO)
    await say(sender, hoa, "🙂" * 512 + "a", image=picture, choices=YES_NO)
    fits, alone, after = hoa.heard
    assert [len(message.words) for message in (fits, alone, after)] == [512, 0, 513]
    assert [len(message.buttons) for message in (fits, alone, after)] == [2, 0, 2]
    assert [bool(message.photo) for message in (fits, alone, after)] == [True, True, False]


async def test_a_picture_that_arrived_does_not_come_again_when_its_text_failed(
    telegram: Telegram, hoa: Person, sqlite: Database, sender: TelegramSender
) -> None:
    picture = await put(sqlite)
    telegram.next("sendMessage", breaks(500))
    with pytest.raises(Unsure):
        await say(sender, hoa, "a" * 1025, image=picture)
    await say(sender, hoa, "a" * 1025, image=picture)
    assert [bool(message.photo) for message in hoa.heard] == [True, False]


async def test_a_paper_that_telegram_takes_for_something_else_is_sent(
    telegram: Telegram,
    hoa: Person,
    sqlite: Database,
    sender: TelegramSender,
    caplog: pytest.LogCaptureFixture,
) -> None:
    message = {"message_id": 5, "date": 1, "chat": {"id": hoa.id, "type": "private"}}
    taken = Fault(status=200, body=json.dumps({"ok": True, "result": message}))
    telegram.next("sendDocument", taken)
    assert await say(sender, hoa, document=await put(sqlite)) == "5"
    assert not caplog.records


@pytest.mark.parametrize("kind", ["image", "document"])
async def test_a_file_is_uploaded_once_whichever_process_sends_it(
    telegram: Telegram, hoa: Person, database: Database, clock: Clock, kind: str
) -> None:
    reply: dict[str, Any] = {kind: await put(database)}
    async with sending(telegram, database, clock) as sender:
        await say(sender, hoa, **reply)
    other = Database(database.url)
    async with sending(telegram, other, clock, bulk=True) as sender:
        await say(sender, hoa, **reply)
    await other.close()
    first, second = (next(_files(request.parameters)) for request in telegram.requests)
    assert (first.content, second) == (PNG, next(iter(telegram.files)))
    assert [message.file.content for message in hoa.heard if message.file] == [PNG, PNG]


def _files(parameters: dict[str, Any]) -> Iterator[Any]:
    return (parameters[name] for name in ("photo", "document") if name in parameters)


async def test_a_file_that_telegram_knows_no_more_is_uploaded_again(
    telegram: Telegram, hoa: Person, sqlite: Database, sender: TelegramSender
) -> None:
    picture = await put(sqlite)
    await say(sender, hoa, image=picture)
    telegram.files = {"another": ("photo", telegram.files.popitem()[1][1])}
    await say(sender, hoa, image=picture)  # its id is refused, and the picture goes whole
    await say(sender, hoa, image=picture)  # by the new id
    assert [message.photo for message in hoa.heard] == [PNG, PNG, PNG]
    assert [request.status for request in telegram.requests] == [200, 400, 200, 200]


async def test_a_file_sent_as_a_picture_can_be_sent_as_a_paper(
    hoa: Person, sqlite: Database, sender: TelegramSender
) -> None:
    picture = await put(sqlite)
    await say(sender, hoa, image=picture)
    await say(sender, hoa, document=picture)
    assert hoa.heard[1].document


async def test_another_refusal_does_not_upload_a_known_file_again(
    telegram: Telegram, hoa: Person, sqlite: Database, sender: TelegramSender
) -> None:
    picture = await put(sqlite)
    await say(sender, hoa, image=picture)
    telegram.next("sendPhoto", refuse(400, "Bad Request: chat not found"))
    with pytest.raises(Rejected, match="Chat not found"):
        await say(sender, hoa, image=picture)
    assert telegram.count("sendPhoto") == 2


async def test_a_file_that_expired_is_refused_even_if_telegram_has_it(
    telegram: Telegram, hoa: Person, sqlite: Database, clock: Clock, sender: TelegramSender
) -> None:
    picture = await put(sqlite)
    await say(sender, hoa, image=picture)
    clock.pass_by(days=1)
    with pytest.raises(Rejected, match="not kept any more"):
        await say(sender, hoa, image=picture)
    assert telegram.count("sendPhoto") == 1


async def test_a_picture_is_sent_even_if_its_id_cannot_be_kept(
    telegram: Telegram,
    hoa: Person,
    sqlite: Database,
    sender: TelegramSender,
    caplog: pytest.LogCaptureFixture,
) -> None:
    picture = await put(sqlite)
    telegram.next("sendPhoto", slow(0.5))
    async with asyncio.TaskGroup() as tasks:
        sent = tasks.create_task(say(sender, hoa, image=picture))
        await asyncio.to_thread(hoa.hears)
        async with sqlite.write() as db:  # it expires and is cleared away meanwhile
            await files.forget_before(db, NOON + timedelta(days=2))
    assert sent.result() == str(hoa.heard[0].id)
    assert "could not be kept" in caplog.text


# --- Changing what was said ----------------------------------------------------------------------


async def change(
    sender: TelegramSender, person: Person, said: str, text: str, choices: tuple[Choice, ...] = ()
) -> str:
    return await sender.send(address_of(person.id), Reply(text=text, choices=choices), said)


async def test_a_message_gets_other_words_and_loses_its_buttons(
    telegram: Telegram, hoa: Person, sender: TelegramSender
) -> None:
    said = await say(sender, hoa, choices=YES_NO)
    assert await change(sender, hoa, said, "Chào bác.\n\n✓ Đúng rồi") == said
    (message,) = hoa.heard
    assert (message.text, message.buttons) == ("Chào bác.\n\n✓ Đúng rồi", [])
    assert telegram.requests[1].parameters["link_preview_options"] == {"is_disabled": True}


async def test_a_message_gets_other_buttons(hoa: Person, sender: TelegramSender) -> None:
    said = await say(sender, hoa, choices=YES_NO)
    await change(sender, hoa, said, "Chào bác.", YES_NO[:1])
    assert hoa.heard[0].buttons == ["Đúng rồi"]


@pytest.mark.parametrize("text", ["", "a" * 4097])
async def test_a_text_that_cannot_be_put_in_place_changes_the_buttons_only(
    hoa: Person, sender: TelegramSender, text: str
) -> None:
    said = await say(sender, hoa, choices=YES_NO)
    for _time in range(2):  # the second changes nothing
        assert await change(sender, hoa, said, text) == said
    (message,) = hoa.heard
    assert (message.text, message.buttons) == ("Chào bác.", [])


@pytest.mark.parametrize(("text", "shown"), [("a" * 1024, "a" * 1024), ("a" * 1025, "Mã")])
async def test_below_a_picture_it_is_the_caption_that_changes_where_it_fits(
    hoa: Person, sqlite: Database, sender: TelegramSender, text: str, shown: str
) -> None:
    said = await say(sender, hoa, "Mã", image=await put(sqlite), choices=YES_NO)
    for _time in range(2):
        assert await change(sender, hoa, said, text) == said
    (message,) = hoa.heard
    assert (message.caption, message.buttons) == (shown, [])


async def test_a_change_that_changes_nothing_is_made(
    telegram: Telegram, hoa: Person, sender: TelegramSender
) -> None:
    said = await say(sender, hoa, choices=YES_NO)
    assert await change(sender, hoa, said, "Chào bác.", YES_NO) == said
    assert telegram.requests[1].status == 400


async def test_a_message_that_has_gone_or_is_too_old_is_not_changed(
    telegram: Telegram, hoa: Person, sender: TelegramSender
) -> None:
    said = await say(sender, hoa)
    with pytest.raises(Rejected, match="Message to edit not found"):
        await change(sender, hoa, "999999", "Chào cô.")
    telegram.next("editMessageText", refuse(400, "Bad Request: message can't be edited"))
    with pytest.raises(Rejected, match="Message can't be edited"):
        await change(sender, hoa, said, "Chào cô.")
    telegram.next("editMessageReplyMarkup", refuse(400, "Bad Request: MESSAGE_ID_INVALID"))
    with pytest.raises(Rejected, match="Message_id_invalid"):
        await change(sender, hoa, said, "")


# --- What goes wrong -----------------------------------------------------------------------------


async def test_who_blocked_the_bot_is_not_reached_until_she_lets_it_in(
    hoa: Person, sender: TelegramSender
) -> None:
    hoa.blocks()
    with pytest.raises(Unreachable):
        await say(sender, hoa)
    hoa.unblocks()
    await say(sender, hoa)
    assert len(hoa.heard) == 1


async def test_an_empty_text_and_an_unknown_chat_are_refused_for_good(
    telegram: Telegram, hoa: Person, sender: TelegramSender
) -> None:
    with pytest.raises(Rejected, match="Message text is empty"):
        await say(sender, hoa, "")
    with pytest.raises(Rejected, match="Chat not found"):
        await say(sender, telegram.person("Tám"))


def too_many(parameters: dict[str, float]) -> Fault:
    words = "Too Many Requests: retry later"
    body = {"ok": False, "error_code": 429, "description": words, "parameters": parameters}
    return Fault(status=429, body=json.dumps(body))


@pytest.mark.parametrize("bulk", [False, True])
@pytest.mark.parametrize(
    ("fault", "seconds"),
    [
        (flood(3), 3),
        (too_many({"retry_after": 0.5}), 0.5),
        (too_many({"retry_after": 0}), 1),
        (too_many({}), 1),
        (Fault(status=429, kind="text/html", body="<p>slower</p>"), 1),
    ],
)
async def test_whoever_writes_too_much_waits_as_long_as_told(
    *,
    telegram: Telegram,
    hoa: Person,
    sqlite: Database,
    clock: Clock,
    fault: Fault,
    seconds: float,
    bulk: bool,
) -> None:
    telegram.next("sendMessage", fault)
    async with sending(telegram, sqlite, clock, bulk=bulk) as sender:
        with pytest.raises(SlowDown) as raised:
            await say(sender, hoa)
        assert raised.value.seconds == seconds
        await say(sender, hoa)  # the pause is the delivery's to keep
    assert asked(telegram) == ["sendMessage"] * 2


async def test_a_group_that_became_a_supergroup_goes_on_there(
    telegram: Telegram, hoa: Person, sender: TelegramSender
) -> None:
    club = telegram.group("Xóm 3", hoa)
    old = address_of(club.id)
    club.upgrades(hoa)
    said = [await sender.send(old, Reply(text=text)) for text in ("một", "hai")]
    assert [message.text for message in club.heard] == ["một", "hai"]
    assert said == [str(message.id) for message in club.heard]
    assert [request.status for request in telegram.requests] == [400, 200, 200]


async def test_a_group_that_moves_on_and_on_is_followed_once(
    telegram: Telegram, hoa: Person, sender: TelegramSender
) -> None:
    moved = refuse(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=hoa.id)
    telegram.next("sendMessage", moved, times=3)
    with pytest.raises(Rejected, match="the group is now"):
        await say(sender, hoa)
    assert telegram.count("sendMessage") == 2


async def test_telegram_being_down_stops_nothing_and_nothing_was_sent(
    telegram: Telegram, hoa: Person, sqlite: Database, clock: Clock
) -> None:
    telegram.goes_down()
    async with sending(telegram, sqlite, clock) as sender:
        with pytest.raises(TryLater, match="ConnectError") as raised:
            await say(sender, hoa)
        assert raised.value.seconds is None
        assert not isinstance(raised.value, SlowDown)
        telegram.comes_back()
        await say(sender, hoa)
    assert len(hoa.heard) == 1


@pytest.mark.parametrize(
    ("fault", "arrived"),
    [
        pytest.param(loses_answer, 1, id="accepted, and the answer lost"),
        pytest.param(hangs_up, 0, id="connection dropped"),
        pytest.param(breaks(500), 0, id="500"),
        pytest.param(bad_gateway, 0, id="502"),
        pytest.param(refuse(409, "Conflict: terminated"), 0, id="409"),
        pytest.param(Fault(status=503, body="[]"), 0, id="503 with a list"),
        pytest.param(garbage, 0, id="half an answer"),
        pytest.param(Fault(status=200, body="[]"), 0, id="a list for an answer"),
        pytest.param(Fault(status=200, body="{}"), 0, id="an answer without a result"),
        pytest.param(Fault(status=200, body='{"ok": true, "result": {}}'), 0, id="no message"),
    ],
)
async def test_whether_it_arrived_is_unknown_without_a_clear_answer(
    telegram: Telegram, hoa: Person, sender: TelegramSender, fault: Fault, arrived: int
) -> None:
    telegram.next("sendMessage", fault)
    with pytest.raises(Unsure):
        await say(sender, hoa)
    assert len(hoa.heard) == arrived
    await say(sender, hoa)  # the next is not harmed
    assert len(hoa.heard) == arrived + 1


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (httpx.ConnectError, TryLater),
        (httpx.ConnectTimeout, TryLater),
        (httpx.PoolTimeout, TryLater),
        (httpx.ReadTimeout, Unsure),
        (httpx.WriteTimeout, Unsure),
        (httpx.ReadError, Unsure),
        (httpx.WriteError, Unsure),
        (httpx.RemoteProtocolError, Unsure),
        (httpx.InvalidURL, Unsure),
    ],
)
async def test_only_what_never_left_is_certainly_not_sent(
    *,
    telegram: Telegram,
    hoa: Person,
    sender: TelegramSender,
    monkeypatch: pytest.MonkeyPatch,
    error: type[Exception],
    meaning: type[Exception],
) -> None:
    async def fails(_client: object, *, url: str, **_more: object) -> None:
        raise error(f"nobody at {url}")

    monkeypatch.setattr(httpx.AsyncClient, "request", fails)
    with pytest.raises(meaning, match=error.__name__) as raised:
        await say(sender, hoa)
    assert_hides(telegram.token, raised.value)


@pytest.mark.parametrize(
    ("fault", "blamed"),
    [
        (refuse(401, "Unauthorized"), "TELEGRAM_TOKEN"),
        (refuse(404, "Not Found"), "TELEGRAM_API or TELEGRAM_TOKEN"),
        (Fault(status=404, kind="text/html", body="<p>?</p>"), "TELEGRAM_API or TELEGRAM_TOKEN"),
    ],
)
async def test_a_refused_token_is_told_once_and_rests_in_this_process(
    *,
    telegram: Telegram,
    hoa: Person,
    sqlite: Database,
    clock: Clock,
    caplog: pytest.LogCaptureFixture,
    fault: Fault,
    blamed: str,
) -> None:
    telegram.next("sendMessage", fault)
    for bulk in (False, True):
        async with sending(telegram, sqlite, clock, bulk=bulk) as sender:
            for _try in range(2):
                with pytest.raises(TryLater) as raised:
                    await say(sender, hoa)
                assert not isinstance(raised.value, SlowDown)  # which outlives this process
                assert 50 < (raised.value.seconds or 0) <= 60
                assert_hides(telegram.token, raised.value)
    assert telegram.count("sendMessage") == 1
    (line,) = caplog.records
    assert line.levelno == logging.ERROR
    assert f"until {blamed} (or what `tugiup tokens" in line.getMessage()
    assert telegram.token.partition(":")[0] in line.getMessage()


async def test_a_token_that_is_taken_again_is_told_and_sends(
    telegram: Telegram,
    hoa: Person,
    sender: TelegramSender,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, logger="bot")
    monkeypatch.setattr(telegram_client, "REFUSED_S", 0)
    telegram.token_is_good = False
    for _try in range(2):
        with pytest.raises(TryLater):
            await say(sender, hoa)
    telegram.token_is_good = True
    for _try in range(2):
        await say(sender, hoa)
    telegram.token_is_good = False
    with pytest.raises(TryLater):
        await say(sender, hoa)
    levels = [line.levelno for line in caplog.records]
    assert levels == [logging.ERROR, logging.INFO, logging.ERROR]


@pytest.mark.parametrize("seconds", [10**12, 10**15])
async def test_nobody_is_silent_for_more_than_a_day(
    telegram: Telegram, hoa: Person, sender: TelegramSender, seconds: int
) -> None:
    telegram.next("sendMessage", flood(seconds))
    with pytest.raises(SlowDown) as raised:
        await say(sender, hoa)
    assert raised.value.seconds == 86_400


@pytest.mark.parametrize("status", [400, 403])
@pytest.mark.parametrize("body", ["<p>Blocked</p>", '{"message": "Blocked"}'])
async def test_a_refusal_that_is_not_telegrams_says_nothing_of_the_person_or_the_message(
    telegram: Telegram, hoa: Person, sender: TelegramSender, status: int, body: str
) -> None:
    """Such as of a proxy: taken for Telegram's it would silence the bot to everybody."""
    telegram.next("sendMessage", Fault(status=status, body=body))
    with pytest.raises(Unclear):
        await say(sender, hoa)


async def test_a_refusal_has_its_code_and_words_that_any_database_takes(
    telegram: Telegram, hoa: Person, sender: TelegramSender
) -> None:
    telegram.next("sendMessage", refuse(400, "Bad Request: no\0 such\x1b\ud800 chat"))
    with pytest.raises(Rejected, match=r"^No such chat$") as caught:
        await say(sender, hoa)
    assert caught.value.code == 400


@pytest.mark.parametrize("status", [200, 400, 401, 403, 404, 429, 500])
async def test_nothing_tells_the_token_even_if_it_is_quoted_to_us(
    *,
    telegram: Telegram,
    hoa: Person,
    sqlite: Database,
    sender: TelegramSender,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    status: int,
) -> None:
    monkeypatch.setattr(telegram_client, "REFUSED_S", 0)
    caplog.set_level(logging.DEBUG)
    page = f"<p>{telegram.url}/bot{telegram.token}/sendMessage\n is not here</p>" + "x" * 9999
    telegram.next("sendMessage", Fault(status=status, kind="text/html", body=page))
    with pytest.raises((Rejected, Unreachable, TryLater, Unsure)) as raised:
        await say(sender, hoa)
    assert_hides(telegram.token, raised.value)
    assert len(str(raised.value)) <= 200
    assert "\n" not in str(raised.value)
    await say(sender, hoa, image=await put(sqlite))
    assert telegram.token.partition(":")[2] not in caplog.text


def assert_hides(token: str, error: BaseException) -> None:
    secret = token.partition(":")[2]
    chain: list[BaseException | None] = [error]
    while (last := chain.pop()) is not None:
        assert secret not in f"{last} {last!r} {last.args}"
        assert secret not in "".join(traceback.format_exception(last))
        chain += {last.__cause__, last.__context__} - {None} or {None}
        if isinstance(last, httpx.HTTPError):
            assert secret not in str(last.request.url)


# --- Connections ---------------------------------------------------------------------------------


async def test_bulk_keeps_its_pace_and_answers_do_not_wait_for_it(
    telegram: Telegram, hoa: Person, sqlite: Database, clock: Clock
) -> None:
    tam = telegram.person("Tám")
    tam.starts()
    async with (
        sending(telegram, sqlite, clock, bulk=True) as slowly,
        sending(telegram, sqlite, clock) as at_once,
        asyncio.TaskGroup() as sends,
    ):
        for number in range(15):
            sends.create_task(say(slowly, hoa, f"Tin {number}"))
        await asyncio.sleep(0)
        for _answer in range(3):
            sends.create_task(say(at_once, tam))
    bulk, answers = sorted(m.at for m in hoa.heard), sorted(m.at for m in tam.heard)
    assert (len(bulk), len(answers)) == (15, 3)
    assert bulk[-1] - bulk[0] >= 14 / 26 * 0.95
    assert answers[-1] < bulk[-5]


async def test_a_proxy_that_other_programs_use_is_not_asked(
    telegram: Telegram,
    hoa: Person,
    sqlite: Database,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    async with sending(telegram, sqlite, clock) as sender:
        await say(sender, hoa)
    assert len(hoa.heard) == 1


async def test_closing_lets_go_of_the_connection(sqlite: Database, clock: Clock) -> None:
    ended = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        assert await reader.readline() == b"POST /bot1:secret/sendMessage HTTP/1.1\r\n"
        writer.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
        while await reader.read(1000):
            pass
        ended.set()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    api = f"http://127.0.0.1:{port}/"  # a stroke at the end does no harm
    sender = TelegramSender(database=sqlite, clock=clock, token="1:secret", api=api)
    with pytest.raises(Unsure, match="Bad Gateway"):
        await sender.send(address_of(7), Reply(text="Chào bác."))
    assert not ended.is_set()
    await sender.close()
    async with asyncio.timeout(5):
        await ended.wait()
    await sender.close()  # a second time does no harm
    server.close()
    await server.wait_closed()
