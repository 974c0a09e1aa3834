"""Extension (gia hạn): a new schedule that keeps the one before, and what was owed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.money.loans import (
    BadTerms,
    Charge,
    Conditions,
    Loan,
    Part,
    Payment,
    Prepaying,
    Terms,
    Way,
    aged,
    allocate,
    anchored,
    extended,
    rows,
    standing,
)
from tests.money.lent import any_terms, pay

# 5,000,000 at 1%, principal at the end on 10 April
LOAN = Loan.on(
    Terms(
        principal=5_000_000,
        way=Way.PRINCIPAL_AT_END,
        rate_bp=100,
        starts_on=date(2024, 1, 10),
        first_due=date(2024, 2, 10),
        periods=3,
    )
)
PAID = [
    Payment(value_day=date(2024, 2, 10), principal=0, interest=50_000),
    Payment(value_day=date(2024, 3, 10), principal=1_000_000, interest=50_000),
]
AGREED = date(2024, 4, 20)
LATER = extended(LOAN, PAID, AGREED, first_due=date(2024, 6, 10), periods=4)


def test_what_is_left_is_put_on_a_new_schedule() -> None:
    """April's interest and that of the month begun since come with the first instalment."""
    assert [
        (item.due_on.isoformat(), item.principal, item.interest) for item in LATER.instalments
    ] == [
        ("2024-06-10", 0, 80_000),
        ("2024-06-10", 0, 40_000),
        ("2024-07-10", 0, 40_000),
        ("2024-08-10", 0, 40_000),
        ("2024-09-10", 4_000_000, 40_000),
    ]
    found = standing(LATER, PAID, AGREED)
    assert (found.payoff, found.overdue, found.to_pay_now) == (4_080_000, 0, 80_000)
    assert standing(LOAN, PAID, AGREED).overdue == 4_040_000


def test_the_schedule_before_is_kept_and_holds_for_the_days_before() -> None:
    assert LATER.renewal
    assert LATER.renewal.before is LOAN
    for on in (date(2024, 2, 11), date(2024, 4, 11), date(2024, 4, 19)):
        assert standing(LATER, PAID, on) == standing(LOAN, PAID, on)
        assert rows(LATER, PAID, on) == rows(LOAN, PAID, on)
        assert aged(LATER, PAID, on) == aged(LOAN, PAID, on)


def test_money_goes_on_being_paid_on_the_new_schedule() -> None:
    share = allocate(LATER, PAID, 120_000, date(2024, 6, 10))
    assert (share.interest, share.principal) == (120_000, 0)
    payments = [*PAID, Payment(value_day=date(2024, 6, 10), principal=0, interest=120_000)]
    assert standing(LATER, payments, date(2024, 6, 10)).interest_left == 0


def test_what_is_taken_back_of_before_is_owed_on_the_new_schedule() -> None:
    taken_back = [*PAID, PAID[1].reversed()]
    found = standing(LATER, taken_back, AGREED)
    assert (found.principal_left, found.interest_left) == (5_000_000, 130_000)


def test_a_payment_of_before_that_is_entered_late_counts_on_the_new_schedule() -> None:
    late = Payment(value_day=date(2024, 4, 1), principal=0, interest=30_000)
    assert standing(LATER, [*PAID, late], AGREED).interest_left == 50_000
    share = allocate(LATER, PAID, 30_000, date(2024, 4, 1))
    assert share.interest == 30_000


def test_unpaid_charges_come_with_the_first_instalment_and_later_ones_stay() -> None:
    charges = [
        Charge(part=Part.FEE, due_on=date(2024, 2, 1), amount=5_000),
        Charge(part=Part.PENALTY, due_on=date(2024, 8, 1), amount=7_000),
    ]
    loan = replace(LOAN, charges=tuple(charges))
    later = extended(loan, [], date(2024, 3, 1), first_due=date(2024, 6, 10), periods=4)
    assert later.charges == (
        Charge(part=Part.FEE, due_on=date(2024, 3, 1), amount=5_000),
        charges[1],
    )
    before = standing(loan, [], date(2024, 3, 1)).payoff
    assert standing(later, [], date(2024, 3, 1)).payoff == before


def test_prepayments_of_before_do_not_touch_the_new_schedule() -> None:
    loan = Loan.on(
        Terms(
            principal=5_000_000,
            way=Way.EQUAL_INSTALMENTS,
            rate_bp=100,
            starts_on=date(2024, 1, 10),
            first_due=date(2024, 2, 10),
            periods=12,
        )
    )
    ahead = Payment(
        value_day=date(2024, 2, 10),
        principal=2_000_000,
        interest=50_000,
        prepaying=Prepaying.FEWER,
    )
    later = extended(loan, [ahead], date(2024, 2, 20), first_due=date(2024, 6, 10), periods=6)
    found = rows(later, [ahead], date(2024, 2, 21))
    assert [(row.asked.principal, row.asked.interest) for row in found] == [
        (item.principal, item.interest) for item in later.instalments
    ]
    assert not any(row.paid for row in found)


def test_conditions_can_change_with_an_extension() -> None:
    easier = Conditions(way=Way.EQUAL_PRINCIPAL, rate_bp=50)
    later = extended(LOAN, PAID, AGREED, first_due=date(2024, 6, 10), periods=4, conditions=easier)
    assert [item.principal for item in later.instalments] == [0] + [1_000_000] * 4
    assert later.rate_bp == 50


