"""Federations to measure with, of any size: written by the database itself, a row in microseconds.

Every club meets tomorrow and nobody knows of it yet; a third of the members owe the fund. Two of
ten have no phone but a neighbour who passes things on. Behind all of them lie months of notices,
messages and entries, as after a season of use.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    String,
    case,
    cast,
    insert,
    literal,
    select,
    text,
    update,
)
from sqlalchemy.orm import DeclarativeBase

from bot.chat import Account
from bot.people import DEFAULT_ZONE
from bot.storage import tables as t
from bot.storage.engine import Connection, Database
from bot.storage.reminder_times import USUAL

MORNING = datetime(2026, 11, 21, 0, 59, tzinfo=UTC)
"""7:59 by the clocks of the clubs: what is due at eight is not due yet."""
BOARD = ("treasurer", "accountant", "head", "secretary")
FIRST_CHAT = 100_000
"""A member's chat is called by the member's id above this."""
SEASON = 4
"""Meetings that lie behind, each announced to everybody."""
PERIODS = 6

Column = ColumnElement[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Federation:
    """How large, and when and where it is."""

    clubs: int
    each: int
    """Members of a club."""
    account: Account = ("bench", "bot")
    now: datetime = MORNING
    without_phone: int = 2
    """Of ten members."""
    reminds: bool = True

    @property
    def members(self) -> int:
        """How many people."""
        return self.clubs * self.each

    @property
    def today(self) -> date:
        """The day by the clocks of the clubs."""
        return (self.now + timedelta(hours=7)).date()


LARGE = Federation(clubs=249, each=50)
"""12,450 members."""
HUGE = Federation(clubs=21_000, each=48)
"""1,008,000 members: more clubs than there are communes that have any."""


async def found(database: Database, size: Federation) -> None:
    """Fill an empty database."""
    writing = Writing(size)
    for fill in (
        writing.clubs,
        writing.people,
        writing.phones,
        writing.meetings,
        writing.loans,
        writing.season,
        writing.passing_on,
    ):
        async with database.write() as db:
            await fill(db)
    await analyze(database)


async def analyze(database: Database) -> None:
    """Let the database look at its tables, as PostgreSQL does by itself after a minute."""
    async with database.write() as db:
        await db.execute(text("ANALYZE"))


class Writing:
    """Writes one federation."""

    def __init__(self, size: Federation) -> None:
        self.size = size

    async def clubs(self, db: Connection) -> None:
        one = numbers(self.size.clubs)
        await write(
            db,
            t.Club,
            one,
            key=_named("club ", one.c.n),
            name=_named("Câu lạc bộ ", one.c.n),
            hamlet=_named("Xóm ", one.c.n),
            commune="Xã Mẫu",
            province="Tỉnh Mẫu",
            zone=DEFAULT_ZONE,
            locale="vi",
            unit=1000,
            interest_to_income_bp=10_000,
            rate_label="lai",
            wakes_at=time(0),
            sleeps_at=time(23, 59, 59),
            made_at=self.size.now,
        )
        for kind, (days, at) in USUAL.items() if self.size.reminds else ():
            for day in days:
                await write(db, t.ReminderTime, one, club_id=one.c.n, kind=kind, days=day, at=at)

    async def people(self, db: Connection) -> None:
        one = numbers(self.size.members)
        await write(
            db,
            t.Member,
            one,
            club_id=self._club(one.c.n),
            number=cast(self._place(one.c.n), String),
            name=_named("Nguyễn Thị Hoa ", one.c.n),
            village_name="",
            hamlet="",
            birth_year=1950,
            sex="female",
            form="",
            locale="",
            phone="",
        )
        one = numbers(self.size.clubs)
        for place, role in enumerate(BOARD):
            await write(
                db,
                t.Role,
                one,
                club_id=one.c.n,
                member_id=(one.c.n - 1) * self.size.each + place + 1,
                role=role,
                from_on=self.size.today - timedelta(days=365),
            )

    async def phones(self, db: Connection) -> None:
        """Give everybody an address with her own id; who has no phone is not linked to it."""
        one = numbers(self.size.members)
        platform, bot = self.size.account
        await write(
            db,
            t.Address,
            one,
            platform=platform,
            bot=bot,
            chat=cast(one.c.n + FIRST_CHAT, String),
            locale="vi",
            seen_at=self.size.now - timedelta(days=2),
            wrong_codes=0,
        )
        await write(
            db,
            t.Link,
            one,
            self._has_phone(one.c.n),
            club_id=self._club(one.c.n),
            address_id=one.c.n,
            member_id=one.c.n,
            kind="self",
            since=self.size.now - timedelta(days=200),
        )

    async def meetings(self, db: Connection) -> None:
        one = numbers(self.size.clubs)
        month_day = {"kind": "month_day", "day": 22}
        await write(
            db,
            t.MeetingRule,
            one,
            club_id=one.c.n,
            rule={"day": month_day, "every": 1, "since": None, "move": "after"},
            place="nhà văn hoá",
            at=time(8),
            set_at=self.size.now - timedelta(days=200),
        )
        for month in range(-SEASON, 3):
            day = self.size.today + timedelta(days=30 * month + 1)
            await write(
                db,
                t.Meeting,
                one,
                club_id=one.c.n,
                wanted_on=day,
                held_on=day,
                at=time(8),
                place="nhà văn hoá",
                agenda="",
                moved_because="",
                told_on=day if month < 0 else None,
            )

    async def loans(self, db: Connection) -> None:
        """Lend to every third; what is due is spread over the days of a month."""
        one, today = numbers(self.size.members // 3), self.size.today
        member = one.c.n * 3
        await write(
            db,
            t.Loan,
            one,
            club_id=self._club(member),
            member_id=member,
            number=_named("KU-", one.c.n),
            principal=5_000_000,
            opened_with=5_000_000,
            rate_bp=65,
            way="equal_principal",
            unit=1000,
            interest_paid_to=today - timedelta(days=60),
            above_cap=False,
        )
        due = _case(one.c.n % 30, {day: today + timedelta(days=day - 15) for day in range(30)})
        for period in range(PERIODS):
            later = _case(
                one.c.n % 30,
                {day: today + timedelta(days=day - 15 + 30 * period) for day in range(30)},
            )
            await write(
                db,
                t.Instalment,
                one,
                loan_id=one.c.n,
                number=period + 1,
                starts_on=due if period == 0 else later,
                due_on=later,
                principal=800_000,
                interest=32_500,
            )

    async def season(self, db: Connection) -> None:
        """Write what was planned, sent and entered in the months before."""
        one, size = numbers(self.size.members), self.size
        for month in range(1, SEASON + 1):
            day = size.today + timedelta(days=1 - 30 * month)
            at = size.now - timedelta(days=30 * month)
            said = case((self._has_phone(one.c.n), literal(at, t.Notice.said_at.type)))
            await write(
                db,
                t.Notice,
                one,
                club_id=self._club(one.c.n),
                kind="meeting-1",
                subject_id=self._club(one.c.n) + size.clubs * (SEASON - month),
                due_on=day,
                recipient_id=one.c.n,
                made_at=at,
                said_at=said,
                skipped=case((~self._has_phone(one.c.n), "no phone")),
            )
        await write(
            db,
            t.Outbox,
            one,
            self._has_phone(one.c.n),
            club_id=self._club(one.c.n),
            address_id=one.c.n,
            member_id=one.c.n,
            lane=1,
            once=False,
            text="Ngày mai câu lạc bộ họp lúc 8 giờ ở nhà văn hoá.",
            choices=[],
            image="",
            document="",
            silent=False,
            status="sent",
            made_at=size.now - timedelta(days=29),
            next_at=size.now - timedelta(days=29),
            useless_after=size.now - timedelta(days=28),
            attempts=1,
            tries=[],
            done_at=size.now - timedelta(days=29),
        )
        await self._money(db)

    async def _money(self, db: Connection) -> None:
        one, size = numbers(self.size.members // 3), self.size
        member = one.c.n * 3
        every = {"member_id": member, "club_id": self._club(member)}
        await write(
            db,
            t.Transaction,
            one,
            kind="repayment",
            status="draft",
            value_day=size.today - timedelta(days=20),
            entered_at=size.now - timedelta(days=20),
            origin=_named("seed ", one.c.n),
            note="",
            **every,
        )
        for kind, amount in (("cash", 500_000), ("loans", -500_000)):
            await write(
                db,
                t.Posting,
                one,
                club_id=self._club(member),
                transaction_id=one.c.n,
                fund="income",
                kind=kind,
                amount=amount,
                part="",
            )
        await db.execute(update(t.Transaction).values(status="posted"))
        phone = case((self._has_phone(member), member), else_=member - self._place(member) + 1)
        await write(
            db,
            t.Declaration,
            one,
            loan_id=one.c.n,
            amount=500_000,
            interest=32_500,
            principal_first=False,
            given_to="treasurer",
            origin=_named("seed ", one.c.n),
            status=case((one.c.n % 300 == 0, "pending"), else_="confirmed"),
            declared_at=size.now - timedelta(days=1, hours=6),
            address_id=phone,
            shared=False,
            **every,
        )

    async def passing_on(self, db: Connection) -> None:
        """Let who has no phone hear from the neighbour before her."""
        one, size = numbers(self.size.members), self.size
        neighbour = one.c.n - self._place(one.c.n) % 10 + 9 - size.without_phone
        alone = ~self._has_phone(one.c.n)
        await write(
            db,
            t.Messenger,
            one,
            alone,
            member_id=one.c.n,
            messenger_id=neighbour,
            club_id=self._club(one.c.n),
            agreed_at=size.now - timedelta(days=100),
            money=one.c.n % 4 == 0,
        )
        await write(
            db,
            t.Errand,
            one,
            alone,
            club_id=self._club(one.c.n),
            messenger_id=neighbour,
            member_id=one.c.n,
            asked_at=size.now - timedelta(days=30),
            passed_at=size.now - timedelta(days=30),
        )

    def _club(self, member: Column) -> Column:
        return (member - 1) // literal(self.size.each) + 1

    def _place(self, member: Column) -> Column:
        """Return which member of her club somebody is, from 1 on."""
        return (member - 1) % self.size.each + 1

    def _has_phone(self, member: Column) -> Column:
        return self._place(member) % 10 < 10 - self.size.without_phone


def numbers(most: int) -> CTE:
    """Count from 1, in the database."""
    counted = select(literal(1, Integer).label("n")).cte("numbers", recursive=True)
    return counted.union_all(select(counted.c.n + 1).where(counted.c.n < most))


def _named(before: str, number: Column) -> Column:
    return literal(before) + cast(number, String)


def _case(number: Column, values: Mapping[int, date]) -> Column:
    return case(values, value=number)


async def write(
    db: Connection, table: type[DeclarativeBase], one: CTE, *where: Column, **values: object
) -> None:
    """Insert a row for each number of `one`."""
    kinds = table.__table__.c
    columns = [
        value if isinstance(value, ColumnElement) else literal(value, kinds[name].type)
        for name, value in values.items()
    ]
    rows = select(*columns).select_from(one).where(*where)
    await db.execute(insert(table).from_select(list(values), rows))
