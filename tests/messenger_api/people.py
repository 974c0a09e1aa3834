"""The people's side: their phones, and what they read there."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, Generic

from tests.messenger_api.world import PATIENCE_SECONDS, AnyMessage, World

Words = str | re.Pattern[str]
"""Some words, or what finds them."""


@dataclass(eq=False, kw_only=True)
class Chat(Generic[AnyMessage]):
    """A private chat with a bot, or a group."""

    kind: str
    written: list[AnyMessage] = field(default_factory=list)
    """By the bot."""
    started: bool = False
    blocked: bool = False


class Reader(Generic[AnyMessage]):
    """Somebody's, or some people's, chat with a bot, and how much of it was read."""

    def __init__(self, world: World[Any, Any], chat: Chat[AnyMessage], name: str) -> None:
        self.world, self.chat, self.name = world, chat, name
        self.read = 0

    @property
    def heard(self) -> list[AnyMessage]:
        """Everything the bot ever said here, oldest first."""
        with self.world.lock:
            return list(self.chat.written)

    @property
    def unread(self) -> list[AnyMessage]:
        """What the bot has said and `hears` has not yet returned."""
        return self.heard[self.read :]

    def count(self, words: Words) -> int:
        """How many messages have these words, read or not."""
        return sum(bool(pattern(words).search(one.words)) for one in self.heard)

    def hears(self, words: Words = "", seconds: float = PATIENCE_SECONDS) -> AnyMessage:
        """Return the next unread message; with `words`, the next that has them."""
        found = pattern(words)

        def came() -> bool:
            return any(found.search(one.words) for one in self.unread)

        try:
            self.world.wait_for(came, f"{self.name} hears {found.pattern!r}", seconds)
        except AssertionError as error:
            error.add_note(f"unread: {[one.words for one in self.unread]}")
            raise
        place = next(n for n, one in enumerate(self.unread) if found.search(one.words))
        self.read += place + 1
        return self.chat.written[self.read - 1]

    async def will_hear(self, words: Words = "", seconds: float = PATIENCE_SECONDS) -> AnyMessage:
        """Hear without holding up what runs in the same process."""
        return await asyncio.to_thread(self.hears, words, seconds)

    def newest(self, label: Words) -> AnyMessage:
        """Return the newest message that offers a choice, by a part of its label; waits for it."""

        def found() -> AnyMessage | None:
            offers = (one for one in reversed(self.chat.written) if _offers(one.labels, label))
            return next(offers, None)

        try:
            self.world.wait_for(found, f"{self.name} finds a choice {label!r}")
        except AssertionError as error:
            error.add_note(f"heard: {[one.words for one in self.heard[-3:]]}")
            raise
        message = found()
        assert message
        return message


def pattern(words: Words) -> re.Pattern[str]:
    """Return what finds some words."""
    return words if isinstance(words, re.Pattern) else re.compile(re.escape(words))


def _offers(labels: Collection[str], label: Words) -> bool:
    return any(pattern(label).search(name) for name in labels)
