"""Reading what another program sends, but no more of it than may be."""

from __future__ import annotations

from aiohttp import StreamReader


async def read_at_most(body: StreamReader, most: int) -> bytes:
    """Return a body; of one that is longer than `most` bytes only a little more than that."""
    content = bytearray()
    async for chunk in body.iter_any():
        content += chunk
        if len(content) > most:
            break
    return bytes(content)
