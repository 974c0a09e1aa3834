"""Many bots in one installation: begun, changed and ended without a restart, each for itself."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from aiohttp import ClientSession
from sqlalchemy import select, update

from bot.chat import Address, Reply
from bot.clock import utc_now
from bot.config import KEY_BYTES
from bot.fleet import AT_ONCE, one
from bot.platforms.patience import Patience
from bot.platforms.zalo import ZaloBot
from bot.storage import addresses, bots, outbox, serving, tokens
from bot.storage import tables as t
from bot.storage.engine import Database
from bot.storage.messages import Message
from tests.ears import until
from tests.fleets import KEY, Running, add, running
from tests.hooked import PUBLIC
from tests.telegram_api import Telegram
from tests.zalo_api import Bot, Zalo, refuse

STOPS_WITHIN = 8
"""Seconds, on a busy machine; the process tests demand it of the whole program."""


@pytest.fixture
def zalo() -> Iterator[Zalo]:
    with Zalo() as made:
        yield made


async def delivered(ours: Running, bot: Bot) -> int:
    """Return how a delivery to a bot is met that has no secret."""
    url = f"{ours.zalo.reaches[PUBLIC]}/hooks/zalo/{bot.id}"
    async with ClientSession() as session, session.post(url, data=b"{}") as answer:
        return answer.status


async def answer(database: Database, address: Address, text: str) -> None:
    """Let an answer wait for somebody who wrote."""
    now = utc_now()
    async with database.write() as db:
        row = await addresses.arrive(db, address, now, "vi")
        message = Message(
            address_id=row.id,
            reply=Reply(text=text),
            next_at=now,
            useless_after=now + timedelta(days=1),
        )
        await outbox.put(db, [message], now)


def errors(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [one.getMessage() for one in caplog.records if one.levelno >= logging.ERROR]


def no_token_in(log: str, zalo: Zalo) -> None:
    for bot in zalo.bots:
        assert bot.token.partition(":")[2] not in log


async def test_a_bot_that_is_added_is_served_without_a_restart(
    zalo: Zalo, database: Database
) -> None:
    async with running(zalo, database) as ours:
        await until(lambda: zalo.bots)
        assert not zalo.bot.webhook
        await ours.add(zalo.bot)
        await ours.is_served(zalo.bot)
        await ours.hears(zalo.bot, "menu")
        assert zalo.bot.webhook["url"] == f"{PUBLIC}/hooks/zalo/{zalo.bot.id}"


async def test_a_bot_that_is_taken_away_ends_and_the_others_go_on(
    zalo: Zalo, database: Database
) -> None:
    other = zalo.new_bot("Bot Xóm Đông")
    await add(database, zalo.bot)
    await add(database, other)
    async with running(zalo, database) as ours:
        await ours.is_served(zalo.bot, other)
        await ours.remove(zalo.bot)
        await until(lambda: not zalo.bot.webhook, 30)
        assert await delivered(ours, zalo.bot) == 404
        await ours.hears(other, "con no bao nhieu")
        async with database.read() as db:
            assert [one.account[1] for one in await serving.known(db)] == [other.id]


async def test_a_bot_that_is_given_back_is_served_again(zalo: Zalo, database: Database) -> None:
    await add(database, zalo.bot)
    async with running(zalo, database) as ours:
        await ours.is_served(zalo.bot)
        await ours.remove(zalo.bot)
        await until(lambda: not zalo.bot.webhook, 30)
        await ours.add(zalo.bot)
        await ours.is_served(zalo.bot)
        await ours.hears(zalo.bot, "menu")


async def test_an_answer_that_an_old_token_was_refused_for_goes_with_the_new_one_at_once(
    zalo: Zalo, database: Database
) -> None:
    await add(database, zalo.bot)
    async with running(zalo, database) as ours:
        await ours.is_served(zalo.bot)
        hoa = zalo.person("Hoa", zalo.bot)
        hoa.opens()
        await answer(database, Address("zalo", zalo.bot.id, hoa.id), "You owe 500.000 đ")
        zalo.bot.resets()
        await ours.deliveries[0].deliver()
        assert not hoa.unread
        await ours.add(zalo.bot)

        async def is_said() -> bool:
            await ours.deliveries[0].deliver()
            return bool(hoa.unread)

        await until(is_said, 30)
        hoa.hears("You owe 500.000 đ")


async def test_a_token_that_is_reset_while_the_bot_runs_is_told_and_mended_by_another(
    zalo: Zalo,
    database: Database,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = zalo.new_bot("Bot Xóm Đông")
    await add(database, zalo.bot)
    await add(database, other)
    defaults = ZaloBot.__init__.__kwdefaults__ or {}
    monkeypatch.setitem(defaults, "patience", Patience(beat=0.1))
    async with running(zalo, database) as ours:
        await ours.is_served(zalo.bot, other)
        before, secret = zalo.bot.token, zalo.bot.webhook["secret_token"]
        zalo.bot.resets()
        await ours.ails(zalo.bot, "(or what `tugiup tokens add zalo` was given): copy")
        assert await ours.mute() == {zalo.bot.id}
        await ours.hears(other, "con no bao nhieu")
        await ours.add(zalo.bot)
        await until(lambda: zalo.bot.webhook["secret_token"] != secret, 30)
        await ours.ails(zalo.bot, "")
        assert await ours.mute() == set()
        await ours.hears(zalo.bot, "menu")
    assert len([said for said in errors(caplog) if zalo.bot.id in said]) == 1
    no_token_in(caplog.text, zalo)
    assert before.partition(":")[2] not in caplog.text


async def test_bots_of_both_messengers_are_asked_where_nobody_reaches_us(
    zalo: Zalo, database: Database
) -> None:
    with Telegram() as telegram:
        await add(database, telegram)
        await add(database, zalo.bot)
        async with running(zalo, database, public_url="", telegram=telegram.url) as ours:
            hoa = telegram.person("Hoa")
            hoa.says("con no bao nhieu")
            await until(lambda: "con no bao nhieu" in ours.ears.texts, 60)
            await ours.hears(zalo.bot, "menu")
            account = "telegram", telegram.token.partition(":")[0]
            answers = ours.deliveries[0]._served.senders
            await answers[account].send(Address(*account, str(hoa.id)), Reply(text="Chào bác"))
            assert hoa.hears().text == "Chào bác"
            await until(lambda: _is_linked(database, f"https://t.me/{telegram.username}"), 30)
            async with database.write() as db:
                await tokens.remove(db, account)
            await until(lambda: account not in answers, 30)


async def _is_linked(database: Database, link: str) -> bool:
    async with database.read() as db:
        return f"{link}?start=" in [one.link for one in await serving.known(db)]


async def test_the_same_token_again_changes_nothing(zalo: Zalo, database: Database) -> None:
    await add(database, zalo.bot)
    async with running(zalo, database) as ours:
        await ours.is_served(zalo.bot)
        await ours.add(zalo.bot)
        other = zalo.new_bot("Bot Xóm Đông")
        await ours.add(other)
        await ours.is_served(other)
        assert zalo.count("setWebhook") == 2


@pytest.mark.parametrize("keys", [(), (secrets.token_bytes(KEY_BYTES),)])
async def test_without_the_right_key_the_bot_of_the_environment_goes_on(
    zalo: Zalo, database: Database, keys: tuple[bytes, ...], caplog: pytest.LogCaptureFixture
) -> None:
    closed = zalo.new_bot("Bot Xóm Đông")
    await add(database, closed)
    async with running(zalo, database, keys=keys, named=zalo.bot) as ours:
        await ours.is_served(zalo.bot)
        await ours.hears(zalo.bot, "menu")
        await ours.ails(closed, "TOKEN_KEY is not")
        assert not closed.webhook
    assert len([said for said in errors(caplog) if "TOKEN_KEY" in said]) == 1


async def test_with_the_right_key_again_nothing_is_left_of_the_trouble(
    zalo: Zalo, database: Database
) -> None:
    await add(database, zalo.bot)
    async with running(zalo, database, keys=()) as ours:
        await ours.ails(zalo.bot, "TOKEN_KEY is not set")
    async with running(zalo, database) as ours:
        await ours.is_served(zalo.bot)
        await ours.ails(zalo.bot, "")


async def test_sealed_with_a_newer_key_meanwhile_a_bot_goes_on(
    zalo: Zalo, database: Database
) -> None:
    new = secrets.token_bytes(KEY_BYTES)
    await add(database, zalo.bot)
    async with running(zalo, database) as ours:
        await ours.is_served(zalo.bot)
        async with database.write() as db:
            assert await tokens.seal_anew(db, (new, KEY)) == (1, [])
        await ours.ails(zalo.bot, "put that one behind it")
        await ours.hears(zalo.bot, "menu")
        assert zalo.count("setWebhook") == 1
    async with running(zalo, database, keys=(new,)) as ours:
        await ours.ails(zalo.bot, "")
        await ours.hears(zalo.bot, "con no")


async def test_a_bot_that_the_environment_names_serves_all_clubs_whatever_is_kept(
    zalo: Zalo, database: Database
) -> None:
    await add(database, zalo.bot, token=f"{zalo.bot.id}:an-old-secret-of-it")
    async with database.write() as db:
        await db.execute(update(t.Bot).values(club_id=1, served=False))
    async with running(zalo, database, named=zalo.bot) as ours:
        await ours.hears(zalo.bot, "menu")
        async with database.read() as db:
            row = (await db.execute(select(t.Bot.club_id, t.Bot.served))).one()
        assert (row.club_id, row.served) == (None, True)
        await ours.remove(zalo.bot)
        await until(lambda: _is_noted(ours), 30)
        await ours.hears(zalo.bot, "con no")


async def _is_noted(ours: Running) -> bool:
    async with ours.database.read() as db:
        return await serving.are_noted(db, [("zalo", ours.zalo.bot.id)])


async def test_a_bot_that_went_from_the_environment_is_served_no_longer(
    zalo: Zalo, database: Database
) -> None:
    async with database.write() as db:
        await bots.register_all(db, [("telegram", "123"), ("web", "web")], utc_now())
    async with running(zalo, database, named=zalo.bot) as ours:
        await ours.is_served(zalo.bot)
        async with database.read() as db:
            found = await db.execute(select(t.Bot.bot).where(t.Bot.served).order_by(t.Bot.bot))
        assert list(found.scalars()) == [zalo.bot.id, "web"]


async def test_many_bots_start_a_few_at_a_time(zalo: Zalo, database: Database) -> None:
    many = [zalo.new_bot(f"Bot {number}") for number in range(3 * AT_ONCE)]
    for bot in many:
        await add(database, bot)
    zalo.latency = 0.1
    async with running(zalo, database) as ours:
        await ours.is_served(*many)
        begun = sorted(zalo.times("setWebhook"))
    most = max(sum(at <= other < at + 0.1 for other in begun) for at in begun)
    assert most <= AT_ONCE


async def test_a_bot_that_hangs_keeps_no_place_from_the_others(
    zalo: Zalo, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(one, "START_S", 0.3)
    many = [zalo.new_bot(f"Bot {number}") for number in range(AT_ONCE + 1)]
    for bot in many:
        await add(database, bot)
    zalo.next("setWebhook", refuse(500, "later"), times=AT_ONCE)
    async with running(zalo, database) as ours:
        await ours.is_served(*many)


async def test_stopped_while_they_start_all_end_within_seconds(
    zalo: Zalo, database: Database
) -> None:
    many = [zalo.new_bot(f"Bot {number}") for number in range(60)]
    for bot in many:
        await add(database, bot)
    zalo.latency = 0.5
    async with running(zalo, database) as ours:
        await until(lambda: zalo.count("setWebhook") >= AT_ONCE, 30)
        begun = time.monotonic()
        await ours.stop()
    assert time.monotonic() - begun < STOPS_WITHIN
    assert zalo.count("setWebhook") < len(many)


async def test_a_fault_of_ours_with_one_bot_ends_no_other_and_is_tried_again(
    zalo: Zalo,
    database: Database,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(one, "AGAIN_S", 0.2)
    other, faults = zalo.new_bot("Bot Xóm Đông"), [ValueError(zalo.bot.token)]
    serve = ZaloBot.run

    async def run(bot: ZaloBot) -> None:
        if bot.id == zalo.bot.id and faults:
            raise faults.pop()
        await serve(bot)

    monkeypatch.setattr(ZaloBot, "run", run)
    await add(database, zalo.bot)
    await add(database, other)
    async with running(zalo, database) as ours:
        await ours.is_served(zalo.bot, other)
        await ours.hears(zalo.bot, "menu")
        await ours.ails(zalo.bot, "")
    (said,) = errors(caplog)
    assert "failed, and is begun again: ValueError at" in said
    no_token_in(caplog.text, zalo)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ConnectionError(), "the tokens wait for the database (ConnectionError)"),
        (ValueError("a-secret"), "the tokens cannot be looked at, it is tried again: ValueError"),
    ],
)
async def test_while_the_tokens_cannot_be_read_what_is_served_goes_on(
    *,
    zalo: Zalo,
    sqlite_url: str,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    said: str,
) -> None:
    async def fails(_db: object) -> list[object]:
        raise error

    caplog.set_level(logging.INFO, "bot.fleet")
    database = Database(sqlite_url)
    await add(database, zalo.bot)
    async with running(zalo, database) as ours:
        await ours.is_served(zalo.bot)
        with monkeypatch.context() as away:
            away.setattr(tokens, "all_of", fails)
            await until(lambda: said in caplog.text, 30)
            await ours.hears(zalo.bot, "menu")
        await until(lambda: "the tokens can be read again" in caplog.text, 30)
    await database.close()
    assert caplog.text.count(said) == 1
    assert "a-secret" not in caplog.text


async def test_what_it_says_goes_by_the_same_connections_and_ends_with_it(
    zalo: Zalo, database: Database
) -> None:
    hoa = zalo.person("Hoa")
    await add(database, zalo.bot)
    async with running(zalo, database) as ours:
        await ours.hears(zalo.bot, "menu")
        answers, bulk = (one._served.senders for one in ours.deliveries)
        account = "zalo", zalo.bot.id
        await until(lambda: account in answers and account in bulk)
        hoa.writes("chao")
        await answers[account].send(Address(*account, hoa.id), Reply(text="Chào bác"))
        assert hoa.hears().text == "Chào bác"
        await ours.remove(zalo.bot)
        await until(lambda: account not in answers and account not in bulk, 30)


async def test_a_bot_shows_its_token_to_nobody(zalo: Zalo, database: Database) -> None:
    await add(database, zalo.bot)
    async with running(zalo, database) as ours:
        await ours.is_served(zalo.bot)
        (shown,) = ours.fleet._served.values()
        assert zalo.bot.id in repr(shown)
        assert zalo.bot.token not in repr(shown)
