"""The server: requests in, and updates to those who ask for them."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from typing import Any

from aiohttp import web

from tests.messenger_api.faults import Fault
from tests.messenger_api.server import drop
from tests.messenger_api.world import Parameters
from tests.zalo_api.faults import Refused, bad
from tests.zalo_api.methods import NOTHING, Methods, need_known
from tests.zalo_api.outside import Outside
from tests.zalo_api.people import Group, Person
from tests.zalo_api.world import Bot, Message, Request

SECRET = "InventedForTestsInventedForTestsInventedForTests"
HOOKED = "Bad request: getUpdates cannot be used while a webhook is set"


class Zalo(Outside):
    """The one that programs under test get to see; see the package's first words."""

    def __init__(self) -> None:
        super().__init__()
        self._methods = Methods(self)
        self.bot = self.new_bot("Bot Câu lạc bộ")

    # --- people and bots ----------------------------------------------------------------------

    def new_bot(self, name: str, *, messages: int = 3000, people: int = 50) -> Bot:
        """One more bot, with the limits of its plan; 0: no limit."""
        number = 1_234_567_890_123_456_789 + 1_000_003 * len(self.bots)
        made = Bot(
            world=self,
            id=str(number),
            token=f"{number}:{SECRET}{len(self.bots)}",
            name=name,
            most_messages=messages,
            most_people=people,
        )
        with self.lock:
            self.bots.append(made)
        return made

    def person(self, name: str, bot: Bot | None = None) -> Person:
        """Somebody with a phone."""
        return Person(self, bot or self.bot, name)

    def group(self, title: str, bot: Bot | None = None) -> Group:
        """A group that a bot was added to, of which it is not told."""
        return Group(self, bot or self.bot, title)

    def route(self, router: web.UrlDispatcher) -> None:
        router.add_route("*", "/bot{token}/{method}", self._serve)
        router.add_get("/pictures/{name}", self._picture)

    # --- requests -----------------------------------------------------------------------------

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        bot = next((one for one in self.bots if one.token == request.match_info["token"]), None)
        try:
            asked = await _read(request)
        except ConnectionError:  # the bot died while it was speaking
            return web.Response()
        except ValueError:
            return self._refuse(self._arrived(bot, method, {}), bad("no JSON"))
        arrived = self._arrived(bot, method, asked)
        await asyncio.sleep(self.latency)
        if bot is None:
            return self._refuse(arrived, Refused(401, "Unauthorized"))
        with self.lock:
            fault = self.fault(method, str(asked.get("chat_id", ""))) or Fault(accepted=True)
        try:
            result = await self._done(bot, method, asked) if fault.accepted else None
        except Refused as error:
            return self._refuse(arrived, error)
        await asyncio.sleep(fault.seconds)
        return self._reply(request, arrived, fault, result)

    def _reply(
        self, request: web.Request, arrived: Request, fault: Fault, result: Any
    ) -> web.Response:
        code_status = self.refusal_status or fault.code
        status = fault.status or (code_status if fault.code else 200)
        self.answered(arrived, 0 if fault.dropped else status)
        if fault.dropped:
            return drop(request)
        if fault.body:
            return web.Response(status=status, text=fault.body, content_type=fault.kind)
        body = {"ok": True} if result is NOTHING else {"ok": True, "result": result}
        return web.json_response(body)

    def _refuse(self, arrived: Request, error: Refused) -> web.Response:
        status = self.refusal_status or error.code
        if error.code == 408:
            status = self.idle_status
        self.answered(arrived, status)
        return web.json_response(error.body, status=status)

    def _arrived(self, bot: Bot | None, method: str, asked: Parameters) -> Request:
        return self.arrived(Request(bot=bot, method=method, parameters=asked))

    async def _done(self, bot: Bot, method: str, asked: Parameters) -> Any:
        need_known(method, asked)
        if method == "getUpdates":
            return await self._fetch(bot, asked)
        before = len(self._newest(bot, asked))
        result = self._methods(bot, method, asked)
        if method == "setWebhook" and self.verification:
            result["verification"] = await self.probe(bot)
        if method == "sendPhoto":
            for message in self._newest(bot, asked)[before:]:
                self.begin(self.show(message))
        return result

    def _newest(self, bot: Bot, asked: Parameters) -> list[Message]:
        chat = self.chats.get((bot.id, str(asked.get("chat_id", ""))))
        return chat.written if chat else []

    async def _fetch(self, bot: Bot, asked: Parameters) -> Any:
        """Wait for one update; of two who ask, either gets it."""
        if bot.webhook:
            raise Refused(400, HOOKED)
        self.polls += 1
        self.woken()
        until = time.monotonic() + float(asked.get("timeout", 30))
        while (left := until - time.monotonic()) > 0 and not self.stop.is_set():
            news = self.news
            with self.lock:
                found = self.take(bot)
            if found:
                return found
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(min(left, self.until_due())):
                    await news.wait()
            if bot.webhook:
                raise Refused(400, HOOKED)
        raise Refused(408, "Request timeout")

    # --- pictures -----------------------------------------------------------------------------

    async def _picture(self, request: web.Request) -> web.StreamResponse:
        """Give what somebody sent; faults are those of "download"."""
        with self.lock:
            arrived = self._arrived(None, "download", {"path": request.path})
            fault = self.fault("download") or Fault(accepted=True)
            content = self.pictures.get(request.path)
        await asyncio.sleep(fault.seconds)
        status = fault.status or fault.code or (200 if content is not None else 404)
        self.answered(arrived, 0 if fault.dropped else status)
        if fault.dropped:
            return drop(request)
        return web.Response(status=status, body=content if status == 200 else b"")


async def _read(request: web.Request) -> Parameters:
    """Read parameters in any of the ways that are documented."""
    asked: Parameters = dict(request.query)
    if request.content_type == "application/json":
        body = await request.text()
        given = json.loads(body) if body.strip() else {}
        return {**asked, **given} if isinstance(given, dict) else asked
    return {**asked, **await request.post()}
