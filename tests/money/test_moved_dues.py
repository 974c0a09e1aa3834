"""Due days that move with a meeting: nobody is late by it, and it costs nobody anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.money.loans import Loan, Payment, Share, Terms, Way, allocate, schedule, standing

M = 1_000_000
A_MONTH = timedelta(days=28)
# 5,000,000 at 1% a month, from 10 March, due 10 April, 10 May, 10 June with the principal
TERMS = Terms(
    principal=5 * M,
    way=Way.PRINCIPAL_AT_END,
    rate_bp=100,
    starts_on=date(2024, 3, 10),
    first_due=date(2024, 4, 10),
    periods=3,
)


def lent(moved: Mapping[date, date], terms: Terms = TERMS) -> Loan:
    return replace(Loan.on(terms), moved=dict(moved))


def day(text: str) -> date:
    """Read a day of 2024 from `10/5`."""
    number, month = text.split("/")
    return date(2024, int(month), int(number))


def moves(text: str) -> dict[date, date]:
    """Read moves from `10/4>12/4 10/5>8/5`."""
    pairs = [one.split(">") for one in text.split()]
    return {day(old): day(new) for old, new in pairs}


def paid(text: str, principal: int = 0, interest: int = 0) -> Payment:
    return Payment(value_day=day(text), principal=principal, interest=interest)


@pytest.mark.parametrize(
    ("moved", "payments", "on", "expected"),
    [
        # not late before the meeting, and on the day of it; then since that day
        ("10/4>12/4", [], "11/4", (0, None, "12/04", 50_000)),
        ("10/4>12/4", [], "12/4", (0, None, "12/04", 50_000)),
        ("10/4>12/4", [], "13/4", (50_000, "12/04", "10/05", 100_000)),
        # paid at the meeting that was moved: the next month is asked for after it
        ("10/4>12/4", [paid("12/4", interest=50_000)], "12/4", (0, None, "10/05", 0)),
        ("10/4>12/4", [paid("12/4", interest=50_000)], "13/4", (0, None, "10/05", 50_000)),
        # never earlier than agreed
        ("10/4>8/4", [], "9/4", (0, None, "10/04", 50_000)),
        ("10/4>8/4", [], "10/4", (0, None, "10/04", 50_000)),
        ("10/4>8/4", [], "11/4", (50_000, "10/04", "10/05", 100_000)),
        # moved there and back
        ("10/4>10/4", [], "11/4", (50_000, "10/04", "10/05", 100_000)),
        # another month's meeting, and one on a day on which nothing is due
        ("10/5>17/5", [], "11/4", (50_000, "10/04", "17/05", 100_000)),
        ("8/4>12/4", [], "11/4", (50_000, "10/04", "10/05", 100_000)),
        # two months, each with its own day
        ("10/4>12/4 10/5>17/5", [], "16/5", (50_000, "12/04", "17/05", 100_000)),
        # for longer than a month: the next is not asked for before it
        ("10/4>15/5", [], "11/5", (0, None, "15/05", 50_000)),
        ("10/4>15/5", [], "15/5", (0, None, "15/05", 50_000)),
        ("10/4>15/5", [], "16/5", (100_000, "15/05", "10/06", 150_000 + 5 * M)),
        # the day of paying out moves nothing, although a meeting of that day was moved
        ("10/3>20/3", [], "11/3", (0, None, "10/04", 50_000)),
        # the last one
        ("10/6>14/6", [], "12/6", (100_000, "10/04", "14/06", 150_000 + 5 * M)),
    ],
)
def test_what_is_due_at_a_meeting_is_due_when_it_is_held(
    moved: str, payments: list[Payment], on: str, expected: tuple[int, str | None, str, int]
) -> None:
    """Expected: overdue, since when, the next due day, and what to pay now."""
    found = standing(lent(moves(moved)), payments, day(on))
    since, comes = found.overdue_since, found.next_due
    assert comes is not None
    assert (
        found.overdue,
        f"{since:%d/%m}" if since else None,
        f"{comes.due_on:%d/%m}",
        found.to_pay_now,
    ) == expected


APRIL, MAY = paid("10/4", interest=50_000), paid("10/5", interest=50_000)


@pytest.mark.parametrize(
    ("moved", "on", "payoff"),
    [
        ("", "10/6", 5 * M + 50_000),
        ("", "12/6", 5 * M + 100_000),  # a month that nobody asked for has begun
        ("10/6>12/6", "12/6", 5 * M + 50_000),
        ("10/6>12/6", "13/6", 5 * M + 100_000),
        # months after the last due day end at meetings, too
        ("", "12/7", 5 * M + 150_000),
        ("10/7>12/7", "12/7", 5 * M + 100_000),
    ],
)
def test_closing_a_loan_at_a_meeting_costs_what_it_would_on_the_day(
    moved: str, on: str, payoff: int
) -> None:
    loan = lent(moves(moved))
    assert standing(loan, [APRIL, MAY], day(on)).payoff == payoff
    share = allocate(loan, [APRIL, MAY], payoff, day(on))
    assert share == Share(interest=payoff - 5 * M, principal=5 * M)


def test_money_at_a_moved_meeting_pays_this_month_and_then_the_loan_itself() -> None:
    share = allocate(lent(moves("10/4>12/4")), [], M, day("12/4"))
    assert share == Share(interest=50_000, principal=M - 50_000)
    share = allocate(lent({}), [], M, day("12/4"))
    assert share == Share(interest=100_000, principal=M - 100_000)


def test_principal_paid_at_a_moved_meeting_lowers_the_next_month() -> None:
    payments = [paid("12/4", principal=M, interest=50_000)]
    found = standing(lent(moves("10/4>12/4")), payments, day("13/4"))
    assert found.next_due is not None
    assert found.next_due.total == 40_000
    assert (found.next_due.starts_on, found.next_due.ends_on) == (day("10/4"), day("10/5"))


# --- Whatever the loan ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Story:
    """A loan, how far its meetings are moved (none beyond the next), and what was brought."""

    terms: Terms
    moved: dict[date, date]
    brought: tuple[int, ...]


def days(terms: Terms) -> list[date]:
    return [item.due_on for item in schedule(terms)]


@st.composite
def stories(draw: st.DrawFn) -> Story:
    starts_on = draw(st.dates(date(2023, 10, 25), date(2024, 3, 31)))
    periods, way = draw(st.integers(1, 8)), draw(st.sampled_from(Way))
    rates = [0] if way is Way.NO_INTEREST else [0, 50, 83, 100, 167]
    terms = Terms(
        principal=draw(st.integers(1_000, 10 * M)),
        way=way,
        rate_bp=draw(st.sampled_from(rates)),
        starts_on=starts_on,
        first_due=starts_on + timedelta(days=draw(st.integers(1, 70))),
        periods=periods,
        unit=draw(st.sampled_from([1, 500, 1000])),
        interest_unpaid=draw(st.sampled_from([0, 35_000])),
    )
    dues = days(terms)
    spans = [(later - one).days - 1 for one, later in pairwise([*dues, dues[-1] + A_MONTH])]
    moved = {
        one: one + timedelta(days=draw(st.integers(-10, span)))
        for one, span in zip(dues, spans, strict=True)
    }
    brought = tuple(draw(st.lists(st.integers(0, 2 * M), max_size=periods)))
    return Story(terms, moved, brought)


def paid_at_meetings(loan: Loan, brought: tuple[int, ...]) -> list[Payment]:
    """Pay sums at the first due days, each as it is split then; too much is the payoff."""
    payments: list[Payment] = []
    for item, amount in zip(loan.instalments, brought, strict=False):
        on = loan.due(item.due_on)
        if fits := min(amount, standing(loan, payments, on).payoff):
            share = allocate(loan, payments, fits, on)
            payments.append(
                Payment(value_day=on, principal=share.principal, interest=share.interest)
            )
    return payments


@given(story=stories())
def test_who_pays_at_meetings_pays_the_same_wherever_they_are_moved(story: Story) -> None:
    agreed, moved = lent({}, story.terms), lent(story.moved, story.terms)
    on_time, at_meetings = (paid_at_meetings(one, story.brought) for one in (agreed, moved))
    assert [(one.principal, one.interest) for one in at_meetings] == [
        (one.principal, one.interest) for one in on_time
    ]
    for item in agreed.instalments:
        before = standing(agreed, on_time, item.due_on)
        after = standing(moved, at_meetings, moved.due(item.due_on))
        same = ("principal_left", "interest_left", "overdue_principal", "overdue_interest")
        assert [getattr(after, one) for one in same] == [getattr(before, one) for one in same]
        assert after.to_pay_now == before.to_pay_now


@given(story=stories(), on=st.dates(date(2023, 10, 25), date(2025, 6, 30)))
def test_no_day_is_worse_for_the_borrower_than_without_the_move(story: Story, on: date) -> None:
    agreed, moved = lent({}, story.terms), lent(story.moved, story.terms)
    payments = paid_at_meetings(agreed, story.brought)
    before, after = (standing(one, payments, on) for one in (agreed, moved))
    assert after.overdue <= before.overdue
    assert after.payoff <= before.payoff
    assert after.to_pay_now <= before.to_pay_now
    assert after.principal_left == before.principal_left
    if after.overdue_since:
        assert before.overdue_since is not None
        assert after.overdue_since >= before.overdue_since
    assert moved.due_days == [max(old, new) for old, new in story.moved.items()]


@given(story=stories())
def test_a_move_to_an_earlier_day_changes_nothing_at_all(story: Story) -> None:
    earlier = {old: min(old, new) for old, new in story.moved.items()}
    agreed, moved = lent({}, story.terms), lent(earlier, story.terms)
    payments = paid_at_meetings(agreed, story.brought)
    for on in days(story.terms):
        assert standing(moved, payments, on) == standing(agreed, payments, on)
        assert replace(moved, moved={}) == agreed
