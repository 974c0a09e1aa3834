"""Finding the roster's pages, columns and rows in whatever files a club has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from bot.i18n import _
from bot.papers.roster_checks import PageName
from bot.papers.roster_form import CLUB_HEADINGS, EXAMPLE, GUIDE, HINT, LISTS, Page
from bot.papers.roster_pages import PAGES
from bot.papers.roster_people import CLUB
from bot.papers.sheets import Cell, Sheet, Unreadable, open_sheets
from bot.roster import Mistake
from bot.understanding.folding import fold

DEEPEST_HEADING = 15
"""Headings are looked for in so many rows from the top: clubs put titles above them."""
FEWEST_MARKS = 2
EXAMPLES: Final = frozenset({fold(EXAMPLE), "vi du"})
OWN_PAGES: Final = frozenset({fold(GUIDE), fold(LISTS)})
TOTALS: Final = frozenset({"tong", "tong cong", "tong so", "cong"})
_IN_BRACKETS = re.compile(r"\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Line:
    """One row as it was found: each field with its row, as Excel numbers it, and its cell."""

    sheet: str
    row: int
    cells: dict[str, tuple[int, Cell]]


@dataclass(slots=True)
class Found:
    """The lines of every page that the files have, and what was noticed on the way."""

    lines: dict[PageName, list[Line]] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)
    warnings: list[Mistake] = field(default_factory=list)


def gather(paths: Iterable[Path]) -> Found:
    """Open the files and sort their rows by page."""
    found = Found()
    for path in paths:
        try:
            sheets = open_sheets(path)
        except Unreadable as error:
            found.mistakes.append(_said(path.name, 0, "", str(error)))
            continue
        for sheet in sheets:
            _gather_sheet(sheet, found)
    return found


def _gather_sheet(sheet: Sheet, found: Found) -> None:
    page, top = _recognised(sheet)
    if page is CLUB:
        _gather_club(sheet, found)
    elif page is not None:
        _gather_table(sheet, page, top, found)
    elif fold(sheet.name) not in OWN_PAGES and any(map(any, sheet.rows)):
        advice = _("This page has no headings of the form, so it was left out.")
        found.warnings.append(_said(sheet.name, 0, "", advice))


def _recognised(sheet: Sheet) -> tuple[Page | None, int]:
    """Return which page this is, and the place of its headings (always 0 for the club's)."""
    best: tuple[int, Page | None, int] = (FEWEST_MARKS - 1, None, 0)
    labels = [row[0] if row else None for row in sheet.rows]
    for index, row in [(0, labels), *enumerate(sheet.rows[:DEEPEST_HEADING])]:
        for page in PAGES:
            marks = len(_places(page, row).keys() & page.marks)
            if (page is CLUB) == (row is labels) and marks > best[0]:
                best = (marks, page, index)
    return best[1], best[2]


def _places(page: Page, cells: Sequence[Cell]) -> dict[str, int]:
    """Find where the fields of a page stand among headings; its own words win over others."""
    headings: dict[str, int] = {}
    for index, cell in enumerate(cells):
        if isinstance(cell, str):
            headings.setdefault(_bare(cell), index)
    places: dict[str, int] = {}
    for name, heading in _known(page):
        index = headings.get(heading, -1)
        if index >= 0 and name not in places and index not in places.values():
            places[name] = index
    return places


@cache
def _known(page: Page) -> list[tuple[str, str]]:
    own = [(column.field, _bare(column.heading)) for column in page.columns]
    others = [(column.field, _bare(word)) for column in page.columns for word in column.also]
    return own + others


def _bare(heading: str) -> str:
    return fold(_IN_BRACKETS.sub(" ", heading))


def _gather_table(sheet: Sheet, page: Page, top: int, found: Found) -> None:
    headings = sheet.rows[top]
    places = _places(page, headings)
    for column in page.columns:
        if column.needed and column.field not in places:
            advice = _("This column is missing. Add it, or start again from the empty form.")
            found.mistakes.append(_said(sheet.name, top + 1, column.heading, advice))
    for index, heading in enumerate(headings):
        if heading and index not in places.values():
            advice = _("This column is not known here, so it was left out.")
            found.warnings.append(_said(sheet.name, top + 1, str(heading), advice))
    found.lines.setdefault(page.name, []).extend(_lines(sheet, places, top + 1))


def _lines(sheet: Sheet, places: dict[str, int], start: int) -> Iterator[Line]:
    for row, cells in enumerate(sheet.rows[start:], start + 1):
        if not _is_no_entry(cells):
            held = {
                name: (row, cells[index] if index < len(cells) else None)
                for name, index in places.items()
            }
            yield Line(sheet.name, row, held)


def _is_no_entry(cells: Sequence[Cell]) -> bool:
    """Whether a row is empty, the example, the hints, or a total below the table."""
    first = next((cell for cell in cells if cell is not None), None)
    words = fold(first) if isinstance(first, str) else ""
    return first is None or words in EXAMPLES | TOTALS or words.startswith(fold(HINT))


def _gather_club(sheet: Sheet, found: Found) -> None:
    labels = [row[0] if row else None for row in sheet.rows]
    places = _places(CLUB, labels)
    cells: dict[str, tuple[int, Cell]] = {column.field: (0, None) for column in CLUB.columns}
    for name, index in places.items():
        row = sheet.rows[index]
        cells[name] = (index + 1, row[1] if len(row) > 1 else None)
    known = {_bare(heading) for heading in (CLUB.title, *CLUB_HEADINGS)}
    for index, label in enumerate(labels):
        if label and index not in places.values() and _bare(str(label)) not in known:
            advice = _("This line is not known here, so it was left out.")
            found.warnings.append(_said(sheet.name, index + 1, str(label), advice))
    found.lines.setdefault(CLUB.name, []).append(Line(sheet.name, 0, cells))


def _said(sheet: str, row: int, column: str, advice: str) -> Mistake:
    return Mistake(sheet=sheet, row=row, column=column, found="", advice=advice)
