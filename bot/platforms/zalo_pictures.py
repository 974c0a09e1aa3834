"""Fetching a picture from where Zalo says that it lies: anywhere, but not in our own network."""

from __future__ import annotations

import asyncio
import socket
from ipaddress import ip_address

from aiohttp import ClientSession, DummyCookieJar, TCPConnector
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import DefaultResolver
from yarl import URL

from bot.platforms.bodies import read_at_most

FETCH_S = 10
"""For a picture: who else writes from its chat waits meanwhile."""
REDIRECTS = 3


class PublicOnly(AbstractResolver):
    """Finds where hosts are, but for those that only we can reach."""

    def __init__(self, but: str | None) -> None:
        """Ask as aiohttp does; the host `but` may be anywhere."""
        self._resolver = DefaultResolver()
        self._but = but

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the addresses of a host; raises OSError where none of them is public."""
        found = await self._resolver.resolve(host, port, family)
        if host == self._but:
            return found
        public = [one for one in found if ip_address(one["host"].partition("%")[0]).is_global]
        if not public:
            raise OSError("no public address")
        return public

    async def close(self) -> None:
        """Close what it asks with."""
        await self._resolver.close()


async def fetch(address: str, api: str, most: int) -> bytes:
    """Return a picture, at most a little more than `most` bytes of it.

    It lies at `api` or behind https at a public address, and so does whatever it is redirected
    to. Raises anything, also with the address in its words.
    """
    connector = TCPConnector(resolver=PublicOnly(but=URL(api).host))
    async with (
        asyncio.timeout(FETCH_S),
        ClientSession(connector=connector, cookie_jar=DummyCookieJar()) as session,
    ):
        return await _fetch(session, URL(address), api, most)


async def _fetch(session: ClientSession, url: URL, api: str, most: int) -> bytes:
    for _hop in range(REDIRECTS + 1):
        _need_safe(url, api)
        async with session.get(url, allow_redirects=False) as response:
            if not 300 <= response.status < 400:
                response.raise_for_status()
                return await read_at_most(response.content, most)
            url = url.join(URL(response.headers["Location"]))
    raise LookupError("redirected too often")


def _need_safe(url: URL, api: str) -> None:
    """Raise LookupError for what is neither Zalo's own nor public; names are looked at later."""
    if url.host and url.origin() == URL(api).origin():
        return
    if url.scheme != "https" or not url.host:
        raise LookupError("not behind https")
    try:
        literal = ip_address(url.host)
    except ValueError:  # a name
        return
    if not literal.is_global:
        raise LookupError("no public address")
