"""Members' fees: which months are paid, paid ahead or waived, and which are still to be paid.

A month is its first day. Months before the bot's books are `members.fees_paid_to`; all later ones
are rows of their own, so that one paid ahead or waived stands for itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice, takewhile

from sqlalchemy import bindparam, delete, insert, select

from bot.clock import first_of, local_day, month_after
from bot.storage import tables as t
from bot.storage.engine import AnyRow, Connection, inserting
from bot.storage.fee_rates import Rates, rates


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month that a member need not pay any more."""

    month: date
    amount: int
    """Đồng; 0: waived."""
    transaction: int | None


async def unpaid_months(
    db: Connection, club_id: int, member_ids: Collection[int], day: date
) -> dict[int, dict[date, int]]:
    """Return for each of these members what her unpaid months up to that of `day` cost, đồng.

    The oldest comes first, each with the fee that was in force then. Nothing is unpaid by whom no
    fee is asked: nobody's, or not of a household as poor. Where no paper book said to which month
    she had paid, they count from the club's first month here, and never from before she joined.
    """
    asked = await rates(db, club_id)
    found: dict[int, dict[date, int]] = {one: {} for one in member_ids}
    if not asked.said or not found:
        return found
    settled = await _settled(db, club_id, found)
    for row in await db.execute(_MEMBERS, {"club_id": club_id, "ids": list(found)}):
        hers = asked.of_household(row.hardship)
        last = min(first_of(day), first_of(row.left_on or day))
        found[row.id] = {
            month: costs
            for month in _until(_from(_begins(row)), last)
            if month not in settled[row.id] and (costs := hers.of(month).amount)
        }
    return found


async def to_pay(db: Connection, club_id: int, member_id: int, most: int) -> dict[date, int]:
    """Return what the next months to be paid cost, the oldest first, and keep them from others.

    They run on past today where she pays ahead, and are fewer than `most` where the club asks for
    none later. Who is asked for none may still pay what others are asked for. What is returned
    stays unpaid by anybody else until the transaction ends.
    """
    asked = await rates(db, club_id)
    row = (
        await db.execute(
            _MEMBERS.with_for_update(of=t.Member), {"club_id": club_id, "ids": [member_id]}
        )
    ).one()
    settled = (await _settled(db, club_id, [member_id]))[member_id]
    hers = asked.of_household(row.hardship)
    found = _unsettled(hers, _begins(row), settled, most)
    return found or _unsettled(asked, _begins(row), settled, most)


def _unsettled(asked: Rates, first: date, settled: Collection[date], most: int) -> dict[date, int]:
    months = takewhile(lambda month: not asked.ends_before(month), _from(first))
    costs = ((month, asked.of(month).amount) for month in months if month not in settled)
    return dict(islice((one for one in costs if one[1]), most))


async def pay(
    db: Connection,
    *,
    club_id: int,
    member_id: int,
    months: Mapping[date, int],
    transaction: int,
) -> list[date]:
    """Note that an entry pays for these months, each with what it costs, đồng.

    Returns the months that it pays: not those that were paid before, or waived.
    """
    paid = []
    for month, amount in sorted(months.items()):
        row = inserting(db, t.FeeMonth).values(
            club_id=club_id,
            member_id=member_id,
            month=first_of(month),
            amount=amount,
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


async def waived(db: Connection, club_id: int) -> dict[int, list[date]]:
    """Return which months need not be paid, by member, the oldest first."""
    rows = await db.execute(
        select(t.FeeMonth.member_id, t.FeeMonth.month)
        .where(t.FeeMonth.club_id == club_id, t.FeeMonth.waived_by.is_not(None))
        .order_by(t.FeeMonth.month)
    )
    found: dict[int, list[date]] = defaultdict(list)
    for row in rows:
        found[row.member_id].append(row.month)
    return found


async def ask_again(
    db: Connection, *, club_id: int, member_id: int, months: Collection[date]
) -> list[date]:
    """Let waived months be asked for again; returns those that were waived until now."""
    rows = await db.execute(
        delete(t.FeeMonth)
        .where(
            t.FeeMonth.club_id == club_id,
            t.FeeMonth.member_id == member_id,
            t.FeeMonth.month.in_(months),
            t.FeeMonth.waived_by.is_not(None),
        )
        .returning(t.FeeMonth.month)
    )
    return sorted(rows.scalars())


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
