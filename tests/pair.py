"""A club that two processes serve together, on one PostgreSQL behind one address."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import secrets
import socket
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import aiohttp

from bot.chat import Address
from bot.config import KEY_BYTES
from tests.program import START_SECONDS, Program, Window, wait_for
from tests.proxy import Proxy
from tests.served_club import PUBLIC, ServedClub
from tests.telegram_api import Person, Telegram
from tests.zalo_api import Person as ZaloPerson
from tests.zalo_api import Zalo

SECRETS = {
    "telegram": "X-Telegram-Bot-Api-Secret-Token",
    "zalo": "X-Bot-Api-Secret-Token",
}
Either = TypeVar("Either", Person, ZaloPerson, Person | ZaloPerson)
AT_ONCE = 40
"""So many requests to one process: as many as Telegram makes."""


class Pair(ServedClub):
    """The club, two processes that serve it together, and the proxy before them."""

    def __init__(
        self,
        folder: Path,
        url: str,
        *,
        roles: Sequence[str] = ("all", "all"),
        module: str = "bot",
        arguments: Sequence[str] = (),
    ) -> None:
        super().__init__(folder, url)
        self.roles, self._module, self._arguments = roles, module, arguments
        self.telegram, self.zalo = Telegram(), Zalo()
        self.zalo.bot.most_messages = self.zalo.bot.most_people = 0
        self.programs: list[Program] = []
        key = base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
        self.given = {
            "DATABASE_URL": url,
            "PUBLIC_URL": PUBLIC,
            "TELEGRAM_TOKEN": self.telegram.token,
            "TELEGRAM_API": self.telegram.url,
            "ZALO_TOKEN": self.zalo.bot.token,
            "ZALO_API": self.zalo.url,
            "ZALO_MESSAGES": "0",
            "HEALTH_KEY": key,
            "TOKEN_KEY": key,
        }
        """The settings of every process, and of commands beside them."""
        self._open = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as opened:
            for world in (self.telegram, self.zalo):
                opened.enter_context(world)
            ports = [_held_port(opened) for _role in self.roles]
            self.programs = [self._made(*one) for one in enumerate(ports)]
            for program in self.programs:
                opened.callback(program.kill)
            webs = [
                program.port
                for program, role in zip(self.programs, self.roles, strict=True)
                if {"all", "web"} & set(role.split(","))
            ]
            self.proxy = opened.enter_context(Proxy(webs))
            for world in (self.telegram, self.zalo):
                world.reaches[PUBLIC] = self.proxy.url
            for program in self.programs:
                program.__enter__()
            wait_for(lambda: min(self._webhooks_set()) >= len(webs), START_SECONDS)
            wait_for(lambda: self.telegram.webhook and self.zalo.bot.webhook, START_SECONDS)
            self._open = opened.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: object, _trace: TracebackType | None
    ) -> None:
        with self._open:
            if kind is None:
                running = [one for one in self.programs if one.process.poll() is None]
                assert [one.stop() for one in running] == [0] * len(running)

    def _made(self, number: int, port: int) -> Program:
        folder = self.folder / f"process {number}"
        folder.mkdir(exist_ok=True)
        role = () if self.roles[number] == "all" else ("--role", self.roles[number])
        run = ("run",) if self._module == "bot" else ()
        return Program(
            folder,
            *(*run, *self._arguments, *role),
            module=self._module,
            **self.given,
            PORT=str(port),
        )

    def _webhooks_set(self) -> tuple[int, int]:
        return self.telegram.count("setWebhook"), self.zalo.count("setWebhook")

    def starts_again(self, number: int) -> None:
        """Start one that has ended in its own place; return once messengers deliver to it."""
        before = self._webhooks_set()
        self.programs[number] = program = self._made(number, self.programs[number].port)
        self._open.callback(program.kill)
        program.__enter__()

        def is_delivered_to() -> bool:
            pairs = zip(self._webhooks_set(), before, strict=True)
            return all(now > earlier for now, earlier in pairs)

        wait_for(is_delivered_to, START_SECONDS)

    # --- people -------------------------------------------------------------------------------

    def world(self, platform: str) -> Telegram | Zalo:
        """The messenger of that name."""
        return self.telegram if platform == "telegram" else self.zalo

    def address(self, person: Person | ZaloPerson) -> Address:
        """Where the bot finds somebody."""
        if isinstance(person, ZaloPerson):
            return Address("zalo", self.zalo.bot.id, person.id)
        return Address("telegram", self.telegram.token.partition(":")[0], str(person.id))

    def phone(self, platform: str = "telegram", member: int = 0) -> Person | ZaloPerson:
        """Give a member, or the next borrower in turn, a new phone that has joined."""
        return self.joined(self.world(platform).person(f"Member {member}"), member)

    def on_zalo(self, member: int = 0) -> ZaloPerson:
        """Likewise with Zalo, where there is more to look at."""
        return self.joined(self.zalo.person(f"Member {member}"), member)

    def joined(self, person: Either, member: int) -> Either:
        """Let somebody be a member, or the next borrower in turn, as if she had joined."""
        person.chat.started = True
        self.link(member, self.address(person), "vi")
        return person

    def window(self, process: int = 0, cookie: str = "") -> Window:
        """Open the page: as a borrower who has joined there, or as the browser of a cookie."""
        window = Window(self.programs[process].port, "")
        if cookie:
            window.cookie = cookie
        else:
            window.visit()
            token = window.cookie.partition("=")[2]
            chat = hashlib.sha256(token.encode()).hexdigest()
            self.link(0, Address("web", "web", chat), "vi")
        return window

    # --- deliveries ---------------------------------------------------------------------------

    def delivers_to_both(self, platform: str, updates: Sequence[dict[str, Any]]) -> list[int]:
        """Deliver updates to every process at once, as fast as they take them."""
        return asyncio.run(self._deliver_to_both(platform, updates))

    async def _deliver_to_both(
        self, platform: str, updates: Sequence[dict[str, Any]]
    ) -> list[int]:
        webhook = self.telegram.webhook if platform == "telegram" else self.zalo.bot.webhook
        path = webhook["url"].removeprefix(PUBLIC)
        headers = {SECRETS[platform]: webhook["secret_token"]}
        statuses: list[int] = []

        async def post_all(client: aiohttp.ClientSession, port: int) -> None:
            room = asyncio.Semaphore(AT_ONCE)

            async def post(update: dict[str, Any]) -> None:
                url = f"http://127.0.0.1:{port}{path}"
                body = update if platform == "telegram" else self.zalo.body(update)
                async with room, client.post(url, json=body, headers=headers) as answer:
                    statuses.append(answer.status)

            async with asyncio.TaskGroup() as tasks:
                for update in updates:
                    tasks.create_task(post(update))

        connector = aiohttp.TCPConnector(limit=0)
        async with (
            aiohttp.ClientSession(connector=connector) as client,
            asyncio.TaskGroup() as tasks,
        ):
            for program in self.programs:
                tasks.create_task(post_all(client, program.port))
        return statuses


def _held_port(opened: ExitStack) -> int:
    """Return a port that stays free for a process, also between its end and its next start."""
    held = opened.enter_context(socket.socket())
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # who listens sets it, too
    held.bind(("127.0.0.1", 0))
    return int(held.getsockname()[1])
