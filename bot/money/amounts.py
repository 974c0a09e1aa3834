"""Whole đồng: rounding to a club's unit, and sharing a sum so that no đồng is lost."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

Dong: TypeAlias = int
"""An amount of money in Vietnamese đồng, which has no smaller part."""

WHOLE_BP = 10_000
"""Basis points in the whole: 1% = 100."""


class BadWeights(ValueError):
    """Shares were asked for by weights below zero, or by weights that are not a whole."""

    def __init__(self, weights_bp: Sequence[int]) -> None:
        """Keep the weights, in basis points."""
        super().__init__(tuple(weights_bp))
        self.weights_bp = tuple(weights_bp)


class Rounding(StrEnum):
    """Which multiple of the unit an amount between two of them becomes."""

    DOWN = "down"
    HALF_DOWN = "half_down"
    HALF_EVEN = "half_even"
    """A tie goes to the even multiple: 15.625 is 15.62, 312.5 is 312."""
    HALF_UP = "half_up"
    UP = "up"


def round_down(amount: Fraction | int, unit: Dong) -> Dong:
    """Round down to a multiple of the unit: 27,500 đ at a unit of 1,000 đ is 27,000 đ."""
    return amount // unit * unit


def rounded(amount: Fraction | int, unit: Dong, mode: Rounding) -> Dong:
    """Round an amount that is not below zero to a multiple of the unit, by the mode."""
    if mode is Rounding.DOWN:
        return round_down(amount, unit)
    whole, rest = divmod(amount, unit)
    if _goes_up(whole, 2 * rest, unit, mode):
        whole += 1
    return whole * unit


def _goes_up(whole: int, twice_the_rest: Fraction | int, unit: Dong, mode: Rounding) -> bool:
    if mode is Rounding.UP:
        return twice_the_rest > 0
    if twice_the_rest == unit:
        return mode is Rounding.HALF_UP or (mode is Rounding.HALF_EVEN and whole % 2 == 1)
    return twice_the_rest > unit


def shares(total: Dong, weights_bp: Sequence[int]) -> tuple[Dong, ...]:
    """Split a sum by weights in basis points; the shares always add up to the sum.

    Largest remainder: each gets its part rounded down to the đồng, and the few đồng left over go
    one each to those who lost most by that, the first of equals first. 50,000 đ by 3,333 and
    6,667 is 16,665 + 33,335; 100 đ by 3,333, 3,333 and 3,334 is 33 + 33 + 34.

    Raises:
        BadWeights: a weight is below zero, or they do not add up to 10,000.
    """
    if min(weights_bp, default=0) < 0 or sum(weights_bp) != WHOLE_BP:
        raise BadWeights(weights_bp)
    parts = [total * weight // WHOLE_BP for weight in weights_bp]
    lost = [total * weight % WHOLE_BP for weight in weights_bp]
    # sorted() is stable, so equals keep their order.
    most_lost_first = sorted(range(len(parts)), key=lambda place: -lost[place])
    for place in most_lost_first[: total - sum(parts)]:
        parts[place] += 1
    return tuple(parts)
