"""The web page's server, over real HTTP and a real database."""

from __future__ import annotations

import asyncio
import hashlib
import html
import io
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import pytest
from aiohttp import ClientResponse, FormData
from aiohttp.test_utils import TestClient, TestServer
from aiohttp.web import BaseRunner

from bot.chat import Address, Choice, Incoming, Rejected, Reply
from bot.platforms.hooks import Hooks
from bot.platforms.web import (
    DemoPerson,
    Doorbell,
    Site,
    StoredFile,
    WebSender,
    Who,
    page_keys,
    web_app,
)
from bot.storage.addresses import arrive
from bot.storage.engine import Database
from bot.storage.files import LIMIT
from tests.databases import free_port
from tests.ears import until

NOON = datetime(2026, 5, 10, 5, tzinfo=UTC)
HOA = Address("web", "web", "demo-5")
TEXTS = {
    "vi": {**{key: f"[{key}]" for key in page_keys()}, "offer_line": "Nhắn {answer} = {label}"},
    "en": {**{key: f"<{key}>" for key in page_keys()}, "offer_line": "Write {answer} = {label}"},
}
PEOPLE = (
    DemoPerson(chat="demo-1", name="Lê Thị Lan", detail="Thủ quỹ", officer=True),
    DemoPerson(chat="demo-5", name="Nguyễn Thị <Hoa>", detail="xóm Đông"),
)
FILES = {
    "a-picture-nobody-guesses.png": StoredFile(mime="image/png", content=b"\x89PNG"),
    "a-sheet-that-nobody-guesses.xlsx": StoredFile(mime="application/x-sheet", content=b"PK"),
}


def clock() -> datetime:
    return NOON


@dataclass
class Bot:
    """The rest of the bot: remembers what it heard."""

    heard: list[Incoming] = field(default_factory=list)
    failing: bool = False
    who: Who = field(default_factory=Who)

    async def handle(self, incoming: Incoming) -> None:
        self.heard.append(incoming)
        if self.failing:
            raise RuntimeError("the database went away")

    async def describe(self, _address: Address) -> Who:
        return self.who

    async def read_file(self, name: str) -> StoredFile | None:
        return FILES.get(name)

    async def people(self) -> Sequence[DemoPerson]:
        return PEOPLE


@dataclass(frozen=True)
class Web:
    """A served page, and who looks at it."""

    client: TestClient[Any, Any]
    bot: Bot
    sender: WebSender
    site: Site
    port: int

    async def post(self, path: str, body: object = None, **headers: str) -> ClientResponse:
        origin = {"Origin": f"http://127.0.0.1:{self.port}"}
        return await self.client.post(path, json=body, headers={**origin, **headers})

    async def say(self, **body: object) -> ClientResponse:
        return await self.post("/api/send?chat=demo-5", {"id": "message-1", **body})

    async def follow(self, query: str = "", **headers: str) -> Events:
        response = await self.client.get(f"/api/stream?chat=demo-5{query}", headers=headers)
        assert response.status == 200
        return Events(response)


@dataclass(frozen=True)
class Events:
    """An open stream of server-sent events."""

    response: ClientResponse

    async def next(self) -> dict[str, str]:
        async with asyncio.timeout(10):
            while not (event := await self._block()):
                pass  # a heartbeat
        return event

    async def _block(self) -> dict[str, str]:
        raw = (await self.response.content.readuntil(b"\r\n\r\n")).decode()
        rows = [row.partition(": ") for row in raw.splitlines()]
        return {name: value for name, _, value in rows if name}

    async def line(self) -> dict[str, Any]:
        """The next line of the chat, past the other events."""
        while True:
            event = await self.next()
            if "id" in event:
                line: dict[str, Any] = json.loads(event["data"])
                assert event["id"] == str(line["number"])
                return line

    async def until_live(self) -> list[dict[str, str]]:
        events = [await self.next()]
        while events[-1].get("event") != "live":
            events.append(await self.next())
        return events


