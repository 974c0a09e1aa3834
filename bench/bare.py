"""What a turn is compared with: the least that a bot with a database can do for a message.

One transaction of plain SQLAlchemy Core that reads a member and a loan, inserts three rows and
commits; as durable as ours, on an engine of its own with nothing of ours in it.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Integer,
    MetaData,
    String,
    Table,
    event,
    insert,
    make_url,
    select,
)
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.storage import tables as t

ROWS = 3
MEMBERS, LOANS = t.Member.__table__, t.Loan.__table__
SCRATCH = Table(
    "bench_scratch",
    MetaData(),
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("member_id", BigInteger),
    Column("amount", BigInteger),
    Column("text", String),
)
TEXT = "Bác còn phải trả quỹ 5.000.000 đ. Kỳ tới: 50.000 đ, ngày 10/12/2026."


class Bare:
    """The bare transaction on one database."""

    def __init__(self, url: str) -> None:
        self.engine = (
            _sqlite(url) if make_url(url).get_backend_name() == "sqlite" else _postgres(url)
        )

    async def prepare(self) -> None:
        async with self.engine.begin() as db:
            await db.run_sync(SCRATCH.create)

    async def turn(self, member_id: int) -> int:
        """Do the transaction and return the loan's principal."""
        async with self.engine.begin() as db:
            member = await db.execute(select(MEMBERS).where(MEMBERS.c.id == member_id))
            assert member.one()
            loan = await db.execute(select(LOANS).where(LOANS.c.member_id == member_id))
            owed: int = loan.one().principal
            for amount in range(ROWS):
                await db.execute(
                    insert(SCRATCH).values(member_id=member_id, amount=amount, text=TEXT)
                )
        return owed

    async def close(self) -> None:
        await self.engine.dispose()


def _postgres(url: str) -> AsyncEngine:
    # Without overflow: under load it would open and close a connection for every transaction.
    return create_async_engine(url, pool_size=10, max_overflow=0)


def _sqlite(url: str) -> AsyncEngine:
    # One connection: several would only poll for the one lock that there is.
    engine = create_async_engine(url, pool_size=1, max_overflow=0)

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(dbapi: Any, _record: Any) -> None:
        dbapi.isolation_level = None
        cursor = dbapi.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
