"""The vocabulary that every messenger, handler and store shares: who wrote what, and what is said.

Ids are text everywhere: a Zalo id has 20 hex digits, a Telegram id 52 bits, a web id is random.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Address:
    """One chat with one bot on one platform, e.g. `Address("web", "web", "3f9c…")`."""

    platform: str
    bot: str
    chat: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One message or button press, as a platform hands it to the conversation."""

    address: Address
    message: str
    """The platform's own id of this message: the same id twice is one message."""
    text: str = ""
    pressed: str = ""
    """The `Choice.key` of the button, empty when something was typed."""
    person: str = ""
    """Who wrote; differs from `address.chat` in a group."""
    sent_at: datetime | None = None
    """When it was written (aware); None when the platform does not say."""
    group: bool = False
    kind: str = "text"
    """`text`, or what else arrived: `photo`, `voice`, `sticker`, `unsupported` …"""
    file: str = ""
    """The name of a row in `files` when a picture came along."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to tap: `key` is what comes back (at most 40 characters), `label` what is read."""

    key: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One message of the bot, ready to be sent."""

    text: str
    choices: Sequence[Choice] = ()
    image: str = ""
    """Name of a row in `files`."""
    document: str = ""
    silent: bool = False
    """Arrives without sound: outside the club's waking hours."""


class Sender(Protocol):
    """How the delivery speaks to one platform."""

    async def send(self, address: Address, reply: Reply, replaces: str | None = None) -> str:
        """Send one message and return the platform's id of it.

        Raises `Unreachable` when nobody will ever read there, `TryLater` when it may go later.
        """
        ...


class Unreachable(Exception):
    """The address is blocked or gone: stop sending there until it writes again."""


class TryLater(Exception):
    """It was certainly not sent; send again after `seconds`."""

    def __init__(self, seconds: float) -> None:
        """Remember the pause that the platform asked for, in seconds."""
        super().__init__(f"try again in {seconds:.0f} s")
        self.seconds = seconds


class UserError(Exception):
    """Something to tell the person: what the handler did is undone, the question stays open."""


class NotUnderstood(UserError):
    """The text is no answer to the open question; a command in it may still be followed."""
