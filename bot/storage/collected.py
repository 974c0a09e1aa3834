"""The rows of a meeting day's list: who is asked for what, and what was handed over."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, insert, select, union, update

from bot.storage import tables as t
from bot.storage.collections import LIVE, PUT_BY
from bot.storage.engine import AnyRow, Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A row to be written: whom to ask, for a loan or (None) for her fees."""

    member_id: int
    loan_id: int | None
    place: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of the list."""

    id: int
    member_id: int
    loan_id: int | None
    place: int
    state: str
    """open, paid, later or aside."""
    amount: int
    """Handed over, đồng."""
    principal_first: bool
    """The payer said "trả gốc"."""
    marked_by: int | None
    marked_at: datetime | None
    declaration_id: int | None
    """What the member had declared before, and this is."""
    transaction_id: int | None
    prepaying: str
    """What the payer chose for principal paid ahead; empty for the usual way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What an officer says of a row."""

    row: int
    state: str
    amount: int = 0
    principal_first: bool = False
    declaration: int | None = None
    prepaying: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """What somebody has handed over by another list that is not closed, đồng."""

    held_on: date
    parts: Mapping[int | None, int]
    """By the loan that it is for; None: for her fees."""

    @property
    def amount(self) -> int:
        """All of it together, đồng."""
        return sum(self.parts.values())


def version(rows: Iterable[Row]) -> str:
    """Return what tells these rows from what they were before anything was said of them."""
    said = [
        (
            row.id,
            row.state,
            row.amount,
            row.principal_first,
            row.prepaying,
            row.declaration_id,
            row.marked_by,
        )
        for row in rows
    ]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


async def rows(db: Connection, collection_id: int, member_id: int | None = None) -> list[Row]:
    """Return the rows of a list in their order, or those of one member."""
    wanted, given = _ROWS, {"of_collection": collection_id}
    if member_id is not None:
        wanted, given = _ROWS_OF, {**given, "of_member": member_id}
    return [_row(row) for row in await db.execute(wanted, given)]


async def overtaken(db: Connection, collection_id: int) -> frozenset[int]:
    """Return the ids of rows whose loan or fees were paid otherwise since they were marked.

    The same cash may have been taken at the door meanwhile: it must not be posted twice.
    """
    found = await db.execute(_OVERTAKEN, {"of_collection": collection_id})
    return frozenset(found.scalars())


async def elsewhere(
    db: Connection, club_id: int, collection_id: int
) -> dict[int, list[Elsewhere]]:
    """Return who has paid what by a club's other lists that are not closed, the oldest first."""
    parts: dict[tuple[int, int, date], dict[int | None, int]] = defaultdict(dict)
    given = {"of_club": club_id, "but_for": collection_id}
    for row in await db.execute(_ELSEWHERE, given):
        its = parts[row.member_id, row.collection_id, row.held_on]
        its[row.loan_id] = its.get(row.loan_id, 0) + row.amount
    found: dict[int, list[Elsewhere]] = defaultdict(list)
    for (member, _list, held_on), of_list in parts.items():
        found[member].append(Elsewhere(held_on=held_on, parts=of_list))
    return found


async def add(db: Connection, collection_id: int, wanted: Sequence[Wanted]) -> None:
    """Write rows, open."""
    if wanted:
        await db.execute(
            insert(t.Collected),
            [
                {
                    "collection_id": collection_id,
                    "member_id": one.member_id,
                    "loan_id": one.loan_id,
                    "place": one.place,
                    "state": "open",
                    "amount": 0,
                    "principal_first": False,
                    "prepaying": "",
                    "note": "",
                }
                for one in wanted
            ],
        )


async def mark(db: Connection, marks: Sequence[Mark], *, by: int, now: datetime) -> None:
    """Write down what an officer says of rows."""
    values = [
        {
            "its_id": one.row,
            "its_state": one.state,
            "its_amount": one.amount,
            "its_first": one.principal_first,
            "its_by": by,
            "its_at": now,
            "its_declaration": one.declaration,
            "its_prepaying": one.prepaying,
        }
        for one in marks
    ]
    if values:
        await db.execute(_MARK, values)


async def sort(db: Connection, collection_id: int, places: Mapping[int, int]) -> None:
    """Put a list into another order: the place of each member."""
    await db.execute(
        _PLACE,
        [
            {"of_collection": collection_id, "of_member": member, "its_place": place}
            for member, place in places.items()
        ],
    )


async def note_posted(db: Connection, posted: Mapping[int, int]) -> None:
    """Note which transaction came of each row."""
    if posted:
        await db.execute(
            _POSTED, [{"its_id": row, "its_transaction": made} for row, made in posted.items()]
        )


def _row(row: AnyRow) -> Row:
    return Row(
        id=row.id,
        member_id=row.member_id,
        loan_id=row.loan_id,
        place=row.place,
        state=row.state,
        amount=row.amount,
        principal_first=row.principal_first,
        marked_by=row.marked_by,
        marked_at=row.marked_at,
        declaration_id=row.declaration_id,
        transaction_id=row.transaction_id,
        prepaying=row.prepaying,
    )


# Made once: sixty taps in a meeting ask it.
_ROWS = (
    select(t.Collected)
    .where(t.Collected.collection_id == bindparam("of_collection"))
    .order_by(t.Collected.place, t.Collected.id)
)
_ROWS_OF = _ROWS.where(t.Collected.member_id == bindparam("of_member"))
_LATER = t.Transaction.entered_at > t.Collected.marked_at
_NOTED = (t.Collected.collection_id == bindparam("of_collection"), t.Collected.amount > 0)
_OVERTAKEN = union(
    select(t.Collected.id)
    .join(t.Posting, t.Posting.loan_id == t.Collected.loan_id)
    .join(t.Transaction, t.Transaction.id == t.Posting.transaction_id)
    .where(*_NOTED, _LATER),
    select(t.Collected.id)
    .join(t.FeeMonth, t.FeeMonth.member_id == t.Collected.member_id)
    .join(t.Transaction, t.Transaction.id == t.FeeMonth.transaction_id)
    .where(*_NOTED, t.Collected.loan_id.is_(None), _LATER),
)
_ELSEWHERE = (
    select(
        t.Collected.member_id,
        t.Collected.collection_id,
        t.Collected.loan_id,
        t.Collected.amount,
        t.Collection.held_on,
    )
    .join(t.Collection, t.Collection.id == t.Collected.collection_id)
    .where(
        t.Collection.club_id == bindparam("of_club"),
        t.Collection.id != bindparam("but_for"),
        t.Collection.status.in_((*LIVE, PUT_BY)),
        t.Collected.state == "paid",
        t.Collected.amount > 0,
    )
    .order_by(t.Collection.held_on, t.Collection.id, t.Collected.id)
)
_MARK = (
    update(t.Collected)
    .where(t.Collected.id == bindparam("its_id"))
    .values(
        state=bindparam("its_state"),
        amount=bindparam("its_amount"),
        principal_first=bindparam("its_first"),
        marked_by=bindparam("its_by"),
        marked_at=bindparam("its_at"),
        declaration_id=bindparam("its_declaration"),
        prepaying=bindparam("its_prepaying"),
    )
    .execution_options(synchronize_session=False)
)
_PLACE = (
    update(t.Collected)
    .where(
        t.Collected.collection_id == bindparam("of_collection"),
        t.Collected.member_id == bindparam("of_member"),
    )
    .values(place=bindparam("its_place"))
)
_POSTED = (
    update(t.Collected)
    .where(t.Collected.id == bindparam("its_id"))
    .values(transaction_id=bindparam("its_transaction"))
)
