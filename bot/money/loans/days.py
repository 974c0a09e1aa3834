"""The days and the length of a loan's periods: anchors, odd first periods, ways of counting."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from enum import StrEnum
from fractions import Fraction

DAYS_IN_A_MONTH = 30
"""What an odd first period is measured by, where months are counted."""
DAYS_IN_A_YEAR = 365
LONGEST_MONTH = 31


class DayCount(StrEnum):
    """How long a period is, for its interest."""

    MONTHS = "months"
    """A month is a month; only an odd first period is counted by its days, thirty a month."""
    ACTUAL_365 = "actual_365"
    """The days that there are, 365 a year, in leap years too."""
    THIRTY_360 = "thirty_360"
    """Every month has thirty days: a 31st counts as a 30th, February ends as it does (30E/360)."""


def anchored(day: date, months: int, anchor_day: int) -> date:
    """Move by whole months to the anchor day, or to the last day of a shorter month.

    One month after 31 January 2024 is 29 February, two months after is 31 March again.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(anchor_day, monthrange(year, month + 1)[1]))


def months_in_arrears(interest_paid_to: date, next_due: date) -> int:
    """Count the due days between the day interest is paid to and the next one of a running loan.

    Paid to 10 March and next due on 10 June: 2 (10 April, 10 May). Such a loan is scheduled from
    `anchored(next_due, -2, next_due.day)`, with 2 more periods and principal from number 3.
    """
    months = 0
    while anchored(next_due, -months - 1, next_due.day) > interest_paid_to:
        months += 1
    return months


def is_whole(starts_on: date, due_on: date, anchor_day: int, every: int = 1) -> bool:
    """Say whether a first period is as long as the others."""
    return anchored(due_on, -every, anchor_day) == starts_on


def first_period_months(
    starts_on: date, due_on: date, anchor_day: int, every: int = 1
) -> Fraction:
    """How many months of interest the first period carries: `every`, or its days by thirty.

    10 April to 10 May is one month; 1 February to 10 June 2024, when the harvest is in, is 130
    days, so 5,000,000 đ at 1% carry 216,666 đ, rounded down to 216,000 đ.
    """
    if is_whole(starts_on, due_on, anchor_day, every):
        return Fraction(every)
    return Fraction((due_on - starts_on).days, DAYS_IN_A_MONTH)


def months_by_days(day_count: DayCount, starts_on: date, due_on: date) -> Fraction:
    """How many months of interest a period carries where its days are counted.

    1 November to 1 December is 360/365 of a month by actual/365, and one month by 30/360.
    """
    if day_count is DayCount.ACTUAL_365:
        return Fraction(12 * (due_on - starts_on).days, DAYS_IN_A_YEAR)
    months = (due_on.year - starts_on.year) * 12 + due_on.month - starts_on.month
    days = min(due_on.day, DAYS_IN_A_MONTH) - min(starts_on.day, DAYS_IN_A_MONTH)
    return months + Fraction(days, DAYS_IN_A_MONTH)
