"""The server: requests in, updates out by long polling or to a webhook."""

from __future__ import annotations

import asyncio
import re
import time
from typing import Any

from aiohttp import web

from bot.clock import utc_now
from tests.messenger_api.faults import Fault
from tests.messenger_api.server import drop
from tests.messenger_api.world import Parameters, Request
from tests.telegram_api.faults import Refused, flood
from tests.telegram_api.methods import Methods
from tests.telegram_api.parameters import read
from tests.telegram_api.people import Group, Person
from tests.telegram_api.world import Waiting, World

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

    def __init__(self, token: str = TOKEN, username: str = "clb_bot") -> None:
        super().__init__(token, username)
        self._methods = Methods(self)
        self._people = 0

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

    def route(self, router: web.UrlDispatcher) -> None:
        router.add_route("*", "/bot{token}/{method}", self._serve)
        router.add_get("/file/bot{token}/{path:.+}", self._download)

    # --- requests -----------------------------------------------------------------------------

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        try:
            self._know(request.match_info["token"])
            asked = await read(request, method)
        except Refused as error:
            self.answered(self._arrived(method, {}), error.code)
            return web.json_response(error.body, status=error.code)
        except ConnectionError:  # the bot died while it was speaking
            return web.Response()
        arrived = self._arrived(method, asked)
        with self.lock:
            fault = self._fault(method, str(asked.get("chat_id", "")))
        status, body = await self._answer(method, asked) if fault.accepted else (0, None)
        await asyncio.sleep(fault.seconds)
        self.answered(arrived, 0 if fault.dropped else fault.status or status)
        if fault.dropped:
            return drop(request)
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
            fault = self.fault("download") or Fault(accepted=True)
            found = self.paths.get(path)
        await asyncio.sleep(fault.seconds)
        status = fault.status or (200 if found else 404)
        self.answered(arrived, 0 if fault.dropped else status)
        if fault.dropped:
            return drop(request)
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
        return self.arrived(Request(method=method, parameters=asked))

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
            news = self.news
            with self.lock:
                found = self.take(asked.get("offset", 0), most)
            left = until - time.monotonic()
            if found or left <= 0 or self.stop.is_set():
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

    def is_due(self, one: Waiting) -> bool:
        return bool(self.webhook)

    def due(self) -> list[Waiting]:
        room = self.webhook.get("max_connections", 40) - len(self.busy)
        return super().due()[: max(room, 0)]

    async def deliver(self, one: Waiting) -> None:
        secret = self.webhook.get("secret_token")
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
        status = await self.reach(self.webhook["url"], one.update, headers)
        self.posted.append(status)
        if 200 <= status < 300:
            self.is_taken(one)
        else:
            self.failed_at = utc_now().timestamp()
            await asyncio.sleep(self.backoff)
