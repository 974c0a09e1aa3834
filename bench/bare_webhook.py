"""What a question through the webhook is compared with: the least handler that uses a database.

aiogram's dispatcher behind aiogram's own webhook, in the foreground; for a message one bare
transaction, then one send by python-telegram-bot with as many connections as ours has.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bench.bare import Bare
from bench.clubs import FIRST_CHAT, shown

PATH = "/bare"
SECRET = "invented-for-the-bench"  # noqa: S105 - opens nothing
CONNECTIONS = 16


class Answers:
    """The only handler."""

    def __init__(self, bare: Bare, sender: ExtBot[None]) -> None:
        self.bare = bare
        self.sender = sender

    async def take(self, message: Message) -> None:
        owed = await self.bare.turn(message.chat.id - FIRST_CHAT)
        await self.sender.send_message(message.chat.id, f"Bác còn phải trả quỹ {shown(owed)} đ.")


async def main(api: str, token: str, database_url: str, port: str) -> None:
    """Serve the webhook until SIGTERM."""
    logging.getLogger("httpx").setLevel(logging.WARNING)
    bare = Bare(database_url)
    http = HTTPXRequest(
        connection_pool_size=CONNECTIONS,
        read_timeout=30,
        pool_timeout=10,
        httpx_kwargs={"trust_env": False},
    )
    sender = ExtBot(token, base_url=f"{api}/bot", request=http, get_updates_request=http)
    dispatcher = Dispatcher()
    dispatcher.message.register(Answers(bare, sender).take)
    bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(api)))
    site = web.Application()
    handler = SimpleRequestHandler(
        dispatcher, bot, handle_in_background=False, secret_token=SECRET
    )
    handler.register(site, PATH)
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", int(port)).start()
    await bot.set_webhook(f"http://127.0.0.1:{port}{PATH}", secret_token=SECRET)

    stopping = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    await stopping.wait()
    await runner.cleanup()
    await http.shutdown()
    await bot.session.close()
    await bare.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
