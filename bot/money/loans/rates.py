"""What a loan truly costs a year, and the law's limit on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from bot.money.amounts import WHOLE_BP, Dong
from bot.money.loans.days import DAYS_IN_A_YEAR, DayCount, is_whole
from bot.money.loans.loan import Loan
from bot.money.loans.schedule import schedule
from bot.money.loans.terms import BadTerms, Conditions, Terms, fields_of

LEGAL_CAP_BP = 2_000
"""20% a year on the money still owed (Civil Code 2015, article 468): the default of a setting."""
PRECISION = 1e-13
"""Far below the 1e-9 that is promised, far above what floating point cannot tell apart."""


class AboveCap(ValueError):
    """A product costs more than the law allows."""

    def __init__(self, *, yearly: float, cap_bp: int, highest_bp: int | None) -> None:
        """Keep the true yearly rate, the cap, and the highest monthly rate that passes."""
        super().__init__(yearly, cap_bp, highest_bp)
        self.yearly = yearly
        """The true yearly rate: 0.215 is 21.5%."""
        self.cap_bp = cap_bp
        self.highest_bp = highest_bp
        """Basis points a month; None: no rate passes, so much is kept back at paying out."""


@dataclass(frozen=True, slots=True)
class _Flow:
    years: Fraction
    """Since the flow before."""
    amount: Dong


def true_yearly_rate(terms: Terms, *, kept_back: Dong = 0) -> float:
    """Work out what a loan truly costs a year, from its instalments as they were rounded.

    It is the yearly rate that, counted on the money still owed and added at each due day, comes
    out at exactly these instalments: for monthly periods twelve times the monthly internal rate of
    return. 1% a month flat over 12 months is 0.2146. Exact to 1e-9; 0.0 for no interest.

    A period between two anchored days is its months; an odd first period, and every period where
    days are counted, is its days by 365. Interest missing from before is left out.

    Args:
        terms: of the loan.
        kept_back: what the borrower does not get of the principal, such as interest taken up
            front, đồng.

    Raises:
        BadTerms: everything is kept back.
    """
    received, flows = _received(terms, kept_back), _flows(terms)
    if sum(flow.amount for flow in flows) == received:
        return 0.0
    low, high = 0.0, 1.0
    years = [float(flow.years) for flow in flows]
    amounts = [float(flow.amount) for flow in flows]
    while _worth(years, amounts, high) > received:
        low, high = high, high * 2
    while high - low > PRECISION * max(1.0, high):
        middle = (low + high) / 2
        if _worth(years, amounts, middle) > received:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def check_cap(terms: Terms, *, cap_bp: int = LEGAL_CAP_BP, kept_back: Dong = 0) -> None:
    """Let pass only what costs no more than the cap; exactly the cap passes.

    Args:
        terms: of the loan.
        cap_bp: basis points a year.
        kept_back: as for `true_yearly_rate`.

    Raises:
        AboveCap: it costs more; with the figure and the highest monthly rate that passes.
        BadTerms: everything is kept back.
    """
    if not _is_above(terms, cap_bp, kept_back):
        return
    raise AboveCap(
        yearly=true_yearly_rate(terms, kept_back=kept_back),
        cap_bp=cap_bp,
        highest_bp=highest_rate(terms, cap_bp=cap_bp, kept_back=kept_back),
    )


def renewed_above_cap(loan: Loan, *, cap_bp: int = LEGAL_CAP_BP) -> bool:
    """Say whether an extension takes a loan above the cap that it kept before.

    One that ran above it on paper already can be given new days, too.
    """
    if loan.renewal is None or not _is_above(_terms_of(loan), cap_bp, 0):
        return False
    return not _is_above(_terms_of(loan.renewal.before), cap_bp, 0)


def _terms_of(loan: Loan) -> Terms:
    """Return what the schedule of a loan was made of, without what it brought along."""
    items = [item for item in loan.instalments if item.number]
    return Terms.under(
        Conditions(**fields_of(loan)),
        principal=loan.principal,
        starts_on=items[0].starts_on,
        first_due=items[0].due_on,
        periods=len(items),
        anchor_day=loan.anchor_day,
    )


def highest_rate(terms: Terms, *, cap_bp: int = LEGAL_CAP_BP, kept_back: Dong = 0) -> int | None:
    """Return the rate, in basis points a month, that passes while the next basis point does not.

    It is searched for below the rate of the terms, for their sum, days and rounding.

    Returns:
        The rate of the terms where that passes; None where even no interest is too much.
    """

    def passes(rate_bp: int) -> bool:
        return not _is_above(replace(terms, rate_bp=rate_bp), cap_bp, kept_back)

    if passes(terms.rate_bp):
        return terms.rate_bp
    if not passes(0):
        return None
    low, high = 0, terms.rate_bp
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if passes(middle) else (low, middle)
    return low


def _is_above(terms: Terms, cap_bp: int, kept_back: Dong) -> bool:
    """Compare exactly: would the cap's rate on the money still owed ask for less than this?"""
    left = Fraction(_received(terms, kept_back))
    for flow in _flows(terms):
        left += left * flow.years * Fraction(cap_bp, WHOLE_BP) - flow.amount
    return left < 0


def _received(terms: Terms, kept_back: Dong) -> Dong:
    if not 0 <= kept_back < terms.principal:
        raise BadTerms("kept_back", kept_back)
    return terms.principal - kept_back


def _flows(terms: Terms) -> list[_Flow]:
    return [
        _Flow(_years(terms, item.starts_on, item.due_on, first=item.number == 1), item.total)
        for item in schedule(replace(terms, interest_unpaid=0))
    ]


def _years(terms: Terms, starts_on: date, due_on: date, *, first: bool) -> Fraction:
    odd = first and not is_whole(starts_on, due_on, terms.anchor, terms.every)
    if odd or terms.day_count is DayCount.ACTUAL_365:
        return Fraction((due_on - starts_on).days, DAYS_IN_A_YEAR)
    return Fraction(terms.every, 12)


def _worth(years: Sequence[float], amounts: Sequence[float], yearly: float) -> float:
    """What the instalments are worth at the start; the higher the yearly rate, the less."""
    worth, growth = 0.0, 1.0
    for length, amount in zip(years, amounts, strict=True):
        growth *= 1 + yearly * length
        worth += amount / growth
    return worth
