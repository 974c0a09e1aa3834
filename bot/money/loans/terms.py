"""What is agreed about a loan: the conditions of a product, and the sum and days of one loan."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

from bot.money.amounts import Dong, Rounding
from bot.money.loans.days import LONGEST_MONTH, DayCount, anchored

EVERY = (1, 2, 3, 6, 12)
"""Months between two due days."""


class Way(StrEnum):
    """How a loan is paid back."""

    PRINCIPAL_AT_END = "principal_at_end"
    """Interest every period, the whole principal with the last instalment."""
    EQUAL_PRINCIPAL = "equal_principal"
    """The same principal every period, and interest on the balance."""
    EQUAL_INSTALMENTS = "equal_instalments"
    """The same sum every period, interest on the balance included (annuity)."""
    FLAT = "flat"
    """The same principal every period, and interest on the original sum to the end."""
    NO_INTEREST = "no_interest"
    """The same principal every period and nothing else."""


class Part(StrEnum):
    """What a sum of money can pay of a loan; the first two stand in a club's paper rules only."""

    PENALTY = "penalty"
    FEE = "fee"
    INTEREST = "interest"
    PRINCIPAL = "principal"


class BadTerms(ValueError):
    """A loan cannot be had on these terms: `field` names which, `value` is what was given."""

    def __init__(self, field: str, value: object) -> None:
        """Keep the name of the field and its value."""
        super().__init__(field, value)
        self.field = field
        self.value = value


def _refuse(given: Order | Conditions, **meant: bool) -> None:
    for field, good in meant.items():
        if not good:
            raise BadTerms(field, getattr(given, field))


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """In which order a sum pays the parts of the periods that have begun.

    Raises:
        BadTerms: an order does not name each part once.
    """

    due: tuple[Part, ...] = tuple(Part)
    in_advance: tuple[Part, ...] = tuple(Part)
    """For a period whose due day has not come."""
    part_by_part: bool = False
    """One part of every period before the next part; otherwise period by period, oldest first."""
    matured_part_by_part: bool = True
    """The same, after the last due day."""

    def __post_init__(self) -> None:
        """Refuse an order that forgets a part, or names one twice."""
        _refuse(
            self,
            due=sorted(self.due) == sorted(Part),
            in_advance=sorted(self.in_advance) == sorted(Part),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """On what a club lends: the same for every loan of one product.

    Raises:
        BadTerms: a figure is out of its range, or two contradict each other.
    """

    way: Way
    rate_bp: int
    """Basis points a month: 1% a month = 100."""
    unit: Dong = 1000
    """Interest and equal principal are whole multiples of this, but for the last instalment."""
    instalment_unit: Dong | None = None
    """The same for a whole instalment where these are equal; none: `unit`."""
    rounding: Rounding = Rounding.DOWN
    remainder_at_end: bool = True
    """The last instalment carries what rounding left out of the interest of the others."""
    every: int = 1
    """Months from one due day to the next."""
    day_count: DayCount = DayCount.MONTHS
    principal_from: int = 1
    """Number of the first period that carries principal; the ones before are interest only."""
    interest_from: int = 1
    """Number of the first period whose interest is due: it brings that of the ones before along,
    which itself bears no interest."""
    payoff_by_days: bool = False
    """Closing early costs the running period's interest by its days, not whole."""
    order: Order = Order()

    def __post_init__(self) -> None:
        """Refuse conditions without a meaning."""
        _refuse(
            self,
            rate_bp=self.rate_bp == 0 or (self.rate_bp > 0 and self.way is not Way.NO_INTEREST),
            unit=self.unit >= 1,
            instalment_unit=self.instalment_unit is None or self.instalment_unit >= 1,
            every=self.every in EVERY,
            principal_from=self.principal_from >= 1,
            interest_from=self.interest_from >= 1,
        )

    @property
    def whole_instalment(self) -> Dong:
        """What equal instalments are multiples of."""
        return self.instalment_unit or self.unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms(Conditions):
    """What was agreed about one loan, or what is left of one that was running on paper.

    Raises:
        BadTerms: a figure is out of its range, or the days contradict each other.
    """

    principal: Dong
    """Owed at the start."""
    starts_on: date
    """Interest counts from here: the day of paying out, or the day it was already paid to."""
    first_due: date
    periods: int
    anchor_day: int | None = None
    """Day of the month that is meant when `first_due` falls in a shorter month, e.g. 31."""
    interest_unpaid: Dong = 0
    """Interest still missing from the time before `starts_on`."""

    @classmethod
    def under(
        cls,
        conditions: Conditions,
        *,
        principal: Dong,
        starts_on: date,
        first_due: date,
        periods: int,
        anchor_day: int | None = None,
        interest_unpaid: Dong = 0,
    ) -> Terms:
        """Agree on a sum and days under the conditions of a product, or of another loan.

        Raises:
            BadTerms: as for `Terms`.
        """
        return cls(
            **fields_of(conditions),
            principal=principal,
            starts_on=starts_on,
            first_due=first_due,
            periods=periods,
            anchor_day=anchor_day,
            interest_unpaid=interest_unpaid,
        )

    def __post_init__(self) -> None:
        """Refuse terms without a meaning."""
        Conditions.__post_init__(self)
        _refuse(
            self,
            principal=self.principal > 0,
            first_due=self.first_due > self.starts_on,
            periods=self.periods >= 1,
            interest_unpaid=self.interest_unpaid >= 0,
            principal_from=self.principal_from <= self.periods,
            interest_from=self.interest_from <= self.periods,
            anchor_day=1 <= self.anchor <= LONGEST_MONTH
            and anchored(self.first_due, 0, self.anchor) == self.first_due,
        )

    @property
    def anchor(self) -> int:
        """The day of the month on which instalments are due where the month has it."""
        return self.first_due.day if self.anchor_day is None else self.anchor_day


# Any: the fields of a dataclass have as many types as there are fields.
def fields_of(conditions: Conditions) -> dict[str, Any]:
    """Return the conditions alone, as keyword arguments for whatever is made under them."""
    return {field.name: getattr(conditions, field.name) for field in fields(Conditions)}
