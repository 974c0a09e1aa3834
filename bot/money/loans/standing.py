"""Where a loan stands on a day, and what a sum of money pays of it.

The schedule never changes and the payments only grow; everything else is worked out here. Money
is taken at meetings: a due day may be moved with one, and then what is paid at the meeting counts
as paid on the due day. Interest is counted on the days of the schedule: a move costs nobody any.

Worked case, used below: 5,000,000 đ at 1% a month, principal at the end, due on the 10th; paid up
to 10 April. A period has begun on the day after it starts: interest for 10 April to 10 May is
owed in full from 11 April (whole months), and paying on 10 May does not yet cost the next one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.money.amounts import Dong
from bot.money.loans.loan import Loan, Payment, paid_on
from bot.money.loans.periods import Due, closed_on, covered, dues
from bot.money.loans.prepaying import replanned
from bot.money.loans.terms import Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is left of a loan on a day; no figure is ever below zero."""

    principal_left: Dong
    interest_left: Dong
    """Unpaid interest of the periods that have begun, the running one included."""
    interest_put_off: Dong
    """Interest that has arisen and comes with a later instalment."""
    charges_left: Dong
    """Unpaid fees and penalties of the periods that have begun."""
    overdue_principal: Dong
    overdue_interest: Dong
    overdue_charges: Dong
    overdue_since: date | None
    """The oldest due day before this day that is not fully paid; due today is not overdue."""
    begun: tuple[Due, ...]
    """What is not fully paid of the periods that have begun, in due order."""
    next_due: Due | None
    """The first instalment due this day or later that is not fully paid."""
    comes: tuple[Due, ...]
    """All that is due on the day of `next_due`, itself included."""
    to_pay_now: Dong
    """What is overdue, and the next instalment once its period has begun.

    0 once the running month is paid: who pays June on 12 May is asked for nothing until 11 June,
    when the July period begins.
    """
    payoff: Dong
    """What closes the loan on this day."""

    def due_by(self, day: date, *, since: date = date.min) -> tuple[Due, ...]:
        """Return what of `begun` is due on one of these days, the last one included."""
        return tuple(due for due in self.begun if since <= due.due_on <= day)

    @property
    def overdue(self) -> Dong:
        """Everything whose due day has passed."""
        return self.overdue_principal + self.overdue_interest + self.overdue_charges


def standing(loan: Loan, payments: Iterable[Payment], on: date) -> Standing:
    """Work out what is left, due and overdue at the end of a day.

    Payments with a later value day are left out. Money covers instalments in due order, so
    principal paid ahead lowers the next ones, and interest of the periods that start after it:
    with 1,000,000 đ principal paid on 20 April, May still costs 50,000 đ and June 40,000 đ.
    Paying late adds nothing before the last due day. After it each month begun costs the rate on
    the principal then still owed, without interest on interest.
    """
    known = [payment for payment in payments if payment.value_day <= on]
    if loan.renewal and on < loan.renewal.agreed_on:
        return standing(loan.renewal.before, known, on)
    paid = paid_on(loan, known)
    found = View(loan, paid, on)
    late = [due for due in found.begun if due.due_on < on and due.total]
    ahead = [due for due in found.dues if due.due_on >= on and due.total]
    payoff = found.closing().total
    return Standing(
        principal_left=found.principal_left,
        interest_left=sum(due.interest for due in found.begun),
        interest_put_off=found.put_off,
        charges_left=sum(due.charges for due in found.begun),
        overdue_principal=sum(due.principal for due in late),
        overdue_interest=sum(due.interest for due in late),
        overdue_charges=sum(due.charges for due in late),
        overdue_since=min((due.due_on for due in late), default=None),
        begun=tuple(due for due in found.begun if due.total),
        next_due=ahead[0] if ahead else None,
        comes=tuple(due for due in ahead if due.due_on == ahead[0].due_on),
        to_pay_now=min(sum(due.total for due in found.begun), payoff),
        payoff=payoff,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How a sum is split, to be shown before the yes and then posted."""

    interest: Dong
    principal: Dong
    fee: Dong = 0
    penalty: Dong = 0

    @property
    def total(self) -> Dong:
        """The sum that was split."""
        return self.interest + self.principal + self.fee + self.penalty


class View:
    """A loan on a day: what is open, which periods have begun, and what would close it."""

    def __init__(self, loan: Loan, paid: Sequence[Payment], on: date) -> None:
        """Look at a loan, with what was paid on it as `paid_on` gives it."""
        self.loan = loan
        self.paid = paid
        self.on = on
        self.plan = replanned(loan, paid)
        self.dues = covered(dues(loan, self.plan, paid, on), paid)
        self.begun = self._begun(self.dues)
        self.principal_left = sum(due.principal for due in self.dues)
        self.put_off = _put_off(self.dues, on)
        """Interest of periods begun that comes later, less what was already paid of it."""

    def closing(self) -> Share:
        """Return what closes the loan on the day, part by part."""
        found = self._if_closed()
        begun = self._begun(found)
        return Share(
            principal=self.principal_left,
            interest=sum(due.interest for due in begun) + _put_off(found, self.on),
            fee=sum(due.amount(Part.FEE) for due in begun),
            penalty=sum(due.amount(Part.PENALTY) for due in begun),
        )

    def asked_of(self, amount: Dong) -> list[Due]:
        """Return what a sum pays of, period by period.

        Who brings more than is asked for is on the way to paying off: where that is counted by
        days, so is the running period, or she would pay for days that she may not need.
        """
        if amount <= sum(due.total for due in self.begun):
            return self.begun
        return self._begun(self._if_closed())

    def _if_closed(self) -> list[Due]:
        """Return what is open when the loan is closed on the day."""
        if not self.loan.payoff_by_days or closed_on(self.loan, self.paid) is not None:
            return self.dues
        asked = dues(self.loan, self.plan, self.paid, self.on, closes_on=self.on)
        return covered(asked, self.paid)

    def _begun(self, found: Sequence[Due]) -> list[Due]:
        return [due for due in found if due.begins_on < self.on]


def _put_off(found: Sequence[Due], on: date) -> Dong:
    arisen = sum(due.put_off for due in found if due.begins_on < on)
    if not arisen:
        return 0
    bringing = next((due for due in found if due.number and due.interest_in_full), None)
    if bringing is None or bringing.begins_on < on:  # of so small a loan rounding may leave none
        return 0
    already = bringing.interest_in_full - bringing.interest
    return max(0, arisen - already)
