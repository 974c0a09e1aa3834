"""What a count differs by, as an entry: from when on it can be missing, and of which fund."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.handlers import closed_months
from bot.i18n import _, short_day, use_locale
from bot.money import books
from bot.money.books import Fund, Line
from bot.storage import ledger, purse
from bot.turn import Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The lines of such an entry, from when on it counts, and why that is another day."""

    lines: tuple[Line, ...]
    value_day: date
    note: str
    """In the language of the club; empty where it is the day of the count."""


async def difference(turn: Turn, fund: Fund, holder: int, by: int, meant: date) -> Difference:
    """Return what somebody's cash differs by on a day; of a surplus nothing has to be there.

    What is missing takes no fund below zero at the close of any day: the other fund has lost it,
    or it counts from the first day on which there was so much.
    """
    is_open = on = await ledger.first_open_day(turn.db, turn.club.id, meant)
    kept: dict[Fund, int] = {}
    if by < 0:
        on, kept = await purse.day_to_miss(turn.db, turn.club.id, holder, -by, is_open)
    note = closed_months.written(turn, meant, is_open)
    if on != is_open:
        with use_locale(turn.club.locale):
            text = _("It was counted for {day}; so much was there only from {on} on.")
            note = text.format(day=short_day(meant, today=on), on=short_day(on))
    return Difference(lines=books.counted(fund, holder, by, kept=kept), value_day=on, note=note)
