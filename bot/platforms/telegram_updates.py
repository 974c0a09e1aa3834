"""What arrives from Telegram, in the words of `bot.chat`: nothing is asked or stored here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from aiogram.enums import ChatType, ContentType
from aiogram.types import CallbackQuery, Chat, Message, Update

from bot.chat import Address, Choice, Incoming, Reply
from bot.platforms.render import storable

PLATFORM = "telegram"
ALLOWED = ["message", "edited_message", "callback_query"]
"""What we ask for; all else we never hear of."""

KINDS = {
    ContentType.TEXT: "text",
    ContentType.CONTACT: "text",
    ContentType.PHOTO: "photo",
    ContentType.LIVE_PHOTO: "photo",
    ContentType.VOICE: "voice",
    ContentType.AUDIO: "voice",
    ContentType.VIDEO_NOTE: "voice",
    ContentType.STICKER: "sticker",
    ContentType.ANIMATION: "sticker",
    ContentType.DOCUMENT: "document",
} | dict.fromkeys(
    (
        ContentType.VIDEO,
        ContentType.LOCATION,
        ContentType.VENUE,
        ContentType.POLL,
        ContentType.DICE,
        ContentType.STORY,
        ContentType.GAME,
        ContentType.CHECKLIST,
        ContentType.PAID_MEDIA,
        ContentType.INVOICE,
        ContentType.PASSPORT_DATA,
        ContentType.GIVEAWAY,
        ContentType.RICH_MESSAGE,
        ContentType.UNKNOWN,  # newer than the library: better a word too many than silence
    ),
    "unsupported",
)
"""What people send; every other type of content tells that something happened in the chat."""

COMMAND = re.compile(r"(/\w+)(?:@(\w+))?(?:\s+(.*))?", re.DOTALL)
CODE = re.compile(r"[0-9][0-9 _-]*")
VIETNAM = re.compile(r"84(\d{9})")


@dataclass(frozen=True, slots=True)
class Myself:
    """Who the bot is on Telegram."""

    id: str
    username: str = ""
    """Empty until Telegram has told it."""

    def is_called(self, username: str) -> bool:
        """Say whether this is our name, without its @."""
        return bool(self.username) and username.lower() == self.username.lower()


def chat_of(update: Update) -> int | None:
    """Return the chat whose order counts; None for an update that is not for us."""
    if message := update.message or update.edited_message:
        return message.chat.id
    if query := update.callback_query:
        return query.message.chat.id if query.message else query.from_user.id
    return None


def said(message: Message, me: Myself) -> Incoming | None:
    """Return a message as the conversation takes it; None for what needs no answer."""
    author, kind = message.from_user, _kind(message)
    if author is None or author.is_bot or kind is None:
        return None
    group = _is_group(message.chat)
    if group and not _is_meant(message, me):
        return None
    return Incoming(
        address=_address(message.chat, me),
        person=str(author.id),
        message=f"m{message.message_id}",
        text=_plain(storable(_words(message, kind))),
        sent_at=_written(message),
        group=group,
        kind=kind,
        album=message.media_group_id or "",
    )


def edited(message: Message, me: Myself, update: int) -> Incoming | None:
    """Return a change of what was written, without the words: they can never count.

    None in groups, and for what changes by itself, such as where a phone is.
    """
    author, written = message.from_user, message.text or message.caption
    if author is None or author.is_bot or not written or _is_group(message.chat):
        return None
    changed = datetime.fromtimestamp(message.edit_date, UTC) if message.edit_date else None
    return Incoming(
        address=_address(message.chat, me),
        person=str(author.id),
        message=f"e{update}",
        sent_at=changed or _written(message),
        kind="edited",
    )


def pressed(query: CallbackQuery, me: Myself, at: datetime | None) -> Incoming | None:
    """Return the press of a button, made `at` the earliest; None for one that is not ours."""
    key = storable(query.data or "")
    if query.message is None or not key:
        return None
    return Incoming(
        address=_address(query.message.chat, me),
        person=str(query.from_user.id),
        message=f"c{query.id}",
        pressed=key,
        sent_at=at,
        group=_is_group(query.message.chat),
    )


def written_at(query: CallbackQuery) -> datetime:
    """Return when a pressed message was sent; long ago if it is not accessible any more."""
    if isinstance(query.message, Message):
        return query.message.date
    return datetime.fromtimestamp(0, UTC)


def stand_in(update: Update, me: Myself) -> Incoming | None:
    """Return what to hand over for an update that cannot be handled: the person hears a word.

    It has the update's own id, so that it is answered once. None in groups, which miss nothing.
    """
    message = update.message or update.edited_message
    number = f"e{update.update_id}" if update.edited_message else ""
    author = message.from_user if message else None
    if query := update.callback_query:
        author, number = query.from_user, f"c{query.id}"
        message = query.message if isinstance(query.message, Message) else None
    if message is None or author is None or author.is_bot or _is_group(message.chat):
        return None
    return Incoming(
        address=_address(message.chat, me),
        person=str(author.id),
        message=number or f"m{message.message_id}",
        kind="unsupported",
    )


def reduced(raw: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return of an update what is needed for an answer: who wrote where, or pressed what.

    None in groups, which miss nothing. Raises anything where not even that much is in it.
    """
    kind = next(name for name in ALLOWED if name in raw)
    about = raw[kind]
    message = about["message"] if kind == "callback_query" else about
    if message["chat"]["type"] != ChatType.PRIVATE:
        return None
    chat = {"id": message["chat"]["id"], "type": ChatType.PRIVATE}
    author = {"id": chat["id"], "is_bot": False, "first_name": ""}  # nobody else is in there
    place = {"chat": chat, "message_id": message["message_id"], "date": 0}
    if kind == "callback_query":
        # A message whose date is 0 is one that has gone: it is not changed.
        less = {"id": about["id"], "data": about["data"], "chat_instance": "", "message": place}
    elif kind == "edited_message":
        less = {**place, "text": about.get("text") or about.get("caption")}
    else:
        less = place
    return {"update_id": raw["update_id"], kind: {**less, "from": author}}


