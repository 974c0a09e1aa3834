"""A schedule in a few lines: what is to be paid on which day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from bot.i18n import _, money, short_day
from bot.money.loans import Loan

ALONE = 2
"""So many equal sums in a row still stand in lines of their own."""


def lines(loan: Loan, today: date) -> str:
    """Return a line for each day, and one for all of several days with the same sum."""
    sums: dict[date, int] = {}
    for day, item in zip(loan.due_days, loan.instalments, strict=True):
        sums[day] = sums.get(day, 0) + item.total
    found: list[str] = []
    for amount, run in groupby(sums.items(), key=lambda one: one[1]):
        found += _run([day for day, _sum in run], amount, today)
    return "\n".join(found)


def _run(days: list[date], amount: int, today: date) -> Iterable[str]:
    if not amount:
        return
    if len(days) <= ALONE:
        for day in days:
            yield _("{day}: {amount}").format(
                day=short_day(day, today=today), amount=money(amount)
            )
        return
    yield _("{first} to {last}, {count} times: {amount} each").format(
        first=short_day(days[0], today=today),
        last=short_day(days[-1], today=today),
        count=len(days),
        amount=money(amount),
    )
