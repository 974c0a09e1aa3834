"""What a club's own paper rules bring: charges, orders of paying, frozen interest, ageing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.money.loans import (
    BadTerms,
    Band,
    Charge,
    DayCount,
    Freeze,
    Loan,
    Order,
    Part,
    Payment,
    Terms,
    Way,
    aged,
    allocate,
    band,
    interest_paid_to,
    rows,
    standing,
)
from tests.money.lent import any_terms, pay

PENALTY, FEE, INTEREST, PRINCIPAL = Part
# 3,000,000 at 1%, 1,030,000 on 10 February, 1,020,000 on 10 March, 1,010,000 on 10 April
TERMS = Terms(
    principal=3_000_000,
    way=Way.EQUAL_PRINCIPAL,
    rate_bp=100,
    starts_on=date(2024, 1, 10),
    first_due=date(2024, 2, 10),
    periods=3,
)
CHARGES = (
    Charge(part=FEE, due_on=date(2024, 2, 1), amount=5_000),
    Charge(part=PENALTY, due_on=date(2024, 2, 20), amount=7_000),
)
LOAN = Loan.on(TERMS, charges=CHARGES)


@pytest.mark.parametrize(
    ("order", "amount", "on", "expected"),
    [
        # the fee of February before its interest; March has not begun
        (Order(), 20_000, date(2024, 2, 10), (0, 5_000, 15_000, 0)),
        # both have begun: everything of February first
        (Order(), 1_040_000, date(2024, 2, 11), (5_000, 5_000, 30_000, 1_000_000)),
        (
            Order(part_by_part=True),
            1_040_000,
            date(2024, 2, 11),
            (7_000, 5_000, 50_000, 978_000),
        ),
        (
            Order(due=(PRINCIPAL, INTEREST, FEE, PENALTY)),
            1_010_000,
            date(2024, 2, 11),
            (0, 0, 10_000, 1_000_000),
        ),
        # before the due day another order
        (
            Order(in_advance=(INTEREST, PRINCIPAL, FEE, PENALTY)),
            20_000,
            date(2024, 2, 9),
            (0, 0, 20_000, 0),
        ),
        (
            Order(in_advance=(INTEREST, PRINCIPAL, FEE, PENALTY)),
            20_000,
            date(2024, 2, 10),
            (0, 5_000, 15_000, 0),
        ),
        # after the end part by part: all charges and interest before any principal
        (Order(), 80_000, date(2024, 4, 11), (7_000, 5_000, 68_000, 0)),
        (
            Order(matured_part_by_part=False),
            80_000,
            date(2024, 4, 11),
            (0, 5_000, 30_000, 45_000),
        ),
    ],
)
def test_a_sum_pays_in_the_order_of_the_club(
    order: Order, amount: int, on: date, expected: tuple[int, int, int, int]
) -> None:
    share = allocate(replace(LOAN, order=order), [], amount, on)
    assert (share.penalty, share.fee, share.interest, share.principal) == expected
    assert share.total == amount


def test_principal_first_leaves_the_rest_to_the_order() -> None:
    share = allocate(LOAN, [], 3_010_000, date(2024, 2, 9), principal_first=True)
    assert (share.principal, share.fee, share.interest) == (3_000_000, 5_000, 5_000)


def test_charges_stand_in_what_is_due_overdue_and_closes_the_loan() -> None:
    found = standing(LOAN, [], date(2024, 2, 9))
    assert found.next_due
    assert (found.next_due.charges, found.next_due.total) == (5_000, 1_035_000)
    assert (found.charges_left, found.payoff) == (5_000, 3_035_000)
    late = standing(LOAN, [], date(2024, 3, 11))
    assert (late.overdue_charges, late.overdue) == (12_000, 2_062_000)


def test_a_charge_after_the_end_comes_with_the_last_period() -> None:
    late = Charge(part=PENALTY, due_on=date(2030, 1, 1), amount=9_000)
    loan = Loan.on(TERMS, charges=[late])
    assert rows(loan, [], date(2024, 2, 1))[-1].asked.penalty == 9_000


@pytest.mark.parametrize(("part", "amount"), [(INTEREST, 1), (FEE, 0), (PENALTY, -1)])
def test_what_is_no_charge_is_refused(part: Part, amount: int) -> None:
    with pytest.raises(BadTerms):
        Charge(part=part, due_on=date(2024, 2, 1), amount=amount)


@pytest.mark.parametrize(
    ("freezes", "interest"),
    [
        ((), 60_000),
        ((Freeze(starts_on=date(2024, 1, 10)),), 0),
        # the running period was begun before: it is owed
        ((Freeze(starts_on=date(2024, 1, 11)),), 30_000),
        ((Freeze(starts_on=date(2024, 2, 1), ends_on=date(2024, 3, 10)),), 40_000),
        ((Freeze(starts_on=date(2024, 2, 1), ends_on=date(2024, 2, 10)),), 60_000),
    ],
)
def test_no_period_begins_to_bear_interest_while_it_is_frozen(
    freezes: tuple[Freeze, ...], interest: int
) -> None:
    loan = replace(LOAN, freezes=freezes, charges=())
    assert standing(loan, [], date(2024, 4, 10)).interest_left == interest


def test_months_after_the_end_can_be_frozen_too() -> None:
    loan = replace(LOAN, charges=(), freezes=(Freeze(starts_on=date(2024, 5, 1)),))
    assert standing(loan, [], date(2024, 12, 1)).interest_left == 60_000 + 30_000


def test_months_after_the_end_are_counted_by_their_days_where_days_are_counted() -> None:
    terms = replace(TERMS, day_count=DayCount.ACTUAL_365, way=Way.PRINCIPAL_AT_END, unit=1)
    loan, on = Loan.on(terms), date(2024, 5, 10)
    scheduled = sum(item.interest for item in loan.instalments)
    # 30 days of 365 at 12% a year
    assert standing(loan, [], on).interest_left == scheduled + 29_589


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-1, None),
        (0, None),
        (1, Band.TO_30),
        (30, Band.TO_30),
        (31, Band.TO_60),
        (60, Band.TO_60),
        (61, Band.TO_90),
        (90, Band.TO_90),
        (91, Band.OVER_90),
        (4_000, Band.OVER_90),
    ],
)
def test_bands_of_age(days: int, expected: Band | None) -> None:
    due = date(2024, 2, 10)
    assert band(due, due + timedelta(days=days)) == expected


def test_each_instalment_is_as_old_as_it_is() -> None:
    loan = Loan.on(TERMS)
    paid = [Payment(value_day=date(2024, 2, 10), principal=400_000, interest=30_000)]
    assert aged(loan, paid, date(2024, 2, 10)) == {}
    assert aged(loan, paid, date(2024, 4, 11)) == {
        Band.TO_90: 600_000,
        Band.TO_60: 1_020_000,
        Band.TO_30: 1_010_000,
    }
    # the 30 days after the end ended on 10 May
    assert aged(loan, paid, date(2024, 7, 15)) == {
        Band.OVER_90: 600_000 + 1_020_000 + 1_010_000,
        Band.TO_90: 26_000,
        Band.TO_60: 26_000,
    } | {Band.TO_30: 26_000}


def test_a_passbook_tells_early_late_and_in_time() -> None:
    loan = Loan.on(TERMS)
    payments = [
        Payment(value_day=date(2024, 2, 1), principal=0, interest=30_000),
        Payment(value_day=date(2024, 2, 10), principal=400_000, interest=0),
        Payment(value_day=date(2024, 2, 15), principal=600_000, interest=20_000),
    ]
    first, second, third = rows(loan, payments, date(2024, 2, 20))
    assert (first.paid, first.paid_early, first.paid_late) == (1_030_000, 30_000, 600_000)
    assert (first.left, first.paid_on, first.balance_after) == (0, date(2024, 2, 15), 2_000_000)
    assert (second.paid, second.paid_early, second.left) == (20_000, 20_000, 1_000_000)
    assert (third.paid, third.paid_on, third.balance_after) == (0, None, 0)


@st.composite
def charged(draw: st.DrawFn) -> tuple[Loan, list[Payment], date]:
    """A loan with charges and any order, and some payments on it as the engine split them."""
    terms = draw(any_terms())
    orders = st.sampled_from(list(permutations(Part)))
    order = Order(
        due=draw(orders),
        in_advance=draw(orders),
        part_by_part=draw(st.booleans()),
        matured_part_by_part=draw(st.booleans()),
    )
    charges = [
        Charge(
            part=draw(st.sampled_from([FEE, PENALTY])),
            due_on=terms.starts_on + timedelta(days=draw(st.integers(-10, 400))),
            amount=draw(st.integers(1, 50_000)),
        )
        for _ in range(draw(st.integers(0, 3)))
    ]
    loan = replace(Loan.on(terms, charges=charges), order=order)
    payments: list[Payment] = []
    on = terms.starts_on
    for _ in range(draw(st.integers(0, 5))):
        on += timedelta(days=draw(st.integers(0, 90)))
        if payoff := standing(loan, payments, on).payoff:
            first = draw(st.booleans())
            pay(loan, payments, draw(st.integers(1, payoff)), on, principal_first=first)
    return loan, payments, on + timedelta(days=draw(st.integers(0, 60)))


@given(story=charged())
def test_no_dong_is_lost_or_made(story: tuple[Loan, list[Payment], date]) -> None:
    loan, payments, on = story
    found = standing(loan, payments, on)
    assert found.principal_left == loan.principal - sum(one.principal for one in payments) >= 0
    assert 0 <= found.overdue <= found.payoff
    assert 0 <= found.to_pay_now <= found.payoff
    for row in rows(loan, payments, on):
        assert row.left >= 0
        assert row.paid_early + row.paid_late <= row.paid


@given(story=charged())
def test_the_age_of_what_is_overdue_adds_up(story: tuple[Loan, list[Payment], date]) -> None:
    loan, payments, on = story
    assert sum(aged(loan, payments, on).values()) == standing(loan, payments, on).overdue


@given(story=charged())
def test_paying_what_closes_a_loan_closes_it_for_ever(
    story: tuple[Loan, list[Payment], date],
) -> None:
    loan, payments, on = story
    payoff = standing(loan, payments, on).payoff
    assume(payoff)
    pay(loan, payments, payoff, on)
    # A charge of a period that has not begun would still come with it.
    if any(charge.due_on > on or on == loan.instalments[0].starts_on for charge in loan.charges):
        return
    for later in (0, 1, 40, 900):
        found = standing(loan, payments, on + timedelta(days=later))
        assert (found.payoff, found.overdue_since, found.next_due) == (0, None, None)


@given(story=charged(), data=st.data())
def test_a_reversal_of_any_payment_restores_what_was(
    story: tuple[Loan, list[Payment], date], data: Any
) -> None:
    loan, payments, on = story
    assume(payments)
    wrong = data.draw(st.sampled_from(payments))
    others = list(payments)
    others.remove(wrong)
    assert standing(loan, [*payments, wrong.reversed()], on) == standing(loan, others, on)
    assert rows(loan, [*payments, wrong.reversed()], on) == rows(loan, others, on)


def test_what_was_paid_of_a_time_frozen_afterwards_stays_in_the_passbook() -> None:
    paid = Payment(value_day=date(2024, 2, 5), principal=0, interest=30_000)
    assert interest_paid_to(LOAN, [], date(2024, 2, 20)) is None
    first = rows(replace(LOAN, charges=()), [], date(2024, 2, 20))[0].asked
    assert interest_paid_to(LOAN, [paid], date(2024, 2, 20)) == first.ends_on
    frozen = replace(LOAN, charges=(), freezes=(Freeze(starts_on=date(2024, 1, 1)),))
    found = rows(frozen, [paid], date(2024, 2, 20))
    assert [row.paid for row in found if row.paid] == [30_000]
    assert all(row.left == row.asked.total for row in found)