def _written(message: Message) -> datetime | None:
    """When it was written; None where Telegram's words for it could not be read."""
    return message.date if message.date.timestamp() else None


def _address(chat: Chat, me: Myself) -> Address:
    return Address(PLATFORM, me.id, str(chat.id))


def _is_group(chat: Chat) -> bool:
    return chat.type != ChatType.PRIVATE


def _kind(message: Message) -> str | None:
    kind = KINDS.get(ContentType(message.content_type))
    if message.document and (message.document.mime_type or "").startswith("image/"):
        return "sticker" if message.animation else "photo"
    return kind


def _words(message: Message, kind: str) -> str:
    if message.contact:
        return _number(message.contact.phone_number)
    return message.text or (message.caption if kind in ("photo", "document") else "") or ""


def _number(phone: str) -> str:
    """A phone number as people in Vietnam write it, "0912345678"."""
    digits = re.sub(r"\D", "", phone)
    if found := VIETNAM.fullmatch(digits):
        return f"0{found[1]}"
    return digits if digits.startswith("0") else f"+{digits}"


def _plain(text: str) -> str:
    """The text without what only Telegram puts there: the bot's name, and /start before a code."""
    found = COMMAND.fullmatch(text)
    if found is None:
        return text
    name, _bot, rest = found.groups(default="")
    if name.lower() == "/start":
        return rest if CODE.fullmatch(rest) else name
    return f"{name} {rest}".rstrip()


def _is_meant(message: Message, me: Myself) -> bool:
    """Whether something in a group was said to us: a command, our name, an answer to our words."""
    text = message.text or message.caption or ""
    if command := COMMAND.fullmatch(text):
        return command[2] is None or me.is_called(command[2])
    if any(me.is_called(name) for name in re.findall(r"(?<!\w)@(\w+)", text)):
        return True
    answered = message.reply_to_message
    author = answered.from_user if answered else None
    return author is not None and str(author.id) == me.id


def look(message: Message) -> Reply:
    """Return how a message of ours looks on the phone of whoever pressed one of its buttons."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup else []
    choices = [
        Choice(button.callback_data, button.text)
        for row in rows
        for button in row
        if button.callback_data
    ]
    return Reply(text=message.text or message.caption or "", choices=choices)


def settled(shown: Reply, pressed: str, label: str) -> Reply:
    """How a pressed message looks from now on: what was chosen, and no button of that question.

    Buttons of other questions in the same message stay; a choice that it shows is not shown twice.
    """
    others = [one for one in shown.choices if not _of_one_question(one.key, pressed)]
    chosen = f"✓ {label}" if label else ""
    if f"\n{shown.text}".endswith(f"\n{chosen}"):
        chosen = ""
    return Reply(text="\n\n".join(filter(None, (shown.text, chosen))), choices=others)


def _of_one_question(one: str, other: str) -> bool:
    return one.partition(":")[0] == other.partition(":")[0]
