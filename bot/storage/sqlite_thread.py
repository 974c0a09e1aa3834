"""SQLite in a thread, asked once for each statement.

aiosqlite goes to the connection's thread and back for making a cursor, running it, fetching its
rows and closing it. The rows are wanted at once here, so all of it is one visit.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

import aiosqlite


class Cursor:
    """What SQLAlchemy's aiosqlite dialect uses of a cursor."""

    arraysize = 1

    def __init__(self, connection: Connection) -> None:
        """Make a cursor that has run nothing yet."""
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self._connection = connection
        self._rows: list[Any] = []

    async def __aenter__(self) -> Cursor:
        """Give back itself: nothing is opened."""
        return self

    async def execute(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        """Run a statement and fetch all of its rows."""
        await self._connection.visit(self, "execute", sql, parameters)

    async def executemany(self, sql: str, parameters: Iterable[Sequence[Any]]) -> None:
        """Run a statement that returns nothing once for each of `parameters`."""
        await self._connection.visit(self, "executemany", sql, parameters)

    async def fetchall(self) -> list[Any]:
        """Hand over the rows; they are there already."""
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """Do nothing: it was closed in the thread."""

    def take(self, cursor: sqlite3.Cursor) -> None:
        """Keep everything that a finished cursor has, and close it; called in the thread."""
        self._rows = cursor.fetchall()
        self.description = cursor.description
        self.rowcount = cursor.rowcount
        self.lastrowid = cursor.lastrowid
        cursor.close()


class Connection(aiosqlite.Connection):
    """An aiosqlite connection whose cursors visit its thread once."""

    _stopped: asyncio.Future[Any] | None = None

    def stop(self) -> asyncio.Future[Any] | None:
        """End the thread. Asked twice it would wait, for ever, for the thread that has ended."""
        if self._stopped is None:
            self._stopped = super().stop()
        return self._stopped

    def cursor(self) -> Cursor:  # type: ignore[override]  # a cursor of ours
        """Make a cursor, here."""
        return Cursor(self)

    async def visit(self, cursor: Cursor, method: str, sql: str, parameters: Any) -> None:
        """Run one statement in the thread, and let `cursor` take what came of it."""

        def run() -> None:
            cursor.take(getattr(self._conn, method)(sql, parameters))

        await self._execute(run)  # type: ignore[no-untyped-call]  # aiosqlite types none

    async def rollback(self) -> None:
        """Roll back; the pool asks for it after every commit, when there is nothing to do."""
        if self.in_transaction:
            await super().rollback()


def connect(database: str, **options: Any) -> Connection:
    """Return a connection that opens when it is awaited, as `aiosqlite.connect` does."""
    made = Connection(partial(sqlite3.connect, database, **options), iter_chunk_size=64)
    made._thread.daemon = True  # as SQLAlchemy does: a forgotten one must not keep us from leaving
    return made
