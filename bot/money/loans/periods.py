"""Everything that a loan asks for, period by period, and what the payments have covered of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import accumulate

from bot.money.amounts import Dong, rounded
from bot.money.loans.days import anchored
from bot.money.loans.loan import Charge, Loan, Payment
from bot.money.loans.planning import Span, interest_on, month_after
from bot.money.loans.prepaying import Plan, asked_between, spans_of
from bot.money.loans.schedule import Instalment
from bot.money.loans.terms import Part, Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What is still to be paid for one period, and what its interest is counted on."""

    number: int
    """From 1, on past the schedule for the months after it; 0 is missing from before."""
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
    fee: Dong = 0
    penalty: Dong = 0
    put_off: Dong = 0
    """Interest that arises in the period and comes with a later instalment."""

    @property
    def total(self) -> Dong:
        """Everything that is to be paid."""
        return self.interest + self.principal + self.charges

    @property
    def charges(self) -> Dong:
        """Fee and penalty together."""
        return self.fee + self.penalty

    def amount(self, part: Part) -> Dong:
        """What is to be paid of one part."""
        return int(getattr(self, part))


def dues(
    loan: Loan,
    plan: Plan,
    payments: Sequence[Payment],
    on: date,
    *,
    closes_on: date | None = None,
) -> list[Due]:
    """Return everything scheduled, and each month after that up to the day, in full.

    Args:
        loan: the loan.
        plan: its schedule as the payments left it.
        payments: as `paid_on` gives them; they lower what the interest is counted on.
        on: the day that is looked at.
        closes_on: the day of closing, where it is not the day the last principal was paid. If the
            conditions count the last interest by days, the running period costs no more.
    """
    by_days = loan.payoff_by_days
    paid_off_on = closed_on(loan, payments) if by_days else None
    closes_on = (closes_on or paid_off_on) if by_days else None
    asked = _asked(loan, plan, payments, on, closes_on)
    if paid_off_on is not None:
        asked = _as_paid(asked, _asked(loan, plan, payments, on, None), payments)
    return _charged(loan, asked, payments)


def _asked(
    loan: Loan, plan: Plan, payments: Sequence[Payment], on: date, closes_on: date | None
) -> list[Due]:
    overrun = _overrun(loan, payments, on, closes_on)
    return [*_scheduled(loan, plan, payments, closes_on), *overrun]


def _as_paid(asked: list[Due], in_full: Iterable[Due], payments: Iterable[Payment]) -> list[Due]:
    """Let a period that was paid in full ahead stay so, though the loan was paid off within it."""
    beyond = sum(one.interest for one in payments) - sum(due.interest for due in asked)
    for place, full in enumerate(in_full):
        more = max(0, min(beyond, full.interest - asked[place].interest))
        beyond -= more
        interest = asked[place].interest + more
        asked[place] = replace(asked[place], interest=interest, interest_in_full=interest)
    return asked


def covered(asked: Sequence[Due], payments: Sequence[Payment]) -> list[Due]:
    """Take off what was paid: the money of each part covers the periods in due order."""
    principals = _Purse(payment.principal for payment in payments)
    interests = _Purse(payment.interest for payment in payments)
    fees = _Purse(payment.fee for payment in payments)
    penalties = _Purse(payment.penalty for payment in payments)
    purses = principals, interests, fees, penalties
    return [
        Due(
            number=due.number,
            starts_on=due.starts_on,
            ends_on=due.ends_on,
            begins_on=due.begins_on,
            due_on=due.due_on,
            principal=principals.leave_of(due.principal),
            interest=interests.leave_of(due.interest),
            interest_in_full=due.interest_in_full,
            counted_on=due.counted_on,
            fee=fees.leave_of(due.fee),
            penalty=penalties.leave_of(due.penalty),
            put_off=due.put_off,
        )
        if any(purse.left for purse in purses)
        else due
        for due in asked
    ]


class _Purse:
    """Money of one part, used up in due order."""

    __slots__ = ("left",)

    def __init__(self, amounts: Iterable[Dong]) -> None:
        self.left = sum(amounts)

    def leave_of(self, asked: Dong) -> Dong:
        """Pay what there is, and return what stays open."""
        stays = max(0, asked - self.left)
        self.left -= asked - stays
        return stays


def _owed(lent: Dong, payments: Sequence[Payment], day: date) -> Dong:
    """Principal still owed at the end of a day."""
    paid = sum(payment.principal for payment in payments if payment.value_day <= day)
    return max(0, lent - paid)


def closed_on(loan: Loan, payments: Sequence[Payment]) -> date | None:
    """Return the day on which the last of the principal was paid."""
    sums = accumulate(payment.principal for payment in payments)
    for payment, paid in zip(payments, sums, strict=True):
        if paid >= loan.principal:
            return payment.value_day
    return None


