"""The database: moments with zones, writers that queue, readers that never wait."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import traceback
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.storage import engine
from bot.storage import tables as t
from bot.storage.engine import Connection, Database, exclusive, is_down, worth_retrying
from tests.village import NOON

VILLAGE_NOON = datetime(2026, 11, 21, 12, 0, tzinfo=timezone(timedelta(hours=7)))
A_CROWD = 10


@pytest.fixture
async def counter(database: Database) -> Database:
    """A database with a counter: the text of the only file."""
    async with database.write() as db:
        await put(db, "counter", NOON)
    return database


async def put(db: Connection, name: str, at: datetime) -> None:
    row = insert(t.File).values(name=name, mime="0", content=b"", made_at=at, expires_at=at)
    await db.execute(row)


async def count(db: Connection) -> None:
    """Read, let others run, and write one more: lost when two do it side by side."""
    query = select(t.File.mime).where(t.File.name == "counter").with_for_update()
    so_far = int((await db.execute(query)).scalar_one())
    await asyncio.sleep(0)
    await db.execute(update(t.File).values(mime=str(so_far + 1)))


async def counted(database: Database) -> int:
    async with database.read() as db:
        return int((await db.execute(select(t.File.mime))).scalar_one())


# --- Moments -------------------------------------------------------------------------------------


async def test_a_moment_without_a_zone_is_refused(database: Database) -> None:
    async with database.write() as db:
        with pytest.raises(StatementError, match="a moment needs a zone"):
            await put(db, "naive", datetime(2026, 11, 21, 12, 0))  # noqa: DTZ001


async def test_moments_come_back_in_utc(database: Database) -> None:
    async with database.write() as db:
        await put(db, "noon", VILLAGE_NOON)
    async with database.read() as db:
        at = (await db.execute(select(t.File.made_at))).scalar_one()
    assert at == NOON
    assert at.utcoffset() == timedelta(0)


async def test_moments_are_compared_as_moments_whatever_their_zone(database: Database) -> None:
    async with database.write() as db:
        await put(db, "noon", NOON)
    async with database.read() as db:
        before = select(t.File.name).where(t.File.made_at < VILLAGE_NOON + timedelta(seconds=1))
        assert (await db.execute(before)).scalars().all() == ["noon"]
        until = select(t.File.name).where(t.File.made_at < VILLAGE_NOON)
        assert (await db.execute(until)).scalars().all() == []


# --- Transactions --------------------------------------------------------------------------------


async def test_an_exception_undoes_everything(database: Database) -> None:
    async def fail() -> None:
        async with database.write() as db:
            await put(db, "never", NOON)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with database.read() as db:
        assert (await db.execute(select(t.File.name))).all() == []


async def test_a_savepoint_undoes_only_what_is_in_it(database: Database) -> None:
    async with database.write() as db:
        await put(db, "stays", NOON)
        with pytest.raises(IntegrityError):
            await put_in_a_savepoint(db, "goes", "stays")
        await put_in_a_savepoint(db, "also")
    async with database.read() as db:
        assert sorted((await db.execute(select(t.File.name))).scalars()) == ["also", "stays"]


async def put_in_a_savepoint(db: Connection, *names: str) -> None:
    async with db.begin_nested():
        for name in names:
            await put(db, name, NOON)


async def test_a_row_that_points_nowhere_is_refused(database: Database) -> None:
    async def heard_of_nobody() -> None:
        async with database.write() as db:
            await db.execute(insert(t.Heard).values(address_id=99, message="m", at=NOON))

    with pytest.raises(IntegrityError):
        await heard_of_nobody()


async def test_ten_writers_at_once_all_succeed(counter: Database) -> None:
    async def write(database: Database) -> None:
        async with database.write() as db:
            await count(db)

    others = [Database(counter.url) for _process in range(2)]
    await asyncio.gather(*(write(one) for one in [counter, *others] * A_CROWD))
    for one in others:
        await one.close()
    assert await counted(counter) == 3 * A_CROWD


async def test_a_reader_does_not_wait_for_a_writer_and_sees_what_is_committed(
    counter: Database,
) -> None:
    async with asyncio.timeout(10), counter.write() as db:
        await count(db)
        assert await counted(counter) == 0
        other = Database(counter.url)
        assert await counted(other) == 0
        await other.close()
    assert await counted(counter) == 1


async def test_a_look_is_one_moment(database: Database) -> None:
    names = select(t.File.name)
    async with database.read() as db:
        assert (await db.execute(names)).all() == []
        async with database.write() as writing:
            await put(writing, "meanwhile", NOON)
        assert (await db.execute(names)).all() == []


async def test_what_is_exclusive_is_done_by_one_at_a_time(counter: Database) -> None:
    inside, most = 0, 0

    async def alone(database: Database, name: str) -> None:
        nonlocal inside, most
        async with database.write() as db:
            await exclusive(db, name)
            inside += 1
            most = max(most, inside)
            await db.execute(select(t.File.mime))
            inside -= 1

    other = Database(counter.url)
    await asyncio.gather(*(alone(one, "outbox") for one in (counter, other) * A_CROWD))
    assert most == 1
    await other.close()


async def test_what_is_exclusive_by_another_name_does_not_wait(postgres_url: str) -> None:
    database = Database(postgres_url)
    async with asyncio.timeout(10), database.write() as one, database.write() as other:
        await exclusive(one, "outbox")
        await exclusive(other, "plan")
    await database.close()


# --- Errors --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "again"), [("40001", True), ("40P01", True), ("23505", False), ("22012", False)]
)
async def test_only_a_conflict_with_others_is_worth_another_try(
    postgres_url: str, code: str, again: bool
) -> None:
    database = Database(postgres_url)
    with pytest.raises(DBAPIError) as caught:
        async with database.write() as db:
            await db.execute(
                text(f"DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '{code}'; END $$")
            )
    assert worth_retrying(caught.value) is again
    await database.close()


def test_an_error_of_the_program_is_not_worth_another_try() -> None:
    assert not worth_retrying(ValueError())


async def failure(database: Database, *statements: str) -> BaseException:
    """What a transaction with these statements raises."""
    try:
        async with database.write() as db:
            for statement in statements:
                await db.execute(text(statement))
    except Exception as error:
        return error
    finally:
        await database.close()
    pytest.fail("it went well")


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+asyncpg://nobody@127.0.0.1:1/nothing",
        "postgresql+asyncpg://nobody@localhost:1/nothing",
        "postgresql+asyncpg://nobody@nowhere.invalid/nothing",
    ],
)
async def test_a_server_that_cannot_be_reached_is_down(url: str) -> None:
    assert is_down(await failure(Database(url), "SELECT 1"))


async def test_a_database_that_is_gone_is_down(postgres_url: str) -> None:
    assert is_down(await failure(Database(postgres_url + "_gone"), "SELECT 1"))


CUT = "SELECT pg_terminate_backend(pg_backend_pid())"


@pytest.mark.parametrize("after", [(), ("SELECT 1",)])
async def test_a_connection_cut_in_a_transaction_is_down(
    postgres_url: str, after: tuple[str, ...]
) -> None:
    assert is_down(await failure(Database(postgres_url), "SELECT 1", CUT, *after))


async def test_a_connection_cut_in_a_savepoint_is_down_whatever_follows(postgres_url: str) -> None:
    database = Database(postgres_url)

    async def go_on() -> None:
        async with database.write() as db:
            with pytest.raises(DBAPIError):
                await cut_in_a_savepoint(db)
            await db.execute(text("SELECT 1"))

    async def cut_in_a_savepoint(db: Connection) -> None:
        async with db.begin_nested():
            await db.execute(text(CUT))

    with pytest.raises(SQLAlchemyError) as caught:
        await go_on()
    assert is_down(caught.value)
    await database.close()


@pytest.mark.parametrize(
    ("code", "down"),
    [("57P01", True), ("53100", True), ("57014", True), ("23505", False), ("42P01", False)],
)
async def test_a_server_that_cannot_work_is_down(postgres_url: str, code: str, down: bool) -> None:
    raising = f"DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '{code}'; END $$"
    assert is_down(await failure(Database(postgres_url), raising)) is down


async def test_a_file_that_cannot_be_opened_is_down(tmp_path: Path) -> None:
    assert is_down(await failure(Database(f"sqlite+aiosqlite:///{tmp_path}"), "SELECT 1"))
    for thread in threading.enumerate():  # aiosqlite stops its own without waiting for it
        if "_connection_worker_thread" in thread.name:
            await asyncio.to_thread(thread.join)


async def test_a_file_that_is_no_database_is_down(tmp_path: Path) -> None:
    file = tmp_path / "torn.db"
    file.write_text("torn" * 1000)
    assert is_down(await failure(Database(f"sqlite+aiosqlite:///{file}"), "SELECT 1"))


async def test_a_file_that_another_program_holds_is_down(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_MS", 10)
    database = Database(sqlite_url)
    async with database.read() as db:
        await db.execute(text("SELECT 1"))
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite+aiosqlite:///"))
    other.execute("BEGIN EXCLUSIVE")
    assert is_down(await failure(database, "SELECT 1"))
    other.close()


async def test_a_disk_that_is_full_is_down(sqlite_url: str) -> None:
    filling = "CREATE TABLE filling AS SELECT zeroblob(500000)"
    assert is_down(await failure(Database(sqlite_url), "PRAGMA max_page_count=1", filling))


async def test_a_pool_without_a_free_connection_is_down() -> None:
    assert is_down(PoolTimeout())


async def test_a_wrong_statement_does_not_mean_that_the_database_is_down(
    database: Database,
) -> None:
    assert not is_down(await failure(database, "SELECT nothing FROM nowhere"))


def test_an_error_of_the_program_does_not_mean_that_the_database_is_down() -> None:
    assert not is_down(ValueError())


async def test_values_do_not_stand_in_error_messages(database: Database) -> None:
    """Errors are logged with what caused them, and values are names and sums."""
    value = "terces"[::-1]  # a traceback quotes the lines of this file too
    async with database.write() as db:
        with pytest.raises(IntegrityError) as caught:
            await put_in_a_savepoint(db, value, value)
    assert value not in "".join(traceback.format_exception(caught.value))


async def test_a_power_cut_costs_no_committed_money(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    async with database.read() as db:
        assert (await db.execute(text("PRAGMA synchronous"))).scalar_one() == 2  # FULL
        assert (await db.execute(text("PRAGMA journal_mode"))).scalar_one() == "wal"
        assert (await db.execute(text("PRAGMA foreign_keys"))).scalar_one() == 1
    await database.close()


def test_the_folder_of_a_new_database_is_made(tmp_path: Path) -> None:
    async def make() -> None:
        database = Database(f"sqlite+aiosqlite:///{tmp_path}/var/club.db")
        async with database.write() as db:
            assert (await db.execute(text("SELECT 1"))).scalar_one() == 1
        await database.close()

    asyncio.run(make())
    assert (tmp_path / "var" / "club.db").exists()
