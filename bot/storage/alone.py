"""A database that is a file belongs to one process: two would say everything twice."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url

from bot.config import BadSetting


@contextmanager
def alone(url: str) -> Iterator[None]:
    """Keep every other process from serving the same SQLite file; raises `BadSetting`.

    The lock ends with the process, however it ends; the empty file beside the database stays.
    """
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        yield
        return
    file = Path(address.database or "")
    # Not the database itself: closing it would take away the locks that SQLite has on it.
    lock = os.open(file.with_name(f"{file.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _lock(lock, file)
        yield
    finally:
        os.close(lock)


def _lock(lock: int, file: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise BadSetting(
            f"{file} is served by another tugiup that runs: stop that one. SQLite belongs to one"
            " process; for several set DATABASE_URL to a PostgreSQL."
        ) from None
    except OSError:  # a file system without locks: then nobody can tell
        return
