"""Zalo's messages on their way into the conversation: each chat in its order, none given up."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any
from weakref import WeakValueDictionary

from bot.chat import Attachment, Incoming, NotFetched
from bot.platforms import zalo_updates as updates
from bot.platforms.commits import Commits, Handle
from bot.platforms.patience import Patience
from bot.platforms.zalo_client import ZaloClient
from bot.platforms.zalo_pictures import fetch
from bot.platforms.zalo_updates import Myself
from bot.storage.files import LIMIT

log = logging.getLogger(__name__)


class Intake:
    """Takes what one bot is told to the conversation."""

    def __init__(self, client: ZaloClient, handle: Handle, patience: Patience) -> None:
        """Prepare; the bot's name is not needed before somebody says it in a group."""
        self.me = Myself(client.id)
        self._client = client
        self._handle = handle
        self._patience = patience
        self._commits = Commits(f"Zalo bot {client.id}", handle)
        self._chats: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._stopping = asyncio.Event()

    def is_called(self, *names: str, author: str) -> None:
        """Take in what Zalo calls the bot."""
        self.me = Myself(self.me.id, names, author)

    def read(self, raw: object) -> Iterator[Incoming]:
        """Return what was written to us; what cannot be read is told and left out."""
        for event in updates.events(raw):
            try:
                incoming = updates.said(event, self.me)
            except Exception as error:  # whatever Zalo sends, one message holds up no other
                log.error(
                    "Zalo bot %s: a message cannot be read and is left out (%s)",
                    self.me.id,
                    type(error).__name__,
                )
                continue
            if incoming is None:
                log.debug("Zalo bot %s: an event that is none for us", self.me.id)
            else:
                yield self._with_picture(incoming, event)

    async def commit(self, incoming: Incoming, within: float = math.inf) -> None:
        """Take one message to the conversation; returns after the commit.

        While the database is down it is tried again for `within` seconds, as Zalo may never tell
        of it again; then, and when told to stop, it raises.
        """
        end = time.perf_counter() + within
        chat = self._chats.setdefault(incoming.address.chat, asyncio.Lock())
        async with chat:  # what she wrote later must not overtake it
            failures = 0
            while True:
                try:
                    await self._once(incoming)
                except Exception:  # the database is down, which has been told
                    failures += 1
                    pause = min(self._patience.pause(failures), self._patience.most_held)
                    if self._stopping.is_set() or time.perf_counter() + pause > end:
                        raise
                    with suppress(TimeoutError):
                        await asyncio.wait_for(self._stopping.wait(), pause)
                else:
                    return

    def stop(self) -> None:
        """Try nothing again any more."""
        self._stopping.set()

    async def _once(self, incoming: Incoming) -> None:
        await self._commits.commit(
            "a message", partial(self._handle, incoming), partial(updates.stand_in, incoming)
        )

    def _with_picture(self, incoming: Incoming, event: dict[str, Any]) -> Incoming:
        address = updates.picture(event) if incoming.kind == "photo" else ""
        if not address:
            return incoming
        return replace(
            incoming, attachment=Attachment(fetch=partial(_fetch, self._client, address))
        )


async def _fetch(client: ZaloClient, address: str) -> bytes:
    """Fetch a picture, at most a little more than may be kept; it is there for a while only."""
    try:
        return await fetch(address, client.api, LIMIT)
    except Exception as error:  # whatever it is, the person is asked to send it again
        reason = type(error).__name__
    raise NotFetched(reason)
