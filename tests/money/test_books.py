"""Double entry: what may be posted, repayments, reversals and opening balances."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.money import books
from bot.money.amounts import BadWeights
from bot.money.books import (
    PLACES,
    Account,
    AccountKind,
    BadEntry,
    Fund,
    Line,
    Unbalanced,
    between_funds,
    by_fund,
    check,
    moved,
    opening,
    repayment,
    reversal,
)
from bot.money.loans import Share

INCOME, ACTIVITY = Fund.INCOME, Fund.ACTIVITY
CASH, BANK, LOANS = AccountKind.CASH, AccountKind.BANK, AccountKind.LOANS
INTEREST, CAPITAL, DEPOSITS = AccountKind.INTEREST, AccountKind.CAPITAL, AccountKind.DEPOSITS
LOAN, TREASURER = 7, 3


def line(fund: Fund, kind: AccountKind, amount: int, holder: int | None = None) -> Line:
    return Line(account=Account(fund=fund, kind=kind, holder=holder), amount=amount)


def shown(lines: tuple[Line, ...]) -> list[tuple[Fund, AccountKind, int | None, int, str]]:
    return [
        (item.account.fund, item.account.kind, item.account.holder, item.amount, item.part)
        for item in lines
    ]


def test_an_entry_that_sums_to_zero_in_each_fund_passes() -> None:
    check(
        [
            line(INCOME, CASH, 50, TREASURER),
            line(INCOME, INTEREST, -50),
            line(ACTIVITY, CASH, 5, TREASURER),
            line(ACTIVITY, AccountKind.FEES, -5),
        ]
    )


@pytest.mark.parametrize(
    ("lines", "fund", "by"),
    [
        ([line(INCOME, CASH, 50)], INCOME, 50),
        ([line(ACTIVITY, CASH, 50), line(ACTIVITY, INTEREST, -49)], ACTIVITY, 1),
        # zero over both funds is not enough: they never mix
        ([line(INCOME, CASH, 50), line(ACTIVITY, INTEREST, -50)], INCOME, 50),
    ],
)
def test_an_entry_that_leaves_a_fund_unbalanced_is_refused(
    lines: list[Line], fund: Fund, by: int
) -> None:
    with pytest.raises(Unbalanced) as refused:
        check(lines)
    assert (refused.value.fund, refused.value.by) == (fund, by)


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [line(INCOME, CASH, 0), line(INCOME, INTEREST, 0)],
        [line(INCOME, CASH, 5), line(INCOME, INTEREST, -5), line(ACTIVITY, CASH, 0)],
    ],
)
def test_an_entry_without_lines_or_with_a_line_of_nothing_is_refused(lines: list[Line]) -> None:
    with pytest.raises(BadEntry):
        check(lines)


def test_principal_and_interest_go_to_the_funds_of_the_standing_decision() -> None:
    share = Share(interest=50_000, principal=450_000)
    lines = repayment(
        loan=LOAN,
        share=share,
        into=AccountKind.CASH,
        holder=TREASURER,
        interest_to_income_bp=2_000,
    )
    assert shown(lines) == [
        (INCOME, CASH, TREASURER, 460_000, ""),
        (INCOME, LOANS, None, -450_000, "principal"),
        (INCOME, INTEREST, None, -10_000, "interest"),
        (ACTIVITY, CASH, TREASURER, 40_000, ""),
        (ACTIVITY, INTEREST, None, -40_000, "interest"),
    ]
    assert [item.loan for item in lines] == [None, LOAN, LOAN, None, LOAN]
    assert by_fund(lines) == {Fund.INCOME: 460_000, Fund.ACTIVITY: 40_000}


@pytest.mark.parametrize(
    ("share", "to_income", "expected"),
    [
        (
            Share(interest=50_000, principal=0),
            0,
            [
                (ACTIVITY, BANK, None, 50_000, ""),
                (ACTIVITY, INTEREST, None, -50_000, "interest"),
            ],
        ),
        (
            Share(interest=50_000, principal=0),
            10_000,
            [(INCOME, BANK, None, 50_000, ""), (INCOME, INTEREST, None, -50_000, "interest")],
        ),
        (
            Share(interest=0, principal=450_000),
            0,
            [(INCOME, BANK, None, 450_000, ""), (INCOME, LOANS, None, -450_000, "principal")],
        ),
    ],
)
def test_a_repayment_has_no_line_of_nothing_and_can_come_by_bank(
    share: Share, to_income: int, expected: list[tuple[Fund, AccountKind, None, int, str]]
) -> None:
    lines = repayment(
        loan=LOAN, share=share, into=AccountKind.BANK, holder=None, interest_to_income_bp=to_income
    )
    assert shown(lines) == expected


def test_charges_of_paper_rules_go_where_the_interest_goes() -> None:
    share = Share(interest=0, principal=100_000, fee=10_000, penalty=5_000)
    lines = repayment(
        loan=LOAN,
        share=share,
        into=AccountKind.CASH,
        holder=TREASURER,
        interest_to_income_bp=5_000,
    )
    check(lines)
    assert by_fund(lines) == {Fund.INCOME: 107_500, Fund.ACTIVITY: 7_500}
    charges = [(item.amount, item.part) for item in lines if item.account.kind == "charges"]
    assert charges == [(-5_000, "fee"), (-2_500, "penalty")] * 2


@pytest.mark.parametrize("decision", [-1, 10_001])
def test_a_decision_beyond_the_whole_is_refused(decision: int) -> None:
    share = Share(interest=50_000, principal=0)
    with pytest.raises(BadWeights):
        repayment(
            loan=LOAN,
            share=share,
            into=AccountKind.BANK,
            holder=None,
            interest_to_income_bp=decision,
        )


@given(
    interest=st.integers(0, 10**9),
    principal=st.integers(0, 10**9),
    decision=st.integers(0, 10_000),
    holder=st.none() | st.just(TREASURER),
)
def test_a_repayment_balances_and_tells_the_loan_all_that_was_paid(
    interest: int, principal: int, decision: int, holder: int | None
) -> None:
    share = Share(interest=interest, principal=principal + 1)
    lines = repayment(
        loan=LOAN,
        share=share,
        into=AccountKind.CASH,
        holder=holder,
        interest_to_income_bp=decision,
    )
    check(lines)
    repaid = {
        part: -sum(item.amount for item in lines if item.part == part and item.loan == LOAN)
        for part in ("interest", "principal")
    }
    assert repaid == {"interest": share.interest, "principal": share.principal}
    assert sum(item.amount for item in lines if item.amount > 0) == share.total


def test_a_reversal_leaves_every_account_and_the_loan_as_they_were() -> None:
    share = Share(interest=27_000, principal=458_000)
    lines = repayment(
        loan=LOAN,
        share=share,
        into=AccountKind.CASH,
        holder=TREASURER,
        interest_to_income_bp=3_333,
    )
    back = reversal(lines)
    check(back)
    after: dict[tuple[Account, int | None, str], int] = {}
    for item in (*lines, *back):
        key = item.account, item.loan, item.part
        after[key] = after.get(key, 0) + item.amount
    assert set(after.values()) == {0}
    assert reversal(back) == lines


def test_an_opening_balance_stands_against_capital() -> None:
    lines = opening(
        INCOME,
        cash={TREASURER: 2_000_000, 4: 1_000_000},
        bank={None: 700_000, 5: 300_000},
        loans={LOAN: 4_000_000, 8: 1_000_000},
        deposits={11: 200_000, 12: 300_000},
    )
    check(lines)
    assert shown(lines) == [
        (INCOME, CASH, TREASURER, 2_000_000, ""),
        (INCOME, CASH, 4, 1_000_000, ""),
        (INCOME, BANK, None, 700_000, ""),
        (INCOME, BANK, 5, 300_000, ""),
        (INCOME, LOANS, None, 4_000_000, ""),
        (INCOME, LOANS, None, 1_000_000, ""),
        (INCOME, DEPOSITS, 11, -200_000, ""),
        (INCOME, DEPOSITS, 12, -300_000, ""),
        (INCOME, CAPITAL, None, -8_500_000, ""),
    ]
    assert [item.loan for item in lines if item.loan] == [LOAN, 8]


def test_an_opening_balance_of_deposits_alone_needs_no_capital() -> None:
    lines = opening(ACTIVITY, cash={TREASURER: 500_000}, bank={}, loans={}, deposits={11: 500_000})
    check(lines)
    assert shown(lines) == [
        (ACTIVITY, CASH, TREASURER, 500_000, ""),
        (ACTIVITY, DEPOSITS, 11, -500_000, ""),
    ]


def test_a_fund_that_starts_with_nothing_has_no_opening_entry() -> None:
    assert opening(ACTIVITY, cash={TREASURER: 0}, bank={}, loans={}, deposits={}) == ()


# --- Other money ---------------------------------------------------------------------------------

HEAD = 4
MOVES = {
    "a fee": (ACTIVITY, AccountKind.FEES, None, CASH, TREASURER),
    "a gift": (INCOME, AccountKind.GIFTS, None, CASH, TREASURER),
    "income of a joint business": (INCOME, AccountKind.JOINT_INCOME, None, CASH, TREASURER),
    "an expense": (ACTIVITY, CASH, TREASURER, AccountKind.EXPENSES, None),
    "a deposit": (INCOME, DEPOSITS, 11, CASH, TREASURER),
    "a deposit given back": (INCOME, CASH, TREASURER, DEPOSITS, 11),
    "a loan to the club": (INCOME, AccountKind.BORROWED, None, CASH, TREASURER),
    "cash taken to the bank": (INCOME, CASH, TREASURER, BANK, None),
    "cash fetched from the bank": (INCOME, BANK, None, CASH, TREASURER),
    "cash from hand to hand": (ACTIVITY, CASH, TREASURER, CASH, HEAD),
}


@pytest.mark.parametrize("what", MOVES)
def test_money_goes_out_of_one_account_into_another_of_its_fund(what: str) -> None:
    fund, source, giver, goal, taker = MOVES[what]
    lines = moved(
        55_000,
        out_of=Account(fund=fund, kind=source, holder=giver),
        into=Account(fund=fund, kind=goal, holder=taker),
    )
    check(lines)
    assert shown(lines) == [(fund, goal, taker, 55_000, ""), (fund, source, giver, -55_000, "")]
    came = (goal in PLACES) - (source in PLACES)
    assert by_fund(lines) == {fund: 55_000 * came}
    assert sum(by_fund((*lines, *reversal(lines))).values()) == 0


@pytest.mark.parametrize(("out_of", "into"), [(INCOME, ACTIVITY), (ACTIVITY, INCOME)])
@pytest.mark.parametrize("place", [CASH, BANK])
def test_money_between_the_funds_leaves_each_of_them_at_zero(
    out_of: Fund, into: Fund, place: AccountKind
) -> None:
    lines = between_funds(
        400_000,
        out_of=Account(fund=out_of, kind=place, holder=TREASURER),
        into=Account(fund=into, kind=place, holder=TREASURER),
    )
    check(lines)
    assert by_fund(lines) == {out_of: -400_000, into: 400_000}
    assert {item.account.kind for item in lines} == {place, AccountKind.BETWEEN_FUNDS}


@pytest.mark.parametrize("amount", [0, -5_000])
def test_nothing_and_less_than_nothing_go_nowhere(amount: int) -> None:
    cash = Account(fund=INCOME, kind=CASH, holder=TREASURER)
    with pytest.raises(BadEntry):
        moved(amount, out_of=cash, into=Account(fund=INCOME, kind=BANK))
    with pytest.raises(BadEntry):
        between_funds(amount, out_of=cash, into=Account(fund=ACTIVITY, kind=CASH))


def test_a_move_stays_in_its_fund_and_a_transfer_leaves_it() -> None:
    cash = Account(fund=INCOME, kind=CASH, holder=TREASURER)
    with pytest.raises(BadEntry):
        moved(5_000, out_of=cash, into=Account(fund=ACTIVITY, kind=CASH))
    with pytest.raises(BadEntry):
        between_funds(5_000, out_of=cash, into=Account(fund=INCOME, kind=BANK))


def test_one_handing_for_a_loan_and_a_fee_is_one_entry_that_balances() -> None:
    loan = repayment(
        loan=LOAN,
        share=Share(interest=50_000, principal=100_000),
        into=CASH,
        holder=TREASURER,
        interest_to_income_bp=0,
    )
    fee = moved(
        5_000,
        out_of=Account(fund=ACTIVITY, kind=AccountKind.FEES),
        into=Account(fund=ACTIVITY, kind=CASH, holder=TREASURER),
    )
    check([*loan, *fee])
    assert by_fund([*loan, *fee]) == {INCOME: 100_000, ACTIVITY: 55_000}


@pytest.mark.parametrize(
    ("by", "kept", "expected"),
    [
        (-500_000, {Fund.INCOME: 300_000, Fund.ACTIVITY: 900_000}, (-300_000, -200_000)),
        (-300_000, {Fund.INCOME: 300_000, Fund.ACTIVITY: 900_000}, (-300_000, 0)),
        (-900_000, {Fund.ACTIVITY: 900_000}, (0, -900_000)),
        (20_000, {Fund.ACTIVITY: 900_000}, (20_000, 0)),
    ],
)
def test_no_fund_loses_more_by_a_count_than_it_has(
    by: int, kept: dict[Fund, int], expected: tuple[int, int]
) -> None:
    lines = books.counted(Fund.INCOME, 7, by, kept=kept)
    books.check(lines)
    sums = books.by_fund(lines)
    assert (sums.get(Fund.INCOME, 0), sums.get(Fund.ACTIVITY, 0)) == expected
