"""Asking a messenger whose a token is, and to deliver nothing more: the same on all of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientSession, ClientTimeout, DummyCookieJar

from bot.platforms.reasons import short_reason

ASKED_S = 20.0
UNKNOWN = (401, 404)
"""How a messenger says that it knows no such token."""
TELEGRAM_LINK = "https://t.me/{}?start="
"""A joining code behind it opens the chat with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """A bot as its messenger knows it."""

    name: str
    link: str
    """What opens its chat, where the messenger tells; empty: it does not."""


class NotAsked(Exception):
    """The messenger did not answer as it should; the text says why, without the token."""


class TokenRefused(NotAsked):
    """The messenger knows no such token."""


async def whose(api: str, token: str) -> Whose:
    """Return the bot that a token is of; raises `TokenRefused` or another `NotAsked`."""
    found = await _ask(api, token, "getMe")
    names = (found.get(key) for key in ("account_name", "display_name", "first_name", "username"))
    username = found.get("username")
    return Whose(
        name=next((str(name) for name in names if name), ""),
        link=TELEGRAM_LINK.format(username) if username else "",
    )


async def leave(api: str, token: str) -> None:
    """Let the messenger deliver nowhere any more; raises `NotAsked`."""
    await _ask(api, token, "deleteWebhook")


async def _ask(api: str, token: str, method: str) -> dict[str, Any]:
    status, body = await _post(f"{api.rstrip('/')}/bot{token}/{method}")
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError):
        raw = None
    if not isinstance(raw, dict):
        raise NotAsked(f"an answer that cannot be read ({status})")
    code = raw.get("error_code") or (0 if 200 <= status < 300 else status)
    if code or raw.get("ok") is False:
        said = raw.get("description") or "no reason given"
        reason = f"{short_reason(said, token.partition(':')[2] or token)} ({code})"
        raise TokenRefused(reason) if code in UNKNOWN else NotAsked(reason)
    result = raw.get("result", raw)
    return result if isinstance(result, dict) else {}


async def _post(url: str) -> tuple[int, bytes]:
    """Return status and body; no exception that knows the address, and the token in it."""
    try:
        async with (
            ClientSession(
                timeout=ClientTimeout(total=ASKED_S), cookie_jar=DummyCookieJar()
            ) as session,
            session.post(url, json={}, allow_redirects=False) as response,
        ):
            return response.status, await response.read()
    except Exception as error:  # whatever keeps an answer away
        failure = NotAsked(f"no answer: {type(error).__name__}")
    raise failure
