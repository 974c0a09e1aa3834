"""How much principal and interest each period carries: the arithmetic under every schedule.

Nothing here knows of due days gone by or of payments: it shares a sum over periods.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from bot.money.amounts import WHOLE_BP, Dong, rounded
from bot.money.loans.days import (
    DAYS_IN_A_MONTH,
    DAYS_IN_A_YEAR,
    DayCount,
    first_period_months,
    is_whole,
    months_by_days,
)
from bot.money.loans.terms import Conditions, Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A period before anything is put into it."""

    number: int
    starts_on: date
    due_on: date
    months: Fraction
    """Months of interest that it carries."""
    even_months: Fraction
    """The same as if all months were equal: by this the level sum and flat interest are shared."""


@dataclass(slots=True)
class Carried:
    """What one period carries."""

    principal: Dong
    interest: Dong


def spans(
    conditions: Conditions, starts_on: date, dues: Sequence[date], anchor: int
) -> list[Span]:
    """Lay out the periods that end on the due days, numbered from 1."""
    even, by_days = _even_months(conditions), conditions.day_count is not DayCount.MONTHS
    found = [
        Span(
            number=number,
            starts_on=start,
            due_on=due,
            months=months_by_days(conditions.day_count, start, due) if by_days else even,
            even_months=even,
        )
        for number, (start, due) in enumerate(zip([starts_on, *dues], dues, strict=False), 1)
    ]
    if not is_whole(starts_on, dues[0], anchor, conditions.every):
        odd = _odd_months(conditions, starts_on, dues[0], anchor)
        found[0] = replace(found[0], months=odd, even_months=odd)
    return found


def month_after(day_count: DayCount, starts_on: date, due_on: date) -> Fraction:
    """How many months of interest a month after the schedule carries."""
    if day_count is DayCount.MONTHS:
        return Fraction(1)
    return months_by_days(day_count, starts_on, due_on)


def _odd_months(conditions: Conditions, starts_on: date, due_on: date, anchor: int) -> Fraction:
    if conditions.day_count is DayCount.MONTHS:
        return first_period_months(starts_on, due_on, anchor, conditions.every)
    return months_by_days(conditions.day_count, starts_on, due_on)


def _even_months(conditions: Conditions) -> Fraction:
    # By actual/365 the level is worked out as if every month had thirty days, as Apache Fineract
    # does; what the longer months cost more lands in the last instalment.
    if conditions.day_count is DayCount.ACTUAL_365:
        return Fraction(12 * DAYS_IN_A_MONTH * conditions.every, DAYS_IN_A_YEAR)
    return Fraction(conditions.every)


def monthly_interest(balance: Dong, rate_bp: int) -> Fraction:
    """A month's interest before rounding: 5,500,000 đ at 0.5% (50 basis points) is 27,500 đ."""
    return Fraction(balance * rate_bp, WHOLE_BP)


def exact_interest(balance: Dong, rate_bp: int, months: Fraction) -> Fraction:
    """Interest on a balance for some months, before rounding."""
    return Fraction(balance * rate_bp * months.numerator, WHOLE_BP * months.denominator)


def interest_on(conditions: Conditions, balance: Dong, months: Fraction) -> Dong:
    """Interest on a balance for some months, rounded as agreed."""
    exact = exact_interest(balance, conditions.rate_bp, months)
    return rounded(exact, conditions.unit, conditions.rounding)


def planned(conditions: Conditions, owed: Dong, periods: Sequence[Span]) -> list[Carried]:
    """Share a loan over its periods; periods after the balance is gone are left out."""
    wanted = targets(conditions, owed, periods, original=owed)
    flat = flat_interests(conditions, owed, periods)
    fineness = conditions.unit, conditions.rounding
    left, exact, found = owed, Fraction(), []
    for place, period in enumerate(periods):
        if not left:
            break
        asked = exact_interest(left, conditions.rate_bp, period.months)
        interest = rounded(asked, *fineness) if flat is None else flat[place]
        principal = left
        if period is not periods[-1]:
            principal = min(left, principal_of(conditions, wanted[place], interest))
        exact += asked
        found.append(Carried(principal, interest))
        left -= principal
    if conditions.remainder_at_end and flat is None:
        others = sum(carried.interest for carried in found[:-1])
        found[-1].interest = max(0, rounded(exact, *fineness) - others)
    return found


