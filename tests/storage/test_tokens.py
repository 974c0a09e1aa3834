"""Tokens in the database: sealed, bound to their bot, and readable with the right key only."""

from __future__ import annotations

import secrets
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.config import KEY_BYTES
from bot.storage import serving, tokens
from bot.storage import tables as t
from bot.storage.engine import Connection, Database
from bot.storage.tokens import TokenSealed
from tests.village import NOON, Village

SECRET = "InventedInventedInventedInvented"
TOKEN = f"1234567890123456789:{SECRET}"
BOT = ("zalo", "1234567890123456789")
KEY, OTHER = (secrets.token_bytes(KEY_BYTES) for _ in range(2))


async def keep(db: Connection, token: str = TOKEN, key: bytes = KEY, **more: object) -> bool:
    given = {"keys": (key,), "now": NOON, **more}
    return await tokens.add(db, "zalo", token, **given)  # type: ignore[arg-type]  # see the tests


async def test_what_is_kept_opens_with_its_key_and_lies_nowhere_open(database: Database) -> None:
    async with database.write() as db:
        assert not await keep(db)
    async with database.read() as db:
        (kept,) = await tokens.all_of(db)
        sealed = await db.scalar(select(t.Token.sealed))
    assert (kept.account, kept.club_id) == (BOT, None)
    assert kept.open((KEY,)) == kept.open((OTHER, KEY)) == TOKEN
    assert SECRET.encode() not in bytes(sealed or b"")
    assert SECRET not in repr(kept)


async def test_a_token_says_nothing_in_the_row_of_another_bot(database: Database) -> None:
    async with database.write() as db:
        await keep(db)
        await keep(db, f"99:{SECRET}")
        first = await db.scalar(select(t.Token.sealed).where(t.Token.bot == BOT[1]))
        await db.execute(update(t.Token).values(sealed=first))
        for one in await tokens.all_of(db):
            if one.account == BOT:
                assert one.open((KEY,)) == TOKEN
                continue
            with pytest.raises(TokenSealed, match="was changed in the database: add the bot"):
                one.open((KEY,))


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ((), "TOKEN_KEY is not set, and the token is sealed with it: set it to the key that was"),
        ((OTHER,), "TOKEN_KEY is not the key that the token was sealed with: put that one behind"),
    ],
)
async def test_without_its_key_the_setting_and_the_mend_are_named(
    database: Database, keys: tuple[bytes, ...], said: str
) -> None:
    async with database.write() as db:
        await keep(db)
        (kept,) = await tokens.all_of(db)
    with pytest.raises(TokenSealed) as closed:
        kept.open(keys)
    assert said in str(closed.value)


async def test_without_any_key_nothing_is_kept(database: Database) -> None:
    with pytest.raises(TokenSealed, match="openssl rand -base64 32"):
        async with database.write() as db:
            await tokens.add(db, "zalo", TOKEN, keys=(), now=NOON)
    async with database.read() as db:
        assert await tokens.all_of(db) == []
        assert await serving.known(db) == []


async def test_another_secret_of_a_bot_takes_the_place_of_the_first(database: Database) -> None:
    async with database.write() as db:
        await keep(db)
        assert await keep(db, f"{BOT[1]}:another-secret", now=NOON + timedelta(days=1))
        (kept,) = await tokens.all_of(db)
    assert kept.open((KEY,)) == f"{BOT[1]}:another-secret"
    assert kept.set_at == NOON + timedelta(days=1)


async def test_tokens_are_sealed_anew_with_the_first_key(database: Database) -> None:
    async with database.write() as db:
        await keep(db)
        await keep(db, "99:sealed-with-the-new", OTHER)
        assert [one.is_sealed_anew((OTHER, KEY)) for one in await tokens.all_of(db)] == [
            False,
            True,
        ]
        assert await tokens.seal_anew(db, (OTHER, KEY)) == (1, [])
        assert await tokens.seal_anew(db, (OTHER, KEY)) == (0, [])
        opened = [one.open((OTHER,)) for one in await tokens.all_of(db)]
    assert opened == [TOKEN, "99:sealed-with-the-new"]


async def test_what_no_key_opens_stays_as_it_is_and_is_named(database: Database) -> None:
    async with database.write() as db:
        await keep(db)
        await keep(db, "99:sealed-with-the-new", OTHER)
        assert await tokens.seal_anew(db, (OTHER,)) == (0, [BOT])
        assert (await tokens.all_of(db))[0].open((KEY,)) == TOKEN
        with pytest.raises(TokenSealed, match="is not set"):
            await tokens.seal_anew(db, ())


async def test_a_bot_that_is_taken_away_is_served_no_longer_and_may_come_back(
    database: Database,
) -> None:
    village = Village(database)
    await village.found()
    async with database.write() as db:
        await keep(db, club_id=village.club, name="Bot Hải Nam", people=60, messages=0)
        await serving.note_trouble(db, BOT, "refused", NOON)
        (known,) = await serving.known(db)
        assert (known.name, known.trouble, known.trouble_at) == ("Bot Hải Nam", "refused", NOON)
        assert known.club
        assert await tokens.remove(db, BOT)
        assert not await tokens.remove(db, BOT)
        assert await serving.known(db) == []
        await keep(db, club_id=None)
        (known,) = await serving.known(db)
    assert (known.name, known.trouble, known.club) == ("Bot Hải Nam", "", "")


async def test_a_bot_that_ended_is_not_served_unless_it_was_given_back(database: Database) -> None:
    async with database.write() as db:
        await keep(db)
        await keep(db, "99:another-secret")
        await tokens.remove(db, BOT)
        await db.execute(update(t.Bot).values(served=True))  # noted at its very end
        await serving.forget_ended(db, [BOT, ("zalo", "99")])
        assert [one.account[1] for one in await serving.known(db)] == ["99"]


async def test_trouble_is_noted_when_it_begins_and_gone_when_it_ends(database: Database) -> None:
    later = NOON + timedelta(hours=1)
    async with database.write() as db:
        await keep(db)
        await serving.note_trouble(db, BOT, "refused", NOON)
        await serving.note_trouble(db, BOT, "refused", later)
        (known,) = await serving.known(db)
        assert known.trouble_at == NOON
        await serving.note_trouble(db, BOT, "", later)
        (known,) = await serving.known(db)
    assert (known.trouble, known.trouble_at) == ("", None)
