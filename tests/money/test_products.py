"""What a club offers: what fits together, what the law allows, and what sum was meant."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.money.loans import AboveCap, BadTerms, Conditions, Way, anchored, schedule
from bot.money.products import (
    BadOffer,
    Offer,
    changed,
    check_offer,
    example,
    instalments_within,
    perhaps_meant,
    terms_of,
)

DAY = date(2026, 11, 21)
USUAL = Offer(conditions=Conditions(way=Way.PRINCIPAL_AT_END, rate_bp=100))


def lent(way: Way, rate_bp: int, **more: object) -> Offer:
    conditions = Conditions(way=way, rate_bp=rate_bp)
    return replace(USUAL, conditions=conditions, **more)  # type: ignore[arg-type]  # of Offer


# --- The law -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("way", "rate_bp", "months", "yearly", "highest_bp"),
    [
        (Way.FLAT, 100, (12,), 21.5, 92),
        (Way.FLAT, 100, (6,), 20.3, 98),
        (Way.FLAT, 100, (6, 12), 21.5, 92),
        (Way.FLAT, 200, (12,), 41.7, 92),
        (Way.PRINCIPAL_AT_END, 200, (6, 12), 24.0, 166),
        (Way.EQUAL_PRINCIPAL, 200, (6, 12), 24.0, 166),
        (Way.EQUAL_INSTALMENTS, 200, (12,), 24.0, 166),
    ],
)
def test_what_costs_more_than_the_law_allows_is_refused_with_what_passes(
    way: Way, rate_bp: int, months: tuple[int, ...], yearly: float, highest_bp: int
) -> None:
    with pytest.raises(AboveCap) as refused:
        check_offer(lent(way, rate_bp, months=months), cap_bp=2000, on=DAY)
    assert refused.value.yearly * 100 == pytest.approx(yearly, abs=0.1)
    assert refused.value.highest_bp == pytest.approx(highest_bp, abs=2)
    passes = lent(way, refused.value.highest_bp or 0, months=months)
    check_offer(passes, cap_bp=2000, on=DAY)
    dearer = replace(passes.conditions, rate_bp=passes.conditions.rate_bp + 1)
    with pytest.raises(AboveCap):
        check_offer(replace(passes, conditions=dearer), cap_bp=2000, on=DAY)


@pytest.mark.parametrize("way", [Way.PRINCIPAL_AT_END, Way.EQUAL_PRINCIPAL, Way.EQUAL_INSTALMENTS])
def test_one_percent_a_month_on_what_is_left_passes(way: Way) -> None:
    check_offer(lent(way, 100, months=(6, 12, 24)), cap_bp=2000, on=DAY)


def test_a_sum_whose_rounding_lifts_it_above_the_cap_counts() -> None:
    conditions = Conditions(way=Way.PRINCIPAL_AT_END, rate_bp=166, rounding="up")  # type: ignore[arg-type]  # a StrEnum's value
    offer = Offer(conditions=conditions, least=100_000, months=(12,))
    with pytest.raises(AboveCap):
        check_offer(offer, cap_bp=2000, on=DAY)
    check_offer(replace(offer, least=10_000_000), cap_bp=2000, on=DAY)


# --- What fits together --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("least", 11_000_000),
        ("least", 0),
        ("most", 2_000_000),
        ("owed_at_most", 9_000_000),
        ("months", ()),
        ("months", (12, 6)),
        ("grace", 6),
    ],
)
def test_what_contradicts_the_rest_is_refused(field: str, value: object) -> None:
    with pytest.raises(BadOffer) as refused:
        changed(USUAL, field, value)
    assert refused.value.field in {field, "least", "months"}


def test_a_larger_loan_lifts_what_one_member_may_have() -> None:
    assert changed(USUAL, "most", 20_000_000).owed_at_most == 20_000_000
    assert changed(USUAL, "most", 5_000_000).owed_at_most == 10_000_000


def test_paying_every_three_months_leaves_the_terms_that_can_be_shared_so() -> None:
    offer = changed(replace(USUAL, months=(4, 6, 12)), "every", 3)
    assert (offer.months, offer.conditions.every) == ((6, 12), 3)
    with pytest.raises(BadOffer):
        changed(replace(USUAL, months=(4,)), "every", 3)


def test_grace_is_told_in_months_and_kept_in_periods() -> None:
    offer = changed(changed(USUAL, "every", 3), "grace", 3)
    assert (offer.conditions.principal_from, offer.grace) == (2, 3)
    with pytest.raises(BadOffer):
        changed(offer, "grace", 2)


def test_loans_without_interest_have_no_rate() -> None:
    free = changed(USUAL, "way", "no_interest")
    assert free.conditions.rate_bp == 0
    with pytest.raises(BadOffer):
        changed(free, "rate_bp", 50)
    assert changed(changed(free, "way", "flat"), "rate_bp", 50).conditions.rate_bp == 50


# --- One loan ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("months", "every", "first_due", "number"),
    [
        (12, 1, date(2026, 12, 10), 12),
        (12, 1, date(2026, 12, 21), 12),
        (12, 1, date(2027, 1, 10), 11),
        (12, 1, date(2027, 6, 10), 6),
        (12, 3, date(2027, 2, 21), 4),
        (12, 1, date(2028, 6, 10), 1),
        (6, 6, date(2027, 5, 21), 1),
    ],
)
def test_so_many_times_is_paid_until_the_loan_has_run_its_months(
    months: int, every: int, first_due: date, number: int
) -> None:
    assert instalments_within(months, every, DAY, first_due) == number


@given(
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.integers(1, 400),
    st.integers(1, 36),
)
def test_the_last_day_to_pay_is_within_the_months_that_were_agreed(
    on: date, ahead: int, months: int
) -> None:
    first = date.fromordinal(on.toordinal() + ahead)
    ends_on = anchored(on, months, on.day)
    number = instalments_within(months, 1, on, first)
    last = anchored(first, number - 1, first.day)
    if first <= ends_on:
        assert last <= ends_on < anchored(first, number, first.day)


def test_a_grace_longer_than_what_is_left_puts_all_into_the_last_instalment() -> None:
    conditions = Conditions(way=Way.EQUAL_PRINCIPAL, rate_bp=100, principal_from=7)
    terms = terms_of(
        conditions,
        principal=5_000_000,
        periods=2,
        starts_on=DAY,
        first_due=date(2027, 10, 21),
    )
    assert [one.principal for one in schedule(terms)] == [0, 5_000_000]


def test_a_first_day_that_has_come_is_no_terms() -> None:
    with pytest.raises(BadTerms):
        terms_of(USUAL.conditions, principal=1_000_000, periods=2, starts_on=DAY, first_due=DAY)


def test_the_example_is_first_due_a_period_later() -> None:
    terms = example(changed(USUAL, "every", 3), 5_000_000, 12, DAY)
    assert [one.due_on.month for one in schedule(terms)] == [2, 5, 8, 11]


# --- What was meant ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "usual", "meant"),
    [
        (5_000_000, None, None),
        (5_000, None, 5_000_000),
        (50_000_000, None, 5_000_000),
        (500_000, None, 5_000_000),
        (5_000_500, None, 5_001_000),
        (5_000_400, None, 5_000_000),
        (15_000_000, None, None),
        (10_000_000, 1_000_000, None),
        (9_000_000, 900_000, None),
    ],
)
def test_a_sum_far_from_the_usual_is_asked_back(
    amount: int, usual: int | None, meant: int | None
) -> None:
    assert perhaps_meant(amount, 3_000_000, 10_000_000, usual) == meant


def test_ten_times_the_usual_is_asked_back_even_where_it_may_be_lent() -> None:
    assert perhaps_meant(50_000_000, 500_000, 50_000_000, 5_000_000) == 5_000_000
    assert perhaps_meant(49_000_000, 500_000, 50_000_000, 5_000_000) is None
