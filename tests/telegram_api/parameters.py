"""What every method takes, and how it is read from a request."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from aiohttp.web_request import FileField

from tests.messenger_api.world import Parameters
from tests.telegram_api.faults import Refused, bad

Takes = dict[str, Callable[[Any], object]]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a request."""

    name: str
    content: bytes


def _whole(value: object) -> int:
    return int(str(value))


def _flag(value: object) -> bool:
    return {"true": True, "1": True, "false": False, "0": False}[str(value).lower()]


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _structure(value: object) -> object:
    return json.loads(value) if isinstance(value, str) else value


def _file(value: object) -> str | Upload:
    return value if isinstance(value, Upload) else _text(value)


MESSAGE: Takes = {
    "business_connection_id": _text,
    "chat_id": str,
    "reply_markup": _structure,
}
SENDING: Takes = {
    **MESSAGE,
    "message_thread_id": _whole,
    "disable_notification": _flag,
    "protect_content": _flag,
    "allow_paid_broadcast": _flag,
    "message_effect_id": _text,
    "reply_parameters": _structure,
}
TEXT: Takes = {
    "text": _text,
    "parse_mode": _text,
    "entities": _structure,
    "link_preview_options": _structure,
}
CAPTION: Takes = {
    "caption": _text,
    "parse_mode": _text,
    "caption_entities": _structure,
    "show_caption_above_media": _flag,
}
EDITING: Takes = {**MESSAGE, "message_id": _whole, "inline_message_id": _text}
COMMANDS: Takes = {"scope": _structure, "language_code": _text}
METHODS: dict[str, Takes] = {
    "getMe": {},
    "getUpdates": {
        "offset": _whole,
        "limit": _whole,
        "timeout": _whole,
        "allowed_updates": _structure,
    },
    "setWebhook": {
        "url": _text,
        "certificate": _file,
        "ip_address": _text,
        "max_connections": _whole,
        "allowed_updates": _structure,
        "drop_pending_updates": _flag,
        "secret_token": _text,
    },
    "deleteWebhook": {"drop_pending_updates": _flag},
    "getWebhookInfo": {},
    "getFile": {"file_id": _text},
    "sendMessage": {**SENDING, **TEXT},
    "sendPhoto": {**SENDING, **CAPTION, "photo": _file, "has_spoiler": _flag},
    "sendDocument": {
        **SENDING,
        **CAPTION,
        "document": _file,
        "thumbnail": _file,
        "disable_content_type_detection": _flag,
    },
    "editMessageText": {**EDITING, **TEXT},
    "editMessageCaption": {**EDITING, **CAPTION},
    "editMessageReplyMarkup": EDITING,
    "answerCallbackQuery": {
        "callback_query_id": _text,
        "text": _text,
        "show_alert": _flag,
        "url": _text,
        "cache_time": _whole,
    },
    "setMyCommands": {**COMMANDS, "commands": _structure},
    "getMyCommands": COMMANDS,
    "setMyDescription": {"description": _text, "language_code": _text},
    "getMyDescription": {"language_code": _text},
    "setMyShortDescription": {"short_description": _text, "language_code": _text},
    "getMyShortDescription": {"language_code": _text},
}


async def read(request: web.Request, method: str) -> Parameters:
    """Return a request's parameters as the method takes them; raises `Refused`."""
    if method not in METHODS:
        raise Refused(404, "Not Found: method not found")
    fields, uploads = await _fields(request)
    takes, values = METHODS[method], {}
    for name, given in fields.items():
        if name not in takes:
            raise bad(f"unknown parameter {name} of {method}")
        value = given
        if isinstance(given, str) and given.startswith("attach://"):
            if given[9:] not in uploads:
                raise bad("can't find the attached file")
            value = uploads.pop(given[9:])
        try:
            values[name] = takes[name](value)
        except (TypeError, ValueError, KeyError):
            raise bad(f"can't parse {name} of {method}: {value!r}") from None
    if uploads:
        raise bad(f"nothing refers to the files {sorted(uploads)}")
    return values


async def _fields(request: web.Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    """Return what a request says, and the files apart that something else may refer to."""
    if request.content_type == "application/json":
        try:
            said = await request.json()
        except ValueError:
            raise bad("can't parse JSON object") from None
        return {**request.query, **said}, {}
    fields: dict[str, Any] = dict(request.query)
    uploads: dict[str, Upload] = {}
    for name, value in (await request.post()).items():
        if not isinstance(value, FileField):
            fields[name] = value
        elif name in ("photo", "document", "thumbnail", "certificate"):
            fields[name] = Upload(value.filename, value.file.read())
        else:
            uploads[name] = Upload(value.filename, value.file.read())
    return fields, uploads
