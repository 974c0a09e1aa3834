"""New days never take a loan above the law's limit that it kept before."""

from __future__ import annotations

from datetime import date

import pytest

from bot.money.loans import Loan, Terms, Way, extended, renewed_above_cap

ON = date(2026, 11, 21)
WHOLE, ODD = date(2027, 1, 10), date(2027, 2, 25)


def renewed(rate_bp: int, first_due: date, periods: int, way: Way = Way.PRINCIPAL_AT_END) -> Loan:
    terms = Terms(
        way=way,
        rate_bp=rate_bp,
        principal=5_000_000,
        starts_on=date(2026, 11, 10),
        first_due=date(2026, 12, 10),
        periods=6,
    )
    return extended(Loan.on(terms), [], ON, first_due=first_due, periods=periods)


@pytest.mark.parametrize(
    ("rate_bp", "first_due", "periods", "way", "is_above"),
    [
        (166, WHOLE, 6, Way.PRINCIPAL_AT_END, False),
        (166, ODD, 6, Way.PRINCIPAL_AT_END, True),
        (100, ODD, 6, Way.PRINCIPAL_AT_END, False),
        (93, WHOLE, 24, Way.FLAT, True),
        (95, WHOLE, 6, Way.FLAT, False),
        (200, ODD, 6, Way.PRINCIPAL_AT_END, False),  # it ran above the limit on paper already
    ],
)
def test_only_what_kept_the_limit_and_would_not_any_more_is_above_it(
    rate_bp: int, first_due: date, periods: int, way: Way, is_above: bool
) -> None:
    assert renewed_above_cap(renewed(rate_bp, first_due, periods, way)) is is_above


def test_an_extension_of_an_extension_is_measured_by_the_schedule_before_it() -> None:
    once = renewed(166, WHOLE, 6)
    again = extended(once, [], date(2026, 12, 21), first_due=date(2027, 4, 25), periods=6)
    assert renewed_above_cap(again)
