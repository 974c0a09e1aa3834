"""Books in which everything was done once, and what damages them past the bot."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import text

from bot.money.loans import Conditions, Prepaying, Way
from bot.storage import proofs
from bot.storage.engine import Connection, Database
from bot.storage.proofs import Broken
from tests.booked import Booked, noon, terms

OCTOBER, NOVEMBER = date(2026, 10, 10), date(2026, 11, 10)
TODAY = date(2026, 11, 21)
EQUAL = Conditions(way=Way.EQUAL_PRINCIPAL, rate_bp=100)
SEALED = ("transactions", "postings", "instalments")


async def lived(database: Database) -> Booked:
    """Let a club do everything once, and sign October."""
    club = Booked(database)
    club.clock.now = noon(date(2026, 10, 1))
    await club.open(members=4)
    club.clock.now = noon(OCTOBER)
    one = await lent(club, "m0", "1")
    other = await lent(club, "m1", "2")
    async with database.write() as db:
        await club.fee(db, "m0", 2, OCTOBER, "fee 1")
        await club.gift(db, 300_000, OCTOBER, "gift 1")
        await club.spend(db, 120_000, OCTOBER, "spend 1")
        await club.bring_to_bank(db, 5_000_000, OCTOBER, "bank 1")
        await club.count(db, -2_000, OCTOBER, "count 1")
    club.clock.now = noon(date(2026, 11, 1))
    async with database.write() as db:
        assert await club.close_month(db, date(2026, 10, 1))
    club.clock.now = noon(NOVEMBER)
    async with database.write() as db:
        await club.collect(db, one, 2_000_000, NOVEMBER, "pay 1", prepaying=Prepaying.FEWER)
        paid = await club.collect(db, other, 300_000, NOVEMBER, "pay 2")
        assert paid
        await club.take_back(db, paid)
        await club.collect(db, other, 99_000_000, NOVEMBER, "pay 3")
        fee = await club.fee(db, "m1", 1, NOVEMBER, "fee 2")
        assert fee
        await club.take_back(db, fee)
    club.clock.now = noon(TODAY)
    async with database.write() as db:
        await club.extend(db, one, TODAY, "extend 1")
        await club.freeze(db, one, TODAY, "freeze 1")
    return club


async def lent(club: Booked, who: str, origin: str) -> int:
    async with club.database.write() as db:
        agreed = terms(EQUAL, 5_000_000, OCTOBER)
        application = await club.apply(db, who, agreed, f"apply {origin}")
        assert application
        assert await club.decide(db, application, f"decide {origin}")
        loan = await club.pay_out(db, application, agreed, f"lend {origin}")
        assert loan
        return loan


async def broken(database: Database, on: date = TODAY) -> list[Broken]:
    async with database.read() as db:
        return [one async for one in proofs.prove(db, on)]


async def names(database: Database) -> set[str]:
    """What is wrong, by name."""
    return {
        str(row.row.get("wrong", row.proof)) for one in await broken(database) for row in one.shown
    }


async def damage(database: Database, statements: Sequence[str]) -> None:
    """Change the database past the bot, as if nothing kept posted money from being changed."""
    async with database.write() as db:
        rules = await _unsealed(db)
        for statement in statements:
            done = await db.execute(text(statement))
            assert done.rowcount, f"this changes nothing: {statement}"
        for rule in rules:
            await db.execute(text(rule))


async def _unsealed(db: Connection) -> list[str]:
    """Take away what keeps posted money from being changed; return what puts it back."""
    if db.dialect.name == "postgresql":
        for table in SEALED:
            await db.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        return [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in SEALED]
    rows = await db.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    rules = rows.all()
    for rule in rules:
        await db.execute(text(f"DROP TRIGGER {rule.name}"))
    return [rule.sql for rule in rules]