def test_a_loan_can_be_extended_before_its_first_period_and_twice() -> None:
    once = extended(LOAN, [], date(2024, 1, 10), first_due=date(2024, 6, 10), periods=1)
    twice = extended(once, [], date(2024, 6, 20), first_due=date(2024, 8, 10), periods=1)
    assert standing(twice, [], date(2024, 6, 20)).principal_left == 5_000_000
    assert standing(twice, [], date(2024, 2, 1)) == standing(once, [], date(2024, 2, 1))


def test_no_day_is_without_interest_where_an_extension_follows_another() -> None:
    """Agreed on 20 April the schedule starts on 10 May; agreed anew on 1 May it still does."""
    again = extended(LATER, PAID, date(2024, 5, 1), first_due=date(2024, 6, 10), periods=1)
    first = next(item for item in again.instalments if item.number)
    assert (first.starts_on, first.interest) == (date(2024, 5, 10), 40_000)
    assert standing(again, PAID, date(2024, 5, 1)).interest_left == 80_000


def test_nothing_left_and_a_first_day_too_early_are_refused() -> None:
    with pytest.raises(BadTerms) as refused:
        extended(LOAN, PAID, AGREED, first_due=date(2024, 5, 10), periods=4)
    assert refused.value.field == "first_due"
    closed = [*PAID, Payment(value_day=AGREED, principal=4_000_000, interest=90_000)]
    with pytest.raises(BadTerms) as refused:
        extended(LOAN, closed, AGREED, first_due=date(2024, 6, 10), periods=4)
    assert refused.value.field == "principal"


@st.composite
def extensions(draw: st.DrawFn) -> tuple[Loan, Loan, list[Payment], date]:
    terms = draw(any_terms())
    loan = Loan.on(terms)
    payments: list[Payment] = []
    on = terms.starts_on
    for _ in range(draw(st.integers(0, 4))):
        on += timedelta(days=draw(st.integers(0, 120)))
        if payoff := standing(loan, payments, on).payoff:
            pay(loan, payments, draw(st.integers(1, payoff)), on)
    on += timedelta(days=draw(st.integers(0, 90)))
    assume(standing(loan, payments, on).principal_left)
    later = extended(
        loan,
        payments,
        on,
        first_due=anchored(max(on, terms.first_due), 12 + draw(st.integers(1, 6)), 10),
        periods=draw(st.integers(1, 12)),
    )
    return loan, later, payments, on


@given(story=extensions())
def test_an_extension_keeps_what_was_owed_and_nothing_is_overdue(
    story: tuple[Loan, Loan, list[Payment], date],
) -> None:
    loan, later, payments, on = story
    before, after = standing(loan, payments, on), standing(later, payments, on)
    assert after.principal_left == before.principal_left
    assert after.interest_left == before.interest_left + before.interest_put_off
    assert (after.overdue, after.overdue_since) == (0, None)
    assert standing(later, payments, on - timedelta(days=1)) == standing(
        loan, payments, on - timedelta(days=1)
    )


@given(story=extensions())
def test_an_extended_loan_is_closed_by_its_payoff(
    story: tuple[Loan, Loan, list[Payment], date],
) -> None:
    _, later, payments, on = story
    day = on + timedelta(days=100)
    pay(later, payments, standing(later, payments, day).payoff, day)
    assert standing(later, payments, day + timedelta(days=900)).payoff == 0


@given(story=extensions())
def test_taking_a_payment_of_before_back_makes_its_sum_owed_again(
    story: tuple[Loan, Loan, list[Payment], date],
) -> None:
    _, later, payments, on = story
    assume(payments)
    wrong = payments[0]
    before = standing(later, payments, on)
    after = standing(later, [*payments, wrong.reversed()], on)
    assert after.principal_left == before.principal_left + wrong.principal
    assert after.interest_left >= before.interest_left


@given(story=extensions(), paying=st.integers(0, 40), later=st.integers(0, 200))
def test_whoever_pays_all_after_a_taking_back_owes_nothing_ever_after(
    story: tuple[Loan, Loan, list[Payment], date], paying: int, later: int
) -> None:
    _, new, payments, on = story
    assume(payments)
    everything = [*payments, payments[-1].reversed()]
    day = on + timedelta(days=paying)
    pay(new, everything, standing(new, everything, day).payoff, day)
    assert standing(new, everything, day + timedelta(days=later)).payoff == 0


@pytest.mark.parametrize("charged", [False, True])
def test_what_is_taken_back_is_owed_at_once_where_nothing_was_brought_along(
    charged: bool,
) -> None:
    """Without number 0 it would wait for a period that has not begun, and a payoff forgot it."""
    charge = Charge(part=Part.PENALTY, due_on=date(2024, 2, 10), amount=7_000)
    loan = replace(LOAN, charges=(charge,) if charged else ())
    slip = Payment(
        value_day=date(2024, 2, 12), principal=0, interest=100_000, penalty=7_000 * charged
    )
    new = extended(loan, [slip], date(2024, 2, 18), first_due=date(2024, 5, 10), periods=1)
    found = standing(new, [slip, slip.reversed()], date(2024, 2, 20))
    assert (found.interest_left, found.charges_left) == (100_000, slip.penalty)
    assert found.payoff == 5_100_000 + slip.penalty
    assert found.overdue == 0
    assert rows(new, [slip], date(2024, 2, 20))[0].asked.number == 1


def test_a_schedule_stored_without_number_0_is_read_with_one() -> None:
    slip = Payment(value_day=date(2024, 2, 12), principal=0, interest=100_000)
    new = extended(LOAN, [slip], date(2024, 2, 18), first_due=date(2024, 5, 10), periods=1)
    assert new.renewal
    stored = replace(
        new, renewal=None, instalments=tuple(one for one in new.instalments if one.number)
    )
    assert stored.renewed(new.renewal) == new
    assert new.renewed(new.renewal) == new
