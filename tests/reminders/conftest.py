"""A club that is written to."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.storage.engine import Database
from tests.post_office import PostOffice
from tests.village import Village


async def founded(database: Database) -> PostOffice:
    village = Village(database)
    await village.found()
    await village.join("hoa", "Nguyễn Thị Hoa")
    await village.join("lan", "Hoàng Thị Lan", "treasurer")
    await village.join("tu", "Trần Văn Tư", "accountant", sex="male")
    await village.join("binh", "Vi Văn Bình", sex="male")
    return PostOffice(village)


@pytest.fixture
async def office(database: Database) -> PostOffice:
    """A club of four with phones, and its outbox."""
    return await founded(database)


@pytest.fixture
async def postgres_office(postgres_url: str) -> AsyncIterator[PostOffice]:
    """The same on PostgreSQL only: what several processes share."""
    database = Database(postgres_url)
    yield await founded(database)
    await database.close()


@pytest.fixture
async def sqlite_office(sqlite_url: str) -> AsyncIterator[PostOffice]:
    """The same on SQLite only: one process has the file for itself."""
    database = Database(sqlite_url)
    yield await founded(database)
    await database.close()
