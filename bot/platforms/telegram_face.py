"""How a bot introduces itself on Telegram: its link, its commands and who it says it is."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import BotCommand

from bot.chat import Account
from bot.clock import Clock
from bot.platforms.faces import Face
from bot.platforms.telegram_trouble import TelegramTrouble
from bot.storage import bots
from bot.storage.engine import Database

Faces = Mapping[str, Face]
"""By language; the first is shown to everybody whose language is not among the others."""

LINK = "https://t.me/{}?start="
NAME = re.compile(r"https://t\.me/(\w+)\?start=")

log = logging.getLogger(__name__)


async def remembered(database: Database, account: Account) -> str:
    """Return the name that Telegram told before the last stop; empty if that is not known."""
    with suppress(Exception):  # it is told again in a moment
        async with database.read() as db:
            if found := NAME.search(await bots.link(db, account)):
                return found[1]
    return ""


async def introduce(
    bot: Bot,
    account: Account,
    database: Database,
    clock: Clock,
    faces: Faces,
    *,
    trouble: TelegramTrouble,
    known: Callable[[str], None],
) -> None:
    """Tell `known` the bot's name, note its link and show its face, however long that takes.

    The face is set only when it is another than the one that was set last.
    """
    while True:
        try:
            me = await bot.get_me()
            known(me.username or "")
            async with database.write() as db:
                await bots.register(db, account, clock())
                await bots.note_link(db, account, LINK.format(me.username), me.first_name)
            await _show(bot, account, database, faces)
        except TelegramBadRequest as error:
            log.error("Telegram bot %s does not take its texts: %s", account[1], error.message)
            return
        except Exception as error:  # Telegram or the database: the bot serves meanwhile
            await asyncio.sleep(trouble.pause_after(error))
        else:
            trouble.over()
            return


async def _show(bot: Bot, account: Account, database: Database, faces: Faces) -> None:
    wanted = face_hash(faces)
    async with database.read() as db:
        if await bots.introduced(db, account) == wanted:
            return
    for number, (locale, face) in enumerate(faces.items()):
        language = locale if number else None
        commands = [BotCommand(command=name, description=does) for name, does in face.commands]
        await bot.set_my_commands(commands, language_code=language)
        await bot.set_my_description(face.description, language_code=language)
        await bot.set_my_short_description(face.short_description, language_code=language)
    async with database.write() as db:
        await bots.note_introduced(db, account, wanted)


def face_hash(faces: Faces) -> str:
    """Return what tells whether another face than before is to be shown."""
    told = [(locale, asdict(face)) for locale, face in faces.items()]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()
