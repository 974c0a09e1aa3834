"""The lines of the cash book, and the numbered slips: what moved money, one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, bindparam, func, select
from sqlalchemy.orm import aliased

from bot.money.books import AccountKind, Fund
from bot.storage import tables as t
from bot.storage.engine import AnyRow, AnySelect, Connection
from bot.storage.entries import SlipNumber
from bot.storage.reporting import MONEY

For = tuple[AccountKind, int]
"""What money was for, and how much of it: positive came in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyLine:
    """Money that one transaction brought to a place of a fund, or took from it."""

    transaction: int
    kind: str
    """As the transaction has it; of a reversal that of what it takes back."""
    fund: Fund
    place: AccountKind
    """Cash or bank."""
    value_day: date
    amount: int
    """Đồng: positive came in."""
    member: str
    """Whose money it was; empty for nobody's."""
    hamlet: str
    holder: str
    """Who keeps it, where that is one person."""
    note: str
    slip: SlipNumber | None
    mends: SlipNumber | None
    """The slip that it takes back."""
    is_reversal: bool
    what_for: tuple[For, ...]
    """The other accounts of the same fund that it was booked on."""


async def money_lines(db: Connection, club_id: int, since: date, before: date) -> list[MoneyLine]:
    """Return what moved money from a day on, up to and without another, in the book's order."""
    given = {"club_id": club_id, "since": since, "before": before}
    within = and_(
        t.Transaction.value_day >= bindparam("since"),
        t.Transaction.value_day < bindparam("before"),
    )
    return await _lines(db, within, given)


async def lines_of_slips(
    db: Connection, club_id: int, *, kind: str, year: int, number: int
) -> list[MoneyLine]:
    """Return what moved money under a slip's number, in each fund that has such a slip.

    What the same handing brought to another fund, under another number, is in it.
    """
    given = {"club_id": club_id, "slip_kind": kind, "year": year, "number": number}
    found = await _lines(db, t.Transaction.id.in_(_NUMBERED), given)
    return [line for line in found if line.slip and line.slip.kind == kind]


async def _lines(
    db: Connection, wanted: ColumnElement[bool], given: Mapping[str, object]
) -> list[MoneyLine]:
    """Put the postings of each transaction and fund together."""
    together: dict[tuple[int, str], list[AnyRow]] = defaultdict(list)
    for row in await db.execute(_POSTINGS.where(wanted).order_by(*_ORDER), given):
        together[row.id, row.fund].append(row)
    return [line for rows in together.values() for line in _moved(rows)]


def _moved(rows: Sequence[AnyRow]) -> Iterator[MoneyLine]:
    """Return a line for each place whose money changed: between two keepers it does not."""
    what_for = _sums((AccountKind(row.kind), -row.amount) for row in rows if row.kind not in MONEY)
    places = _sums((AccountKind(row.kind), row.amount) for row in rows if row.kind in MONEY)
    for place, amount in places:
        keepers = {row.holder or "" for row in rows if row.kind == place.value}
        yield _line(rows[0], place, amount, keepers.pop() if len(keepers) == 1 else "", what_for)


def _sums(parts: Iterable[tuple[AccountKind, int]]) -> tuple[For, ...]:
    sums: dict[AccountKind, int] = {}
    for kind, amount in parts:
        sums[kind] = sums.get(kind, 0) + amount
    return tuple((kind, amount) for kind, amount in sums.items() if amount)


def _line(
    row: AnyRow, place: AccountKind, amount: int, holder: str, what_for: tuple[For, ...]
) -> MoneyLine:
    return MoneyLine(
        transaction=row.id,
        kind=row.transaction_kind,
        fund=Fund(row.fund),
        place=place,
        value_day=row.value_day,
        amount=amount,
        member=row.member or "",
        hamlet=row.hamlet or "",
        holder=holder,
        note=row.note,
        slip=_slip(row.fund, row.slip_kind, row.slip_year, row.slip_number),
        mends=_slip(row.fund, row.mends_kind, row.mends_year, row.mends_number),
        is_reversal=row.reverses_id is not None,
        what_for=what_for,
    )


def _slip(fund: str, kind: str | None, year: int | None, number: int | None) -> SlipNumber | None:
    if kind is None or year is None or number is None:
        return None
    return SlipNumber(fund=Fund(fund), kind=kind, year=year, number=number)


_holder = aliased(t.Member)
_mended = aliased(t.Slip)
_original = aliased(t.Transaction)
_NUMBERED = select(t.Slip.transaction_id).where(
    t.Slip.club_id == bindparam("club_id"),
    t.Slip.kind == bindparam("slip_kind"),
    t.Slip.year == bindparam("year"),
    t.Slip.number == bindparam("number"),
)
_POSTINGS: AnySelect = (
    select(
        t.Transaction.id,
        func.coalesce(_original.kind, t.Transaction.kind).label("transaction_kind"),
        t.Transaction.value_day,
        t.Transaction.note,
        t.Transaction.reverses_id,
        t.Posting.fund,
        t.Posting.kind,
        t.Posting.amount,
        t.Member.name.label("member"),
        t.Member.hamlet,
        _holder.name.label("holder"),
        t.Slip.kind.label("slip_kind"),
        t.Slip.year.label("slip_year"),
        t.Slip.number.label("slip_number"),
        _mended.kind.label("mends_kind"),
        _mended.year.label("mends_year"),
        _mended.number.label("mends_number"),
    )
    .join(t.Posting, t.Posting.transaction_id == t.Transaction.id)
    .outerjoin(_original, _original.id == t.Transaction.reverses_id)
    .outerjoin(t.Member, t.Member.id == t.Transaction.member_id)
    .outerjoin(_holder, and_(_holder.id == t.Posting.holder_id, t.Posting.kind.in_(MONEY)))
    .outerjoin(
        t.Slip,
        and_(t.Slip.transaction_id == t.Transaction.id, t.Slip.fund == t.Posting.fund),
    )
    .outerjoin(
        _mended,
        and_(_mended.transaction_id == t.Transaction.reverses_id, _mended.fund == t.Posting.fund),
    )
    .where(t.Transaction.club_id == bindparam("club_id"))
)
_ORDER = (t.Transaction.value_day, t.Transaction.id, t.Posting.fund.desc(), t.Posting.id)
