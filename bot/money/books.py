"""Double entry in two funds that never mix: the lines of an entry, each fund summing to zero."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal, TypeAlias

from bot.money.amounts import WHOLE_BP, Dong, shares
from bot.money.loans import Share

Part: TypeAlias = Literal["", "principal", "interest", "fee", "penalty"]
"""What a line repays of its loan; empty for paying out, opening balances and everything else."""


class Fund(StrEnum):
    """The two funds of a club (Decision 1336)."""

    INCOME = "income"
    """Quỹ tăng thu nhập, which lends."""
    ACTIVITY = "activity"
    """Quỹ hoạt động, which pays for visits, gifts and meetings."""


class AccountKind(StrEnum):
    """What an account is for."""

    CASH = "cash"
    """One for each person who keeps some."""
    BANK = "bank"
    LOANS = "loans"
    """Principal that is lent out."""
    INTEREST = "interest"
    CHARGES = "charges"
    """Fees and penalties on loans, where a club's paper rules have them."""
    FEES = "fees"
    GIFTS = "gifts"
    EXPENSES = "expenses"
    DEPOSITS = "deposits"
    """Contributions that the club must give back."""
    CAPITAL = "capital"
    """The other side of opening balances."""
    CASH_DIFFERENCE = "cash_difference"
    WRITTEN_OFF = "written_off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One account of one fund; `holder` keeps the cash, or is owed the deposit."""

    fund: Fund
    kind: AccountKind
    holder: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of an entry, in đồng: positive is a debit (cash in), negative a credit."""

    account: Account
    amount: Dong
    loan: int | None = None
    part: Part = ""


class BadEntry(ValueError):
    """An entry that must not be posted: it has no lines, or one of zero đồng."""


class Unbalanced(BadEntry):
    """The lines of a fund do not sum to zero: `by` is what they sum to."""

    def __init__(self, fund: Fund, by: Dong) -> None:
        """Keep the fund and the sum."""
        super().__init__(fund, by)
        self.fund = fund
        self.by = by


def check(lines: Sequence[Line]) -> None:
    """Let pass only what may be posted: two or more lines that sum to zero in each fund.

    Raises:
        Unbalanced: a fund does not sum to zero; a single line never does.
        BadEntry: there are no lines, or a line is zero.
    """
    if not lines or not all(line.amount for line in lines):
        raise BadEntry
    for fund in Fund:
        by = sum(line.amount for line in lines if line.account.fund is fund)
        if by:
            raise Unbalanced(fund, by)


def repayment(
    *,
    loan: int,
    share: Share,
    into: AccountKind,
    holder: int | None,
    interest_to_income_bp: int,
) -> tuple[Line, ...]:
    """Make the lines of money received for a loan, into somebody's cash or the bank account.

    Principal goes to the loan fund. Interest, and charges where there are any, go to the funds by
    the club's standing decision, basis points of each to the loan fund and the rest to the
    activity fund. Interest 50,000 đ and
    principal 450,000 đ at 2,000: the loan fund takes in 460,000 đ, the activity fund 40,000 đ.
    The lines with `part` are the ones to add up, negated, for what was paid on a loan.

    Raises:
        BadWeights: the decision is not between 0 and 10,000.
    """
    weights = (interest_to_income_bp, WHOLE_BP - interest_to_income_bp)
    earned = (share.interest, share.fee, share.penalty)
    lines = []
    for fund, principal, (interest, fee, penalty) in zip(
        (Fund.INCOME, Fund.ACTIVITY),
        (share.principal, 0),
        zip(*(shares(amount, weights) for amount in earned), strict=True),
        strict=True,
    ):
        received = Account(fund=fund, kind=into, holder=holder)
        lines += [
            Line(account=received, amount=principal + interest + fee + penalty),
            _repaid(fund, AccountKind.LOANS, principal, loan, "principal"),
            _repaid(fund, AccountKind.INTEREST, interest, loan, "interest"),
            _repaid(fund, AccountKind.CHARGES, fee, loan, "fee"),
            _repaid(fund, AccountKind.CHARGES, penalty, loan, "penalty"),
        ]
    return tuple(line for line in lines if line.amount)


def _repaid(fund: Fund, kind: AccountKind, amount: Dong, loan: int, part: Part) -> Line:
    return Line(account=Account(fund=fund, kind=kind), amount=-amount, loan=loan, part=part)


def by_fund(lines: Iterable[Line]) -> dict[Fund, Dong]:
    """Add up what the lines of a repayment brought to each fund."""
    sums: dict[Fund, Dong] = {}
    for line in lines:
        if line.part:
            sums[line.account.fund] = sums.get(line.account.fund, 0) - line.amount
    return sums


def reversal(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Make the lines that take an entry back, line by line."""
    return tuple(replace(line, amount=-line.amount) for line in lines)


def opening(
    fund: Fund,
    *,
    cash: Mapping[int, Dong],
    bank: Mapping[int | None, Dong],
    loans: Mapping[int, Dong],
    deposits: Mapping[int, Dong],
) -> tuple[Line, ...]:
    """Make the lines of a fund's opening balance; the rest is its capital.

    Cash 3,000,000 đ, bank 1,000,000 đ and loans 5,000,000 đ with 500,000 đ of deposits to give
    back is a capital of 8,500,000 đ. Nothing at all makes no lines.

    Args:
        fund: the fund.
        cash: đồng by the member who keeps it.
        bank: đồng by the member in whose name the bank has it, None for the club's own account.
        loans: principal still owed, by loan.
        deposits: đồng that the fund must give back, by member, as positive figures.
    """
    has = [
        *(_opened(fund, AccountKind.CASH, held, holder=who) for who, held in cash.items()),
        *(_opened(fund, AccountKind.BANK, held, holder=who) for who, held in bank.items()),
        *(_opened(fund, AccountKind.LOANS, left, loan=loan) for loan, left in loans.items()),
        *(
            _opened(fund, AccountKind.DEPOSITS, -owed, holder=who)
            for who, owed in deposits.items()
        ),
    ]
    capital = _opened(fund, AccountKind.CAPITAL, -sum(line.amount for line in has))
    return tuple(line for line in (*has, capital) if line.amount)


def _opened(
    fund: Fund,
    kind: AccountKind,
    amount: Dong,
    *,
    holder: int | None = None,
    loan: int | None = None,
) -> Line:
    return Line(account=Account(fund=fund, kind=kind, holder=holder), amount=amount, loan=loan)
