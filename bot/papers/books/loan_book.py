"""The loan book (sổ theo dõi vốn vay): every loan, what was paid of it, and what is left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.i18n import _, day, percent
from bot.papers.books.paper import Column, Occasion, Paper, Row, Shape, Table, file_name, total
from bot.papers.books.words import interest_word, is_with_board, person
from bot.storage.reporting_loans import LoanLine

SUMS = (5, 7, 8, 9, 10)
"""The columns that are added up."""
NAMES = 2


def loan_book(occasion: Occasion, loans: Sequence[LoanLine]) -> Paper:
    """Write the loan book as it stood at the end of the month, or stands today."""
    rows = [_row(number, loan, occasion.on) for number, loan in enumerate(loans, 1)]
    columns = _columns(interest_word(occasion.head))
    return Paper(
        file=file_name(_("loan-book"), occasion.month),
        head=occasion.head,
        title=_("Loan book"),
        about=_("up to {day}").format(day=day(occasion.on)),
        tables=(
            Table(
                columns=columns,
                rows=(*rows, total(_("In all"), rows, SUMS, at=NAMES, columns=columns)),
            ),
        ),
        written_on=occasion.written_on,
        signers=occasion.signers("accountant", "treasurer", "head"),
        notes=(
            _(
                "Sums in đồng. What was paid before the bot's books began is not counted here"
                " but for the principal."
            ),
        ),
        wide=True,
    )


def _columns(interest: str) -> tuple[Column, ...]:
    paid = _("Paid: {interest_word}").format(interest_word=interest)
    rate = _("{interest_word} a month").format(interest_word=interest.capitalize())
    return (
        Column(title=_("No."), shape=Shape.SHORT, width=10),
        Column(title=_("Loan"), shape=Shape.SHORT, width=22),
        Column(title=_("Who borrowed"), shape=Shape.TEXT, width=56),
        Column(title=_("Paid out"), shape=Shape.DAY, width=21),
        Column(title=_("Last due day"), shape=Shape.DAY, width=21),
        Column(title=_("Loan sum"), shape=Shape.MONEY, width=26),
        Column(title=rate, shape=Shape.SHORT, width=15),
        Column(title=_("Paid: principal"), shape=Shape.MONEY, width=26),
        Column(title=paid, shape=Shape.MONEY, width=24),
        Column(title=_("Written off"), shape=Shape.MONEY, width=24),
        Column(title=_("Left"), shape=Shape.MONEY, width=26),
        Column(title=_("Remarks"), shape=Shape.TEXT, width=30),
    )


def _row(number: int, loan: LoanLine, on: date) -> Row:
    return Row(
        cells=(
            number,
            loan.number,
            person(loan.member, loan.village_name, loan.hamlet),
            loan.lent_on,
            loan.last_due,
            loan.principal,
            percent(loan.rate_bp),
            loan.paid,
            loan.interest_paid,
            loan.written_off or None,
            loan.left,
            _remark(loan, on),
        )
    )


def _remark(loan: LoanLine, on: date) -> str:
    if loan.written_off:
        return _("written off")
    if not loan.left:
        return _("paid back")
    return _("with the board") if is_with_board(loan.board_since, on) else ""
