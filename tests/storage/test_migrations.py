"""The schema: each migration can be taken back, and what they make is what the code expects."""

from __future__ import annotations

import asyncio
import os
import stat
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.storage import migrate
from bot.storage.engine import Database
from tests.databases import sqlite_url_of
from tests.program import ROOT

REVISIONS = [
    one.revision
    for one in reversed(list(ScriptDirectory.from_config(migrate.config("")).walk_revisions()))
]


# What a database is made of, line by line.
DESCRIBED = {
    "sqlite": """
        SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_master
        WHERE name NOT IN ('alembic_version', 'sqlite_sequence')
            AND tbl_name <> 'alembic_version'
    """,
    "postgresql": """
        SELECT concat_ws(' ', table_name, column_name, data_type, is_nullable, column_default)
            FROM information_schema.columns
            WHERE table_schema = 'public' AND table_name <> 'alembic_version'
        UNION ALL SELECT indexdef FROM pg_indexes
            WHERE schemaname = 'public' AND tablename <> 'alembic_version'
        UNION ALL SELECT conrelid::regclass || ' ' || conname || pg_get_constraintdef(oid)
            FROM pg_constraint
            WHERE connamespace = 'public'::regnamespace AND conname NOT LIKE 'alembic%'
        UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
        UNION ALL SELECT pg_get_functiondef(oid) FROM pg_proc
            WHERE pronamespace = 'public'::regnamespace
    """,
}


def schema(url: str) -> list[str]:
    """Describe a database: tables, columns, keys, indexes, triggers and functions."""
    return asyncio.run(describe(url))


async def describe(url: str) -> list[str]:
    database = Database(url)
    async with database.read() as db:
        lines = await db.execute(text(DESCRIBED[db.dialect.name]))
        described = sorted(lines.scalars())
    await database.close()
    return described


@pytest.mark.parametrize("number", range(len(REVISIONS)), ids=REVISIONS)
def test_a_migration_goes_up_down_and_up_again(empty_database_url: str, number: int) -> None:
    url = empty_database_url
    before = REVISIONS[number - 1] if number else "base"
    if number:
        migrate.migrate(url, before)
    at_first = schema(url)
    migrate.migrate(url, REVISIONS[number])
    made = schema(url)
    assert made != at_first
    command.downgrade(migrate.config(url), before)
    assert schema(url) == at_first
    migrate.migrate(url, REVISIONS[number])
    assert schema(url) == made


def test_the_tables_of_the_code_are_those_of_the_migrations(empty_database_url: str) -> None:
    migrate.migrate(empty_database_url)
    command.check(migrate.config(empty_database_url))


WITH_OTHERS = """
import sys
from bot.storage.migrate import migrate
print("ready", flush=True)
sys.stdin.readline()
migrate(sys.argv[1])
"""


def test_of_processes_that_start_together_one_migrates(empty_postgres_url: str) -> None:
    ours = [sys.executable, "-c", WITH_OTHERS, empty_postgres_url]
    pipe = subprocess.PIPE
    with ExitStack() as running:
        others = [
            running.enter_context(
                subprocess.Popen(ours, cwd=ROOT, stdin=pipe, stdout=pipe, text=True)
            )
            for _process in range(3)
        ]
        for one in others:
            assert one.stdout
            assert one.stdout.readline() == "ready\n"
        for one in others:
            assert one.stdin
            one.stdin.write("now\n")
            one.stdin.flush()
        assert [one.wait(60) for one in others] == [0, 0, 0]
    assert asyncio.run(is_newest(empty_postgres_url))


async def is_newest(url: str) -> bool:
    database = Database(url)
    async with database.read() as db:
        newest = await migrate.is_newest(db, url)
    await database.close()
    return newest


