"""Paying off by days: who brings a little less than the payoff owes just that little."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from bot.money.loans import Loan, Payment, Terms, Way, rows, standing
from tests.money.lent import any_terms, pay

LENT = Loan.on(
    Terms(
        principal=5_000_000,
        way=Way.PRINCIPAL_AT_END,
        rate_bp=100,
        starts_on=date(2026, 4, 10),
        first_due=date(2026, 5, 10),
        periods=12,
        payoff_by_days=True,
    )
)
MIDDLE = date(2026, 4, 25)


def test_one_dong_less_than_the_payoff_leaves_one_dong() -> None:
    assert standing(LENT, [], MIDDLE).payoff == 5_025_000
    payments: list[Payment] = []
    pay(LENT, payments, 5_024_999, MIDDLE)
    assert standing(LENT, payments, MIDDLE).payoff == 1


def test_exactly_what_is_asked_still_pays_the_whole_month() -> None:
    payments: list[Payment] = []
    assert pay(LENT, payments, 50_000, MIDDLE).interest == 50_000
    assert standing(LENT, payments, date(2026, 5, 10)).to_pay_now == 0


def test_the_passbook_of_who_paid_a_month_ahead_and_then_all_shows_all_that_was_paid() -> None:
    payments: list[Payment] = []
    pay(LENT, payments, 50_000, MIDDLE)
    pay(LENT, payments, standing(LENT, payments, MIDDLE).payoff, MIDDLE)
    shown = rows(LENT, payments, MIDDLE)
    assert [row.paid for row in shown if row.paid] == [50_000, 5_000_000]
    assert not any(row.left for row in shown)


@st.composite
def lent_by_days(draw: st.DrawFn) -> tuple[Loan, list[Payment], date]:
    """A loan that is paid off by days, what was paid on it so far, and a day after."""
    terms = replace(draw(any_terms()), payoff_by_days=True)
    payments: list[Payment] = []
    loan, on = Loan.on(terms), terms.starts_on
    for _time in range(draw(st.integers(0, 3))):
        on += timedelta(days=draw(st.integers(0, 50)))
        most = standing(loan, payments, on).payoff
        if most > 1:
            pay(loan, payments, draw(st.integers(1, most - 1)), on)
    return loan, payments, on + timedelta(days=draw(st.integers(0, 50)))


@given(lent_by_days(), st.data())
def test_paying_less_than_the_payoff_leaves_exactly_the_rest(
    lent: tuple[Loan, list[Payment], date], data: st.DataObject
) -> None:
    loan, payments, on = lent
    now = standing(loan, payments, on)
    asked = now.interest_left + now.charges_left + sum(due.principal for due in now.begun)
    assume(now.payoff - asked > 1)
    amount = data.draw(st.integers(asked + 1, now.payoff - 1))
    pay(loan, payments, amount, on)
    assert standing(loan, payments, on).payoff == now.payoff - amount


@given(lent_by_days())
def test_the_passbook_of_a_loan_that_was_paid_off_shows_all_that_was_paid(
    lent: tuple[Loan, list[Payment], date],
) -> None:
    loan, payments, on = lent
    if most := standing(loan, payments, on).payoff:
        pay(loan, payments, most, on)
    shown = sum(row.paid for row in rows(loan, payments, on))
    assert shown == sum(one.principal + one.interest for one in payments)
