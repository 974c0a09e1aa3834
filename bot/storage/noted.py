"""Money that somebody has in hand, or has given away, and that the book does not know yet.

Whoever counts cash, takes some of it out, says what must be in a box or signs a month asks here:
by what is noted, the cash that lies there is another sum than the postings say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BindParameter, and_, bindparam, func, select

from bot.clock import local_day
from bot.money.books import Account, AccountKind, Fund
from bot.people import Member
from bot.storage import tables as t
from bot.storage.collections import LIVE, PUT_BY
from bot.storage.engine import AnyRow, AnySelect, Connection

BANK = "bank"
"""Where a member says that she sent her money, and not into anybody's hand."""


class Kind(StrEnum):
    """Where such money is noted."""

    COLLECTION = "collection"
    """On a meeting's list that is not closed."""
    PAYOUT = "payout"
    """Handed to a borrower; who saw it has still to say so."""
    HANDING = "handing"
    """Handed to another keeper, who has still to say so."""
    DECLARED = "declared"
    """A member told of it, and nobody has confirmed it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """Some of it, by where it is noted."""

    kind: Kind
    id: int
    """Of the list, the application, the handing or the declaration."""
    amount: int
    """What it brings to the cash of `holder_id`, đồng; negative: what it takes."""
    holder_id: int | None
    """Whose cash it is; None: it is not said yet which officer's."""
    other_id: int | None = None
    """Who was handed it, or told of it."""
    fund: Fund | None = None
    """None: the funds share it when it is posted."""
    held_on: date | None = None
    """The day of a meeting's list."""
    at: datetime | None = None
    """When anything else was said."""
    listed: int = 0
    """What the rows of a meeting's list come to, đồng; it may be counted as nothing."""
    is_counted: bool = False
    """A list that waits for its second officer alone."""
    in_cash: bool = True
    """Not sent to the bank."""

    @property
    def is_sure(self) -> bool:
        """Whether an officer has said that cash moved: it lies there, or does so no more."""
        return self.kind is not Kind.DECLARED and bool(self.amount or self.listed)

    @property
    def account(self) -> Account | None:
        """Return the cash that it goes out of; None where it brings some."""
        if self.amount >= 0 or self.fund is None:
            return None
        return Account(fund=self.fund, kind=AccountKind.CASH, holder=self.holder_id)

    def day(self, zone: str) -> date:
        """Return the day on which the money moved, or was told of."""
        if self.held_on is not None:
            return self.held_on
        if self.at is None:
            raise ValueError("what is noted has a day")
        return local_day(self.at, zone)

    def touches(self, keeper: Member) -> bool:
        """Whether it may lie among the cash that somebody keeps, or is missing there."""
        if not self.in_cash:
            return False
        if self.holder_id is None:
            return keeper.is_officer
        return keeper.id in (self.holder_id, self._also_at)

    @property
    def _also_at(self) -> int | None:
        return self.other_id if self.kind is Kind.HANDING else None


@dataclass(frozen=True, slots=True, kw_only=True)
class OnList:
    """What somebody has handed over by an open list, đồng."""

    held_on: date
    amount: int


async def of_club(db: Connection, club_id: int) -> list[Noted]:
    """Return all that is noted, an open list of which nothing is paid among it (0 đ)."""
    return (await of_clubs(db, [club_id])).get(club_id, [])


async def of_clubs(db: Connection, club_ids: Collection[int]) -> dict[int, list[Noted]]:
    """Return the same for many clubs; where nothing is noted, a club is missing."""
    found: dict[int, list[Noted]] = defaultdict(list)
    for wanted, read in _ALL:
        for row in await db.execute(wanted, {"clubs": list(club_ids)}):
            found[row.club_id].append(read(row))
    return found


def beside_the_book(found: Iterable[Noted]) -> int:
    """Add up what a club has in cash more than its book says, đồng; negative: less."""
    return sum(one.amount for one in found if one.is_sure and one.kind is not Kind.HANDING)


async def given_away(
    db: Connection, club_id: int, account: Account, *, but_for: Noted | None = None
) -> int:
    """Return what has left somebody's cash by what is noted, `but_for` one of it; đồng."""
    return taken(await of_club(db, club_id), account, but_for=but_for)


def taken(noted: Iterable[Noted], account: Account, *, but_for: Noted | None = None) -> int:
    """Add up what of this goes out of an account, đồng."""
    spared = None if but_for is None else (but_for.kind, but_for.id)
    return -sum(
        one.amount for one in noted if one.account == account and (one.kind, one.id) != spared
    )


def payout(application_id: int) -> Noted:
    """Name the paying out of an application, to be left out."""
    return Noted(kind=Kind.PAYOUT, id=application_id, amount=0, holder_id=None)


