"""Requests to Zalo for one bot, and what a failed one means: refused, not sent, unknown."""

from __future__ import annotations

import hashlib
import json
import logging
import math
import time
from typing import Any

from aiohttp import (
    ClientConnectorError,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    DummyCookieJar,
    InvalidURL,
    TCPConnector,
)

from bot.chat import Rejected, TryLater, Unclear, Unsure, UsedUp
from bot.platforms.reasons import short_reason
from bot.platforms.zalo_updates import events

REQUEST_S = 30.0
CONNECT_S = 10.0
POLL_SLACK_S = 10
"""How much longer than Zalo holds a request for messages its answer may take."""
IDLE = 408
"""What a request for messages is answered while there are none."""
BAD, REFUSED, FORBIDDEN, NOT_FOUND, QUOTA = 400, 401, 403, 404, 429
NEVER_LEFT = (ClientConnectorError, ConnectionTimeoutError, InvalidURL, RuntimeError)
"""The last is what a closed session raises."""
REFUSED_S = 60.0
"""How long a refused token rests, in this process, before it is tried again."""
QUOTA_S, LONGEST_QUOTA_S = 60.0, 3600.0
"""How long to be silent when the quota is used up: Zalo never says; twice as long each time."""
OF_ZALO = frozenset({"ok", "error_code", "errorCode", "result", "message_id"})
"""What tells Zalo's answer to a message from that of whatever is between, be it JSON, too."""

log = logging.getLogger(__name__)


class ZaloError(Exception):
    """Zalo did not do what was asked; the text is one short line without the token."""

    def __init__(self, code: int, description: str) -> None:
        """Remember Zalo's own code, else the HTTP status; 0: no answer that has one."""
        super().__init__(f"{description} ({code})" if code else description)
        self.code = code
        self.description = description


class NeverLeft(ZaloError):
    """No connection: Zalo knows nothing of the request."""


class NotOfZalo(ZaloError):
    """Something between answered, and did not take the request."""


class AnswerLost(ZaloError):
    """The request left, and nobody knows what became of it."""


def new_session() -> ClientSession:
    """Return the connections that all bots share; whoever makes them closes them.

    Without a limit: a bot that asks for messages holds one connection all the time.
    """
    return ClientSession(connector=TCPConnector(limit=0), cookie_jar=DummyCookieJar())


