"""The cash book (sổ quỹ): for each fund what came in, what went out, and what is there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.i18n import _
from bot.money.books import AccountKind, Fund
from bot.papers.books.paper import (
    Column,
    Occasion,
    Paper,
    Row,
    Shape,
    Table,
    file_name,
    month_name,
)
from bot.papers.books.words import described, fund_title, slip_name
from bot.storage.reporting import Balances, Letterhead
from bot.storage.reporting_lines import MoneyLine

OPENING = "opening"
"""What the books began with stands in the first line, whatever day that was."""
PLACES = (AccountKind.CASH, AccountKind.BANK)


def cash_book(occasion: Occasion, opened: Balances, lines: Sequence[MoneyLine]) -> Paper:
    """Write the month's cash book: a page for each fund, and for its bank account if it has one.

    What was written by mistake and taken back stands on the side where it was, below zero: so the
    sums are those of the month's report.
    """
    return Paper(
        file=file_name(_("cash-book"), occasion.month),
        head=occasion.head,
        title=_("Cash book"),
        about=month_name(occasion.month),
        tables=tuple(_tables(occasion.head, opened, lines)),
        written_on=occasion.written_on,
        signers=occasion.signers("treasurer", "accountant", "head"),
        notes=(_("Sums in đồng."),),
    )


def _tables(head: Letterhead, opened: Balances, lines: Sequence[MoneyLine]) -> Iterator[Table]:
    for fund in Fund:
        for place in PLACES:
            here = [line for line in lines if (line.fund, line.place) == (fund, place)]
            mine = [line for line in here if line.kind != OPENING]
            begun = sum(line.amount for line in here if line.kind == OPENING)
            begins = opened.get((fund, place), 0) + begun
            if place is AccountKind.CASH or begins or mine:
                yield Table(
                    heading=f"{fund_title(fund)} – {_place(place)}",
                    columns=_columns(),
                    rows=tuple(_rows(head, begins, mine)),
                    page_of_its_own=True,
                )


def _place(place: AccountKind) -> str:
    return _("cash") if place is AccountKind.CASH else _("in the bank")


def _columns() -> tuple[Column, ...]:
    return (
        Column(title=_("Day"), shape=Shape.DAY, width=21),
        Column(title=_("Slip"), shape=Shape.SHORT, width=17),
        Column(title=_("What it was"), shape=Shape.TEXT, width=70),
        Column(title=_("In"), shape=Shape.MONEY, width=24),
        Column(title=_("Out"), shape=Shape.MONEY, width=24),
        Column(title=_("Balance"), shape=Shape.MONEY, width=25),
    )


def _rows(head: Letterhead, begins: int, lines: Sequence[MoneyLine]) -> Iterator[Row]:
    yield Row(cells=(None, None, _("At the beginning"), None, None, begins), strong=True)
    there, into, out = begins, 0, 0
    for line in lines:
        there += line.amount
        came_in = (line.amount > 0) is not line.is_reversal
        into, out = (into + line.amount, out) if came_in else (into, out - line.amount)
        sums = (line.amount, None) if came_in else (None, -line.amount)
        yield Row(
            cells=(
                line.value_day,
                slip_name(line.slip),
                described(line, head),
                *sums,
                there,
            )
        )
    yield Row(cells=(None, None, _("In the month"), into, out, None), strong=True)
    yield Row(cells=(None, None, _("At the end"), None, None, there), strong=True)
