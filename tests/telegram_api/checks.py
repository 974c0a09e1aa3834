"""What Telegram accepts in a message, and its words for what it does not."""

from __future__ import annotations

import re
from typing import Any

from tests.messenger_api.world import Parameters
from tests.telegram_api.faults import Refused, bad

TEXT, CAPTION, DATA_BYTES, BUTTONS = 4096, 1024, 64, 100
PHOTO_BYTES, DOCUMENT_BYTES = 10_000_000, 50_000_000
PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff")
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
LANGUAGE = re.compile(r"([a-z]{2})?")
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
KINDS = {
    "inline_keyboard": {"inline_keyboard"},
    "keyboard": {
        *("keyboard", "resize_keyboard", "one_time_keyboard", "selective"),
        *("is_persistent", "input_field_placeholder"),
    },
    "remove_keyboard": {"remove_keyboard", "selective"},
    "force_reply": {"force_reply", "selective", "input_field_placeholder"},
}


def length(text: str) -> int:
    """Return how long Telegram finds a text: in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def text_of(asked: Parameters, too_long: str = "message is too long") -> str:
    """Return the text of a message, without white space around it."""
    text = plain(asked, "text").strip()
    if not text:
        raise bad("message text is empty")
    if length(text) > TEXT:
        raise bad(too_long)
    return text


def caption_of(asked: Parameters) -> str:
    """Return what stands below a picture or paper."""
    text = plain(asked, "caption").strip()
    if length(text) > CAPTION:
        raise bad("message caption is too long")
    return text


def plain(asked: Parameters, name: str) -> str:
    """Return a text as it is; the marks of a parse_mode are not understood here."""
    if asked.get("parse_mode"):
        raise bad("unsupported parse_mode")
    try:
        str(asked.get(name, "")).encode()
    except UnicodeEncodeError:
        raise bad("strings must be encoded in UTF-8") from None
    return str(asked.get(name, ""))


def markup_of(asked: Parameters, *, inline: bool = False) -> dict[str, Any]:
    """Return what stands below a message; empty for nothing."""
    markup = asked.get("reply_markup") or {}
    if not isinstance(markup, dict):
        raise bad("object expected as reply markup")
    if not markup:
        return {}
    kind = next((kind for kind in KINDS if kind in markup), None)
    if kind is None or not markup.keys() <= KINDS[kind] or (inline and kind != "inline_keyboard"):
        raise bad("can't parse reply markup JSON object")
    if kind == "inline_keyboard":
        return {kind: rows} if (rows := [row for row in _inline(markup[kind]) if row]) else {}
    if kind == "keyboard":
        _letters(markup[kind])
    return dict(markup)


def _inline(rows: list[list[dict[str, Any]]]) -> list[list[dict[str, Any]]]:
    buttons = [button for row in rows for button in row]
    if len(buttons) > BUTTONS:
        raise bad("REPLY_MARKUP_TOO_LONG")
    for button in buttons:
        _label(button)
        if len(button) != 2 or not button.keys() <= {"text", "callback_data", "url"}:
            raise bad("can't parse inline keyboard button: inline button must have one type")
        if "callback_data" in button:
            _data(button["callback_data"])
        elif not re.match(r"(https?|tg)://\S+$", button["url"]):
            raise bad("BUTTON_URL_INVALID")
    return rows


def _data(data: object) -> None:
    if not isinstance(data, str) or not 1 <= len(data.encode()) <= DATA_BYTES:
        raise bad("BUTTON_DATA_INVALID")


def _letters(rows: list[list[Any]]) -> None:
    for button in (button for row in rows for button in row):
        whole = {"text": button} if isinstance(button, str) else button
        _label(whole)
        if not whole.keys() <= {"text", "request_contact", "request_location"}:
            raise bad("can't parse keyboard button")


def _label(button: dict[str, Any]) -> None:
    if not isinstance(button.get("text"), str) or not button["text"].strip():
        raise bad("can't parse keyboard button: the text of a button must be non-empty")


def picture(content: bytes) -> None:
    """Raise `Refused` when a photo is none."""
    if not content:
        raise bad("file must be non-empty")
    if len(content) > PHOTO_BYTES:
        raise Refused(413, "Request Entity Too Large")
    if not content.startswith(PICTURES):
        raise bad("IMAGE_PROCESS_FAILED")


def paper(content: bytes) -> None:
    """Raise `Refused` when a document cannot be sent."""
    if not content:
        raise bad("file must be non-empty")
    if len(content) > DOCUMENT_BYTES:
        raise Refused(413, "Request Entity Too Large")


def commands(asked: Parameters) -> list[dict[str, str]]:
    """Return the commands of a menu."""
    found = asked.get("commands")
    if not isinstance(found, list):
        raise bad("can't parse commands JSON object")
    if len(found) > 100:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for one in found:
        if one.keys() != {"command", "description"}:
            raise bad("can't parse BotCommand")
        if not COMMAND.fullmatch(one["command"].removeprefix("/")):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= length(one["description"]) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    return [{**one, "command": one["command"].removeprefix("/")} for one in found]


def language(asked: Parameters) -> str:
    """Return a language's code, empty for everybody who has none of their own."""
    code = str(asked.get("language_code", ""))
    if not LANGUAGE.fullmatch(code):
        raise bad("invalid language code specified")
    return code