class ZaloClient:
    """One bot's requests; it is made, and used, without asking Zalo who it is."""

    def __init__(self, session: ClientSession, token: str, api: str) -> None:
        """Prepare to ask `api`, e.g. "https://bot-api.zaloplatforms.com"."""
        self.session = session
        self.id = token.partition(":")[0]
        self._token = token
        self.api = api.rstrip("/")
        self._refused_until = -math.inf
        self._quota_until = -math.inf
        self._quota_s = 0.0

    @property
    def secret(self) -> str:
        """What Zalo shows us with each message that it delivers."""
        return hashlib.sha256(f"tugiup's webhook on Zalo, {self._token}".encode()).hexdigest()

    async def call(
        self, method: str, *, within: float = REQUEST_S, **parameters: object
    ) -> dict[str, Any]:
        """Make one request and return its `result`, empty where there is none.

        Raises `ZaloError`.
        """
        result = await self._result(method, within, parameters)
        return result if isinstance(result, dict) else {}

    async def updates(self, seconds: int) -> list[dict[str, Any]]:
        """Return what has been written, one message as a rule; wait for so long if nothing was.

        Whatever is returned Zalo has forgotten. Raises `ZaloError`.
        """
        try:
            result = await self._result("getUpdates", seconds + POLL_SLACK_S, {"timeout": seconds})
        except ZaloError as error:
            if error.code == IDLE:
                return []
            raise
        return events(result)

    async def ask(
        self, method: str, *, chat_id: str, within: float = REQUEST_S, **parameters: object
    ) -> dict[str, Any]:
        """Make one request about a chat; raises what `chat.Sender` raises, never `Unreachable`.

        - `Rejected`: Zalo says itself that it will never take it (400 and the like).
        - `TryLater`: there was no connection, or the token is refused (401) and rests.
        - `UsedUp`: the quota is used up (429); a minute, and up to an hour in the end.
        - `Unsure`: the answer was lost, or is one of a broken server (408, 500 and above).
        - `Unclear`: the answer may mean anything: "internal server error" with 403, 404, a code
          that nobody knows, a refusal that is not Zalo's.
        """
        left = self._refused_until - time.perf_counter()
        if left > 0:
            raise TryLater(left, "Zalo refused the token a moment ago")
        try:
            answer = await self.call(method, within=within, chat_id=chat_id, **parameters)
        except ZaloError as error:
            failure = self._meaning(error)
        else:
            self._works()
            return answer
        raise failure

    async def _result(self, method: str, within: float, parameters: dict[str, object]) -> object:
        status, body = await self._post(method, within, parameters)
        taken = 200 <= status < 300
        raw = _json(body)
        sends = method.startswith("send")
        if isinstance(raw, dict) and not (sends and OF_ZALO.isdisjoint(raw)):
            code = _code(raw)
            if taken and not code and raw.get("ok", True) in (True, "true"):
                return raw.get("result", raw)
            said = raw.get("description") or raw.get("message") or "no reason given"
            raise ZaloError(code or (0 if taken else status), self.line(said))
        if taken and isinstance(raw, list) and not sends:
            return raw
        if taken:
            raise AnswerLost(0, "an answer that cannot be read")
        raise NotOfZalo(status, "an answer that is not Zalo's")

    async def _post(
        self, method: str, within: float, parameters: dict[str, object]
    ) -> tuple[int, bytes]:
        """Return status and body.

        What is raised has no exception of the library as its cause or context: those know the
        address that was asked, and the token in it.
        """
        try:
            async with self.session.post(
                f"{self.api}/bot{self._token}/{method}",
                json=parameters,
                timeout=ClientTimeout(total=within, connect=CONNECT_S),
                allow_redirects=False,  # the token goes to nobody else
            ) as response:
                return response.status, await response.read()
        except Exception as error:  # whatever keeps an answer away
            reason = type(error).__name__
            if isinstance(error, ClientConnectorError):
                reason = self.line(f"{reason}, {error}")
            failure = (NeverLeft if isinstance(error, NEVER_LEFT) else AnswerLost)(0, reason)
        raise failure

    def _meaning(self, error: ZaloError) -> Exception:
        reason = str(error)
        if isinstance(error, NeverLeft):
            return TryLater(None, reason)
        if isinstance(error, AnswerLost) or error.code == IDLE or error.code >= 500:
            return Unsure(reason)
        if error.code == REFUSED:
            self._rest()
            return TryLater(REFUSED_S, reason)
        if error.code == QUOTA:
            return UsedUp(self._silence(), reason)
        if isinstance(error, NotOfZalo) or error.code in (FORBIDDEN, NOT_FOUND):
            return Unclear(reason)
        return Rejected(reason, error.code) if error.code >= BAD else Unclear(reason)

    def _rest(self) -> None:
        """Let a refused token rest, and tell it once."""
        if self._refused_until == -math.inf:
            log.error("Zalo refuses bot %s: nothing is sent until its token is put right", self.id)
        self._refused_until = time.perf_counter() + REFUSED_S

    def _silence(self) -> float:
        """Return for how long to be silent; what was under way together counts once."""
        now = time.perf_counter()
        if now >= self._quota_until:
            self._quota_s = min(max(QUOTA_S, 2 * self._quota_s), LONGEST_QUOTA_S)
            self._quota_until = now + self._quota_s
        return self._quota_until - now

    def _works(self) -> None:
        if self._refused_until > -math.inf:
            self._refused_until = -math.inf
            log.info("Zalo takes messages of bot %s again", self.id)
        if time.perf_counter() >= self._quota_until:
            self._quota_s = 0.0

    def line(self, said: object) -> str:
        """Return what went wrong in a short line without the token."""
        return short_reason(said, self._token.partition(":")[2] or self._token, self.secret)


def _json(body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _code(raw: dict[str, Any]) -> int:
    """Return the code in an answer; 0 for none."""
    given = raw.get("error_code", raw.get("errorCode", 0))
    try:
        return int(given or 0)
    except (TypeError, ValueError, OverflowError):
        return 0
