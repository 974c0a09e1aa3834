"""What a database is asked, and how it goes about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from bot.storage.engine import Connection, Database


@contextmanager
def told(database: Database, begins: str = "") -> Iterator[list[tuple[str, Any]]]:
    """Collect the statements that begin so, with what is filled in."""
    statements: list[tuple[str, Any]] = []

    def note(_db: Any, _cursor: Any, statement: str, given: Any, *_more: Any) -> None:
        if statement.startswith(begins):
            statements.append((statement, given))

    engine = database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)


async def explained(db: Connection, statement: str, given: Any) -> str:
    """Return how the database would go about a statement."""
    explain = "EXPLAIN QUERY PLAN" if db.dialect.name == "sqlite" else "EXPLAIN"
    rows = await db.exec_driver_sql(f"{explain} {statement}", given)
    return "\n".join(str(row[-1]) for row in rows)
