"""A schedule in a few lines: what is to be paid on which day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from bot.i18n import _, day, money, ngettext, short_day
from bot.money.loans import Loan, Payment, rows

ALONE = 2
"""So many equal sums in a row still stand in lines of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """What is still to be paid of a loan, what is late included: freezes and payments count."""

    sums: Mapping[date, int]
    """Đồng by due day, oldest first, at least one."""

    @classmethod
    def of(cls, loan: Loan, payments: Iterable[Payment], on: date) -> Days:
        """Return what is open at the end of a day; where that is nothing, the last day."""
        sums: dict[date, int] = {}
        for row in rows(loan, payments, on):
            if row.left:
                due_on = row.asked.due_on
                sums[due_on] = sums.get(due_on, 0) + row.left
        return cls(sums=sums or {loan.matures_on: 0})

    @property
    def last(self) -> date:
        """Return the day on which all is paid."""
        return max(self.sums)


def compared(old: Days, new: Days, today: date) -> str:
    """Return what was to be paid so far and what would be instead, one below the other."""
    before = ngettext(
        "So far: {count} more time, on {last}",
        "So far: {count} more times, the last on {last}",
        len(old.sums),
    )
    after = ngettext(
        "New: {count} time, on {last}",
        "New: {count} times, the last on {last}",
        len(new.sums),
    )
    return "\n".join(
        (
            before.format(count=len(old.sums), last=day(old.last)),
            lines(old, today),
            after.format(count=len(new.sums), last=day(new.last)),
            lines(new, today),
        )
    )


def lines(days: Days, today: date) -> str:
    """Return a line for each day, and one for all of several days with the same sum."""
    found: list[str] = []
    for amount, run in groupby(days.sums.items(), key=lambda one: one[1]):
        found += _run([on for on, _sum in run], amount, today)
    return "\n".join(found)


def _run(days: list[date], amount: int, today: date) -> Iterable[str]:
    if len(days) <= ALONE:
        for one in days:
            yield _("{day}: {amount}").format(
                day=short_day(one, today=today), amount=money(amount)
            )
        return
    yield _("{first} to {last}, {count} times: {amount} each").format(
        first=short_day(days[0], today=today),
        last=short_day(days[-1], today=today),
        count=len(days),
        amount=money(amount),
    )
