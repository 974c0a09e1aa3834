"""Our bots on Zalo: one client of our own for all of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from bot.fleet.platform import Receiver, Shared, Told, Voice
from bot.platforms.zalo import ZaloBot
from bot.platforms.zalo_client import ZaloClient, new_session
from bot.platforms.zalo_sender import ZaloSender
from bot.wording import zalo_texts


class OnZalo:
    """What all of them share."""

    def __init__(self, shared: Shared) -> None:
        """Open nothing yet but what keeps connections."""
        self._shared = shared
        self._texts = zalo_texts()
        self._session = new_session()

    def voice(self, token: str) -> Voice:
        """Make one bot; what hears and what speaks share a client, and rest when refused."""
        settings = self._shared.settings
        client = ZaloClient(self._session, token, settings.apis["zalo"])
        sender = ZaloSender(
            database=self._shared.database,
            clock=self._shared.clock,
            client=client,
            public_url=settings.public_url,
            texts=self._texts,
            spending=self._shared.spending.spent,
        )
        return Voice(answers=sender, bulk=sender, receiver=partial(self._receiver, client))

    def _receiver(
        self,
        client: ZaloClient,
        started: Callable[[], None],
        refused: Told,
        unheard: Told,
    ) -> Receiver:
        return ZaloBot(
            client=client,
            public_url=self._shared.settings.public_url,
            database=self._shared.database,
            clock=self._shared.clock,
            handle=self._shared.handle,
            started=started,
            refused=refused,
            unheard=unheard,
        )

    async def close(self) -> None:
        """Close the connections."""
        await self._session.close()


PLATFORM = OnZalo
