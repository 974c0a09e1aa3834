"""A member is noted as gone at the very moment at which others decide on her loan."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from bot.storage import means
from bot.storage import tables as t
from bot.storage.engine import Database
from tests.conversations.test_deciding_loans import (
    second_yes_is_on_a_button,
    waiting_for_locks,
    with_cash,
)
from tests.lending import application
from tests.village import Village


@pytest.fixture
async def club(postgres_url: str) -> AsyncIterator[Village]:
    """A board of four, of whom Lan keeps 8,000,000 đ; Thảo asks for a loan."""
    village = Village(Database(postgres_url))
    await village.found()
    await village.join("lan", "Hoàng Thị Lan", "treasurer", birth_year=1962)
    await village.join("tu", "Trần Văn Tư", "accountant", birth_year=1960, sex="male")
    await village.join("minh", "Lê Văn Minh", "head", birth_year=1955, sex="male")
    await village.join("thu", "Phạm Thị Thu", "secretary", birth_year=1970)
    yield await with_cash(village)
    await village.database.close()


async def until_waiting(club: Village, count: int) -> None:
    async with asyncio.timeout(20):
        while await waiting_for_locks(club.database) < count:  # noqa: ASYNC110 - a lock rings no bell
            await asyncio.sleep(0.02)


@pytest.mark.postgres
async def test_what_is_agreed_at_that_moment_is_promised_again_where_it_was_a_mistake(
    club: Village,
) -> None:
    number = await second_yes_is_on_a_button(club)
    await club("""
        thu > bà Thảo mất rồi
        thu < Is it certain
    """)
    async with asyncio.TaskGroup() as group, club.database.write() as db:
        await means.alone(db, club.club)
        group.create_task(club.press("tu", "I agree"))
        await until_waiting(club, 1)
        group.create_task(club.press("thu", "Yes, Thảo has died"))
        await until_waiting(club, 2)
    assert (await application(club, number)).status == "withdrawn"
    async with club.database.read() as db:
        decided = select(t.Resolution.status).where(t.Resolution.kind == "loan")
        assert (await db.execute(decided)).scalar_one() == "agreed"
    await club.press("thu", "That was a mistake")
    await club.press("thu", "Yes, Thảo is a member")
    assert (await application(club, number)).status == "agreed"
