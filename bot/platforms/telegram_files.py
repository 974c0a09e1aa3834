"""What people send on Telegram beside words: found in a message, and fetched when it is wanted."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from functools import partial

from aiogram import Bot
from aiogram.types import Document, File, Message, PhotoSize

from bot.chat import Attachment, NotFetched
from bot.platforms.telegram_errands import Pauses, unless_paused
from bot.platforms.telegram_updates import PLATFORM
from bot.storage.files import LIMIT

FETCH_S = 10
"""For all of it: who else writes to the bot waits meanwhile."""


def attached(message: Message, bot: Bot, pauses: Pauses) -> Attachment | None:
    """Return the picture or document in a message; of a photo the largest that is not too big."""
    found = _document(message) or _photo(message.photo or [])
    if found is None:
        return None
    return Attachment(size=found.file_size or 0, fetch=partial(_fetch, bot, found.file_id, pauses))


def _document(message: Message) -> Document | None:
    return None if message.animation else message.document


def _photo(sizes: Sequence[PhotoSize]) -> PhotoSize | None:
    fitting = [size for size in sizes if (size.file_size or 0) <= LIMIT] or sizes
    return max(fitting, key=lambda size: size.width * size.height, default=None)


async def _fetch(bot: Bot, file_id: str, pauses: Pauses) -> bytes:
    """Fetch a file, at most a little more than may be kept.

    What is raised has no other exception as its cause or context: the library's know the address
    that was asked, and the token in it.
    """
    try:
        async with asyncio.timeout(FETCH_S):
            return await _content(bot, await _path(bot, file_id, pauses))
    except Exception as error:  # whatever it is, the person is asked to send it again
        reason = type(error).__name__
    raise NotFetched(reason)


async def _path(bot: Bot, file_id: str, pauses: Pauses) -> str:
    found: list[File] = []

    async def ask() -> None:
        found.append(await bot.get_file(file_id, request_timeout=FETCH_S))

    await unless_paused(ask, pauses, (PLATFORM, str(bot.id)), FETCH_S)
    path = found[0].file_path if found else None
    if not path:
        raise LookupError(file_id)
    return path


async def _content(bot: Bot, path: str) -> bytes:
    content = bytearray()
    address = bot.session.api.file_url(bot.token, path)
    async with aclosing(bot.session.stream_content(address, timeout=FETCH_S)) as chunks:
        async for chunk in chunks:
            content += chunk
            if len(content) > LIMIT:
                break
    return bytes(content)
