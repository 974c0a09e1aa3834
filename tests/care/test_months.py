"""The weeks of a month, and whether each had her visits."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.care.months import Cell, cells_of, month_after, weeks_of
from bot.care.people import Recipient
from bot.care.visits import Visit

NOVEMBER = date(2026, 11, 1)


def lan(*, since: date = date(2026, 1, 1), until: date | None = None) -> Recipient:
    return Recipient(
        id=7,
        club_id=1,
        member_id=None,
        name="Hoàng Thị Lan",
        village_name="",
        hamlet="",
        birth_year=1940,
        sex="female",
        form="",
        emergency_phone="",
        agreed_by="self",
        agreed_on=since,
        weekly=2,
        photos=False,
        since=since,
        until=until,
        because="",
    )


def visit(day: date, recipient: int = 7) -> Visit:
    return Visit(
        id=day.toordinal(),
        club_id=1,
        recipient_id=recipient,
        day=day,
        number=1,
        shift_id=None,
        minutes=60,
        state="usual",
        note="",
        image="",
        entered_by=1,
        entered_at=datetime(2026, 11, 21, tzinfo=UTC),
        taken_back_at=None,
        told="",
    )


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_the_weeks_are_the_month_day_by_day(day: date) -> None:
    month = day.replace(day=1)
    days = [
        week.first + timedelta(days=number)
        for week in weeks_of(month)
        for number in range(week.days)
    ]
    assert days[0] == month
    assert days[-1] + timedelta(days=1) == month_after(month)
    assert days == sorted(set(days))
    assert all(week.first.weekday() == 0 for week in weeks_of(month)[1:])
    assert all(week.last.weekday() == 6 for week in weeks_of(month)[:-1])


def test_what_was_made_stands_beside_what_was_to_be_made() -> None:
    made = [visit(date(2026, 11, day)) for day in (3, 6, 10)]
    cells = cells_of(
        lan(), [*made, visit(date(2026, 11, 4), recipient=8)], NOVEMBER, date(2026, 11, 17)
    )
    assert cells == (
        Cell(made=0, wanted=0, is_over=True),  # Sunday the 1st alone
        Cell(made=2, wanted=2, is_over=True),
        Cell(made=1, wanted=2, is_over=True),
        Cell(made=0, wanted=2, is_over=False),
        None,
        None,
    )


def test_nothing_was_to_be_made_before_or_after_her_care() -> None:
    one = lan(since=date(2026, 11, 9), until=date(2026, 11, 16))
    cells = cells_of(one, [], NOVEMBER, date(2026, 12, 5))
    assert [cell.wanted if cell else None for cell in cells] == [None, None, 2, None, None, None]


@pytest.mark.parametrize(
    ("made", "wanted", "enough"),
    [(2, 2, True), (3, 2, True), (1, 2, False), (1, 0, True), (0, 0, False)],
)
def test_a_week_is_full_where_all_visits_were_made(made: int, wanted: int, enough: bool) -> None:
    assert Cell(made=made, wanted=wanted, is_over=True).is_enough is enough
