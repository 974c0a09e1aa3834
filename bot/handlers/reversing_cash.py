"""Taking an entry back takes cash away: is it there, and from which day on can it be missing?"""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from bot.handlers import closed_months, slips
from bot.i18n import _, money, short_day, use_locale
from bot.money import books
from bot.money.books import Account
from bot.storage import ledger, members, purse
from bot.storage.entries import Entry
from bot.telling import called
from bot.turn import Turn


async def warning(turn: Turn, entry: Entry) -> str:
    """Say by how much cash would be below zero and what to do about it; empty where it is there.

    In the language that is spoken now.
    """
    lines = []
    for account, amount in (await _taken(turn, entry)).items():
        there = await purse.to_spend(turn.db, turn.club.id, account)
        if there < amount:
            lines.append(await _short(turn, account, max(there, 0), amount))
    return "\n".join(lines)


async def must_be_there(turn: Turn, entry: Entry) -> None:
    """Refuse to take back what is not there any more: cash is never below zero."""
    if short := await warning(turn, entry):
        raise turn.refuse("{short}", short=short)


async def value_day(turn: Turn, entry: Entry) -> date:
    """Return the day from which it counts: that of the entry, or the first that is possible.

    A month that is closed is left as it is; nor is there less than nothing at the close of a day
    on which the money was spent before other money came.
    """
    on = await ledger.first_open_day(turn.db, turn.club.id, entry.value_day)
    for account, amount in (await _taken(turn, entry)).items():
        on = await purse.day_to_take(turn.db, turn.club.id, account, amount, on)
    return on


async def written(turn: Turn, entry: Entry, on: date) -> str:
    """Return the note of a reversal with another day than its entry, in the club's language."""
    is_open = await ledger.first_open_day(turn.db, turn.club.id, entry.value_day)
    if on in (entry.value_day, is_open):
        return closed_months.written(turn, entry.value_day, on)
    with use_locale(turn.club.locale):
        text = _("It was entered for {day}; since then it was spent, so it is taken back on {on}.")
        return text.format(day=short_day(entry.value_day, today=on), on=short_day(on))


async def _taken(turn: Turn, entry: Entry) -> dict[Account, int]:
    """Return what a reversal takes out of each place, đồng."""
    sums: dict[Account, int] = defaultdict(int)
    for line in books.reversal(await ledger.lines_of(turn.db, entry.id)):
        if line.account.kind in books.PLACES:
            sums[line.account] -= line.amount
    return {account: amount for account, amount in sums.items() if amount > 0}


async def _short(turn: Turn, account: Account, there: int, amount: int) -> str:
    text = _(
        "⚠ {place} has only {there} of the {fund} by the book; to take this back {missing} more is"
        " needed. Please write down first what came in and is missing in the book, or bring cash"
        " there."
    )
    place = _("the bank")
    if account.holder is not None and account.kind is books.AccountKind.CASH:
        place = called(await members.member(turn.db, account.holder, turn.today), turn.today)
    return text.format(
        place=place,
        there=money(there),
        fund=slips.fund_name(account.fund),
        missing=money(amount - there),
    )
