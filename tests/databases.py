"""Databases for tests and benchmarks: a PostgreSQL server of one's own, and fresh copies on it."""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, make_url, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bot.storage.migrate import migrate

START_SECONDS = 30
# As servers are run: for figures that mean something.
DURABLE = {
    "shared_buffers": "32MB",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
}
# What a crash would cost does not matter here: the server lives as long as the tests.
FAST = {
    **DURABLE,
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


class PostgresMissing(Exception):
    """No server was named, and none can be started; the text says what to install."""


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running server, on which databases are made and dropped."""

    server: URL

    def url(self, name: str) -> str:
        """Return the URL of the database called `name`."""
        return self.server.set(database=name).render_as_string(hide_password=False)

    def create(self, template: str = "template1") -> str:
        """Make a database with a name of its own, a copy of `template`, and return the name."""
        name = f"tugiup_{os.getpid()}_{secrets.token_hex(4)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        async def run() -> None:
            engine = create_async_engine(
                self.server, isolation_level="AUTOCOMMIT", poolclass=NullPool
            )
            async with engine.connect() as db:
                await db.execute(text(statement))

        apart(lambda: asyncio.run(run()))


def apart(work: Callable[[], None]) -> None:
    """Do `work` in a thread of its own: the caller's may have a running event loop."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        thread.submit(work).result()


def migrated_file(file: Path) -> Path:
    """Make an SQLite database with the newest schema, ready to be copied as one file."""
    apart(lambda: migrate(sqlite_url_of(file)))
    with sqlite3.connect(file) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    return file


def sqlite_url_of(file: Path) -> str:
    """Return the URL of an SQLite file."""
    return f"sqlite+aiosqlite:///{file}"


@contextmanager
def postgres(settings: Mapping[str, str] = FAST) -> Iterator[Postgres]:
    """Lend the server of `TEST_DATABASE_URL`, else one that is started here and stopped after.

    Raises `PostgresMissing` where there is neither.
    """
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield Postgres(make_url(given).set(drivername="postgresql+asyncpg"))
        return
    binaries = find_binaries()
    directory = Path(tempfile.mkdtemp(prefix="tugiup-postgres-"))
    try:
        if is_root():
            shutil.chown(directory, "postgres", "postgres")
        _make_cluster(binaries, directory)
        server, port = _start(binaries, directory, settings)
        try:
            yield Postgres(_address(port))
        finally:
            server.send_signal(signal.SIGQUIT)  # at once: nothing in it is kept
            server.wait(START_SECONDS)
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def find_binaries() -> Path:
    """Return the directory of the newest PostgreSQL that is installed."""
    found = Path("/usr/lib/postgresql").glob("*/bin/postgres")
    newest = max(found, key=lambda file: float(file.parts[-3]), default=None)
    if newest is None:
        raise PostgresMissing(
            "no PostgreSQL: install one (apt-get install postgresql) or set TEST_DATABASE_URL"
        )
    return newest.parent


def is_root() -> bool:
    """Say whether we are root, as whom PostgreSQL refuses to run."""
    return os.geteuid() == 0


def _as_postgres(command: list[str], log: Path) -> subprocess.Popen[bytes]:
    user = "postgres" if is_root() else None
    with log.open("ab") as out:
        return subprocess.Popen(
            command,
            user=user,
            group=user,
            extra_groups=[] if user else None,
            cwd="/",
            stdout=out,
            stderr=out,
        )


def _make_cluster(binaries: Path, directory: Path) -> None:
    log = directory / "initdb.log"
    made = _as_postgres(
        [
            str(binaries / "initdb"),
            *("--pgdata", str(directory / "data"), "--username", "tugiup", "--auth", "trust"),
            *("--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
        ],
        log,
    )
    if made.wait():
        raise RuntimeError(log.read_text("utf-8", "replace"))


def _start(
    binaries: Path, directory: Path, settings: Mapping[str, str]
) -> tuple[subprocess.Popen[bytes], int]:
    log = directory / "postgres.log"
    for _attempt in range(3):  # another program may take the free port before the server does
        port = free_port()
        options = [f"--{name}={value}" for name, value in settings.items()]
        command = [str(binaries / "postgres"), "-D", str(directory / "data"), "-p", str(port)]
        server = _as_postgres([*command, *options], log)
        if _answers(server, directory / "data" / "postmaster.pid"):
            return server, port
        server.kill()
        server.wait()
    raise RuntimeError(log.read_text("utf-8", "replace"))


def _answers(server: subprocess.Popen[bytes], status: Path) -> bool:
    """Wait until the server's own status file says that it takes connections."""
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        if status.exists() and status.read_text("utf-8").rstrip().endswith("ready"):
            return True
        time.sleep(0.02)
    return False


def free_port() -> int:
    """Return a loopback port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _address(port: int) -> URL:
    return URL.create(
        "postgresql+asyncpg", username="tugiup", host="127.0.0.1", port=port, database="postgres"
    )
