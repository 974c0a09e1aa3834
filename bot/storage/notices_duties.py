"""Notices to officers: declarations that wait, the day's cash, and the month's figures."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Executable,
    and_,
    bindparam,
    func,
    literal,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from bot.money.books import AccountKind
from bot.storage import notices, reminder_times
from bot.storage import tables as t
from bot.storage.engine import AnySelect, Connection
from bot.storage.notices import ONCE
from bot.storage.reminder_times import AT, ZONE

OLD, FORGOTTEN = "declaration.old", "declaration.forgotten"
HEAR_OF_THE_FORGOTTEN = ("accountant",)
COUNT, REPORT = "cash.count", "month.report"
CATCHES_UP = timedelta(days=21)
REPORT_DAYS = 7
"""A report that could not be spoken of on the 1st is still news for some days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What moved in a club's cash and bank in some days: how often, and how much, đồng."""

    times_in: int
    times_out: int
    received: int
    paid_out: int


NOTHING = Moved(times_in=0, times_out=0, received=0, paid_out=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A declaration that nobody has decided; `amount` in đồng."""

    id: int
    member_id: int
    amount: int
    declared_at: datetime


async def plan_declarations(
    db: Connection, now: datetime, *, kind: str, roles: tuple[str, ...]
) -> None:
    """Plan to tell `roles` of each declaration that has waited for the days of this kind.

    Who is to hear that one is forgotten is not told beside it that it is old.
    """
    forgotten = min(await reminder_times.days_of(db, FORGOTTEN), default=CATCHES_UP.days)
    for clock in await reminder_times.clocks(db, now):
        for days in await reminder_times.days_of(db, kind):
            waits = now - timedelta(days=days)
            given = {
                "now": now,
                "zone": clock.zone,
                "today": clock.day,
                "at": clock.at,
                "before": waits,
                "after": waits - CATCHES_UP,
                "forgotten": now - timedelta(days=forgotten),
            }
            await db.execute(_declarations(db.dialect.name, kind, days, roles), given)


async def plan_counts(db: Connection, now: datetime, *, roles: tuple[str, ...]) -> None:
    """Plan to tell `roles` what the box must hold, in the evening of a day on which cash moved."""
    for clock in await reminder_times.clocks(db, now):
        given = {"now": now, "zone": clock.zone, "today": clock.day, "at": clock.at}
        await db.execute(_counts(db.dialect.name, roles), given)


async def plan_reports(db: Connection, now: datetime, *, roles: tuple[str, ...]) -> None:
    """Plan to tell `roles` on the first of a month that the last one's figures are ready."""
    for clock in await reminder_times.clocks(db, now):
        first = clock.day.replace(day=1)
        if (clock.day - first).days < REPORT_DAYS:
            at = clock.at if clock.day == first else time.max
            given = {"now": now, "zone": clock.zone, "today": clock.day, "at": at, "on": first}
            await db.execute(_reports(db.dialect.name, roles), given)


async def waiting(db: Connection, ids: Collection[int]) -> dict[int, Waiting]:
    """Return which of these declarations nobody has decided yet."""
    rows = await db.execute(_WAITING, {"ids": list(ids)})
    return {
        row.id: Waiting(
            id=row.id,
            member_id=row.member_id,
            amount=row.amount,
            declared_at=row.declared_at,
        )
        for row in rows
    }


async def moved(
    db: Connection, club_ids: Collection[int], from_on: date, to_on: date
) -> dict[int, Moved]:
    """Return what moved in these clubs from a day to a day (inclusive), by club.

    What was taken back again, and its reversal, counts as if it had never been.
    """
    rows = await db.execute(_MOVED, {"clubs": list(club_ids), "from_on": from_on, "to_on": to_on})
    found: dict[int, Moved] = {}
    for club_id, amount in rows:
        so_far = found.get(club_id, NOTHING)
        found[club_id] = Moved(
            times_in=so_far.times_in + (amount > 0),
            times_out=so_far.times_out + (amount < 0),
            received=so_far.received + max(0, int(amount)),
            paid_out=so_far.paid_out + max(0, -int(amount)),
        )
    return found


async def boxes(db: Connection, club_ids: Collection[int]) -> dict[int, int]:
    """Return the cash that each of these clubs must have, đồng."""
    rows = await db.execute(_BOXES, {"clubs": list(club_ids)})
    return {row.club_id: int(row.amount) for row in rows}


async def lent(
    db: Connection, club_ids: Collection[int], from_on: date, to_on: date
) -> dict[int, tuple[int, int]]:
    """Return how many loans these clubs paid out from a day to a day, and how much, đồng."""
    rows = await db.execute(_LENT, {"clubs": list(club_ids), "from_on": from_on, "to_on": to_on})
    return {row.club_id: (row.number, int(row.amount)) for row in rows}


def holds_office(roles: Sequence[str], day: date | BindParameter[date]) -> ColumnElement[bool]:
    """Say in SQL whether a role is one of `roles` and held on a day."""
    return and_(
        t.Role.role.in_(roles),
        t.Role.from_on <= day,
        or_(t.Role.until_on.is_(None), t.Role.until_on > day),
    )


# Made once: that costs more than running it, every minute.
TODAY = bindparam("today", type_=Date)


@cache
def _declarations(dialect: str, kind: str, days: int, roles: tuple[str, ...]) -> Executable:
    due = (
        select(t.Declaration.club_id, t.Declaration.id, literal(ONCE), t.Role.member_id)
        .join(t.Club, t.Club.id == t.Declaration.club_id)
        .join(t.ReminderTime, _setting(kind, days))
        .join(t.Role, t.Role.club_id == t.Declaration.club_id)
        .where(
            t.Declaration.status == literal_column("'pending'"),
            t.Declaration.declared_at < bindparam("before", type_=t.Notice.made_at.type),
            t.Declaration.declared_at >= bindparam("after", type_=t.Notice.made_at.type),
            or_(
                literal(kind) == FORGOTTEN,
                t.Declaration.declared_at >= bindparam("forgotten", type_=t.Notice.made_at.type),
                t.Role.role.not_in(HEAR_OF_THE_FORGOTTEN),
            ),
            t.ReminderTime.at <= AT,
            t.Club.zone == ZONE,
            t.Role.member_id != t.Declaration.member_id,
            holds_office(roles, TODAY),
        )
        .distinct()
    )
    return notices.planning(dialect, kind, due)


@cache
def _counts(dialect: str, roles: tuple[str, ...]) -> Executable:
    moved = (
        select(t.Transaction.id)
        .where(
            t.Transaction.club_id == t.Club.id,
            t.Transaction.value_day == TODAY,
            t.Transaction.kind != "opening",
        )
        .exists()
    )
    due = _to_officers(COUNT, roles, TODAY).where(moved)
    return notices.planning(dialect, COUNT, due)


@cache
def _reports(dialect: str, roles: tuple[str, ...]) -> Executable:
    due = _to_officers(REPORT, roles, bindparam("on", type_=Date))
    return notices.planning(dialect, REPORT, due)


def _to_officers(kind: str, roles: tuple[str, ...], due_on: BindParameter[date]) -> AnySelect:
    """Select a notice of the club itself for each who holds one of `roles`."""
    return (
        select(t.Club.id, t.Club.id.label("subject_id"), due_on, t.Role.member_id)
        .join(t.ReminderTime, _setting(kind, 0))
        .join(t.Role, t.Role.club_id == t.Club.id)
        .where(t.Club.zone == ZONE, t.ReminderTime.at <= AT, holds_office(roles, TODAY))
        .distinct()
    )


def _setting(kind: str, days: int) -> ColumnElement[bool]:
    return and_(
        t.ReminderTime.club_id == t.Club.id,
        t.ReminderTime.kind == kind,
        t.ReminderTime.days == days,
    )


_CLUBS: BindParameter[int] = bindparam("clubs", expanding=True)
_FROM, _TO = bindparam("from_on", type_=Date), bindparam("to_on", type_=Date)
_back = aliased(t.Transaction)
_WAITING = select(
    t.Declaration.id, t.Declaration.member_id, t.Declaration.amount, t.Declaration.declared_at
).where(t.Declaration.id.in_(bindparam("ids", expanding=True)), t.Declaration.status == "pending")
_MOVED = (
    select(t.Transaction.club_id, func.sum(t.Posting.amount))
    .join(t.Posting, t.Posting.transaction_id == t.Transaction.id)
    .outerjoin(_back, _back.reverses_id == t.Transaction.id)
    .where(
        t.Transaction.club_id.in_(_CLUBS),
        t.Transaction.value_day >= _FROM,
        t.Transaction.value_day <= _TO,
        t.Transaction.kind.not_in(("opening", "reversal")),
        _back.id.is_(None),
        t.Posting.kind.in_((AccountKind.CASH.value, AccountKind.BANK.value)),
    )
    .group_by(t.Transaction.club_id, t.Transaction.id)
)
_BOXES = (
    select(t.Posting.club_id, func.sum(t.Posting.amount).label("amount"))
    .where(t.Posting.club_id.in_(_CLUBS), t.Posting.kind == AccountKind.CASH.value)
    .group_by(t.Posting.club_id)
)
_LENT = (
    select(
        t.Loan.club_id,
        func.count().label("number"),
        func.sum(t.Loan.principal).label("amount"),
    )
    .where(t.Loan.club_id.in_(_CLUBS), t.Loan.paid_out_on >= _FROM, t.Loan.paid_out_on <= _TO)
    .group_by(t.Loan.club_id)
)
