"""The server: a thread that takes requests, and posts what waits to webhooks."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Coroutine, Hashable, Mapping
from types import TracebackType
from typing import Any, Self

import aiohttp
from aiohttp import web
from aiohttp.typedefs import Handler

from tests.messenger_api.world import AnyRequest, AnyWaiting, World

HERE = "http://127.0.0.1:"
"""Nothing else is ever asked: a public address without a place in `reaches` is not reached."""
LARGEST_REQUEST = 60_000_000


class Server(World[AnyRequest, AnyWaiting]):
    """The world with its ways in and out, while it is entered."""

    client: aiohttp.ClientSession

    def __init__(self) -> None:
        super().__init__()
        self.polls = 0
        """How often somebody began to ask for updates."""
        self.in_hand = 0
        """Requests that wait for their answer; whoever has gone waits no more."""
        self.backoff = 0.2
        """Seconds before a webhook is tried again, when it is."""
        self.posted: list[int] = []
        """What webhooks answered each time; 0: the connection was lost."""
        self.busy: set[Hashable] = set()
        """The chats to which something is being posted."""
        self._running: set[asyncio.Task[None]] = set()
        self._socket = _listening(0)
        self.port = int(self._socket.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self._ready = threading.Event()
        name = type(self).__name__
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), name=name)

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: object, _trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self.stop.set)
        self._thread.join(10)
        assert not self._thread.is_alive()

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

    # --- what each messenger says -------------------------------------------------------------

    def route(self, router: web.UrlDispatcher) -> None:
        """Say who serves what."""
        raise NotImplementedError

    def is_due(self, one: AnyWaiting) -> bool:
        """Say whether an update is to be posted now, to a webhook that its bot has."""
        raise NotImplementedError

    async def deliver(self, one: AnyWaiting) -> None:
        """Post an update, and forget it or not."""
        raise NotImplementedError

    def until_due(self) -> float | None:
        """Return for how many seconds what is on its way stays away; None: nothing is."""
        return None

    # --- the thread ---------------------------------------------------------------------------

    async def _run(self) -> None:
        self._loop = asyncio.get_running_loop()
        self.stop, self.news = asyncio.Event(), asyncio.Event()
        await self._listen()
        async with asyncio.TaskGroup() as self._tasks, aiohttp.ClientSession() as self.client:
            self.begin(self._post_all())
            self._ready.set()
            await self.stop.wait()
            for task in self._running:
                task.cancel()
            await self._runner.cleanup()

    async def _listen(self) -> None:
        page = web.Application(client_max_size=LARGEST_REQUEST, middlewares=[self._have_in_hand])
        self.route(page.router)
        # Whoever has gone must not be handed an update.
        self._runner = web.AppRunner(
            page, access_log=None, shutdown_timeout=0.1, handler_cancellation=True
        )
        await self._runner.setup()
        await web.SockSite(self._runner, self._socket).start()

    def _wake(self) -> None:
        news, self.news = self.news, asyncio.Event()
        news.set()

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something beside, until it is done or all is over."""
        task = self._tasks.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    # --- requests -----------------------------------------------------------------------------

    @web.middleware
    async def _have_in_hand(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        self.in_hand += 1
        try:
            return await handler(request)
        finally:
            self.in_hand -= 1
            self.woken()

    def arrived(self, request: AnyRequest) -> AnyRequest:
        """Remember a request from its arrival."""
        with self.lock:
            self.requests.append(request)
            self.lock.notify_all()
            return request

    def answered(self, request: AnyRequest, status: int) -> None:
        """Remember how it was answered."""
        with self.lock:
            request.status = status
            self.lock.notify_all()

    # --- webhooks -----------------------------------------------------------------------------

    async def _post_all(self) -> None:
        """Post what waits, within a chat in order."""
        while True:
            news = self.news
            for one in self.due():
                self.busy.add(one.lane)
                self.begin(self._post(one))
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self.until_due()):
                    await news.wait()

    def due(self) -> list[AnyWaiting]:
        """Return what may be posted now: the oldest of each chat where none is on its way."""
        first: dict[Hashable, AnyWaiting] = {}
        with self.lock:
            for one in self.waiting:
                if one.lane not in self.busy and self.is_due(one):
                    first.setdefault(one.lane, one)
        return list(first.values())

    async def _post(self, one: AnyWaiting) -> None:
        await self.deliver(one)
        self.busy.discard(one.lane)
        self.woken()

    async def reach(self, url: str, body: object, headers: Mapping[str, str]) -> int:
        """Post something to a webhook and return its answer's status; 0: there was none."""
        here = self.inside(url)
        if not here.startswith(HERE):
            return 0
        try:
            async with self.client.post(here, json=body, headers=headers) as response:
                return response.status
        except (aiohttp.ClientError, OSError, TimeoutError):
            return 0


def drop(request: web.Request) -> web.Response:
    """Close the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _listening(port: int) -> socket.socket:
    made = socket.create_server(("127.0.0.1", port), backlog=256)
    made.setblocking(False)
    return made
