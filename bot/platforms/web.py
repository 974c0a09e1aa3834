"""The local web page: a chat in the browser, received by POST and shown by server-sent events.

Everything shown is a stored row, so any process can serve a page, and a reload or a lost
connection continues where it was. Texts, people and the conversation come from `bot.app`.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.chat import Address, Incoming
from bot.clock import Clock
from bot.platforms.hooks import HOOKS, Hooks
from bot.platforms.metrics import Measured, Turns
from bot.platforms.web_incoming import BODY_LIMIT, sent
from bot.platforms.web_live import Doorbell, Stream, WebSender, Who
from bot.platforms.web_pages import DemoPerson, Pages, Texts, page_keys
from bot.storage.engine import Database
from bot.storage.webchat import add_own_line

__all__ = [
    "DemoPerson",
    "Doorbell",
    "Site",
    "StoredFile",
    "WebSender",
    "Who",
    "page_keys",
    "web_app",
]

FILES = "/files/"
COOKIE = "tugiup"
LANGUAGE_COOKIE = "language"
YEAR_S = 365 * 24 * 3600
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
DEMO_CHAT = re.compile(r"[A-Za-z0-9_-]{1,64}")
FILE_NAME = re.compile(r"[A-Za-z0-9_-]{16,100}(\.[a-z0-9]{1,5})?")
SHOWN_INLINE = {"image/png", "image/jpeg", "image/webp", "application/pdf"}
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; object-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A picture or paper that the bot sent."""

    mime: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What the page needs of the rest of the bot."""

    database: Database
    clock: Clock
    doorbell: Doorbell
    handle: Callable[[Incoming], Awaitable[object]]
    """Returns once the message is committed; after an exception the page sends it again."""
    describe: Callable[[Address], Awaitable[Who]]
    read_file: Callable[[str], Awaitable[StoredFile | None]]
    texts: Texts
    hosts: frozenset[str]
    """The Host headers that are answered, with the port, e.g. "127.0.0.1:8080"."""
    hooks: Hooks
    """Where messengers deliver to; filled once their libraries are loaded."""
    turns: Turns = field(default_factory=Turns)
    """What this process has dealt with, on whatever platform."""
    plans: bool = True
    """Whether this process looks what is due; otherwise another one does."""
    people: Callable[[], Awaitable[Sequence[DemoPerson]]] | None = None
    """Who can be chosen: given for the demo club only."""
    zone: str = "Asia/Ho_Chi_Minh"
    secure: bool = False
    """The page is reached by https, so its cookie may say so."""


def web_app(site: Site) -> web.Application:
    """Build the page's application; raises `ValueError` for a text missing in a language."""
    routes = _Routes(site)
    measured = Measured(site.database, site.clock, site.turns, plans=site.plans)
    app = web.Application(middlewares=[_guard(site.hosts)], client_max_size=BODY_LIMIT)
    app.on_response_prepare.append(_harden)
    app.on_shutdown.append(routes.hang_up)
    app.add_routes(
        [
            web.get("/", routes.front),
            web.post("/api/visit", routes.visit),
            web.post("/api/send", routes.send),
            web.get("/api/stream", routes.stream),
            web.get(f"{FILES}{{name}}", routes.file),
            web.get("/static/{name}", routes.static),
            web.get("/health", measured.health),
            web.get("/metrics", measured.metrics),
            web.post(f"{HOOKS}{{platform}}/{{bot}}", site.hooks.take),
        ]
    )
    if site.people is not None:
        app.add_routes([web.get("/chat/{chat}", routes.demo_chat), web.get("/new", routes.new)])
    return app


