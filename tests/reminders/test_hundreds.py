"""Hundreds of bots in one installation: each gets its share, and looking costs no more for it."""

from __future__ import annotations

import asyncio
import shutil
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, text, update

from bot.chat import Account, UsedUp
from bot.people import Plan
from bot.reminders import served
from bot.reminders.delivery import Delivery
from bot.reminders.spending import Spending
from bot.storage import bots, claiming, holding
from bot.storage import tables as t
from bot.storage.engine import Database
from bot.storage.messages import Lane
from tests.databases import sqlite_url_of
from tests.explained import explained, told
from tests.planned import Paid
from tests.post_office import BOT, Postman, PostOffice, running
from tests.village import NOON

CLUBS = 400
CHATS = 5
"""Of each bot."""
PLATFORMS = ("telegram", "zalo")
ACCOUNTS = [(platform, str(club)) for club in range(CLUBS) for platform in PLATFORMS]
BULK = (Lane.REMINDERS, Lane.BROADCASTS)
_WAITS = t.Outbox.status == "waiting"


async def seed(database: Database, accounts: list[Account], chats: int = CHATS) -> None:
    """Make bots with chats, an announcement for each, and a reminder that is not due yet."""
    async with database.write() as db:
        await bots.register_all(db, accounts, NOON)
        people = [
            {"platform": platform, "bot": bot, "chat": f"{bot} {number}", "locale": "vi"}
            for platform, bot in accounts
            for number in range(chats)
        ]
        for some in sliced([{**one, "seen_at": NOON, "wrong_codes": 0} for one in people]):
            await db.execute(insert(t.Address), some)
        ids = (await db.scalars(select(t.Address.id).order_by(t.Address.id))).all()
        waiting = [row(one, Lane.BROADCASTS) for one in ids]
        waiting += [row(one, Lane.REMINDERS, NOON + timedelta(hours=3)) for one in ids]
        for some in sliced(waiting):
            await db.execute(insert(t.Outbox), some)


