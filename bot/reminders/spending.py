"""What the bots of this process have spent of their plans, until it is written down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from bot.chat import Account


class Spending:
    """Counts the messages that senders sent; shared by the process's deliveries.

    A process that dies forgets what it had not written yet: no more than was in flight.
    """

    def __init__(self) -> None:
        """Begin with nothing spent."""
        self._unwritten: Counter[Account] = Counter()

    def spent(self, account: Account, messages: int) -> None:
        """Count messages that the platform has taken, or may have: this is a `chat.Spent`."""
        self._unwritten[account] += messages

    def take_unwritten(self) -> dict[Account, int]:
        """Return what has been spent since the last time, by the bot."""
        unwritten, self._unwritten = self._unwritten, Counter()
        return dict(unwritten)

    def put_back(self, unwritten: Mapping[Account, int]) -> None:
        """It could not be written."""
        self._unwritten.update(unwritten)
