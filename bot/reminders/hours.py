"""When something may be said: in waking hours, money in its own hours and not on days of peace."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.almanac.lunar import is_quiet_for_money
from bot.clock import local
from bot.storage.reminder_times import Hours

DAY = timedelta(days=1)
EARLIEST = time(4)
"""Nobody goes to bed from then on."""
DAYS_AHEAD = 40
"""Days of peace never last so long."""


def next_allowed(moment: datetime, hours: Hours, *, money: bool) -> datetime:
    """Return the first moment, not before `moment`, at which something may be said to a club."""
    today = local(moment, hours.zone).date()
    for ahead in range(DAYS_AHEAD):
        day = today + ahead * DAY
        if money and is_quiet_for_money(day):
            continue
        opens, closes = _open(day, hours, money=money)
        if moment < closes:
            return max(moment, opens)
    raise AssertionError("peace lasts for weeks at the most")


def allowed_until(moment: datetime, hours: Hours, *, money: bool) -> datetime:
    """Return when the hours end in which `moment` is."""
    return _open(local(moment, hours.zone).date(), hours, money=money)[1]


def is_silent(moment: datetime, hours: Hours) -> bool:
    """Say whether what arrives now must make no sound: the club sleeps, or rests at noon."""
    opens, closes = _open(local(moment, hours.zone).date(), hours, money=False)
    at = local(moment, hours.zone).time()
    return not opens <= moment < closes or hours.siesta_from <= at < hours.siesta_to


def at_local(day: date, at: time, zone: str) -> datetime:
    """Return the moment at which the clocks of a zone show this day and hour."""
    return datetime.combine(day, at, ZoneInfo(zone))


def _open(day: date, hours: Hours, *, money: bool) -> tuple[datetime, datetime]:
    """Return from when until when something may be said on a day.

    Hours that leave no time do not count: of money while all sleep, or none to be awake. Who goes
    to bed after midnight is written to until then.
    """
    late = hours.sleeps_at < min(hours.wakes_at, EARLIEST)
    sleeps_at = time(0) if late else hours.sleeps_at
    waking = _span(day, hours.wakes_at, sleeps_at, hours.zone)
    if waking[0] >= waking[1]:
        waking = _span(day, time(0), time(0), hours.zone)
    if not money:
        return waking
    opens, closes = _span(day, hours.money_from, hours.money_to, hours.zone)
    opens, closes = max(opens, waking[0]), min(closes, waking[1])
    return (opens, closes) if opens < closes else waking


def _span(day: date, start: time, end: time, zone: str) -> tuple[datetime, datetime]:
    """Return the moments of two hours of a day; an end at midnight is the end of the day."""
    last = day if end > time(0) else day + DAY
    return at_local(day, start, zone), at_local(last, end, zone)
