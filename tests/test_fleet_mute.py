"""Which bots can send nothing, so that news go elsewhere: those whose token is of no use."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

import pytest

from bot.clock import utc_now
from bot.config import KEY_BYTES
from bot.platforms.patience import Patience
from bot.platforms.zalo import ZaloBot
from bot.storage import serving
from bot.storage.engine import Database
from tests.fleets import add, running
from tests.zalo_api import Zalo


@pytest.fixture
def zalo(monkeypatch: pytest.MonkeyPatch) -> Iterator[Zalo]:
    """Zalo, and bots that look after their webhooks all the time."""
    monkeypatch.setitem(ZaloBot.__init__.__kwdefaults__ or {}, "patience", Patience(beat=0.1))
    with Zalo() as made:
        yield made


async def test_a_bot_that_zalo_does_not_reach_is_not_mute(zalo: Zalo, database: Database) -> None:
    await add(database, zalo.bot)
    async with running(zalo, database) as ours:
        zalo.reaches.clear()
        await ours.ails(zalo.bot, "Zalo does not reach")
        assert await ours.mute() == set()


async def test_a_bot_whose_token_cannot_be_opened_is_mute(zalo: Zalo, database: Database) -> None:
    await add(database, zalo.bot, key=secrets.token_bytes(KEY_BYTES))
    async with running(zalo, database) as ours:
        await ours.ails(zalo.bot, "TOKEN_KEY is not the key")
        assert await ours.mute() == {zalo.bot.id}
        await ours.remove(zalo.bot)
        assert await ours.mute() == set()


async def test_a_bot_that_goes_on_with_the_token_it_had_is_not_mute(
    zalo: Zalo, database: Database
) -> None:
    await add(database, zalo.bot)
    async with running(zalo, database) as ours:
        await ours.is_served(zalo.bot)
        await ours.add(zalo.bot, key=secrets.token_bytes(KEY_BYTES))
        await ours.ails(zalo.bot, "TOKEN_KEY is not the key")
        assert await ours.mute() == set()
        await ours.hears(zalo.bot, "menu")


async def test_a_process_that_only_sends_and_can_open_the_token_ends_that(
    zalo: Zalo, database: Database
) -> None:
    await add(database, zalo.bot)
    wrong = (secrets.token_bytes(KEY_BYTES),)
    async with running(zalo, database, keys=wrong, hears=False) as ours:
        await ours.ails(zalo.bot, "TOKEN_KEY is not the key")
        assert await ours.mute() == {zalo.bot.id}
    async with running(zalo, database, hears=False) as ours:
        await ours.ails(zalo.bot, "")
        assert await ours.mute() == set()


async def test_what_else_ails_a_bot_stays_when_its_token_can_be_opened(
    zalo: Zalo, database: Database
) -> None:
    await add(database, zalo.bot)
    other = zalo.new_bot("Bot Xóm Đông")
    await add(database, other)
    async with database.write() as db:
        for bot, why in ((zalo.bot, "put right ZALO_TOKEN"), (other, "TOKEN_KEY is not set")):
            await serving.note_trouble(db, ("zalo", bot.id), why, utc_now(), mute=True)
    async with running(zalo, database, hears=False) as ours:
        await ours.ails(other, "")
        assert await ours.mute() == {zalo.bot.id}
