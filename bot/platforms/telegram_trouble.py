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

from bot.chat import bounded

log = logging.getLogger(__name__)


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

    def __init__(
        self, token: str, what: str, patience: Patience, *, tells_refusal: bool = True
    ) -> None:
        """Prepare; `what` is tried, such as "getting messages".

        Of several that are refused with the token one is enough to tell it.
        """
        self._bot, _, self._secret = token.partition(":")
        self._what = what
        self._patience = patience
        self._tells_refusal = tells_refusal
        self._failures = 0
        self._is_refused = False
        self._conflict_at: float | None = None

    def pause_after(self, error: Exception) -> float:
        """Return how many seconds to wait before the next try."""
        if isinstance(error, TelegramUnauthorizedError | TelegramNotFound):
            return self._after_refusal(error)
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
            return max(bounded(error.retry_after), self._patience.first)
        return self._patience.pause(self._failures)

    def over(self) -> None:
        """Take in that a request went well."""
        if self._failures:
            log.info("Telegram bot %s: %s works again", self._bot, self._what)
        self._failures = 0
        if self._is_refused:
            self._is_refused = False
            if self._tells_refusal:
                log.info("Telegram takes the token of bot %s again", self._bot)
        # Two programs that ask in turn both succeed now and then.
        calm = 6 * self._patience.conflict
        if self._conflict_at is not None and time.perf_counter() - self._conflict_at >= calm:
            self._conflict_at = None
            log.info("Telegram bot %s: no other program uses its token any more", self._bot)

    def _after_refusal(self, error: TelegramUnauthorizedError | TelegramNotFound) -> float:
        if self._tells_refusal and not self._is_refused:
            log.error(
                "Telegram refuses bot %s, which is not served until %s is put right: %s",
                self._bot,
                *_to_blame(error),
            )
        self._is_refused = True
        return self._patience.refused

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


def _to_blame(error: TelegramUnauthorizedError | TelegramNotFound) -> tuple[str, str]:
    """Return the setting that is wrong, and what to do."""
    if isinstance(error, TelegramNotFound):
        return "TELEGRAM_API or TELEGRAM_TOKEN", "nobody at that address knows of such a bot"
    return "TELEGRAM_TOKEN", "copy the token anew from @BotFather"
