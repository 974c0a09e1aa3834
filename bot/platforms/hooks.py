"""The door at which messengers deliver: one path for each bot of ours, without its token."""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress

from aiohttp import web

from bot.chat import Account
from bot.platforms.bodies import read_at_most

HOOKS = "/hooks/"
"""What the paths begin with: `/hooks/telegram/123456`."""
LARGEST = 1_000_000  # bytes
LOADING_S = 5
WAITS_S = 50.0
"""For the bots to load, at the most: as long as a message waits for a database that is away."""

Hook = Callable[[Mapping[str, str], bytes], Awaitable[int]]
"""Takes the headers and the body of what was delivered; returns the HTTP status."""


class Hooks:
    """The bots that are delivered to."""

    def __init__(self, *, loading: bool = False, waits: float = WAITS_S) -> None:
        """Prepare; while `loading`, bots that are not known yet are put off, not turned away.

        A delivery waits for so many seconds that its bot becomes known: it may be the only one.
        """
        self._waits = waits
        self._is_loaded = not loading
        self._go_on = asyncio.Event()
        self._taken: dict[Account, Hook] = {}
        if not loading:
            self._go_on.set()

    def loaded(self) -> None:
        """All bots that there are take what is delivered to them."""
        self._is_loaded = True
        self._go_on.set()

    def close(self) -> None:
        """Let nothing wait any more."""
        self._go_on.set()

    def add(self, account: Account, hook: Hook) -> None:
        """Let a bot take what is delivered to it from now on."""
        self._taken[account] = hook

    def remove(self, account: Account) -> None:
        """Turn away what is delivered to a bot from now on."""
        self._taken.pop(account, None)

    async def take(self, request: web.Request) -> web.Response:
        """Give a delivery to its bot; what is not acknowledged the messenger delivers again."""
        account = request.match_info["platform"], request.match_info["bot"]
        if account not in self._taken:
            with suppress(TimeoutError):  # some messengers never deliver anything again
                async with asyncio.timeout(self._waits):
                    await self._go_on.wait()
        hook = self._taken.get(account)
        if hook is None and not self._is_loaded:
            return web.Response(status=503, headers={"Retry-After": str(LOADING_S)})
        if hook is None:
            return web.Response(status=404)
        try:
            body = await read_at_most(request.content, LARGEST)
        except (ConnectionError, web.RequestPayloadError):  # it broke off: no fault of ours
            return _unread(request)
        if len(body) > LARGEST:
            return web.Response(status=413)
        return web.Response(status=await hook(request.headers, body))


def _unread(request: web.Request) -> web.Response:
    """Answer what cannot be read, and let nobody read on: that would fail again, in the log."""
    request.content.feed_eof()
    answer = web.Response(status=400)
    answer.force_close()
    return answer


def turned_away(headers: Mapping[str, str], name: str, secret: str) -> int:
    """Return the HTTP status for whoever does not know `secret`; 0 for who may deliver.

    It is shown in the header `name`, given in small letters; without a secret nobody delivers.
    """
    given = {header.lower(): value for header, value in headers.items()}.get(name)
    if given is None or not secret:
        return 401
    known = hmac.compare_digest(given.encode("utf-8", "replace"), secret.encode())
    return 0 if known else 403


def content(body: bytes) -> object:
    """Return the JSON in what was delivered; None where it is none, or too much."""
    try:
        return json.loads(body) if len(body) <= LARGEST else None
    except (ValueError, RecursionError):
        return None
