"""Small things done on Telegram beside the turns; they, too, are silent when the bot has to be."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from typing import Any, Protocol

from aiogram.exceptions import TelegramRetryAfter

from bot.chat import Account, SlowDown, bounded

AT_ONCE = 8
WAITING = 200

log = logging.getLogger(__name__)


class Pauses(Protocol):
    """When bots must be silent, shared by all that this process sends."""

    def left(self, account: Account) -> timedelta | None:
        """Return how long a bot must still be silent, or None."""
        ...

    def slow_down(self, account: Account, seconds: float) -> None:
        """Let the whole bot be silent for so long."""
        ...


async def unless_paused(
    request: Callable[[], Awaitable[object]], pauses: Pauses, account: Account, at_most: float
) -> None:
    """Make a request once the bot need not be silent; once more, if it is asked to be just then.

    Raises `TimeoutError` when it would have to wait for more than `at_most` seconds.
    """
    for _try in range(2):
        await _silence(pauses, account, at_most)
        try:
            await request()
        except SlowDown as error:
            pauses.slow_down(account, error.seconds)
        except TelegramRetryAfter as error:
            pauses.slow_down(account, bounded(error.retry_after))
        else:
            return


async def _silence(pauses: Pauses, account: Account, at_most: float) -> None:
    while pause := pauses.left(account):
        at_most -= pause.total_seconds()
        if at_most < 0:
            raise TimeoutError
        await asyncio.sleep(pause.total_seconds())


class Errands:
    """Small things done beside the turns: best effort, a few at a time."""

    def __init__(self, tasks: asyncio.TaskGroup) -> None:
        """Run them in `tasks`, which they never fail."""
        self._tasks = tasks
        self._room = asyncio.Semaphore(AT_ONCE)
        self._running: set[asyncio.Task[None]] = set()
        self._stopped = False

    def begin(self, errand: Coroutine[Any, Any, object]) -> bool:
        """Do it soon; not at all, and return False, when too many wait already."""
        if self._stopped or len(self._running) >= WAITING:
            errand.close()
            return False
        task = self._tasks.create_task(self._run(errand))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        task.add_done_callback(lambda _task: errand.close())  # cancelled before it began
        return True

    def stop(self) -> None:
        """Leave what is not done, and begin nothing more."""
        self._stopped = True
        for task in self._running:
            task.cancel()

    async def _run(self, errand: Coroutine[Any, Any, object]) -> None:
        async with self._room:
            try:
                await errand
            except Exception as error:  # best effort: it ends no other task of the bot
                log.debug("an errand came to nothing: %s", type(error).__name__)
