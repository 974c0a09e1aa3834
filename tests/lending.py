"""A club that lends: cash in the loan fund, and members who ask for some of it."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select, update

from bot.clock import local_day
from bot.money import books
from bot.money.books import Fund
from bot.storage import applications, ledger, products
from bot.storage import tables as t
from bot.storage.applications import Application, Asked
from tests.village import Village

ZONE = "Asia/Ho_Chi_Minh"
FIRST_DUE = date(2026, 12, 10)


async def keep_cash(
    village: Village,
    short: str,
    amount: int,
    *,
    bank: int = 0,
    deposits: int = 0,
    fund: Fund = Fund.INCOME,
) -> None:
    """Let somebody keep cash of a fund when the books begin."""
    async with village.database.write() as db:
        await ledger.post(
            db,
            club_id=village.club,
            kind="opening",
            lines=books.opening(
                fund,
                cash={village.ids[short]: amount} if amount else {},
                bank={None: bank} if bank else {},
                loans={},
                deposits={village.ids[short]: deposits} if deposits else {},
            ),
            value_day=date(2026, 11, 1),
            now=village.clock.now,
            entered_by=None,
            member_id=None,
            origin=f"cash:{short}:{fund}:{amount}",
        )


async def asks(
    village: Village,
    short: str,
    amount: int = 5_000_000,
    *,
    purpose: str = "nuôi lợn",
    periods: int = 12,
    first_due: date = FIRST_DUE,
    entered_by: str = "",
    days_ago: int = 0,
) -> int:
    """Let a member have asked for a loan, some days ago."""
    now = village.clock.now
    async with village.database.write() as db:
        today = local_day(now, ZONE)
        offered = await products.offered(db, village.club, now=now, today=today)
        made = await applications.make(
            db,
            Asked(
                club_id=village.club,
                member_id=village.ids[short],
                product_id=offered[0].id,
                purpose=purpose,
                amount=amount,
                periods=periods,
                first_due=first_due,
                who_else="",
                entered_by=village.ids[entered_by] if entered_by else None,
            ),
            origin=f"asks:{short}:{amount}",
            now=now - timedelta(days=days_ago),
        )
    assert made is not None
    return made


async def live_with(village: Village, short: str, label: str, hardship: str = "average") -> None:
    """Let somebody live in a household, of that hardship."""
    async with village.database.write() as db:
        found = await db.execute(select(t.Household.id).where(t.Household.label == label))
        house = found.scalar_one_or_none()
        if house is None:
            house = await village._household(db, label)
        await db.execute(
            update(t.Household).where(t.Household.id == house).values(hardship=hardship)
        )
        await db.execute(
            update(t.Member).where(t.Member.id == village.ids[short]).values(household_id=house)
        )


async def application(village: Village, number: int) -> Application:
    """Return an application as it stands."""
    async with village.database.write() as db:
        return await applications.locked(db, village.club, number)
