"""A month of visits: its weeks, and how many visits each was to have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.care.people import Recipient
from bot.care.rota import WEEK
from bot.care.visits import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """A week of a month, from Monday to Sunday as far as the month has it."""

    first: date
    last: date
    """Inclusive."""

    @property
    def days(self) -> int:
        """Return how many days of it the month has."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One person's visits in one week of a month."""

    made: int
    wanted: int
    """So many were to be made: as many as her number for a week gives for these days."""
    is_over: bool
    """Whether all its days are past."""

    @property
    def is_enough(self) -> bool:
        """Whether she had all her visits."""
        return self.made >= self.wanted and self.made > 0


def month_after(month: date) -> date:
    """Return the first day of the month behind the one that begins on `month`."""
    return (month + timedelta(days=31)).replace(day=1)


def weeks_of(month: date) -> tuple[Week, ...]:
    """Return the weeks of the month that begins on `month`; the first and last may be short."""
    weeks, first, end = [], month, month_after(month)
    while first < end:
        last = min(first + timedelta(days=WEEK - 1 - first.weekday()), end - timedelta(days=1))
        weeks.append(Week(first=first, last=last))
        first = last + timedelta(days=1)
    return tuple(weeks)


def cells_of(
    one: Recipient, made: Iterable[Visit], month: date, today: date
) -> tuple[Cell | None, ...]:
    """Return her visits week by week; None for a week of which no day has come, or was hers."""
    days = Counter(visit.day for visit in made if visit.recipient_id == one.id)
    return tuple(_cell(one, week, days, today) for week in weeks_of(month))


def _cell(one: Recipient, week: Week, days: Counter[date], today: date) -> Cell | None:
    hers = [
        day
        for number in range(week.days)
        if (day := week.first + timedelta(days=number)) >= one.since
        and (one.until is None or day < one.until)
    ]
    count = sum(its for day, its in days.items() if week.first <= day <= week.last)
    if week.first > today or (not hers and not count):
        return None
    wanted = (2 * one.weekly * len(hers) + WEEK) // (2 * WEEK)  # to the nearest
    return Cell(made=count, wanted=wanted, is_over=week.last < today)
