"""What the web page sends: typed, pressed, or with a picture or document; all else is refused."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import Any

from aiohttp import BodyPartReader, web

from bot.chat import Address, Attachment, Incoming
from bot.platforms.render import storable
from bot.storage.files import LIMIT

BODY_LIMIT = 64 * 1024  # bytes
TEXT_LIMIT = 4000  # characters
NAME_LIMIT = 80  # characters
CHUNK = 64 * 1024  # bytes
MESSAGE_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
PRESSED_KEY = re.compile(r"[!-~]{1,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One message from the page."""

    incoming: Incoming
    shown: str
    """What its own line says: a file by its name."""


async def sent(request: web.Request, address: Address) -> Sent:
    """Read a message; raises the HTTP error for what no page of ours sends."""
    if request.content_type == "multipart/form-data":
        return await _with_file(request, address)
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    incoming = _incoming(address, _object(await request.read()), may_be_empty=False)
    return Sent(incoming=incoming, shown=incoming.text)


async def _with_file(request: web.Request, address: Address) -> Sent:
    said, content, name, mime = b"", b"", "", ""
    try:
        async for part in await request.multipart():
            if isinstance(part, BodyPartReader) and part.name == "said":
                said = await _content(part, BODY_LIMIT)
            elif isinstance(part, BodyPartReader) and part.name == "file":
                content = await _content(part, LIMIT)
                name, mime = part.filename or "", part.headers.get("Content-Type", "")
    except (ValueError, AssertionError):  # the library's own, at what is none
        raise web.HTTPBadRequest(text="not a form") from None
    incoming = _incoming(address, _object(said), may_be_empty=bool(content))
    if incoming.pressed or not content:
        raise web.HTTPBadRequest(text="not a message with a file")

    async def fetch() -> bytes:
        return content

    return Sent(
        incoming=replace(
            incoming,
            kind="photo" if mime.startswith("image/") else "document",
            attachment=Attachment(size=len(content), fetch=fetch),
        ),
        shown="\n".join(filter(None, (f"📎 {_shortened(name)}", incoming.text))),
    )


async def _content(part: BodyPartReader, most: int) -> bytes:
    content = bytearray()
    while chunk := await part.read_chunk(CHUNK):
        content += chunk
        if len(content) > most:
            raise web.HTTPRequestEntityTooLarge(most)
    return bytes(content)


def _shortened(name: str) -> str:
    return " ".join(storable(name).split())[:NAME_LIMIT]


def _object(text: str | bytes) -> dict[str, Any]:
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        raise web.HTTPBadRequest(text="not JSON") from None
    if not isinstance(body, dict):
        raise web.HTTPBadRequest(text="not an object")
    return body


def _incoming(address: Address, body: dict[str, Any], *, may_be_empty: bool) -> Incoming:
    message, text, pressed = (body.get(key, "") for key in ("id", "text", "pressed"))
    if not all(isinstance(value, str) for value in (message, text, pressed)):
        raise web.HTTPBadRequest(text="not text")
    if not MESSAGE_ID.fullmatch(message) or len(text) > TEXT_LIMIT:
        raise web.HTTPBadRequest(text="too long, or without an id")
    text = storable(text)
    if pressed and (text or not PRESSED_KEY.fullmatch(pressed)):
        raise web.HTTPBadRequest(text="not a button")
    if not (text or pressed or may_be_empty):
        raise web.HTTPBadRequest(text="nothing said")
    return Incoming(
        address=address, person=address.chat, message=message, text=text, pressed=pressed
    )
