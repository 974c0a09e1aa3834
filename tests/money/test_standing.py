"""Where a loan stands: tables of worked cases, day by day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.money.loans import Loan, Terms, Way, schedule
from bot.money.standing import (
    NotPositive,
    Payment,
    Share,
    Standing,
    TooMuch,
    allocate,
    standing,
)


def loan_on(terms: Terms) -> Loan:
    return Loan(rate_bp=terms.rate_bp, unit=terms.unit, instalments=schedule(terms))


def day(text: str) -> date:
    """Read a day of 2024 from `10/5`."""
    number, month = text.split("/")
    return date(2024, int(month), int(number))


def paid(text: str, principal: int = 0, interest: int = 0) -> Payment:
    return Payment(value_day=day(text), principal=principal, interest=interest)


def summary(found: Standing) -> tuple[int, int, int, str | None, tuple[str, int, int] | None]:
    """Principal left, interest left, overdue, since, and what is next."""
    since, due = found.overdue_since, found.next_due
    return (
        found.principal_left,
        found.interest_left,
        found.overdue,
        f"{since:%d/%m}" if since else None,
        (f"{due.due_on:%d/%m}", due.interest, due.principal) if due else None,
    )


# 5,000,000 at 1% a month, from 10 March, due 10 April, 10 May, 10 June with the principal
AT_END_TERMS = Terms(
    principal=5_000_000,
    way=Way.PRINCIPAL_AT_END,
    rate_bp=100,
    starts_on=date(2024, 3, 10),
    first_due=date(2024, 4, 10),
    periods=3,
)
AT_END = loan_on(AT_END_TERMS)
# 3,000,000 at 1%: 1,030,000, 1,020,000, 1,010,000 on the same days
EQUAL = loan_on(replace(AT_END_TERMS, principal=3_000_000, way=Way.EQUAL_PRINCIPAL))
APRIL_PAID = paid("10/4", interest=50_000)
MAY_PAID = paid("10/5", interest=50_000)
M = 1_000_000


@pytest.mark.parametrize(
    ("payments", "on", "expected", "now"),
    [
        # nothing has begun on the day of paying out; the day after the whole month counts
        ([], "10/3", (5 * M, 0, 0, None, ("10/04", 50_000, 0)), 0),
        ([], "11/3", (5 * M, 50_000, 0, None, ("10/04", 50_000, 0)), 50_000),
        # due today is not overdue, and today does not yet cost the next month
        ([], "10/4", (5 * M, 50_000, 0, None, ("10/04", 50_000, 0)), 50_000),
        ([], "11/4", (5 * M, 100_000, 50_000, "10/04", ("10/05", 50_000, 0)), 100_000),
        # paid on the due day: next is May, asked for from the day after
        ([APRIL_PAID], "10/4", (5 * M, 0, 0, None, ("10/05", 50_000, 0)), 0),
        ([APRIL_PAID], "11/4", (5 * M, 50_000, 0, None, ("10/05", 50_000, 0)), 50_000),
        # paid in part
        (
            [paid("9/4", interest=20_000)],
            "10/4",
            (5 * M, 30_000, 0, None, ("10/04", 30_000, 0)),
            30_000,
        ),
        (
            [paid("9/4", interest=20_000)],
            "11/4",
            (5 * M, 80_000, 30_000, "10/04", ("10/05", 50_000, 0)),
            80_000,
        ),
        # two months late, nothing added before maturity
        ([], "20/5", (5 * M, 150_000, 100_000, "10/04", ("10/06", 50_000, 5 * M)), 5_150_000),
        # principal paid ahead in the running month: April as agreed, May on what was left
        (
            [paid("20/3", principal=M, interest=50_000)],
            "20/3",
            (4 * M, 0, 0, None, ("10/05", 40_000, 0)),
            0,
        ),
        (
            [paid("20/3", principal=M, interest=50_000)],
            "11/5",
            (4 * M, 80_000, 40_000, "10/05", ("10/06", 40_000, 4 * M)),
            4_080_000,
        ),
        # principal paid on the day a period starts lowers that period
        (
            [APRIL_PAID, paid("10/4", principal=M)],
            "11/4",
            (4 * M, 40_000, 0, None, ("10/05", 40_000, 0)),
            40_000,
        ),
        (
            [APRIL_PAID, paid("11/4", principal=M)],
            "11/4",
            (4 * M, 50_000, 0, None, ("10/05", 50_000, 0)),
            50_000,
        ),
        # nothing owed: nothing is asked in the last period
        ([APRIL_PAID, MAY_PAID, paid("10/5", principal=5 * M)], "11/5", (0, 0, 0, None, None), 0),
        # a payment of a later value day does not count yet
        ([APRIL_PAID, MAY_PAID], "12/4", (5 * M, 50_000, 0, None, ("10/05", 50_000, 0)), 50_000),
        # interest paid ahead covers the next month
        (
            [paid("10/4", interest=100_000)],
            "11/4",
            (5 * M, 0, 0, None, ("10/06", 50_000, 5 * M)),
            0,
        ),
    ],
)
def test_a_loan_with_its_principal_at_the_end(
    payments: list[Payment],
    on: str,
    expected: tuple[int, int, int, str | None, tuple[str, int, int] | None],
    now: int,
) -> None:
    found = standing(AT_END, payments, day(on))
    assert summary(found) == expected
    assert found.to_pay_now == now


@pytest.mark.parametrize(
    ("payments", "on", "expected", "now"),
    [
        ([], "20/3", (3 * M, 30_000, 0, None, ("10/04", 30_000, M)), 1_030_000),
        (
            [],
            "20/4",
            (3 * M, 50_000, 1_030_000, "10/04", ("10/05", 20_000, M)),
            2_050_000,
        ),
        # a first instalment in part: 400,000 of its principal is overdue
        (
            [paid("10/4", 600_000, 30_000)],
            "20/4",
            (2_400_000, 20_000, 400_000, "10/04", ("10/05", 20_000, M)),
            1_420_000,
        ),
        # 1,500,000 in April covers April and half of May; May's interest is on 1,500,000
        (
            [paid("10/4", 1_500_000, 30_000)],
            "20/4",
            (1_500_000, 15_000, 0, None, ("10/05", 15_000, 500_000)),
            515_000,
        ),
        # ahead in April, then the scheduled balance again: June costs its own 1%
        (
            [paid("10/4", 1_500_000, 30_000), paid("10/5", 500_000, 15_000)],
            "20/5",
            (M, 10_000, 0, None, ("10/06", 10_000, M)),
            1_010_000,
        ),
        # principal of April and May is paid, May's interest is not
        (
            [paid("10/4", 2 * M, 30_000)],
            "11/5",
            (M, 20_000, 10_000, "10/05", ("10/06", 10_000, M)),
            1_020_000,
        ),
    ],
)
def test_a_loan_in_equal_parts(
    payments: list[Payment],
    on: str,
    expected: tuple[int, int, int, str | None, tuple[str, int, int] | None],
    now: int,
) -> None:
    found = standing(EQUAL, payments, day(on))
    assert summary(found) == expected
    assert found.to_pay_now == now


@pytest.mark.parametrize(
    ("payments", "on", "expected"),
    [
        ([], "10/6", (5 * M, 150_000, 100_000, "10/04", ("10/06", 50_000, 5 * M))),
        # the first month over the end has begun
        ([], "11/6", (5 * M, 200_000, 5_150_000, "10/04", ("10/07", 50_000, 0))),
        # no interest on interest: the same 50,000 each month
        ([], "11/9", (5 * M, 350_000, 5_300_000, "10/04", ("10/10", 50_000, 0))),
        # 3,000,000 of the principal paid on 1 July: July as begun, then 1% of 2,000,000
        (
            [APRIL_PAID, MAY_PAID, paid("10/6", 0, 50_000), paid("1/7", 3 * M, 0)],
            "11/7",
            (2 * M, 70_000, 2_050_000, "10/06", ("10/08", 20_000, 0)),
        ),
        # paid off on 1 July with July's interest: no month begins any more
        (
            [APRIL_PAID, MAY_PAID, paid("10/6", 0, 50_000), paid("1/7", 5 * M, 50_000)],
            "11/12",
            (0, 0, 0, None, None),
        ),
        # on the end day itself, paid in full
        ([APRIL_PAID, MAY_PAID, paid("10/6", 5 * M, 50_000)], "10/6", (0, 0, 0, None, None)),
        # July's interest paid, principal still out, on a due day over the end: August is next
        (
            [APRIL_PAID, MAY_PAID, paid("10/7", 0, 100_000)],
            "10/7",
            (5 * M, 0, 5 * M, "10/06", ("10/08", 50_000, 0)),
        ),
    ],
)
def test_after_the_last_due_day_the_same_rate_goes_on_without_interest_on_interest(
    payments: list[Payment],
    on: str,
    expected: tuple[int, int, int, str | None, tuple[str, int, int] | None],
) -> None:
    assert summary(standing(AT_END, payments, day(on))) == expected


def test_the_parts_of_what_is_overdue_are_told_apart() -> None:
    found = standing(EQUAL, [paid("10/4", 600_000, 10_000)], day("11/5"))
    assert (found.overdue_principal, found.overdue_interest) == (1_400_000, 40_000)
    assert found.overdue == 1_440_000
    assert found.payoff == 2_400_000 + 50_000


def test_the_next_due_tells_the_balance_its_interest_is_counted_on() -> None:
    found = standing(AT_END, [paid("20/3", M, 50_000), paid("20/4", 0, 15_000)], day("20/4"))
    due = found.next_due
    assert due
    assert (due.counted_on, due.interest, due.total) == (4 * M, 25_000, 25_000)
    assert (due.starts_on, due.due_on) == (day("10/4"), day("10/5"))


def test_principal_that_is_late_adds_no_interest_to_the_next_month() -> None:
    due = standing(EQUAL, [paid("10/4", 0, 30_000)], day("20/4")).next_due
    assert due
    assert (due.counted_on, due.interest) == (2 * M, 20_000)


def test_a_loan_that_was_overpaid_on_paper_stands_at_nothing() -> None:
    over = [APRIL_PAID, MAY_PAID, paid("10/6", principal=6 * M, interest=90_000)]
    assert summary(standing(AT_END, over, day("20/9"))) == (0, 0, 0, None, None)


def test_the_roundings_carried_to_the_end_are_dropped_once_principal_was_paid_ahead() -> None:
    """5,500,000 at 0.5%: 27,000 x 11 + 33,000; with 100,000 paid ahead every month is 27,000."""
    loan = loan_on(replace(AT_END_TERMS, principal=5_500_000, rate_bp=50, periods=12))
    on = date(2025, 3, 10)
    assert standing(loan, [], on).interest_left == 330_000
    assert standing(loan, [paid("1/5", principal=100_000)], on).interest_left == 27_000 * 12


def test_the_last_month_stands_for_itself_when_an_earlier_one_was_cheaper() -> None:
    """2,000,000 at 0.5% in three: 10,000, 6,000 of 6,670, and 4,000 of 3,340 with the rest."""
    loan = loan_on(replace(AT_END_TERMS, principal=2_000_000, rate_bp=50, way=Way.EQUAL_PRINCIPAL))
    assert standing(loan, [], day("10/6")).interest_left == 20_000
    ahead = [paid("10/4", 734_000, 10_000), paid("10/5", 598_000, 6_000)]
    last = standing(loan, ahead, day("11/5"))
    assert (last.principal_left, last.interest_left) == (668_000, 3_000)


def test_principal_given_back_on_the_day_of_paying_out_lowers_an_odd_first_period() -> None:
    """15 days of 5,000,000 at 1% are 25,000; of 3,000,000 they are 15,000."""
    loan = loan_on(replace(AT_END_TERMS, starts_on=day("26/3")))
    assert standing(loan, [], day("27/3")).interest_left == 25_000
    assert standing(loan, [paid("26/3", principal=2 * M)], day("27/3")).interest_left == 15_000


@pytest.mark.parametrize(
    ("first_due", "anchor_day", "periods", "extra_dues"),
    [
        # ends on 29 February 2024 for the 31st, or for the 29th
        (date(2024, 1, 31), None, 2, [date(2024, 3, 31), date(2024, 4, 30), date(2024, 5, 31)]),
        (date(2024, 1, 29), None, 2, [date(2024, 3, 29), date(2024, 4, 29), date(2024, 5, 29)]),
        (date(2024, 1, 31), None, 4, [date(2024, 5, 31), date(2024, 6, 30)]),
        (date(2024, 1, 15), None, 2, [date(2024, 3, 15), date(2024, 4, 15)]),
    ],
)
def test_months_after_the_end_keep_the_anchor_day(
    first_due: date, anchor_day: int | None, periods: int, extra_dues: list[date]
) -> None:
    terms = replace(
        AT_END_TERMS,
        starts_on=date(2023, 12, 15),
        first_due=first_due,
        anchor_day=anchor_day,
        periods=periods,
    )
    loan = loan_on(terms)
    starts_on = loan.instalments[-1].due_on
    for due_on in extra_dues:
        due = standing(loan, [], due_on).next_due
        assert due
        assert (due.starts_on, due.due_on) == (starts_on, due_on)
        starts_on = due_on


def test_a_loan_imported_with_months_in_arrears_shows_them() -> None:
    """2,000,000 left in four parts from 10 June, interest paid to 25 March only."""
    loan = loan_on(
        Terms(
            principal=2_000_000,
            way=Way.EQUAL_PRINCIPAL,
            rate_bp=100,
            starts_on=day("25/3"),
            first_due=day("10/4"),
            periods=6,
            principal_from=3,
        )
    )
    found = standing(loan, [], day("15/5"))
    # 16 days are 10,666, rounded down to 10,000; then 20,000 for May and 20,000 for June
    assert summary(found) == (
        2_000_000,
        50_000,
        30_000,
        "10/04",
        ("10/06", 20_000, 500_000),
    )
    assert found.to_pay_now == 550_000


def test_interest_missing_from_before_the_import_is_paid_first_and_bears_nothing() -> None:
    loan = loan_on(replace(AT_END_TERMS, interest_unpaid=35_000))
    before = standing(loan, [], day("20/3"))
    assert summary(before) == (5 * M, 85_000, 35_000, "10/03", ("10/04", 50_000, 0))
    assert allocate(loan, [], 40_000, day("20/3")) == Share(interest=40_000, principal=0)
    after = standing(loan, [paid("20/3", interest=40_000)], day("20/3"))
    assert summary(after) == (5 * M, 45_000, 0, None, ("10/04", 45_000, 0))


def test_an_entry_dated_before_the_schedule_makes_nothing_dearer() -> None:
    loan = loan_on(replace(AT_END_TERMS, interest_unpaid=35_000))
    found = standing(loan, [paid("1/2", principal=M)], day("10/4"))
    assert (found.overdue_interest, found.interest_left) == (35_000, 75_000)


def test_the_day_interest_was_paid_to_is_no_anchor() -> None:
    loan = loan_on(
        replace(
            AT_END_TERMS,
            starts_on=date(2024, 3, 31),
            first_due=date(2024, 4, 30),
            periods=1,
            interest_unpaid=35_000,
        )
    )
    due = standing(loan, [], day("30/5")).next_due
    assert due
    assert (due.starts_on, due.due_on) == (day("30/4"), day("30/5"))


@pytest.mark.parametrize(
    ("loan", "payments", "amount", "on", "principal_first", "interest", "principal"),
    [
        # flows.md 11: 500,000 with 50,000 due
        (AT_END, [], 500_000, "8/4", False, 50_000, 450_000),
        (AT_END, [], 500_000, "8/4", True, 0, 500_000),
        (AT_END, [], 30_000, "8/4", False, 30_000, 0),
        # before the first period has begun everything is principal
        (AT_END, [], 500_000, "10/3", False, 0, 500_000),
        # a second sum before the due day, on it, and on the day after
        (AT_END, [paid("8/4", 450_000, 50_000)], 500_000, "9/4", False, 0, 500_000),
        (AT_END, [paid("8/4", 450_000, 50_000)], 500_000, "10/4", False, 0, 500_000),
        (AT_END, [paid("8/4", 450_000, 50_000)], 500_000, "11/4", False, 45_000, 455_000),
        # arrears: interest then principal of the oldest first
        (EQUAL, [], 1_030_000, "20/4", False, 30_000, M),
        (EQUAL, [], 1_040_000, "20/4", False, 40_000, M),
        (EQUAL, [], 1_100_000, "20/4", False, 50_000, 1_050_000),
        (EQUAL, [], 2_500_000, "20/4", False, 50_000, 2_450_000),
        (EQUAL, [], 1_040_000, "20/4", True, 0, 1_040_000),
        # everything at once
        (EQUAL, [], 3_050_000, "20/4", False, 50_000, 3 * M),
        (EQUAL, [], 3_050_000, "20/4", True, 50_000, 3 * M),
        # after the end: what was due comes before the months over it
        (
            AT_END,
            [APRIL_PAID, MAY_PAID],
            50_000,
            "20/7",
            False,
            50_000,
            0,
        ),  # matured: a month's interest stays interest
        (AT_END, [APRIL_PAID, MAY_PAID], 5_050_000, "20/7", False, 150_000, 4_900_000),
        (AT_END, [APRIL_PAID, MAY_PAID], 5_120_000, "20/7", False, 150_000, 4_970_000),
        # entered late, for a day before one already entered: it pays what is still open
        (AT_END, [paid("10/5", interest=50_000)], 50_000, "10/4", False, 50_000, 0),
    ],
)
def test_a_sum_is_split_in_due_order(
    *,
    loan: Loan,
    payments: list[Payment],
    amount: int,
    on: str,
    principal_first: bool,
    interest: int,
    principal: int,
) -> None:
    share = allocate(loan, payments, amount, day(on), principal_first=principal_first)
    assert share == Share(interest=interest, principal=principal)
    assert share.total == amount


@pytest.mark.parametrize("amount", [0, -50_000])
def test_a_sum_of_nothing_is_refused(amount: int) -> None:
    with pytest.raises(NotPositive) as refused:
        allocate(AT_END, [], amount, day("8/4"))
    assert refused.value.amount == amount


@pytest.mark.parametrize(
    ("payments", "on", "limit"),
    [
        ([], "8/4", 5_050_000),
        ([APRIL_PAID], "10/4", 5_000_000),
        ([APRIL_PAID, paid("10/4", principal=5 * M)], "11/4", 0),
        # a late entry cannot take what was paid after its day
        ([APRIL_PAID, paid("20/4", principal=5 * M, interest=50_000)], "8/4", 0),
    ],
)
def test_more_than_closes_the_loan_is_refused_with_the_most_it_can_be(
    payments: list[Payment], on: str, limit: int
) -> None:
    with pytest.raises(TooMuch) as refused:
        allocate(AT_END, payments, limit + 1, day(on))
    assert refused.value.limit == limit


def test_a_reversal_brings_the_overdue_day_back() -> None:
    before = standing(EQUAL, [], day("20/4"))
    wrong = paid("10/4", 1_000_000, 30_000)
    back = paid("10/4", -1_000_000, -30_000)
    assert standing(EQUAL, [wrong], day("20/4")).overdue_since is None
    assert standing(EQUAL, [wrong, back], day("20/4")) == before
