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
    JOINT_INCOME = "joint_income"
    """What businesses run together brought in."""
    BORROWED = "borrowed"
    """What somebody lent the club without interest."""
    BETWEEN_FUNDS = "between_funds"
    """The other side, in each fund, of money that went from one to the other."""


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


def written_off(loan: int, principal: Dong) -> tuple[Line, ...]:
    """Make the lines of principal that nobody is asked for any more: no money moves."""
    account = Account(fund=Fund.INCOME, kind=AccountKind.WRITTEN_OFF)
    return (
        Line(account=account, amount=principal, loan=loan),
        _repaid(Fund.INCOME, AccountKind.LOANS, principal, loan, "principal"),
    )


def payout(loan: int, amount: Dong, *, holder: int) -> tuple[Line, ...]:
    """Make the lines of a loan that is paid out of the cash that somebody keeps."""
    cash = Account(fund=Fund.INCOME, kind=AccountKind.CASH, holder=holder)
    lent = Account(fund=Fund.INCOME, kind=AccountKind.LOANS)
    return Line(account=lent, amount=amount, loan=loan), Line(account=cash, amount=-amount)


PLACES = frozenset({AccountKind.CASH, AccountKind.BANK})
"""The accounts that are money one could count."""


def by_fund(lines: Iterable[Line]) -> dict[Fund, Dong]:
    """Add up what lines bring to each fund in cash and in the bank; negative: what they take."""
    sums: dict[Fund, Dong] = {}
    for line in lines:
        if line.account.kind in PLACES:
            sums[line.account.fund] = sums.get(line.account.fund, 0) + line.amount
    return sums


def moved(amount: Dong, *, out_of: Account, into: Account) -> tuple[Line, ...]:
    """Make the lines of money that goes from one account of a fund to another.

    A fee of 5,000 đ goes out of the account of fees into somebody's cash, an expense out of that
    cash into the account of expenses.

    Raises:
        BadEntry: the accounts belong to two funds, or the sum is not positive.
    """
    if out_of.fund is not into.fund or amount <= 0:
        raise BadEntry
    return Line(account=into, amount=amount), Line(account=out_of, amount=-amount)


def between_funds(amount: Dong, *, out_of: Account, into: Account) -> tuple[Line, ...]:
    """Make the lines of money that goes from a fund to the other one, each summing to zero.

    Raises:
        BadEntry: both accounts belong to one fund, or the sum is not positive.
    """
    if out_of.fund is into.fund or amount <= 0:
        raise BadEntry
    kind = AccountKind.BETWEEN_FUNDS
    return (
        *moved(amount, out_of=out_of, into=Account(fund=out_of.fund, kind=kind)),
        *moved(amount, out_of=Account(fund=into.fund, kind=kind), into=into),
    )


def cash_difference(fund: Fund, holder: int, by: Dong) -> tuple[Line, ...]:
    """Make the lines of what a count found: positive is more than the book says, negative less.

    20,000 đ missing goes out of the keeper's cash into the account of cash differences, where it
    stays to be seen.

    Raises:
        BadEntry: there is no difference.
    """
    kept = Account(fund=fund, kind=AccountKind.CASH, holder=holder)
    found = Account(fund=fund, kind=AccountKind.CASH_DIFFERENCE)
    into, out_of = (kept, found) if by > 0 else (found, kept)
    return moved(abs(by), out_of=out_of, into=into)


def counted(fund: Fund, holder: int, by: Dong, *, kept: Mapping[Fund, Dong]) -> tuple[Line, ...]:
    """Make the lines of a difference that is told of one fund; `kept` is the cash of both.

    No fund loses more than it has: of 500,000 đ missing where it has 300,000 đ, the other fund
    lost 200,000 đ.

    Raises:
        BadEntry: there is no difference.
    """
    own = by if by > 0 else max(by, -max(0, kept.get(fund, 0)))
    other = Fund.ACTIVITY if fund is Fund.INCOME else Fund.INCOME
    parts = {fund: own, other: by - own}
    if not by:
        raise BadEntry
    return tuple(
        line for one, part in parts.items() if part for line in cash_difference(one, holder, part)
    )


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
