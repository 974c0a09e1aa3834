"""Serving the web page: on a port of its own, until it is told to stop."""

from __future__ import annotations

import errno
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from bot.platforms.web import Site, web_app

PATIENCE_S = 5.0
"""How long stopping waits for turns in hand."""


class PortTaken(Exception):
    """Another program listens on the port."""


class NotHere(Exception):
    """This machine or this user cannot listen there; the text says why."""


@asynccontextmanager
async def serving(site: Site, host: str, port: int) -> AsyncIterator[None]:
    """Serve `site`; leaving finishes the turns in hand.

    Raises `PortTaken` or `NotHere`.
    """
    runner = web.AppRunner(web_app(site), access_log=None, shutdown_timeout=PATIENCE_S)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise PortTaken from error
            raise NotHere(error.strerror or str(error)) from error
        yield
    finally:
        await runner.cleanup()
