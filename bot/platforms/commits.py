"""Messages on their way into the conversation: each is committed in the end, or answered."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Awaitable, Callable

from bot.chat import Incoming, Settled
from bot.storage.engine import is_down, worth_retrying

Handle = Callable[[Incoming], Awaitable[Settled | None]]

TRIES = 3

log = logging.getLogger(__name__)


class Commits:
    """Takes what one bot is told to the conversation."""

    def __init__(self, bot: str, handle: Handle) -> None:
        """Prepare; `bot` is what the log calls it, e.g. "Telegram bot 123"."""
        self._bot = bot
        self._handle = handle
        self._down = False

    async def commit(
        self,
        what: str,
        take: Callable[[], Awaitable[object]],
        stand_in: Callable[[], Incoming | None],
    ) -> None:
        """Let `take` commit one message; `what` is what the log calls it.

        One at which the program fails is given up, so that it holds up no other: what `stand_in`
        returns is taken in its place, for the person to hear at least that it was not understood.
        Raises while the database is down: try again.
        """
        for left in reversed(range(TRIES)):
            try:
                await take()
            except Exception as error:  # of the database it is raised, else it is a bug of ours
                self._note_down(error)
                if left == 0:
                    await self._excuse(what, stand_in(), error)
            else:
                self._note_up()
                return

    async def _excuse(self, what: str, said: Incoming | None, error: Exception) -> None:
        excused = False
        if said is not None:
            try:
                await self._handle(said)
                excused = True
            except Exception as again:  # likewise
                self._note_down(again)
        log.error(
            "%s: %s failed %d times and was %s: %s",
            self._bot,
            what,
            TRIES,
            "answered without its words" if excused else "left out",
            where(error),
        )

    def _note_down(self, error: Exception) -> None:
        """Raise what the database is to blame for, and tell it once."""
        if not (is_down(error) or worth_retrying(error)):
            return
        if not self._down:
            self._down = True
            log.warning("%s: messages wait for the database (%s)", self._bot, type(error).__name__)
        raise error

    def _note_up(self) -> None:
        if self._down:
            self._down = False
            log.info("%s: the database takes messages again", self._bot)


def where(error: BaseException) -> str:
    """Return what an error is and where it comes from, without its words: they may be secret."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    return type(error).__name__ + place
