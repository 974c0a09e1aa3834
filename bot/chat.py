"""The vocabulary that every messenger, handler and store shares: who wrote what, and what is said.

Ids are text everywhere: a Zalo id has 20 hex digits, a Telegram id 52 bits, a web id is random.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

Account = tuple[str, str]
"""A platform and the name of a bot of ours there, e.g. ("telegram", "123456")."""
BRANDS = {"zalo": "Zalo", "telegram": "Telegram"}
"""What people call a platform, in whatever language."""
PICTURES_ONLY = frozenset({"zalo"})
"""Platforms on which people can send us pictures, but no documents."""
WITHOUT_BUTTONS = frozenset({"zalo"})
"""Platforms on which choices are numbered lines."""
WITHHOLDING = frozenset({"zalo"})
"""Platforms that keep from bots what some people write, whatever it is: told once, they know."""
Spent = Callable[[Account, int], None]
"""Told how many messages of a bot its platform has taken, or may have: its plan counts them."""


@dataclass(frozen=True, slots=True)
class Address:
    """One chat with one bot on one platform, e.g. `Address("web", "web", "3f9c…")`."""

    platform: str
    bot: str
    chat: str

    @property
    def account(self) -> Account:
        """Return the account of ours that is written to."""
        return self.platform, self.bot


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A picture or document beside a message, still where the platform keeps it."""

    size: int = 0
    """Bytes, as far as the platform tells; 0: unknown."""
    fetch: Callable[[], Awaitable[bytes]] = field(compare=False, repr=False)
    """Brings it here; raises `NotFetched`."""


class NotFetched(Exception):
    """An attachment could not be brought here; the text says why, and holds no secret."""


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
    """When it was written, or pressed at the earliest (aware); None: just now."""
    group: bool = False
    kind: str = "text"
    """`text`, or what else arrived: `photo`, `document`, `voice`, `sticker`, `edited`, `more`
    of an album, `unsupported`, `failed` for one at which the program stumbled.

    What was written below a picture is its text.
    """
    attachment: Attachment | None = None
    album: str = ""
    """The platform's own id of the album that this is one picture of."""
    file: str = ""
    """The name of a row in `files`: what came along, where the open question wants a file."""
    trouble: str = ""
    """Why a file that is wanted is not there: `too big`, `other kind` or `lost`."""


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


@dataclass(frozen=True, slots=True)
class Settled:
    """A pressed message whose buttons are of no use any more."""

    label: str
    """What was chosen there, to be shown below it; empty when nothing was."""


class Sender(Protocol):
    """How the delivery speaks to one bot of a platform."""

    async def send(self, address: Address, reply: Reply, replaces: str | None = None) -> str:
        """Send one message and return the platform's id of it.

        With `replaces`, the id of an earlier message, that one is changed where the platform can.
        Raises `Unreachable`, `Rejected`, `TryLater`, `SlowDown`, `UsedUp`, `Unsure` or `Unclear`;
        any other exception is as good as `Unsure`.
        """
        ...


class Unreachable(Exception):
    """The address is blocked or gone: stop sending there until it writes again."""


class Rejected(Exception):
    """The platform will never take this message; the text says why, for the operator."""

    def __init__(self, reason: str, code: int = 0) -> None:
        """Remember the platform's code; its words may quote the message, so no log has them."""
        super().__init__(reason)
        self.code = code


LONGEST_PAUSE_S = 86_400.0
"""Whoever asks for a longer pause has made a slip, and dates end somewhere."""


def bounded(seconds: float) -> float:
    """Return for how long to wait, in seconds, when asked to wait so long: a day at most."""
    return float(min(seconds, LONGEST_PAUSE_S))


class TryLater(Exception):
    """It was certainly not sent; it may go after `seconds`."""

    def __init__(self, seconds: float | None = None, reason: str = "asked to wait") -> None:
        """Remember the pause in seconds; None leaves it to the delivery."""
        super().__init__(reason)
        self.seconds = None if seconds is None else bounded(seconds)


class SlowDown(TryLater):
    """Nothing may be sent by this bot, by any process, for `seconds`."""

    seconds: float


class UsedUp(SlowDown):
    """The bot's plan is used up, and nobody knows until when: it is asked again after `seconds`.

    What may wait waits longer, so that what is left then is for answers.
    """


class Unsure(Exception):
    """It may have arrived or not: the answer to the request was lost."""


class Unclear(Unsure):
    """The same: something answered, and the answer may mean anything."""


class UserError(Exception):
    """Something to tell the person: what the handler did is undone, the question stays open."""


class NotAllowed(UserError):
    """Whoever speaks may not do that (any more): a question that asks for it is over."""


class NotUnderstood(UserError):
    """The text is no answer to the open question; a command in it may still be followed."""
