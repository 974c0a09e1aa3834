"""Money of a month that is signed and closed: it counts from a day that is still open."""

from __future__ import annotations

from datetime import date

from bot.clock import local_day
from bot.i18n import _, short_day, use_locale
from bot.storage import ledger
from bot.storage.declarations import Declared
from bot.turn import Turn


async def day_declared(turn: Turn, declared: Declared) -> date:
    """Return the day from which money counts that a member declared: the day on which she did.

    Where that month was closed meanwhile, it counts from today.
    """
    said = local_day(declared.declared_at, turn.zone)
    is_open = await ledger.first_open_day(turn.db, turn.club.id, said) == said
    return said if is_open else turn.today


def written(turn: Turn, meant: date, on: date) -> str:
    """Return the note of an entry with another day, in the language of the club; "" for none."""
    with use_locale(turn.club.locale):
        return note(meant, on)


def note(meant: date, on: date) -> str:
    """Say that an entry has another day than the one on which the money moved; "" where not."""
    if meant == on:
        return ""
    text = _("It moved on {day}; that month is signed and closed, so it counts from {on}.")
    return text.format(day=short_day(meant, today=on), on=short_day(on))
