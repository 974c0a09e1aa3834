"""Proofs of the closed months: two signed each, and the entries still make what they signed."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from bot.money.books import PLACES, AccountKind
from bot.storage import tables as t
from bot.storage.closings import next_month
from bot.storage.engine import AnyRow, AnySelect, Connection
from bot.storage.proofs.proof import Found, Proof, query

FIGURES = ("start", "in", "out", "end")
"""What is signed of each fund."""


def _signed_alone() -> AnySelect:
    """Find closed months without a second signature: of another person, or on a paper."""
    closed = t.ClosedMonth
    return select(closed.club_id, closed.month).where(
        closed.agreed_at.is_not(None),
        or_(
            closed.agreed_by == closed.signed_by,
            and_(closed.agreed_by.is_(None), closed.file == ""),
        ),
    )


# --- What was signed -----------------------------------------------------------------------------


@dataclass(slots=True, kw_only=True)
class _Days:
    """A club's money day by day, carried from one month to the next."""

    flows: deque[AnyRow]
    places: deque[AnyRow]
    lent: deque[AnyRow]
    left: Counter[str] = field(default_factory=Counter)
    """By fund."""
    at: Counter[tuple[str, str, int | None]] = field(default_factory=Counter)
    """By fund, kind and holder."""
    out: Counter[int] = field(default_factory=Counter)
    """Principal by loan."""

    def figures(self, month: date) -> dict[str, Any]:
        """Return what `month_figures.figures` would; the months must come in their order."""
        after = next_month(month)
        funds = dict(self._funds(month, after))
        for row in _before(self.places, after):
            self.at[row.fund, row.kind, row.holder_id] += int(row.amount)
        for row in _before(self.lent, after):
            self.out[row.loan_id] += int(row.amount)
        owed = [amount for amount in self.out.values() if amount]
        places = [[*place, amount] for place, amount in self.at.items() if amount]
        return {"funds": funds, "places": places, "lent": sum(owed), "loans": len(owed)}

    def _funds(self, month: date, after: date) -> Iterator[tuple[str, dict[str, int]]]:
        into: Counter[str] = Counter()
        gone: Counter[str] = Counter()
        for row in _before(self.flows, after):
            if row.value_day < month or row.is_opening:
                self.left[row.fund] += int(row.amount)
            elif row.came_in:
                into[row.fund] += int(row.amount)
            else:
                gone[row.fund] -= int(row.amount)
            self.left.setdefault(row.fund, 0)
        for fund, start in list(self.left.items()):
            self.left[fund] = end = start + into[fund] - gone[fund]
            yield fund, {"start": start, "in": into[fund], "out": gone[fund], "end": end}


def _before(rows: deque[AnyRow], day: date) -> Iterator[AnyRow]:
    while rows and rows[0].value_day < day:
        yield rows.popleft()


async def _missigned(db: Connection, _on: date) -> Found:
    """Work the figures of every closed month out anew, club by club.

    Of a club only the first month that differs is named: the later ones rest on it.
    """
    found = Found()
    for club in list((await db.execute(_CLUBS)).scalars()):
        signed = (await db.execute(_SIGNED, {"club": club})).all()
        # Entries are read by day: one walk along each index, whatever the number of months.
        flows, places, lent = [deque(await db.execute(one, {"club": club})) for one in _READ]
        days = _Days(flows=flows, places=places, lent=lent)
        wrong = (_differs(row.figures, days.figures(row.month), row) for row in signed)
        if (first := next(filter(None, wrong), None)) is not None:
            found.add(first)
    return found


def _differs(kept: object, made: Mapping[str, Any], row: AnyRow) -> dict[str, Any] | None:
    """Return the first figure that is not what was signed."""
    about = {"club_id": row.club_id, "month": row.month}
    signed: Mapping[str, Any] = kept if isinstance(kept, dict) else {}
    if set(signed) != set(made) or not _is_alike(signed["funds"], made["funds"]):
        return {**about, "wrong": "signed_nothing"}
    for fund, sums in made["funds"].items():
        for figure in FIGURES:
            if (was := signed["funds"][fund][figure]) != sums[figure]:
                about |= {"fund": fund, "figure": figure, "amount": was, "posted": sums[figure]}
                return {**about, "wrong": "missigned"}
    rest = [(_plain(one["places"]), one["lent"], one["loans"]) for one in (signed, made)]
    return {**about, "wrong": "missigned_rest"} if rest[0] != rest[1] else None


def _is_alike(signed: object, made: Mapping[str, Any]) -> bool:
    """Whether the figures are there at all."""
    return (
        isinstance(signed, dict)
        and set(signed) == set(made)
        and all(isinstance(one, dict) and set(one) == set(FIGURES) for one in signed.values())
    )


def _plain(places: object) -> Sequence[str]:
    return sorted(map(str, places)) if isinstance(places, list) else [str(places)]


_CLUBS = (
    select(t.ClosedMonth.club_id).where(t.ClosedMonth.agreed_at.is_not(None)).distinct()
).order_by(t.ClosedMonth.club_id)
_SIGNED = (
    select(t.ClosedMonth.club_id, t.ClosedMonth.month, t.ClosedMonth.figures)
    .where(t.ClosedMonth.club_id == bindparam("club"), t.ClosedMonth.agreed_at.is_not(None))
    .order_by(t.ClosedMonth.month)
)
_original = aliased(t.Transaction)
_posting = t.Posting
_of_club = _posting.club_id == bindparam("club")
_money = _posting.kind.in_([kind.value for kind in PLACES])
_moved = (
    select(
        t.Transaction.value_day,
        _posting.fund,
        (func.coalesce(_original.kind, t.Transaction.kind) == "opening").label("is_opening"),
        t.Transaction.reverses_id,
        func.sum(_posting.amount).label("amount"),
    )
    .join(t.Transaction, t.Transaction.id == _posting.transaction_id)
    .outerjoin(_original, _original.id == t.Transaction.reverses_id)
    .where(_of_club, _money)
    .group_by(
        *(t.Transaction.id, t.Transaction.value_day, t.Transaction.reverses_id),
        *(t.Transaction.kind, _original.kind, _posting.fund),
    )
    .subquery()
)
# A reversal is told on the side of what it takes back.
_came_in = (_moved.c.amount > 0) == _moved.c.reverses_id.is_(None)
_flow = (_moved.c.value_day, _moved.c.fund, _moved.c.is_opening, _came_in.label("came_in"))
_place = (t.Transaction.value_day, _posting.fund, _posting.kind, _posting.holder_id)
_loan = (t.Transaction.value_day, _posting.loan_id)
_sum = func.sum(_posting.amount).label("amount")
_READ: Sequence[AnySelect] = (
    select(*_flow, func.sum(_moved.c.amount).label("amount"))
    .group_by(*_flow[:3], "came_in")
    .order_by(_moved.c.value_day),
    select(*_place, _sum)
    .join(t.Transaction, t.Transaction.id == _posting.transaction_id)
    .where(_of_club, _money)
    .group_by(*_place)
    .order_by(t.Transaction.value_day),
    select(*_loan, _sum)
    .join(t.Transaction, t.Transaction.id == _posting.transaction_id)
    .where(_of_club, _posting.kind == AccountKind.LOANS.value)
    .group_by(*_loan)
    .order_by(t.Transaction.value_day),
)

PROOFS = (
    query("signed_alone", _signed_alone()),
    Proof("missigned", _missigned),
)
