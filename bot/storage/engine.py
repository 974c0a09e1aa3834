"""The database: one writer at a time on SQLite, row locks on PostgreSQL, the same code on both."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Row, Select, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection as SyncConnection
from sqlalchemy.engine import ExceptionContext, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.orm import DeclarativeBase

from bot.storage import sqlite_thread

Connection = AsyncConnection
"""What storage functions take: an open connection, inside the caller's transaction."""

AnyRow = Row[*tuple[Any, ...]]
AnySelect = Select[*tuple[Any, ...]]

BUSY_MS = 30_000
RETRYABLE = {"40001", "40P01"}  # PostgreSQL: serialization failure, deadlock


class Database:
    """Opens transactions; made once in `bot.app` and handed around."""

    def __init__(self, url: str) -> None:
        """Prepare the engine for `url`; nothing is opened yet."""
        self.url = url
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        self.engine = _sqlite(url) if self.is_sqlite else _postgres(url)
        self._writer: asyncio.Lock | nullcontext[None]
        self._writer = asyncio.Lock() if self.is_sqlite else nullcontext()

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Connection]:
        """One transaction that may write: commits at the end, rolls back on any exception.

        SQLite lets one writer in at a time; ours queue here in order, not polling its lock.
        """
        async with self._writer, self.engine.begin() as db:
            yield db

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Connection]:
        """One consistent look, never waiting for a writer."""
        async with self.engine.connect() as db:
            await db.execution_options(reads_only=True)
            if not self.is_sqlite:
                await db.execution_options(isolation_level="REPEATABLE READ")
            async with db.begin():
                yield db

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()


def inserting(db: Connection, table: type[DeclarativeBase]) -> postgresql.Insert | sqlite.Insert:
    """Begin an INSERT that may say ON CONFLICT, which both databases understand."""
    return insert_on(db.dialect.name, table)


def insert_on(dialect: str, table: type[DeclarativeBase]) -> postgresql.Insert | sqlite.Insert:
    """Begin such an INSERT for one that is made once: making it costs more than running it."""
    make = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return make(table)


async def exclusive(db: Connection, name: str) -> None:
    """Let one transaction at a time pass here, over all processes, until it ends.

    On SQLite every writing transaction is alone already.
    """
    if db.dialect.name == "postgresql":
        await db.execute(text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": name})


def worth_retrying(error: BaseException) -> bool:
    """Say whether the same transaction may succeed when it is simply run again."""
    if not isinstance(error, DBAPIError):
        return False
    return getattr(error.orig, "sqlstate", None) in RETRYABLE


def _postgres(url: str) -> AsyncEngine:
    engine = create_async_engine(
        url, pool_size=10, max_overflow=10, pool_pre_ping=True, hide_parameters=True
    )
    event.listen(engine.sync_engine, "handle_error", _hide_values)
    return engine


def _hide_values(context: ExceptionContext) -> None:
    # asyncpg's errors quote the row, "Key (name)=(…)", and a traceback would print it.
    cause: Any = getattr(context.original_exception, "__cause__", None)
    if hasattr(cause, "detail"):
        cause.detail = None


def _sqlite(url: str) -> AsyncEngine:
    file = make_url(url).database
    if file:
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    engine = create_async_engine(
        url, hide_parameters=True, connect_args={"async_creator_fn": sqlite_thread.connect}
    )
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(dbapi: Any, _record: Any) -> None:
    # We say BEGIN ourselves: the driver's own is deferred, and upgrading it from reading to
    # writing fails at once, whatever the busy timeout.
    dbapi.isolation_level = None
    cursor = dbapi.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # NORMAL may lose the last commits in a power cut
        "foreign_keys=ON",
        f"busy_timeout={BUSY_MS}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: SyncConnection) -> None:
    reads = connection.get_execution_options().get("reads_only")
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
