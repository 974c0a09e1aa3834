"""What the books of one club come to: balances, what came in and went out, month by month.

Everything is summed by the database from the postings of that club alone; nothing is kept beside
them that could disagree.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, bindparam, case, exists, extract, func, or_, select
from sqlalchemy.orm import aliased

from bot.money.books import PLACES, AccountKind, Fund
from bot.storage import tables as t
from bot.storage.engine import AnyRow, AnySelect, Connection

MONEY = tuple(sorted(kind.value for kind in PLACES))
"""The accounts that are money one could count, as the postings name them."""

Balances = dict[tuple[Fund, AccountKind], int]
"""Đồng by fund and account kind: positive is a debit, as in the ledger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """Whose paper it is."""

    club_id: int
    name: str
    hamlet: str
    commune: str
    province: str
    zone: str
    locale: str
    rate_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """Money that came into a fund, or left it, for one kind of thing."""

    fund: Fund
    kind: AccountKind | None
    """What for; None: what was there when the books began."""
    into: int
    """Đồng; what was entered by mistake and taken back is not in it."""
    out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthEnd:
    """What a fund had at the end of a month, đồng."""

    month: date
    """Its first day."""
    money: int
    lent: int


async def letterhead(db: Connection, club_id: int) -> Letterhead:
    """Return what stands at the head of a club's papers."""
    (row,) = await db.execute(_CLUBS.where(t.Club.id == club_id))
    return _head(row)


async def letterheads(db: Connection) -> list[Letterhead]:
    """Return the heads of every club's papers: for the operator only."""
    return [_head(row) for row in await db.execute(_CLUBS.order_by(t.Club.id))]


async def balances(db: Connection, club_id: int, before: date) -> Balances:
    """Return what each kind of account of each fund came to, up to and without a day."""
    rows = await db.execute(_BALANCES, {"club_id": club_id, "before": before})
    return {(Fund(row.fund), AccountKind(row.kind)): int(row.amount) for row in rows}


async def balances_around(
    db: Connection, club_id: int, since: date, before: date
) -> tuple[Balances, Balances]:
    """Return what `balances` does on both days, in one look at the books."""
    given = {"club_id": club_id, "since": since, "before": before}
    opened: Balances = {}
    closed: Balances = {}
    for row in await db.execute(_AROUND, given):
        account = Fund(row.fund), AccountKind(row.kind)
        opened[account], closed[account] = int(row.opened), int(row.closed)
    return opened, closed


async def flows(db: Connection, club_id: int, since: date, before: date) -> list[Flow]:
    """Return what came in and went out from a day on, up to and without another.

    Only what moved money counts: a loan written off moves none. An entry that was taken back
    counts as if it had never been.
    """
    given = {"club_id": club_id, "since": since, "before": before}
    found = [_flow(row) for row in await db.execute(_FLOWS, given)]
    return _opened_in_one(found)


async def month_ends(db: Connection, club_id: int, fund: Fund, before: date) -> list[MonthEnd]:
    """Return what a fund had at the end of each month in which anything changed, oldest first."""
    given = {"club_id": club_id, "fund": fund.value, "before": before}
    money = lent = 0
    found = []
    for row in await db.execute(_BY_MONTH, given):
        money, lent = money + int(row.money), lent + int(row.lent)
        month = date(int(row.year), int(row.month), 1)
        found.append(MonthEnd(month=month, money=money, lent=lent))
    return found


def _head(row: AnyRow) -> Letterhead:
    return Letterhead(
        club_id=row.id,
        name=row.name,
        hamlet=row.hamlet,
        commune=row.commune,
        province=row.province,
        zone=row.zone,
        locale=row.locale,
        rate_label=row.rate_label,
    )


def _flow(row: AnyRow) -> Flow:
    return Flow(
        fund=Fund(row.fund),
        kind=None if row.is_opening else AccountKind(row.kind),
        into=int(row.into),
        out=int(row.out),
    )


