"""Copies of the database that are consistent while the bot runs."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import make_url


class BackupFailed(Exception):
    """The copy could not be made; the text says why."""


def backup(url: str, file: Path) -> None:
    """Copy the database to `file`: SQLite's online backup, or pg_dump's custom format.

    An existing file is replaced only when the copy is complete. Raises `BackupFailed`.
    """
    partial = file.with_name(file.name + ".partial")
    try:
        if make_url(url).get_backend_name() == "sqlite":
            _sqlite(url, partial)
        else:
            _postgres(url, partial)
        partial.replace(file)
    except OSError as error:
        raise BackupFailed(f"{error.filename or file}: {error.strerror}") from error
    finally:
        partial.unlink(missing_ok=True)


def _sqlite(url: str, file: Path) -> None:
    source = Path(make_url(url).database or "")
    if not source.is_file():
        raise BackupFailed(f"{source} is not there yet: start the bot once.")
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(file)) as copy:
        live.backup(copy)


def _postgres(url: str, file: Path) -> None:
    parts = make_url(url)
    plain = parts.set(drivername="postgresql", password=None)
    environment = {"PGPASSWORD": parts.password} if parts.password else {}
    try:
        done = subprocess.run(  # noqa: S603 -- the operator's own database, no shell
            ["pg_dump", "--format=custom", "--file", str(file), plain.render_as_string()],  # noqa: S607
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise BackupFailed("pg_dump is not installed: install PostgreSQL's client.") from error
    if done.returncode:
        raise BackupFailed(done.stderr.strip().splitlines()[0])
