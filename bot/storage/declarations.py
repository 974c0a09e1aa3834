"""What members say they have paid, until an officer says that the money is there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import Executable, bindparam, literal_column, or_, select, update

from bot.people import Member
from bot.storage import tables as t
from bot.storage.engine import AnyRow, Connection, insert_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """One declaration; `amount` in đồng."""

    id: int
    club_id: int
    member_id: int
    loan_id: int
    amount: int
    interest: int
    """Of the amount, as it was shown to the member."""
    principal_first: bool
    prepaying: str
    """What she chose for principal paid ahead; empty for the usual way."""
    given_to: str
    """treasurer, other or bank."""
    given_to_id: int | None
    status: str
    """pending, confirmed, refused or withdrawn."""
    declared_at: datetime
    shared: bool
    """Said from a phone that several people use."""
    decided_by: int | None
    decided_at: datetime | None
    transaction_id: int | None

    @property
    def in_cash(self) -> bool:
        """Whether an officer may have it in hand: it was not sent to the bank."""
        return self.given_to != "bank"


async def declare(
    db: Connection,
    *,
    club_id: int,
    member_id: int,
    loan_id: int,
    amount: int,
    interest: int,
    principal_first: bool,
    given_to: str,
    given_to_id: int | None,
    origin: str,
    address_id: int,
    shared: bool,
    now: datetime,
    prepaying: str = "",
) -> int | None:
    """Write a declaration down and return its id; None when `origin` was declared before."""
    values = {
        "club_id": club_id,
        "member_id": member_id,
        "loan_id": loan_id,
        "amount": amount,
        "interest": interest,
        "principal_first": principal_first,
        "prepaying": prepaying,
        "given_to": given_to,
        "given_to_id": given_to_id,
        "origin": origin,
        "status": "pending",
        "declared_at": now,
        "address_id": address_id,
        "shared": shared,
    }
    return (await db.execute(_declare(db.dialect.name), values)).scalar_one_or_none()


async def locked(db: Connection, declaration_id: int) -> Declared:
    """Return a declaration and keep others from deciding it until the transaction ends."""
    return _declared((await db.execute(_LOCKED, {"declaration_id": declaration_id})).one())


async def pending_of(db: Connection, member_id: int) -> list[Declared]:
    """Return what a member said and nobody has decided, oldest first."""
    return [_declared(row) for row in await db.execute(_PENDING, {"of_member": member_id})]


async def pending_of_several(
    db: Connection, member_ids: Collection[int]
) -> dict[int, list[Declared]]:
    """Return the same for each of these members; who has said nothing is missing."""
    found: dict[int, list[Declared]] = defaultdict(list)
    for row in await db.execute(_PENDING_OF_SEVERAL, {"members": list(member_ids)}):
        found[row.member_id].append(_declared(row))
    return found


async def taker_of(db: Connection, club_id: int, transaction: int) -> int | None:
    """Return to whom the money of an entry was handed first, if a declaration named somebody."""
    rows = await db.execute(
        select(t.Declaration.given_to_id).where(
            t.Declaration.club_id == club_id, t.Declaration.transaction_id == transaction
        )
    )
    return rows.scalars().first()


async def was_said_beside(db: Connection, declaration_id: int, officer: Member) -> bool:
    """Say whether a declaration came from a phone that the officer, or her household, holds.

    A phone that was theirs once counts too: unlinking it does not make a yes independent.
    """
    home = t.Member.id == officer.id
    if officer.household_id is not None:
        home = or_(home, t.Member.household_id == officer.household_id)
    rows = await db.execute(
        select(t.Link.id)
        .join(t.Declaration, t.Declaration.address_id == t.Link.address_id)
        .join(t.Member, t.Member.id == t.Link.member_id)
        .where(t.Declaration.id == declaration_id, home)
        .limit(1)
    )
    return rows.first() is not None


async def decide(
    db: Connection,
    declaration_id: int,
    *,
    status: str,
    by: int,
    now: datetime,
    transaction: int | None = None,
) -> bool:
    """Settle a pending declaration; False when it was settled before."""
    rows = await db.execute(
        update(t.Declaration)
        .where(t.Declaration.id == declaration_id, t.Declaration.status == "pending")
        .values(status=status, decided_by=by, decided_at=now, transaction_id=transaction)
    )
    return rows.rowcount == 1


def _declared(row: AnyRow) -> Declared:
    return Declared(
        id=row.id,
        club_id=row.club_id,
        member_id=row.member_id,
        loan_id=row.loan_id,
        amount=row.amount,
        interest=row.interest,
        principal_first=row.principal_first,
        prepaying=row.prepaying,
        given_to=row.given_to,
        given_to_id=row.given_to_id,
        status=row.status,
        declared_at=row.declared_at,
        shared=row.shared,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        transaction_id=row.transaction_id,
    )


# Statements of every turn are made once: that costs more than running them.


@cache
def _declare(dialect: str) -> Executable:
    return (
        insert_on(dialect, t.Declaration)
        .on_conflict_do_nothing(index_elements=["club_id", "origin"])
        .returning(t.Declaration.id)
    )


_LOCKED = (
    select(t.Declaration).where(t.Declaration.id == bindparam("declaration_id")).with_for_update()
)
_PENDING = (
    select(t.Declaration)
    .where(
        t.Declaration.member_id == bindparam("of_member"),
        t.Declaration.status == literal_column("'pending'"),
    )
    .order_by(t.Declaration.id)
)
_PENDING_OF_SEVERAL = (
    select(t.Declaration)
    .where(
        t.Declaration.member_id.in_(bindparam("members", expanding=True)),
        t.Declaration.status == literal_column("'pending'"),
    )
    .order_by(t.Declaration.id)
)
