"""What makes the page live: lines are stored by the sender and followed by open streams."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from aiohttp import web
from aiohttp_sse import EventSourceResponse

from bot.chat import Address, Rejected, Reply
from bot.clock import Clock
from bot.platforms.render import numbered
from bot.storage.engine import Database
from bot.storage.webchat import (
    Line,
    add_line,
    change_line,
    changed_lines,
    last_change,
    lines_after,
    newest_number,
)

HISTORY = 200  # lines
BATCH = 100  # lines
POLL_S = 1.0
"""How soon a line written by another process is seen; our own wake the stream at once."""
RETRY_MS = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """What the page knows of who holds this chat; empty strings for one that has not joined."""

    club: str = ""
    name: str = ""
    detail: str = ""
    """For instance the office held, "Thủ quỹ"."""
    takes_file: bool = False
    """Whether a picture or document is an answer to what is open."""


class Doorbell:
    """Wakes the open streams of a chat, in this process and `elsewhere`."""

    def __init__(self, elsewhere: Callable[[str], None] = lambda _chat: None) -> None:
        """Start with nobody listening; `elsewhere` rings in the other processes."""
        self.closing = False
        self._elsewhere = elsewhere
        self._waiting: dict[str, set[asyncio.Event]] = {}

    def ring(self, chat: str) -> None:
        """Wake everybody who listens to `chat`, wherever."""
        self.wake(chat)
        self._elsewhere(chat)

    def wake(self, chat: str) -> None:
        """Wake those who listen in this process: it rang in another."""
        for woken in self._waiting.get(chat, ()):
            woken.set()

    def listen(self, chat: str) -> asyncio.Event:
        """Return the event that a ring sets, until `leave`."""
        woken = asyncio.Event()
        self._waiting.setdefault(chat, set()).add(woken)
        return woken

    def leave(self, chat: str, woken: asyncio.Event) -> None:
        """Stop listening."""
        self._waiting[chat].discard(woken)
        if not self._waiting[chat]:
            del self._waiting[chat]

    def close(self) -> None:
        """End every stream: stopping must not wait for the browsers."""
        self.closing = True
        for chat in self._waiting:
            self.wake(chat)


class WebSender:
    """Says things on the page by storing them as lines."""

    def __init__(self, database: Database, clock: Clock, doorbell: Doorbell) -> None:
        """Store into `database`; the streams that listen to `doorbell` show it at once."""
        self._database = database
        self._clock = clock
        self._doorbell = doorbell

    async def send(self, address: Address, reply: Reply, replaces: str | None = None) -> str:
        """Store one line and return its number, or change the one that it replaces.

        Raises `Rejected` when that one is not kept any more.
        """
        async with self._database.write() as db:
            number = replaces or str(await add_line(db, address, reply, self._clock()))
            if replaces and not await change_line(
                db, address, int(replaces), reply, self._clock()
            ):
                raise Rejected("the line to be changed is not kept any more")
        self._doorbell.ring(address.chat)
        return number


@dataclass(slots=True, kw_only=True)
class _Seen:
    """How far a window has come."""

    number: int
    """Of the last line that it got."""
    changed: datetime | None
    """Up to when it knows of changes; None: of none of the last lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """One browser window that follows a chat.

    Events: a line (its id is the line's number), `changed` with a line that looks otherwise now,
    `who` when the head of the page changes, `live`
    once after the history, `fresh` when the page knows lines that the database never had.
    """

    database: Database
    doorbell: Doorbell
    address: Address
    describe: Callable[[Address], Awaitable[Who]]
    offer_line: str = ""
    """How a standing offer is worded where choices are shown as numbers; empty: as buttons."""

    async def serve(self, request: web.Request, after: int | None) -> EventSourceResponse:
        """Send what follows line `after` (the last 200 if None) until the window is closed."""
        response = EventSourceResponse()
        await response.prepare(request)
        woken = self.doorbell.listen(self.address.chat)
        try:
            # The browser went away: nothing is lost, it resumes after the last line it has.
            with suppress(ConnectionError):
                async with response:
                    await self._follow(request, response, woken, after)
        finally:
            self.doorbell.leave(self.address.chat, woken)
        return response

    async def _follow(
        self,
        request: web.Request,
        response: EventSourceResponse,
        woken: asyncio.Event,
        after: int | None,
    ) -> None:
        seen = await self._start(response, after)
        said: Who | None = None
        # The transport goes with the browser; a write would notice only at the next heartbeat.
        while request.transport and not self.doorbell.closing:
            woken.clear()  # before looking: a ring from now on is not missed
            changes, lines = await self._look(seen)
            for line in changes:
                await response.send(json.dumps(_shown(line, self.offer_line)), event="changed")
                seen.changed = line.changed_at
            for line in lines:
                await response.send(json.dumps(_shown(line, self.offer_line)), id=str(line.number))
                seen.number = line.number
            if len(lines) == BATCH:
                continue
            if lines or said is None:
                said = await self._introduce(response, said)
            with suppress(TimeoutError):
                await asyncio.wait_for(woken.wait(), POLL_S)

    async def _start(self, response: EventSourceResponse, after: int | None) -> _Seen:
        """Return how far the window has come: before the first line to send."""
        async with self.database.read() as db:
            newest = await newest_number(db, self.address)
            changed = await last_change(db, self.address)
        if after is not None and after > newest:
            await response.send("{}", event="fresh")
            after = None
        if after is None:
            return _Seen(number=max(0, newest - HISTORY), changed=changed)
        return _Seen(number=after, changed=None)

    async def _look(self, seen: _Seen) -> tuple[list[Line], list[Line]]:
        """Return what was changed of the lines that the window has, and the next ones."""
        has = range(seen.number - HISTORY, seen.number + 1)
        async with self.database.read() as db:
            return (
                await changed_lines(db, self.address, seen.changed, has),
                await lines_after(db, self.address, seen.number, BATCH),
            )

    async def _introduce(self, response: EventSourceResponse, said: Who | None) -> Who:
        who = await self.describe(self.address)
        if who != said:
            await response.send(json.dumps(asdict(who)), event="who")
        if said is None:
            await response.send("{}", event="live", retry=RETRY_MS)
        return who


def _shown(line: Line, offer_line: str) -> dict[str, Any]:
    """A line as the script reads it; with `offer_line` as a platform without buttons shows it."""
    text, choices = line.text, line.choices
    if offer_line and not line.mine:
        text, choices = numbered(Reply(text=text, choices=choices), offer_line), ()
    return {
        "number": line.number,
        "at": line.at.isoformat(),
        "mine": line.mine,
        "message": line.message,
        "text": text,
        "choices": [[choice.key, choice.label] for choice in choices],
        "image": line.image,
        "document": line.document,
        "silent": line.silent,
    }
