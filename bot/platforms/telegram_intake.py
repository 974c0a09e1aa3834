"""Updates on their way into the conversation: presses acknowledged, each committed in the end."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

from aiogram import Bot, Dispatcher, Router
from aiogram.types import CallbackQuery, Message, Update

from bot.chat import Sender
from bot.platforms import telegram_updates as updates
from bot.platforms.commits import Commits, Handle
from bot.platforms.telegram_edits import Edits
from bot.platforms.telegram_errands import Errands, Pauses, unless_paused
from bot.platforms.telegram_files import attached
from bot.platforms.telegram_heard import Heard
from bot.platforms.telegram_updates import Myself

ANSWER_S = 10

# Below a warning it tells of every single update.
logging.getLogger("aiogram.event").setLevel(logging.WARNING)

log = logging.getLogger(__name__)


class Intake:
    """Takes what one bot is told to the conversation."""

    def __init__(
        self,
        bot: Bot,
        handle: Handle,
        sender: Sender,
        heard: Heard,
        tasks: asyncio.TaskGroup,
        *,
        pauses: Pauses,
    ) -> None:
        """Prepare; what is done beside the turns runs in `tasks`, and not during `pauses`."""
        self.me = Myself(str(bot.id))
        self._bot = bot
        self._handle = handle
        self._heard = heard
        self._pauses = pauses
        self._answers, self._edits = Errands(tasks), Edits(sender, pauses, tasks)
        self._commits = Commits(f"Telegram bot {bot.id}", handle)
        router = Router()
        router.message.register(self._said)
        router.edited_message.register(self._edited)
        router.callback_query.register(self._pressed)
        self._dispatcher = Dispatcher(disable_fsm=True)
        self._dispatcher.include_router(router)

    def is_called(self, username: str) -> None:
        """Take in the bot's name, which makes a word in a group one for us."""
        self.me = Myself(self.me.id, username)

    def read(self, raw: dict[str, Any]) -> Update | None:
        """Read one update, and let the phone of whoever pressed a button know that it came.

        None for one that is not for us, or of which nothing can be read.
        """
        try:
            update = Update.model_validate(raw, context={"bot": self._bot})
        except Exception as error:  # whatever Telegram sends, one update holds up no other
            found = self._read_less(raw, error)
            if found is None:
                return None
            update = found
        if updates.chat_of(update) is None:
            return None
        if query := update.callback_query:
            self._answers.begin(self._acknowledge(query.id))
        return update

    def _read_less(self, raw: dict[str, Any], error: Exception) -> Update | None:
        """Read of an update what is needed for an answer, since all of it cannot be read."""
        found = None
        with suppress(Exception):  # whatever is in there
            if less := updates.reduced(raw):
                found = Update.model_validate(less, context={"bot": self._bot})
        log.error(
            "Telegram bot %s: update %s cannot be read and is %s (%s)",
            self.me.id,
            raw.get("update_id"),
            "left out" if found is None else "taken for what can",
            type(error).__name__,
        )
        return found

    async def _acknowledge(self, query: str) -> None:
        answer = partial(self._bot.answer_callback_query, query, request_timeout=ANSWER_S)
        await unless_paused(answer, self._pauses, (updates.PLATFORM, self.me.id), ANSWER_S)

    async def commit(self, update: Update) -> None:
        """Take one update to the conversation; returns after the commit.

        One at which the program fails is given up, so that it holds up no other. Raises while the
        database is down: try again.
        """
        await self._commits.commit(
            f"update {update.update_id}",
            partial(self._dispatcher.feed_update, self._bot, update),
            partial(updates.stand_in, update, self.me),
        )

    def stop(self) -> None:
        """Leave what is still to be done beside the turns."""
        self._answers.stop()
        self._edits.stop()

    # Handlers return None: what they returned else would be sent as a request.

    async def _said(self, message: Message) -> None:
        if incoming := updates.said(message, self.me):
            attachment = attached(message, self._bot, self._pauses)
            await self._handle(replace(incoming, attachment=attachment))

    async def _edited(self, message: Message, event_update: Update) -> None:
        if incoming := updates.edited(message, self.me, event_update.update_id):
            await self._handle(incoming)

    async def _pressed(self, query: CallbackQuery) -> None:
        at = self._heard.earliest(updates.written_at(query))
        if incoming := updates.pressed(query, self.me, at):
            settled = await self._handle(incoming)
            if settled is not None and isinstance(query.message, Message):
                self._edits.settle(
                    incoming.address, query.message, incoming.pressed, settled.label
                )
