"""The schedule of a loan: when each instalment is due, and how much principal and interest.

A schedule is made once, when the loan is agreed or imported, and never changes; what was paid and
what is left is worked out from it in `bot.money.standing`.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import accumulate

from bot.money.amounts import WHOLE_BP, Dong, round_down

DAYS_IN_A_MONTH = 30
"""What an odd first period is measured by."""
LONGEST_MONTH = 31


class Way(StrEnum):
    """How a loan is paid back."""

    PRINCIPAL_AT_END = "principal_at_end"
    """Interest every month, the whole principal with the last instalment."""
    EQUAL_PRINCIPAL = "equal_principal"
    """The same principal every month, and interest on the balance."""


class BadTerms(ValueError):
    """A loan cannot be had on these terms: `field` names which, `value` is what was given."""

    def __init__(self, field: str, value: object) -> None:
        """Keep the name of the field and its value."""
        super().__init__(field, value)
        self.field = field
        self.value = value


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What was agreed about one loan, or what is left of one that was running on paper.

    Raises:
        BadTerms: a figure is out of its range, or the days contradict each other.
    """

    principal: Dong
    """Owed at the start."""
    way: Way
    rate_bp: int
    """Basis points a month on the balance: 1% a month = 100."""
    starts_on: date
    """Interest counts from here: the day of paying out, or the day it was already paid to."""
    first_due: date
    periods: int
    unit: Dong = 1000
    """Interest and equal principal are whole multiples of this, but for the last instalment."""
    principal_from: int = 1
    """Number of the first period that carries principal; the ones before are interest only."""
    anchor_day: int | None = None
    """Day of the month that is meant when `first_due` falls in a shorter month, e.g. 31."""
    interest_unpaid: Dong = 0
    """Interest still missing from the time before `starts_on`."""

    def __post_init__(self) -> None:
        """Refuse terms without a meaning."""
        meant = {
            "principal": self.principal > 0,
            "rate_bp": self.rate_bp >= 0,
            "first_due": self.first_due > self.starts_on,
            "periods": self.periods >= 1,
            "unit": self.unit >= 1,
            "interest_unpaid": self.interest_unpaid >= 0,
            "principal_from": 1 <= self.principal_from <= self.periods,
            "anchor_day": 1 <= self.anchor <= LONGEST_MONTH
            and anchored(self.first_due, 0, self.anchor) == self.first_due,
        }
        for name, good in meant.items():
            if not good:
                raise BadTerms(name, getattr(self, name))

    @property
    def anchor(self) -> int:
        """The day of the month on which instalments are due where the month has it."""
        return self.first_due.day if self.anchor_day is None else self.anchor_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Instalment:
    """One period of a schedule and what is to be paid at its end."""

    number: int
    """From 1; 0 is interest missing from before the schedule."""
    starts_on: date
    due_on: date
    principal: Dong
    interest: Dong


@dataclass(frozen=True, slots=True, kw_only=True)
class Loan:
    """A loan that was paid out: its rate in basis points a month and its fixed schedule."""

    rate_bp: int
    unit: Dong
    instalments: tuple[Instalment, ...]
    """In due order, at least one."""
    moved: Mapping[date, date] = field(default_factory=dict)
    """Where meetings on days of the schedule went, and with them what is due then."""

    @property
    def principal(self) -> Dong:
        """What was owed at the start."""
        return sum(item.principal for item in self.instalments)

    def due(self, day: date) -> date:
        """Return when what the schedule has on a day is due: then, or later, never earlier."""
        return max(day, self.moved.get(day, day))

    @property
    def due_days(self) -> list[date]:
        """When each instalment is due, none before the one before it."""
        return list(accumulate((self.due(item.due_on) for item in self.instalments), max))

    @property
    def anchor_day(self) -> int:
        """The day of the month on which periods after the schedule end.

        A last due day at a month's end may stand for a later one: 31 January, 28 February is 31.
        """
        last = self.instalments[-1].due_on
        if last.day < monthrange(last.year, last.month)[1]:
            return last.day
        return max(item.due_on.day for item in self.instalments if item.number)