def handing(handing_id: int) -> Noted:
    """Name cash that goes from hand to hand, to be left out."""
    return Noted(kind=Kind.HANDING, id=handing_id, amount=0, holder_id=None)


async def on_list(db: Connection, club_id: int, member_id: int) -> OnList | None:
    """Return what a member has paid by the newest list that is not closed; None for nothing."""
    rows = await db.execute(_ON_LIST, {"of_club": club_id, "of_member": member_id})
    for row in rows:
        return OnList(held_on=row.held_on, amount=int(row.amount))
    return None


def _collection(row: AnyRow) -> Noted:
    return Noted(
        kind=Kind.COLLECTION,
        id=row.id,
        amount=int(row.paid if row.counted is None else row.counted),
        holder_id=row.counted_by,
        held_on=row.held_on,
        listed=int(row.paid),
        is_counted=row.counted is not None,
    )


def _payout(row: AnyRow) -> Noted:
    return Noted(
        kind=Kind.PAYOUT,
        id=row.application_id,
        amount=-row.amount,
        holder_id=row.giver_id,
        other_id=row.member_id,
        fund=Fund.INCOME,
        at=row.given_at,
    )


def _handing(row: AnyRow) -> Noted:
    return Noted(
        kind=Kind.HANDING,
        id=row.id,
        amount=-row.amount,
        holder_id=row.giver_id,
        other_id=row.taker_id,
        fund=Fund(row.fund),
        at=row.given_at,
    )


def _declared(row: AnyRow) -> Noted:
    return Noted(
        kind=Kind.DECLARED,
        id=row.id,
        amount=row.amount,
        holder_id=row.given_to_id,
        other_id=row.member_id,
        at=row.declared_at,
        in_cash=row.given_to != BANK,
    )


# Statements of many turns are made once: that costs more than running them.
_CLUBS: BindParameter[int] = bindparam("clubs", expanding=True)
_NOT_CLOSED = t.Collection.status.in_((*LIVE, PUT_BY))
_COLLECTIONS = (
    select(
        t.Collection.id,
        t.Collection.club_id,
        t.Collection.held_on,
        t.Collection.counted,
        t.Collection.counted_by,
        func.coalesce(func.sum(t.Collected.amount), 0).label("paid"),
    )
    .outerjoin(
        t.Collected,
        and_(t.Collected.collection_id == t.Collection.id, t.Collected.state == "paid"),
    )
    .where(t.Collection.club_id.in_(_CLUBS), _NOT_CLOSED)
    .group_by(t.Collection.id, t.Collection.held_on, t.Collection.counted, t.Collection.counted_by)
    .order_by(t.Collection.held_on)
)
_ON_LIST = (
    select(t.Collection.held_on, func.sum(t.Collected.amount).label("amount"))
    .join(t.Collected, t.Collected.collection_id == t.Collection.id)
    .where(
        t.Collection.club_id == bindparam("of_club"),
        _NOT_CLOSED,
        t.Collected.member_id == bindparam("of_member"),
        t.Collected.state == "paid",
    )
    .group_by(t.Collection.id, t.Collection.held_on)
    .having(func.sum(t.Collected.amount) > 0)
    .order_by(t.Collection.held_on.desc())
)
_PAYOUTS = (
    select(
        t.Handover.application_id,
        t.Handover.club_id,
        t.Handover.giver_id,
        t.Handover.given_at,
        t.Application.member_id,
        t.Application.amount,
    )
    .join(t.Application, t.Application.id == t.Handover.application_id)
    .where(t.Handover.club_id.in_(_CLUBS), t.Handover.transaction_id.is_(None))
    .order_by(t.Handover.given_at)
)
_HANDINGS = (
    select(t.Handing)
    .where(t.Handing.club_id.in_(_CLUBS), t.Handing.status == "pending")
    .order_by(t.Handing.id)
)
_ON_THE_LIST = (
    select(t.Collected.id)
    .join(t.Collection, t.Collection.id == t.Collected.collection_id)
    .where(
        t.Collection.club_id == t.Declaration.club_id,
        _NOT_CLOSED,
        t.Collected.declaration_id == t.Declaration.id,
        t.Collected.state == "paid",
    )
    .exists()
)
_DECLARED = (
    select(t.Declaration)
    .where(
        t.Declaration.club_id.in_(_CLUBS),
        t.Declaration.status == "pending",
        ~_ON_THE_LIST,
    )
    .order_by(t.Declaration.id)
)
_ALL: tuple[tuple[AnySelect, Callable[[AnyRow], Noted]], ...] = (
    (_COLLECTIONS, _collection),
    (_PAYOUTS, _payout),
    (_HANDINGS, _handing),
    (_DECLARED, _declared),
)
