"""What principal paid ahead makes of the instalments that are still to come.

Worked out anew from the payments each time: a reversal brings the schedule back by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.money.amounts import Dong
from bot.money.loans.loan import Loan, Payment, Prepaying
from bot.money.loans.planning import (
    Carried,
    Span,
    flat_interests,
    interest_on,
    principal_of,
    put_off,
    spans,
    target_of,
    targets,
)
from bot.money.loans.schedule import Instalment, instalments
from bot.money.loans.terms import Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A schedule as payments left it."""

    instalments: tuple[Instalment, ...]
    own: tuple[Dong, ...]
    """The interest that arises in each period from number 1, also where it is put off."""


def replanned(loan: Loan, payments: Sequence[Payment]) -> Plan:
    """Return the schedule as the payments left it.

    Principal beyond the instalment of the running period is put to that period, and the periods
    after it are planned again as the payment says. None of them costs more interest than before.

    Args:
        loan: the loan.
        payments: as `paid_on` gives them, up to the day that is looked at.
    """
    own = own_interests(loan)
    if _needs_no_more_than_covering(loan, payments):
        return Plan(instalments=loan.instalments, own=tuple(own))
    missing = [item for item in loan.instalments if not item.number]
    planning = _Replanning(loan, own)
    for payment in payments:
        planning.pay(payment)
    carried = planning.carried
    while len(carried) > 1 and not (carried[-1].principal or carried[-1].interest):
        carried.pop()
    due = instalments(planning.periods, list(put_off(loan, carried)))
    return Plan(instalments=(*missing, *due), own=tuple(one.interest for one in carried))


def spans_of(loan: Loan) -> list[Span]:
    """Lay out the periods of a loan's schedule."""
    items = [item for item in loan.instalments if item.number]
    dues = [item.due_on for item in items]
    return spans(loan, items[0].starts_on, dues, loan.anchor_day)


def asked_between(loan: Loan, items: Sequence[Instalment]) -> Iterator[tuple[date, date]]:
    """Yield for each instalment the day after which it is asked for, and the one it is due on.

    A due day moves with its meeting, and the period after it begins to be asked for then: also
    where that is the first one of an extension, which may be agreed at that very meeting.
    """
    ended_on, due_on, renewal = date.min, date.min, loan.renewal
    for item in items:
        begins_on = due_on if item.starts_on == ended_on else item.starts_on
        if renewal and item.number:
            begins_on = max(begins_on, renewal.agreed_on, renewal.before.due(item.starts_on))
            renewal = None
        ended_on, due_on = item.due_on, max(due_on, loan.due(item.due_on))
        yield begins_on, due_on


def own_interests(loan: Loan) -> list[Dong]:
    """Return the interest that arises in each period as scheduled, also where it is put off."""
    items = [item for item in loan.instalments if item.number]
    bringing = min(loan.interest_from, len(items))
    own = [item.interest for item in items]
    if bringing == 1:
        return own
    periods = spans_of(loan)
    flat, left = flat_interests(loan, loan.principal, periods), loan.principal
    for place in range(bringing - 1):
        months = periods[place].months
        own[place] = flat[place] if flat is not None else interest_on(loan, left, months)
        left -= items[place].principal
    own[bringing - 1] -= sum(own[: bringing - 1])
    return own


def _needs_no_more_than_covering(loan: Loan, payments: Sequence[Payment]) -> bool:
    """Say whether money simply covers the instalments in due order.

    With the next ones reduced it does, but for an equal instalment: its later ones stay the same
    sum, with less interest and so more principal in it.
    """
    if loan.way is Way.PRINCIPAL_AT_END:
        return True
    if loan.way is Way.EQUAL_INSTALMENTS:
        return not any(payment.principal for payment in payments)
    return all(payment.prepaying is Prepaying.NEXT for payment in payments)


class _Replanning:
    """What each period carries and aims at, while payments change it."""

    def __init__(self, loan: Loan, own: Sequence[Dong]) -> None:
        self.loan = loan
        self.periods = spans_of(loan)
        items = [item for item in loan.instalments if item.number]
        self.begins_on = [days[0] for days in asked_between(loan, items)]
        principals = [item.principal for item in items]
        self.carried = [
            Carried(principal, interest)
            for principal, interest in zip(principals, own, strict=True)
        ]
        self.targets = [target_of(loan, one) for one in self.carried]
        self.paid = 0

    def pay(self, payment: Payment) -> None:
        self.paid = min(self.loan.principal, self.paid + payment.principal)
        after = self._running(payment.value_day) + 1
        asked = sum(one.principal for one in self.carried[:after])
        if self.paid <= asked:
            return
        ahead = self.paid - asked
        self.carried[after - 1].principal += ahead
        left = self.loan.principal - self.paid
        if payment.prepaying is Prepaying.SMALLER and self.periods[after:]:
            self.targets[after:] = targets(
                self.loan, left, self.periods[after:], original=self.loan.principal
            )
        self._share(after, left, ahead if payment.prepaying is Prepaying.NEXT else 0)

    def _running(self, day: date) -> int:
        begun = sum(begins_on < day for begins_on in self.begins_on)
        return max(0, begun - 1)

    def _share(self, after: int, left: Dong, ahead: Dong) -> None:
        for place in range(after, len(self.periods)):
            one = self.carried[place]
            one.interest = self._interest(place, left)
            wanted = principal_of(self.loan, self.targets[place], one.interest)
            covered = min(ahead, wanted)
            self.targets[place] -= covered
            ahead -= covered
            one.principal = min(left, wanted - covered)
            if place == len(self.periods) - 1:
                one.principal = left
            left -= one.principal

    def _interest(self, place: int, left: Dong) -> Dong:
        own = self.carried[place].interest
        if self.loan.way is Way.FLAT:
            return own if left else 0
        return min(own, interest_on(self.loan, left, self.periods[place].months))
