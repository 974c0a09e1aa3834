"""Extension (gia hạn): a new schedule for what is left, which keeps the one before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.money.loans.loan import Charge, Loan, Payment, Prepaying, Renewal, added, paid_on
from bot.money.loans.periods import place_of
from bot.money.loans.schedule import Instalment, schedule
from bot.money.loans.standing import View
from bot.money.loans.terms import Conditions, Part, Terms, fields_of


def extended(
    loan: Loan,
    payments: Sequence[Payment],
    on: date,
    *,
    first_due: date,
    periods: int,
    anchor_day: int | None = None,
    conditions: Conditions | None = None,
) -> Loan:
    """Put what is left of a loan on a new schedule, from the end of the period that is running.

    The principal is scheduled anew. Interest of the periods that have begun, the running one
    included, and unpaid charges come with the first instalment; nothing is added, nothing bears
    interest on interest, and nothing is overdue any more. The schedule before stays in `renewal`,
    and holds for every day before the agreement.

    A payment of before that is entered or taken back afterwards counts on the new schedule.

    Args:
        loan: the loan.
        payments: all that was paid on it up to the day.
        on: the day of the decision.
        first_due: after the end of the running period.
        periods: of the new schedule.
        anchor_day: as in `Terms`.
        conditions: where they change; otherwise as before, without the grace at the start.

    Raises:
        BadTerms: nothing is left to schedule, or the first due day is too early.
    """
    known = [payment for payment in payments if payment.value_day <= on]
    found = View(loan, paid_on(loan, known), on)
    terms = Terms.under(
        conditions or replace(_conditions(loan), principal_from=1, interest_from=1),
        principal=found.principal_left,
        starts_on=_interest_counted_to(found),
        first_due=first_due,
        periods=periods,
        anchor_day=anchor_day,
        interest_unpaid=sum(due.interest for due in found.begun) + found.put_off,
    )
    new = replace(
        Loan.on(terms),
        instalments=tuple(_kept(item, on, first_due) for item in schedule(terms)),
        charges=tuple(_charges(loan, found)),
        freezes=loan.freezes,
        moved=loan.moved,
    )
    return new.renewed(Renewal(agreed_on=on, before=loan, paid=_in_all(loan, known, on)))


def _interest_counted_to(found: View) -> date:
    """Return the end of the running period, whose interest is owed whole."""
    begun = [due for due in found.begun if due.number]
    if begun:
        return begun[-1].ends_on
    return next(due.starts_on for due in found.dues if due.number)


def _conditions(loan: Loan) -> Conditions:
    return Conditions(**fields_of(loan))


def _kept(item: Instalment, on: date, first_due: date) -> Instalment:
    """Let what was owed before be owed now and asked for with the first instalment."""
    if item.number:
        return item
    return replace(item, starts_on=on - timedelta(days=1), due_on=first_due)


def _charges(loan: Loan, found: View) -> Iterator[Charge]:
    """Bring unpaid charges along, as of the day; those that are asked for later stay."""
    for part in (Part.PENALTY, Part.FEE):
        if amount := sum(due.amount(part) for due in found.begun):
            yield Charge(part=part, due_on=found.on, amount=amount)
    tomorrow = found.on + timedelta(days=1)
    for charge in loan.charges:
        if found.dues[place_of(loan, charge, found.dues)].begins_on >= found.on:
            yield replace(charge, due_on=max(charge.due_on, tomorrow))


def _in_all(loan: Loan, payments: Sequence[Payment], on: date) -> Payment:
    """Add up everything paid so far, on whichever schedule."""
    total = Payment(value_day=on, principal=0, interest=0)
    for payment in payments:
        total = added(total, payment, on, Prepaying.NEXT)
    return total
