from __future__ import annotations

import json
import time
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.almanac.holidays import closed
from bot.almanac.lunar import lunar
from bot.almanac.meetings import (
    Day,
    LunarDay,
    Meeting,
    MeetingRule,
    MonthDay,
    NthWeekday,
    meetings,
    rule_as_dict,
    rule_of,
    taken_on,
    usual_days,
    wanted,
)

DAY = timedelta(days=1)
RAM = LunarDay(day=15)
FIRST_SATURDAY = NthWeekday(nth=1, weekday=5)
LAST_SUNDAY = NthWeekday(nth=-1, weekday=6)

DAYS: st.SearchStrategy[Day] = st.one_of(
    st.builds(MonthDay, day=st.integers(1, 31)),
    st.builds(NthWeekday, nth=st.sampled_from([1, 2, 3, 4, -1]), weekday=st.integers(0, 6)),
    st.builds(LunarDay, day=st.integers(1, 30)),
)
RULES = st.builds(
    MeetingRule,
    on=DAYS,
    months=st.sampled_from([1, 2, 3]),
    from_month=st.integers(1, 12),
    move=st.sampled_from(["after", "before", "never"]),
)
FROM = st.dates(date(2000, 1, 1), date(2090, 12, 31))


def told(rule: MeetingRule, after: str, count: int = 1) -> list[str]:
    coming = meetings(rule, after=date.fromisoformat(after), count=count)
    return [
        f"{meeting.held_on}"
        + (f" ({meeting.moved_because}: {meeting.wanted_on})" if meeting.moved_because else "")
        for meeting in coming
    ]


@pytest.mark.parametrize(
    ("on", "year", "month", "day"),
    [
        (MonthDay(day=10), 2026, 5, "2026-05-10"),
        (MonthDay(day=31), 2026, 1, "2026-01-31"),
        (MonthDay(day=31), 2026, 2, "2026-02-28"),
        (MonthDay(day=31), 2026, 3, "2026-03-31"),
        (MonthDay(day=31), 2026, 4, "2026-04-30"),
        (MonthDay(day=30), 2028, 2, "2028-02-29"),
        (FIRST_SATURDAY, 2026, 8, "2026-08-01"),
        (FIRST_SATURDAY, 2026, 5, "2026-05-02"),
        (NthWeekday(nth=4, weekday=4), 2026, 5, "2026-05-22"),
        (NthWeekday(nth=-1, weekday=4), 2026, 5, "2026-05-29"),
        (LAST_SUNDAY, 2026, 5, "2026-05-31"),
        (LAST_SUNDAY, 2026, 2, "2026-02-22"),
        (RAM, 2026, 1, "2026-03-03"),
        (RAM, 2025, 6, "2025-07-09"),
        (LunarDay(day=30), 2025, 12, "2026-02-16"),
        (LunarDay(day=30), 2026, 1, "2026-03-18"),
    ],
)
def test_a_rule_means_one_day_of_a_month(on: Day, year: int, month: int, day: str) -> None:
    assert str(wanted(MeetingRule(on=on), year, month)) == day