def schedule(terms: Terms) -> tuple[Instalment, ...]:
    """Work out every instalment of a loan.

    Interest is the rate on the balance at the start of the period, rounded down to the unit; what
    the roundings left out comes with the last instalment, itself rounded down to the unit:
    5,500,000 đ at 0.5%, 12 months, principal at the end = 27,000 x 11 and 33,000 (330,000 in all).
    Equal principal is rounded down too, the rest in the last: 458,000 x 11 and 462,000.
    Interest missing from before comes first, as number 0, due on the day the schedule starts.
    """
    dues = [anchored(terms.first_due, month, terms.anchor) for month in range(terms.periods)]
    principals = _principals(terms)
    scheduled = (
        Instalment(
            number=number,
            starts_on=starts_on,
            due_on=due_on,
            principal=principal,
            interest=interest,
        )
        for number, starts_on, due_on, principal, interest in zip(
            range(1, terms.periods + 1),
            [terms.starts_on, *dues[:-1]],
            dues,
            principals,
            _interests(terms, principals),
            strict=True,
        )
    )
    return (*_missing(terms), *scheduled)


def months_in_arrears(interest_paid_to: date, next_due: date) -> int:
    """Count the due days between the day interest is paid to and the next one of a running loan.

    Paid to 10 March and next due on 10 June: 2 (10 April, 10 May). Such a loan is scheduled from
    `anchored(next_due, -2, next_due.day)`, with 2 more periods and principal from number 3.
    """
    months = 0
    while anchored(next_due, -months - 1, next_due.day) > interest_paid_to:
        months += 1
    return months


def anchored(day: date, months: int, anchor_day: int) -> date:
    """Move by whole months to the anchor day, or to the last day of a shorter month.

    One month after 31 January 2024 is 29 February, two months after is 31 March again.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(anchor_day, monthrange(year, month + 1)[1]))


def first_period_months(starts_on: date, due_on: date, anchor_day: int) -> Fraction:
    """How many months of interest the first period carries: one, or its days by thirty.

    10 April to 10 May is one month; 1 February to 10 June 2024, when the harvest is in, is 130
    days, so 5,000,000 đ at 1% carry 216,666 đ, rounded down to 216,000 đ.
    """
    if anchored(due_on, -1, anchor_day) == starts_on:
        return Fraction(1)
    return Fraction((due_on - starts_on).days, DAYS_IN_A_MONTH)


def monthly_interest(balance: Dong, rate_bp: int) -> Fraction:
    """A month's interest before rounding: 5,500,000 đ at 0.5% (50 basis points) is 27,500 đ."""
    return Fraction(balance * rate_bp, WHOLE_BP)


def _missing(terms: Terms) -> list[Instalment]:
    if not terms.interest_unpaid:
        return []
    month_before = anchored(terms.starts_on, -1, terms.starts_on.day)
    return [
        Instalment(
            number=0,
            starts_on=month_before,
            due_on=terms.starts_on,
            principal=0,
            interest=terms.interest_unpaid,
        )
    ]


def _principals(terms: Terms) -> list[Dong]:
    each = 0
    if terms.way is Way.EQUAL_PRINCIPAL:
        each = round_down(
            terms.principal // (terms.periods - terms.principal_from + 1), terms.unit
        )
    parts = [0] * (terms.principal_from - 1) + [each] * (terms.periods - terms.principal_from)
    return [*parts, terms.principal - sum(parts)]


def _interests(terms: Terms, principals: list[Dong]) -> list[Dong]:
    balance, exact = terms.principal, []
    for principal in principals:
        exact.append(monthly_interest(balance, terms.rate_bp))
        balance -= principal
    exact[0] *= first_period_months(terms.starts_on, terms.first_due, terms.anchor)
    parts = [round_down(part, terms.unit) for part in exact[:-1]]
    return [*parts, round_down(sum(exact, Fraction()), terms.unit) - sum(parts)]
