"""The cash that somebody keeps, counted beside what the book says: asked of one, signed by two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select, update

from bot.money.books import AccountKind, Fund
from bot.storage import tables as t
from bot.storage.engine import AnyRow, AnySelect, Connection, inserting


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """One count; sums in đồng."""

    id: int
    club_id: int
    counted_on: date
    holder_id: int
    """Who keeps the cash."""
    expected: int
    """What the book said."""
    funds: Mapping[Fund, int]
    """The same by fund."""
    counted: int
    notes: Mapping[int, int]
    """Pieces by what one is worth; empty where only the total was told."""
    reason: str
    """Why the two differ."""
    fund: Fund
    """Where a difference is posted."""
    counted_by: int
    counted_at: datetime
    status: str
    """pending, agreed, refused (by the second officer), or dropped for a new count."""
    agreed_by: int | None
    """Who signed or did not; None: signed on paper."""
    agreed_at: datetime | None
    objection: str
    """Why the second officer did not sign."""
    file: str
    """The photo of the signed paper."""
    transaction_id: int | None
    """The entry of the difference."""

    @property
    def difference(self) -> int:
        """What there is more than the book says; negative: what is missing."""
        return self.counted - self.expected


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What an entry brought to somebody's cash; negative: what it took."""

    transaction: int
    member_id: int | None
    amount: int


async def kept_by(db: Connection, club_id: int, holder_id: int) -> dict[Fund, int]:
    """Return what the book says that somebody keeps in cash, đồng by fund."""
    rows = await db.execute(
        select(t.Posting.fund, func.sum(t.Posting.amount).label("amount"))
        .where(
            t.Posting.club_id == club_id,
            t.Posting.kind == AccountKind.CASH.value,
            t.Posting.holder_id == holder_id,
        )
        .group_by(t.Posting.fund)
    )
    sums = {Fund(row.fund): int(row.amount) for row in rows}
    return {fund: sums[fund] for fund in Fund if sums.get(fund)}


async def begin(
    db: Connection,
    *,
    club_id: int,
    counted_on: date,
    holder_id: int,
    funds: Mapping[Fund, int],
    counted: int,
    notes: Mapping[int, int],
    reason: str,
    fund: Fund,
    counted_by: int,
    origin: str,
    now: datetime,
) -> int | None:
    """Write a count down and return its id.

    None when `origin` did so before, or when a count of that cash waits for its second signature.
    """
    rows = await db.execute(
        inserting(db, t.CashCount)
        .values(
            club_id=club_id,
            counted_on=counted_on,
            holder_id=holder_id,
            expected=sum(funds.values()),
            funds={name.value: amount for name, amount in funds.items()},
            counted=counted,
            notes={str(worth): pieces for worth, pieces in notes.items()},
            reason=reason,
            fund=fund.value,
            counted_by=counted_by,
            counted_at=now,
            origin=origin,
            status="pending",
            objection="",
            file="",
        )
        .on_conflict_do_nothing()
        .returning(t.CashCount.id)
    )
    return rows.scalar_one_or_none()


async def locked(db: Connection, club_id: int, count_id: int) -> Count:
    """Return a count and keep others from settling it until the transaction ends."""
    wanted = select(t.CashCount).where(t.CashCount.club_id == club_id, t.CashCount.id == count_id)
    return _count((await db.execute(wanted.with_for_update())).one())


async def pending(db: Connection, club_id: int, until: date | None = None) -> list[Count]:
    """Return what waits for a second signature, oldest first; counted by `until`, if given."""
    wanted = _of(club_id).where(t.CashCount.status == "pending").order_by(t.CashCount.id)
    if until:
        wanted = wanted.where(t.CashCount.counted_on <= until)
    return [_count(row) for row in await db.execute(wanted)]


async def agreed(
    db: Connection,
    club_id: int,
    limit: int,
    *,
    holder_id: int | None = None,
    differing: bool = False,
) -> list[Count]:
    """Return the last counts that two have signed, newest first."""
    wanted = _of(club_id).where(t.CashCount.status == "agreed")
    if holder_id is not None:
        wanted = wanted.where(t.CashCount.holder_id == holder_id)
    if differing:
        wanted = wanted.where(t.CashCount.counted != t.CashCount.expected)
    rows = await db.execute(wanted.order_by(t.CashCount.id.desc()).limit(limit))
    return [_count(row) for row in rows]


async def settle(
    db: Connection,
    count_id: int,
    *,
    status: str,
    by: int | None,
    now: datetime,
    transaction: int | None = None,
    objection: str = "",
    file: str = "",
) -> bool:
    """Say what became of a pending count; False when that was said before."""
    rows = await db.execute(
        update(t.CashCount)
        .where(t.CashCount.id == count_id, t.CashCount.status == "pending")
        .values(
            status=status,
            agreed_by=by,
            agreed_at=now,
            transaction_id=transaction,
            objection=objection,
            file=file,
        )
    )
    return rows.rowcount == 1


async def expect(db: Connection, count_id: int, funds: Mapping[Fund, int]) -> None:
    """Let a pending count stand beside what the book says by now."""
    await db.execute(
        update(t.CashCount)
        .where(t.CashCount.id == count_id, t.CashCount.status == "pending")
        .values(
            expected=sum(funds.values()),
            funds={fund.value: amount for fund, amount in funds.items()},
        )
    )


async def moved_since(
    db: Connection, club_id: int, holder_id: int, since: datetime
) -> list[Moved]:
    """Return what was entered of somebody's cash after a moment, in the order of the entries."""
    rows = await db.execute(
        select(
            t.Transaction.id,
            t.Transaction.member_id,
            func.sum(t.Posting.amount).label("amount"),
        )
        .join(t.Posting, t.Posting.transaction_id == t.Transaction.id)
        .where(
            t.Posting.club_id == club_id,
            t.Posting.kind == AccountKind.CASH.value,
            t.Posting.holder_id == holder_id,
            t.Transaction.entered_at > since,
        )
        .group_by(t.Transaction.id, t.Transaction.member_id)
        .having(func.sum(t.Posting.amount) != 0)
        .order_by(t.Transaction.id)
    )
    return [
        Moved(transaction=row.id, member_id=row.member_id, amount=int(row.amount)) for row in rows
    ]


def _of(club_id: int) -> AnySelect:
    return select(t.CashCount).where(t.CashCount.club_id == club_id)


def _count(row: AnyRow) -> Count:
    return Count(
        id=row.id,
        club_id=row.club_id,
        counted_on=row.counted_on,
        holder_id=row.holder_id,
        expected=row.expected,
        funds={fund: row.funds[fund.value] for fund in Fund if fund.value in row.funds},
        counted=row.counted,
        notes={int(worth): pieces for worth, pieces in row.notes.items()},
        reason=row.reason,
        fund=Fund(row.fund),
        counted_by=row.counted_by,
        counted_at=row.counted_at,
        status=row.status,
        agreed_by=row.agreed_by,
        agreed_at=row.agreed_at,
        objection=row.objection,
        file=row.file,
        transaction_id=row.transaction_id,
    )
