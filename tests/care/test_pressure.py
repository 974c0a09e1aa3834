"""Tiers of blood pressure, and what is a slip of the pen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.care.pressure import Figures, Tier, tier_of


@pytest.mark.parametrize(
    ("high", "low", "tier"),
    [
        (120, 80, Tier.USUAL),
        (139, 89, Tier.USUAL),
        (140, 70, Tier.RAISED),
        (120, 90, Tier.RAISED),
        (179, 109, Tier.RAISED),
        (180, 70, Tier.SEVERE),
        (150, 110, Tier.SEVERE),
        (95, 55, Tier.USUAL),
    ],
)
def test_the_higher_of_both_figures_decides(high: int, low: int, tier: Tier) -> None:
    assert tier_of(high, low) is tier


@given(high=st.integers(50, 300), low=st.integers(20, 200), more=st.integers(0, 60))
def test_a_higher_figure_never_calls_for_less(high: int, low: int, more: int) -> None:
    order = list(Tier)
    now = order.index(tier_of(high, low))
    assert order.index(tier_of(high + more, low)) >= now
    assert order.index(tier_of(high, low + more)) >= now


def test_weight_alone_has_no_tier() -> None:
    assert Figures(grams=52_000).tier is None


@pytest.mark.parametrize(
    ("figures", "possible", "usual"),
    [
        (Figures(), False, False),
        (Figures(systolic=150, diastolic=90, grams=52_000), True, True),
        (Figures(systolic=90, diastolic=150), False, False),
        (Figures(systolic=150), False, False),
        (Figures(systolic=400, diastolic=90), False, False),
        (Figures(systolic=150, diastolic=145), True, False),
        (Figures(systolic=260, diastolic=120), True, False),
        (Figures(systolic=120, diastolic=80, grams=5_200), False, False),
        (Figures(grams=130_000), True, False),
        (Figures(pulse=190), True, False),
    ],
)
def test_what_cannot_be_and_what_is_read_back(
    figures: Figures, possible: bool, usual: bool
) -> None:
    assert (figures.is_possible, figures.is_usual) == (possible, usual)
