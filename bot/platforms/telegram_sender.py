"""Sending by Telegram: python-telegram-bot's client, without its Application and its getMe."""

from __future__ import annotations

import asyncio
import logging
import mimetypes
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, Message
from telegram.request import HTTPXRequest

from bot.chat import Address, Choice, Rejected, Reply, Unreachable
from bot.clock import Clock, local_day
from bot.people import DEFAULT_ZONE
from bot.platforms.begun import Begun
from bot.platforms.render import split
from bot.platforms.telegram_client import Client, Request
from bot.platforms.telegram_parts import CAPTION, TEXT, messages
from bot.storage import files
from bot.storage.engine import Database
from bot.storage.files import StoredFile

PLATFORM = "telegram"
LABEL = 64  # no limit of Telegram's: what two lines of a phone show
PART_PAUSE_S = 1.0
"""Between the parts of one reply: a chat takes one message a second."""
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
EXTENSIONS = {
    # A slim image has no list of types, and Python's own lacks these.
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}

log = logging.getLogger(__name__)


class TelegramSender:
    """Speaks to the chats of one bot; it is made, and sends, without asking who it is."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        token: str,
        api: str,
        bulk: bool = False,
        pause: float = PART_PAUSE_S,
        http: HTTPXRequest | None = None,
    ) -> None:
        """Prepare to send through `api`, e.g. "https://api.telegram.org"; nothing is opened yet.

        With `bulk` never more than 26 messages in a second. `pause` in seconds is between the
        parts of one reply. None: `http` connections of its own.
        """
        self._database = database
        self._clock = clock
        self._pause = pause
        self._client = Client(token, api, bulk=bulk, http=http)
        self._begun = Begun(clock)

    async def close(self) -> None:
        """Close its own connections."""
        await self._client.close()

    async def send(self, address: Address, reply: Reply, replaces: str | None = None) -> str:
        """Send a reply and return the id of its last message, the one with the buttons.

        With `replaces` that message's text and buttons are changed, its picture stays; a text
        that is empty or too long for it changes the buttons only. Raises as `chat.Sender` says.
        """
        chat = int(address.chat)
        if replaces:
            await self._edit(chat, int(replaces), reply)
            return replaces
        return await self._say(chat, reply)

    # --- Saying something new --------------------------------------------------------------------

    async def _say(self, chat: int, reply: Reply) -> str:
        """Send what is missing of a reply, which for a new one is all of it."""
        said = ""
        parts = messages(reply)
        begun = self._begun.parts(chat, reply)
        for number, part in enumerate(parts[begun:], begun):
            if number > begun:
                await asyncio.sleep(self._pause)
            said = await self._say_part(chat, reply, part)
            self._begun.note(chat, reply, number + 1)
        self._begun.forget(chat, reply)
        return said

    async def _say_part(self, chat: int, reply: Reply, part: Reply) -> str:
        try:
            message = await self._one(chat, part)
        except (Rejected, Unreachable):
            self._begun.forget(chat, reply)  # it is final: nobody will go on with it
            raise
        return str(message.message_id)

    async def _one(self, chat: int, part: Reply) -> Message:
        if part.image or part.document:
            return await self._file(chat, part)
        return await self._client.ask(
            chat,
            lambda to: self._client.bot.send_message(
                to,
                part.text,
                reply_markup=_buttons(part.choices),
                disable_notification=part.silent,
                link_preview_options=NO_PREVIEW,
            ),
        )

    async def _file(self, chat: int, part: Reply) -> Message:
        """Send a picture or paper by the id that Telegram keeps it under, else whole."""
        name = part.image or part.document
        if kept := await self._kept(name):
            try:
                return await self._client.ask(chat, self._posting(part, kept))
            except Rejected as error:
                if "file" not in str(error).lower():
                    raise
        found = await self._read(name)
        called = _called(found, self._clock())
        message = await self._client.ask(chat, self._posting(part, found.content, called))
        await self._keep(name, message)
        return message

    async def _kept(self, name: str) -> str | None:
        async with self._database.read() as db:
            return await files.kept_as(db, name, PLATFORM, self._client.id, self._clock())

    async def _read(self, name: str) -> StoredFile:
        async with self._database.read() as db:
            found = await files.get(db, name, self._clock())
        if found is None:
            raise Rejected("its picture or paper is not kept any more")
        return found

    def _posting(self, part: Reply, file: str | bytes, called: str = "") -> Request[Message]:
        post = (
            partial(self._client.bot.send_photo, photo=file)
            if part.image
            else partial(self._client.bot.send_document, document=file)
        )
        return lambda to: post(
            chat_id=to,
            caption=part.text or None,
            reply_markup=_buttons(part.choices),
            disable_notification=part.silent,
            filename=called,
        )

    async def _keep(self, name: str, message: Message) -> None:
        """Note Telegram's id of a file; the message is sent, whatever becomes of that."""
        sent = message.photo[-1] if message.photo else message.document
        if sent is None:
            return
        try:
            async with self._database.write() as db:
                await files.keep_as(db, name, PLATFORM, self._client.id, sent.file_id)
        except Exception:  # raising would send the message once more
            log.warning("the id of a sent file could not be kept", exc_info=True)

    # --- Changing what was said ------------------------------------------------------------------

    async def _edit(self, chat: int, message: int, reply: Reply) -> None:
        parts = split(reply.text, TEXT)
        buttons = _buttons(reply.choices)
        if len(parts) != 1:
            await self._drop(chat, message, buttons)
            return
        try:
            await self._change(
                chat,
                lambda to: self._client.bot.edit_message_text(
                    parts[0],
                    to,
                    message,
                    reply_markup=buttons,
                    link_preview_options=NO_PREVIEW,
                ),
            )
        except Rejected as error:
            if "no text in the message" not in str(error).lower():
                raise
            await self._edit_caption(chat, message, parts[0], buttons)

    async def _edit_caption(
        self, chat: int, message: int, text: str, buttons: InlineKeyboardMarkup | None
    ) -> None:
        if len(split(text, CAPTION)) > 1:
            await self._drop(chat, message, buttons)
            return
        await self._change(
            chat,
            lambda to: self._client.bot.edit_message_caption(
                to, message, caption=text, reply_markup=buttons
            ),
        )

    async def _drop(self, chat: int, message: int, buttons: InlineKeyboardMarkup | None) -> None:
        """Change the buttons only; None drops them."""
        await self._change(
            chat,
            lambda to: self._client.bot.edit_message_reply_markup(
                to, message, reply_markup=buttons
            ),
        )

    async def _change(self, chat: int, request: Request[Message | bool]) -> None:
        """Ask for a change; one that changes nothing has been made already."""
        try:
            await self._client.ask(chat, request)
        except Rejected as error:
            if "message is not modified" not in str(error).lower():
                raise


def _buttons(choices: Sequence[Choice]) -> InlineKeyboardMarkup | None:
    rows = [
        [InlineKeyboardButton(_label(choice.label), callback_data=choice.key)]
        for choice in choices
    ]
    return InlineKeyboardMarkup(rows) if rows else None


def _label(label: str) -> str:
    whole = len(split(label, LABEL)) <= 1
    return label if whole else f"{split(label, LABEL - 1)[0]}…"


def _called(file: StoredFile, now: datetime) -> str:
    """What a file is called in the chat, e.g. "tugiup-2026-11-21.pdf"."""
    extension = EXTENSIONS.get(file.mime) or mimetypes.guess_extension(file.mime) or ""
    return f"tugiup-{local_day(now, DEFAULT_ZONE)}{extension}"
