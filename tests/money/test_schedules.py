"""Schedules of every way of paying: worked tables, and what holds for all of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.money.amounts import Rounding, rounded
from bot.money.loans import (
    BadTerms,
    Conditions,
    DayCount,
    Order,
    Part,
    Terms,
    Way,
    anchored,
    level,
    schedule,
)
from tests.money.lent import any_terms

ANNUITY, FLAT = Way.EQUAL_INSTALMENTS, Way.FLAT
YEAR = Terms(
    principal=5_000_000,
    way=ANNUITY,
    rate_bp=100,
    starts_on=date(2024, 1, 10),
    first_due=date(2024, 2, 10),
    periods=12,
)


def shown(terms: Terms) -> list[tuple[int, int]]:
    """Principal and interest of each instalment."""
    return [(item.principal, item.interest) for item in schedule(terms)]


@pytest.mark.parametrize(
    ("principal", "rate_bp", "periods", "exact"),
    [
        # numpy_financial.pmt
        (10_000_000, 100, 12, 888_487.886783),
        (5_000_000, 80, 10, 522_262.921499),
        (3_000_000, 50, 6, 508_786.366932),
        (6_000_000, 0, 6, 1_000_000),
    ],
)
def test_the_exact_equal_instalment(
    principal: int, rate_bp: int, periods: int, exact: float
) -> None:
    assert float(level(principal, rate_bp, [1] * periods)) == pytest.approx(exact, abs=1e-6)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        # 522,262.92 rounded down to 522,000, and the last takes what is left of it all
        (
            {"rate_bp": 80, "periods": 10},
            [
                (482_000, 40_000),
                (486_000, 36_000),
                (490_000, 32_000),
                (494_000, 28_000),
                (498_000, 24_000),
                (502_000, 20_000),
                (506_000, 16_000),
                (510_000, 12_000),
                (514_000, 8_000),
                # 4,144 and what the others left out: 222,640 in all
                (518_000, 6_000),
            ],
        ),
        ({"way": FLAT, "periods": 2}, [(2_500_000, 50_000)] * 2),
        # 485,833.33 a month in all is 485,000: 27,000 of it interest
        (
            {"way": FLAT, "principal": 5_500_000, "rate_bp": 50},
            [(458_000, 27_000)] * 11 + [(462_000, 33_000)],
        ),
        (
            {"way": Way.NO_INTEREST, "rate_bp": 0, "periods": 6},
            [(833_000, 0)] * 5 + [(835_000, 0)],
        ),
        # the interest of two periods comes with the third
        (
            {"way": Way.EQUAL_PRINCIPAL, "periods": 4, "principal_from": 3, "interest_from": 3},
            [(0, 0), (0, 0), (2_500_000, 150_000), (2_500_000, 25_000)],
        ),
        (
            {"way": Way.PRINCIPAL_AT_END, "periods": 3, "interest_from": 3},
            [(0, 0), (0, 0), (5_000_000, 150_000)],
        ),
        # every quarter: three months of interest each
        (
            {
                "way": Way.PRINCIPAL_AT_END,
                "periods": 2,
                "every": 3,
                "first_due": date(2024, 4, 10),
            },
            [(0, 150_000), (5_000_000, 150_000)],
        ),
        # 31 and 29 days of 365 at 12% a year: 50,958.9 and 47,671.2, together 98,630
        (
            {"way": Way.PRINCIPAL_AT_END, "periods": 2, "day_count": DayCount.ACTUAL_365},
            [(0, 50_000), (5_000_000, 48_000)],
        ),
        # 31 January to 28 February is 28 days, to 31 March 32 days of 30
        (
            {
                "way": Way.PRINCIPAL_AT_END,
                "periods": 2,
                "unit": 1,
                "day_count": DayCount.THIRTY_360,
                "starts_on": date(2023, 1, 31),
                "first_due": date(2023, 2, 28),
                "anchor_day": 31,
            },
            [(0, 46_666), (5_000_000, 53_334)],
        ),
        # rounded up, the last instalment is the small one
        (
            {"way": Way.EQUAL_PRINCIPAL, "periods": 3, "rate_bp": 0, "rounding": Rounding.UP},
            [(1_667_000, 0), (1_667_000, 0), (1_666_000, 0)],
        ),
        # four periods would be too many for a unit of 2,000,000
        (
            {
                "way": Way.EQUAL_PRINCIPAL,
                "periods": 4,
                "rate_bp": 0,
                "unit": 2_000_000,
                "rounding": Rounding.UP,
            },
            [(2_000_000, 0), (2_000_000, 0), (1_000_000, 0)],
        ),
        # what rounding left out is dropped where the club says so: 27,500 -> 27,000 each
        (
            {
                "way": Way.PRINCIPAL_AT_END,
                "principal": 5_500_000,
                "rate_bp": 50,
                "periods": 2,
                "remainder_at_end": False,
            },
            [(0, 27_000), (5_500_000, 27_000)],
        ),
    ],
)
def test_a_worked_schedule(changes: dict[str, Any], expected: list[tuple[int, int]]) -> None:
    assert shown(replace(YEAR, **changes)) == expected


def test_a_long_first_period_that_costs_more_than_an_instalment_is_interest_only() -> None:
    """5,000,000 for 150 days at 2.5% are 625,000: more than any of 36 equal instalments."""
    terms = replace(YEAR, rate_bp=250, periods=36, first_due=date(2024, 6, 8))
    first, *others = shown(terms)
    assert first == (0, 625_000)
    assert {principal + interest for principal, interest in others[:-1]} == {216_000}


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        (Rounding.DOWN, [0, 0, 0, 2, 2]),
        (Rounding.HALF_DOWN, [0, 0, 2, 2, 2]),
        (Rounding.HALF_EVEN, [0, 0, 2, 2, 4]),
        (Rounding.HALF_UP, [0, 2, 2, 2, 4]),
        (Rounding.UP, [0, 2, 2, 4, 4]),
    ],
)
def test_rounding_modes(mode: Rounding, expected: list[int]) -> None:
    amounts = [Fraction(0), Fraction(1), Fraction(3, 2), Fraction(5, 2), Fraction(3)]
    assert [rounded(amount, 2, mode) for amount in amounts] == expected


@pytest.mark.parametrize(
    ("field", "value"),
    [("every", 5), ("instalment_unit", 0), ("interest_from", 0), ("interest_from", 13)],
)
def test_conditions_without_a_meaning_are_refused_by_name(field: str, value: object) -> None:
    changed: dict[str, Any] = {field: value}
    with pytest.raises(BadTerms) as refused:
        replace(YEAR, **changed)
    assert (refused.value.field, refused.value.value) == (field, value)


def test_a_loan_without_interest_has_no_rate() -> None:
    with pytest.raises(BadTerms) as refused:
        replace(YEAR, way=Way.NO_INTEREST)
    assert refused.value.field == "rate_bp"


@pytest.mark.parametrize(
    "parts", [(Part.INTEREST,), (*Part, Part.FEE), (Part.FEE, Part.FEE, Part.FEE, Part.PENALTY)]
)
def test_an_order_names_each_part_once(parts: tuple[Part, ...]) -> None:
    with pytest.raises(BadTerms):
        Order(due=parts)
    with pytest.raises(BadTerms):
        Order(in_advance=parts)


def test_terms_are_agreed_under_the_conditions_of_a_product() -> None:
    product = Conditions(way=ANNUITY, rate_bp=100)
    terms = Terms.under(
        product,
        principal=YEAR.principal,
        starts_on=YEAR.starts_on,
        first_due=YEAR.first_due,
        periods=YEAR.periods,
    )
    assert terms == YEAR


@given(terms=any_terms())
def test_principals_add_up_and_the_balance_falls_to_nothing(terms: Terms) -> None:
    items = schedule(terms)
    assert sum(item.principal for item in items) == terms.principal
    assert min(item.principal for item in items) >= 0
    assert min(item.interest for item in items) >= 0
    balances = [terms.principal - paid for paid in accumulate(item.principal for item in items)]
    assert all(before >= after for before, after in pairwise(balances))
    assert balances[-1] == 0
    assert len(items) <= terms.periods


@given(terms=any_terms())
def test_nothing_is_due_before_the_end_of_the_grace(terms: Terms) -> None:
    items = schedule(terms)
    assert not any(item.principal for item in items[: terms.principal_from - 1])
    if len(items) >= terms.interest_from:
        assert not any(item.interest for item in items[: terms.interest_from - 1])
    at_once = schedule(replace(terms, interest_from=1))
    assert sum(item.interest for item in items) == sum(item.interest for item in at_once)


@given(terms=any_terms())
def test_due_days_keep_the_anchor(terms: Terms) -> None:
    items = schedule(terms)
    for place, item in enumerate(items):
        assert item.due_on == anchored(terms.first_due, place * terms.every, terms.anchor)
    for before, after in pairwise(items):
        assert after.starts_on == before.due_on


@given(terms=any_terms())
def test_amounts_are_whole_units_but_for_the_last(terms: Terms) -> None:
    items = schedule(terms)
    own = [item for item in items if item.number != terms.interest_from]
    assert all(item.interest % terms.unit == 0 for item in own if item is not items[-1])
    if terms.way is Way.EQUAL_PRINCIPAL:
        assert all(item.principal % terms.unit == 0 for item in items[:-1])


@given(terms=any_terms(ways=(Way.EQUAL_INSTALMENTS, Way.FLAT, Way.NO_INTEREST)))
def test_equal_instalments_are_equal_but_for_the_last(terms: Terms) -> None:
    whole_first = replace(
        terms,
        first_due=anchored(terms.starts_on, terms.every, terms.starts_on.day),
        anchor_day=terms.starts_on.day,
        day_count=DayCount.MONTHS,
        interest_from=1,
        principal_from=1,
    )
    found = [item.total for item in schedule(whole_first)]
    # Where a unit is as large as the instalment itself, interest alone can exceed it.
    if len(found) > 2 and whole_first.whole_instalment * 20 < found[0]:
        assert max(found[:-1]) - min(found[:-1]) <= max(terms.unit, terms.whole_instalment)


@given(terms=any_terms(), mode=st.sampled_from([Rounding.DOWN, Rounding.UP]))
def test_each_instalment_is_within_a_unit_of_the_exact_interest(
    terms: Terms, mode: Rounding
) -> None:
    """Interest on the balance, by months, with nothing put off: one period at a time."""
    if terms.way is Way.FLAT:
        return
    plain = replace(
        terms,
        interest_from=1,
        rounding=mode,
        remainder_at_end=False,
        day_count=DayCount.MONTHS,
        first_due=anchored(terms.starts_on, terms.every, terms.starts_on.day),
        anchor_day=terms.starts_on.day,
    )
    balance = plain.principal
    for item in schedule(plain):
        exact = balance * plain.rate_bp * plain.every
        off = item.interest * 10_000 - exact
        assert -plain.unit * 10_000 < off <= 0 or (mode is Rounding.UP and off >= 0)
        assert abs(off) < plain.unit * 10_000
        balance -= item.principal
