"""The engine beside simple sums of our own, day by day, and what holds when days move."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate, pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from bot.money.amounts import Rounding
from bot.money.loans import (
    Charge,
    Freeze,
    Instalment,
    Loan,
    Part,
    Payment,
    Prepaying,
    Terms,
    Way,
    aged,
    anchored,
    extended,
    rows,
    schedule,
    standing,
)
from tests.money.lent import any_terms, pay

M = 1_000_000
A_MONTH = timedelta(days=28)


@dataclass(frozen=True)
class Story:
    """A loan, where its meetings are moved, and what is brought how many days after another."""

    loan: Loan
    brought: tuple[tuple[int, int], ...]
    prepaying: Prepaying
    principal_first: bool


def moves(draw: st.DrawFn, dues: list[date]) -> dict[date, date]:
    """Move meetings, none beyond the next."""
    spans = [(later - one).days - 1 for one, later in pairwise([*dues, dues[-1] + A_MONTH])]
    return {
        one: one + timedelta(days=draw(st.integers(-10, max(0, span))))
        for one, span in zip(dues, spans, strict=True)
        if draw(st.booleans())
    }


@st.composite
def stories(draw: st.DrawFn) -> Story:
    loan = Loan.on(draw(any_terms()))
    start = loan.instalments[0].starts_on
    charges = [
        Charge(
            part=draw(st.sampled_from([Part.FEE, Part.PENALTY])),
            due_on=start + timedelta(days=draw(st.integers(1, 400))),
            amount=draw(st.integers(1, 50_000)),
        )
        for _ in range(draw(st.integers(0, 2)))
    ]
    freezes = [
        Freeze(starts_on=day, ends_on=day + timedelta(days=draw(st.integers(1, 200))))
        for day in draw(st.lists(st.dates(date(2024, 1, 1), date(2025, 1, 1)), max_size=1))
    ]
    brought = st.tuples(st.integers(0, 70), st.integers(1, 3 * M))
    return Story(
        loan=replace(
            loan,
            charges=tuple(charges),
            freezes=tuple(freezes),
            moved=moves(draw, [item.due_on for item in loan.instalments]),
        ),
        brought=tuple(draw(st.lists(brought, max_size=6))),
        prepaying=draw(st.sampled_from(Prepaying)),
        principal_first=draw(st.booleans()),
    )


def play(story: Story) -> tuple[list[Payment], date]:
    """Bring the sums, each as it is split on its day; too much is the payoff."""
    payments: list[Payment] = []
    on = story.loan.instalments[0].starts_on
    for days, amount in story.brought:
        on += timedelta(days=days)
        if fits := min(amount, standing(story.loan, payments, on).payoff):
            pay(
                story.loan,
                payments,
                fits,
                on,
                prepaying=story.prepaying,
                principal_first=story.principal_first,
            )
    return payments, on


# --- Sums of our own -----------------------------------------------------------------------------


def plain(terms: Terms) -> Terms:
    """The same loan to the đồng, without grace and without what is carried to the end."""
    return replace(
        terms,
        way=terms.way if terms.way is not Way.EQUAL_INSTALMENTS else Way.EQUAL_PRINCIPAL,
        unit=1,
        instalment_unit=None,
        rounding=Rounding.DOWN,
        remainder_at_end=False,
        interest_from=1,
        payoff_by_days=False,
        every=1,
        first_due=anchored(terms.starts_on, 1, terms.starts_on.day),
        anchor_day=terms.starts_on.day,
    )


def arisen(loan: Loan, payments: list[Payment], on: date) -> int:
    """The interest of all the months begun by a day, one after another, each in its month."""
    ends = [item.due_on for item in loan.instalments]
    anchor = max(end.day for end in ends)
    planned = [
        loan.principal,
        *accumulate(
            (item.principal for item in loan.instalments),
            lambda left, paid: left - paid,
            initial=loan.principal,
        ),
    ][1:]
    begins = starts = loan.instalments[0].starts_on
    total, place = 0, 0
    while begins < on:
        paid = sum(one.principal for one in payments if one.value_day <= begins)
        owed = max(0, loan.principal - paid)
        if place < len(ends):
            end, owed = ends[place], min(owed, planned[place])
        elif not owed:
            break
        else:
            end = anchored(ends[-1], place - len(ends) + 1, anchor)
        if not any(freeze.holds(starts) for freeze in loan.freezes):
            total += owed * loan.rate_bp // 10_000
        begins, starts, place = max(begins, end, loan.moved.get(end, end)), end, place + 1
    return total


@given(story=stories(), terms=any_terms(ways=(Way.PRINCIPAL_AT_END, Way.EQUAL_PRINCIPAL)))
def test_interest_and_payoff_are_those_of_a_paper_book(story: Story, terms: Terms) -> None:
    simple = plain(replace(terms, day_count=terms.day_count.MONTHS))
    dues = [item.due_on for item in schedule(simple)]
    moved = dict(zip(dues, story.loan.moved.values(), strict=False))
    moved = {day: to for day, to in moved.items() if abs((to - day).days) < 25}
    loan = replace(Loan.on(simple), moved=moved, freezes=story.loan.freezes)
    payments, on = play(replace(story, loan=loan, prepaying=Prepaying.NEXT))
    for days in (0, 1, 2, 29, 31, 200):
        day = on + timedelta(days=days)
        found = standing(loan, payments, day)
        paid = sum(one.interest for one in payments)
        left = loan.principal - sum(one.principal for one in payments)
        interest = max(0, arisen(loan, payments, day) - paid)
        assert (found.principal_left, found.interest_left) == (left, interest)
        assert found.payoff == left + interest


# --- Whatever the loan, its moves, freezes and charges -------------------------------------------


@given(story=stories())
def test_every_day_has_figures_that_add_up_and_a_payoff_that_closes(story: Story) -> None:
    payments, on = play(story)
    for days in (0, 1, 15, 40, 300):
        day = on + timedelta(days=days)
        found = standing(story.loan, payments, day)
        figures = (
            found.principal_left,
            found.interest_left,
            found.interest_put_off,
            found.charges_left,
            found.overdue,
        )
        assert min(figures) >= 0
        assert found.overdue <= found.to_pay_now <= found.payoff
        assert sum(aged(story.loan, payments, day).values()) == found.overdue
        assert sum(row.asked.principal for row in rows(story.loan, payments, day)) == (
            story.loan.principal
        )
        closing = list(payments)
        if found.payoff:
            pay(story.loan, closing, found.payoff, day)
        for later in (0, 1, 33, 500):
            done = standing(story.loan, closing, day + timedelta(days=later))
            assert (done.payoff, done.next_due, done.overdue_since) == (0, None, None)


def at_meetings(loan: Loan, story: Story) -> list[Payment]:
    payments: list[Payment] = []
    for item, (_days, amount) in zip(loan.instalments, story.brought, strict=False):
        on = loan.due(item.due_on)
        if fits := min(amount, standing(loan, payments, on).payoff):
            pay(
                loan,
                payments,
                fits,
                on,
                prepaying=story.prepaying,
                principal_first=story.principal_first,
            )
    return payments


def asked(loan: Loan, payments: list[Payment]) -> list[tuple[int, int, int]]:
    on = max([loan.matures_on, *(one.value_day for one in payments)])
    return [
        (row.asked.number, row.asked.principal, row.asked.interest)
        for row in rows(loan, payments, on)
        if row.asked.number <= len(loan.instalments)
    ]


@given(story=stories())
def test_prepaying_at_meetings_makes_the_same_schedule_wherever_they_are_moved(
    story: Story,
) -> None:
    loan = replace(story.loan, payoff_by_days=False)
    agreed = replace(loan, moved={})
    moved, unmoved = at_meetings(loan, story), at_meetings(agreed, story)
    assert [(one.principal, one.interest) for one in moved] == [
        (one.principal, one.interest) for one in unmoved
    ]
    assert asked(loan, moved) == asked(agreed, unmoved)


@given(story=stories(), months=st.integers(1, 12), periods=st.integers(1, 12))
def test_an_extension_of_a_moved_loan_keeps_what_closes_it(
    story: Story, months: int, periods: int
) -> None:
    payments, on = play(story)
    loan = replace(story.loan, payoff_by_days=False)
    before = standing(loan, payments, on)
    assume(before.principal_left)
    # after the running period, however far it was moved
    first_due = anchored(max(on, loan.matures_on), 12 + months, 10)
    later = extended(loan, payments, on, first_due=first_due, periods=periods)
    after = standing(later, payments, on)
    assert after.payoff == before.payoff
    assert after.principal_left == before.principal_left == later.principal
    assert after.overdue == 0
    closing = list(payments)
    pay(later, closing, after.payoff, on)
    assert standing(later, closing, on + timedelta(days=700)).payoff == 0


@given(terms=any_terms())
def test_a_schedule_repeats_what_was_agreed(terms: Terms) -> None:
    items = schedule(terms)
    assert sum(item.principal for item in items) == terms.principal
    numbered: list[Instalment] = [item for item in items if item.number]
    assert [item.number for item in numbered] == list(range(1, len(numbered) + 1))
    paid_on_time: list[Payment] = []
    loan = Loan.on(terms)
    for item in items:
        if now := standing(loan, paid_on_time, item.due_on).to_pay_now:
            pay(loan, paid_on_time, now, item.due_on)
    assert sum(one.interest for one in paid_on_time) == sum(item.interest for item in items)
    assert sum(one.principal for one in paid_on_time) == terms.principal
