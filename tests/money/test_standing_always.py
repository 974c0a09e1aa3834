"""What holds for every loan and every way of paying it, however odd."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from bot.money.books import AccountKind, Line, repayment, reversal
from bot.money.loans import (
    Loan,
    Terms,
    Way,
    anchored,
    first_period_months,
    monthly_interest,
    schedule,
)
from bot.money.standing import Payment, Share, allocate, standing


@dataclass(frozen=True)
class Story:
    """A loan, what was paid on it one after another, and a day after the last of these."""

    terms: Terms
    loan: Loan
    payments: tuple[Payment, ...]
    on: date


def pay(loan: Loan, payments: list[Payment], amount: int, on: date, principal_first: bool) -> None:
    share = allocate(loan, payments, amount, on, principal_first=principal_first)
    assert share.total == amount
    assert min(share.interest, share.principal) >= 0
    payments.append(Payment(value_day=on, principal=share.principal, interest=share.interest))


@st.composite
def stories(draw: st.DrawFn) -> Story:
    starts_on = draw(st.dates(date(2023, 10, 25), date(2024, 3, 31)))
    periods = draw(st.integers(1, 8))
    terms = Terms(
        principal=draw(st.integers(1_000, 10_000_000)),
        way=draw(st.sampled_from(Way)),
        rate_bp=draw(st.sampled_from([0, 50, 83, 100, 167])),
        starts_on=starts_on,
        first_due=starts_on + timedelta(days=draw(st.integers(1, 70))),
        periods=periods,
        unit=draw(st.sampled_from([1, 500, 1000])),
        principal_from=draw(st.integers(1, periods)),
        interest_unpaid=draw(st.sampled_from([0, 35_000])),
    )
    loan = Loan(rate_bp=terms.rate_bp, unit=terms.unit, instalments=schedule(terms))
    payments: list[Payment] = []
    on = starts_on
    for _ in range(draw(st.integers(0, 6))):
        on += timedelta(days=draw(st.integers(0, 60)))
        payoff = standing(loan, payments, on).payoff
        if payoff:
            pay(loan, payments, draw(st.integers(1, payoff)), on, draw(st.booleans()))
    return Story(terms, loan, tuple(payments), on + timedelta(days=draw(st.integers(0, 60))))


@given(story=stories())
def test_nothing_left_is_ever_below_zero_and_principal_is_kept_to_the_dong(story: Story) -> None:
    found = standing(story.loan, story.payments, story.on)
    paid = sum(payment.principal for payment in story.payments)
    assert found.principal_left == story.terms.principal - paid >= 0
    assert 0 <= found.overdue_principal <= found.principal_left
    assert 0 <= found.overdue_interest <= found.interest_left
    assert 0 <= found.overdue <= found.to_pay_now <= found.payoff
    assert (found.overdue_since is None) == (found.overdue == 0)
    assert found.next_due is None or found.next_due.total > 0


@given(story=stories())
def test_paying_the_payoff_closes_the_loan(story: Story) -> None:
    payments = list(story.payments)
    payoff = standing(story.loan, payments, story.on).payoff
    if payoff:
        pay(story.loan, payments, payoff, story.on, principal_first=False)
    for later in (0, 1, 40, 400):
        found = standing(story.loan, payments, story.on + timedelta(days=later))
        assert (found.payoff, found.to_pay_now) == (0, 0)
        assert (found.overdue_since, found.next_due) == (None, None)


@given(story=stories())
def test_paying_what_is_asked_now_moves_the_next_due_on(story: Story) -> None:
    payments = list(story.payments)
    before = standing(story.loan, payments, story.on)
    if not before.to_pay_now:
        return
    pay(story.loan, payments, before.to_pay_now, story.on, principal_first=False)
    after = standing(story.loan, payments, story.on)
    assert (after.overdue, after.to_pay_now) == (0, 0)
    if before.next_due and after.next_due:
        assert after.next_due.due_on >= before.next_due.due_on
        assert after.next_due.starts_on >= story.on


def read_back(lines: Sequence[Line], value_day: date) -> Payment:
    """What the posted lines say was paid on the loan."""
    return Payment(
        value_day=value_day,
        principal=-sum(line.amount for line in lines if line.part == "principal"),
        interest=-sum(line.amount for line in lines if line.part == "interest"),
    )


@given(story=stories())
def test_a_reversal_restores_the_standing_exactly(story: Story) -> None:
    before = standing(story.loan, story.payments, story.on)
    for payment in story.payments:
        share = Share(interest=payment.interest, principal=payment.principal)
        lines = repayment(
            loan=1, share=share, into=AccountKind.CASH, holder=2, interest_to_income_bp=3_000
        )
        entered = read_back(lines, payment.value_day)
        assert entered == payment
        back = read_back(reversal(lines), payment.value_day)
        assert standing(story.loan, [*story.payments, back, entered], story.on) == before


@given(story=stories())
def test_interest_is_never_above_the_exact_interest_on_what_was_owed(story: Story) -> None:
    terms, loan = story.terms, story.loan
    found = standing(loan, story.payments, story.on)
    charged = found.interest_left + sum(payment.interest for payment in story.payments)
    ends = [item.due_on for item in loan.instalments if item.number]
    ends += [anchored(ends[-1], month, terms.anchor) for month in range(1, 40)]
    exact, starts_on = Fraction(terms.interest_unpaid), terms.starts_on
    for number, due_on in enumerate(ends):
        if starts_on >= story.on:
            break
        paid = sum(paid.principal for paid in story.payments if paid.value_day <= starts_on)
        months = 1 if number else first_period_months(starts_on, due_on, terms.anchor)
        exact += monthly_interest(terms.principal - paid, terms.rate_bp) * months
        starts_on = due_on
    assert charged <= exact
