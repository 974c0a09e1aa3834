"""Principal paid ahead, in three ways, and closing early."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.money.amounts import Rounding
from bot.money.loans import Instalment, Loan, Payment, Prepaying, Terms, Way, rows, standing
from tests.money.lent import any_terms, pay

NEXT, FEWER, SMALLER = Prepaying
# 6,000,000 at 1% from 10 January, due on the 10th: six principals of 1,000,000
TERMS = Terms(
    principal=6_000_000,
    way=Way.EQUAL_PRINCIPAL,
    rate_bp=100,
    starts_on=date(2024, 1, 10),
    first_due=date(2024, 2, 10),
    periods=6,
)
FEBRUARY = date(2024, 2, 10)


def left(loan: Loan, payments: list[Payment], on: date) -> list[tuple[int, int]]:
    """Principal and interest of the instalments that are still to come."""
    return [
        (row.asked.principal, row.asked.interest)
        for row in rows(loan, payments, on)
        if row.asked.due_on > on
    ]


@pytest.mark.parametrize(
    ("way", "prepaying", "expected"),
    [
        (
            Way.EQUAL_PRINCIPAL,
            FEWER,
            [(1_000_000, 35_000), (1_000_000, 25_000), (1_000_000, 15_000), (500_000, 5_000)],
        ),
        (
            Way.EQUAL_PRINCIPAL,
            SMALLER,
            [(700_000, interest) for interest in (35_000, 28_000, 21_000, 14_000, 7_000)],
        ),
        # flat interest stays on the original sum: fewer months of it, or none less
        (
            Way.FLAT,
            FEWER,
            [(1_000_000, 60_000), (1_000_000, 60_000), (1_000_000, 60_000), (500_000, 60_000)],
        ),
        (Way.FLAT, SMALLER, [(700_000, 60_000)] * 5),
        # an instalment of 1,035,000; at 721,000 five of them make 3,500,000
        (
            Way.EQUAL_INSTALMENTS,
            FEWER,
            [(1_000_000, 35_000), (1_010_000, 25_000), (1_021_000, 14_000), (469_000, 4_000)],
        ),
        (
            Way.EQUAL_INSTALMENTS,
            SMALLER,
            [
                (686_000, 35_000),
                (693_000, 28_000),
                (700_000, 21_000),
                (707_000, 14_000),
                (714_000, 7_000),
            ],
        ),
        (
            Way.EQUAL_INSTALMENTS,
            NEXT,
            [
                (0, 35_000),
                (475_000, 35_000),
                (1_005_000, 30_000),
                (1_015_000, 20_000),
                (1_005_000, 10_000),
            ],
        ),
        # the principal at the end has one instalment to reduce
        (Way.PRINCIPAL_AT_END, FEWER, [(0, 35_000)] * 4 + [(6_000_000, 35_000)]),
    ],
)
def test_paying_ahead_on_the_first_due_day(
    way: Way, prepaying: Prepaying, expected: list[tuple[int, int]]
) -> None:
    """3,500,000 is left after it, whichever way it had been before."""
    loan = Loan.on(replace(TERMS, way=way))
    interest = loan.instalments[0].interest
    ahead = Payment(
        value_day=FEBRUARY, principal=2_500_000, interest=interest, prepaying=prepaying
    )
    assert left(loan, [ahead], FEBRUARY) == expected
    assert standing(loan, [ahead], FEBRUARY).principal_left == 3_500_000


def test_next_instalments_are_reduced_and_the_ones_after_stay() -> None:
    loan = Loan.on(TERMS)
    ahead = Payment(value_day=FEBRUARY, principal=2_500_000, interest=60_000)
    found = standing(loan, [ahead], date(2024, 2, 11))
    assert found.next_due
    assert (found.next_due.principal, found.next_due.interest) == (0, 35_000)
    later = standing(loan, [ahead], date(2024, 3, 11))
    assert later.next_due
    assert (later.next_due.principal, later.next_due.interest) == (500_000, 35_000)


def test_several_prepayments_keep_what_each_was_for() -> None:
    """The next one is reduced by February's million, and the March one makes the rest smaller."""
    loan = Loan.on(TERMS)
    payments = [
        Payment(value_day=FEBRUARY, principal=1_500_000, interest=60_000),
        Payment(
            value_day=date(2024, 3, 10), principal=2_500_000, interest=45_000, prepaying=SMALLER
        ),
    ]
    assert left(loan, payments, date(2024, 3, 10)) == [
        (500_000, 20_000),
        (500_000, 15_000),
        (500_000, 10_000),
        (500_000, 5_000),
    ]


