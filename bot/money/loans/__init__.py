"""The loan engine: schedules, where a loan stands, what money pays of it, what it truly costs.

Pure: đồng in, đồng out; no clock, no database. Everything outside uses the names below.
"""

from bot.money.loans.ageing import Band, aged, band
from bot.money.loans.allocation import NotPositive, TooMuch, allocate
from bot.money.loans.charged import charges_left
from bot.money.loans.days import DayCount, anchored, first_period_months, months_in_arrears
from bot.money.loans.extension import extended
from bot.money.loans.loan import Charge, Freeze, Loan, Payment, Prepaying, Renewal
from bot.money.loans.passbook import Row, interest_paid_to, rows
from bot.money.loans.periods import Due
from bot.money.loans.planning import level, monthly_interest
from bot.money.loans.rates import (
    LEGAL_CAP_BP,
    AboveCap,
    check_cap,
    highest_rate,
    renewed_above_cap,
    true_yearly_rate,
)
from bot.money.loans.schedule import Instalment, schedule
from bot.money.loans.standing import Share, Standing, standing
from bot.money.loans.terms import EVERY, BadTerms, Conditions, Order, Part, Terms, Way

__all__ = [
    "EVERY",
    "LEGAL_CAP_BP",
    "AboveCap",
    "BadTerms",
    "Band",
    "Charge",
    "Conditions",
    "DayCount",
    "Due",
    "Freeze",
    "Instalment",
    "Loan",
    "NotPositive",
    "Order",
    "Part",
    "Payment",
    "Prepaying",
    "Renewal",
    "Row",
    "Share",
    "Standing",
    "Terms",
    "TooMuch",
    "Way",
    "aged",
    "allocate",
    "anchored",
    "band",
    "charges_left",
    "check_cap",
    "extended",
    "first_period_months",
    "highest_rate",
    "interest_paid_to",
    "level",
    "monthly_interest",
    "months_in_arrears",
    "renewed_above_cap",
    "rows",
    "schedule",
    "standing",
    "true_yearly_rate",
]
