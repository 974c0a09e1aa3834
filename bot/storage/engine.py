"""The database: one writer at a time on SQLite, row locks on PostgreSQL, the same code on both."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Executable, Row, Select, event, insert, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection as SyncConnection
from sqlalchemy.engine import Dialect, ExceptionContext, make_url
from sqlalchemy.exc import DBAPIError, InvalidatePoolError, PendingRollbackError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import ConnectionPoolEntry

from bot.storage import sqlite_thread

Connection = AsyncConnection
"""What storage functions take: an open connection, inside the caller's transaction."""

AnyRow = Row[*tuple[Any, ...]]
AnySelect = Select[*tuple[Any, ...]]

HEALTH_KEYS = "health_keys"
"""Under this name connections carry the keys that the operator set for measurements."""
BUSY_MS = 30_000
RESTS_SINCE = "rests_since"
"""Under this name a connection's place in the pool carries when it came back."""
RESTED_S = 1.0
"""After so long a connection is not trusted: the server may have gone meanwhile."""
RETRYABLE = {"40001", "40P01"}  # PostgreSQL: serialization failure, deadlock
# PostgreSQL: connection, authorization, resources, operator and system; no such database, a
# replica that only reads, a lock or a statement that took too long.
POSTGRES_DOWN = ("08", "28", "53", "57", "58", "3D000", "25006", "55P03")
SQLITE_DOWN = {
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_INTERRUPT,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_NOTADB,
}


class Database:
    """Opens transactions; made once in `bot.app` and handed around."""

    def __init__(self, url: str, health_keys: Sequence[bytes] = ()) -> None:
        """Prepare the engine for `url`; nothing is opened yet.

        `health_keys`: see `sealing`; none, where they are in a file.
        """
        self.url = url
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        engine = _sqlite(url) if self.is_sqlite else _postgres(url)
        self.engine = engine.execution_options(**{HEALTH_KEYS: tuple(health_keys)})
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


def numbered(table: type[DeclarativeBase]) -> dict[str, Executable]:
    """Make the INSERT for `insert_numbered` once, for each database."""
    its_id = table.__table__.c.id
    return {
        # One writer at a time, who is given ascending ids: sorted, they are in order. Asked for
        # them in order, SQLAlchemy would insert row by row.
        "sqlite": insert(table).returning(its_id),
        "postgresql": insert(table).returning(its_id, sort_by_parameter_order=True),
    }


async def insert_numbered(
    db: Connection, made: Mapping[str, Executable], rows: Sequence[Mapping[str, object]]
) -> list[int]:
    """Insert rows and return the ids that they were given, in the order of the rows."""
    ids = list((await db.execute(made[db.dialect.name], rows)).scalars())
    return sorted(ids) if db.dialect.name == "sqlite" else ids


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


def is_down(error: BaseException) -> bool:
    """Say whether the database failed, whatever was asked of it: it could not be reached or work.

    The same transaction may succeed once the database is back. Only for what a transaction
    raised: any failing of files or the network counts.
    """
    if isinstance(error, PendingRollbackError):  # the connection went away in a savepoint
        return True
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or is_down(error.orig or ValueError())
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CANTOPEN) & 0xFF in SQLITE_DOWN
    if (state := getattr(error, "sqlstate", None)) is not None:
        return str(state).startswith(POSTGRES_DOWN)
    return isinstance(error, OSError | PoolTimeout)


def _postgres(url: str) -> AsyncEngine:
    engine = create_async_engine(
        # Without overflow: such a connection is closed after each use, and opening costs most.
        url,
        pool_size=20,
        max_overflow=0,
        pool_use_lifo=True,  # few that are warm, each with its prepared statements
        hide_parameters=True,
        # Compiling a statement takes longer than running any of ours.
        connect_args={"server_settings": {"jit": "off"}},
    )
    event.listen(engine.sync_engine, "handle_error", _hide_values)
    event.listen(engine.sync_engine, "checkin", _note_rest)
    event.listen(engine.sync_engine, "checkout", partial(_see_that_it_lives, engine.dialect))
    return engine


def _note_rest(_dbapi: Any, record: ConnectionPoolEntry) -> None:
    record.info[RESTS_SINCE] = time.monotonic()


def _see_that_it_lives(
    dialect: Dialect, dbapi: Any, record: ConnectionPoolEntry, _proxy: Any
) -> None:
    """Ask a connection that has rested: each time would cost as much as a third of a turn."""
    now = time.monotonic()
    if now - record.info.get(RESTS_SINCE, now) < RESTED_S:
        return
    try:
        dialect.do_ping(dbapi)
    except dialect.loaded_dbapi.Error as error:
        raise InvalidatePoolError from error  # all are opened anew, this one at once


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
    try:
        cursor = dbapi.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",  # NORMAL may lose the last commits in a power cut
            "foreign_keys=ON",
            f"busy_timeout={BUSY_MS}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()
    except BaseException:
        dbapi.close()  # nobody else does, and its thread would stay
        raise


def _begin_sqlite(connection: SyncConnection) -> None:
    reads = connection.get_execution_options().get("reads_only")
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
