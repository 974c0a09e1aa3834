"""Letting Zalo deliver: the webhook is set, and looked after, as others may take it away."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Any
from zlib import crc32

from bot.platforms.patience import Patience
from bot.platforms.zalo_client import ZaloClient, ZaloError
from bot.platforms.zalo_trouble import ZaloTrouble

SPREAD = 997
"""Bots that begin together look after their webhooks at as many different moments."""
TAKEN = (
    "another program took the webhook of its token, and it is set again:"
    " stop that program, or take another token"
)


class Webhook:
    """The webhook of one bot."""

    def __init__(
        self,
        client: ZaloClient,
        *,
        url: str,
        patience: Patience,
        trouble: ZaloTrouble,
        started: Callable[[], None],
        unheard: Callable[[str], None],
    ) -> None:
        """Prepare; `started` is called once Zalo delivers, `unheard` with why it does not.

        With an empty reason it delivers again.
        """
        self._client = client
        self._url = url
        self._patience = patience
        self._trouble = trouble
        self._started = started
        self._unheard = unheard
        self._has_started = False
        self._hindered = ""
        """Why Zalo does not deliver to us, as far as it or we can tell."""
        self._shown = ""
        """The address as Zalo writes it; empty until it is set, and reached."""

    async def run(self) -> None:
        """Keep it set until cancelled."""
        while True:
            share = 1.0 if self._shown else self._early()
            try:
                await self._look()
                self._trouble.over()
                pause = self._patience.beat * share
            except Exception as error:  # told by the trouble; it is set again later
                pause = self._trouble.pause_after(error)
            await asyncio.sleep(pause)

    async def _look(self) -> None:
        if not self._shown:
            await self._set()
        elif (await self._client.call("getWebhookInfo")).get("url") == self._shown:
            self._note_ours()
        else:
            self._note_taken()
            await self._set()

    async def _set(self) -> None:
        self._shown = ""
        done = await self._client.call(
            "setWebhook", url=self._url, secret_token=self._client.secret
        )
        if not self._has_started:
            self._has_started = True
            self._started()
        self._need_reached(done.get("verification"))
        self._shown = str(done.get("url") or self._url)

    def _need_reached(self, verification: object) -> None:
        """Raise where Zalo says that it could not reach us: it tried, and keeps the address."""
        if isinstance(verification, Mapping) and verification.get("ok") is False:
            why = self._client.line(_why(verification))
            reason = f"Zalo does not reach {self._url}" + (f" ({why})" if why else "")
            self._hinder(reason)
            raise ZaloError(0, reason)
        if self._hindered != TAKEN:  # whether it stays ours shows only with the next look
            self._hinder("")

    def _early(self) -> float:
        """Return after what share of the beat to look for the first time."""
        return 1 - crc32(self._client.id.encode()) % SPREAD / SPREAD

    def _note_taken(self) -> None:
        if self._hindered != TAKEN:
            self._trouble.tell(logging.ERROR, TAKEN)
        self._hinder(TAKEN)

    def _note_ours(self) -> None:
        if self._hindered == TAKEN:
            self._trouble.tell(logging.INFO, "its webhook is its own again")
        self._hinder("")

    def _hinder(self, reason: str) -> None:
        if reason != self._hindered:
            self._hindered = reason
            self._unheard(reason)


def _why(verification: Mapping[str, Any]) -> str:
    told = (verification.get(name) for name in ("outcome", "status_code", "hint"))
    return ", ".join(str(one) for one in told if one)
