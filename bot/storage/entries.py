"""What was posted, as it is read back: repayments with their split, slips and second touches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from sqlalchemy import BigInteger, bindparam, func, select
from sqlalchemy.orm import aliased

from bot.money.books import Fund
from bot.storage import tables as t
from bot.storage.engine import AnySelect, Connection


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
    slips: tuple[SlipNumber, ...]
    agreed_by: frozenset[int]

    @property
    def amount(self) -> int:
        """Interest and principal together; negative for a reversal."""
        return self.interest + self.principal


async def entry(db: Connection, transaction: int) -> Entry:
    """Return one transaction."""
    (found,) = await _entries(db, _ONE, {"its_id": transaction})
    return found


async def repayments_of(db: Connection, member_id: int, limit: int) -> list[Entry]:
    """Return a member's last repayments and their reversals, newest first."""
    return await _entries(
        db,
        _SELECT.where(t.Transaction.member_id == member_id, t.Transaction.kind != "opening")
        .order_by(t.Transaction.id.desc())
        .limit(limit),
    )


async def latest(db: Connection, club_id: int, limit: int) -> list[Entry]:
    """Return the club's last repayments and reversals, newest first."""
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
            t.Transaction.kind == "repayment",
            _back.id.is_(None),
            ~touched,
        ).order_by(t.Transaction.id),
    )


_back = aliased(t.Transaction)
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
    )
    .outerjoin(t.Member, t.Member.id == t.Transaction.member_id)
    .outerjoin(_back, _back.reverses_id == t.Transaction.id)
)


_ONE = _SELECT.where(t.Transaction.id == bindparam("its_id"))
_IDS = bindparam("ids", type_=BigInteger, expanding=True)
_AGREED = select(t.Agreement.transaction_id, t.Agreement.member_id).where(
    t.Agreement.transaction_id.in_(_IDS)
)
_PARTS = (
    select(
        t.Posting.transaction_id,
        t.Posting.part,
        func.sum(t.Posting.amount).label("amount"),
        func.max(t.Posting.loan_id).label("loan"),
    )
    .where(t.Posting.transaction_id.in_(_IDS), t.Posting.part != "")
    .group_by(t.Posting.transaction_id, t.Posting.part)
)
_SLIPS = select(t.Slip).where(t.Slip.transaction_id.in_(_IDS)).order_by(t.Slip.fund.desc())


async def _entries(
    db: Connection, wanted: AnySelect, given: Mapping[str, int] = MappingProxyType({})
) -> list[Entry]:
    rows = (await db.execute(wanted, given)).all()
    ids = [row.id for row in rows]
    if not ids:
        return []
    parts = await _parts(db, ids)
    slips = await _slips(db, ids)
    agreed: dict[int, set[int]] = defaultdict(set)
    for transaction, member in await db.execute(_AGREED, {"ids": ids}):
        agreed[transaction].add(member)
    return [
        Entry(
            id=row.id,
            club_id=row.club_id,
            kind=row.kind,
            member_id=row.member_id,
            member_name=row.member_name or "",
            loan_id=parts[row.id].get("loan"),
            value_day=row.value_day,
            entered_at=row.entered_at,
            entered_by=row.entered_by,
            reverses_id=row.reverses_id,
            reversed_by=row.reversed_by,
            interest=parts[row.id].get("interest", 0),
            principal=parts[row.id].get("principal", 0),
            slips=tuple(slips[row.id]),
            agreed_by=frozenset(agreed[row.id]),
        )
        for row in rows
    ]


async def _parts(db: Connection, ids: list[int]) -> dict[int, dict[str, int]]:
    rows = await db.execute(_PARTS, {"ids": ids})
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for row in rows:
        found[row.transaction_id][row.part] = -int(row.amount)
        found[row.transaction_id]["loan"] = row.loan
    return found


async def _slips(db: Connection, ids: list[int]) -> dict[int, list[SlipNumber]]:
    rows = await db.execute(_SLIPS, {"ids": ids})
    found: dict[int, list[SlipNumber]] = defaultdict(list)
    for row in rows:
        found[row.transaction_id].append(
            SlipNumber(fund=Fund(row.fund), kind=row.kind, year=row.year, number=row.number)
        )
    return found
