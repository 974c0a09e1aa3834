"""The door at which messengers deliver: one path for each bot of ours, without its token."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

from bot.chat import Account

HOOKS = "/hooks/"
"""What the paths begin with: `/hooks/telegram/123456`."""
LARGEST = 1_000_000  # bytes
LOADING_S = 5

Hook = Callable[[Mapping[str, str], bytes], Awaitable[int]]
"""Takes the headers and the body of what was delivered; returns the HTTP status."""


class Hooks:
    """The bots that are delivered to."""

    def __init__(self, expected: set[Account] | None = None) -> None:
        """Prepare; `expected` bots are put off, not turned away, while their library loads."""
        self._expected = expected or set()
        self._taken: dict[Account, Hook] = {}

    def add(self, account: Account, hook: Hook) -> None:
        """Let a bot take what is delivered to it from now on."""
        self._taken[account] = hook

    async def take(self, request: web.Request) -> web.Response:
        """Give a delivery to its bot; what is not acknowledged the messenger delivers again."""
        account = request.match_info["platform"], request.match_info["bot"]
        hook = self._taken.get(account)
        if hook is None and account in self._expected:
            return web.Response(status=503, headers={"Retry-After": str(LOADING_S)})
        if hook is None:
            return web.Response(status=404)
        body = bytearray()
        async for chunk in request.content.iter_any():
            body += chunk
            if len(body) > LARGEST:
                return web.Response(status=413)
        return web.Response(status=await hook(request.headers, bytes(body)))