def _scheduled(
    loan: Loan, plan: Plan, payments: Sequence[Payment], closes_on: date | None
) -> Iterator[Due]:
    """The instalments with the interest that is really due."""
    periods: list[Span] = []
    bringing = min(loan.interest_from, len(plan.own))
    lent = balance = loan.principal
    as_planned, held = True, 0
    days = asked_between(loan, plan.instalments)
    for item, asked in zip(plan.instalments, days, strict=True):
        owed = min(balance, _owed(lent, payments, asked[0]))
        # The last instalment carries what rounding left out of the earlier ones. Once one of them
        # was cheaper that figure no longer holds, and each period stands for itself.
        as_planned = as_planned and owed == balance and loan.bears_interest(item.starts_on)
        balance -= item.principal
        if not item.number:
            yield _due(item, asked, item.interest, owed)
            continue
        interest = plan.own[item.number - 1]
        if not as_planned:
            periods = periods or spans_of(loan)
            months = periods[item.number - 1].months
            interest = min(interest, _counted(loan, owed, months, item.starts_on, interest))
        interest = _until(loan, item.starts_on, item.due_on, interest, closes_on)
        held += interest
        if item.number < bringing:
            yield _due(item, asked, 0, owed, put_off=interest)
        else:
            yield _due(item, asked, held if item.number == bringing else interest, owed)


def _counted(loan: Loan, owed: Dong, months: Fraction, starts_on: date, flat: Dong) -> Dong:
    if not loan.bears_interest(starts_on):
        return 0
    if loan.way is Way.FLAT:
        return flat if owed else 0
    return interest_on(loan, owed, months)


def _until(
    loan: Loan, starts_on: date, due_on: date, interest: Dong, closes_on: date | None
) -> Dong:
    """The part of a period's interest up to the day of closing, where that falls inside of it."""
    if closes_on is None or not starts_on < closes_on < due_on:
        return interest
    share = Fraction((closes_on - starts_on).days, (due_on - starts_on).days)
    return min(interest, rounded(interest * share, loan.unit, loan.rounding))


def _overrun(
    loan: Loan, payments: Sequence[Payment], on: date, closes_on: date | None
) -> Iterator[Due]:
    """The months after the last due day that start up to `on`, while principal is owed.

    The day that was agreed, also where a prepayment left fewer instalments: nobody who paid ahead
    and is late with the rest pays more than if she had not paid ahead.
    """
    last, lent, months = loan.instalments[-1], loan.principal, 1
    starts_on, begins_on = last.due_on, loan.matures_on
    while begins_on <= on and (owed := _owed(lent, payments, begins_on)):
        due_on = anchored(last.due_on, months, loan.anchor_day)
        asked = begins_on, max(begins_on, loan.due(due_on))
        interest = 0
        if loan.bears_interest(starts_on):
            interest = interest_on(loan, owed, month_after(loan.day_count, starts_on, due_on))
        item = Instalment(
            number=last.number + months,
            starts_on=starts_on,
            due_on=due_on,
            principal=0,
            interest=_until(loan, starts_on, due_on, interest, closes_on),
        )
        yield _due(item, asked, item.interest, owed)
        starts_on, begins_on, months = due_on, asked[1], months + 1


def _due(
    item: Instalment, asked: tuple[date, date], interest: Dong, counted_on: Dong, put_off: Dong = 0
) -> Due:
    return Due(
        number=item.number,
        starts_on=item.starts_on,
        ends_on=item.due_on,
        begins_on=asked[0],
        due_on=asked[1],
        principal=item.principal,
        interest=interest,
        interest_in_full=interest,
        counted_on=counted_on,
        put_off=put_off,
    )


def _charged(loan: Loan, asked: list[Due], payments: Sequence[Payment]) -> list[Due]:
    """Put each charge to its period, but none once the loan was paid off before that began."""
    closed = closed_on(loan, payments) if loan.charges else None
    for charge in loan.charges:
        place = place_of(loan, charge, asked)
        due = asked[place]
        if closed is not None and _comes_after(loan, closed, charge, due):
            continue
        if charge.part is Part.FEE:
            asked[place] = replace(due, fee=due.fee + charge.amount)
        else:
            asked[place] = replace(due, penalty=due.penalty + charge.amount)
    return asked


def _comes_after(loan: Loan, closed: date, charge: Charge, due: Due) -> bool:
    """Say whether a charge was not asked for yet on the day the loan was paid off."""
    begins_on = date.min
    for item, (begins_on, _due_on) in zip(
        loan.instalments, asked_between(loan, loan.instalments), strict=True
    ):
        if charge.due_on <= _takes_charges_to(loan, item.number, item.due_on):
            return begins_on >= closed
    is_of_a_month_after = charge.due_on > due.ends_on and due.due_on <= closed
    return max(begins_on, due.begins_on) >= closed or is_of_a_month_after


def place_of(loan: Loan, charge: Charge, asked: Sequence[Due]) -> int:
    """Return the place of the period in which a charge falls due; of one after the end, the last.

    `asked` is what `dues` returns.
    """
    for place, due in enumerate(asked):
        if charge.due_on <= _takes_charges_to(loan, due.number, due.ends_on):
            return place
    return len(asked) - 1


def _takes_charges_to(loan: Loan, number: int, ends_on: date) -> date:
    """Return the last day whose charges come with a period.

    With what an extension brings along come those up to its day, the others later.
    """
    return loan.renewal.agreed_on if loan.renewal and not number else ends_on
