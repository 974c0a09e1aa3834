"""One handing for several things."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.money.handing import Asked, spread
from bot.money.loans import TooMuch

LOAN = Asked(due=50_000, most=5_050_000)
FEE = Asked(due=10_000, most=10_000, steps=(5_000, 5_000))


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


@pytest.mark.parametrize(
    ("amount", "expected"), [(60_000, [55_000, 5_000]), (65_000, [50_000, 15_000])]
)
def test_each_month_has_the_fee_of_its_own(amount: int, expected: list[int]) -> None:
    """October at 5,000 đ, November at 10,000 đ: 10,000 đ pay October and half of November."""
    fees = Asked(due=15_000, most=15_000, steps=(5_000, 10_000))
    assert spread(amount, [LOAN, fees]) == expected


def in_months(steps: list[int]) -> st.SearchStrategy[Asked]:
    """Fees of some months, of which the first ones are due."""
    return st.integers(0, len(steps)).map(
        lambda due: Asked(due=sum(steps[:due]), most=sum(steps), steps=tuple(steps))
    )


ASKED = st.one_of(
    st.tuples(st.integers(0, 100), st.integers(0, 100)).map(
        lambda both: Asked(due=min(both), most=max(both))
    ),
    st.lists(st.integers(1, 40), min_size=1, max_size=4).flatmap(in_months),
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
        assert one.takes(part) == part
