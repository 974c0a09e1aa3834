"""Loans with their schedules and what was paid on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import BigInteger, and_, bindparam, exists, func, or_, select, update
from sqlalchemy.orm import aliased

from bot.money.loans import Instalment, Loan, Payment, Prepaying, Standing, Way, standing
from bot.storage import loan_changes
from bot.storage import tables as t
from bot.storage.conditions import arguments
from bot.storage.engine import AnyRow, AnySelect, Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Borrowed:
    """A member's loan with everything that was posted on it so far."""

    id: int
    club_id: int
    member_id: int
    number: str
    principal: int
    """As paid out, đồng."""
    terms: Loan
    payments: tuple[Payment, ...]
    board_since: date | None = None
    """The board has taken it over, and nobody is reminded of it: she died, or left."""
    closed_on: date | None = None
    """Nothing more is asked for since: paid off, written off, or its paying out taken back."""

    def standing(self, on: date) -> Standing:
        """Return what is left, due and overdue at the end of `on`."""
        return standing(self.terms, self.payments, on)

    def is_due_on(self, day: date) -> bool:
        """Whether something is still to be paid on that day."""
        comes = self.standing(day).next_due
        return comes is not None and comes.due_on == day


async def open_loans(db: Connection, member_id: int) -> list[Borrowed]:
    """Return a member's open loans, oldest first."""
    return await _loans(db, _OPEN_OF_MEMBER, member_id)


async def open_of(db: Connection, member_ids: Collection[int]) -> dict[int, list[Borrowed]]:
    """Return the open loans of these members, by member; who has none is missing."""
    found: dict[int, list[Borrowed]] = defaultdict(list)
    for loan in await _loans(db, _OPEN_OF_SEVERAL, list(member_ids)):
        found[loan.member_id].append(loan)
    return found


async def open_of_club(db: Connection, club_id: int) -> list[Borrowed]:
    """Return all open loans of a club, oldest first."""
    return await _loans(db, _OPEN_OF_CLUB, club_id)


async def several(db: Connection, loan_ids: Collection[int]) -> dict[int, Borrowed]:
    """Return loans by their ids, paid off or not."""
    return {loan.id: loan for loan in await _loans(db, _SEVERAL, list(loan_ids))}


async def locked(db: Connection, loan_id: int) -> Borrowed:
    """Return a loan and keep others from posting on it until the transaction ends."""
    return (await locked_several(db, [loan_id]))[loan_id]


async def locked_several(db: Connection, loan_ids: Collection[int]) -> dict[int, Borrowed]:
    """Return loans by their ids, and keep others from posting on them.

    Whoever waited for a loan that was extended meanwhile finds no instalment of its new version:
    what she reads was taken before she waited. A second look is of now.
    """
    ids = set(loan_ids)
    found = await _loans(db, _LOCKED_SEVERAL, sorted(ids))
    if len(found) < len(ids):
        found = await _loans(db, _LOCKED_SEVERAL, sorted(ids))
    return {loan.id: loan for loan in found}


async def close(db: Connection, loan_id: int, on: date | None) -> None:
    """Mark a loan as paid off on a day, or as open again (None): never one written off."""
    its = t.Loan.id == loan_id, t.Loan.written_off_on.is_(None)
    await db.execute(update(t.Loan).where(*its).values(closed_on=on))


async def _loans(db: Connection, wanted: AnySelect, of: int | list[int]) -> list[Borrowed]:
    rows = await db.execute(wanted, {"of": of})
    schedules: dict[int, list[AnyRow]] = defaultdict(list)
    for row in rows:
        schedules[row.id].append(row)
    if not schedules:
        return []
    paid = await _payments(db, list(schedules))
    found = [_borrowed(schedule, paid.get(key, ())) for key, schedule in schedules.items()]
    changed = [key for key, (first, *_rest) in schedules.items() if _is_changed(first)]
    if not changed:  # as almost always: no statement more
        return found
    changes = await loan_changes.of(db, changed)
    return [
        replace(one, terms=changes[one.id].on(one.terms)) if one.id in changes else one
        for one in found
    ]


def _is_changed(loan: AnyRow) -> bool:
    return loan.version > 1 or bool(loan.is_frozen) or bool(loan.is_charged)


async def _payments(db: Connection, ids: list[int]) -> dict[int, tuple[Payment, ...]]:
    """Return what was posted on each loan, one payment a day and choice; reversals count too."""
    if len(ids) == 1:  # as almost always; a list would be written into the statement each time
        rows = await db.execute(_PAID_ON_ONE, {"of": ids[0]})
    else:
        rows = await db.execute(_PAID_ON_SEVERAL, {"of": ids})
    days: dict[int, dict[tuple[date, str], dict[str, int]]]
    days = defaultdict(lambda: defaultdict(dict))
    for row in rows:
        # What is repaid is credited: a negative posting.
        days[row.loan_id][row.value_day, row.prepaying][row.part] = -int(row.amount)
    return {
        loan: tuple(
            Payment(
                value_day=day,
                principal=parts.get("principal", 0),
                interest=parts.get("interest", 0),
                fee=parts.get("fee", 0),
                penalty=parts.get("penalty", 0),
                prepaying=Prepaying(choice) if choice else Prepaying.NEXT,
            )
            for (day, choice), parts in of_loan.items()
        )
        for loan, of_loan in days.items()
    }


