"""Members' fees: which months are paid, paid ahead or waived, and which are still to be paid.

A month is its first day. Months before the bot's books are `members.fees_paid_to`; all later ones
are rows of their own, so that one paid ahead or waived stands for itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import takewhile

from sqlalchemy import bindparam, delete, insert, select, update

from bot.clock import local_day
from bot.storage import tables as t
from bot.storage.engine import AnyRow, Connection, inserting


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """What a club asks of its members."""

    amount: int
    """Đồng of a member a month; 0: none is asked for."""
    free: frozenset[str]
    """The hardships of households whose members pay none: "poor", "near_poor", ..."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month that a member need not pay any more."""

    month: date
    amount: int
    """Đồng; 0: waived."""
    transaction: int | None


async def fee(db: Connection, club_id: int) -> Fee:
    """Return what the club asks of its members."""
    row = (await db.execute(select(t.Club.fee, t.Club.fee_free).where(t.Club.id == club_id))).one()
    return Fee(amount=row.fee, free=frozenset(row.fee_free.split(",")) - {""})


async def set_fee(db: Connection, club_id: int, amount: int, free: Collection[str]) -> None:
    """Ask for another fee from now on, of all but households in these hardships."""
    await db.execute(
        update(t.Club)
        .where(t.Club.id == club_id)
        .values(fee=amount, fee_free=",".join(sorted(free)))
    )


async def unpaid_months(
    db: Connection, club_id: int, member_ids: Collection[int], day: date
) -> dict[int, list[date]]:
    """Return for each of these members the months up to that of `day` that are not paid yet.

    The list is empty for whom no fee is asked: nobody's, or not of a household as poor. Where no
    paper book said to which month she had paid, the months count from the club's first one here,
    and never from before she joined.
    """
    asked = await fee(db, club_id)
    found: dict[int, list[date]] = {one: [] for one in member_ids}
    if not asked.amount or not found:
        return found
    settled = await _settled(db, club_id, found)
    for row in await db.execute(_MEMBERS, {"club_id": club_id, "ids": list(found)}):
        if row.hardship not in asked.free:
            last = min(first_of(day), first_of(row.left_on or day))
            months = _from(_begins(row))
            found[row.id] = [
                month for month in _until(months, last) if month not in settled[row.id]
            ]
    return found


async def to_pay(
    db: Connection, club_id: int, member_id: int, count: int, free: Collection[date] = ()
) -> list[date]:
    """Return the next `count` months to be paid, the oldest first, and keep them from others.

    They run on past today where she pays ahead; `free` months are left out. What is returned
    stays unpaid by anybody else until the transaction ends.
    """
    row = (
        await db.execute(
            _MEMBERS.with_for_update(of=t.Member), {"club_id": club_id, "ids": [member_id]}
        )
    ).one()
    settled = (await _settled(db, club_id, [member_id]))[member_id].union(free)
    months = (month for month in _from(_begins(row)) if month not in settled)
    return [next(months) for _month in range(count)]


async def pay(
    db: Connection,
    *,
    club_id: int,
    member_id: int,
    months: Sequence[date],
    amount: int,
    transaction: int,
) -> list[date]:
    """Note that an entry pays for these months; `amount` is for all of them together, đồng.

    Returns the months that it pays: not those that were paid before, or waived.
    """
    each, over = divmod(amount, len(months)) if months else (0, 0)
    paid = []
    for place, month in enumerate(sorted(months)):
        row = inserting(db, t.FeeMonth).values(
            club_id=club_id,
            member_id=member_id,
            month=first_of(month),
            amount=each + (over if place == 0 else 0),
            transaction_id=transaction,
        )
        if (await db.execute(row.on_conflict_do_nothing())).rowcount:
            paid.append(first_of(month))
    return paid


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """A month that an entry pays for; `amount` in đồng."""

    member_id: int
    month: date
    amount: int
    transaction: int


async def lock(db: Connection, club_id: int, member_ids: Collection[int]) -> None:
    """Keep others from paying for these members' months until the transaction ends."""
    of_club = _MEMBERS.order_by(t.Member.id).with_for_update(of=t.Member)
    await db.execute(of_club, {"club_id": club_id, "ids": sorted(member_ids)})