@pytest.mark.parametrize(
    ("rule", "after", "held"),
    [
        (
            MeetingRule(on=MonthDay(day=10)),
            "2026-05-09",
            ["2026-05-10", "2026-06-10", "2026-07-10"],
        ),
        (
            MeetingRule(on=MonthDay(day=10)),
            "2026-05-10",
            ["2026-06-10", "2026-07-10", "2026-08-10"],
        ),
        (
            MeetingRule(on=MonthDay(day=31)),
            "2026-01-01",
            ["2026-01-31", "2026-02-28", "2026-03-31"],
        ),
        (
            MeetingRule(on=MonthDay(day=20)),
            "2026-01-21",
            ["2026-02-24 (tet: 2026-02-20)", "2026-03-20", "2026-04-20"],
        ),
        (
            MeetingRule(on=MonthDay(day=20), move="before"),
            "2026-01-21",
            ["2026-02-14 (tet: 2026-02-20)", "2026-03-20", "2026-04-20"],
        ),
        (
            MeetingRule(on=MonthDay(day=20), move="never"),
            "2026-01-21",
            ["2026-02-20", "2026-03-20", "2026-04-20"],
        ),
        (
            MeetingRule(on=MonthDay(day=30)),
            "2026-04-01",
            ["2026-05-02 (holiday: 2026-04-30)", "2026-05-30", "2026-06-30"],
        ),
        (
            MeetingRule(on=MonthDay(day=31)),
            "2025-02-02",
            ["2025-02-05 (tet: 2025-01-31)", "2025-02-28"],
        ),
        (MeetingRule(on=MonthDay(day=2)), "2026-09-02", ["2026-09-03 (holiday: 2026-09-02)"]),
        (
            MeetingRule(on=MonthDay(day=2), move="before"),
            "2026-08-15",
            ["2026-08-30 (holiday: 2026-09-02)", "2026-10-02"],
        ),
        (
            MeetingRule(on=MonthDay(day=20), months=2, from_month=3),
            "2026-01-01",
            ["2026-01-20", "2026-03-20", "2026-05-20"],
        ),
        (
            MeetingRule(on=LAST_SUNDAY, months=3, from_month=2),
            "2026-03-01",
            ["2026-05-31", "2026-08-30", "2026-11-29", "2027-02-28"],
        ),
        (MeetingRule(on=RAM), "2025-07-01", ["2025-07-09", "2025-09-06", "2025-10-06"]),
        (
            MeetingRule(on=LunarDay(day=1)),
            "2026-01-01",
            ["2026-01-19", "2026-02-24 (tet: 2026-02-17)", "2026-03-19"],
        ),
        (
            MeetingRule(on=RAM, months=2, from_month=1),
            "2026-01-01",
            ["2026-01-03", "2026-03-03", "2026-05-02 (holiday: 2026-05-01)"],
        ),
    ],
)
def test_meetings_follow_their_rule_and_make_way(
    rule: MeetingRule, after: str, held: list[str]
) -> None:
    assert told(rule, after, len(held)) == held


@given(RULES, FROM)
def test_there_is_one_meeting_a_period_and_they_keep_their_order(
    rule: MeetingRule, after: date
) -> None:
    coming = meetings(rule, after=after, count=15)
    held = [after, *(meeting.held_on for meeting in coming)]
    assert all(one < next_one for one, next_one in pairwise(held))
    months = [month_of(meeting.wanted_on, rule) for meeting in coming]
    assert {later - month for month, later in pairwise(months)} <= {rule.months}
    assert {(month - rule.from_month) % rule.months for month in months} == {0}
    for meeting in coming:
        assert is_kept(meeting, rule)


def month_of(day: date, rule: MeetingRule) -> int:
    on = lunar(day) if isinstance(rule.on, LunarDay) else day
    return on.year * 12 + on.month


def is_kept(meeting: Meeting, rule: MeetingRule) -> bool:
    """Whether a meeting is on its wanted day or on the nearest ordinary one where it may go."""
    between = sorted([meeting.wanted_on, meeting.held_on])
    passed = [between[0] + number * DAY for number in range((between[1] - between[0]).days + 1)]
    passed.remove(meeting.held_on)
    if meeting.moved_because is None:
        return not passed and (rule.move == "never" or closed(meeting.held_on) is None)
    return (
        meeting.moved_because == closed(meeting.wanted_on)
        and closed(meeting.held_on) is None
        and all(map(closed, passed))
        and (meeting.held_on > meeting.wanted_on) == (rule.move == "after")
    )


@given(RULES, FROM, st.integers(0, 400))
def test_what_is_held_does_not_depend_on_when_one_asks(
    rule: MeetingRule, after: date, days: int
) -> None:
    later = after + timedelta(days=days)
    all_of_them = meetings(rule, after=after, count=20)
    assert meetings(rule, after=later, count=1)[0] == next(
        meeting for meeting in all_of_them if meeting.held_on > later
    )


