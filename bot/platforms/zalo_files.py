"""Pictures and papers on Zalo, which takes no files: addresses of ours from which they come.

Zalo fetches a picture whenever somebody looks at it, so it is kept for a month after it was sent.
A paper is shown as pictures of its pages, which are drawn once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.chat import Rejected
from bot.clock import Clock
from bot.storage import files
from bot.storage.engine import Database
from bot.storage.files import About

if TYPE_CHECKING:
    from bot.papers.pages import Page

PICTURES = frozenset({"image/png", "image/jpeg"})
PDF = "application/pdf"
MOST_PAGES = 4
"""Of one paper: each is a message of the month's plan."""
SEEN = timedelta(days=30)
"""So long after it was sent a picture can be looked at."""
SLACK = timedelta(days=1)
"""What is kept is kept a day longer than it need be, and so not noted with each message."""
LINK_DAYS = 7
"""So long an officer's link opens her paper."""
PAGES, LINK = "pages", "link"
"""Under these, in place of a platform, files that were made of another one are noted with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A paper as pictures."""

    addresses: tuple[str, ...]
    pages: int
    """How many pages it has; not all may be shown."""


class ZaloFiles:
    """Lets Zalo fetch what is sent by one bot."""

    def __init__(self, database: Database, clock: Clock, public_url: str) -> None:
        """Prepare; what is at `/files/` of `public_url` is fetched by anybody who knows a name."""
        self._database = database
        self._clock = clock
        self._public_url = public_url.rstrip("/")
        self._drawing = asyncio.Lock()  # a paper for fifty people is drawn for the first

    async def picture(self, name: str) -> str:
        """Return the address of a picture; raises `Rejected` when it is not kept any more."""
        await self._keep(name, await self._about(name))
        return self._address(name)

    async def paper(self, name: str) -> Shown | None:
        """Return the pages of a paper as pictures; None for one that has none.

        Raises `Rejected` when it is not kept any more.
        """
        about = await self._about(name)
        if about.mime in PICTURES:
            return Shown(addresses=(await self.picture(name),), pages=1)
        if about.mime != PDF:
            return None
        async with self._drawing:
            pages, names = await self._drawn(name) or await self._draw(name, about)
        return Shown(addresses=tuple(map(self._address, names)), pages=pages) if names else None

    async def link(self, name: str) -> str:
        """Return an address that opens a paper for a week.

        Raises `Rejected` when it is not kept any more.
        """
        now = self._clock()
        least = now + timedelta(days=LINK_DAYS)
        async with self._database.write() as db:
            other = await files.kept_as(db, name, LINK, "", now)
            found = await files.about(db, other, now) if other else None
            if other is None or found is None or found.expires_at < least:
                other = await files.copy(db, name, now=now, expires_at=least + SLACK)
                if other is None:
                    raise _gone()
                await files.keep_as(db, name, LINK, "", other)
        return self._address(other)

    async def _drawn(self, name: str) -> tuple[int, list[str]] | None:
        """Return how many pages a paper has, and the pictures that were made of it."""
        now = self._clock()
        async with self._database.read() as db:
            noted = await files.kept_as(db, name, PAGES, "", now)
            if noted is None:
                return None
            pages, *names = noted.split()
            found = [await files.about(db, one, now) for one in names]
        for one, about in zip(names, found, strict=True):
            if about is None:
                return None
            await self._keep(one, about)
        return int(pages), names

    async def _draw(self, name: str, about: About) -> tuple[int, list[str]]:
        now = self._clock()
        async with self._database.read() as db:
            paper = await files.get(db, name, now)
        if paper is None:
            raise _gone()
        pages, drawn = await asyncio.to_thread(_pages, paper.content)
        async with self._database.write() as db:
            names = [
                await files.put(
                    db,
                    page.mime,
                    page.content,
                    club_id=about.club_id,
                    now=now,
                    expires_at=now + SEEN + SLACK,
                    extension=page.extension,
                )
                for page in drawn
            ]
            await files.keep_as(db, name, PAGES, "", " ".join([str(pages), *names]))
        return pages, names

    async def _about(self, name: str) -> About:
        async with self._database.read() as db:
            about = await files.about(db, name, self._clock())
        if about is None:
            raise _gone()
        return about

    async def _keep(self, name: str, about: About) -> None:
        least = self._clock() + SEEN
        if about.expires_at < least:
            async with self._database.write() as db:
                await files.keep_at_least(db, name, least + SLACK)

    def _address(self, name: str) -> str:
        return f"{self._public_url}/files/{name}"


def _pages(pdf: bytes) -> tuple[int, Sequence[Page]]:
    from bot.papers.pages import drawn  # noqa: PLC0415 -- Pillow is loaded with the first paper

    found = drawn(pdf, MOST_PAGES)
    return (found.all, found.shown) if found else (0, ())


def _gone() -> Rejected:
    return Rejected("its picture or paper is not kept any more")
