"""How big the letters of a paper are, and how wide its columns: nothing is cut or runs over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth

from bot.i18n import day
from bot.papers.books.lettering import BOLD, PLAIN, register
from bot.papers.books.paper import Cell, Column, Row, Shape, Table, figures

Columns = tuple[Column, ...]

SIZES = (10.5, 10, 9.5, 9, 8.5, 8, 7.5, 7, 6.5, 6)
"""Points: the largest at which a paper fits is taken, as old eyes read it."""
INSIDE = 3
"""Points that stay free at each side of a cell."""
NARROWEST = 0.75
"""Of the width that was thought of for a column of text: below that its lines are too short."""
USUAL: Mapping[Shape, Sequence[Cell]] = {
    Shape.TEXT: (),
    Shape.SHORT: (),
    Shape.DAY: (date(2000, 12, 20),),
    Shape.MONEY: (1_000_000,),
}
"""What a cell that is empty yet must have room for: it is filled in by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """The letters of a paper, and the width of each column, in points."""

    size: float
    widths: Mapping[Columns, Sequence[float]]


def fit(tables: Iterable[Table], width: float) -> Fit:
    """Fit all tables of a paper into a width; tables with the same columns look the same."""
    register()
    rows: defaultdict[Columns, list[Row]] = defaultdict(list)
    for table in tables:
        rows[table.columns] += table.rows
    for size in SIZES:
        found = {columns: _widths(columns, its, size, width) for columns, its in rows.items()}
        if all(found.values()) or size == SIZES[-1]:
            break
    return Fit(size=size, widths={one: found[one] or _shares(one, width) for one in rows})


def shown(shape: Shape, cell: Cell) -> str:
    """Return a cell as it is printed."""
    if isinstance(cell, date):
        return day(cell)
    if isinstance(cell, int) and shape is Shape.MONEY:
        return figures(cell)
    return "" if cell is None else str(cell)


def _widths(columns: Columns, rows: Sequence[Row], size: float, width: float) -> list[float]:
    """Return how wide each column is; empty where the letters are too big.

    What must not be broken gets the room that it was meant to have, or what it needs; text gets
    the rest.
    """
    needed = [_needed(place, column, rows, size) for place, column in enumerate(columns)]
    meant = [max(one, share) for one, share in zip(needed, _shares(columns, width), strict=True)]
    is_text = [column.shape is Shape.TEXT for column in columns]
    for fixed in (meant, needed):
        taken = [
            least if text else wide
            for text, least, wide in zip(is_text, needed, fixed, strict=True)
        ]
        spare = width - sum(taken)
        if spare >= 0:
            return _stretched(columns, taken, spare)
    return []


def _stretched(columns: Columns, taken: Sequence[float], spare: float) -> list[float]:
    """Give what is left to the columns of text, or to all where there is none."""
    grows = [column.width if column.shape is Shape.TEXT else 0 for column in columns]
    if not any(grows):
        grows = [column.width for column in columns]
    each = spare / sum(grows)
    return [wide + each * more for wide, more in zip(taken, grows, strict=True)]


def _needed(place: int, column: Column, rows: Sequence[Row], size: float) -> float:
    """Return how wide a column must be: no figure, day or word of its title is broken."""
    wide = [stringWidth(word, BOLD, size) for word in column.title.split()]
    wide += [stringWidth(shown(column.shape, one), PLAIN, size) for one in USUAL[column.shape]]
    if column.shape is Shape.TEXT:
        wide.append(column.width * mm * NARROWEST - 2 * INSIDE)
    else:
        wide += [
            stringWidth(shown(column.shape, row.cells[place]), BOLD if row.strong else PLAIN, size)
            for row in rows
        ]
    return max(wide, default=0) + 2 * INSIDE + 1


def _shares(columns: Columns, width: float) -> list[float]:
    whole = sum(column.width for column in columns)
    return [width * column.width / whole for column in columns]
