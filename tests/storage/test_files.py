"""Pictures and papers: under a name that nobody guesses, until they expire."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.storage import files
from bot.storage.engine import Database
from bot.storage.files import About, StoredFile
from tests.village import NOON

DAY = timedelta(days=1)


async def put(database: Database, content: bytes, expires_at: datetime = NOON + DAY) -> str:
    async with database.write() as db:
        return await files.put(
            db, "image/png", content, club_id=None, now=NOON, expires_at=expires_at
        )


async def get(database: Database, name: str, now: datetime = NOON) -> StoredFile | None:
    async with database.read() as db:
        return await files.get(db, name, now)


async def test_a_file_comes_back_as_it_was_put(database: Database) -> None:
    content = bytes(range(256))
    name = await put(database, content)
    assert await get(database, name) == StoredFile(mime="image/png", content=content)


async def test_the_same_content_gets_another_name_each_time(database: Database) -> None:
    names = {await put(database, b"x") for _time in range(3)}
    assert len(names) == 3
    assert min(map(len, names)) >= 32


async def test_an_unknown_or_expired_file_is_not_there(database: Database) -> None:
    name = await put(database, b"x")
    assert await get(database, "x") is None
    assert await get(database, name, NOON + DAY) is None


async def test_expired_files_are_deleted_and_others_stay(database: Database) -> None:
    old, young = await put(database, b"old"), await put(database, b"young", NOON + 2 * DAY)
    async with database.write() as db:
        assert await files.forget_before(db, NOON + DAY) == 1
    assert await get(database, old) is None
    assert await get(database, young)


async def test_what_is_too_big_to_be_sent_is_refused(database: Database) -> None:
    with pytest.raises(ValueError, match="at most 5000000"):
        await put(database, bytes(files.LIMIT + 1))
    assert await put(database, bytes(files.LIMIT))


# --- For how long --------------------------------------------------------------------------------


async def test_what_is_known_of_a_file_needs_no_reading(database: Database) -> None:
    name = await put(database, b"12345")
    async with database.read() as db:
        found = await files.about(db, name, NOON)
        assert await files.about(db, name, NOON + DAY) is None
        assert await files.about(db, "x", NOON) is None
    assert found == About(mime="image/png", size=5, club_id=None, expires_at=NOON + DAY)


async def test_a_file_may_be_kept_for_longer_and_never_less(database: Database) -> None:
    name = await put(database, b"x")
    async with database.write() as db:
        for days in (3, 2):
            await files.keep_at_least(db, name, NOON + days * DAY)
    assert await get(database, name, NOON + 3 * DAY - timedelta(seconds=1))
    assert await get(database, name, NOON + 3 * DAY) is None


async def test_a_copy_has_a_name_and_an_end_of_its_own(database: Database) -> None:
    async with database.write() as db:
        name = await files.put(
            db, "x/y", b"x", club_id=None, now=NOON, expires_at=NOON + DAY, extension=".xlsx"
        )
        other = await files.copy(db, name, now=NOON, expires_at=NOON + 3 * DAY)
        assert await files.copy(db, name, now=NOON + DAY, expires_at=NOON + 3 * DAY) is None
        await files.forget_before(db, NOON + 2 * DAY)
    assert other
    assert other != name
    assert other.endswith(".xlsx")
    assert await get(database, name, NOON) is None
    assert await get(database, other, NOON + 2 * DAY) == StoredFile(mime="x/y", content=b"x")
    assert await get(database, other, NOON + 3 * DAY) is None


async def test_a_copy_of_what_has_no_extension_has_none(database: Database) -> None:
    name = await put(database, b"x")
    async with database.write() as db:
        other = await files.copy(db, name, now=NOON, expires_at=NOON + DAY)
    assert other
    assert "." not in other
