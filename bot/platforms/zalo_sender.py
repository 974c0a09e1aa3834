"""Sending by Zalo: plain messages, without buttons, that nothing can change afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from bot.chat import Address, Rejected, Reply, Spent, TryLater, Unsure
from bot.clock import Clock, local_day
from bot.people import DEFAULT_ZONE
from bot.platforms.begun import Begun
from bot.platforms.zalo_client import ZaloClient
from bot.platforms.zalo_files import LINK_DAYS, ZaloFiles
from bot.platforms.zalo_parts import Beside, Part, ZaloTexts, messages, needs_texts
from bot.storage import addresses
from bot.storage.engine import Database, is_down
from bot.telling import locale_of

PART_PAUSE_S = 1.0
"""Between the parts of one reply: they are to arrive, and ring, one after the other."""
DATABASE_S = 2.0
"""Before a message is tried again that the database was asked about in vain."""
PHOTO_S = 45.0
"""Zalo fetches a picture before it answers; then it is given up, before the lease ends."""
DOUBTS = 1000
"""Messages that may have been taken and are remembered, so that another try is not counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads in a chat, as far as it matters here."""

    texts: ZaloTexts
    is_officer: bool
    """Nobody but an officer of the board, herself."""


class ZaloSender:
    """Speaks to the chats of one bot."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        client: ZaloClient,
        public_url: str,
        texts: Mapping[str, ZaloTexts],
        spending: Spent,
        pause: float = PART_PAUSE_S,
    ) -> None:
        """Prepare; nothing is asked yet.

        `public_url` is where Zalo fetches pictures; without it none are sent. `spending` is told
        of each message that Zalo took or may have taken, once of one that is tried again and
        again. `pause` in seconds is between the parts of one reply.
        """
        self._database = database
        self._clock = clock
        self._client = client
        self._files = ZaloFiles(database, clock, public_url) if public_url else None
        self._texts = texts
        self._spending = spending
        self._pause = pause
        self._begun = Begun(clock)
        self._doubted: dict[tuple[str, Part], None] = {}

    async def send(self, address: Address, reply: Reply, replaces: str | None = None) -> str:
        """Send a reply and return the id of its last message, the one with the choices.

        With `replaces` nothing is sent: what stands there cannot be changed, and saying it anew
        is up to whoever had it said. Raises as `chat.Sender` says.
        """
        if replaces:
            return replaces
        try:
            parts = await self._parts(address, reply)
        except Exception as error:  # whatever it is, nothing has left
            if is_down(error):
                raise TryLater(DATABASE_S, "the database cannot be read") from error
            raise
        begun = self._begun.parts(address.chat, reply)
        begun = begun if begun < len(parts) else 0  # she may hold an office since then
        said = ""
        for number in range(begun, len(parts)):
            if number > begun:
                await asyncio.sleep(self._pause)
            said = await self._say(address, reply, parts[number])
            self._begun.note(address.chat, reply, number + 1)
        self._begun.forget(address.chat, reply)
        return said

    async def _say(self, address: Address, reply: Reply, part: Part) -> str:
        spent = True  # also when it is stopped while Zalo has it
        try:
            said = await self._ask(address.chat, part)
        except (Rejected, TryLater) as error:
            spent = False
            if isinstance(error, Rejected):
                self._begun.forget(address.chat, reply)  # it is final: nobody will go on with it
            raise
        except Unsure:
            spent = self._is_new_doubt(address.chat, part)
            raise
        else:
            self._doubted.pop((address.chat, part), None)
            return said
        finally:
            if spent:
                self._spending(address.account, 1)

    def _is_new_doubt(self, chat: str, part: Part) -> bool:
        """Whether this has not been counted yet: while Zalo is down it is tried again and again.

        Counted each time, an outage would use up the plan, and news wait for the next month.
        """
        if (chat, part) in self._doubted:
            return False
        self._doubted[chat, part] = None
        if len(self._doubted) > DOUBTS:
            del self._doubted[next(iter(self._doubted))]
        return True

    async def _ask(self, chat: str, part: Part) -> str:
        if part.photo:
            words = {"caption": part.text} if part.text else {}
            answer = await self._client.ask(
                "sendPhoto", chat_id=chat, within=PHOTO_S, photo=part.photo, **words
            )
        else:
            answer = await self._client.ask("sendMessage", chat_id=chat, text=part.text)
        return str(answer.get("message_id", ""))

    # --- What is said ----------------------------------------------------------------------------

    async def _parts(self, address: Address, reply: Reply) -> list[Part]:
        has_files = bool(reply.image or reply.document)
        if not has_files and not needs_texts(reply):
            return messages(reply)
        reader = await self._reader(address)
        beside = await self._beside(reply, reader) if has_files else None
        return messages(reply, reader.texts, beside)

    async def _reader(self, address: Address) -> Reader:
        today = local_day(self._clock(), DEFAULT_ZONE)
        async with self._database.read() as db:
            held = await addresses.holders(db, address, today)
            locale = locale_of(held[0].member) if held else await addresses.language(db, address)
        return Reader(
            texts=self._texts.get(locale) or next(iter(self._texts.values())),
            is_officer=len(held) == 1 and held[0].kind == "self" and held[0].member.is_officer,
        )

    async def _beside(self, reply: Reply, reader: Reader) -> Beside:
        """Return the pictures of a reply and its paper, or what is said in their place."""
        texts = reader.texts
        if self._files is None:
            return Beside(note=texts.no_address if reader.is_officer else texts.no_files)
        photos = [Part(photo=await self._files.picture(reply.image))] if reply.image else []
        if not reply.document:
            return Beside(photos=photos)
        if reader.is_officer:
            link = await self._files.link(reply.document)
            return Beside(photos=photos, note=texts.opens.format(link=link, days=LINK_DAYS))
        pages, note = await self._pages(self._files, reply.document, texts)
        return Beside(photos=[*photos, *pages], note=note)

    async def _pages(
        self, files: ZaloFiles, name: str, texts: ZaloTexts
    ) -> tuple[list[Part], str]:
        shown = await files.paper(name)
        if shown is None:
            return [], texts.cannot_show
        pages = [
            Part(photo=photo, text=texts.page.format(page=number, pages=shown.pages))
            for number, photo in enumerate(shown.addresses, 1)
        ]
        if shown.pages == 1:
            pages = [Part(photo=pages[0].photo)]
        if len(pages) == shown.pages:
            return pages, ""
        return pages, texts.more_pages.format(shown=len(pages), pages=shown.pages)
