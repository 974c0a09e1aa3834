"""A database that is down, told in one line when it begins and in one when it is over."""

from __future__ import annotations

import logging

log = logging.getLogger(__name__)


class Outage:
    """What one kind of work tells of a database that is down, however often it looks."""

    def __init__(self, waits: str, again: str) -> None:
        """Prepare both lines, such as "the scans wait" and "the scans run again"."""
        self._waits = waits
        self._again = again
        self._is_on = False

    def goes_on(self, error: Exception) -> None:
        """Take in that the database could not be used."""
        if not self._is_on:
            log.warning("%s for the database (%s)", self._waits, type(error).__name__)
        self._is_on = True

    def over(self) -> None:
        """Take in that the database was used."""
        if self._is_on:
            log.info("%s", self._again)
        self._is_on = False
