"""How old is what was not paid in time: the bands of the debtors' list."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from bot.money.amounts import Dong
from bot.money.loans.loan import Loan, Payment, paid_on
from bot.money.loans.standing import View


class Band(StrEnum):
    """Days since the due day."""

    TO_30 = "1-30"
    TO_60 = "31-60"
    TO_90 = "61-90"
    OVER_90 = "over 90"


_LAST_DAYS = ((30, Band.TO_30), (60, Band.TO_60), (90, Band.TO_90))


def band(due_on: date, on: date) -> Band | None:
    """Return the band of a due day; None on the day itself and before it."""
    days = (on - due_on).days
    if days <= 0:
        return None
    return next((found for last, found in _LAST_DAYS if days <= last), Band.OVER_90)


def aged(loan: Loan, payments: Iterable[Payment], on: date) -> dict[Band, Dong]:
    """Return what is overdue of a loan by the age of each instalment; the sum is all of it.

    The oldest band that is named is the band of the loan. Nothing overdue is an empty mapping.
    """
    known = [payment for payment in payments if payment.value_day <= on]
    if loan.renewal and on < loan.renewal.agreed_on:
        return aged(loan.renewal.before, known, on)
    sums: dict[Band, Dong] = {}
    for due in View(loan, paid_on(loan, known), on).dues:
        found = band(due.due_on, on)
        if found and due.total:
            sums[found] = sums.get(found, 0) + due.total
    return sums
