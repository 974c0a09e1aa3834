"""A loan as its passbook shows it: each period, and what was paid of it, early or late."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.money.amounts import Dong
from bot.money.loans.loan import Loan, Payment, paid_on
from bot.money.loans.periods import Due, covered, dues
from bot.money.loans.prepaying import replanned
from bot.money.loans.terms import Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One period of a loan and what became of it."""

    asked: Due
    """In full, as if nothing was paid."""
    balance_after: Dong
    """Principal that is left once the period is paid."""
    paid: Dong
    paid_early: Dong
    """Of it, before the due day."""
    paid_late: Dong
    """Of it, after the due day."""
    paid_on: date | None
    """The day on which the last of it was paid."""
    left: Dong
    """What is not paid yet."""


@dataclass(slots=True)
class _Open:
    asked: Due
    left: dict[Part, Dong]
    days: dict[date, Dong] = field(default_factory=dict)

    def pay(self, part: Part, amount: Dong, day: date) -> Dong:
        taken = min(amount, self.left[part])
        if taken:
            self.left[part] -= taken
            self.keep(taken, day)
        return taken

    def keep(self, amount: Dong, day: date) -> None:
        self.days[day] = self.days.get(day, 0) + amount


def rows(loan: Loan, payments: Iterable[Payment], on: date) -> tuple[Row, ...]:
    """Write out the schedule in force on a day with everything paid by then.

    What prepayments made of the schedule is in it. A payment that was taken back is not; an
    extended loan shows its new schedule, the one before stands in `renewal`.
    """
    known = [payment for payment in payments if payment.value_day <= on]
    if loan.renewal and on < loan.renewal.agreed_on:
        return rows(loan.renewal.before, known, on)
    paid = paid_on(loan, known)
    opened = [
        _Open(due, {part: due.amount(part) for part in Part})
        for due in dues(loan, replanned(loan, paid), paid, on)
    ]
    for payment in paid:
        for part in Part:
            _pay(opened, part, int(getattr(payment, part)), payment.value_day)
    balance, found = loan.principal, []
    for one in opened:
        balance -= one.asked.principal
        if one.asked.number or one.asked.total or one.days:
            found.append(_row(one, balance))
    return tuple(found)


def _pay(opened: Sequence[_Open], part: Part, amount: Dong, day: date) -> None:
    for one in opened:
        amount -= one.pay(part, amount, day)
    if amount:
        _running(opened, day).keep(amount, day)


def _running(opened: Sequence[_Open], day: date) -> _Open:
    """Return the period in which money came that nothing is asked for any more.

    Interest of a time for which it was given up afterwards, say; paid it was all the same.
    """
    return max(
        (one for one in opened if one.asked.begins_on < day),
        key=lambda one: one.asked.begins_on,
        default=opened[0],
    )


def _row(one: _Open, balance_after: Dong) -> Row:
    due_on, is_paid = one.asked.due_on, not any(one.left.values())
    return Row(
        asked=one.asked,
        balance_after=balance_after,
        paid=sum(one.days.values()),
        paid_early=sum(amount for day, amount in one.days.items() if day < due_on),
        paid_late=sum(amount for day, amount in one.days.items() if day > due_on),
        paid_on=max(one.days, default=None) if is_paid else None,
        left=sum(one.left.values()),
    )


def interest_paid_to(loan: Loan, payments: Iterable[Payment], on: date) -> date | None:
    """Return the end of the last period of which interest was paid; None where none was."""
    known = [payment for payment in payments if payment.value_day <= on]
    if loan.renewal and on < loan.renewal.agreed_on:
        return interest_paid_to(loan.renewal.before, known, on)
    paid = paid_on(loan, known)
    asked = dues(loan, replanned(loan, paid), paid, on)
    left = covered(asked, paid)
    ends = [
        due.ends_on
        for due, rest in zip(asked, left, strict=True)
        if due.number and rest.interest < due.interest
    ]
    return max(ends, default=None)
