"""What Zalo asks of others: webhooks take updates, and phones fetch pictures."""

from __future__ import annotations

import contextlib
import time
from typing import Any

import aiohttp

from tests.messenger_api.server import HERE
from tests.zalo_api.world import Bot, Message, Waiting, World

AGENT = "Java/1.8.0_192"
LARGEST_PICTURE = 5_000_000
KINDS_OF_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff")


class Outside(World):
    """The world with its ways out."""

    def until_due(self) -> float:
        now = time.monotonic()
        with self.lock:
            away = [one.due - now for one in self.waiting if one.due > now]
        return max(min(away, default=60.0), 0.001)

    # --- webhooks -----------------------------------------------------------------------------

    def is_due(self, one: Waiting) -> bool:
        return bool(one.bot.webhook) and one.due <= time.monotonic()

    async def deliver(self, one: Waiting) -> None:
        one.tries += 1
        status = await self._post_to(one.bot, self.body(one.update))
        if not 200 <= status < 300 and one.tries <= self.tries_again:
            one.due = time.monotonic() + self.backoff
        else:
            self.is_taken(one)
        self.posted.append(status)

    async def _post_to(self, bot: Bot, body: dict[str, Any]) -> int:
        hook = bot.webhook
        headers = {"X-Bot-Api-Secret-Token": hook.get("secret_token", ""), "User-Agent": AGENT}
        return await self.reach(hook.get("url", ""), body, headers)

    async def probe(self, bot: Bot) -> dict[str, Any]:
        """Look whether the address answers; it is kept all the same."""
        status = await self._post_to(bot, {})
        ok = 200 <= status < 300
        outcome = "OK" if ok else "FAILED"
        return {"ok": ok, "outcome": outcome, "status_code": status, "hint": ""}

    async def show(self, message: Message) -> None:
        """Fetch a picture when its message reaches the phone, as the phone does."""
        content, status, url = b"", 0, self.inside(message.photo)
        if url.startswith(HERE):
            with contextlib.suppress(aiohttp.ClientError, OSError, TimeoutError):
                async with self.client.get(url) as response:
                    content, status = await response.read(), response.status
        if status != 200 or not _is_picture(content):
            with self.lock:
                self.black.append((message.photo, status))
        self.woken()


def _is_picture(content: bytes) -> bool:
    return content.startswith(KINDS_OF_PICTURES) and len(content) <= LARGEST_PICTURE