@given(st.integers(1, 31), st.integers(2000, 2090), st.integers(1, 12))
def test_the_wanted_day_is_kept_in_each_month_that_has_it(day: int, year: int, month: int) -> None:
    on = wanted(MeetingRule(on=MonthDay(day=day)), year, month)
    assert (on.year, on.month) == (year, month)
    assert on.day == day or (on.day < day and (on + DAY).day == 1)


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Ho_Chi_Minh"])
def test_the_zone_of_the_server_changes_nothing(
    zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    held = told(MeetingRule(on=RAM), "2030-01-01", 2)
    monkeypatch.undo()
    time.tzset()
    assert held == ["2030-01-18", "2030-02-16"]


@given(RULES)
def test_a_rule_comes_back_from_json(rule: MeetingRule) -> None:
    assert rule_of(json.loads(json.dumps(rule_as_dict(rule)))) == rule


def test_a_stored_rule_can_be_read_by_people() -> None:
    assert rule_as_dict(MeetingRule(on=FIRST_SATURDAY, months=2, from_month=3)) == {
        "on": "nth_weekday",
        "nth": 1,
        "weekday": 5,
        "months": 2,
        "from_month": 3,
        "move": "after",
    }
    assert rule_of({"on": "lunar_day", "day": 15}) == MeetingRule(on=RAM)


@pytest.mark.parametrize(
    "stored",
    [
        {},
        {"on": "weekly", "day": 1},
        {"on": "month_day"},
        {"on": "month_day", "day": 32},
        {"on": "month_day", "day": "10"},
        {"on": "month_day", "day": 10, "weekday": 2},
        {"on": "month_day", "day": 10, "months": 4},
        {"on": "month_day", "day": 10, "from_month": 0},
        {"on": "month_day", "day": 10, "move": "sometimes"},
        {"on": "month_day", "day": 10, "hour": 8},
        {"on": "lunar_day", "day": 31},
        {"on": "nth_weekday", "nth": 5, "weekday": 0},
        {"on": "nth_weekday", "nth": 1, "weekday": 7},
    ],
)
def test_what_is_no_rule_is_refused(stored: dict[str, str | int]) -> None:
    with pytest.raises(
        ValueError, match=r"no meeting rule|a month|a week|a year|a club|a meeting|a lunar"
    ):
        rule_of(stored)


# --- What is due at meetings ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due", "taken"),
    [
        (date(2026, 12, 10), date(2026, 12, 10)),
        (date(2027, 2, 10), date(2027, 2, 13)),  # Tết
        (date(2026, 12, 8), date(2026, 12, 10)),
        (date(2026, 12, 26), date(2027, 1, 10)),
        (date(2026, 12, 25), None),  # the one before was nearer
        (date(2026, 12, 11), None),
        (date(2027, 3, 11), None),  # none is known yet
    ],
)
def test_what_is_due_is_taken_at_its_meeting_or_at_one_soon_after(
    due: date, taken: date | None
) -> None:
    coming = meetings(MeetingRule(on=MonthDay(day=10)), after=date(2026, 11, 21), count=4)
    assert taken_on([due], coming) == ({due: taken} if taken else {})


def test_the_days_of_a_rule_are_those_that_it_means() -> None:
    rule = MeetingRule(on=MonthDay(day=10), months=2, from_month=2)
    days = usual_days(rule, after=date(2026, 12, 10), until=date(2027, 4, 10))
    assert days == [date(2027, 2, 10), date(2027, 4, 10)]


@given(rule=RULES, after=st.dates(date(2024, 1, 1), date(2050, 1, 1)))
def test_what_is_due_on_the_days_of_a_rule_is_taken_at_its_meetings(
    rule: MeetingRule, after: date
) -> None:
    coming = meetings(rule, after=after, count=4)
    days = usual_days(rule, after=after, until=coming[-1].wanted_on)
    assert set(days) <= {one.wanted_on for one in meetings(rule, after=after - 40 * DAY, count=8)}
    taken = taken_on(days, coming)
    for one in coming:
        if one.wanted_on > after:
            assert taken[one.wanted_on] == one.held_on
