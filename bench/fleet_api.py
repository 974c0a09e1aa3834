"""Telegram's and Zalo's servers, at the least cost: they take what is sent and pass it on.

They refuse nothing; what tests need of them is in `tests.telegram_api` and `tests.zalo_api`.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from urllib.parse import parse_qs

from bench.fleet_people import member_in
from bench.fleet_wire import Serving

SENT = (
    '{"ok":true,"result":{"message_id":%d,"date":1,"chat":{"id":%s,"type":"private"},"text":""}}'
)
SENT_BY_ZALO = '{"ok":true,"result":{"message_id":"%020x","date":1}}'

_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Arrived:
    """A message of a bot of ours in somebody's chat."""

    text: str
    keys: tuple[str, ...]
    """Of the buttons under it; there are none on Zalo."""
    id: int


Deliver = Callable[[str, int, Arrived], None]
"""Takes the bot, the member in whose chat it is, and the message."""


class _Api:
    """What both have in common."""

    def __init__(self, deliver: Deliver) -> None:
        self._deliver = deliver
        self._hooks: dict[str, str] = {}
        self.asked = 0
        """Requests so far."""

    def answer(self, path: str, body: bytes) -> bytes:
        """Answer a request."""
        self.asked += 1
        token, _slash, method = path.removeprefix("/bot").partition("/")
        return self._answer(token.partition(":")[0], method, body)

    def _answer(self, bot: str, method: str, body: bytes) -> bytes:
        raise NotImplementedError


class TelegramApi(_Api):
    """The Bot API for any number of bots."""

    def _answer(self, bot: str, method: str, body: bytes) -> bytes:
        if method == "sendMessage":
            return self._sent(bot, parse_qs(body.decode()))
        if method == "setWebhook":
            self._hooks[bot] = parse_qs(body.decode())["url"][0]
        found: object = {
            "getMe": {"id": int(bot), "is_bot": True, "first_name": "Bot", "username": f"b{bot}"},
            "getWebhookInfo": {
                "url": self._hooks.get(bot, ""),
                "has_custom_certificate": False,
                "pending_update_count": 0,
            },
        }.get(method, True)
        return json.dumps({"ok": True, "result": found}).encode()

    def _sent(self, bot: str, asked: dict[str, list[str]]) -> bytes:
        chat, number = asked["chat_id"][0], next(_numbers)
        keys: tuple[str, ...] = ()
        if markup := asked.get("reply_markup"):
            rows = json.loads(markup[0])["inline_keyboard"]
            keys = tuple(button["callback_data"] for row in rows for button in row)
        arrived = Arrived(asked["text"][0], keys, number)
        self._deliver(bot, member_in("telegram", chat), arrived)
        return (SENT % (number, chat)).encode()


class ZaloApi(_Api):
    """Zalo's Bot API for any number of bots."""

    def _answer(self, bot: str, method: str, body: bytes) -> bytes:
        asked = json.loads(body or b"{}")
        if method == "sendMessage":
            number = next(_numbers)
            arrived = Arrived(asked["text"], (), number)
            self._deliver(bot, member_in("zalo", asked["chat_id"]), arrived)
            return (SENT_BY_ZALO % number).encode()
        if method == "setWebhook":
            self._hooks[bot] = asked["url"]
        hook = {"url": self._hooks.get(bot, ""), "updated_at": 1}
        found: object = {
            "getMe": {
                "id": bot,
                "account_name": f"bot.{bot}",
                "account_type": "BASIC",
                "can_join_groups": False,
                "display_name": "Bot",
            },
            "getWebhookInfo": hook,
            "setWebhook": hook,
            "deleteWebhook": hook,
        }.get(method, True)
        return json.dumps({"ok": True, "result": found}).encode()


@asynccontextmanager
async def served(answer: Callable[[str, bytes], bytes]) -> AsyncIterator[str]:
    """Serve on a loopback port; gives its address."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Serving(answer), "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
