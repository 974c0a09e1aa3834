"""Requests to Telegram for one bot, and what a failed one means: refused, not sent, unknown."""

from __future__ import annotations

import logging
import math
import os
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from importlib.util import find_spec
from typing import TypeVar

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)
from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import HTTPXRequest

from bot.chat import (
    LONGEST_PAUSE_S,
    Rejected,
    SlowDown,
    TryLater,
    Unclear,
    Unreachable,
    Unsure,
)
from bot.platforms.reasons import short_reason

T = TypeVar("T")
Request = Callable[[int], Awaitable[T]]
"""A request about a chat, of which it is told the id."""

BULK_A_SECOND = 26
CONNECTIONS = 16
NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
REFUSED_S = 60.0
"""How long a refused token rests, in this process, before it is tried again."""
AT_ONCE_S = 1.0
"""How long to wait when asked to slow down without a word for how long."""
NOT_TELEGRAMS = ("Forbidden (403)", "Bad Request (400)")
"""What the library says where Telegram has not: something between answered, in whatever words."""
BAD = 400

if find_spec("sniffio") is None:
    # Else httpx's transport looks through all folders for it, eight times for each message.
    sys.modules["sniffio"] = None  # type: ignore[assignment]  # Python's way to say "not there"
os.environ["PTB_TIMEDELTA"] = "1"  # the library's own switch: else every 429 is also a warning
# httpx tells addresses, which hold the token, and so does the library when it explains itself.
# What goes wrong is raised to us, and told by whoever sends.
logging.getLogger("httpx").setLevel(logging.WARNING)
logging.getLogger("telegram").setLevel(logging.CRITICAL)

log = logging.getLogger(__name__)

_resting: dict[str, float] = {}
"""Until when tokens rest that were refused, in seconds of `time.perf_counter`.

Kept here and not in the database: after a start with the right token nothing must wait.
"""


class Client:
    """python-telegram-bot's client, which is made, and used, without asking Telegram who it is."""

    def __init__(
        self, token: str, api: str, *, bulk: bool, http: HTTPXRequest | None = None
    ) -> None:
        """Prepare to ask `api`, e.g. "https://api.telegram.org"; nothing is opened yet.

        With `bulk` never more than 26 requests about a chat are made in a second. None: `http`
        connections of its own.
        """
        self._token = token
        self._http = http or new_http()
        self._is_own = http is None
        self._moved: dict[int, int] = {}
        self.id = token.partition(":")[0]
        self.bot = _bot(token, api.rstrip("/"), self._http, bulk=bulk)

    async def close(self) -> None:
        """Close its own connections; the library does so only for a bot that it introduced."""
        if self._is_own:
            await self._http.shutdown()

    async def ask(self, chat: int, request: Request[T]) -> T:
        """Make one request; where the group has become a supergroup, make it there.

        Raises what `chat.Sender` raises.
        """
        left = _resting.get(self._token, -math.inf) - time.perf_counter()
        if left > 0:
            raise TryLater(left, "Telegram refused the token a moment ago")
        try:
            return await _answer(request(self._moved.get(chat, chat)), self._token)
        except Moved as moved:
            self._moved[chat] = moved.chat
        return await _answer(request(self._moved[chat]), self._token)


class Moved(Rejected):
    """The group has become a supergroup, with another id."""

    def __init__(self, chat: int) -> None:
        """Remember the new id."""
        super().__init__(f"the group is now {chat}")
        self.chat = chat


async def _answer(request: Awaitable[T], token: str) -> T:
    """Return what Telegram answers, or raise what it means that there is no answer.

    What is raised has no exception of the library as its cause or context: those know the address
    that was asked, and the token in it.
    """
    try:
        answer = await request
    except Exception as error:  # an answer that is none ends as whatever reading it raises
        failure = _meaning(error, token)
    else:
        if _resting.pop(token, None):
            log.info("Telegram takes messages of bot %s again", token.partition(":")[0])
        return answer
    raise failure


def _meaning(error: Exception, token: str) -> Exception:
    reason = _reason(error, token)
    meaning: Exception = Unsure(reason)
    if isinstance(error, RetryAfter):
        meaning = SlowDown(_seconds(error.retry_after), reason)
    elif isinstance(error, OverflowError):  # the library's, at a pause of many thousand years
        meaning = SlowDown(LONGEST_PAUSE_S, reason)
    elif isinstance(error, ChatMigrated):
        meaning = Moved(error.new_chat_id)
    elif isinstance(error, InvalidToken):
        _rest(token, error)
        meaning = TryLater(REFUSED_S, reason)
    elif reason.startswith(NOT_TELEGRAMS):
        meaning = Unclear(reason)
    elif isinstance(error, Forbidden):
        meaning = Unreachable(reason)
    elif isinstance(error, BadRequest):  # a network error, too, in the library's eyes
        meaning = Rejected(reason, BAD)
    elif isinstance(error.__cause__, NEVER_LEFT):
        meaning = TryLater(None, reason)
    elif reason.startswith("Too Many Requests"):
        meaning = SlowDown(AT_ONCE_S, reason)
    return meaning


def _seconds(pause: timedelta | int) -> float:
    return pause.total_seconds() if isinstance(pause, timedelta) else float(pause)


def _reason(error: Exception, token: str) -> str:
    """What went wrong, in one short line without the token."""
    reason = str(error) if isinstance(error, TelegramError) else repr(error)
    if error.__cause__:
        reason += f" ({type(error.__cause__).__name__})"
    return short_reason(reason, token.partition(":")[2] or token)


def _rest(token: str, error: InvalidToken) -> None:
    """Let a refused token rest, and tell it once."""
    if token not in _resting:
        known = "unauthorized" in str(error).lower()
        log.error(
            "Telegram refuses bot %s: nothing is sent until %sTELEGRAM_TOKEN (or what `tugiup"
            " tokens add telegram` was given) is put right",
            token.partition(":")[0],
            "" if known else "TELEGRAM_API or ",
        )
    _resting[token] = time.perf_counter() + REFUSED_S


def new_http(connections: int = CONNECTIONS) -> HTTPXRequest:
    """Return connections that bots may share; whoever makes them shuts them down."""
    return HTTPXRequest(
        connection_pool_size=connections,
        connect_timeout=10,
        read_timeout=30,
        write_timeout=30,
        media_write_timeout=30,
        pool_timeout=10,
        httpx_kwargs={"trust_env": False},  # a proxy for other programs is none for ours
    )


def _bot(token: str, api: str, http: HTTPXRequest, *, bulk: bool) -> ExtBot[int]:
    # One message in a 26th of a second and not 26 in a second, which would all go at once.
    # Its retries would hold up everything: the delivery knows better when to try again.
    limiter = AIORateLimiter(1, 1 / BULK_A_SECOND, max_retries=0) if bulk else None
    return ExtBot(
        token,
        base_url=f"{api}/bot",
        base_file_url=f"{api}/file/bot",
        request=http,
        get_updates_request=http,  # never used: one client instead of two
        rate_limiter=limiter,
    )
