"""From the cells of a line to the values of a roster, keeping note of every cell that is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from bot.i18n import _
from bot.papers import cells
from bot.papers.cells import BadCell
from bot.papers.roster_form import Page
from bot.papers.roster_layout import Line
from bot.papers.sheets import Cell
from bot.roster import (
    BalanceRow,
    ClubSheet,
    LoanRow,
    MemberRow,
    Mistake,
    PaperConsent,
    Purpose,
)

Value = TypeVar("Value")
Empty = TypeVar("Empty")

PURPOSES: tuple[Purpose, ...] = ("money", "reminders", "health")
SOME_DAY = date.max
"""Stands in for a day that could not be read, so that the other cells are still looked at."""


@dataclass(slots=True)
class Entry:
    """One line while it is read; a cell that cannot be read gives its empty value."""

    page: Page
    line: Line
    mistakes: list[Mistake] = field(default_factory=list)
    bad: set[str] = field(default_factory=set)

    def read(self, name: str, reader: Callable[[Cell], Value], empty: Empty) -> Value | Empty:
        """Read one cell, or take `empty` where there is nothing to read."""
        cell = self.cell(name)
        try:
            if cell is not None:
                return reader(cell)
            # A missing column is said once, not in every row.
            if self.page.column(name).needed and name in self.line.cells:
                raise BadCell(_("This must be filled in."))
        except BadCell as error:
            self.bad.add(name)
            self.mistakes.append(self.said(name, str(error)))
        return empty

    def text(self, name: str) -> str:
        """Read free text; an empty cell is an empty text."""
        return self.read(name, cells.text, "")

    def number(self, name: str) -> str:
        """Read the number of a member or a loan; an empty cell is an empty text."""
        return self.read(name, cells.number, "")

    def amount(self, name: str) -> int:
        """Read a sum in đồng; an empty cell is nothing."""
        return self.read(name, cells.amount, 0)

    def day(self, name: str) -> date | None:
        """Read a day that may be left empty."""
        return self.read(name, cells.day, None)

    def needed_day(self, name: str) -> date:
        """Read a day that must be there."""
        return self.read(name, cells.day, SOME_DAY)

    def cell(self, name: str) -> Cell:
        """Return what stands in a cell; None where the page has no such column."""
        return self.line.cells.get(name, (0, None))[1]

    def said(self, name: str, advice: str) -> Mistake:
        """Name the cell together with what to do about it."""
        cell = self.cell(name)
        shown = f"{cell:%d/%m/%Y}" if isinstance(cell, date) else str(cell)
        return Mistake(
            sheet=self.line.sheet,
            row=self.line.cells.get(name, (self.line.row, None))[0],
            column=self.page.column(name).heading,
            found="" if cell is None else shown,
            advice=advice,
        )


def club(entry: Entry) -> ClubSheet:
    """Read the club's page."""
    return ClubSheet(
        name=entry.text("name"),
        hamlet=entry.text("hamlet"),
        commune=entry.text("commune"),
        province=entry.text("province"),
        started_on=entry.day("started_on"),
        unit=entry.read("unit", cells.unit, 1000),
        interest_to_income_bp=entry.read("interest_to_income_bp", cells.share_bp, 0),
        rate_label=entry.read("rate_label", cells.rate_label, "lai"),
        as_of=entry.needed_day("as_of"),
        prepared_by=entry.number("prepared_by"),
        checked_by=entry.number("checked_by"),
    )


def member(entry: Entry, as_of: date) -> MemberRow:
    """Read one member; a status or an office without its day is taken from the sheet's day."""
    hardship = entry.read("hardship", cells.hardship, None)
    roles = entry.read("roles", cells.roles, ())
    hardship_on, roles_since = entry.day("hardship_on"), entry.day("roles_since")
    consents = _consents(entry)
    return MemberRow(
        number=entry.number("number"),
        name=entry.text("name"),
        village_name=entry.text("village_name"),
        hamlet=entry.text("hamlet"),
        birth_year=entry.read("birth_year", cells.year, None),
        sex=entry.read("sex", cells.sex, "female"),
        form=entry.read("form", cells.form, ""),
        household=entry.number("household"),
        hardship=hardship,
        hardship_on=(hardship_on or as_of) if hardship else None,
        phone=entry.read("phone", cells.phone, ""),
        roles=roles,
        roles_since=(roles_since or as_of) if roles else None,
        joined_on=entry.day("joined_on"),
        fees_paid_to=entry.read("fees_paid_to", cells.month, None),
        deposit=entry.amount("deposit"),
        consents=consents,
        consented_on=entry.day("consented_on"),
    )


def _consents(entry: Entry) -> tuple[PaperConsent, ...]:
    said = [
        (purpose, entry.read(f"consent_{purpose}", cells.yes_no, None)) for purpose in PURPOSES
    ]
    return tuple(PaperConsent(purpose, word == "yes") for purpose, word in said if word)


def loan(entry: Entry) -> LoanRow:
    """Read one open loan."""
    return LoanRow(
        number=entry.number("number"),
        member=entry.number("member"),
        principal=entry.amount("principal"),
        principal_left=entry.amount("principal_left"),
        rate_bp=entry.read("rate_bp", cells.rate_bp, 0),
        way=entry.read("way", cells.way, "principal_at_end"),
        every=entry.read("every", cells.every, cells.months_of(entry.cell("way"))),
        next_due=entry.needed_day("next_due"),
        periods_left=entry.read("periods_left", cells.count, 1),
        interest_paid_to=entry.needed_day("interest_paid_to"),
        interest_unpaid=entry.amount("interest_unpaid"),
        paid_out_on=entry.day("paid_out_on"),
    )


def balance(entry: Entry) -> BalanceRow:
    """Read one line of opening balance."""
    return BalanceRow(
        where=entry.read("where", cells.where, "bank"),
        fund=entry.read("fund", cells.fund, "income"),
        holder=entry.number("holder"),
        amount=entry.amount("amount"),
    )
