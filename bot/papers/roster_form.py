"""What a page and a column of the roster sheet are, for the empty form and for the reading.

The sheet is Vietnamese as a whole, headings and notes alike, whatever language the bot speaks:
its words are the format.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from datetime import date
from functools import cache
from typing import Literal, TypeVar

from bot.papers.roster_checks import PageName

Code = TypeVar("Code", bound=str)

GUIDE = "Hướng dẫn"
LISTS = "Danh mục"
"""A hidden page with the closed choices, from which the cells offer their lists."""
HINT = "Cách ghi"
"""Begins the row of notes below the headings."""
EXAMPLE = "VD"
"""Stands in place of a number in the example row."""
CLUB_HEADINGS = ("Mục", "Câu lạc bộ ghi ở đây", "Cách ghi", "Ví dụ")

Shown = str | int | float | date | None
"""What a cell of the form may show."""
Look = Literal["text", "sum", "date", "month", "count", "choice", "hint"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a page; on the club's page one line."""

    field: str
    heading: str
    note: str
    _: KW_ONLY
    also: tuple[str, ...] = ()
    """Other headings under which clubs write the same."""
    look: Look = "text"
    needed: bool = False
    words: tuple[str, ...] = ()
    """The closed choices offered; empty for a free cell."""
    example: Shown = None
    width: int = 14


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Page:
    """One page of the sheet; there are four, so that each is equal to itself only."""

    name: PageName
    title: str
    columns: tuple[Column, ...]
    marks: frozenset[str]
    """Fields by which the page is known: at least two must be among the headings."""

    def column(self, field: str) -> Column:
        """Return the column of a field."""
        return _by_field(self)[field]


@cache
def _by_field(page: Page) -> dict[str, Column]:
    return {column.field: column for column in page.columns}


def offered(words: Mapping[Code, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the words that the sheet offers for a closed choice."""
    return tuple(names[0] for names in words.values())
