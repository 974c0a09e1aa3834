"""Many transactions at once, as at the end of a meeting: the same checks, few statements.

What `ledger.post` does for one is done here for all of them together: each is balanced, sealed,
and numbered without gaps, or nothing is written at all.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from sqlalchemy import Executable, bindparam, insert, update

from bot.money import books
from bot.money.books import Fund, Line
from bot.storage import tables as t
from bot.storage.engine import Connection, insert_numbered, insert_on, numbered
from bot.storage.entries import SlipNumber
from bot.storage.ledger import MonthClosed, first_open_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch:
    """A second touch of an entry by somebody else than who entered it."""

    member_id: int
    how: str
    shared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A transaction to be posted, with who has agreed to it already."""

    kind: str
    lines: Sequence[Line]
    entered_by: int
    member_id: int | None
    origin: str
    slip: str
    """`receipt` or `payment`; empty: it has no number."""
    note: str = ""
    touches: Sequence[Touch] = ()
    prepaying: str = ""
    """What principal paid ahead changes; empty for the usual way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """What became of a draft."""

    id: int
    slips: tuple[SlipNumber, ...]


async def post_many(
    db: Connection, *, club_id: int, value_day: date, now: datetime, drafts: Sequence[Draft]
) -> list[Posted]:
    """Post balanced transactions of one day, in their order.

    The caller sees to it that none of the origins was posted before: the database refuses it.
    Raises `books.Unbalanced`, and `ledger.MonthClosed`: then the caller's transaction must not be
    committed.
    """
    for draft in drafts:
        books.check(draft.lines)
    if not drafts:
        return []
    common = {"club_id": club_id, "value_day": value_day, "entered_at": now, "status": "draft"}
    made = await insert_numbered(db, _DRAFTS, [{**common, **_values(one)} for one in drafts])
    # Writing the drafts has waited for a closing of the month under way; what that came to is
    # seen by a statement of its own.
    if (open_from := await first_open_day(db, club_id, value_day)) != value_day:
        raise MonthClosed(value_day, open_from)
    pairs = list(zip(made, drafts, strict=True))
    await db.execute(
        _POSTINGS, [_posting(club_id, its, line) for its, one in pairs for line in one.lines]
    )
    await db.execute(_SEAL, {"ids": made})
    touches = [(its, touch) for its, one in pairs for touch in one.touches]
    if touches:
        await db.execute(_AGREE, [_touch(club_id, its, touch, now) for its, touch in touches])
    slips = await _number(db, club_id, value_day.year, pairs)
    return [Posted(id=its, slips=tuple(slips[its])) for its in made]


async def _number(
    db: Connection, club_id: int, year: int, pairs: Sequence[tuple[int, Draft]]
) -> dict[int, list[SlipNumber]]:
    """Give each transaction its next numbers; the counters are locked until the commit."""
    wanted = [(fund, one.slip, its) for its, one in pairs if one.slip for fund in _funds(one)]
    last: dict[tuple[Fund, str], int] = {}
    # Always in this order: two who post at once must not wait for each other.
    for (fund, kind), many in sorted(Counter((fund, kind) for fund, kind, _ in wanted).items()):
        key = {"club_id": club_id, "fund": fund.value, "kind": kind, "year": year}
        counted = await db.execute(_count(db.dialect.name), {**key, "last": many})
        last[fund, kind] = counted.scalar_one() - many
    found: dict[int, list[SlipNumber]] = defaultdict(list)
    for fund, kind, its in wanted:
        last[fund, kind] += 1
        slip = SlipNumber(fund=fund, kind=kind, year=year, number=last[fund, kind])
        found[its].append(slip)
    if not found:
        return found
    await db.execute(
        _SLIPS,
        [
            {
                "club_id": club_id,
                "fund": slip.fund.value,
                "kind": slip.kind,
                "year": slip.year,
                "number": slip.number,
                "transaction_id": its,
            }
            for its, slips in found.items()
            for slip in slips
        ],
    )
    return found


def _funds(draft: Draft) -> list[Fund]:
    """Return the funds that it touches, the loan fund first, as slips name them."""
    return sorted({line.account.fund for line in draft.lines}, reverse=True)


def _values(draft: Draft) -> dict[str, object]:
    return {
        "kind": draft.kind,
        "entered_by": draft.entered_by,
        "member_id": draft.member_id,
        "origin": draft.origin,
        "note": draft.note,
        "prepaying": draft.prepaying,
    }


def _posting(club_id: int, transaction: int, line: Line) -> dict[str, object]:
    return {
        "club_id": club_id,
        "transaction_id": transaction,
        "fund": line.account.fund.value,
        "kind": line.account.kind.value,
        "holder_id": line.account.holder,
        "amount": line.amount,
        "loan_id": line.loan,
        "part": line.part,
    }


def _touch(club_id: int, transaction: int, touch: Touch, now: datetime) -> dict[str, object]:
    return {
        "club_id": club_id,
        "transaction_id": transaction,
        "member_id": touch.member_id,
        "how": touch.how,
        "shared": touch.shared,
        "at": now,
    }


_DRAFTS = numbered(t.Transaction)
_POSTINGS = insert(t.Posting)
_AGREE = insert(t.Agreement)
_SLIPS = insert(t.Slip)
_SEAL = (
    update(t.Transaction)
    .where(t.Transaction.id.in_(bindparam("ids", expanding=True)))
    .values(status="posted")
)


@cache
def _count(dialect: str) -> Executable:
    row = insert_on(dialect, t.SlipCounter)
    more = t.SlipCounter.__table__.c.last + row.excluded.last
    return row.on_conflict_do_update(
        index_elements=["club_id", "fund", "kind", "year"], set_={"last": more}
    ).returning(t.SlipCounter.last)