def sliced(rows: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    return [rows[at : at + 1000] for at in range(0, len(rows), 1000)]


def row(address_id: int, lane: Lane, next_at: Any = NOON) -> dict[str, Any]:
    return {
        "club_id": None,
        "address_id": address_id,
        "lane": int(lane),
        "once": False,
        "text": f"to {address_id}",
        "choices": [],
        "image": "",
        "document": "",
        "silent": False,
        "status": "waiting",
        "made_at": NOON,
        "next_at": next_at,
        "useless_after": NOON + timedelta(days=2),
        "attempts": 0,
    }


def delivery(database: Database, accounts: list[Account]) -> Delivery:
    spending = Spending()
    senders = dict.fromkeys(accounts, Paid(spending))
    plans = {"zalo": Plan(people=0, messages=0)}
    return Delivery(
        database, senders, lambda: NOON, "me", lanes=BULK, spending=spending, plans=plans
    )


@pytest.fixture
async def another_database(tmp_path: Path, sqlite_template: Path) -> AsyncIterator[Database]:
    """One more, to be compared with: what is asked does not depend on what it is."""
    file = tmp_path / "another.db"
    shutil.copyfile(sqlite_template, file)
    database = Database(sqlite_url_of(file))
    yield database
    await database.close()


# --- What it costs -------------------------------------------------------------------------------


@pytest.mark.parametrize("analyzed", [False, True])
async def test_the_claim_goes_by_indexes_in_order(database: Database, analyzed: bool) -> None:
    """PostgreSQL must neither sort nor read all that waits; nor must SQLite."""
    await seed(database, ACCOUNTS)
    busy = [account for account in ACCOUNTS if account[1].startswith("1")]
    async with database.write() as db:
        if analyzed:
            await db.execute(text("ANALYZE"))
        with told(database, "SELECT outbox") as asked:
            rows = await claiming.claim(
                db,
                owner="me",
                now=NOON,
                limit=100,
                platforms=PLATFORMS,
                room=lambda _account: 16,
                without=busy,
                lanes=BULK,
            )
        plans = [await explained(db, *one) for one in asked]
    assert len(rows) == 100
    assert not {row.address.account for row in rows} & set(busy)
    for plan in plans:
        assert "ix_outbox_waiting" in plan
        assert "ix_outbox_order" in plan
        for slow in ("Sort", "TEMP B-TREE", "Seq Scan on outbox", "SCAN outbox"):
            assert slow not in plan, plan


async def test_the_same_messages_of_hundreds_of_bots_ask_no_more_than_of_two(
    database: Database, another_database: Database
) -> None:
    """All bots are new, others are to be paused, and each message is to be counted."""
    many, few = ACCOUNTS, ACCOUNTS[:2]
    await seed(database, many, chats=1)
    await seed(another_database, few, chats=len(many) // 2)
    assert await asked_for(database, many) <= await asked_for(another_database, few)


async def asked_for(database: Database, accounts: list[Account]) -> int:
    """Send all that is due; return how many statements that took."""
    sends = delivery(database, accounts)
    for account in ACCOUNTS:
        sends.pauses.used_up(("zalo", f"not {account[1]}"), 60)
    with told(database) as statements:
        await sends.deliver()
    async with database.read() as db:
        left = select(t.Outbox.id).where(t.Outbox.lane == Lane.BROADCASTS, _WAITS)
        assert not (await db.scalars(left)).all()
    return len(statements)


async def test_what_is_held_back_for_long_is_not_looked_at(database: Database) -> None:
    await seed(database, ACCOUNTS[:4])
    async with database.write() as db:
        until = NOON + timedelta(days=1, hours=12)
        await holding.refused(db, dict.fromkeys(ACCOUNTS[:3], until))
        await holding.put_aside(db, NOON)
        aside = await db.scalars(
            select(t.Address.bot)
            .join(t.Outbox, t.Outbox.address_id == t.Address.id)
            .where(t.Outbox.next_at == NOON + holding.ASIDE)
        )
        assert Counter(aside) == {"0": 2 * CHATS, "1": CHATS}
        await db.execute(update(t.Bot).values(held_until=None, held_lane=None))
        await holding.put_aside(db, NOON)
        back = select(t.Outbox.id).where(t.Outbox.next_at == NOON)
        assert len((await db.scalars(back)).all()) == 4 * CHATS


# --- Each its share ------------------------------------------------------------------------------


async def test_a_claim_takes_no_more_of_a_bot_than_it_has_room_for(database: Database) -> None:
    accounts = ACCOUNTS[:6]
    await seed(database, accounts, chats=30)
    room = {account: number for number, account in enumerate(accounts)}
    async with database.write() as db:
        rows = await claiming.claim(
            db,
            owner="me",
            now=NOON,
            limit=40,
            platforms=PLATFORMS,
            room=lambda account: room[account],
            lanes=BULK,
        )
    taken = Counter(row.address.account for row in rows)
    assert all(taken[account] <= room[account] for account in accounts)
    assert taken[accounts[1]] == 1  # behind the first, which has no room
    assert len(rows) == len({row.id for row in rows})


async def test_a_bot_with_thousands_to_say_holds_up_no_other(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hundred messages of one, all in front; what is behind them goes at the first look."""
    monkeypatch.setattr(served, "AT_ONCE", 20)
    other, hanging = Postman(), asyncio.Event()
    office.delivery.serve(("test", "other"), other)
    async with office.database.write() as db:
        await db.execute(update(t.Address).where(t.Address.chat == "lan").values(bot="other"))
    for number in range(100):
        chat = ("hoa", "tu", "binh")[number % 3]
        office.postman.meanwhile[f"many {number}"] = hanging.wait
        await office.queue(chat, f"many {number}", lane=Lane.BROADCASTS)
    await office.queue("lan", "one", lane=Lane.BROADCASTS)
    async with running(office.delivery):
        await office.until_fate("one", "sent")
        assert len(office.postman.sent) == 0
        hanging.set()
    assert other.sent == ["one"]


async def test_a_platform_that_hangs_leaves_room_for_another(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(served, "PLATFORM_WINDOW", 2)
    other, hanging = Postman(), asyncio.Event()
    office.delivery.serve(("other", "bot"), other)
    async with office.database.write() as db:
        await db.execute(update(t.Address).where(t.Address.chat == "lan").values(platform="other"))
    for chat in ("hoa", "tu"):
        office.postman.meanwhile[f"hangs {chat}"] = hanging.wait
        await office.queue(chat, f"hangs {chat}")

    async def both_hang() -> bool:
        return len(office.postman.asked) == 2

    async with running(office.delivery):
        await office.until(both_hang)
        await office.queue("binh", "behind them")
        await office.queue("lan", "goes")
        office.delivery.nudge()
        await office.until_fate("goes", "sent")
        assert "behind them" not in office.postman.asked
        hanging.set()
        await office.until_fate("behind them", "sent")
    assert other.sent == ["goes"]


# --- Bots that come and go -----------------------------------------------------------------------


async def test_a_bot_that_is_served_no_more_is_left_to_others(office: PostOffice) -> None:
    await office.queue("hoa", "1")
    await office.deliver_after()
    office.delivery.unserve(BOT)
    office.delivery.serve(("test", "other"), office.postman)
    await office.queue("hoa", "2")
    assert await office.deliver_after() == []
    assert (await office.fates())["2"] == "waiting"
    await office.process("another").deliver()
    assert office.postman.sent == ["1", "2"]
    await office.queue("hoa", "3")
    office.delivery.serve(BOT, office.postman)
    assert await office.deliver_after() == ["3"]


async def test_what_is_claimed_when_its_bot_goes_is_given_back(office: PostOffice) -> None:
    async def goes() -> None:
        office.delivery.unserve(BOT)

    await office.queue("hoa", "1", "2", once=True)
    office.postman.meanwhile["1"] = goes
    assert await office.deliver_after() == ["1"]
    assert await office.fates() == {"1": "sent", "2": "waiting"}
    await office.process("another").deliver()
    assert office.postman.sent == ["1", "2"]


async def test_a_bot_whose_token_was_taken_away_says_nothing(office: PostOffice) -> None:
    assert await office.deliver_after() == []  # it is known from here on
    async with office.database.write() as db:
        await db.execute(update(t.Bot).values(served=False))
    await office.queue("hoa", "1")
    assert await office.deliver_after() == []
    await office.process("with another token").deliver()
    assert office.postman.sent == ["1"]


async def test_each_bot_waits_for_its_own_refusal(office: PostOffice) -> None:
    other = Postman()
    office.delivery.serve(("test", "other"), other)
    async with office.database.write() as db:
        await db.execute(update(t.Address).where(t.Address.chat == "lan").values(bot="other"))
    await office.queue("hoa", "refused", "behind it")
    await office.queue("lan", "goes")
    office.postman.fails["refused"] = [UsedUp(60, "quota")]
    assert await office.deliver_after() == []
    assert other.sent == ["goes"]
    async with office.database.read() as db:
        held = await db.scalars(select(t.Bot.bot).where(t.Bot.held_lane.is_not(None)))
        assert list(held) == ["bot"]
