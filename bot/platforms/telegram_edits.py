"""Pressed messages: each shows what was chosen and loses its buttons, one change after the other.

What a press brings along is how its message looked on the phone, which may be older than the last
change; so this process remembers how it made a message look.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from functools import partial

from aiogram.types import Message

from bot.chat import Address, Reply, Sender
from bot.platforms.telegram_errands import Errands, Pauses, unless_paused
from bot.platforms.telegram_updates import look, settled

REMEMBERED = 1000
"""Of how many messages it is known how they look; the others are taken as the phone shows them."""
WAITS_S = 60.0
"""A change for which the bot would have to be silent for longer is left out."""

Place = tuple[Address, str]
"""A chat, and a message there."""

log = logging.getLogger(__name__)


class Edits:
    """Changes the pressed messages of one bot, beside the turns."""

    def __init__(
        self,
        sender: Sender,
        pauses: Pauses,
        tasks: asyncio.TaskGroup,
        *,
        at_most: float = WAITS_S,
    ) -> None:
        """Prepare to change them through `sender`; `at_most` seconds are waited in a pause."""
        self._sender = sender
        self._pauses = pauses
        self._at_most = at_most
        self._errands = Errands(tasks)
        self._looks: dict[Place, Reply] = {}
        self._wanted: dict[Place, Reply] = {}
        """What is still to be changed; without a text that stays."""
        self._busy: set[Place] = set()

    def settle(self, address: Address, message: Message, pressed: str, label: str) -> None:
        """Let a message show soon what was chosen, if anything was, and drop that question."""
        place = address, str(message.message_id)
        before = self._looks.pop(place, None) or look(message)
        after = settled(before, pressed, label)
        self._looks[place] = after
        if len(self._looks) > REMEMBERED:
            del self._looks[next(iter(self._looks))]
        self._want(place, replace(after, text="") if after.text == before.text else after)

    def stop(self) -> None:
        """Leave what is not changed yet."""
        self._errands.stop()

    def _want(self, place: Place, change: Reply) -> None:
        waiting = self._wanted.get(place)
        if waiting and not change.text:
            change = replace(change, text=waiting.text)
        self._wanted[place] = change
        if place in self._busy:
            return
        self._busy.add(place)
        if not self._errands.begin(self._change(place)):
            self._busy.discard(place)
            del self._wanted[place]

    async def _change(self, place: Place) -> None:
        """Make all changes of a message; one that fails holds up no later one."""
        try:
            while change := self._wanted.pop(place, None):
                try:
                    await self._show(place, change)
                except Exception as error:  # old buttons are a blemish, a lost turn is not
                    log.debug("a message stays as it is: %s", type(error).__name__)
        finally:
            self._busy.discard(place)

    async def _show(self, place: Place, change: Reply) -> None:
        address, message = place
        send = partial(self._sender.send, address, change, message)
        await unless_paused(send, self._pauses, address.account, self._at_most)