def test_a_second_prepayment_reduces_what_the_first_left_of_the_next_instalments() -> None:
    """1,525,000 take all of March's principal and 525,000 of April's; then 100,000 more of it."""
    loan = Loan.on(replace(TERMS, way=Way.EQUAL_INSTALMENTS))
    march = date(2024, 3, 10)
    payments = [
        Payment(value_day=FEBRUARY, principal=2_500_000, interest=60_000),
        Payment(value_day=march, principal=100_000, interest=35_000),
    ]
    april, may, *_ = left(loan, payments, march)
    assert april == (1_035_000 - 34_000 - 625_000, 34_000)
    assert sum(may) == 1_035_000


@pytest.mark.parametrize(
    ("way", "day", "interest"),
    [
        # 10 of the 31 days of the first period
        (Way.PRINCIPAL_AT_END, date(2024, 1, 20), 19_000),
        (Way.FLAT, date(2024, 1, 20), 19_000),
        (Way.PRINCIPAL_AT_END, FEBRUARY, 60_000),
        # a month and 10 of 29 days
        (Way.PRINCIPAL_AT_END, date(2024, 2, 20), 80_000),
        # six months and 10 of 31 days after the last due day
        (Way.PRINCIPAL_AT_END, date(2024, 7, 20), 379_000),
    ],
)
def test_closing_by_days_costs_the_days_of_the_running_period(
    way: Way, day: date, interest: int
) -> None:
    whole = Loan.on(replace(TERMS, way=way))
    by_days = replace(whole, payoff_by_days=True)
    assert standing(by_days, [], day).payoff == 6_000_000 + interest
    assert standing(by_days, [], day).payoff <= standing(whole, [], day).payoff
    assert standing(by_days, [], day).interest_left == standing(whole, [], day).interest_left
    payments: list[Payment] = []
    pay(by_days, payments, 6_000_000 + interest, day)
    closed = standing(by_days, payments, day + timedelta(days=400))
    assert (closed.payoff, closed.to_pay_now, closed.next_due) == (0, 0, None)


def test_closing_early_pays_the_interest_that_was_put_off() -> None:
    loan = Loan.on(replace(TERMS, principal_from=4, interest_from=4))
    found = standing(loan, [], date(2024, 3, 1))
    assert (found.interest_left, found.interest_put_off, found.to_pay_now) == (0, 120_000, 0)
    assert found.payoff == 6_120_000
    payments: list[Payment] = []
    assert pay(loan, payments, 6_120_000, date(2024, 3, 1)).interest == 120_000
    assert standing(loan, payments, date(2025, 3, 1)).payoff == 0


def test_interest_that_rounding_takes_back_is_put_off_to_nowhere() -> None:
    days = [date(2023, 10, 25), *(date(2024, month, 24) for month in range(1, 5))]
    schedule = enumerate(zip(days[:-1], days[1:], (500, 500, 500, 158), strict=True), 1)
    instalments = tuple(
        Instalment(number=number, starts_on=start, due_on=due, principal=principal, interest=0)
        for number, (start, due, principal) in schedule
    )
    loan = Loan(way=Way.FLAT, rate_bp=250, unit=500, interest_from=2, instalments=instalments)
    loan = replace(loan, rounding=Rounding.HALF_DOWN)
    found = standing(loan, [], date(2024, 4, 24))
    assert (found.interest_put_off, found.payoff) == (0, 1658)


def test_a_sum_between_the_principal_and_the_payoff_goes_to_what_was_put_off() -> None:
    loan = Loan.on(replace(TERMS, principal_from=4, interest_from=4))
    payments: list[Payment] = []
    paid = pay(loan, payments, 6_050_000, date(2024, 3, 1))
    assert (paid.principal, paid.interest) == (6_000_000, 50_000)
    assert standing(loan, payments, date(2024, 3, 1)).payoff == 70_000


