"""Receipt and payment slips (phiếu thu, phiếu chi): A5 each, and the list of a month's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from bot.i18n import _
from bot.money.books import Fund
from bot.papers.books.paper import (
    Column,
    Occasion,
    Paper,
    Row,
    Shape,
    Table,
    file_name,
    month_name,
    total,
)
from bot.papers.books.words import (
    described,
    fund_title,
    slip_name,
    slip_title,
)
from bot.storage.entries import SlipNumber
from bot.storage.reporting import Letterhead
from bot.storage.reporting_lines import MoneyLine

KINDS, FUNDS = ("receipt", "payment"), tuple(Fund)
"""In which order slips are printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """One numbered slip; a fund's share of one handing of money."""

    number: SlipNumber
    transaction: int
    """Slips of the same one and kind are one handing of money, and printed on one page."""
    value_day: date
    amount: int
    """Đồng, never below zero."""
    who: str
    """Whose money it was; empty: to be written by hand."""
    hamlet: str
    keeper: str
    what_for: str
    mends: bool
    """It takes back another slip: no money was handed over."""


Handing: TypeAlias = tuple[Slip, ...]
"""The slips of one handing of money, at least one: a number for each fund."""


def slips_of(lines: Iterable[MoneyLine], head: Letterhead) -> list[Slip]:
    """Put the lines of the cash book together that stand under one slip, by kind and number."""
    together: dict[SlipNumber, list[MoneyLine]] = {}
    for line in lines:
        if line.slip:
            together.setdefault(line.slip, []).append(line)
    found = [_slip(number, mine, head) for number, mine in together.items()]
    return sorted(found, key=_in_order)


def handings(slips: Iterable[Slip]) -> list[Handing]:
    """Put the slips together that were given out for one handing of money, in their order."""
    together: dict[tuple[int, str], list[Slip]] = {}
    for slip in slips:
        together.setdefault((slip.transaction, slip.number.kind), []).append(slip)
    return [tuple(mine) for mine in together.values()]


def slip_list(occasion: Occasion, slips: Sequence[Slip]) -> Paper:
    """Write the list of a month's slips, each fund and kind for itself."""
    return Paper(
        file=file_name(_("slips"), occasion.month),
        head=occasion.head,
        title=_("List of slips"),
        about=month_name(occasion.month),
        tables=tuple(_lists(slips)) or (Table(columns=_columns(), rows=()),),
        written_on=occasion.written_on,
        signers=occasion.signers("treasurer", "accountant", "head"),
        notes=(_("Sums in đồng."),),
    )


def _slip(number: SlipNumber, lines: Sequence[MoneyLine], head: Letterhead) -> Slip:
    first = lines[0]
    return Slip(
        number=number,
        transaction=first.transaction,
        value_day=first.value_day,
        amount=abs(sum(line.amount for line in lines)),
        who=first.member,
        hamlet=first.hamlet,
        keeper=first.holder,
        what_for=described(first, head, with_name=False),
        mends=first.is_reversal,
    )


def _in_order(slip: Slip) -> tuple[int, int, int, int]:
    number = slip.number
    return (KINDS.index(number.kind), FUNDS.index(number.fund), number.year, number.number)


def _lists(slips: Sequence[Slip]) -> Iterator[Table]:
    for kind in KINDS:
        for fund in FUNDS:
            mine = [one for one in slips if (one.number.kind, one.number.fund) == (kind, fund)]
            if mine:
                rows, columns = [_row(one) for one in mine], _columns()
                yield Table(
                    heading=f"{slip_title(kind).capitalize()} – {fund_title(fund)}",
                    columns=columns,
                    rows=(*rows, total(_("In all"), rows, [4], at=2, columns=columns)),
                )


def _columns() -> tuple[Column, ...]:
    return (
        Column(title=_("Slip"), shape=Shape.SHORT, width=18),
        Column(title=_("Day"), shape=Shape.DAY, width=22),
        Column(title=_("Who"), shape=Shape.TEXT, width=50),
        Column(title=_("What for"), shape=Shape.TEXT, width=64),
        Column(title=_("Sum"), shape=Shape.MONEY, width=26),
    )


def _row(slip: Slip) -> Row:
    return Row(
        cells=(slip_name(slip.number), slip.value_day, slip.who, slip.what_for, slip.amount)
    )
