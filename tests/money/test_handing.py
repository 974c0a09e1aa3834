"""One handing for several things."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.money.handing import Asked, spread
from bot.money.loans import TooMuch

LOAN = Asked(due=50_000, most=5_050_000)
FEE = Asked(due=10_000, most=10_000, step=5_000)


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (60_000, [50_000, 10_000]),
        (50_000, [50_000, 0]),
        (55_000, [50_000, 5_000]),
        (52_000, [52_000, 0]),
        (30_000, [30_000, 0]),
        (100_000, [90_000, 10_000]),
        (5_060_000, [5_050_000, 10_000]),
    ],
)
def test_each_gets_what_is_due_and_the_loan_the_rest(amount: int, expected: list[int]) -> None:
    assert spread(amount, [LOAN, FEE]) == expected


def test_half_a_month_of_a_fee_is_too_much() -> None:
    with pytest.raises(TooMuch) as refused:
        spread(7_000, [FEE])
    assert refused.value.limit == 5_000


ASKED = st.integers(1, 5).flatmap(
    lambda step: st.tuples(st.integers(0, 40), st.integers(0, 40)).map(
        lambda both: Asked(due=min(both) * step, most=max(both) * step, step=step)
    )
)


@given(st.integers(1, 300), st.lists(ASKED, max_size=4))
def test_no_dong_is_lost_and_nobody_gets_more_than_can_be_taken(
    amount: int, asked: list[Asked]
) -> None:
    try:
        parts = spread(amount, asked)
    except TooMuch as error:
        taken = error.limit
    else:
        taken = amount
    assert 0 <= taken <= amount
    parts = spread(taken, asked) if taken else [0] * len(asked)
    assert sum(parts) == taken
    for part, one in zip(parts, asked, strict=True):
        assert 0 <= part <= one.most
        assert part % one.step == 0