def _guard(hosts: frozenset[str]) -> Any:
    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse other names for this machine (DNS rebinding) and posts from other pages.

        Messengers are let in by whatever name: their updates carry a secret, and the pictures and
        papers that they fetch have names that nobody can guess.
        """
        if request.path.startswith((HOOKS, FILES)):
            return await handler(request)
        if request.host not in hosts:
            raise web.HTTPMisdirectedRequest(text="unknown host")
        if request.method == "POST":
            ours = {f"http://{request.host}", f"https://{request.host}"}
            if request.headers.get("Origin") not in ours:
                raise web.HTTPForbidden(text="another origin")
        return await handler(request)

    return guard


async def _harden(_request: web.Request, response: web.StreamResponse) -> None:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)


class _Routes:
    """What answers each address of the page."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._pages = Pages(site.texts)

    async def hang_up(self, _app: web.Application) -> None:
        self._site.doorbell.close()
        self._site.hooks.close()

    async def front(self, request: web.Request) -> web.Response:
        if self._site.people is None:
            return self._chat(request, "")
        page = self._pages.picker(self._language(request), await self._site.people())
        return web.Response(text=page, content_type="text/html")

    async def demo_chat(self, request: web.Request) -> web.Response:
        chat = request.match_info["chat"]
        if not DEMO_CHAT.fullmatch(chat):
            raise web.HTTPNotFound
        await self._site.describe(Address("web", "web", chat))  # known before she writes
        return self._chat(request, chat)

    async def new(self, _request: web.Request) -> web.Response:
        """Be a phone that the demo club has never seen."""
        raise web.HTTPSeeOther(f"/chat/new-{secrets.token_hex(8)}")

    def _chat(self, request: web.Request, chat: str) -> web.Response:
        page = self._pages.chat(self._language(request), chat=chat, zone=self._site.zone)
        return web.Response(text=page, content_type="text/html")

    def _language(self, request: web.Request) -> str:
        wished = request.cookies.get(LANGUAGE_COOKIE, "")
        return wished if wished in self._site.texts else next(iter(self._site.texts))

    async def visit(self, request: web.Request) -> web.Response:
        """Make this browser a chat of its own.

        Only the page's own script asks for this: the cookie is strict, so a visit that starts
        at a link elsewhere comes without it, and a new one would lock the member out.
        """
        response = web.Response(status=204)
        if self._site.people is None:
            token = _token(request) or secrets.token_urlsafe(32)
            response.set_cookie(
                COOKIE,
                token,
                max_age=YEAR_S,
                path="/",
                httponly=True,
                samesite="Strict",
                secure=self._site.secure,
            )
        return response

    def _address(self, request: web.Request) -> Address:
        """The chat of this window; what is stored of a browser's token is only its hash."""
        if self._site.people is not None:
            chat = request.query.get("chat", "")
            if not DEMO_CHAT.fullmatch(chat):
                raise web.HTTPForbidden(text="which chat?")
            return Address("web", "web", chat)
        token = _token(request)
        if not token:
            raise web.HTTPForbidden(text="visit first")
        return Address("web", "web", hashlib.sha256(token.encode()).hexdigest())

    async def send(self, request: web.Request) -> web.Response:
        """Take one message; 204 once it is committed, so the page may forget it."""
        address = self._address(request)
        said = await sent(request, address)
        async with self._site.database.write() as db:
            await add_own_line(
                db,
                address,
                message=said.incoming.message,
                at=self._site.clock(),
                locale=self._language(request),
                text=said.shown,
                pressed=said.incoming.pressed,
            )
        self._site.doorbell.ring(address.chat)
        await self._site.handle(said.incoming)
        return web.Response(status=204)

    async def stream(self, request: web.Request) -> web.StreamResponse:
        plain = request.query.get("plain") == "1"
        offer_line = self._site.texts[self._language(request)]["offer_line"]
        stream = Stream(
            database=self._site.database,
            doorbell=self._site.doorbell,
            address=self._address(request),
            describe=self._site.describe,
            offer_line=offer_line if plain else "",
        )
        # The header is the browser's own on reconnecting, later than the query of the first time.
        after = request.headers.get("Last-Event-ID") or request.query.get("after", "")
        return await stream.serve(request, int(after) if re.fullmatch(r"\d{1,9}", after) else None)

    async def file(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        found = await self._site.read_file(name) if FILE_NAME.fullmatch(name) else None
        if found is None:
            raise web.HTTPNotFound
        headers = {"Cache-Control": "private, max-age=86400, immutable"}
        if found.mime not in SHOWN_INLINE:
            headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return web.Response(body=found.content, content_type=found.mime, headers=headers)

    async def static(self, request: web.Request) -> web.Response:
        try:
            content, mime = self._pages.static[request.match_info["name"]]
        except KeyError:
            raise web.HTTPNotFound from None
        return web.Response(body=content, content_type=mime, charset="utf-8")


def _token(request: web.Request) -> str:
    token = request.cookies.get(COOKIE, "")
    return token if TOKEN.fullmatch(token) else ""
