"""The slip of a loan that was paid out, with what is to be paid back and when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from bot.handlers import slips
from bot.i18n import _, day, in_words, money, sentence, short_day
from bot.money.loans import Instalment
from bot.people import Member
from bot.storage.entries import Entry
from bot.telling import called

ALONE = 4
"""So many times have a line each on a slip; of more, equal sums in a row share one."""


def slip(
    entry: Entry,
    borrower: Member,
    giver: Member,
    witness: str,
    *,
    number: str,
    dues: Sequence[Instalment],
    on: date,
) -> str:
    """Return the slip: its number, the sum, who gave it before whom, and the schedule."""
    lines = [
        _("Payment slip {numbers}").format(numbers=slips.numbers(entry.slips)),
        sentence(
            _("{name} was lent {amount}"), name=called(borrower, on), amount=money(entry.sum)
        ),
        f"({in_words(entry.sum)})",
        _("Loan {number}. Handed over by: {name}, {day}. Seen by: {witness}").format(
            number=number, name=called(giver, on), day=day(entry.value_day), witness=witness
        ),
        _("To pay back:"),
        *schedule_lines(dues, on),
    ]
    return "\n".join(lines)


def schedule_lines(dues: Sequence[Instalment], on: date) -> Iterator[str]:
    """Say what is paid when; a line for each time, or for each row of equal sums of a long one."""
    if len(dues) <= ALONE:
        for one in dues:
            yield _("{day}: {amount}").format(
                day=short_day(one.due_on, today=on), amount=money(one.total)
            )
        return
    for amount, row in groupby(dues, key=lambda one: one.total):
        same = list(row)
        first, last = (short_day(one.due_on, today=on) for one in (same[0], same[-1]))
        if len(same) == 1:
            yield _("{day}: {amount}").format(day=first, amount=money(amount))
        else:
            yield _("{first} to {last}: {count} times {amount}").format(
                first=first, last=last, count=len(same), amount=money(amount)
            )
