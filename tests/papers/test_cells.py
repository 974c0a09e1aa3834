"""Cells as other programs than Excel may hand them over."""

from __future__ import annotations

from datetime import date

import pytest

from bot.papers import cells
from bot.papers.sheets import Cell


def test_a_day_may_be_the_number_by_which_excel_counts_it() -> None:
    assert cells.day(44180) == cells.day(44180.0) == date(2020, 12, 15)


@pytest.mark.parametrize("cell", [True, 7, 0.5, "31/4/2026", "1/1/1979", "1/1/2061"])
def test_what_is_no_day_is_asked_back(cell: Cell) -> None:
    with pytest.raises(cells.BadCell):
        cells.day(cell)
    with pytest.raises(cells.BadCell):
        cells.month(cell)


def test_a_whole_number_is_its_digits() -> None:
    assert cells.text(12.0) == cells.text(12) == cells.text("12") == "12"
    assert cells.text(12.5) == "12.5"


@pytest.mark.parametrize("reader", [cells.amount, cells.rate_bp, cells.count, cells.unit])
def test_true_is_no_figure(reader: object) -> None:
    assert callable(reader)
    with pytest.raises(cells.BadCell):
        reader(True)


@pytest.mark.parametrize(
    ("cell", "basis_points"),
    [(0.65, 65), (0.57, 57), (1.15, 115), (0.29, 29), ("0,65%/tháng", 65), ("0.650", 65), (0, 0)],
)
def test_a_rate_is_exact_although_floats_are_not(cell: Cell, basis_points: int) -> None:
    assert cells.rate_bp(cell) == basis_points
