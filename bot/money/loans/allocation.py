"""What a sum of money pays of a loan, in the order that the club has for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from bot.money.amounts import Dong
from bot.money.loans.loan import Loan, Payment, paid_on
from bot.money.loans.periods import Due
from bot.money.loans.standing import Share, View
from bot.money.loans.terms import Order, Part


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


def allocate(
    loan: Loan,
    payments: Sequence[Payment],
    amount: Dong,
    on: date,
    *,
    principal_first: bool = False,
) -> Share:
    """Split a sum that is received on a day into the parts that it pays.

    By the usual order it pays penalty, fee, interest, then principal, of each period that has
    begun, oldest first; the rest is principal. Interest is never taken for a period that has not
    begun. In the worked case of `standing`: 500,000 đ on 8 May = interest 50,000, principal
    450,000; 500,000 đ more on 9 or 10 May = all principal; on 11 May the June period has begun, so
    500,000 đ then = interest 40,000 (1% of 4,050,000, rounded down), principal 460,000.

    Where a payoff is counted by days, more than is asked for pays interest only up to the day:
    who leaves 1 đ of the payoff owes 1 đ on that day. Exactly what is asked pays the whole month.

    After the last due day all interest comes first: who brings a month's interest for a loan whose
    principal has matured pays interest, as the paper book would have it.

    Args:
        loan: the loan.
        payments: all that was entered for it, later value days too: for a sum entered late the
            loan is looked at on the last of these days, so that nothing is paid twice.
        amount: đồng.
        on: the value day.
        principal_first: the payer said "trả gốc": principal first, then the rest in order.

    Raises:
        NotPositive: the amount is zero or less.
        TooMuch: it is more than what closes the loan.
    """
    if amount <= 0:
        raise NotPositive(amount)
    day = max([on, *(paid.value_day for paid in payments)])
    if loan.renewal:
        day = max(day, loan.renewal.agreed_on)
    found = View(loan, paid_on(loan, payments), day)
    closing = found.closing()
    if amount > closing.total:
        raise TooMuch(limit=closing.total)
    if amount == closing.total:
        return closing
    paid = dict.fromkeys(Part, 0)
    if principal_first:
        paid[Part.PRINCIPAL] = min(amount, found.principal_left)
    rest = amount - paid[Part.PRINCIPAL]
    for part, asked in _in_order(found, found.asked_of(amount)):
        if principal_first and part is Part.PRINCIPAL:
            continue
        taken = min(rest, asked)
        paid[part] += taken
        rest -= taken
    return _with_the_rest(paid, rest, found.principal_left)


def _with_the_rest(paid: dict[Part, Dong], rest: Dong, principal_left: Dong) -> Share:
    """Put what nothing was asked for to the principal, and beyond that to interest put off."""
    ahead = min(rest, principal_left - paid[Part.PRINCIPAL])
    return Share(
        interest=paid[Part.INTEREST] + rest - ahead,
        principal=paid[Part.PRINCIPAL] + ahead,
        fee=paid[Part.FEE],
        penalty=paid[Part.PENALTY],
    )


def _in_order(found: View, begun: Sequence[Due]) -> Iterator[tuple[Part, Dong]]:
    order, day = found.loan.order, found.on
    matured = day > found.loan.matures_on
    if order.matured_part_by_part if matured else order.part_by_part:
        for part in order.due:
            for due in begun:
                yield part, due.amount(part)
        return
    for due in begun:
        for part in _parts(order, due, day):
            yield part, due.amount(part)


def _parts(order: Order, due: Due, day: date) -> tuple[Part, ...]:
    return order.due if due.due_on <= day else order.in_advance
