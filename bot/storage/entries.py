"""What was posted, as it is read back: its money, its split, slips and second touches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, String, bindparam, cast, func, select
from sqlalchemy.orm import aliased

from bot.money.books import PLACES, Fund
from bot.storage import tables as t
from bot.storage.engine import AnySelect, Connection

UNTOUCHED = ("opening", "reversal")
"""The kinds of entries that two people have touched when they are posted."""
MENDABLE = frozenset(
    {"repayment", "fee", "gift", "income", "expense", "to_bank", "from_bank", "handed_over"}
    | {"deposit", "deposit_back", "borrowed", "borrowed_back", "between_funds", "payout"}
)
"""The kinds of entries that a reversing entry takes back with all that came of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipNumber:
    """The number of a slip: per club, fund, kind and year, without gaps."""

    fund: Fund
    kind: str
    year: int
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A posted transaction as it is read back: sums in đồng, slips, and who touched it."""

    id: int
    club_id: int
    kind: str
    member_id: int | None
    member_name: str
    loan_id: int | None
    value_day: date
    entered_at: datetime
    entered_by: int | None
    reverses_id: int | None
    reversed_by: int | None
    """The transaction that took this one back."""
    interest: int
    principal: int
    fee: int
    penalty: int
    amount: int
    """What came into the cash and the bank; negative: what went out of them."""
    moved: int
    """What went from hand to hand where nothing came in or went out."""
    note: str
    slips: tuple[SlipNumber, ...]
    agreed_by: frozenset[int]

    @property
    def sum(self) -> int:
        """What it is about, without a sign."""
        return abs(self.amount) or self.moved

    @property
    def is_mendable(self) -> bool:
        """Whether a second officer's yes takes it back."""
        return self.kind in MENDABLE and self.reversed_by is None


async def entry(db: Connection, transaction: int) -> Entry:
    """Return one transaction."""
    (found,) = await _entries(db, _ONE, {"its_id": transaction})
    return found


async def repayments_of(db: Connection, member_id: int, limit: int) -> list[Entry]:
    """Return a member's last entries and their reversals, newest first."""
    return await _entries(
        db,
        _SELECT.where(t.Transaction.member_id == member_id, t.Transaction.kind != "opening")
        .order_by(t.Transaction.id.desc())
        .limit(limit),
    )


async def latest(db: Connection, club_id: int, limit: int) -> list[Entry]:
    """Return the club's last entries and reversals, newest first."""
    return await _entries(
        db,
        _SELECT.where(t.Transaction.club_id == club_id, t.Transaction.kind != "opening")
        .order_by(t.Transaction.id.desc())
        .limit(limit),
    )


async def unagreed(db: Connection, club_id: int) -> list[Entry]:
    """Return what one hand alone has entered so far ("chưa đối chiếu"), oldest first."""
    touched = select(t.Agreement.id).where(t.Agreement.transaction_id == t.Transaction.id).exists()
    return await _entries(
        db,
        _SELECT.where(
            t.Transaction.club_id == club_id,
            t.Transaction.kind.not_in(UNTOUCHED),
            _back.id.is_(None),
            ~touched,
        ).order_by(t.Transaction.id),
    )


_back = aliased(t.Transaction)
_mine = t.Posting.transaction_id == t.Transaction.id
_PLACES = [kind.value for kind in PLACES]


def _sum_of(part: str) -> ColumnElement[int]:
    # What is repaid is credited: a negative posting.
    total = select(-func.sum(t.Posting.amount)).where(_mine, t.Posting.part == part)
    return func.coalesce(total.scalar_subquery(), 0)


def _money(*, only_in: bool = False) -> ColumnElement[int]:
    """Add up what an entry moves in cash and in the bank; `only_in` leaves out what goes out."""
    total = select(func.sum(t.Posting.amount)).where(_mine, t.Posting.kind.in_(_PLACES))
    if only_in:
        total = total.where(t.Posting.amount > 0)
    return func.coalesce(total.scalar_subquery(), 0)


def _joined(*columns: SQLColumnExpression[Any]) -> ColumnElement[str]:
    fields: Iterable[ColumnElement[str]] = (cast(column, String) for column in columns)
    return func.aggregate_strings(reduce(lambda one, next_: one + ":" + next_, fields), ",")


_SELECT: AnySelect = (
    select(
        t.Transaction.id,
        t.Transaction.club_id,
        t.Transaction.kind,
        t.Transaction.member_id,
        t.Member.name.label("member_name"),
        t.Transaction.value_day,
        t.Transaction.entered_at,
        t.Transaction.entered_by,
        t.Transaction.reverses_id,
        _back.id.label("reversed_by"),
        _sum_of("interest").label("interest"),
        _sum_of("principal").label("principal"),
        _sum_of("fee").label("fee"),
        _sum_of("penalty").label("penalty"),
        _money().label("amount"),
        _money(only_in=True).label("moved"),
        t.Transaction.note,
        select(func.max(t.Posting.loan_id)).where(_mine).scalar_subquery().label("loan_id"),
        select(_joined(t.Slip.fund, t.Slip.kind, t.Slip.year, t.Slip.number))
        .where(t.Slip.transaction_id == t.Transaction.id)
        .scalar_subquery()
        .label("slips"),
        select(_joined(t.Agreement.member_id))
        .where(t.Agreement.transaction_id == t.Transaction.id)
        .scalar_subquery()
        .label("agreed_by"),
    )
    .outerjoin(t.Member, t.Member.id == t.Transaction.member_id)
    .outerjoin(_back, _back.reverses_id == t.Transaction.id)
)
_ONE = _SELECT.where(t.Transaction.id == bindparam("its_id"))


async def _entries(
    db: Connection, wanted: AnySelect, given: Mapping[str, int] = MappingProxyType({})
) -> list[Entry]:
    return [
        Entry(
            id=row.id,
            club_id=row.club_id,
            kind=row.kind,
            member_id=row.member_id,
            member_name=row.member_name or "",
            loan_id=row.loan_id,
            value_day=row.value_day,
            entered_at=row.entered_at,
            entered_by=row.entered_by,
            reverses_id=row.reverses_id,
            reversed_by=row.reversed_by,
            interest=int(row.interest),
            principal=int(row.principal),
            fee=int(row.fee),
            penalty=int(row.penalty),
            amount=int(row.amount),
            moved=int(row.moved),
            note=row.note,
            slips=_slips(row.slips),
            agreed_by=frozenset(map(int, _parts(row.agreed_by))),
        )
        for row in await db.execute(wanted, given)
    ]


def _slips(joined: str | None) -> tuple[SlipNumber, ...]:
    slips = [
        SlipNumber(fund=Fund(fund), kind=kind, year=int(year), number=int(number))
        for fund, kind, year, number in (one.split(":") for one in _parts(joined))
    ]
    return tuple(sorted(slips, key=lambda slip: slip.fund.value, reverse=True))


def _parts(joined: str | None) -> list[str]:
    return joined.split(",") if joined else []
