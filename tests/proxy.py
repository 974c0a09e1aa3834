"""A reverse proxy before several processes, as in the README: what one cannot take another may."""

from __future__ import annotations

import asyncio
import itertools
import threading
from collections import Counter
from collections.abc import Sequence
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp import web

from tests.databases import free_port

PASSED_ON = {"content-type", "x-telegram-bot-api-secret-token", "x-bot-api-secret-token"}
START_SECONDS = 10


class Proxy:
    """Gives requests to processes in turn; one that does not answer or is unwell is left out."""

    def __init__(self, ports: Sequence[int]) -> None:
        self.url = f"http://127.0.0.1:{(port := free_port())}"
        self._port = port
        self._behind = [f"http://127.0.0.1:{behind}" for behind in ports]
        self._turn = itertools.count()
        self.taken: Counter[int] = Counter()
        """How many requests each port has answered."""
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), name="proxy")

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(START_SECONDS)
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: object, _trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(START_SECONDS)
        assert not self._thread.is_alive()

    async def _run(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._pass_on)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", self._port).start()
        async with aiohttp.ClientSession() as self._client:
            self._ready.set()
            await self._stop.wait()
            await runner.cleanup()

    async def _pass_on(self, request: web.Request) -> web.Response:
        """Ask one process, else the next: what is delivered twice is taken once."""
        body, first = await request.read(), next(self._turn)
        answer = web.Response(status=502)
        for place in range(len(self._behind)):
            behind = self._behind[(first + place) % len(self._behind)]
            try:
                answer = await self._ask(behind, request, body)
            except (aiohttp.ClientError, OSError):  # it has died, or is not there yet
                continue
            if answer.status < web.HTTPInternalServerError.status_code:
                self.taken[int(behind.rpartition(":")[2])] += 1
                break
        return answer

    async def _ask(self, behind: str, request: web.Request, body: bytes) -> web.Response:
        headers = {
            name: value for name, value in request.headers.items() if name.lower() in PASSED_ON
        }
        async with self._client.request(
            request.method,
            f"{behind}{request.raw_path}",
            data=body,
            headers={**headers, "X-Forwarded-For": request.remote or ""},
        ) as answered:
            return web.Response(
                status=answered.status,
                body=await answered.read(),
                content_type=answered.content_type,
            )
