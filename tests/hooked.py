"""Where messengers deliver to our bots: a server as the page's, reached at a public address."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from bot.platforms.hooks import HOOKS, Hooks
from tests.messenger_api.world import World

PUBLIC = "https://clb.example"


@asynccontextmanager
async def taking(hooks: Hooks, messenger: World[Any, Any]) -> AsyncIterator[None]:
    """Let a messenger deliver to `hooks` at the public address."""
    app = web.Application()
    app.router.add_post(f"{HOOKS}{{platform}}/{{bot}}", hooks.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    messenger.reaches[PUBLIC] = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield
    finally:
        await runner.cleanup()
