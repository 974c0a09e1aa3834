"""The server: requests in, updates out by long polling or to a webhook."""

from __future__ import annotations

import asyncio
import re
import socket
import threading
import time
from types import TracebackType
from typing import Any, Self

import aiohttp
from aiohttp import web

from tests.telegram_api.faults import Fault, Refused, flood
from tests.telegram_api.methods import Methods
from tests.telegram_api.parameters import Parameters, read
from tests.telegram_api.people import Group, Person
from tests.telegram_api.world import Request, Waiting, World

OTHER_POLLER = (
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is"
    " running"
)
HOOKED = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete"
    " the webhook first"
)
HOOK_SET = "Conflict: terminated by setWebhook request"
TOKEN = "8123456789:AAInventedForTestsInventedForTests0"
CONFLICT_SECONDS = 0.3
"""After this time the one of two pollers hears of it; with the real one it takes 3 s."""

TOKENS = re.compile(r"\d+:[\w-]{20,}")


class Telegram(World):
    """The one that programs under test get to see; see the package's first words."""

    def __init__(
        self,
        token: str = TOKEN,
        username: str = "clb_bot",
    ) -> None:
        super().__init__(token, username)
        self.reaches: dict[str, str] = {}
        self.backoff = 0.2
        self.posted: list[int] = []
        """What the webhook answered each time; 0: the connection was lost."""
        self._methods = Methods(self)
        self.polls = 0
        """How often somebody began to ask for updates."""
        self._people = 0
        self._busy: set[int] = set()
        self._socket = _listening(0)
        self.port = int(self._socket.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), name="telegram")

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: object, _trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)
        assert not self._thread.is_alive()

    # --- people -------------------------------------------------------------------------------

    def person(self, name: str, language: str = "vi") -> Person:
        """Somebody with a phone."""
        self._people += 1
        return Person(self, 2**33 + 7919 * self._people, name, language)

    def group(self, title: str, founder: Person, *, sees_all: bool = False) -> Group:
        """A group that somebody adds the bot to."""
        self._people += 1
        group = Group(self, -4_000_000 - self._people, title, sees_all=sees_all)
        group.begins(founder)
        return group

    def goes_down(self) -> None:
        """Refuse connections, and close those that are open."""
        asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop).result(10)

    def comes_back(self) -> None:
        """Take connections again."""
        self._socket = _listening(self.port)
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(10)

    def woken(self) -> None:
        super().woken()
        if self._ready.is_set() and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake)

    # --- the thread ---------------------------------------------------------------------------

    async def _run(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stop, self._news = asyncio.Event(), asyncio.Event()
        await self._listen()
        async with asyncio.TaskGroup() as tasks, aiohttp.ClientSession() as client:
            posting = tasks.create_task(self._post_all(client, tasks))
            self._ready.set()
            await self._stop.wait()
            posting.cancel()
            await self._runner.cleanup()

    async def _listen(self) -> None:
        page = web.Application(client_max_size=60_000_000)
        page.router.add_route("*", "/bot{token}/{method}", self._serve)
        page.router.add_get("/file/bot{token}/{path:.+}", self._download)
        self._runner = web.AppRunner(page, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.SockSite(self._runner, self._socket).start()

    def _wake(self) -> None:
        news, self._news = self._news, asyncio.Event()
        news.set()

    # --- requests -----------------------------------------------------------------------------

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        try:
            self._know(request.match_info["token"])
            asked = await read(request, method)
        except Refused as error:
            self._answered(self._arrived(method, {}), error.code)
            return web.json_response(error.body, status=error.code)
        except ConnectionError:  # the bot died while it was speaking
            return web.Response()
        arrived = self._arrived(method, asked)
        with self.lock:
            fault = self._fault(method, str(asked.get("chat_id", "")))
        status, body = await self._answer(method, asked) if fault.accepted else (0, None)
        await asyncio.sleep(fault.seconds)
        self._answered(arrived, 0 if fault.dropped else fault.status or status)
        if fault.dropped:
            return _drop(request)
        if fault.status:
            kind = fault.kind
            return web.Response(status=fault.status, text=fault.body, content_type=kind)
        return web.json_response(body, status=status)

    def _fault(self, method: str, chat: str) -> Fault:
        if self.too_fast(method):
            return flood(1)
        return self.fault(method, chat) or Fault(accepted=True)

    async def _download(self, request: web.Request) -> web.StreamResponse:
        """Give a file that getFile has told the path of; faults are those of "download"."""
        path = request.match_info["path"]
        try:
            self._know(request.match_info["token"])
        except Refused as error:
            return web.json_response(error.body, status=error.code)
        arrived = self._arrived("download", {"path": path})
        with self.lock:
            fault = self.fault("download", "") or Fault(accepted=True)
            found = self.paths.get(path)
        await asyncio.sleep(fault.seconds)
        status = fault.status or (200 if found else 404)
        self._answered(arrived, 0 if fault.dropped else status)
        if fault.dropped:
            return _drop(request)
        if found is None or fault.status:
            return web.json_response(Refused(status, "Not Found").body, status=status)
        kind = "application/octet-stream"
        return web.Response(body=found.content, content_type=kind)

    def _know(self, token: str) -> None:
        if not TOKENS.fullmatch(token):
            raise Refused(404, "Not Found")
        if token != self.token or not self.token_is_good:
            raise Refused(401, "Unauthorized")

    def _arrived(self, method: str, asked: Parameters) -> Request:
        with self.lock:
            arrived = Request(method=method, parameters=asked)
            self.requests.append(arrived)
            self.lock.notify_all()
            return arrived

    def _answered(self, request: Request, status: int) -> None:
        with self.lock:
            request.status = status
            self.lock.notify_all()

    async def _answer(self, method: str, asked: Parameters) -> tuple[int, Any]:
        try:
            if method == "getUpdates":
                return 200, {"ok": True, "result": await self._fetch(asked)}
            if method == "setWebhook" and asked.get("url"):
                self.polls += 1
            return 200, {"ok": True, "result": self._methods(method, asked)}
        except Refused as error:
            return error.code, error.body

    async def _fetch(self, asked: Parameters) -> list[dict[str, Any]]:
        """Wait for updates; a later poller ends the wait of an earlier one."""
        if self.webhook:
            raise Refused(409, HOOKED)
        self.polls += 1
        mine = self.polls
        self.woken()
        if "allowed_updates" in asked:
            self.allowed = asked["allowed_updates"]
        limit = asked.get("limit", 100)
        most = limit if 1 <= limit <= 100 else 100
        until = time.monotonic() + min(asked.get("timeout", 0), 50)
        while True:
            news = self._news
            with self.lock:
                found = self.take(asked.get("offset", 0), most)
            left = until - time.monotonic()
            if found or left <= 0 or self._stop.is_set():
                return found
            try:
                await asyncio.wait_for(news.wait(), left)
            except TimeoutError:
                return []
            if self.webhook:
                raise Refused(409, HOOK_SET)
            if mine != self.polls:
                await asyncio.sleep(CONFLICT_SECONDS)
                raise Refused(409, OTHER_POLLER)

    # --- webhook ------------------------------------------------------------------------------

    async def _post_all(self, client: aiohttp.ClientSession, tasks: asyncio.TaskGroup) -> None:
        """Post what waits: within a chat in order, at most `max_connections` at once."""
        running: set[asyncio.Task[None]] = set()
        try:
            while True:
                news = self._news
                for one in self._due():
                    self._busy.add(one.lane)
                    task = tasks.create_task(self._post(client, one))
                    running.add(task)
                    task.add_done_callback(running.discard)
                await news.wait()
        finally:
            for task in running:
                task.cancel()

    def _due(self) -> list[Waiting]:
        with self.lock:
            if not self.webhook:
                return []
            first: dict[int, Waiting] = {}
            for one in self.waiting:
                if one.lane not in self._busy:
                    first.setdefault(one.lane, one)
            room = self.webhook.get("max_connections", 40) - len(self._busy)
            return list(first.values())[: max(room, 0)]

    async def _post(self, client: aiohttp.ClientSession, one: Waiting) -> None:
        url = self.webhook["url"]
        for public, here in self.reaches.items():
            if url.startswith(public):
                url = here + url.removeprefix(public)
        secret = self.webhook.get("secret_token")
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
        try:
            async with client.post(url, json=one.update, headers=headers) as response:
                self.posted.append(response.status)
        except (aiohttp.ClientError, OSError, TimeoutError):
            self.posted.append(0)
        if 200 <= self.posted[-1] < 300:
            with self.lock:
                self.waiting = [other for other in self.waiting if other is not one]
        else:
            await asyncio.sleep(self.backoff)
        self._busy.discard(one.lane)
        self.woken()


def _listening(port: int) -> socket.socket:
    made = socket.create_server(("127.0.0.1", port), backlog=256)
    made.setblocking(False)
    return made


def _drop(request: web.Request) -> web.Response:
    """Close the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
