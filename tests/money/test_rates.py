"""The true yearly rate of a loan, and the cap of the law."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.money.loans import (
    AboveCap,
    BadTerms,
    DayCount,
    Terms,
    Way,
    anchored,
    check_cap,
    highest_rate,
    schedule,
    true_yearly_rate,
)
from tests.money.lent import any_terms

# to the đồng, so that only the rate itself is seen
YEAR = Terms(
    principal=5_000_000,
    way=Way.FLAT,
    rate_bp=100,
    unit=1,
    starts_on=date(2024, 1, 10),
    first_due=date(2024, 2, 10),
    periods=12,
)
AT_END = replace(YEAR, way=Way.PRINCIPAL_AT_END)


@pytest.mark.parametrize(
    ("changes", "yearly"),
    [
        # flat: 12 times the internal rate of return of these instalments, to fifty digits
        ({}, 0.21457184302858),
        ({"periods": 6}, 0.20288030822790),
        ({"rate_bp": 90}, 0.19370163695811),
        ({"periods": 24}, 0.21571245267641),
        ({"way": Way.PRINCIPAL_AT_END}, 0.12),
        ({"way": Way.PRINCIPAL_AT_END, "rate_bp": 50}, 0.06),
        ({"way": Way.EQUAL_PRINCIPAL}, 0.12),
        ({"way": Way.EQUAL_INSTALMENTS}, 0.12),
        ({"way": Way.NO_INTEREST, "rate_bp": 0}, 0.0),
        # half a year's interest at once is still 12% a year on the money owed
        ({"way": Way.PRINCIPAL_AT_END, "every": 6, "first_due": date(2024, 7, 10)}, 0.12),
        # 152 days counted by thirty, out of 365 they are
        (
            {"way": Way.PRINCIPAL_AT_END, "periods": 1, "first_due": date(2024, 6, 10)},
            152 / 30 / 100 * 365 / 152,
        ),
        ({"way": Way.PRINCIPAL_AT_END, "day_count": DayCount.ACTUAL_365}, 0.12),
    ],
)
def test_what_a_loan_truly_costs_a_year(changes: dict[str, Any], yearly: float) -> None:
    # a sum so large that rounding to the đồng is not seen
    terms = replace(YEAR, principal=5 * 10**13, **changes)
    assert true_yearly_rate(terms) == pytest.approx(yearly, abs=1e-9)


def test_the_rate_is_exact_to_a_billionth() -> None:
    assert true_yearly_rate(AT_END) == pytest.approx(0.12, abs=1e-9)
    assert true_yearly_rate(replace(AT_END, rate_bp=250)) == pytest.approx(0.3, abs=1e-9)


def test_a_flat_percent_a_month_truly_costs_1_79_percent() -> None:
    assert true_yearly_rate(YEAR) / 12 == pytest.approx(0.0179, abs=5e-5)


def test_interest_taken_up_front_makes_a_loan_dearer() -> None:
    """600,000 of 5,000,000 kept back for a year without instalments of interest."""
    terms = replace(YEAR, way=Way.NO_INTEREST, rate_bp=0, periods=1, every=12)
    terms = replace(terms, first_due=date(2025, 1, 10))
    assert true_yearly_rate(terms, kept_back=600_000) == pytest.approx(600 / 4400, abs=1e-9)


@pytest.mark.parametrize("kept_back", [-1, 5_000_000])
def test_more_than_the_loan_cannot_be_kept_back(kept_back: int) -> None:
    with pytest.raises(BadTerms) as refused:
        true_yearly_rate(YEAR, kept_back=kept_back)
    assert refused.value.field == "kept_back"


def test_interest_missing_from_before_is_no_cost_of_this_loan() -> None:
    assert true_yearly_rate(replace(AT_END, interest_unpaid=900_000)) == pytest.approx(0.12)


@pytest.mark.parametrize(
    ("changes", "yearly", "highest_bp"),
    [
        # after rounding down to 1,000 đ: 416,000 and 50,000 a month
        ({"unit": 1000}, 0.2143, 93),
        ({"periods": 6}, 0.2029, 98),
        ({}, 0.2146, 93),
        ({"way": Way.PRINCIPAL_AT_END, "rate_bp": 200}, 0.24, 166),
        ({"way": Way.EQUAL_INSTALMENTS, "rate_bp": 200}, 0.24, 166),
    ],
)
def test_above_the_cap_is_refused_with_the_figure_and_the_highest_rate_that_passes(
    changes: dict[str, Any], yearly: float, highest_bp: int
) -> None:
    terms = replace(YEAR, **changes)
    with pytest.raises(AboveCap) as refused:
        check_cap(terms)
    assert refused.value.yearly == pytest.approx(yearly, abs=5e-5)
    assert (refused.value.cap_bp, refused.value.highest_bp) == (2_000, highest_bp)
    check_cap(replace(terms, rate_bp=highest_bp))
    with pytest.raises(AboveCap):
        check_cap(replace(terms, rate_bp=highest_bp + 1))


def test_exactly_the_cap_passes() -> None:
    """Half-yearly interest of 500,000 on 5,000,000: 167 basis points in a unit of 100,000 đ."""
    terms = replace(
        AT_END, rate_bp=167, every=6, first_due=date(2024, 7, 10), periods=2, unit=100_000
    )
    assert [item.interest for item in schedule(terms)] == [500_000, 500_000]
    check_cap(terms)
    with pytest.raises(AboveCap):
        check_cap(terms, cap_bp=1_999)


def test_no_rate_passes_where_too_much_is_kept_back() -> None:
    with pytest.raises(AboveCap) as refused:
        check_cap(YEAR, kept_back=2_000_000)
    assert refused.value.highest_bp is None


def test_a_rate_that_passes_is_its_own_highest() -> None:
    assert highest_rate(AT_END) == 100


@given(terms=any_terms())
def test_the_true_rate_is_the_one_at_which_the_instalments_pay_the_loan(terms: Terms) -> None:
    whole = replace(
        terms,
        day_count=DayCount.MONTHS,
        first_due=anchored(terms.starts_on, terms.every, terms.starts_on.day),
        anchor_day=terms.starts_on.day,
    )
    yearly, left = true_yearly_rate(whole), float(whole.principal)
    for item in schedule(whole):
        left += left * yearly * whole.every / 12 - item.total
    assert left == pytest.approx(0, abs=whole.principal * 1e-7)
    assert yearly >= 0
    assert (yearly == 0) == (not any(item.interest for item in schedule(whole)))


@given(terms=any_terms(), cap_bp=st.sampled_from([500, 1_000, 2_000]))
def test_what_passes_the_cap_is_not_above_it_and_the_other_way_round(
    terms: Terms, cap_bp: int
) -> None:
    yearly, highest = true_yearly_rate(terms), highest_rate(terms, cap_bp=cap_bp)
    assert highest is not None
    check_cap(replace(terms, rate_bp=highest), cap_bp=cap_bp)
    if highest == terms.rate_bp:
        assert yearly <= cap_bp / 10_000 + 1e-9
        return
    assert yearly > cap_bp / 10_000 - 1e-9
    for rate_bp in (highest + 1, terms.rate_bp):
        with pytest.raises(AboveCap) as refused:
            check_cap(replace(terms, rate_bp=rate_bp), cap_bp=cap_bp)
        assert refused.value.highest_bp == highest or rate_bp == highest + 1