def test_the_fee_that_a_club_asked_for_was_so_from_the_beginning(empty_database_url: str) -> None:
    url = empty_database_url
    migrate.migrate(url, "0005")
    asyncio.run(
        in_one(url, *(CLUB.format(key=key, fee=fee) for key, fee in (("a", 5000), ("b", 0))))
    )
    migrate.migrate(url, "0006")
    found = asyncio.run(in_one(url, "SELECT club_id, since, amount, free, set_by FROM fee_rates"))
    ((_club, since, amount, free, set_by),) = found
    assert (str(since), amount, free, set_by) == ("1900-01-01", 5_000, "poor,near_poor", None)
    asyncio.run(in_one(url, NEXT_FEE))
    command.downgrade(migrate.config(url), "0005")
    kept = asyncio.run(in_one(url, "SELECT fee, fee_free, queue_rule FROM clubs ORDER BY key"))
    assert kept == [(7_000, "", "never"), (0, "poor", "never")]


CLUB = """
    INSERT INTO clubs (key, name, hamlet, commune, province, zone, locale, unit,
        interest_to_income_bp, rate_label, wakes_at, sleeps_at, siesta_from, siesta_to,
        money_from, money_to, lunar_days, dues_follow, fee, fee_free, queue_rule, made_at)
    VALUES ('{key}', 'Làng', '', '', '', 'Asia/Ho_Chi_Minh', 'vi', 1000, 0, 'lai', '06:30:00',
        '20:30:00', '11:30:00', '13:30:00', '07:00:00', '19:00:00', TRUE, TRUE, {fee},
        CASE {fee} WHEN 0 THEN 'poor' ELSE 'poor,near_poor' END, 'never', '2026-01-01 00:00:00')
"""
NEXT_FEE = """
    INSERT INTO fee_rates (club_id, since, amount, free, set_at)
    SELECT club_id, '2020-01-01', 7000, '', '2026-11-21 00:00:00' FROM fee_rates
"""


async def in_one(url: str, *statements: str) -> list[tuple[object, ...]]:
    """Execute statements in one transaction, and return the rows of the last one."""
    database, rows = Database(url), []
    async with database.write() as db:
        for statement in statements:
            done = await db.execute(text(statement))
            rows = [tuple(row) for row in done] if done.returns_rows else []
    await database.close()
    return rows


def test_migrating_again_changes_nothing(empty_database_url: str) -> None:
    migrate.migrate(empty_database_url)
    made = schema(empty_database_url)
    migrate.migrate(empty_database_url)
    assert schema(empty_database_url) == made


def test_a_migration_that_fails_leaves_nothing(empty_database_url: str) -> None:
    """An upgrade is one transaction: the next one begins where this one did."""
    asyncio.run(make_a_table_in_the_way(empty_database_url))
    before = schema(empty_database_url)
    with pytest.raises(DBAPIError, match="already exists"):
        migrate.migrate(empty_database_url)
    assert schema(empty_database_url) == before


async def make_a_table_in_the_way(url: str) -> None:
    """One that the first migration makes among its last."""
    database = Database(url)
    async with database.write() as db:
        await db.execute(text("CREATE TABLE web_lines (number INTEGER)"))
    await database.close()


def test_a_new_file_and_what_stands_beside_it_are_for_its_owner_only(tmp_path: Path) -> None:
    url = sqlite_url_of(tmp_path / "var" / "club.db")
    before = os.umask(0o022)
    try:
        migrate.migrate(url)
        modes = asyncio.run(modes_while_open(url, tmp_path / "var"))
    finally:
        os.umask(before)
    assert modes == {"club.db": 0o600, "club.db-shm": 0o600, "club.db-wal": 0o600}


async def modes_while_open(url: str, folder: Path) -> dict[str, int]:
    database = Database(url)
    async with database.write() as db:
        await db.execute(text("CREATE TABLE another (number INTEGER)"))
        modes = modes_in(folder)
    await database.close()
    return modes


def modes_in(folder: Path) -> dict[str, int]:
    return {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}


def test_a_file_that_is_there_keeps_the_rights_that_its_owner_gave(tmp_path: Path) -> None:
    file = tmp_path / "club.db"
    file.touch()
    file.chmod(0o640)
    migrate.migrate(sqlite_url_of(file))
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
