"""When a bot of ours must be silent: its platform said so, or does not answer at all."""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.chat import Account, Address
from bot.clock import Clock

BREAKS_AFTER = 5
"""Requests in a row without an answer; then trying goes on for one round at a time."""
BREAK = timedelta(seconds=10)
BULK_WAITS = 6
"""So many times as long as answers wait news and reminders of a bot whose plan is used up."""
APART = timedelta(seconds=1.05)
"""Between a bulk message and any other in its chat: platforms take one a second there, and two
would silence the whole bot."""
KEPT = 1000
"""Chats whose last message is remembered, before those of more than a second ago are dropped."""

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Unshared:
    """What other processes have not been told of yet."""

    silent: dict[Account, datetime] = field(default_factory=dict)
    """Bots that say nothing until then."""
    used_up: dict[Account, datetime] = field(default_factory=dict)
    """Bots whose news and reminders wait until then."""

    def __bool__(self) -> bool:
        """Return whether there is anything to be told."""
        return bool(self.silent or self.used_up)


class Pauses:
    """What this process knows of the pauses of its bots, for all that it sends."""

    def __init__(self, clock: Clock) -> None:
        """Begin without any."""
        self.clock = clock
        self._until: dict[Account, datetime] = {}
        self._failures: Counter[Account] = Counter()
        self._unshared = Unshared()
        self._got: dict[Address, datetime] = {}
        self._got_bulk: dict[Address, datetime] = {}

    def left(self, account: Account) -> timedelta | None:
        """Return how long a bot must still be silent, or None."""
        until = self._until.get(account)
        now = self.clock()
        return until - now if until and until > now else None

    def apart(self, address: Address, *, bulk: bool) -> timedelta:
        """Return how long a message has to wait for the one that its chat has just got.

        Answers follow each other at once: there are few, and somebody waits for them.
        """
        last = (self._got if bulk else self._got_bulk).get(address)
        now = self.clock()
        return max(last + APART - now, timedelta(0)) if last and last <= now else timedelta(0)

    def gets(self, address: Address, *, bulk: bool) -> None:
        """Note that a chat gets a message now."""
        for got in (self._got, self._got_bulk) if bulk else (self._got,):
            if len(got) >= KEPT:
                since = self.clock() - APART
                for old in [one for one, at in got.items() if at < since]:
                    del got[old]
            got[address] = self.clock()

    def slow_down(self, account: Account, seconds: float) -> None:
        """The platform asked the whole bot to wait."""
        log.warning("%s %s must wait for %.0f s", *account, seconds)
        self._pause(account, timedelta(seconds=seconds))

    def failed(self, account: Account, reason: str) -> None:
        """A request got no answer; several in a row, and the platform is taken to be down."""
        self._failures[account] += 1
        if self._failures[account] >= BREAKS_AFTER and self.left(account) is None:
            log.warning("%s %s does not answer (%s); trying again", *account, reason)
            self._pause(account, BREAK)

    def used_up(self, account: Account, seconds: float) -> None:
        """The bot's plan is used up; what may wait waits longer than the rest."""
        self.slow_down(account, seconds)
        waits = timedelta(seconds=seconds) * BULK_WAITS
        self._unshared.used_up[account] = self.clock() + waits

    def worked(self, account: Account) -> None:
        """A request was answered."""
        self._failures.pop(account, None)

    def take_unshared(self) -> Unshared:
        """Return what other processes have not been told of yet."""
        unshared, self._unshared = self._unshared, Unshared()
        return unshared

    def put_back(self, unshared: Unshared) -> None:
        """They could not be told."""
        self._unshared = Unshared(
            unshared.silent | self._unshared.silent, unshared.used_up | self._unshared.used_up
        )

    def _pause(self, account: Account, span: timedelta) -> None:
        until = self.clock() + span
        self._until[account] = self._unshared.silent[account] = until
