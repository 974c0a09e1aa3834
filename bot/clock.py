"""The only place that reads the time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]
"""Returns now, aware, in UTC; tests pass their own."""


def utc_now() -> datetime:
    """Return now, aware, in UTC."""
    return datetime.now(UTC)


def local(moment: datetime, zone: str) -> datetime:
    """Return the same moment on the wall clock of `zone`, e.g. "Asia/Ho_Chi_Minh"."""
    return moment.astimezone(ZoneInfo(zone))


def local_day(moment: datetime, zone: str) -> date:
    """Return the calendar day that it is in `zone`."""
    return local(moment, zone).date()


def first_of(day: date) -> date:
    """Return the month of a day."""
    return day.replace(day=1)


def month_after(month: date) -> date:
    """Return the month that follows."""
    return first_of(first_of(month) + timedelta(days=31))