class Server(TestServer):
    """The test server without its own cancelling of handlers whose client has gone.

    The program's server lets them run, so that a turn is never cut off by a lost connection.
    """

    async def _make_runner(self, **options: Any) -> BaseRunner:
        return await super()._make_runner(**{**options, "handler_cancellation": False})


Open = Callable[..., Awaitable[Web]]


@pytest.fixture
async def open_web(database: Database) -> AsyncIterator[Open]:
    """Serves a page: the demo's, unless told otherwise."""
    async with AsyncExitStack() as closing:

        async def serve(*, demo: bool = True, **changes: Any) -> Web:
            bot, doorbell, port = Bot(), Doorbell(), free_port()
            site = Site(
                database=database,
                clock=clock,
                doorbell=doorbell,
                handle=bot.handle,
                describe=bot.describe,
                read_file=bot.read_file,
                texts=TEXTS,
                hosts=frozenset({f"127.0.0.1:{port}"}),
                hooks=Hooks(),
                people=bot.people if demo else None,
            )
            site = replace(site, **changes)
            client = TestClient(Server(web_app(site), port=port))
            await closing.enter_async_context(client)
            return Web(client, bot, WebSender(database, clock, doorbell), site, port)

        yield serve


@pytest.fixture
async def page(open_web: Open, database: Database) -> Web:
    """The demo's page, on which Hoa has been before."""
    async with database.write() as db:
        await arrive(db, HOA, NOON, "vi")
    return await open_web()


# --- who may come in -----------------------------------------------------------------------------


async def test_another_name_for_this_machine_is_refused(page: Web) -> None:
    for path in ("/", "/api/stream?chat=demo-5", "/static/chat.js", "/health"):
        answer = await page.client.get(path, headers={"Host": f"evil.example:{page.port}"})
        assert answer.status == 421, path


@pytest.mark.parametrize(
    "origin",
    [
        pytest.param({}, id="none"),
        {"Origin": "null"},
        {"Origin": "http://evil.example"},
        {"Origin": "http://127.0.0.1"},
        {"Origin": "ftp://{host}"},
        {"Origin": "http://{host}.evil.example"},
    ],
    ids=str,
)
async def test_a_post_from_another_page_is_refused(page: Web, origin: Mapping[str, str]) -> None:
    headers = {name: value.format(host=f"127.0.0.1:{page.port}") for name, value in origin.items()}
    for path in ("/api/send?chat=demo-5", "/api/visit"):
        body = {"id": "message-1", "text": "nợ"}
        answer = await page.client.post(path, json=body, headers=headers)
        assert answer.status == 403
    assert page.bot.heard == []


async def test_a_browser_keeps_one_secret_of_which_only_the_hash_is_known(open_web: Open) -> None:
    page = await open_web(demo=False)
    assert (await page.say(text="nợ")).status == 403

    first = await page.post("/api/visit")
    [cookie] = first.cookies.values()
    flags = ("httponly", "samesite", "path", "max-age", "secure")
    assert [cookie[name] for name in flags] == [True, "Strict", "/", "31536000", ""]
    assert len(cookie.value) == 43  # 32 bytes
    again = await page.post("/api/visit")
    assert again.cookies["tugiup"].value == cookie.value

    assert (await page.say(text="nợ")).status == 204
    [heard] = page.bot.heard
    assert heard.address.chat == hashlib.sha256(cookie.value.encode()).hexdigest()


