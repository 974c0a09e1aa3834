"""Telegram's server, as fast as it can be made: it takes what is sent and tells who waits for it.

It refuses nothing and delays nothing, so that what is measured is the bot, unless it is to be
`strict`; what tests need of Telegram is in `tests.telegram_api`.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any, cast

from aiohttp import web

POLL_SECONDS = 30
A_SECOND = 30
"""Messages that the strict one takes within any second; of one chat it takes one."""
ANSWERS_AFTER = 0.05
"""Seconds in which the strict one answers."""
NOBODY = {"id": 7, "is_bot": True, "first_name": "Tugiup", "username": "clb_bot"}
TOO_MANY = {
    "ok": False,
    "error_code": 429,
    "description": "Too Many Requests: retry after 1",
    "parameters": {"retry_after": 1},
}
UNHOOKED = {"url": "", "has_custom_certificate": False, "pending_update_count": 0}


@dataclass(frozen=True, slots=True)
class Hook:
    """Where a bot wants its updates."""

    url: str
    secret: str


@dataclass(frozen=True, slots=True)
class Arrived:
    """A message of the bot in its chat."""

    text: str
    at: float
    """By `time.perf_counter`."""


class Api:
    """The Bot API for one bot."""

    def __init__(self, *, strict: bool = False) -> None:
        self.url = ""
        self.strict = strict
        self.refused = 0
        self.bulk: list[float] = []
        """When messages arrived that nobody expected, by `time.perf_counter`."""
        self.begun = asyncio.Event()
        """They begin to."""
        self._lately: deque[tuple[float, int]] = deque()
        self.hook: asyncio.Future[Hook] = asyncio.get_running_loop().create_future()
        self._updates: list[dict[str, Any]] = []
        self._expected: dict[int, asyncio.Future[Arrived]] = {}
        self._numbers = count(1)

    def expect(self, chat: int) -> asyncio.Future[Arrived]:
        """Return what becomes the next message in a chat; only one can be expected there."""
        assert chat not in self._expected, "a chat has been asked twice at once"
        expected = self._expected[chat] = asyncio.get_running_loop().create_future()
        return expected

    def keep(self, update: dict[str, Any]) -> None:
        """Let an update wait until somebody polls."""
        self._updates.append(update)

    async def serve(self, request: web.BaseRequest) -> web.Response:
        """Answer a request."""
        method = request.path.rpartition("/")[2]
        asked = cast("Mapping[str, str]", await request.post())
        if self.strict and method == "sendMessage" and self._too_many(int(asked["chat_id"])):
            self.refused += 1
            return web.json_response(TOO_MANY, status=429)
        return web.json_response({"ok": True, "result": await self._result(method, asked)})

    async def _result(self, method: str, asked: Mapping[str, str]) -> Any:
        if method == "sendMessage":
            if self.strict:
                await asyncio.sleep(ANSWERS_AFTER)
            return self._sent(int(asked["chat_id"]), asked["text"])
        if method == "getUpdates":
            return await self._polled(int(asked.get("offset", 0)))
        if method == "setWebhook" and asked.get("url") and not self.hook.done():
            self.hook.set_result(Hook(asked["url"], asked.get("secret_token", "")))
        return {"getMe": NOBODY, "getWebhookInfo": UNHOOKED}.get(method, True)

    def _sent(self, chat: int, text: str) -> dict[str, Any]:
        if expected := self._expected.pop(chat, None):
            expected.set_result(Arrived(text, time.perf_counter()))
        else:
            self.bulk.append(time.perf_counter())
            self.begun.set()
        to = {"id": chat, "type": "private", "first_name": "Hoa"}
        return {"message_id": next(self._numbers), "date": 1, "chat": to, "text": text}

    def _too_many(self, chat: int) -> bool:
        now = time.perf_counter()
        while self._lately and self._lately[0][0] <= now - 1:
            self._lately.popleft()
        if len(self._lately) >= A_SECOND or any(to == chat for _at, to in self._lately):
            return True
        self._lately.append((now, chat))
        return False

    async def _polled(self, offset: int) -> list[dict[str, Any]]:
        self._updates = [one for one in self._updates if one["update_id"] >= offset]
        if not self._updates:
            await asyncio.sleep(POLL_SECONDS)
        return self._updates


@asynccontextmanager
async def served(*, strict: bool = False) -> AsyncIterator[Api]:
    """Serve one bot's Bot API on a loopback port."""
    api = Api(strict=strict)
    runner = web.ServerRunner(web.Server(api.serve, access_log=None), shutdown_timeout=0.1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        api.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield api
    finally:
        await runner.cleanup()


def question(number: int, chat: int, text: str, now: float) -> dict[str, Any]:
    """Return the update for a message that a person has just written."""
    person = {"id": chat, "first_name": "Hoa"}
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": int(now),
            "chat": {**person, "type": "private"},
            "from": {**person, "is_bot": False, "language_code": "vi"},
            "text": text,
        },
    }
