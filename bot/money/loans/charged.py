"""What is still to be paid of each fee and penalty of a club's own paper rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.money.amounts import Dong
from bot.money.loans.loan import Loan, Payment, paid_on
from bot.money.loans.periods import place_of
from bot.money.loans.standing import View
from bot.money.loans.terms import Part


def charges_left(loan: Loan, payments: Sequence[Payment], on: date) -> tuple[Dong, ...]:
    """Return what is not paid on a day of each of a loan's charges, in their order.

    Of several in one period the money covers the first ones first.
    """
    known = [payment for payment in payments if payment.value_day <= on]
    found = View(loan, paid_on(loan, known), on).dues
    rest = {
        (place, part): due.amount(part)
        for place, due in enumerate(found)
        for part in (Part.FEE, Part.PENALTY)
    }
    left = [0] * len(loan.charges)
    for number, charge in reversed(list(enumerate(loan.charges))):
        key = place_of(loan, charge, found), charge.part
        left[number] = min(rest[key], charge.amount)
        rest[key] -= left[number]
    return tuple(left)
