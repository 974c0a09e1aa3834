"""The conditions of a loan as the database keeps them: only what is not as usual."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

from bot.money.amounts import Rounding
from bot.money.loans import Conditions, DayCount, Order, Part, Way

_COLUMNS = ("way", "rate_bp", "unit")
_USUAL = Conditions(way=Way.PRINCIPAL_AT_END, rate_bp=0)


def written(conditions: Conditions) -> dict[str, Any]:
    """Write all conditions down, without those that are as usual."""
    kept: dict[str, Any] = {"way": conditions.way.value, "rate_bp": conditions.rate_bp}
    for one in fields(Conditions):
        value = getattr(conditions, one.name)
        if one.name not in kept and value != getattr(_USUAL, one.name):
            kept[one.name] = _order(value) if one.name == "order" else value
    return kept


def columns_of(conditions: Conditions) -> dict[str, Any]:
    """Write all conditions down as the columns of a loan."""
    columns = {"way": conditions.way.value, "rate_bp": conditions.rate_bp}
    rest = {name: kept for name, kept in written(conditions).items() if name not in _COLUMNS}
    return {**columns, "unit": conditions.unit, "conditions": rest}


def read(kept: Mapping[str, Any]) -> Conditions:
    """Read conditions that were written down.

    Raises:
        BadTerms: they have no meaning.
    """
    return Conditions(**arguments(kept))


# Any: the fields of a dataclass have as many types as there are fields.
def arguments(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return conditions that were written down, as keyword arguments; what is usual is missing."""
    return {name: _READ[name](value) if name in _READ else value for name, value in kept.items()}


def _order(order: Order) -> dict[str, Any]:
    return {one.name: getattr(order, one.name) for one in fields(Order)}


def _read_order(kept: Mapping[str, Any]) -> Order:
    return Order(
        due=tuple(map(Part, kept["due"])),
        in_advance=tuple(map(Part, kept["in_advance"])),
        part_by_part=kept["part_by_part"],
        matured_part_by_part=kept["matured_part_by_part"],
    )


_READ: Mapping[str, Callable[[Any], Any]] = {
    "way": Way,
    "rounding": Rounding,
    "day_count": DayCount,
    "order": _read_order,
}
