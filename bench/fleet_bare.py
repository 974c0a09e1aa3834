"""What the fleet is compared with: bare handlers behind the same webhooks, for all of its bots.

On Telegram aiogram's dispatcher and python-telegram-bot's client, on Zalo nothing but aiohttp; for
a message one bare transaction, then one send, in the foreground.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import signal
import sys

import aiohttp
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message, Update
from aiohttp import web
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

import bot.platforms.telegram_client  # noqa: F401 -- the same send: httpx looks for no package in vain
from bench.bare import Bare
from bench.bare_webhook import CONNECTIONS
from bench.clubs import shown
from bench.fleet_bots import Apis
from bench.fleet_people import Fleet, ServedBot, member_in, secret_of


class Handlers:
    """Everything that the bare program does."""

    def __init__(self, bare: Bare, fleet: Fleet, apis: Apis) -> None:
        self.bare = bare
        self.apis = apis
        self.fleet = {(one.platform, one.id): (one, secret_of(one)) for one in fleet.bots}
        self.http = HTTPXRequest(
            connection_pool_size=CONNECTIONS,
            read_timeout=30,
            pool_timeout=10,
            httpx_kwargs={"trust_env": False},
        )
        api = TelegramAPIServer.from_base(apis.telegram)
        self.session = AiohttpSession(api=api)
        self.zalo = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=CONNECTIONS))
        self.dispatcher = Dispatcher()
        self.dispatcher.message.register(self.takes)
        on_telegram = [one for one in fleet.bots if one.platform == "telegram"]
        self.bots = {one.id: Bot(one.token, session=self.session) for one in on_telegram}
        self.senders = {
            one.id: ExtBot(
                one.token,
                base_url=f"{apis.telegram}/bot",
                request=self.http,
                get_updates_request=self.http,
            )
            for one in on_telegram
        }

    async def serve(self, request: web.Request) -> web.Response:
        """Take one delivery."""
        account = request.match_info["platform"], request.match_info["bot"]
        served, (header, secret) = self.fleet[account]
        if not hmac.compare_digest(request.headers.get(header, ""), secret):
            return web.Response(status=403)
        raw = json.loads(await request.read())
        if served.platform == "telegram":
            bot = self.bots[served.id]
            update = Update.model_validate(raw, context={"bot": bot})
            await self.dispatcher.feed_update(bot, update)
        else:
            await self.takes_from_zalo(served, raw["result"]["message"]["chat"]["id"])
        return web.Response()

    async def takes(self, message: Message, bot: Bot) -> None:
        owed = await self.bare.turn(member_in("telegram", str(message.chat.id)))
        await self.senders[str(bot.id)].send_message(message.chat.id, _says(owed))

    async def takes_from_zalo(self, served: ServedBot, chat: str) -> None:
        said = {"chat_id": chat, "text": _says(await self.bare.turn(member_in("zalo", chat)))}
        url = f"{self.apis.zalo}/bot{served.token}/sendMessage"
        async with self.zalo.post(url, json=said) as response:
            assert (await response.json())["ok"]

    async def close(self) -> None:
        await self.http.shutdown()
        await self.session.close()
        await self.zalo.close()
        await self.bare.close()


def _says(owed: int) -> str:
    return f"Bác còn phải trả quỹ {shown(owed)} đ."


async def main(
    telegram_api: str, zalo_api: str, database_url: str, port: str, *fleet: str
) -> None:
    """Serve the webhooks until SIGTERM."""
    logging.getLogger("httpx").setLevel(logging.WARNING)
    handlers = Handlers(
        Bare(database_url), Fleet.of(*map(int, fleet)), Apis(telegram_api, zalo_api)
    )
    site = web.Application()
    site.router.add_post("/hooks/{platform}/{bot}", handlers.serve)
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", int(port)).start()
    stopping = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    await stopping.wait()
    await runner.cleanup()
    await handlers.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