async def test_looking_at_the_page_makes_no_secret(open_web: Open) -> None:
    """Coming from a link elsewhere the strict cookie is missing: it must not be overwritten."""
    page = await open_web(demo=False, secure=True)
    answer = await page.client.get("/", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status == 200
    assert not answer.cookies
    assert (await page.post("/api/visit")).cookies["tugiup"]["secure"] is True


async def test_a_cookie_that_we_did_not_make_is_replaced(open_web: Open) -> None:
    page = await open_web(demo=False)
    cookie = {"Cookie": "tugiup=demo-5"}
    assert (await page.client.get("/api/stream", headers=cookie)).status == 403
    answer = await page.post("/api/visit", **cookie)
    assert len(answer.cookies["tugiup"].value) == 43


async def test_without_the_demo_nobody_can_choose_who_to_be(open_web: Open) -> None:
    page = await open_web(demo=False)
    await page.post("/api/visit")
    assert (await page.client.get("/chat/demo-5")).status == 404
    assert (await page.client.get("/new")).status == 404
    assert "demo-1" not in await (await page.client.get("/")).text()
    await page.say(text="nợ")  # with ?chat=demo-5
    assert page.bot.heard[0].address.chat != "demo-5"


# --- the pages -----------------------------------------------------------------------------------


async def test_the_demo_shows_everybody_officers_apart(page: Web) -> None:
    text = await (await page.client.get("/")).text()
    officers, members = text.split("[members]")
    assert 'href="/chat/demo-1"' in officers
    assert 'href="/chat/demo-5"' in members
    assert "Nguyễn Thị &lt;Hoa&gt;" in members
    assert 'href="/new"' in members


async def test_a_new_phone_gets_a_chat_of_its_own(page: Web) -> None:
    chats = {(await page.client.get("/new")).url.path for _ in range(2)}
    assert len(chats) == 2
    assert all(re.fullmatch(r"/chat/new-\w{16}", chat) for chat in chats)


async def test_a_page_is_complete_in_each_language_and_runs_nothing_foreign(page: Web) -> None:
    for language, start in (("vi", "["), ("en", "<"), ("fr", "[")):
        cookie = {"Cookie": f"language={language}"}
        for path in ("/", "/chat/demo-5"):
            answer = await page.client.get(path, headers=cookie)
            text = await answer.text()
            assert "{{" not in text
            assert html.escape(f"{start}page_title") in text
            assert not re.search(r"<script(?![^>]+src=)|<style|\s(style|on\w+)=|https?://", text)
            assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Referrer-Policy"] == "no-referrer"
            for file in re.findall(r'(?:src|href)="(/static/[^"]+)"', text):
                assert (await page.client.get(file)).status == 200


async def test_the_chat_page_knows_its_chat_texts_and_zone(page: Web) -> None:
    text = await (await page.client.get("/chat/demo-5")).text()
    found = re.search(r'data-page="([^"]+)"', text)
    assert found
    told = json.loads(html.unescape(found[1]))
    assert told == {
        "texts": TEXTS["vi"],
        "language": "vi",
        "zone": "Asia/Ho_Chi_Minh",
        "chat": "demo-5",
    }


async def test_a_missing_text_is_named_at_the_start(page: Web) -> None:
    english = {key: text for key, text in TEXTS["en"].items() if key not in {"send", "waiting"}}
    with pytest.raises(ValueError, match="in en: send, waiting"):
        web_app(replace(page.site, texts={**TEXTS, "en": english}))


@pytest.mark.parametrize("path", ["/static/web.py", "/static/..%2Fweb.py", "/chat/a%20b", "/x"])
async def test_what_is_not_there_is_not_found(page: Web, path: str) -> None:
    answer = await page.client.get(path)
    assert answer.status == 404
    assert "Content-Security-Policy" in answer.headers


async def test_health_says_ok(page: Web) -> None:
    assert await (await page.client.get("/health")).text() == "ok"


# --- files ---------------------------------------------------------------------------------------


async def test_a_picture_is_shown_and_a_sheet_is_saved(page: Web) -> None:
    picture, sheet = [await page.client.get(f"/files/{name}") for name in FILES]
    assert (picture.status, picture.content_type) == (200, "image/png")
    assert await picture.read() == b"\x89PNG"
    assert "Content-Disposition" not in picture.headers
    assert sheet.headers["Content-Disposition"].startswith("attachment")


async def test_a_messenger_looks_at_a_file_and_fetches_it_by_whatever_name(page: Web) -> None:
    """It knows us by our public address, which a proxy in front may hand on or not."""
    for host in ("clb.example", f"127.0.0.1:{page.port}"):
        for method, content in (("HEAD", b""), ("GET", b"\x89PNG")):
            answer = await page.client.request(
                method, "/files/a-picture-nobody-guesses.png", headers={"Host": host}
            )
            assert (answer.status, await answer.read()) == (200, content)
            assert (answer.content_type, answer.content_length) == ("image/png", 4)


@pytest.mark.parametrize("name", ["logo.png", "a-picture-nobody-guesses.gif", "..%2F" + "a" * 20])
async def test_a_file_needs_its_whole_name(page: Web, name: str) -> None:
    assert (await page.client.get(f"/files/{name}")).status == 404


# --- what comes in -------------------------------------------------------------------------------


async def test_what_is_typed_is_handed_on_and_shown(page: Web) -> None:
    assert (await page.say(text="  nợ\0 \ud800 ")).status == 204
    expected = Incoming(address=HOA, person="demo-5", message="message-1", text="nợ ?")
    assert page.bot.heard == [expected]
    line = await (await page.follow()).line()
    assert (line["mine"], line["message"], line["text"]) == (True, "message-1", "nợ ?")


async def test_what_is_pressed_is_shown_by_the_label_that_was_offered(page: Web) -> None:
    yes = Choice("o2:yes", "Đã cầm đủ 500.000 đ")
    await page.sender.send(HOA, Reply(text="Đã nhận chưa ạ?", choices=[yes]))
    await page.say(pressed="o2:yes")
    await page.say(id="message-2", pressed="q1:gone")
    events = await page.follow()
    lines = [await events.line() for _ in range(3)]
    assert [heard.pressed for heard in page.bot.heard] == ["o2:yes", "q1:gone"]
    assert [line["text"] for line in lines[1:]] == ["Đã cầm đủ 500.000 đ", "…"]
    assert lines[1]["choices"] == [["o2:yes", "Đã cầm đủ 500.000 đ"]]


async def test_a_message_sent_twice_is_handed_on_twice_and_shown_once(page: Web) -> None:
    """The conversation drops the double; the first time may not have been committed."""
    page.bot.failing = True
    assert (await page.say(text="đã nộp")).status == 500
    page.bot.failing = False
    assert (await page.say(text="đã nộp")).status == 204
    assert [heard.message for heard in page.bot.heard] == ["message-1", "message-1"]
    await page.sender.send(HOA, Reply(text="Cảm ơn bác."))
    events = await page.follow()
    assert [(await events.line())["text"] for _ in range(2)] == ["đã nộp", "Cảm ơn bác."]


@pytest.mark.parametrize(
    "body",
    [
        {"text": "x" * 4001},
        {"text": " \0 "},
        {"text": 5},
        {"text": "nợ", "id": "short"},
        {"text": "nợ", "id": "a b c d e f"},
        {"text": "nợ", "id": "x" * 65},
        {"text": "nợ", "id": None},
        {"pressed": "q1:" + "x" * 62},
        {"pressed": "q1 yes"},
        {"pressed": "q1:yes", "text": "nợ"},
        {},
    ],
    ids=lambda body: str(body)[:40],
)
async def test_what_no_page_of_ours_sends_is_refused(page: Web, body: dict[str, object]) -> None:
    assert (await page.say(**body)).status == 400
    assert page.bot.heard == []


async def test_the_longest_text_is_taken(page: Web) -> None:
    assert (await page.say(text="ợ" * 4000)).status == 204


async def test_bodies_are_small_json_objects(page: Web) -> None:
    path, origin = "/api/send?chat=demo-5", {"Origin": f"http://127.0.0.1:{page.port}"}
    assert (await page.say(text="x" * 70_000)).status == 413
    assert (await page.post(path, ["message-1"])).status == 400
    assert (await page.client.post(path, data="nợ", headers=origin)).status == 415
    broken = {**origin, "Content-Type": "application/json"}
    assert (await page.client.post(path, data="{", headers=broken)).status == 400
    assert (
        await page.post("/api/send?chat=a%20b", {"id": "message-1", "text": "x"})
    ).status == 403


# --- with a file ---------------------------------------------------------------------------------


async def posts_file(page: Web, said: object, content: bytes | None, **headers: str) -> int:
    """Post as the page's script does; return the status of the answer."""
    form = FormData(quote_fields=False)
    form.add_field("said", json.dumps(said))
    if content is not None:
        form.add_field(
            "file", io.BytesIO(content), filename=" Giấy  mời.jpg", content_type="image/jpeg"
        )
    origin = {"Origin": f"http://127.0.0.1:{page.port}"}
    answer = await page.client.post(
        "/api/send?chat=demo-5", data=form, headers={**origin, **headers}
    )
    return answer.status


async def test_a_picture_comes_with_what_was_written_and_is_shown_by_its_name(page: Web) -> None:
    said = {"id": "message-1", "text": "Mời xem"}
    for content in (b"\xff\xd8\xff", bytes(LIMIT)):
        assert await posts_file(page, said, content) == 204
        heard = page.bot.heard.pop()
        assert (heard.kind, heard.text, heard.message) == ("photo", "Mời xem", "message-1")
        assert heard.attachment
        assert heard.attachment.size == len(content)
        assert await heard.attachment.fetch() == content
    line = await (await page.follow()).line()
    assert (line["mine"], line["text"]) == (True, "📎 Giấy mời.jpg\nMời xem")


async def test_a_picture_needs_no_words(page: Web) -> None:
    assert await posts_file(page, {"id": "message-1", "text": " "}, b"x") == 204
    assert (await (await page.follow()).line())["text"] == "📎 Giấy mời.jpg"


@pytest.mark.parametrize(
    ("said", "content", "status"),
    [
        ({"id": "message-1"}, None, 415),
        ({"id": "message-1"}, b"", 400),
        ([], b"x", 400),
        ({"id": "short"}, b"x", 400),
        ({"id": "message-1", "pressed": "q1:yes"}, b"x", 400),
        ({"id": "message-1", "text": "x" * 4001}, b"x", 400),
        ({"id": "message-1"}, bytes(LIMIT + 70_000), 413),
    ],
    ids=lambda value: str(value)[:40],
)
async def test_what_no_page_of_ours_sends_with_a_file_is_refused(
    page: Web, said: object, content: bytes | None, status: int
) -> None:
    assert await posts_file(page, said, content) == status
    assert page.bot.heard == []


@pytest.mark.parametrize(
    "kind", ["multipart/form-data", "multipart/form-data; boundary=x", "multipart/mixed"]
)
async def test_a_broken_form_is_refused(page: Web, kind: str) -> None:
    headers = {"Origin": f"http://127.0.0.1:{page.port}", "Content-Type": kind}
    for body in (b"", b"x", b"--x\r\n\r\nx", b"--x\r\n\r\nx\r\n--x--"):
        answer = await page.client.post("/api/send?chat=demo-5", data=body, headers=headers)
        assert answer.status in {400, 415}
    assert page.bot.heard == []


async def test_a_file_from_another_page_is_refused(page: Web) -> None:
    said = {"id": "message-1"}
    assert await posts_file(page, said, b"x", Origin="http://evil.example") == 403
    assert await posts_file(page, said, b"x", Host=f"evil.example:{page.port}") == 421
    assert page.bot.heard == []


# --- what goes out -------------------------------------------------------------------------------


async def test_a_window_shows_the_history_then_what_is_said(page: Web) -> None:
    await page.sender.send(HOA, Reply(text="một"))
    events = await page.follow()
    assert [event.get("event", "line") for event in await events.until_live()] == [
        "line",
        "who",
        "live",
    ]
    choices = [Choice("q1:yes", "Đúng")]
    reply = Reply(text="hai", choices=choices, image="a.png", document="b.pdf", silent=True)
    assert await page.sender.send(HOA, reply) == "2"
    assert await events.line() == {
        "number": 2,
        "at": "2026-05-10T05:00:00+00:00",
        "mine": False,
        "message": "",
        "text": "hai",
        "choices": [["q1:yes", "Đúng"]],
        "image": "a.png",
        "document": "b.pdf",
        "silent": True,
    }


async def test_a_window_sees_what_another_process_says_without_asking_all_the_time(
    open_web: Open,
) -> None:
    class Counting(asyncio.Event):
        set_before = 0

        async def wait(self) -> Literal[True]:
            self.set_before += self.is_set()
            return await super().wait()

    woken = Counting()

    class Counted(Doorbell):
        def listen(self, chat: str) -> asyncio.Event:
            self._waiting[chat] = {woken}
            return woken

    page = await open_web(doorbell=Counted())
    await page.say(text="nợ")
    events = await page.follow()
    await events.until_live()
    await page.say(id="message-2", text="rings")
    await events.line()
    elsewhere = WebSender(page.site.database, clock, Doorbell())
    for text in ("từ máy khác", "lần nữa"):
        await elsewhere.send(HOA, Reply(text=text))
        assert (await events.line())["text"] == text
    assert woken.set_before <= 1  # a ring while it was looking


async def test_a_lost_connection_loses_and_doubles_no_line(page: Web) -> None:
    seen: list[int] = []

    async def speak() -> None:
        for number in range(60):
            await page.sender.send(HOA, Reply(text=str(number)))

    async def watch() -> None:
        while len(seen) < 60:
            last = {"Last-Event-ID": str(seen[-1])} if seen else {}
            events = await page.follow("&after=0", **last)  # a reconnect repeats the old query
            for _ in range(min(7, 60 - len(seen))):
                seen.append((await events.line())["number"])
            events.response.close()

    async with asyncio.TaskGroup() as both:
        both.create_task(speak())
        both.create_task(watch())
    assert seen == list(range(1, 61))


async def test_a_first_look_shows_the_last_two_hundred_lines(page: Web) -> None:
    for number in range(1, 206):
        await page.sender.send(HOA, Reply(text=str(number)))
    lines = [event["id"] for event in await (await page.follow()).until_live() if "id" in event]
    assert lines == [str(number) for number in range(6, 206)]


async def test_a_page_older_than_the_database_starts_afresh(page: Web) -> None:
    await page.sender.send(HOA, Reply(text="mới"))
    events = await page.follow(**{"Last-Event-ID": "57"})
    assert (await events.next())["event"] == "fresh"
    assert (await events.line())["text"] == "mới"


async def test_without_buttons_choices_are_lines_to_type(page: Web) -> None:
    offer = Reply(text="Đã nhận chưa ạ?", choices=[Choice("o2:yes", "Đã cầm đủ")])
    await page.sender.send(HOA, offer)
    await page.say(pressed="o2:yes")
    events = await page.follow("&plain=1")
    line, own = await events.line(), await events.line()
    assert line["text"] == "Đã nhận chưa ạ?\n\nNhắn 1 12 = Đã cầm đủ"
    assert (line["choices"], own["text"]) == ([], "Đã cầm đủ")


async def test_the_head_of_the_page_follows_who_it_is(page: Web) -> None:
    events = await page.follow()
    [stranger, _live] = await events.until_live()
    assert json.loads(stranger["data"]) == {
        "club": "",
        "name": "",
        "detail": "",
        "takes_file": False,
    }
    page.bot.who = Who(club="CLB thôn Đông", name="Bà Hoa", detail="Thủ quỹ")
    await page.sender.send(HOA, Reply(text="Chào bà Hoa."))
    await events.line()
    member = await events.next()
    assert member["event"] == "who"
    assert json.loads(member["data"])["name"] == "Bà Hoa"


async def test_what_is_replaced_changes_in_its_place(page: Web) -> None:
    first = await page.sender.send(HOA, Reply(text="1/9", choices=[Choice("o2:stop", "Ngưng")]))
    await page.sender.send(HOA, Reply(text="mới"))
    watching = await page.follow()
    await watching.until_live()
    again = await page.sender.send(HOA, Reply(text="Xong."), replaces=first)
    assert again == first
    changed = await watching.next()
    assert changed["event"] == "changed"
    assert "id" not in changed  # the window resumes after the last line, not after this one
    assert json.loads(changed["data"])["text"] == "Xong."
    assert json.loads(changed["data"])["choices"] == []
    opened = await page.follow()
    lines = await opened.until_live()
    texts = [json.loads(one["data"])["text"] for one in lines if "id" in one]
    assert texts == ["Xong.", "mới"]
    assert "changed" not in {one.get("event") for one in lines}


async def test_a_window_that_comes_back_hears_of_changes_meanwhile(page: Web) -> None:
    first = await page.sender.send(HOA, Reply(text="1/9"))
    last = await page.sender.send(HOA, Reply(text="mới"))
    await page.sender.send(HOA, Reply(text="5/9"), replaces=first)
    events = await page.follow(f"&after={last}")
    heard = [await events.next() for _event in range(3)]
    assert [one["event"] for one in heard] == ["changed", "who", "live"]
    assert json.loads(heard[0]["data"])["text"] == "5/9"
    elsewhere = WebSender(page.site.database, lambda: clock() + timedelta(seconds=9), Doorbell())
    await elsewhere.send(HOA, Reply(text="9/9"), replaces=first)
    assert json.loads((await events.next())["data"])["text"] == "9/9"


async def test_a_line_that_is_gone_cannot_be_changed(page: Web) -> None:
    await page.sender.send(HOA, Reply(text="?"))
    with pytest.raises(Rejected):
        await page.sender.send(HOA, Reply(text="Xong."), replaces="7")


async def test_nobody_reads_along_in_another_chat(page: Web) -> None:
    await page.sender.send(HOA, Reply(text="riêng"))
    other = await page.client.get("/api/stream?chat=demo-1")
    assert [event["event"] for event in await Events(other).until_live()] == ["who", "live"]


async def test_stopping_does_not_wait_for_open_windows(page: Web) -> None:
    events = await page.follow()
    await events.until_live()
    async with asyncio.timeout(5):
        await page.client.server.close()
        assert await events.response.content.read() == b""
    # Nobody listens any more, and a late ring wakes nobody.
    page.site.doorbell.ring(HOA.chat)


async def test_an_idle_stream_ends_when_the_window_is_closed(open_web: Open) -> None:
    gone = asyncio.Event()

    class Watched(Doorbell):
        def leave(self, chat: str, woken: asyncio.Event) -> None:
            super().leave(chat, woken)
            gone.set()

    page = await open_web(doorbell=Watched())
    events = await page.follow()
    await events.until_live()
    events.response.close()
    async with asyncio.timeout(10):  # less than the heartbeat's 15 s
        await gone.wait()


# --- messengers deliver here ---------------------------------------------------------------------


async def test_a_messenger_delivers_under_any_name_and_without_an_origin(open_web: Open) -> None:
    taken: list[tuple[str, bytes]] = []

    async def hook(headers: Mapping[str, str], body: bytes) -> int:
        taken.append((headers["x-secret"], body))
        return 200

    hooks = Hooks()
    hooks.add(("telegram", "123"), hook)
    page = await open_web(hooks=hooks)
    sent = {"Host": "clb.example.org", "X-Secret": "s"}
    answer = await page.client.post("/hooks/telegram/123", data=b"{}", headers=sent)
    assert answer.status == 200
    assert taken == [("s", b"{}")]


async def test_a_bot_that_is_not_ours_gets_nothing(open_web: Open) -> None:
    page = await open_web()
    for path in ("/hooks/telegram/123", "/hooks/zalo/9", "/hooks/", "/hooks/telegram"):
        assert (await page.client.post(path, data=b"{}")).status == 404, path
    assert (await page.client.get("/hooks/telegram/123")).status == 405


async def test_what_comes_while_its_library_loads_is_to_come_again(open_web: Open) -> None:
    page = await open_web(hooks=Hooks(loading=True, waits=0.01))
    answer = await page.client.post("/hooks/telegram/123", data=b"{}")
    assert (answer.status, answer.headers["Retry-After"]) == (503, "5")


@pytest.mark.parametrize(("bot", "status"), [("123", 200), ("9", 404)])
async def test_what_comes_while_its_library_loads_may_wait_for_it(
    open_web: Open, bot: str, status: int
) -> None:
    async def hook(headers: Mapping[str, str], body: bytes) -> int:
        return 200

    hooks = Hooks(loading=True, waits=30)
    page = await open_web(hooks=hooks)
    async with asyncio.TaskGroup() as tasks:
        sent = tasks.create_task(_delivered(page, bot))
        await until(lambda: hooks._go_on._waiters)
        hooks.add(("telegram", "123"), hook)
        hooks.loaded()
    assert sent.result() == status


async def test_a_stop_does_not_wait_for_what_waits_for_its_library(open_web: Open) -> None:
    hooks = Hooks(loading=True)
    page = await open_web(hooks=hooks)
    async with asyncio.TaskGroup() as tasks, asyncio.timeout(10):
        sent = tasks.create_task(_delivered(page, "123"))
        await until(lambda: hooks._go_on._waiters)
        await page.client.server.close()
    assert sent.result() == 503


async def _delivered(page: Web, bot: str) -> int:
    return (await page.client.post(f"/hooks/telegram/{bot}", data=b"{}")).status


async def test_a_delivery_of_more_than_a_megabyte_is_not_read(open_web: Open) -> None:
    async def hook(headers: Mapping[str, str], body: bytes) -> int:
        return 200

    hooks = Hooks()
    hooks.add(("telegram", "123"), hook)
    page = await open_web(hooks=hooks)
    assert (await page.client.post("/hooks/telegram/123", data=b" " * 999_999)).status == 200
    assert (await page.client.post("/hooks/telegram/123", data=b" " * 1_000_001)).status == 413


async def test_a_delivery_that_breaks_off_is_no_fault_of_ours(
    open_web: Open, caplog: pytest.LogCaptureFixture
) -> None:
    async def hook(headers: Mapping[str, str], body: bytes) -> int:
        raise AssertionError("there is nothing to be taken")

    hooks = Hooks()
    hooks.add(("telegram", "123"), hook)
    page = await open_web(hooks=hooks)
    asking, writing = await asyncio.open_connection("127.0.0.1", page.port)
    writing.write(b"POST /hooks/telegram/123 HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{")
    writing.write_eof()
    assert b" 200 " not in await asking.read()
    writing.close()
    assert (await page.client.post("/hooks/telegram/456", data=b"{}")).status == 404
    assert [one for one in caplog.records if one.name == "aiohttp.server"] == []


async def test_a_delivery_that_cannot_be_unpacked_leaves_no_trace_in_the_log(
    open_web: Open, caplog: pytest.LogCaptureFixture
) -> None:
    """Anybody may send it: the secret is looked at only once the body is there."""

    async def hook(headers: Mapping[str, str], body: bytes) -> int:
        raise AssertionError("there is nothing to be taken")

    hooks = Hooks()
    hooks.add(("telegram", "123"), hook)
    page = await open_web(hooks=hooks)
    packed = {"Content-Encoding": "gzip"}
    said = await page.client.post("/hooks/telegram/123", data=b"not packed", headers=packed)
    assert said.status == 400
    assert (await page.client.post("/hooks/telegram/456", data=b"{}")).status == 404
    assert [one for one in caplog.records if one.name == "aiohttp.server"] == []


async def test_a_failing_turn_is_not_acknowledged(open_web: Open) -> None:
    async def hook(headers: Mapping[str, str], body: bytes) -> int:
        raise ConnectionError("the database is down")

    hooks = Hooks()
    hooks.add(("telegram", "123"), hook)
    page = await open_web(hooks=hooks)
    assert (await page.client.post("/hooks/telegram/123", data=b"{}")).status == 500