def _opened_in_one(found: Iterable[Flow]) -> list[Flow]:
    """Add up the lines of opening balances: capital came in, and of it some was lent already."""
    opened: dict[Fund, int] = {}
    kept = []
    for flow in found:
        if flow.kind is None:
            opened[flow.fund] = opened.get(flow.fund, 0) + flow.into - flow.out
        elif flow.into or flow.out:
            kept.append(flow)
    begun = [
        Flow(fund=fund, kind=None, into=amount, out=0) for fund, amount in opened.items() if amount
    ]
    return [*begun, *kept]


_CLUBS: AnySelect = select(
    t.Club.id,
    t.Club.name,
    t.Club.hamlet,
    t.Club.commune,
    t.Club.province,
    t.Club.zone,
    t.Club.locale,
    t.Club.rate_label,
)
# A draft is never seen here: it becomes posted in the database transaction that wrote it. Not
# asking lets the index alone answer.
_OF_CLUB = and_(
    t.Transaction.club_id == bindparam("club_id"),
    t.Transaction.value_day < bindparam("before"),
)
_MINE = t.Posting.transaction_id == t.Transaction.id
_BALANCES = (
    select(t.Posting.fund, t.Posting.kind, func.sum(t.Posting.amount).label("amount"))
    .join(t.Transaction, _MINE)
    .where(_OF_CLUB)
    .group_by(t.Posting.fund, t.Posting.kind)
)
_OPENED = case((t.Transaction.value_day < bindparam("since"), t.Posting.amount), else_=0)
_AROUND = (
    select(
        t.Posting.fund,
        t.Posting.kind,
        func.sum(_OPENED).label("opened"),
        func.sum(t.Posting.amount).label("closed"),
    )
    .join(t.Transaction, _MINE)
    .where(_OF_CLUB)
    .group_by(t.Posting.fund, t.Posting.kind)
)
_beside = aliased(t.Posting)
_original = aliased(t.Transaction)
_MOVES_MONEY = exists().where(
    _beside.transaction_id == t.Posting.transaction_id,
    _beside.fund == t.Posting.fund,
    _beside.kind.in_(MONEY),
)
# What is credited elsewhere came in. A reversal is told on the side of what it takes back.
_CAME_IN = or_(
    and_(t.Posting.amount < 0, t.Transaction.reverses_id.is_(None)),
    and_(t.Posting.amount > 0, t.Transaction.reverses_id.is_not(None)),
)
_IS_OPENING: ColumnElement[int] = case(
    (func.coalesce(_original.kind, t.Transaction.kind) == "opening", 1), else_=0
)
_FLOWS = (
    select(
        t.Posting.fund,
        t.Posting.kind,
        _IS_OPENING.label("is_opening"),
        func.sum(case((_CAME_IN, -t.Posting.amount), else_=0)).label("into"),
        func.sum(case((_CAME_IN, 0), else_=t.Posting.amount)).label("out"),
    )
    .join(t.Transaction, _MINE)
    .outerjoin(_original, _original.id == t.Transaction.reverses_id)
    .where(
        _OF_CLUB,
        t.Transaction.value_day >= bindparam("since"),
        t.Posting.kind.not_in(MONEY),
        _MOVES_MONEY,
    )
    .group_by(t.Posting.fund, t.Posting.kind, _IS_OPENING)
    .order_by(t.Posting.fund, t.Posting.kind)
)
_YEAR = extract("year", t.Transaction.value_day)
_MONTH = extract("month", t.Transaction.value_day)
_BY_MONTH = (
    select(
        _YEAR.label("year"),
        _MONTH.label("month"),
        func.sum(case((t.Posting.kind.in_(MONEY), t.Posting.amount), else_=0)).label("money"),
        func.sum(
            case((t.Posting.kind == AccountKind.LOANS.value, t.Posting.amount), else_=0)
        ).label("lent"),
    )
    .join(t.Transaction, _MINE)
    .where(_OF_CLUB, t.Posting.fund == bindparam("fund"))
    .group_by(_YEAR, _MONTH)
    .order_by(_YEAR, _MONTH)
)