def principal_of(conditions: Conditions, target: Dong, interest: Dong) -> Dong:
    """What of a period's target is principal: what the interest leaves of an equal instalment."""
    if conditions.way is Way.EQUAL_INSTALMENTS:
        return max(0, target - interest)
    return target


def target_of(conditions: Conditions, carried: Carried) -> Dong:
    """What a planned period had aimed at."""
    if conditions.way is Way.EQUAL_INSTALMENTS:
        return carried.principal + carried.interest
    return carried.principal


def targets(
    conditions: Conditions, owed: Dong, periods: Sequence[Span], *, original: Dong
) -> list[Dong]:
    """What each period aims at: the whole sum of an equal instalment, otherwise the principal.

    The last period takes what is left, whatever it aims at.
    """
    if conditions.way is Way.PRINCIPAL_AT_END:
        return [0] * len(periods)
    carrying = [period for period in periods if period.number >= conditions.principal_from]
    if conditions.way is Way.EQUAL_INSTALMENTS:
        return _level_targets(conditions, owed, periods, carrying)
    each = _each(conditions, owed, len(carrying), original)
    return [0] * (len(periods) - len(carrying)) + [each] * len(carrying)


def _each(conditions: Conditions, owed: Dong, count: int, original: Dong) -> Dong:
    share = Fraction(owed, count)
    if conditions.way is Way.EQUAL_PRINCIPAL:
        return rounded(share, conditions.unit, conditions.rounding)
    interest = Fraction()
    if conditions.way is Way.FLAT:
        interest = monthly_interest(original, conditions.rate_bp) * _even_months(conditions)
    instalment = rounded(share + interest, conditions.whole_instalment, conditions.rounding)
    return max(0, instalment - rounded(interest, conditions.unit, conditions.rounding))


def _level_targets(
    conditions: Conditions, owed: Dong, periods: Sequence[Span], carrying: Sequence[Span]
) -> list[Dong]:
    exact = level(owed, conditions.rate_bp, [period.even_months for period in carrying])
    # A long first period can cost more than an equal instalment: it is interest only then.
    while (
        len(carrying) > 1
        and exact_interest(owed, conditions.rate_bp, carrying[0].even_months) >= exact
    ):
        carrying = carrying[1:]
        exact = level(owed, conditions.rate_bp, [period.even_months for period in carrying])
    each = rounded(exact, conditions.whole_instalment, conditions.rounding)
    return [0] * (len(periods) - len(carrying)) + [each] * len(carrying)


def level(owed: Dong, rate_bp: int, months: Sequence[Fraction | int]) -> Fraction:
    """The equal instalment before rounding, for periods of so many months each.

    10,000,000 đ at 1% a month in twelve months: 888,487.886783... đ.
    """
    worth, growth = Fraction(), Fraction(1)
    for length in months:
        growth *= 1 + Fraction(rate_bp, WHOLE_BP) * length
        worth += 1 / growth
    return owed / worth


def flat_interests(
    conditions: Conditions, original: Dong, periods: Sequence[Span]
) -> list[Dong] | None:
    """The interest of each period on the original sum; None where it is counted on the balance.

    It is rounded once in all and shared by the length of the periods; the last takes the rest.
    """
    if conditions.way is not Way.FLAT:
        return None
    months = sum((period.months for period in periods), Fraction())
    left = in_all = interest_on(conditions, original, months)
    even = sum((period.even_months for period in periods), Fraction())
    parts = []
    for period in periods[:-1]:
        share = rounded(in_all * period.even_months / even, conditions.unit, conditions.rounding)
        parts.append(min(left, share))
        left -= parts[-1]
    return [*parts, left]


def put_off(conditions: Conditions, carried: Sequence[Carried]) -> Iterator[Carried]:
    """Move the interest of the first periods to the first that has it due."""
    bringing = min(conditions.interest_from, len(carried))
    held = sum(one.interest for one in carried[: bringing - 1])
    for number, one in enumerate(carried, 1):
        interest = 0 if number < bringing else one.interest
        yield Carried(one.principal, interest + (held if number == bringing else 0))