async def pay_many(db: Connection, club_id: int, paid: Sequence[Paid]) -> None:
    """Note at once which months entries pay for; none of them may be settled before."""
    if paid:
        await db.execute(
            insert(t.FeeMonth),
            [
                {
                    "club_id": club_id,
                    "member_id": one.member_id,
                    "month": first_of(one.month),
                    "amount": one.amount,
                    "transaction_id": one.transaction,
                }
                for one in paid
            ],
        )


async def waive(
    db: Connection, *, club_id: int, member_id: int, months: Iterable[date], by: int
) -> list[date]:
    """Note that these months need not be paid; returns those that were not settled before."""
    waived = []
    for month in months:
        row = inserting(db, t.FeeMonth).values(
            club_id=club_id,
            member_id=member_id,
            month=first_of(month),
            amount=0,
            waived_by=by,
        )
        if (await db.execute(row.on_conflict_do_nothing())).rowcount:
            waived.append(first_of(month))
    return waived


async def undo(db: Connection, transaction: int) -> list[date]:
    """Let the months that an entry paid for be unpaid again, as it is taken back; returns them."""
    rows = await db.execute(
        delete(t.FeeMonth)
        .where(t.FeeMonth.transaction_id == transaction)
        .returning(t.FeeMonth.month)
    )
    return sorted(rows.scalars())


async def months_of(db: Connection, club_id: int, member_id: int) -> list[Month]:
    """Return the months of a member that are settled here, the oldest first."""
    rows = await db.execute(
        select(t.FeeMonth.month, t.FeeMonth.amount, t.FeeMonth.transaction_id)
        .where(t.FeeMonth.club_id == club_id, t.FeeMonth.member_id == member_id)
        .order_by(t.FeeMonth.month)
    )
    return [
        Month(month=row.month, amount=row.amount, transaction=row.transaction_id) for row in rows
    ]


async def paid_by(db: Connection, transaction: int) -> list[date]:
    """Return the months that an entry pays for."""
    rows = await db.execute(
        select(t.FeeMonth.month)
        .where(t.FeeMonth.transaction_id == transaction)
        .order_by(t.FeeMonth.month)
    )
    return list(rows.scalars())


def first_of(day: date) -> date:
    """Return the month of a day."""
    return day.replace(day=1)


def month_after(month: date) -> date:
    """Return the month that follows."""
    return first_of(first_of(month) + timedelta(days=31))


def _begins(row: AnyRow) -> date:
    """Return the first month that a member is asked for here."""
    if row.fees_paid_to:
        return month_after(row.fees_paid_to)
    first = first_of(local_day(row.made_at, row.zone))
    return max(first, first_of(row.joined_on)) if row.joined_on else first


def _from(month: date) -> Iterator[date]:
    while True:
        yield month
        month = month_after(month)


def _until(months: Iterator[date], last: date) -> Iterator[date]:
    return takewhile(lambda month: month <= last, months)


async def _settled(
    db: Connection, club_id: int, member_ids: Collection[int]
) -> dict[int, set[date]]:
    settled: dict[int, set[date]] = defaultdict(set)
    for row in await db.execute(_SETTLED, {"club_id": club_id, "ids": list(member_ids)}):
        settled[row.member_id].add(row.month)
    return settled


_MEMBERS = (
    select(
        t.Member.id,
        t.Member.joined_on,
        t.Member.left_on,
        t.Member.fees_paid_to,
        t.Household.hardship,
        t.Club.made_at,
        t.Club.zone,
    )
    .join(t.Club, t.Club.id == t.Member.club_id)
    .outerjoin(t.Household, t.Household.id == t.Member.household_id)
    .where(
        t.Member.club_id == bindparam("club_id"),
        t.Member.id.in_(bindparam("ids", expanding=True)),
    )
)
_SETTLED = select(t.FeeMonth.member_id, t.FeeMonth.month).where(
    t.FeeMonth.club_id == bindparam("club_id"),
    t.FeeMonth.member_id.in_(bindparam("ids", expanding=True)),
)
