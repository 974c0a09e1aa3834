"""The schedule of a loan: when each instalment is due, and how much principal and interest.

A schedule is made once, when the loan is agreed, imported or extended, and never changes; what was
paid and what is left is worked out from it in `bot.money.loans.standing`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.money.amounts import Dong
from bot.money.loans.days import anchored
from bot.money.loans.planning import Carried, Span, planned, put_off, spans
from bot.money.loans.terms import Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Instalment:
    """One period of a schedule and what is to be paid at its end."""

    number: int
    """From 1; 0 is interest missing from before the schedule."""
    starts_on: date
    due_on: date
    principal: Dong
    interest: Dong

    @property
    def total(self) -> Dong:
        """Interest and principal together."""
        return self.interest + self.principal


def schedule(terms: Terms) -> tuple[Instalment, ...]:
    """Work out every instalment of a loan.

    Interest is the rate on the balance at the start of the period (flat: on the original sum),
    rounded as agreed; what the roundings left out comes with the last instalment, in all rounded
    once: 5,500,000 đ at 0.5%, 12 months, principal at the end, rounded down to 1,000 đ = 27,000 x
    11 and 33,000 (330,000 in all). Equal principal is rounded too, the rest in the last:
    458,000 x 11 and 462,000. Interest missing from before comes first, as number 0, due on the day
    the schedule starts. Rounding up can end a schedule before its last period.
    """
    dues = [
        anchored(terms.first_due, terms.every * period, terms.anchor)
        for period in range(terms.periods)
    ]
    periods = spans(terms, terms.starts_on, dues, terms.anchor)
    carried = planned(terms, terms.principal, periods)
    return (*_missing(terms), *instalments(periods, list(put_off(terms, carried))))


def instalments(periods: Sequence[Span], carried: Sequence[Carried]) -> tuple[Instalment, ...]:
    """Put what is carried into the periods; periods that carry nothing are left out at the end."""
    return tuple(
        Instalment(
            number=period.number,
            starts_on=period.starts_on,
            due_on=period.due_on,
            principal=one.principal,
            interest=one.interest,
        )
        for period, one in zip(periods, carried, strict=False)
    )


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
