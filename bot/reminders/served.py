"""The bots that a process sends for, and how much of each is on its way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from bot.chat import Account, Sender

WINDOW = 16
"""Messages of a bot that were claimed and not recorded: no more can come twice after a crash."""
PLATFORM_WINDOW = 400
"""The same of all bots of a platform: one that hangs takes no more of a process's memory."""
AT_ONCE = 100
"""Messages that are claimed at once."""


class Served:
    """Senders by their bots; says for which of them more may be claimed."""

    def __init__(self, senders: Mapping[Account, Sender]) -> None:
        """Begin with some bots; others may come and go."""
        self.senders = dict(senders)
        self._new = set(senders)
        self._strangers: set[Account] = set()
        self._in_flight: Counter[Account] = Counter()

    def serve(self, account: Account, sender: Sender) -> None:
        """Send also for this bot."""
        self.senders[account] = sender
        self._new.add(account)
        self._strangers.discard(account)

    def unserve(self, account: Account) -> None:
        """Claim nothing more of this bot."""
        self.senders.pop(account, None)
        self._new.discard(account)

    def take_new(self) -> set[Account]:
        """Return the bots that came since the last time."""
        new, self._new = self._new, set()
        return new

    def put_back(self, new: Iterable[Account]) -> None:
        """They could not be made known."""
        self._new.update(account for account in new if account in self.senders)

    # --- What is on its way ----------------------------------------------------------------------

    def claimed(self, accounts: Iterable[Account]) -> None:
        """Note bots of which a message each is on its way from now on."""
        self._in_flight.update(accounts)

    def recorded(self, accounts: Counter[Account]) -> None:
        """Note of how many messages the fate is known."""
        self._in_flight -= accounts

    @property
    def total(self) -> int:
        """Return how many messages are on their way."""
        return self._in_flight.total()

    @property
    def busy(self) -> set[str]:
        """Return the platforms of which anything is on its way."""
        return {platform for platform, _bot in self._in_flight}

    def room(self, account: Account) -> int:
        """Return how many more messages of a bot may be claimed; none of one not served here."""
        if account not in self.senders:
            self._strangers.add(account)
            return 0
        return WINDOW - self._in_flight[account]

    @property
    def most(self) -> int:
        """Return how many messages may be claimed at once."""
        return min(AT_ONCE, WINDOW * len(self.senders) - self.total)

    @property
    def without(self) -> set[Account]:
        """Return the bots of which nothing is to be claimed: a short list of exceptions."""
        full = {account for account, number in self._in_flight.items() if number >= WINDOW}
        return full | self._strangers

    @property
    def platforms(self) -> set[str]:
        """Return the platforms of which anything may be claimed."""
        on_way: Counter[str] = Counter()
        for (platform, _bot), number in self._in_flight.items():
            on_way[platform] += number
        ours = {platform for platform, _bot in self.senders}
        return {platform for platform in ours if on_way[platform] < PLATFORM_WINDOW}
