"""What a paper of the club is made of, before it is laid out as PDF or XLSX."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeAlias

from bot.i18n import _, money
from bot.papers.books.words import office_title
from bot.storage.reporting import Letterhead

Cell: TypeAlias = str | int | date | None


class Shape(StrEnum):
    """How the cells of a column are written."""

    TEXT = "text"
    """Broken into lines where it is long."""
    SHORT = "short"
    """In the middle, on one line: a number of a slip, a rate."""
    DAY = "day"
    MONEY = "money"
    """Đồng, as "5.000.000"; the paper says once that it is đồng."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table."""

    title: str
    shape: Shape
    width: float
    """A share of the page's width, beside those of the other columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a table, a cell for each column."""

    cells: tuple[Cell, ...]
    strong: bool = False
    """An opening balance, a total: printed bold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table, with what stands above it."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    heading: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    """What holds for all of it, a line each: "Người vay", "Nguyễn Thị Hoa"."""
    page_of_its_own: bool = False
    """It, and what stands below it up to the next such table, is signed for itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Who signs below, with the name where it is known."""

    office: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One paper, ready to be laid out; its texts are in one language."""

    file: str
    """What its file is called, in plain letters: "so-quy-2026-10"."""
    head: Letterhead
    title: str
    about: str
    """The line below the title: of which fund, of which month."""
    tables: tuple[Table, ...]
    written_on: date
    signers: tuple[Signer, ...] = ()
    notes: tuple[str, ...] = ()
    stamp: str = ""
    """Who alone may read it."""
    wide: bool = False
    """On paper that lies on its long side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """Of which club and month papers are, when they are written, and who will sign them."""

    head: Letterhead
    month: date
    """Its first day."""
    written_on: date
    officers: Mapping[str, str]
    """The full names of who holds these offices, as far as somebody does."""
    begun: date | None = None
    """The first day of the month in which the club's books here begin; None: not yet."""

    @property
    def before(self) -> date:
        """The first day that is not of the month any more."""
        return (self.month + timedelta(days=31)).replace(day=1)

    @property
    def is_early(self) -> bool:
        """Whether the month was over before the club's books here began."""
        return self.begun is not None and self.month < self.begun

    @property
    def is_running(self) -> bool:
        """Whether more may still come in the month."""
        return self.written_on < self.before

    @property
    def on(self) -> date:
        """The last day that is looked at: the month's, or today."""
        return min(self.before - timedelta(days=1), self.written_on)

    def signers(self, *roles: str) -> tuple[Signer, ...]:
        """Return who signs: the officers, each with her name."""
        return tuple(
            Signer(office=office_title(role), name=self.officers.get(role, "")) for role in roles
        )


def sections(tables: Sequence[Table]) -> list[list[Table]]:
    """Put tables together that stand below each other, and are signed together."""
    found: list[list[Table]] = []
    for table in tables:
        if table.page_of_its_own or not found:
            found.append([])
        found[-1].append(table)
    return found


def figures(amount: int) -> str:
    """Return đồng without their sign: "5.000.000"."""
    return money(amount).removesuffix("\u00a0đ")


def place_of(head: Letterhead) -> str:
    """Return where a club is, as it stands below its name."""
    return ", ".join(part for part in (head.hamlet, head.commune, head.province) if part)


def month_name(month: date) -> str:
    """Return "tháng 10/2026", "October 2026" as it stands on papers."""
    return _("month {month}/{year}").format(month=month.month, year=month.year)


def file_name(stem: str, month: date | None = None) -> str:
    """Return the name of a file without its ending: "so-quy-2026-10"."""
    return f"{stem}-{month:%Y-%m}" if month else stem


def total(
    label: str, rows: Sequence[Row], summed: Sequence[int], *, at: int, columns: Sequence[Column]
) -> Row:
    """Return the row that adds up some of the columns, with its label at one of the others."""
    cells: list[Cell] = [None] * len(columns)
    cells[at] = label
    for place in summed:
        cells[place] = sum(_sum(row.cells[place]) for row in rows)
    return Row(cells=tuple(cells), strong=True)


def _sum(cell: Cell) -> int:
    return cell if isinstance(cell, int) else 0
