"""A real club, the program that serves it, and the Telegram that it is told to use."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

from bot.chat import Address
from tests.program import START_SECONDS, Program, wait_for
from tests.served_club import PUBLIC, ServedClub
from tests.telegram_api import Person, Telegram

LATER = "61"
"""Seconds after which the lease of a dead process has ended: another one may still be sending."""


class Club(ServedClub):
    """The club of the sheet on a database of its own, on Telegram and on the page."""

    def __init__(
        self, folder: Path, url: str, *, webhook: bool = False, token_is_good: bool = True
    ) -> None:
        super().__init__(folder, url)
        self.webhook = webhook
        self.telegram = Telegram()
        self.telegram.token_is_good = token_is_good

    def __enter__(self) -> Self:
        self.telegram.__enter__()
        try:
            self.starts()
        except BaseException:
            self.telegram.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: object, trace: TracebackType | None
    ) -> None:
        try:
            self.program.__exit__(kind, error, trace)
        finally:
            self.telegram.__exit__(kind, error, trace)

    def starts(self, *arguments: str, module: str = "bot") -> None:
        """Start the program; return once it listens to Telegram, or is not let in there."""
        asked = self._asked_for_updates()
        given = {"TELEGRAM_TOKEN": self.telegram.token, "TELEGRAM_API": self.telegram.url}
        if self.webhook:
            given["PUBLIC_URL"] = PUBLIC
        self.program = Program(
            self.folder, *arguments, module=module, DATABASE_URL=self.url, **given
        )
        self.telegram.reaches[PUBLIC] = f"http://127.0.0.1:{self.program.port}"
        self.program.__enter__()
        wait_for(lambda: self._asked_for_updates() > asked, START_SECONDS)

    def _asked_for_updates(self) -> int:
        methods = ("setWebhook",) if self.webhook else ("deleteWebhook", "getUpdates")
        return sum(self.telegram.count(method) for method in methods)

    def starts_again(self) -> None:
        """Start it after it was killed: on PostgreSQL once the dead one's leases have ended."""
        if self.url.startswith("sqlite"):
            self.starts()
        else:
            self.starts("--later", LATER, module="tests.started")

    def phone(self, member: int = 0, locale: str = "vi") -> Person:
        """Give a member, or the next borrower in turn, a new phone that has joined."""
        person = self.telegram.person(f"Member {member}", locale)
        person.opens()
        bot = self.telegram.token.partition(":")[0]
        self.link(member, Address("telegram", bot, str(person.id)), locale)
        return person

    def everybody_was_answered(self) -> None:
        """Wait until no phone shows any more that it waits for a press."""
        self.telegram.wait_for(lambda: not self.telegram.unanswered, "every press is answered")
