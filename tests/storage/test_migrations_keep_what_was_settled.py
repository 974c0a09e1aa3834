"""Back from fees by the month and forth again: what was settled is not asked for once more."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, MetaData, Table, insert

from bot.storage import migrate
from bot.storage.engine import Database
from tests.storage.test_migrations import in_one

Row = tuple[str, Mapping[str, Any]]
FILLED = {
    int: 0,
    str: "",
    bool: False,
    dict: {},
    object: {},  # JSON
    date: date(2026, 11, 1),
    datetime: datetime(2026, 11, 1, tzinfo=UTC),
    time: time(6, 30),
}
CLUBS: list[Row] = [
    ("clubs", {"id": 1, "key": "a"}),
    ("clubs", {"id": 2, "key": "b"}),
    ("members", {"id": 1, "club_id": 1}),
    ("members", {"id": 2, "club_id": 2}),
]
BY: dict[str, Any] = {"club_id": 1, "entered_by": 1}
LIST: dict[str, Any] = {"club_id": 1, "opened_by": 1, "status": "put_by"}
SETTLED: list[Row] = [
    *CLUBS,
    ("loans", {"id": 1, "club_id": 1, "member_id": 1}),
    ("charges", {**BY, "id": 1, "loan_id": 1, "amount": 20_000, "waived": 20_000}),
    ("charges", {**BY, "id": 2, "loan_id": 1, "amount": 30_000, "waived": 10_000}),
    ("charges", {**BY, "id": 3, "loan_id": 1, "amount": 40_000, "waived": 0}),
    ("gifts", {**BY, "id": 1, "what": "20 kg gạo"}),
    ("gifts", {**BY, "id": 2, "what": "ghi nhầm", "takes_back_id": 1}),
    ("gifts", {**BY, "id": 3, "what": "mười cái ghế"}),
    ("collections", {**LIST, "id": 1}),
    ("collections", {**LIST, "id": 2, "status": "closed"}),
    ("collections", {**LIST, "id": 3, "club_id": 2, "opened_by": 2, "counted": 50_000}),
    ("fee_rates", {"id": 1, "club_id": 1, "since": date(2020, 1, 1), "amount": 5_000}),
    ("fee_rates", {"id": 2, "club_id": 1, "since": date(2999, 1, 1), "amount": 9_000}),
    ("fee_rates", {"id": 3, "club_id": 2, "since": date(2999, 1, 1), "amount": 9_000}),
]


def write(url: str, rows: list[Row]) -> None:
    """Write rows into a database of whatever revision; what is not said of one is empty."""

    def written(db: Connection) -> None:
        tables = MetaData()
        tables.reflect(db)
        for name, said in rows:
            db.execute(insert(tables.tables[name]).values(_whole(tables.tables[name], said)))

    async def in_a_turn() -> None:
        database = Database(url)
        try:
            async with database.write() as db:
                await db.run_sync(written)
        finally:
            await database.close()

    asyncio.run(in_a_turn())


def _whole(table: Table, said: Mapping[str, Any]) -> dict[str, Any]:
    needed = [one for one in table.columns if not one.nullable and one.name != "id"]
    return {one.name: FILLED[one.type.python_type] for one in needed} | dict(said)


def read(url: str, wanted: str) -> list[tuple[object, ...]]:
    return asyncio.run(in_one(url, wanted))


def test_what_was_settled_is_settled_in_the_old_books_and_when_they_go_up_again(
    empty_database_url: str,
) -> None:
    url = empty_database_url
    migrate.migrate(url, "0006")
    write(url, SETTLED)
    command.downgrade(migrate.config(url), "0005")
    for _way in ("down", "up"):
        assert read(url, "SELECT id, amount FROM charges ORDER BY id") == [
            (2, 20_000),
            (3, 40_000),
        ]
        assert read(url, "SELECT id, what FROM gifts") == [(3, "mười cái ghế")]
        lists = read(url, "SELECT id, status FROM collections ORDER BY id")
        assert lists == [(1, "open"), (2, "closed"), (3, "counted")]
        migrate.migrate(url, "0006")
    assert read(url, "SELECT DISTINCT waived FROM charges") == [(0,)]


def test_the_fee_of_before_is_the_one_in_force_and_not_one_of_a_month_to_come(
    empty_database_url: str,
) -> None:
    url = empty_database_url
    migrate.migrate(url, "0006")
    write(url, SETTLED)
    command.downgrade(migrate.config(url), "0005")
    assert read(url, "SELECT fee FROM clubs ORDER BY id") == [(5_000,), (0,)]


@pytest.mark.parametrize("other", ["open", "put_by"])
def test_two_lists_in_one_club_are_told_of_before_anything_changes(
    empty_database_url: str, other: str
) -> None:
    url = empty_database_url
    migrate.migrate(url, "0006")
    write(url, [*SETTLED, ("collections", {**LIST, "id": 4, "status": other})])
    with pytest.raises(ValueError, match=r"there is one at a time: 1\. Let their officers"):
        command.downgrade(migrate.config(url), "0005")
    assert len(read(url, "SELECT id FROM collections WHERE status = 'put_by'")) >= 2
    assert read(url, "SELECT version_num FROM alembic_version") == [("0006",)]
