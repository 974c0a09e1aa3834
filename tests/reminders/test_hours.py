"""When something may be said: whatever zone the server thinks it is in."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.almanac.lunar import is_quiet_for_money
from bot.clock import local
from bot.reminders.hours import allowed_until, is_silent, next_allowed
from bot.storage.reminder_times import Hours

VILLAGE = "Asia/Ho_Chi_Minh"


def hours(**more: Any) -> Hours:
    fields = {
        "zone": VILLAGE,
        "wakes_at": time(6, 30),
        "sleeps_at": time(20, 30),
        "siesta_from": time(11, 30),
        "siesta_to": time(13, 30),
        "money_from": time(7),
        "money_to": time(19),
        **more,
    }
    return Hours(**fields)


def at(written: str, zone: str = VILLAGE) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("now", "words", "money"),
    [
        ("2026-11-21 05:00", "2026-11-21 06:30", "2026-11-21 07:00"),
        ("2026-11-21 06:30", "2026-11-21 06:30", "2026-11-21 07:00"),
        ("2026-11-21 12:00", "2026-11-21 12:00", "2026-11-21 12:00"),
        ("2026-11-21 18:59", "2026-11-21 18:59", "2026-11-21 18:59"),
        ("2026-11-21 19:00", "2026-11-21 19:00", "2026-11-22 07:00"),
        ("2026-11-21 20:30", "2026-11-22 06:30", "2026-11-22 07:00"),
        ("2026-11-21 23:59", "2026-11-22 06:30", "2026-11-22 07:00"),
        ("2026-11-30 21:00", "2026-12-01 06:30", "2026-12-01 07:00"),  # over a month's end
        ("2028-02-28 21:00", "2028-02-29 06:30", "2028-02-29 07:00"),
        ("2026-12-09 08:00", "2026-12-09 08:00", "2026-12-10 07:00"),  # mùng 1 tháng 11
        ("2027-01-31 19:30", "2027-01-31 19:30", "2027-02-13 07:00"),  # 24 Chạp, to mùng 8
        ("2027-02-06 08:00", "2027-02-06 08:00", "2027-02-13 07:00"),  # Tết
    ],
)
def test_it_waits_for_the_first_hour_that_is_allowed(now: str, words: str, money: str) -> None:
    for zone in (VILLAGE, "UTC", "America/New_York"):  # however the same moment is written
        moment = at(now).astimezone(ZoneInfo(zone))
        assert next_allowed(moment, hours(), money=False) == at(words)
        assert next_allowed(moment, hours(), money=True) == at(money)


def test_clocks_that_change_are_followed() -> None:
    york = hours(zone="America/New_York")
    before = next_allowed(at("2026-03-07 22:00", "America/New_York"), york, money=False)
    after = next_allowed(at("2026-03-08 22:00", "America/New_York"), york, money=False)
    assert [one.astimezone(UTC).hour for one in (before, after)] == [10, 10]
    assert next_allowed(at("2026-03-06 22:00", "America/New_York"), york, money=False).astimezone(
        UTC
    ) == datetime(2026, 3, 7, 11, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "silent"),
    [
        ("06:29", True),
        ("06:30", False),
        ("11:29", False),
        ("11:30", True),
        ("13:29", True),
        ("13:30", False),
        ("20:29", False),
        ("20:30", True),
        ("23:00", True),
    ],
)
def test_at_noon_and_at_night_it_makes_no_sound(now: str, silent: bool) -> None:
    assert is_silent(at(f"2026-11-21 {now}"), hours()) is silent


def test_it_is_no_longer_allowed_from_the_hour_that_the_club_sleeps() -> None:
    now = at("2026-11-21 12:00")
    assert allowed_until(now, hours(), money=False) == at("2026-11-21 20:30")
    assert allowed_until(now, hours(), money=True) == at("2026-11-21 19:00")
    late = hours(sleeps_at=time(0))
    assert allowed_until(now, late, money=False) == at("2026-11-22 00:00")


@pytest.mark.parametrize(
    "odd",
    [
        {"wakes_at": time(20), "sleeps_at": time(6)},
        {"wakes_at": time(8), "sleeps_at": time(8)},
        {"money_from": time(22), "money_to": time(23)},
        {"money_from": time(19), "money_to": time(7)},
    ],
)
def test_hours_that_leave_no_time_do_not_silence_a_club(odd: dict[str, time]) -> None:
    now = at("2026-11-21 12:00")
    assert next_allowed(now, hours(**odd), money=True) == now


TIMES = st.times().map(lambda one: one.replace(second=0, microsecond=0))
MOMENTS = st.integers(0, 36 * 365 * 24 * 60).map(
    lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
ZONES = st.sampled_from([VILLAGE, "UTC", "America/New_York", "Asia/Kathmandu"])


@given(MOMENTS, st.booleans(), ZONES, st.tuples(TIMES, TIMES, TIMES, TIMES))
def test_what_is_allowed_is_allowed_at_once_and_never_in_peace(
    moment: datetime, money: bool, zone: str, of_day: tuple[time, time, time, time]
) -> None:
    wakes, sleeps, opens, closes = of_day
    club = hours(zone=zone, wakes_at=wakes, sleeps_at=sleeps, money_from=opens, money_to=closes)
    found = next_allowed(moment, club, money=money)
    assert moment <= found < moment + timedelta(days=16)
    assert next_allowed(found, club, money=money) == found
    assert found < allowed_until(found, club, money=money)
    on = local(found, zone)
    assert not (money and is_quiet_for_money(on.date()))
    if wakes < sleeps:
        assert wakes <= on.time() < sleeps
        first, last = max(wakes, opens), min(sleeps, closes)
        if money and first < last:
            assert first <= on.time() < last


def test_no_peace_lasts_longer_than_is_looked_ahead() -> None:
    day, longest, run = date(1970, 1, 1), 0, 0
    while day < date(2100, 1, 1):
        run = run + 1 if is_quiet_for_money(day) else 0
        longest, day = max(longest, run), day + timedelta(days=1)
    assert 10 <= longest <= 14
