"""Our bots on Telegram: heard by aiogram, spoken with by python-telegram-bot.

Importing it takes seconds. One client is shared to hear, one for answers and one for the rest.
"""

from __future__ import annotations

from collections.abc import Callable

import bot.platforms.aiogram_lazily  # noqa: F401  # before anything of aiogram
from bot.fleet.platform import Receiver, Shared, Told, Voice
from bot.platforms.telegram import TelegramBot, new_session
from bot.platforms.telegram_client import new_http
from bot.platforms.telegram_sender import TelegramSender
from bot.wording import faces

CONNECTIONS = 64
"""For the answers of all bots together, and as many for the rest; Telegram is one server to us."""


class OnTelegram:
    """What all of them share."""

    def __init__(self, shared: Shared) -> None:
        """Open nothing yet but what keeps connections."""
        self._shared = shared
        self._api = shared.settings.apis["telegram"]
        self._faces = faces()
        self._session = new_session(self._api)
        self._answers, self._bulk = new_http(CONNECTIONS), new_http(CONNECTIONS)

    def voice(self, token: str) -> Voice:
        """Make one bot; nothing is asked yet."""
        answers, bulk = (self._sender(token, bulk=bulk) for bulk in (False, True))

        def receiver(started: Callable[[], None], refused: Told, _unheard: Told) -> Receiver:
            return TelegramBot(
                token=token,
                api=self._api,
                webhook=self._shared.settings.public_url,
                database=self._shared.database,
                clock=self._shared.clock,
                handle=self._shared.handle,
                sender=answers,
                texts=self._faces,
                pauses=self._shared.pauses,
                started=started,
                refused=refused,
                session=self._session,
            )

        return Voice(answers=answers, bulk=bulk, receiver=receiver)

    def _sender(self, token: str, *, bulk: bool) -> TelegramSender:
        return TelegramSender(
            database=self._shared.database,
            clock=self._shared.clock,
            token=token,
            api=self._api,
            http=self._bulk if bulk else self._answers,
            bulk=bulk,
        )

    async def close(self) -> None:
        """Close the connections."""
        await self._session.close()
        for http in (self._answers, self._bulk):
            await http.shutdown()


PLATFORM = OnTelegram
