"""Where a loan stands on a day, and what a sum of money pays of it.

The schedule never changes and the payments only grow; everything else is worked out here. Money
is taken at meetings: a due day may be moved with one, and then what is paid at the meeting counts
as paid on the due day. Interest is counted on the days of the schedule: a move costs nobody any.

Worked case, used below: 5,000,000 đ at 1% a month, principal at the end, due on the 10th; paid up
to 10 April. A period has begun on the day after it starts: interest for 10 April to 10 May is
owed in full from 11 April (whole months), and paying on 10 May does not yet cost the next one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from bot.money.amounts import Dong, round_down
from bot.money.loans import Instalment, Loan, anchored, first_period_months, monthly_interest


class NotPositive(ValueError):
    """A sum of nothing, or less, cannot be paid: `amount` is what was given."""

    def __init__(self, amount: Dong) -> None:
        """Keep the amount."""
        super().__init__(amount)
        self.amount = amount


class TooMuch(ValueError):
    """More than the loan needs on that day: `limit` is the most that can be paid."""

    def __init__(self, *, limit: Dong) -> None:
        """Keep the limit."""
        super().__init__(limit)
        self.limit = limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Money received; a reversal is negative and has the value day of what it takes back."""

    value_day: date
    principal: Dong
    interest: Dong


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How a sum is split, to be shown before the yes and then posted."""

    interest: Dong
    principal: Dong

    @property
    def total(self) -> Dong:
        """The sum that was split."""
        return self.interest + self.principal


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What is still to be paid for one period, and what its interest is counted on."""

    starts_on: date
    ends_on: date
    """The days of the schedule, between which interest is counted."""
    begins_on: date
    """It is asked for from the day after: the due day of the period before it."""
    due_on: date
    principal: Dong
    interest: Dong
    interest_in_full: Dong
    """The interest of the whole period, whether paid or not."""
    counted_on: Dong
    """The balance that the interest of the whole period is counted on."""

    @property
    def total(self) -> Dong:
        """Interest and principal together."""
        return self.interest + self.principal


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is left of a loan on a day; no figure is ever below zero."""

    principal_left: Dong
    interest_left: Dong
    """Unpaid interest of the periods that have begun, the running one included."""
    overdue_principal: Dong
    overdue_interest: Dong
    overdue_since: date | None
    """The oldest due day before this day that is not fully paid; due today is not overdue."""
    begun: tuple[Due, ...]
    """What is not fully paid of the periods that have begun, in due order."""
    next_due: Due | None
    """The first instalment due this day or later that is not fully paid."""
    to_pay_now: Dong
    """What is overdue, and the next instalment once its period has begun.

    0 once the running month is paid: who pays June on 12 May is asked for nothing until 11 June,
    when the July period begins.
    """

    def due_by(self, day: date, *, since: date = date.min) -> tuple[Due, ...]:
        """Return what of `begun` is due on one of these days, the last one included."""
        return tuple(due for due in self.begun if since <= due.due_on <= day)

    @property
    def payoff(self) -> Dong:
        """What closes the loan on this day."""
        return self.principal_left + self.interest_left

    @property
    def overdue(self) -> Dong:
        """Interest and principal whose due day has passed."""
        return self.overdue_principal + self.overdue_interest


def standing(loan: Loan, payments: Iterable[Payment], on: date) -> Standing:
    """Work out what is left, due and overdue at the end of a day.

    Payments with a later value day are left out. Money covers instalments in due order, so
    principal paid ahead lowers the next ones, and interest of the periods that start after it:
    with 1,000,000 đ principal paid on 20 April, May still costs 50,000 đ and June 40,000 đ.
    Paying late adds nothing before the last due day. After it each month begun costs the rate on
    the principal then still owed, without interest on interest.
    """
    periods = _periods(loan, [paid for paid in payments if paid.value_day <= on], on)
    begun = [period for period in periods if period.begins_on < on]
    unpaid = tuple(period for period in begun if period.total)
    late = [period for period in unpaid if period.due_on < on]
    ahead = (period for period in periods if period.due_on >= on and period.total)
    return Standing(
        principal_left=sum(period.principal for period in periods),
        interest_left=sum(period.interest for period in begun),
        overdue_principal=sum(period.principal for period in late),
        overdue_interest=sum(period.interest for period in late),
        overdue_since=late[0].due_on if late else None,
        begun=unpaid,
        next_due=next(ahead, None),
        to_pay_now=sum(period.total for period in begun),
    )


def allocate(
    loan: Loan,
    payments: Sequence[Payment],
    amount: Dong,
    on: date,
    *,
    principal_first: bool = False,
) -> Share:
    """Split a sum that is received on a day into interest and principal.

    It pays interest, then principal, of each period that has begun, oldest first; the rest is
    principal. Interest is never taken for a period that has not begun. In the worked case:
    500,000 đ on 8 May = interest 50,000, principal 450,000; 500,000 đ more on 9 or 10 May = all
    principal; on 11 May the June period has begun, so 500,000 đ then = interest 40,000 (1% of
    4,050,000, rounded down), principal 460,000.

    After the last due day all interest comes first: who brings a month's interest for a loan whose
    principal has matured pays interest, as the paper book would have it.

    Args:
        loan: the loan.
        payments: all that was entered for it, later value days too: for a sum entered late the
            loan is looked at on the last of these days, so that nothing is paid twice.
        amount: đồng.
        on: the value day.
        principal_first: the payer said "trả gốc": principal first, then interest.

    Raises:
        NotPositive: the amount is zero or less.
        TooMuch: it is more than what closes the loan.
    """
    if amount <= 0:
        raise NotPositive(amount)
    day = max([on, *(paid.value_day for paid in payments)])
    periods = _periods(loan, payments, day)
    begun = [period for period in periods if period.begins_on < day]
    principal_left = sum(period.principal for period in periods)
    payoff = principal_left + sum(period.interest for period in begun)
    if amount > payoff:
        raise TooMuch(limit=payoff)
    if principal_first:
        principal = min(amount, principal_left)
        return Share(principal=principal, interest=amount - principal)
    if day > loan.due_days[-1]:
        interest = min(amount, payoff - principal_left)
        return Share(interest=interest, principal=amount - interest)
    interest, rest = 0, amount
    for period in begun:
        interest += min(rest, period.interest)
        rest = max(0, rest - period.total)
    return Share(interest=interest, principal=amount - interest)


def _periods(loan: Loan, payments: Sequence[Payment], on: date) -> list[Due]:
    """Everything scheduled, and each month after that up to the day, with what is left to pay."""
    principal = sum(paid.principal for paid in payments)
    interest = sum(paid.interest for paid in payments)
    periods = []
    for owed in chain(_scheduled(loan, payments), _overrun(loan, payments, on)):
        left = replace(
            owed,
            principal=max(0, owed.principal - principal),
            interest=max(0, owed.interest - interest),
        )
        principal -= owed.principal - left.principal
        interest -= owed.interest - left.interest
        periods.append(left)
    return periods


def _scheduled(loan: Loan, payments: Sequence[Payment]) -> Iterator[Due]:
    """What is to be paid of each instalment, with the interest that is really due."""
    balance, as_planned = loan.principal, True
    begins_on = loan.instalments[0].starts_on
    for item, due_on in zip(loan.instalments, loan.due_days, strict=True):
        owed = min(balance, _owed(loan, payments, begins_on))
        # The last instalment carries what rounding left out of the earlier ones. Once one of them
        # was cheaper that figure no longer holds, and each period stands for itself.
        as_planned = as_planned and owed == balance
        interest = item.interest if as_planned else _recounted(loan, item, owed)
        yield Due(
            starts_on=item.starts_on,
            ends_on=item.due_on,
            begins_on=begins_on,
            due_on=due_on,
            principal=item.principal,
            interest=interest,
            interest_in_full=interest,
            counted_on=owed,
        )
        balance -= item.principal
        begins_on = due_on


def _recounted(loan: Loan, item: Instalment, owed: Dong) -> Dong:
    exact = monthly_interest(owed, loan.rate_bp)
    if item.number == 1:
        exact *= first_period_months(item.starts_on, item.due_on, loan.anchor_day)
    return min(item.interest, round_down(exact, loan.unit))


def _overrun(loan: Loan, payments: Sequence[Payment], on: date) -> Iterator[Due]:
    """The months after the last due day that begin up to `on`, while principal is owed."""
    last, months = loan.instalments[-1].due_on, 1
    starts_on, begins_on = last, loan.due_days[-1]
    while begins_on <= on and (owed := _owed(loan, payments, begins_on)):
        ends_on = anchored(last, months, loan.anchor_day)
        interest = round_down(monthly_interest(owed, loan.rate_bp), loan.unit)
        due_on = max(begins_on, loan.due(ends_on))
        yield Due(
            starts_on=starts_on,
            ends_on=ends_on,
            begins_on=begins_on,
            due_on=due_on,
            principal=0,
            interest=interest,
            interest_in_full=interest,
            counted_on=owed,
        )
        starts_on, begins_on, months = ends_on, due_on, months + 1


def _owed(loan: Loan, payments: Sequence[Payment], day: date) -> Dong:
    """Principal still owed at the end of a day."""
    paid = sum(payment.principal for payment in payments if payment.value_day <= day)
    return max(0, loan.principal - paid)
