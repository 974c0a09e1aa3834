"""Kill -9 at 50 random moments while 2,000 reminders go out at 25 a second: none is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.killed import Killed

pytestmark = [pytest.mark.proof, pytest.mark.process]

PEOPLE, KILLS = 2000, 50


def test_fifty_kills_on_sqlite_lose_no_reminder(tmp_path: Path, sqlite_url: str) -> None:
    killed = Killed(tmp_path, sqlite_url, people=PEOPLE, kills=KILLS, senders=1)
    killed.proves("SQLite, one sender")


def test_fifty_kills_of_two_senders_on_postgres_lose_no_reminder(
    tmp_path: Path, postgres_url: str
) -> None:
    killed = Killed(tmp_path, postgres_url, people=PEOPLE, kills=KILLS, senders=2)
    killed.proves("PostgreSQL, two senders")
