"""Many clubs out of a few: the rows of these are copied by the database itself, with new ids."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Table,
    case,
    cast,
    func,
    insert,
    literal,
    select,
    text,
    true,
    update,
)
from sqlalchemy import String as Text

from bench.federation import analyze, numbers
from bot.storage import tables as t
from bot.storage.engine import Connection, Database

ALSO = {
    ("postings", "holder_id"): "members",
    ("loans", "product_id"): "products",
    ("products", "follows_id"): "products",
}
"""Columns that name a row of another table and say so nowhere."""
NAMED = {("clubs", "key"), ("clubs", "name")}
"""Columns that are to be different in each club."""


async def multiply(database: Database, times: int) -> None:
    """Let there be so many of each club as there is one now."""
    async with database.read() as db:
        filled = [table for table in t.Base.metadata.sorted_tables if await _rows(db, table)]
        most = {table.name: await _most(db, table) for table in filled if "id" in table.c}
    for table in filled:
        async with database.write() as db:
            await _copy(db, table, most, times)
    async with database.write() as db:
        await _keep_apart(db, most, times)
        await db.execute(
            update(t.Transaction).where(t.Transaction.status == "draft").values(status="posted")
        )
        for name in most if db.dialect.name == "postgresql" else ():
            sequence = f"pg_get_serial_sequence('{name}', 'id')"
            await db.execute(text(f"SELECT setval({sequence}, (SELECT max(id) FROM {name}))"))
    await analyze(database)


async def _rows(db: Connection, table: Table) -> int:
    return int((await db.execute(select(func.count()).select_from(table))).scalar_one())


async def _most(db: Connection, table: Table) -> int:
    return int((await db.execute(select(func.max(table.c.id)))).scalar_one())


async def _keep_apart(db: Connection, most: Mapping[str, int], times: int) -> None:
    """Let each copy's own members keep the money in the figures that it signed."""
    signed = (await db.execute(select(t.ClosedMonth))).all()
    for row in signed:
        copy = row.club_id - most["clubs"] - 1
        if copy < 0:
            continue
        apart = {
            **row.figures,
            "places": [
                [fund, kind, holder and _moved(holder, most["members"], copy, times), amount]
                for fund, kind, holder, amount in row.figures["places"]
            ],
        }
        its = t.ClosedMonth.club_id == row.club_id, t.ClosedMonth.month == row.month
        await db.execute(update(t.ClosedMonth).where(*its).values(figures=apart))


def _moved(original: int, most: int, copy: int, times: int) -> int:
    """Return the id of what was copied, in the so-manieth copy of the clubs."""
    return most + (original - 1) * (times - 1) + copy % (times - 1) + 1


async def _copy(db: Connection, table: Table, most: Mapping[str, int], times: int) -> None:
    """Copy a table; what happened at the same time in all clubs lies side by side."""
    copies = numbers(times - 1)
    columns = {
        column.name: _copied(table, column.name, copies.c.n, most, times) for column in table.c
    }
    rows = select(*columns.values()).select_from(table.join(copies, true()))
    if "id" in table.c:
        rows = rows.order_by(columns["id"])
    await db.execute(insert(table).from_select(list(columns), rows))


def _copied(
    table: Table, name: str, copy: ColumnElement[int], most: Mapping[str, int], times: int
) -> ColumnElement[Any]:
    column = table.c[name]

    def moved(to: str) -> ColumnElement[Any]:
        return literal(most.get(to, 0)) + (column - 1) * literal(times - 1) + copy

    if (table.name, name) == ("transactions", "status"):
        return literal("draft")
    if (table.name, name) in NAMED:
        return column + literal(" ") + cast(copy + 1, Text)
    if (table.name, name) == ("resolutions", "subject_id"):
        return case((table.c.kind == "loan", moved("applications")), else_=moved("loans"))
    of = table.name if name == "id" else ALSO.get((table.name, name), "")
    for key in column.foreign_keys:
        of = key.column.table.name
    return moved(of) if of else column
