"""When Telegram does not answer as it should: what it means, and how long to wait."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from aiogram.exceptions import (
    TelegramAPIError,
    TelegramConflictError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)

from bot.chat import bounded
from bot.platforms.patience import Patience, Trouble
from bot.platforms.reasons import short_reason


class TelegramTrouble(Trouble):
    """What goes wrong with one kind of request to Telegram."""

    platform = "Telegram"

    def __init__(
        self,
        token: str,
        what: str,
        patience: Patience,
        *,
        tells_refusal: bool = True,
        refused: Callable[[str], None] = lambda reason: None,
    ) -> None:
        """Prepare as `Trouble` does; the token is in no line."""
        bot, _, self._secret = token.partition(":")
        super().__init__(bot, what, patience, tells_refusal=tells_refusal, refused=refused)
        self._conflict_at: float | None = None

    def pause_after(self, error: Exception) -> float:
        """Return how many seconds to wait before the next try."""
        if isinstance(error, TelegramUnauthorizedError | TelegramNotFound):
            return self.after_refusal(*_to_blame(error))
        if isinstance(error, TelegramConflictError):
            return self._after_conflict()
        pause = self.after_failure(self._reason(error))
        if isinstance(error, TelegramRetryAfter):
            return max(bounded(error.retry_after), self.patience.first)
        return pause

    def over(self) -> None:
        """Take in that a request went well."""
        super().over()
        # Two programs that ask in turn both succeed now and then.
        calm = 6 * self.patience.conflict
        if self._conflict_at is not None and time.perf_counter() - self._conflict_at >= calm:
            self._conflict_at = None
            self.tell(logging.INFO, "no other program uses its token any more")

    def _after_conflict(self) -> float:
        if self._conflict_at is None:
            self.tell(
                logging.ERROR,
                "another program uses its token (TELEGRAM_TOKEN, or that of `tugiup tokens`), and"
                " each gets only some of the messages: stop it, or take another token",
            )
        self._conflict_at = time.perf_counter()
        return self.patience.conflict

    def _reason(self, error: Exception) -> str:
        """What went wrong, without the token, which is in every address, and without messages."""
        reason = type(error).__name__
        if isinstance(error, TelegramAPIError):
            reason += f", {error.message}"
        return short_reason(reason, self._secret)


def _to_blame(error: TelegramUnauthorizedError | TelegramNotFound) -> tuple[str, str]:
    """Return the setting that is wrong, and what to do."""
    given = "TELEGRAM_TOKEN (or what `tugiup tokens add telegram` was given)"
    if isinstance(error, TelegramNotFound):
        return f"TELEGRAM_API or {given}", "nobody at that address knows of such a bot"
    return given, "copy the token anew from @BotFather"
