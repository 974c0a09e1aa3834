"""What a loan's schedule must be, worked out anew from the terms that it was made on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.money.amounts import Rounding
from bot.money.loans import Conditions, Instalment, Loan, Terms, Way, schedule


def is_as_agreed(loan: Loan, *, of_paper: int | None = None) -> bool:
    """Whether this schedule, and each that it replaced, is what the engine makes of its terms.

    `of_paper` is what was once lent, đồng, where the loan was taken over from a paper book: the
    schedule is then what was left of it.
    """
    return all(_is_made(one, of_paper) for one in _each(loan))


def _each(loan: Loan) -> Iterator[Loan]:
    yield loan
    while loan.renewal is not None:
        loan = loan.renewal.before
        yield loan


def _is_made(loan: Loan, of_paper: int | None) -> bool:
    lines = [one for one in loan.instalments if one.number]
    if not lines:
        return False
    if of_paper is not None and loan.renewal is None:
        return lines == _taken_over(loan, lines, of_paper)
    if lines == _made(_terms(loan, lines, len(lines))):
        return True
    # Rounded up, a loan may be paid back some periods early: how many is known no more.
    most = 2 * len(lines) if loan.rounding is not Rounding.DOWN else len(lines)
    tries = range(len(lines) + 1, most + 1)
    return any(lines == _made(_terms(loan, lines, periods)) for periods in tries)


def _made(terms: Terms) -> list[Instalment]:
    return [one for one in schedule(terms) if one.number]


def _terms(conditions: Conditions, lines: Sequence[Instalment], periods: int) -> Terms:
    return Terms.under(
        conditions,
        principal=sum(one.principal for one in lines),
        starts_on=lines[0].starts_on,
        first_due=lines[0].due_on,
        periods=periods,
        anchor_day=_anchor(lines),
    )


def _anchor(lines: Sequence[Instalment]) -> int:
    """Return the day of the month that is meant: on 28 February perhaps the 31st."""
    first = lines[0].due_on
    is_last = (first + timedelta(days=1)).month != first.month
    return max(one.due_on.day for one in lines) if is_last else first.day


def _taken_over(
    conditions: Conditions, lines: Sequence[Instalment], lent: int
) -> list[Instalment]:
    """Return the rest of a loan of the paper book: what was behind carries no principal."""
    if conditions.way is not Way.PRINCIPAL_AT_END:
        begins = next((one.number for one in lines if one.principal), 1)
        conditions = replace(conditions, principal_from=begins)
    terms = _terms(conditions, lines, len(lines))
    if terms.way is not Way.FLAT:
        return _made(terms)
    # Flat interest is counted on the sum that was lent, whatever of it is paid back.
    parts = _made(replace(terms, way=Way.NO_INTEREST, rate_bp=0))
    full = _made(replace(terms, way=Way.PRINCIPAL_AT_END, principal=lent))
    return [replace(one, interest=two.interest) for one, two in zip(parts, full, strict=True)]
