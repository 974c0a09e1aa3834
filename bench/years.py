"""One club's years, month by month: loans and what is paid on them, fees, gifts, expenses, counts.

Entered through the same functions as the bot's own, by chance with a seed.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import select, update

from bot.money.loans import Conditions, Way
from bot.storage import loans
from bot.storage import tables as t
from bot.storage.engine import Connection, Database
from bot.storage.loans import Borrowed
from tests.booked import BOARD, Booked, noon, terms

MEETS_ON = 10
MEMBERS = 55
BORROWERS = 22
"""At a time."""
SUMS = (3_000_000, 4_000_000, 5_000_000, 5_000_000, 5_000_000, 6_000_000, 8_000_000, 10_000_000)
RATES_BP = (50, 65, 80, 100)
WAYS = (Way.PRINCIPAL_AT_END, Way.PRINCIPAL_AT_END, Way.EQUAL_PRINCIPAL, Way.EQUAL_INSTALMENTS)
MONTHS = (6, 12, 12, 12, 24)
PAYS = 0.96
"""How often somebody brings what is asked for."""


@dataclass
class Year:
    """What is known while a club lives on."""

    chance: random.Random
    operation: int = 0
    unpaid: dict[str, int] = field(default_factory=dict)
    """Months of fees that a member did not pay yet."""

    def origin(self) -> str:
        """Return the name of the next operation."""
        self.operation += 1
        return f"seed:{self.operation}"


class Years(Booked):
    """A club that lives through some years at once."""

    def __init__(self, database: Database, number: int) -> None:
        super().__init__(database, locale="vi")
        self.seed = number
        self.year = Year(random.Random(number))

    async def live(self, first: date, months: int) -> None:
        """Found the club and let it meet so many times."""
        on = first - timedelta(days=10)
        self.clock.now = noon(on)
        await self.open(members=MEMBERS - len(BOARD), on=on)
        async with self.database.write() as db:
            named = {"key": f"club {self.seed}", "name": f"Câu lạc bộ {self.seed}"}
            await db.execute(update(t.Club).where(t.Club.id == self.club).values(**named))
            await db.execute(update(t.Role).where(t.Role.club_id == self.club).values(from_on=on))
        month = first.replace(day=MEETS_ON)
        for _month in range(months):
            await self._meet(month)
            month = (month + timedelta(days=31)).replace(day=MEETS_ON)

    async def _meet(self, on: date) -> None:
        self.clock.now = noon(on)
        async with self.database.write() as db:
            await self._take_money(db, on)
            await self._take_fees(db, on)
            await self._other_money(db, on)
            await self._lend(db, on)
            await self.count(db, self._off_by(), on, self.year.origin())
        self.clock.now = noon(on + timedelta(days=2))
        async with self.database.write() as db:
            await self.close_month(db, (on.replace(day=1) - timedelta(days=1)).replace(day=1))

    async def _take_money(self, db: Connection, on: date) -> None:
        for loan in await self._open(db):
            asked = loan.standing(on).to_pay_now
            if not asked or self.year.chance.random() > PAYS:
                continue
            if self.year.chance.random() < 0.05:
                asked += 500_000
            posted = await self.collect(db, loan.id, asked, on, self.year.origin())
            if posted and self.year.chance.random() < 0.01:
                await self.take_back(db, posted)
                await self.collect(db, loan.id, asked + 1_000, on, self.year.origin())
            if loan.standing(on).overdue_principal and self.year.chance.random() < 0.1:
                await self.extend(db, loan.id, on, self.year.origin())

    async def _open(self, db: Connection) -> list[Borrowed]:
        wanted = select(t.Loan.id).where(
            t.Loan.club_id == self.club,
            t.Loan.closed_on.is_(None),
            t.Loan.paid_out_on.is_not(None),
        )
        ids = list((await db.execute(wanted)).scalars())
        return list((await loans.several(db, ids)).values())

    async def _take_fees(self, db: Connection, on: date) -> None:
        """Who comes pays the months since she came last."""
        for short in self.ids:
            self.year.unpaid[short] = months = self.year.unpaid.get(short, 0) + 1
            if self.year.chance.random() < 0.45:
                await self.fee(db, short, months, on, self.year.origin())
                self.year.unpaid[short] = 0

    async def _other_money(self, db: Connection, on: date) -> None:
        chance = self.year.chance
        if chance.random() < 0.5:
            await self.gift(db, 10_000 * chance.randint(2, 50), on, self.year.origin())
        for _thing in range(chance.randint(0, 3)):
            await self.spend(db, 5_000 * chance.randint(4, 60), on, self.year.origin())

    async def _lend(self, db: Connection, on: date) -> None:
        chance, owing = self.year.chance, {loan.member_id for loan in await self._open(db)}
        free = [
            short
            for short, member in self.ids.items()
            if short.startswith("m") and member not in owing
        ]
        for short in chance.sample(free, min(3, max(0, BORROWERS - len(owing)))):
            agreed = terms(
                Conditions(way=chance.choice(WAYS), rate_bp=chance.choice(RATES_BP)),
                chance.choice(SUMS),
                on,
                periods=chance.choice(MONTHS),
            )
            application = await self.apply(db, short, agreed, self.year.origin())
            if application and await self.decide(db, application, self.year.origin()):
                await self.pay_out(db, application, agreed, self.year.origin())

    def _off_by(self) -> int:
        return self.year.chance.choice([-2_000, 1_000]) if self.year.chance.random() < 0.1 else 0