def _borrowed(schedule: Sequence[AnyRow], payments: tuple[Payment, ...]) -> Borrowed:
    first = schedule[0]
    return Borrowed(
        id=first.id,
        club_id=first.club_id,
        member_id=first.member_id,
        number=first.number,
        principal=first.principal,
        terms=Loan(
            way=Way(first.way),
            rate_bp=first.rate_bp,
            unit=first.unit,
            **arguments(first.conditions),
            instalments=tuple({row.n: _instalment(row) for row in schedule}.values()),
            moved={row.from_on: row.to_on for row in schedule if row.from_on},
        ),
        payments=payments,
        board_since=first.board_since,
        closed_on=first.closed_on,
    )


def _instalment(row: AnyRow) -> Instalment:
    return Instalment(
        number=row.n,
        starts_on=row.starts_on,
        due_on=row.due_on,
        principal=row.due_principal,
        interest=row.due_interest,
    )


# Statements of every turn are made once: that costs more than running them.
_OF = bindparam("of", type_=BigInteger)
_LATER = aliased(t.Instalment)
_IS_LAST = ~(
    exists()
    .where(
        _LATER.loan_id == t.Instalment.loan_id,
        _LATER.version == t.Instalment.version,
        _LATER.number > t.Instalment.number,
    )
    .correlate(t.Instalment)
)
# Beside each instalment where it was moved to; beside the last one also what comes after it, when
# a loan runs on. A statement of their own for so few rows would be one more in every turn.
_MOVED = and_(
    t.MovedDue.club_id == t.Loan.club_id,
    t.MovedDue.from_on >= t.Instalment.due_on,
    or_(t.MovedDue.from_on == t.Instalment.due_on, _IS_LAST),
)
_LOANS: AnySelect = (
    select(
        t.Loan.id,
        t.Loan.club_id,
        t.Loan.member_id,
        t.Loan.number,
        t.Loan.principal,
        t.Loan.way,
        t.Loan.rate_bp,
        t.Loan.unit,
        t.Loan.conditions,
        t.Loan.version,
        t.Loan.board_since,
        t.Loan.closed_on,
        exists().where(t.Freeze.loan_id == t.Loan.id).label("is_frozen"),
        exists().where(t.Charge.loan_id == t.Loan.id).label("is_charged"),
        t.Instalment.number.label("n"),
        t.Instalment.starts_on,
        t.Instalment.due_on,
        t.Instalment.principal.label("due_principal"),
        t.Instalment.interest.label("due_interest"),
        t.MovedDue.from_on,
        t.MovedDue.to_on,
    )
    .join(
        t.Instalment,
        and_(t.Instalment.loan_id == t.Loan.id, t.Instalment.version == t.Loan.version),
    )
    .outerjoin(t.MovedDue, _MOVED)
    .order_by(t.Loan.id, t.Instalment.number)
)
# What was paid is read by a statement of its own: after waiting it sees what was posted meanwhile.
_SEVERAL = _LOANS.where(t.Loan.id.in_(bindparam("of", expanding=True)))
_LOCKED_SEVERAL = _SEVERAL.with_for_update(of=t.Loan)
_OPEN_OF_SEVERAL = _LOANS.where(
    t.Loan.member_id.in_(bindparam("of", expanding=True)), t.Loan.closed_on.is_(None)
)
_OPEN_OF_CLUB = _LOANS.where(t.Loan.club_id == _OF, t.Loan.closed_on.is_(None))
_OPEN_OF_MEMBER = _LOANS.where(t.Loan.member_id == _OF, t.Loan.closed_on.is_(None))
_original = aliased(t.Transaction)
# A reversal takes back what was paid on the day on which it was paid, even where that month is
# closed and the reversal itself had to be entered into a later one.
_PAID_ON = func.coalesce(_original.value_day, t.Transaction.value_day)
_PAID = (
    select(
        t.Posting.loan_id,
        _PAID_ON.label("value_day"),
        t.Transaction.prepaying,
        t.Posting.part,
        func.sum(t.Posting.amount).label("amount"),
    )
    .join(t.Transaction, t.Transaction.id == t.Posting.transaction_id)
    .outerjoin(_original, _original.id == t.Transaction.reverses_id)
    .where(t.Posting.part != "")
    .group_by(t.Posting.loan_id, _PAID_ON, t.Transaction.prepaying, t.Posting.part)
    .order_by(_PAID_ON)
)
_PAID_ON_ONE = _PAID.where(t.Posting.loan_id == _OF)
_PAID_ON_SEVERAL = _PAID.where(t.Posting.loan_id.in_(bindparam("of", expanding=True)))