def in_time(loan: Loan, ahead: list[Payment], prepaying: Prepaying) -> int:
    """All the interest of a loan that is paid on its due days and, ahead, as drawn."""
    payments: list[Payment] = []
    days = sorted({item.due_on for item in loan.instalments} | {one.value_day for one in ahead})
    for day in days:
        extra = sum(one.principal for one in ahead if one.value_day == day)
        if asked := standing(loan, payments, day).to_pay_now:
            pay(loan, payments, asked, day, prepaying=prepaying)
        if more := min(extra, standing(loan, payments, day).principal_left):
            pay(loan, payments, more, day, prepaying=prepaying, principal_first=True)
    if rest := standing(loan, payments, days[-1]).payoff:
        pay(loan, payments, rest, days[-1], prepaying=prepaying)
    assert sum(payment.principal for payment in payments) == loan.principal
    return sum(payment.interest for payment in payments)


@st.composite
def prepaid(draw: st.DrawFn) -> tuple[Loan, list[Payment], Prepaying]:
    terms = draw(any_terms())
    ahead = [
        Payment(
            value_day=terms.starts_on + timedelta(days=draw(st.integers(0, 500))),
            principal=draw(st.integers(1, terms.principal)),
            interest=0,
        )
        for _ in range(draw(st.integers(1, 3)))
    ]
    loan = Loan.on(terms)
    return (
        loan,
        [one for one in ahead if one.value_day <= loan.matures_on],
        draw(st.sampled_from(Prepaying)),
    )


@given(story=prepaid())
def test_paying_ahead_never_makes_a_loan_dearer(
    story: tuple[Loan, list[Payment], Prepaying],
) -> None:
    loan, ahead, prepaying = story
    assume(ahead)
    assert in_time(loan, ahead, prepaying) <= in_time(loan, [], NEXT)


@given(story=prepaid(), late=st.integers(0, 200))
def test_a_schedule_after_prepayments_still_adds_up_and_never_costs_more(
    story: tuple[Loan, list[Payment], Prepaying], late: int
) -> None:
    loan, ahead, prepaying = story
    payments: list[Payment] = []
    for one in sorted(ahead, key=lambda one: one.value_day):
        most = standing(loan, payments, one.value_day).principal_left
        if amount := min(one.principal, most):
            day = one.value_day
            pay(loan, payments, amount, day, prepaying=prepaying, principal_first=True)
    on = loan.matures_on + timedelta(days=late)
    found = rows(loan, payments, on)
    before = {row.asked.due_on: row.asked.interest for row in rows(loan, [], on)}
    assert sum(row.asked.principal for row in found) == loan.principal
    assert found[-1].balance_after == 0
    assert min(row.asked.principal for row in found) >= 0
    # Late with the rest, too, nobody pays more for having paid ahead.
    assert sum(row.asked.interest for row in found) <= sum(before.values())
    if loan.interest_from == 1:
        assert all(row.asked.interest <= before[row.asked.due_on] for row in found)


@given(story=prepaid(), data=st.data())
def test_the_order_in_which_payments_were_entered_does_not_matter(
    story: tuple[Loan, list[Payment], Prepaying], data: Any
) -> None:
    loan, ahead, _ = story
    payments = [
        replace(one, principal=one.principal // 4, prepaying=data.draw(st.sampled_from(Prepaying)))
        for one in ahead
    ]
    shuffled = data.draw(st.permutations(payments))
    on = loan.matures_on
    assert standing(loan, payments, on) == standing(loan, shuffled, on)
    assert rows(loan, payments, on) == rows(loan, shuffled, on)


@given(story=prepaid())
def test_taking_a_prepayment_back_restores_the_schedule(
    story: tuple[Loan, list[Payment], Prepaying],
) -> None:
    loan, ahead, prepaying = story
    assume(ahead)
    *others, last = [
        replace(one, principal=one.principal // 4, prepaying=prepaying) for one in ahead
    ]
    on = loan.matures_on
    assert rows(loan, [*others, last, last.reversed()], on) == rows(loan, others, on)
    assert standing(loan, [*others, last, last.reversed()], on) == standing(loan, others, on)
