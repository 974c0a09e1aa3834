"""HTTP at the least cost, for whoever talks to the bots: two cores serve all that is measured.

Only what our own peers say is understood: bodies with a length, or in chunks, over connections
that are kept alive.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import cycle

END = b"\r\n\r\n"
LENGTH, CHUNKED = b"\r\ncontent-length:", b"\r\ntransfer-encoding: chunked"
LAST_CHUNK = b"\r\n0\r\n\r\n"
AGAIN_SECONDS = 0.3
START_SECONDS = 90
SENT = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"

Answer = Callable[[str, bytes], bytes]
"""Takes a path and a body; returns the body of what is answered."""


class _Framed(asyncio.Protocol):
    """Cuts what arrives into first lines and bodies."""

    def __init__(self) -> None:
        self.transport: asyncio.WriteTransport
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        for first, body in self._whole():
            self.take(first, body)

    def take(self, first: bytes, body: bytes) -> None:
        raise NotImplementedError

    def _whole(self) -> Iterator[tuple[bytes, bytes]]:
        while (ends := self._buffer.find(END)) >= 0:
            head, starts = self._buffer[:ends].lower(), ends + len(END)
            until = self._until(head, starts)
            if until < 0 or len(self._buffer) < until:
                return
            first = self._buffer[: self._buffer.index(b"\r\n")]
            body, self._buffer = self._buffer[starts:until], self._buffer[until:]
            yield first, body

    def _until(self, head: bytes, starts: int) -> int:
        """Return where the body ends, or -1 as long as that cannot be told."""
        if (at := head.find(LENGTH)) >= 0:
            return starts + int(head[at + len(LENGTH) :].partition(b"\r\n")[0])
        if CHUNKED in head:
            last = self._buffer.find(LAST_CHUNK, starts)
            return last + len(LAST_CHUNK) if last >= 0 else -1
        return starts


class Serving(_Framed):
    """A connection on which we are asked."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self._answer = answer

    def take(self, first: bytes, body: bytes) -> None:
        answered = self._answer(first.split(b" ", 2)[1].decode(), body)
        self.transport.write(SENT % (len(answered), answered))


class _Posting(_Framed):
    """A connection on which we post, one thing after the other."""

    def __init__(self) -> None:
        super().__init__()
        self._status: asyncio.Future[int] | None = None
        self.is_open = True

    def post(self, head: bytes, body: bytes) -> asyncio.Future[int]:
        self._status = asyncio.get_running_loop().create_future()
        self.transport.write(b"%b%d\r\n\r\n%b" % (head, len(body), body))
        return self._status

    def take(self, first: bytes, body: bytes) -> None:
        if self._status and not self._status.done():
            self._status.set_result(int(first[9:12]))

    def connection_lost(self, exc: Exception | None) -> None:
        self.is_open = False
        if self._status and not self._status.done():
            self._status.set_exception(ConnectionError("hung up"))


@dataclass(slots=True)
class _Upstream:
    port: int
    idle: deque[_Posting]


class Proxy:
    """Hands what messengers deliver to several processes, in turn, as a reverse proxy does."""

    def __init__(self, ports: tuple[int, ...]) -> None:
        self._upstreams = [_Upstream(port, deque()) for port in ports]
        self._turn = cycle(self._upstreams)

    async def opens(self) -> None:
        """Wait until all of them are there."""
        async with asyncio.timeout(START_SECONDS):
            for upstream in self._upstreams:
                while True:
                    with suppress(OSError):
                        upstream.idle.append(await self._connection(upstream))
                        break
                    await asyncio.sleep(AGAIN_SECONDS)

    async def post(self, path: str, secret: tuple[str, str], body: bytes) -> int:
        """Deliver to the next process; returns the status, 502 where it is not there."""
        upstream = next(self._turn)
        name, value = secret
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{upstream.port}\r\n"
            f"Content-Type: application/json\r\n{name}: {value}\r\nContent-Length: "
        )
        try:
            connection = await self._connection(upstream)
            status = await connection.post(head.encode(), body)
        except OSError:
            return 502
        upstream.idle.append(connection)
        return status

    async def _connection(self, upstream: _Upstream) -> _Posting:
        while upstream.idle:
            connection = upstream.idle.pop()
            if connection.is_open:
                return connection
        loop = asyncio.get_running_loop()
        _transport, made = await loop.create_connection(_Posting, "127.0.0.1", upstream.port)
        return made

    def close(self) -> None:
        """Hang up on all processes."""
        for upstream in self._upstreams:
            for connection in upstream.idle:
                connection.transport.close()
