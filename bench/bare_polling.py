"""The least that a bot on Telegram can be: aiogram alone, which answers whoever writes.

What our program's start and memory are compared with; it imports nothing of ours.
"""

from __future__ import annotations

import asyncio
import logging
import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message


async def answer(message: Message) -> None:
    await message.answer("Dạ.")


async def main(api: str, token: str) -> None:
    """Poll `api` until SIGTERM."""
    logging.basicConfig(level=logging.ERROR)  # that it stops is no news
    dispatcher = Dispatcher()
    dispatcher.message.register(answer)
    session = AiohttpSession(api=TelegramAPIServer.from_base(api))
    await dispatcher.start_polling(Bot(token, session=session))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
