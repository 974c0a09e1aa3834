"""What arrives from Zalo, in the words of `bot.chat`: nothing is asked or stored here.

What is written of Zalo's messages differs from source to source, so nothing is taken for granted:
whatever of a message cannot be read is left out of it.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.chat import Address, Incoming
from bot.platforms.render import storable

PLATFORM = "zalo"

HEARD = re.compile(r"message\.(\w+)\.received")
"""The names of events that tell of a message, e.g. "message.text.received"."""
KINDS = {
    "text": "text",
    "image": "photo",
    "voice": "voice",
    "sticker": "sticker",
    "unsupported": "unsupported",
}
"""What people send; what is called otherwise is what there is in it."""
CONTENT = {
    "text": ("text",),
    "photo": ("photo_url", "photo"),
    "voice": ("voice_url",),
    "sticker": ("sticker",),
}
"""What tells the kind of a message whose event has no name, or one that is new to us."""
LONGEST = 4000
"""Characters of a text, as on the page; the rest of a longer one, which no phone sends, is cut."""
MILLISECONDS = 10**11
"""From here on a date counts milliseconds: in seconds it would be after the year 5000."""


@dataclass(frozen=True, slots=True)
class Myself:
    """Who the bot is on Zalo."""

    id: str
    names: tuple[str, ...] = ()
    """What Zalo may write behind the @ where somebody in a group means us."""
    author: str = ""
    """Who writes what we write, should Zalo call it otherwise than the token does."""


def events(raw: object) -> list[dict[str, Any]]:
    """Return what an answer or a delivery tells of: wrapped or not, one or several."""
    found = [event for one in _several(raw) for event in _several(_unwrapped(one))]
    return [event for event in found if _is_event(event)]


def said(event: Mapping[str, Any], me: Myself) -> Incoming | None:
    """Return a message as the conversation takes it; None for what needs no answer.

    Raises `ValueError` where a message tells neither who wrote nor where.
    """
    message, kind = _mapping(event.get("message")), _kind(event)
    author, chat = _mapping(message.get("from")), _mapping(message.get("chat"))
    person = _id(author) or _id(chat)
    if kind is None or author.get("is_bot") is True:
        return None
    if not person:
        raise ValueError("neither who wrote nor where")
    if person in (me.id, me.author):
        return None
    group = _is_group(chat, person)
    text = storable(_words(message, kind)[:LONGEST])
    if kind == "text" and not text:
        kind = "unsupported"
    return Incoming(
        address=Address(PLATFORM, me.id, _id(chat) or person),
        person=person,
        message=_number(message),
        text=_without_mention(text, me.names) if group else text,
        sent_at=_written(message.get("date")),
        group=group,
        kind=kind,
    )


def picture(event: Mapping[str, Any]) -> str:
    """Return the address of the picture in a message; empty where there is none."""
    message = _mapping(event.get("message"))
    found = [_address(message.get(name)) for name in CONTENT["photo"]]
    return next(filter(None, found), "")


def stand_in(incoming: Incoming) -> Incoming | None:
    """Return what to hand over for a message that cannot be handled: the person hears a word.

    It has the message's own id, so that it is answered once. None in groups, which miss nothing.
    """
    if incoming.group:
        return None
    return Incoming(
        address=incoming.address,
        person=incoming.person,
        message=incoming.message,
        kind="failed",
    )


def _several(raw: object) -> list[dict[str, Any]]:
    return [one for one in (raw if isinstance(raw, list) else [raw]) if isinstance(one, dict)]


def _unwrapped(one: Mapping[str, Any]) -> object:
    return one if _is_event(one) else one.get("result")


def _is_event(one: Mapping[str, Any]) -> bool:
    return "event_name" in one or ("message" in one and "result" not in one)


def _kind(event: Mapping[str, Any]) -> str | None:
    """Return the kind of what was sent; None for what is no message to us."""
    message = event.get("message")
    if not isinstance(message, Mapping):
        return None
    name = event.get("event_name")
    if isinstance(name, str) and name:
        heard = HEARD.fullmatch(name)
        if heard is None or heard[1] in KINDS:
            return KINDS[heard[1]] if heard else None
    there = (kind for kind, names in CONTENT.items() if any(message.get(one) for one in names))
    return next(there, "unsupported")


def _words(message: Mapping[str, Any], kind: str) -> str:
    if kind == "unsupported":
        return ""
    given = (message.get(name) for name in ("text", "caption"))
    return next((words for words in given if isinstance(words, str) and words.strip()), "")


def _is_group(chat: Mapping[str, Any], person: str) -> bool:
    """Whether others read along. In doubt they do: nothing private is said there."""
    kind = chat.get("chat_type")
    if isinstance(kind, str) and kind:
        return kind.upper() != "PRIVATE"
    return _id(chat) not in ("", person)


def _number(message: Mapping[str, Any]) -> str:
    """Return the message's own id, made of what is in it where it has none."""
    if given := _text(message.get("message_id")):
        return given
    content = json.dumps(message, sort_keys=True, default=str)
    return hashlib.sha256(content.encode()).hexdigest()[:20]


def _written(date: object) -> datetime | None:
    """Read a moment in milliseconds or seconds; None where there is none that can be read."""
    try:
        stamp = float(date) if isinstance(date, int | float | str) else 0.0
        stamp = stamp / 1000 if stamp >= MILLISECONDS else stamp
        return datetime.fromtimestamp(stamp, UTC) if stamp > 0 else None
    except (ValueError, OverflowError, OSError):
        return None


def _without_mention(text: str, names: Sequence[str]) -> str:
    """Return what was said in a group without the name that it was said to."""
    whole = unicodedata.normalize("NFC", text)
    for name in sorted(filter(None, names), key=len, reverse=True):
        words = r"\s+".join(map(re.escape, unicodedata.normalize("NFC", name).split()))
        mention = re.compile(rf"\s*@\s?{words}(?!\w)[\s,:;]*", re.IGNORECASE)
        if mention.search(whole):
            return mention.sub(" ", whole, count=1).strip()
    return text


def _address(given: object) -> str:
    """Return the address of a picture, however it is wrapped."""
    if isinstance(given, list):
        return next(filter(None, map(_address, reversed(given))), "")
    if isinstance(given, Mapping):
        return _address(given.get("url"))
    return given if isinstance(given, str) else ""


def _mapping(given: object) -> Mapping[str, Any]:
    return given if isinstance(given, Mapping) else {}


def _id(whose: Mapping[str, Any]) -> str:
    return _text(whose.get("id"))


def _text(given: object) -> str:
    """Return an id as text; nothing else is made of one."""
    if isinstance(given, bool) or not isinstance(given, str | int):
        return ""
    return storable(str(given))
