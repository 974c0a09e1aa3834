"""Loans of every kind, drawn by hypothesis."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from bot.money.amounts import Rounding
from bot.money.loans import EVERY, DayCount, Loan, Payment, Prepaying, Terms, Way, allocate

RATES_BP = [0, 50, 83, 100, 125, 167, 250]
UNITS = [1, 100, 500, 1000]


@st.composite
def any_terms(draw: st.DrawFn, ways: tuple[Way, ...] = tuple(Way)) -> Terms:
    """Terms of every way, size and rounding, among them sums that are no multiple of the unit."""
    way = draw(st.sampled_from(ways))
    starts_on = draw(st.dates(date(2023, 10, 25), date(2024, 3, 31)))
    periods = draw(st.integers(1, 14))
    return Terms(
        principal=draw(st.integers(1_000, 20_000_000)),
        way=way,
        rate_bp=0 if way is Way.NO_INTEREST else draw(st.sampled_from(RATES_BP)),
        unit=draw(st.sampled_from(UNITS)),
        instalment_unit=draw(st.none() | st.sampled_from(UNITS)),
        rounding=draw(st.sampled_from(Rounding)),
        remainder_at_end=draw(st.booleans()),
        every=draw(st.sampled_from(EVERY)),
        day_count=draw(st.sampled_from(DayCount)),
        principal_from=draw(st.integers(1, periods)),
        interest_from=draw(st.integers(1, periods)),
        payoff_by_days=draw(st.booleans()),
        starts_on=starts_on,
        first_due=starts_on + timedelta(days=draw(st.integers(1, 140))),
        periods=periods,
    )


def pay(
    loan: Loan,
    payments: list[Payment],
    amount: int,
    on: date,
    *,
    prepaying: Prepaying = Prepaying.NEXT,
    principal_first: bool = False,
) -> Payment:
    """Pay a sum as the engine splits it, add it to the payments, and give it back."""
    share = allocate(loan, payments, amount, on, principal_first=principal_first)
    assert share.total == amount
    assert min(share.interest, share.principal, share.fee, share.penalty) >= 0
    payment = Payment(
        value_day=on,
        principal=share.principal,
        interest=share.interest,
        fee=share.fee,
        penalty=share.penalty,
        prepaying=prepaying,
    )
    payments.append(payment)
    return payment
