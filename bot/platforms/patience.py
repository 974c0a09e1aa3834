"""When a messenger does not answer as it should: how long to wait, one line for the operator."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, ClassVar

LAST_S = 1.0
"""For everything but the turns in hand, when told to stop."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long to wait for what, in seconds."""

    updates: int = 30
    """How long the messenger holds a request for messages while there are none."""
    conflict: float = 5.0
    """Before asking again when another program asks, too."""
    first: float = 1.0
    """After the first failure; twice as long after each further one."""
    most: float = 30.0
    hold: float = 50.0
    """For a message that may never be delivered again, while the database is down."""
    most_held: float = 3.0
    """Between two tries to commit such a message."""
    stop: float = 4.0
    """For the turns in hand, when told to stop; a second more for everything else."""
    beat: float = 60.0
    """Between two looks whether the webhook is still ours."""
    refused: float = 600.0
    """Before a refused token is tried again."""

    def pause(self, failures: int) -> float:
        """Return how long to wait after so many failures in a row."""
        return min(self.most, self.first * 2.0 ** min(failures - 1, 16))


class Trouble:
    """What goes wrong with one kind of request, told once when it begins and once when over."""

    platform: ClassVar[str]
    """What the operator calls the messenger: "Telegram"."""

    def __init__(
        self,
        bot: str,
        what: str,
        patience: Patience,
        *,
        tells_refusal: bool = True,
        refused: Callable[[str], None] = lambda reason: None,
    ) -> None:
        """Prepare; `what` is tried, such as "getting messages", by a `bot`.

        Of several that are refused with the token one is enough to tell it: in the log, and to
        `refused`, with the reason, and with an empty one when it is over.
        """
        self.bot = bot
        self.patience = patience
        self._what = what
        self._tells_refusal = tells_refusal
        self._refused = refused
        self._failures = 0
        self._is_refused = False

    def after_failure(self, reason: str) -> float:
        """Return how many seconds to wait before the next try."""
        self._failures += 1
        if self._failures == 1:
            self.tell(logging.WARNING, f"{self._what} failed, trying again: {reason}")
        return self.patience.pause(self._failures)

    def after_refusal(self, setting: str, mend: str) -> float:
        """Likewise, after the token was refused: `setting` is to be put right, as `mend` says."""
        if self._tells_refusal and not self._is_refused:
            log.error(
                "%s refuses bot %s, which is not served until %s is put right: %s",
                self.platform,
                self.bot,
                setting,
                mend,
            )
            self._refused(f"put right {setting}: {mend}")
        self._is_refused = True
        return self.patience.refused

    def over(self) -> None:
        """Take in that a request went well."""
        if self._failures:
            self.tell(logging.INFO, f"{self._what} works again")
        self._failures = 0
        if self._is_refused and self._tells_refusal:
            log.info("%s takes the token of bot %s again", self.platform, self.bot)
            self._refused("")
        self._is_refused = False

    def tell(self, level: int, said: str) -> None:
        """Say something about the bot to the operator."""
        log.log(level, "%s bot %s: %s", self.platform, self.bot, said)


async def serve(work: Coroutine[Any, Any, None], patience: Patience) -> None:
    """Do `work` until cancelled; then wait for its end within `Patience.stop` and a second."""
    # Not in a TaskGroup, which would wait for it: a transaction that waits for the file of a
    # locked SQLite cannot be cancelled for 30 s.
    serving = asyncio.get_running_loop().create_task(work)
    try:
        await asyncio.shield(serving)
    finally:
        serving.cancel()
        await asyncio.wait([serving], timeout=patience.stop + LAST_S)


async def finished(task: asyncio.Task[None], patience: Patience) -> None:
    """Wait for a task; told to stop meanwhile, let it go on for `Patience.stop`."""
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task], timeout=patience.stop)
        raise
