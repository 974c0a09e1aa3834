"""When Zalo does not answer as it should: what it means, and how long to wait."""

from __future__ import annotations

from bot.platforms.patience import Trouble
from bot.platforms.zalo_client import NOT_FOUND, QUOTA, QUOTA_S, REFUSED, ZaloError

TOKEN = "ZALO_TOKEN (or what `tugiup tokens add zalo` was given)"  # noqa: S105  # no secret
MENDS = {
    REFUSED: (TOKEN, "copy the token anew from Zalo Bot Creator"),
    NOT_FOUND: (f"ZALO_API or {TOKEN}", "nobody at that address knows of such a bot"),
}


class ZaloTrouble(Trouble):
    """What goes wrong with one kind of request to Zalo."""

    platform = "Zalo"

    def pause_after(self, error: Exception) -> float:
        """Return how many seconds to wait before the next try."""
        if not isinstance(error, ZaloError):  # the database's: its words may be anything
            return self.after_failure(type(error).__name__)
        if error.code in MENDS:
            return self.after_refusal(*MENDS[error.code])
        pause = self.after_failure(str(error))
        return max(pause, QUOTA_S) if error.code == QUOTA else pause
