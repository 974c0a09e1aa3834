"""When a club meets: "ngày 10 hằng tháng", "thứ bảy đầu tháng", "ngày rằm"."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from itertools import count as count_from
from itertools import islice, takewhile
from typing import Any, Literal, get_args

from bot.almanac.holidays import Closed, closed
from bot.almanac.lunar import Lunar, days_in, lunar, solar

WAITS = timedelta(days=15)
"""What is due at no meeting waits so long for the next; where that is further, one before it is
nearer."""

Move = Literal["after", "before", "never"]
"""Where a meeting goes from a day on which nobody meets: to the next or last ordinary day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthDay:
    """A day of the month; where the month is shorter, its last day."""

    day: int

    def __post_init__(self) -> None:
        _check(self.day in range(1, 32), "a month has 31 days at most")

    def in_month(self, year: int, month: int) -> date:
        """Return the day in a month: the 31st is on 28 February and on 31 March 2026."""
        return date(year, month, min(self.day, monthrange(year, month)[1]))


@dataclass(frozen=True, slots=True, kw_only=True)
class NthWeekday:
    """A day of the week, counted in the month."""

    nth: int
    """1 to 4, or -1 for the last one."""
    weekday: int
    """0 is Monday."""

    def __post_init__(self) -> None:
        _check(self.nth in {1, 2, 3, 4, -1}, "a month has four of each weekday, and a last one")
        _check(self.weekday in range(7), "a week has seven days")

    def in_month(self, year: int, month: int) -> date:
        """Return the day in a month: the last Sunday of May 2026 is the 31st."""
        last = monthrange(year, month)[1]
        start = date(year, month, last - 6 if self.nth < 0 else 7 * self.nth - 6)
        return start + timedelta(days=(self.weekday - start.weekday()) % 7)


@dataclass(frozen=True, slots=True, kw_only=True)
class LunarDay:
    """A day of the lunar month; where the month has 29 days, the 30th is the 29th.

    Years and months are lunar ones here. In a leap month there is no meeting: twelve a year, as
    with any other rule, so that no instalment is asked for twice.
    """

    day: int

    def __post_init__(self) -> None:
        _check(self.day in range(1, 31), "a lunar month has 30 days at most")

    def in_month(self, year: int, month: int) -> date:
        """Return the day in a lunar month: rằm tháng Giêng 2026 is on 3 March."""
        day = min(self.day, days_in(month, year))
        return solar(Lunar(day=day, month=month, year=year))


Day = MonthDay | NthWeekday | LunarDay
_KINDS: Mapping[str, type[Day]] = {
    "month_day": MonthDay,
    "nth_weekday": NthWeekday,
    "lunar_day": LunarDay,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingRule:
    """On which day a club meets, and in which months."""

    on: Day
    months: int = 1
    """Every month, every 2 or every 3."""
    from_month: int = 1
    """One of the months with a meeting, 1 to 12; a lunar one if the day is lunar."""
    move: Move = "after"

    def __post_init__(self) -> None:
        _check(self.months in {1, 2, 3}, "a club meets every month, every 2 or every 3")
        _check(self.from_month in range(1, 13), "a year has twelve months")
        _check(self.move in get_args(Move), "a meeting moves after, before or never")


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One meeting, as the rule has it."""

    wanted_on: date
    held_on: date
    moved_because: Closed | None = None
    """Why it is not held on the wanted day, where Tết or a holiday is the reason."""


def wanted(rule: MeetingRule, year: int, month: int) -> date:
    """Return the day that a rule means in a month, before any moving; lunar for a lunar rule.

    With the 31st: 28 February 2026, and 31 March again. Whether there is a meeting in that month
    is not asked.
    """
    return rule.on.in_month(year, month)


def meetings(rule: MeetingRule, *, after: date, count: int) -> list[Meeting]:
    """Return the next meetings that are held after a day, one for each month of the rule.

    The 2nd of each month, after 2 August 2026: held on 3 September, as the 2nd is Quốc khánh,
    on 2 October and on 2 November. Rằm, after 1 July 2025: on 9 July, then on 6 September and
    not on 8 August, which is in the leap month. What is held does not depend on `after`.
    """
    coming = (held for held in _meetings(rule, since=after) if held.held_on > after)
    return list(islice(coming, count))


def usual_days(rule: MeetingRule, *, after: date, until: date) -> list[date]:
    """Return the days that a rule means after one and up to another, before any moving."""
    found = takewhile(lambda one: one.wanted_on <= until, _meetings(rule, since=after))
    return [one.wanted_on for one in found if one.wanted_on > after]


def taken_on(days: Iterable[date], coming: Sequence[Meeting]) -> dict[date, date]:
    """Return when that is taken which is due on these days: at the meeting of the day.

    A day without one is that of a meeting which is not any more: what is due then is taken at the
    next one that comes within `WAITS`. What is still further off is left out.

    Args:
        days: on which something may be due.
        coming: meetings in the order of their wanted days.
    """
    found = {}
    for day in days:
        own = next((one for one in coming if one.wanted_on >= day), None)
        if own and own.wanted_on - day <= WAITS:
            found[day] = own.held_on
    return found


def rule_as_dict(rule: MeetingRule) -> dict[str, str | int]:
    """Return a rule as `rule_of` reads it: only text and whole numbers, fit for JSON."""
    kind = next(name for name, day in _KINDS.items() if isinstance(rule.on, day))
    rest = {"months": rule.months, "from_month": rule.from_month, "move": rule.move}
    return {"on": kind, **asdict(rule.on), **rest}


def rule_of(stored: Mapping[str, Any]) -> MeetingRule:
    """Return the rule that `rule_as_dict` gave; raises ValueError for anything else."""
    day = {key: value for key, value in stored.items() if key in {"day", "nth", "weekday"}}
    rest = {key: value for key, value in stored.items() if key not in day and key != "on"}
    try:
        on = _KINDS[str(stored["on"])](**day)
        return MeetingRule(on=on, **rest)
    except (KeyError, TypeError) as error:
        raise ValueError(f"no meeting rule: {dict(stored)}") from error


def _meetings(rule: MeetingRule, *, since: date) -> Iterator[Meeting]:
    """Yield all meetings from a month or more before a day.

    No run of closed days is as long as a month, so moved meetings keep their order.
    """
    begin = lunar(since) if isinstance(rule.on, LunarDay) else since
    for months in count_from(begin.year * 12 + begin.month - 1 - 2):
        year, month = divmod(months, 12)
        if (month + 1 - rule.from_month) % rule.months == 0:
            yield _meeting(wanted(rule, year, month + 1), rule.move)


def _meeting(wanted_on: date, move: Move) -> Meeting:
    because = closed(wanted_on) if move != "never" else None
    step = timedelta(days=-1 if move == "before" else 1)
    held_on = wanted_on
    while because and closed(held_on):
        held_on += step
    return Meeting(wanted_on=wanted_on, held_on=held_on, moved_because=because)


def _check(holds: bool, otherwise: str) -> None:
    if not holds:
        raise ValueError(otherwise)
