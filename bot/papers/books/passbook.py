"""A member's passbook (sổ vay): the loan, its periods, and what was paid of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.i18n import _, day, in_words, money, percent
from bot.money.loans import Loan, Payment, Renewal, Way
from bot.money.loans import Row as Period
from bot.money.loans import rows as periods
from bot.papers.books.paper import (
    Column,
    Occasion,
    Paper,
    Row,
    Shape,
    Signer,
    Table,
    file_name,
    total,
)
from bot.papers.books.words import interest_word, person
from bot.people import Member
from bot.storage.loans import Borrowed


@dataclass(frozen=True, slots=True, kw_only=True)
class Passbook:
    """A loan, and whose it is."""

    member: Member
    loan: Borrowed
    lent_on: date | None = None


def passbooks(occasion: Occasion, books: Sequence[Passbook], *, on: date) -> Paper:
    """Write passbooks, each on a page of its own, with what was paid up to a day."""
    interest = interest_word(occasion.head)
    return Paper(
        file=file_name(_("passbook"), occasion.month),
        head=occasion.head,
        title=_("Passbook"),
        about=_("up to {day}").format(day=day(on)),
        tables=tuple(table for book in books for table in _tables(book, interest, on)),
        written_on=occasion.written_on,
        signers=(
            Signer(office=_("Borrower")),
            *occasion.signers("accountant", "treasurer"),
        ),
        notes=(_("Sums in đồng."),),
    )


def schedules(
    loan: Loan, payments: Sequence[Payment], on: date
) -> Iterator[tuple[Loan, Sequence[Payment], date]]:
    """Return the schedule in force on a day, with what was paid on it by then.

    Then the ones before it, each up to the day on which an extension put it aside. No payment
    counts on two of them.
    """
    renewal = loan.renewal
    if renewal is None:
        yield loan, payments, on
    elif on < renewal.agreed_on:
        yield from schedules(renewal.before, payments, on)
    else:
        yield loan, payments, on
        paid = list(_paid_before(renewal, payments))
        yield from schedules(renewal.before, paid, renewal.agreed_on)


def _paid_before(renewal: Renewal, payments: Iterable[Payment]) -> Iterator[Payment]:
    """Return what was paid when an extension was agreed, not what was entered later for then."""
    paid = renewal.paid
    later = paid.reversed()
    for payment in payments:
        if payment.value_day <= renewal.agreed_on:
            yield payment
            later = replace(
                later,
                principal=later.principal + payment.principal,
                interest=later.interest + payment.interest,
                fee=later.fee + payment.fee,
                penalty=later.penalty + payment.penalty,
            )
    yield later.reversed()


def _tables(book: Passbook, interest: str, on: date) -> Iterator[Table]:
    """Write the schedule in force; the one that an extension put aside stands below."""
    loan = book.loan
    for number, (terms, paid, until) in enumerate(schedules(loan.terms, loan.payments, on)):
        heading = person(book.member.name, book.member.village_name, book.member.hamlet)
        if number:
            heading = _("The schedule until {day}").format(day=day(until))
        found = periods(terms, paid, until)
        charged = any(one.asked.charges for one in found)
        rows = [_row(one, charged=charged) for one in found]
        sums = range(2, 7 if charged else 6)
        columns = tuple(_columns(interest, charged=charged))
        yield Table(
            heading=heading,
            facts=() if number else tuple(_facts(book, interest, on)),
            columns=columns,
            rows=(*rows, total(_("In all"), rows, sums, at=1, columns=columns)),
            page_of_its_own=not number,
        )


def _facts(book: Passbook, interest: str, on: date) -> Iterator[tuple[str, str]]:
    loan, terms = book.loan, book.loan.terms
    yield _("Loan number"), loan.number
    yield _("Loan sum"), f"{money(loan.principal)} ({in_words(loan.principal)})"
    if book.lent_on:
        yield _("Paid out on"), day(book.lent_on)
    if terms.rate_bp:
        yield (
            _("{interest_word} a month").format(interest_word=interest.capitalize()),
            percent(terms.rate_bp),
        )
    yield _("To be paid back"), way_in_words(terms.way)
    yield _("Principal still to be paid"), money(loan.standing(on).principal_left)


def way_in_words(way: Way) -> str:
    """Say how a loan is paid back."""
    ways = {
        Way.PRINCIPAL_AT_END: _("interest every period, the loan itself at the end"),
        Way.EQUAL_PRINCIPAL: _("the same part of the loan every period, interest on what is left"),
        Way.EQUAL_INSTALMENTS: _("the same sum every period"),
        Way.FLAT: _("the same part of the loan every period, interest on the whole loan"),
        Way.NO_INTEREST: _("the same part of the loan every period, without interest"),
    }
    return ways[way]


def _columns(interest: str, *, charged: bool) -> Iterator[Column]:
    yield Column(title=_("Period"), shape=Shape.SHORT, width=13)
    yield Column(title=_("Due day"), shape=Shape.DAY, width=22)
    yield Column(title=_("Principal"), shape=Shape.MONEY, width=24)
    yield Column(title=interest.capitalize(), shape=Shape.MONEY, width=22)
    if charged:
        yield Column(title=_("Charges"), shape=Shape.MONEY, width=20)
    yield Column(title=_("To pay"), shape=Shape.MONEY, width=24)
    yield Column(title=_("Paid"), shape=Shape.MONEY, width=24)
    yield Column(title=_("Paid on"), shape=Shape.DAY, width=22)
    yield Column(title=_("Loan left"), shape=Shape.MONEY, width=25)


def _row(period: Period, *, charged: bool) -> Row:
    asked = period.asked
    return Row(
        cells=(
            str(asked.number) if asked.number else _("before"),
            asked.due_on,
            asked.principal,
            asked.interest,
            *([asked.charges] if charged else []),
            asked.total,
            period.paid or None,
            period.paid_on,
            period.balance_after,
        )
    )
