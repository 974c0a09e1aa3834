"""What takes messages in place of the conversation: it notes what it hears, and fails as told."""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.chat import Incoming, Settled


async def until(condition: Callable[[], object], seconds: float = 10) -> None:
    """Return as soon as `condition`, which may be asynchronous, holds; fail after `seconds`."""
    end = time.perf_counter() + seconds
    while not (await met if inspect.isawaitable(met := condition()) else met):
        assert time.perf_counter() < end, "waited in vain"
        await asyncio.sleep(0.01)


@dataclass(kw_only=True)
class Ears:
    """What takes messages in place of the conversation."""

    heard: list[Incoming] = field(default_factory=list)
    """What was taken, as if committed."""
    tried: list[Incoming] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)
    """Raised one after the other, before anything is taken."""
    fails_at: dict[str, Exception] = field(default_factory=dict)
    """By text: raised each time."""
    settles: Settled | None = None
    """What becomes of pressed messages."""
    open: asyncio.Event = field(default_factory=asyncio.Event)
    """Cleared: every turn waits in the middle."""
    in_hand: int = 0
    most_in_hand: int = 0

    def __post_init__(self) -> None:
        self.open.set()

    async def handle(self, incoming: Incoming) -> Settled | None:
        self.tried.append(incoming)
        if self.failures:
            raise self.failures.pop(0)
        if incoming.text in self.fails_at:
            raise self.fails_at[incoming.text]
        self.in_hand += 1
        self.most_in_hand = max(self.most_in_hand, self.in_hand)
        try:
            await self.open.wait()
        finally:
            self.in_hand -= 1
        self.heard.append(incoming)
        return self.settles if incoming.pressed else None

    @property
    def pressed(self) -> list[Incoming]:
        return [one for one in self.heard if one.pressed]

    @property
    def texts(self) -> list[str]:
        return [one.text for one in self.heard]

    async def hear(self, count: int) -> None:
        """Wait until so many messages were taken."""
        await until(lambda: len(self.heard) >= count)
