"""Schedules: worked figures, month ends, odd first periods, and what holds for every loan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.money.loans import (
    BadTerms,
    Terms,
    Way,
    anchored,
    first_period_months,
    monthly_interest,
    months_in_arrears,
    schedule,
)

AT_END, EQUAL = Way.PRINCIPAL_AT_END, Way.EQUAL_PRINCIPAL
YEAR = Terms(
    principal=5_000_000,
    way=AT_END,
    rate_bp=100,
    starts_on=date(2024, 1, 10),
    first_due=date(2024, 2, 10),
    periods=12,
)


@pytest.mark.parametrize(
    ("way", "principal", "rate_bp", "periods", "interests", "total"),
    [
        (AT_END, 5_000_000, 100, 12, [50_000] * 12, 600_000),
        (AT_END, 5_000_000, 50, 12, [25_000] * 12, 300_000),
        (AT_END, 5_500_000, 50, 12, [27_000] * 11 + [33_000], 330_000),
        (AT_END, 5_000_000, 0, 3, [0, 0, 0], 0),
        (AT_END, 5_550_000, 50, 1, [27_000], 27_000),
        (EQUAL, 6_000_000, 100, 3, [60_000, 40_000, 20_000], 120_000),
        # 30,000 + 25,000 + 20,000 + 15,000 + 10,000 + 5,000 for the balances 3.0 m to 0.5 m
        (EQUAL, 3_000_000, 100, 6, [30_000, 25_000, 20_000, 15_000, 10_000, 5_000], 105_000),
        # balances 2,000,000, 1,334,000, 668,000: 10,000 + 6,670 + 3,340 = 20,010
        (EQUAL, 2_000_000, 50, 3, [10_000, 6_000, 4_000], 20_000),
    ],
)
def test_interest_is_rounded_down_and_the_last_instalment_carries_the_rest(
    *, way: Way, principal: int, rate_bp: int, periods: int, interests: list[int], total: int
) -> None:
    terms = replace(YEAR, way=way, principal=principal, rate_bp=rate_bp, periods=periods)
    found = [item.interest for item in schedule(terms)]
    assert found == interests
    assert sum(found) == total


@pytest.mark.parametrize(
    ("way", "principal", "periods", "principal_from", "parts"),
    [
        (EQUAL, 5_500_000, 12, 1, [458_000] * 11 + [462_000]),
        (EQUAL, 5_000_000, 10, 1, [500_000] * 10),
        (EQUAL, 5_000_000, 12, 3, [0, 0] + [500_000] * 10),
        (EQUAL, 700, 3, 1, [0, 0, 700]),
        (EQUAL, 4_321_500, 2, 1, [2_160_000, 2_161_500]),
        (EQUAL, 4_000_000, 3, 3, [0, 0, 4_000_000]),
        (AT_END, 5_500_000, 3, 1, [0, 0, 5_500_000]),
        (AT_END, 5_500_000, 3, 3, [0, 0, 5_500_000]),
    ],
)
def test_principal_comes_in_equal_parts_or_at_the_end(
    way: Way, principal: int, periods: int, principal_from: int, parts: list[int]
) -> None:
    terms = replace(
        YEAR, way=way, principal=principal, periods=periods, principal_from=principal_from
    )
    assert [item.principal for item in schedule(terms)] == parts


def test_interest_only_periods_before_the_principal_pay_on_the_whole_balance() -> None:
    terms = replace(YEAR, way=EQUAL, principal=1_000_000, periods=4, principal_from=3)
    assert [item.interest for item in schedule(terms)] == [10_000, 10_000, 10_000, 5_000]


@pytest.mark.parametrize(
    ("starts_on", "first_due", "anchor_day", "dues"),
    [
        ("2024-01-10", "2024-02-10", None, ["2024-02-10", "2024-03-10", "2024-04-10"]),
        ("2023-12-31", "2024-01-31", None, ["2024-01-31", "2024-02-29", "2024-03-31"]),
        ("2022-12-31", "2023-01-31", None, ["2023-01-31", "2023-02-28", "2023-03-31"]),
        ("2024-01-31", "2024-02-29", 31, ["2024-02-29", "2024-03-31", "2024-04-30"]),
        ("2024-01-29", "2024-02-29", None, ["2024-02-29", "2024-03-29", "2024-04-29"]),
        ("2023-01-30", "2023-02-28", 30, ["2023-02-28", "2023-03-30", "2023-04-30"]),
        ("2024-10-30", "2024-11-30", None, ["2024-11-30", "2024-12-30", "2025-01-30"]),
    ],
)
def test_due_days_keep_their_anchor_through_short_months(
    starts_on: str, first_due: str, anchor_day: int | None, dues: list[str]
) -> None:
    terms = replace(
        YEAR,
        periods=3,
        starts_on=date.fromisoformat(starts_on),
        first_due=date.fromisoformat(first_due),
        anchor_day=anchor_day,
    )
    items = schedule(terms)
    assert [item.due_on.isoformat() for item in items] == dues
    assert [item.starts_on.isoformat() for item in items] == [starts_on, *dues[:-1]]
    assert [item.interest for item in items] == [50_000] * 3


@pytest.mark.parametrize(
    ("starts_on", "first_due", "anchor_day", "months"),
    [
        ("2024-04-10", "2024-05-10", 10, Fraction(1)),
        ("2023-02-28", "2023-03-31", 31, Fraction(1)),
        ("2024-01-31", "2024-02-29", 31, Fraction(1)),
        ("2024-01-31", "2024-02-29", 29, Fraction(29, 30)),
        ("2024-04-25", "2024-05-10", 10, Fraction(1, 2)),
        ("2024-04-09", "2024-05-10", 10, Fraction(31, 30)),
        ("2024-02-01", "2024-06-10", 10, Fraction(130, 30)),
    ],
)
def test_the_first_period_is_a_month_or_counted_by_days(
    starts_on: str, first_due: str, anchor_day: int, months: Fraction
) -> None:
    days = date.fromisoformat(starts_on), date.fromisoformat(first_due)
    assert first_period_months(*days, anchor_day) == months


def test_a_first_due_day_that_waits_for_the_harvest_costs_its_days() -> None:
    terms = replace(YEAR, starts_on=date(2024, 2, 1), first_due=date(2024, 6, 10), periods=3)
    # 216,666.67 + 50,000 + 50,000 = 316,666.67
    assert [item.interest for item in schedule(terms)] == [216_000, 50_000, 50_000]


def test_months_are_counted_across_years_both_ways() -> None:
    assert anchored(date(2024, 12, 31), 2, 31) == date(2025, 2, 28)
    assert anchored(date(2025, 1, 31), -1, 31) == date(2024, 12, 31)
    assert anchored(date(2024, 1, 15), -13, 15) == date(2022, 12, 15)


def test_interest_missing_from_before_is_an_instalment_of_its_own() -> None:
    missing, *others = schedule(replace(YEAR, interest_unpaid=35_000))
    assert (missing.number, missing.principal, missing.interest) == (0, 0, 35_000)
    assert (missing.starts_on, missing.due_on) == (date(2023, 12, 10), date(2024, 1, 10))
    assert tuple(others) == schedule(YEAR)


@pytest.mark.parametrize(
    ("paid_to", "next_due", "months"),
    [
        ("2024-03-10", "2024-06-10", 2),
        ("2024-03-25", "2024-06-10", 2),
        ("2024-05-09", "2024-06-10", 1),
        ("2024-05-10", "2024-06-10", 0),
        ("2024-05-20", "2024-06-10", 0),
        ("2024-07-10", "2024-06-10", 0),
        ("2024-02-28", "2024-03-31", 1),
        ("2024-02-29", "2024-03-31", 0),
    ],
)
def test_months_in_arrears_are_the_due_days_since_interest_was_paid(
    paid_to: str, next_due: str, months: int
) -> None:
    assert months_in_arrears(date.fromisoformat(paid_to), date.fromisoformat(next_due)) == months


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("principal", 0),
        ("principal", -1),
        ("rate_bp", -1),
        ("periods", 0),
        ("unit", 0),
        ("interest_unpaid", -1),
        ("principal_from", 0),
        ("principal_from", 13),
        ("first_due", date(2024, 1, 10)),
        ("first_due", date(2024, 1, 9)),
        ("anchor_day", 0),
        ("anchor_day", 32),
        ("anchor_day", 11),
    ],
)
def test_terms_without_a_meaning_are_refused_by_name(field: str, value: object) -> None:
    changed: dict[str, Any] = {field: value}
    with pytest.raises(BadTerms) as refused:
        replace(YEAR, **changed)
    assert (refused.value.field, refused.value.value) == (field, value)


@st.composite
def any_terms(draw: st.DrawFn) -> Terms:
    """Terms of every size, among them sums that are no multiple of the unit."""
    starts_on = draw(st.dates(date(2020, 1, 1), date(2030, 12, 31)))
    periods = draw(st.integers(1, 36))
    return Terms(
        principal=draw(st.integers(1, 50_000_000)),
        way=draw(st.sampled_from([AT_END, EQUAL])),
        rate_bp=draw(st.integers(0, 300)),
        starts_on=starts_on,
        first_due=starts_on + timedelta(days=draw(st.integers(1, 150))),
        periods=periods,
        unit=draw(st.sampled_from([1, 500, 1000])),
        principal_from=draw(st.integers(1, periods)),
    )


@given(terms=any_terms())
def test_instalments_add_up_to_the_loan(terms: Terms) -> None:
    items = schedule(terms)
    assert sum(item.principal for item in items) == terms.principal
    assert min(item.principal for item in items) >= 0
    assert min(item.interest for item in items) >= 0
    assert len(items) == terms.periods


@given(terms=any_terms())
def test_interest_is_never_above_the_exact_interest_nor_a_unit_below(terms: Terms) -> None:
    items = schedule(terms)
    months = first_period_months(terms.starts_on, terms.first_due, terms.anchor)
    balance, exact, charged = terms.principal, Fraction(), 0
    for item in items:
        exact += monthly_interest(balance, terms.rate_bp) * (months if item.number == 1 else 1)
        charged += item.interest
        assert charged <= exact
        balance -= item.principal
    assert exact - charged < terms.unit


@given(terms=any_terms())
def test_periods_follow_one_another_without_a_gap(terms: Terms) -> None:
    items = schedule(terms)
    assert items[0].starts_on == terms.starts_on
    assert items[0].due_on == terms.first_due
    for before, after in pairwise(items):
        assert after.starts_on == before.due_on < after.due_on
        assert after.number == before.number + 1
