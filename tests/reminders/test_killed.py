"""Kill -9 while reminders go out, in short; `make proof` does it 50 times."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.killed import Killed

pytestmark = [pytest.mark.process, pytest.mark.xdist_group("killed")]


def test_kills_on_sqlite_lose_no_reminder(tmp_path: Path, sqlite_url: str) -> None:
    killed = Killed(tmp_path, sqlite_url, people=150, kills=3, senders=1)
    killed.proves("SQLite, one sender")


def test_kills_of_two_senders_on_postgres_lose_no_reminder(
    tmp_path: Path, postgres_url: str
) -> None:
    killed = Killed(tmp_path, postgres_url, people=150, kills=2, senders=2, lease=5)
    killed.proves("PostgreSQL, two senders")
