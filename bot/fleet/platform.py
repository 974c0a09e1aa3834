"""What the fleet needs of a messenger, whichever it is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.chat import Account, Incoming, Sender, Settled
from bot.clock import Clock
from bot.config import Settings
from bot.reminders.pauses import Pauses
from bot.reminders.spending import Spending
from bot.storage.engine import Database

Told = Callable[[str], None]
Handle = Callable[[Incoming], Awaitable[Settled | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What all bots of this process have in common."""

    settings: Settings
    database: Database
    clock: Clock
    handle: Handle
    """Takes what people write; returns once it is committed."""
    pauses: Pauses
    spending: Spending


class Receiver(Protocol):
    """One bot that hears."""

    async def run(self) -> None:
        """Serve until cancelled, then return within a few seconds."""
        ...

    async def hook(self, headers: Mapping[str, str], body: bytes) -> int:
        """Take what the messenger delivers; returns the HTTP status."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One bot with its token: what it speaks with, and what makes it hear."""

    answers: Sender
    bulk: Sender
    receiver: Callable[[Callable[[], None], Told, Told], Receiver]
    """Makes what hears; told are its start, why its token is refused, and why nothing is heard
    though it can send; "" when that is over."""


class Platform(Protocol):
    """One messenger: the connections that its bots share, and what makes each of them."""

    def voice(self, token: str) -> Voice:
        """Make one bot; nothing is asked yet."""
        ...

    async def close(self) -> None:
        """Close what is shared."""
        ...


def account_of(platform: str, token: str) -> Account:
    """Return the bot that a token is of."""
    return platform, token.partition(":")[0]


def written(account: Account) -> str:
    """Return a bot as the operator writes it, such as zalo:1234567890."""
    return ":".join(account)
