"""Rounding to the unit and sharing a sum."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.money.amounts import WHOLE_BP, BadWeights, round_down, shares


@pytest.mark.parametrize(
    ("amount", "unit", "rounded"),
    [
        (27_500, 1000, 27_000),
        (27_999, 1000, 27_000),
        (28_000, 1000, 28_000),
        (999, 1000, 0),
        (27_500, 1, 27_500),
        (Fraction(650_000, 3), 1000, 216_000),
        (Fraction(1, 3), 1, 0),
    ],
)
def test_an_amount_is_rounded_down_to_the_unit(
    amount: Fraction | int, unit: int, rounded: int
) -> None:
    result = round_down(amount, unit)
    assert result == rounded
    assert type(result) is int


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (50_000, (0, 10_000), (0, 50_000)),
        (50_000, (2_000, 8_000), (10_000, 40_000)),
        (50_000, (3_333, 6_667), (16_665, 33_335)),
        (100, (3_333, 3_333, 3_334), (33, 33, 34)),
        (1, (5_000, 5_000), (1, 0)),
        (0, (5_000, 5_000), (0, 0)),
        (7, (10_000,), (7,)),
    ],
)
def test_a_sum_is_shared_by_largest_remainder(
    total: int, weights: tuple[int, ...], parts: tuple[int, ...]
) -> None:
    assert shares(total, weights) == parts


@pytest.mark.parametrize("weights", [(), (5_000,), (12_000, -2_000), (5_000, 5_001)])
def test_weights_that_are_not_a_whole_are_refused(weights: tuple[int, ...]) -> None:
    with pytest.raises(BadWeights) as refused:
        shares(100, weights)
    assert refused.value.weights_bp == weights


@given(
    total=st.integers(0, 10**12),
    cuts=st.lists(st.integers(0, WHOLE_BP), max_size=5).map(sorted),
)
def test_shares_lose_no_dong_and_are_fair_to_the_dong(total: int, cuts: list[int]) -> None:
    weights = [upper - lower for lower, upper in zip([0, *cuts], [*cuts, WHOLE_BP], strict=True)]
    parts = shares(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(total * weight, WHOLE_BP)) < 1
