"""When Telegram does not answer as it should: how long to wait, and one line for the operator."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass

from aiogram.exceptions import (
    TelegramAPIError,
    TelegramConflictError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)

log = logging.getLogger(__name__)


class Refused(Exception):
    """Telegram does not take the token."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long to wait for what, in seconds."""

    updates: int = 30
    """How long Telegram holds a request for updates while there are none."""
    conflict: float = 5.0
    """Before asking again when another program asks, too."""
    first: float = 1.0
    """After the first failure; twice as long after each further one."""
    most: float = 30.0
    stop: float = 5.0
    """For the turns in hand, when told to stop."""
    beat: float = 60.0
    """Between two notes that the webhook is open."""

    def pause(self, failures: int) -> float:
        """Return how long to wait after so many failures in a row."""
        return min(self.most, self.first * 2.0 ** min(failures - 1, 16))


class Trouble:
    """What goes wrong with one kind of request, told once when it begins and once when over."""

    def __init__(self, token: str, what: str, patience: Patience) -> None:
        """Prepare; `what` is tried, such as "getting messages"."""
        self._bot, _, self._secret = token.partition(":")
        self._what = what
        self._patience = patience
        self._failures = 0
        self._conflict_at: float | None = None

    def pause_after(self, error: Exception) -> float:
        """Return how many seconds to wait before the next try.

        Raises `Refused` when it is of no use to try.
        """
        if isinstance(error, TelegramUnauthorizedError | TelegramNotFound):
            raise Refused from error
        if isinstance(error, TelegramConflictError):
            return self._after_conflict()
        self._failures += 1
        if self._failures == 1:
            log.warning(
                "Telegram bot %s: %s failed, trying again: %s",
                self._bot,
                self._what,
                self._reason(error),
            )
        if isinstance(error, TelegramRetryAfter):
            return float(error.retry_after)
        return self._patience.pause(self._failures)

    def over(self) -> None:
        """Take in that a request went well."""
        if self._failures:
            log.info("Telegram bot %s: %s works again", self._bot, self._what)
        self._failures = 0
        # Two programs that ask in turn both succeed now and then.
        calm = 6 * self._patience.conflict
        if self._conflict_at is not None and time.perf_counter() - self._conflict_at >= calm:
            self._conflict_at = None
            log.info("Telegram bot %s: no other program uses its token any more", self._bot)

    def _after_conflict(self) -> float:
        if self._conflict_at is None:
            log.error(
                "Telegram bot %s: another program uses this TELEGRAM_TOKEN, and each gets only"
                " some of the messages: stop it, or set another token",
                self._bot,
            )
        self._conflict_at = time.perf_counter()
        return self._patience.conflict

    def _reason(self, error: Exception) -> str:
        """What went wrong, without the token, which is in every address, and without messages."""
        reason = type(error).__name__
        if isinstance(error, TelegramAPIError):
            reason += f", {error.message}"
        return " ".join(reason.replace(self._secret, "…").split())[:200]
