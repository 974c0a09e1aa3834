"""What an officer answers while lines of what the club did are being entered.

Whatever else is typed, the lines that wait are not lost: only “menu” leaves them, and “thôi” ends
with what was written so far and names what was not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.care.areas import AREAS
from bot.chat import NotUnderstood
from bot.handlers.cards import must_be_officer
from bot.handlers.gathering.activity_rows import Row, from_data
from bot.handlers.gathering.activity_writing import go_on, summary
from bot.handlers.ways_out import STOP
from bot.i18n import _
from bot.turn import Answer, Step, Turn
from bot.understanding import replies
from bot.understanding.activities import hear_people
from bot.understanding.past_days import hear_past_day
from bot.understanding.words import command


async def take_area(turn: Turn) -> Answer:
    """The officer said for which of the eight areas a line counts."""
    if not turn.choice:
        return await _unheard(turn, _("I did not quite understand. Please choose one of these."))
    is_area = turn.choice in AREAS
    return await _further(turn, replace(_first(turn), area=turn.choice) if is_area else None)


async def take_people(turn: Turn) -> Answer:
    """The officer said how many took part."""
    if turn.choice == STOP:
        return await _further(turn, None)
    people = int(turn.choice[1:]) if turn.choice else hear_people(turn.text)
    if people is None:
        return await _unheard(turn, _("How many took part? Please write it like “25 people”."))
    return await _further(turn, replace(_first(turn), people=people))


async def take_day(turn: Turn) -> Answer:
    """The officer said on which day it was."""
    if turn.choice == STOP:
        return await _further(turn, None)
    row, days = _first(turn), hear_past_day(turn.text, turn.today)
    if turn.choice:
        days = (date.fromisoformat(turn.choice),)
    if not days:
        return await _unheard(turn, _("On which day was it? A day that is past, please."))
    if len(days) > 1:
        return await _further(turn, row, days)
    return await _further(turn, replace(row, day=days[0]))


async def take_beside(turn: Turn) -> Answer:
    """The officer said whether a line is to stand beside what another part counts."""
    if not turn.choice:
        return await _unheard(turn, _("I did not quite understand. Please choose one of these."))
    is_wanted = turn.choice == "write"
    return await _further(turn, replace(_first(turn), beside="") if is_wanted else None)


async def take_same(turn: Turn) -> Answer:
    """The officer said whether a line is what stands in the book already."""
    if not turn.choice:
        return await _unheard(turn, _("I did not quite understand. Please choose one of these."))
    is_another = turn.choice == "another"
    return await _further(turn, replace(_first(turn), is_another=True) if is_another else None)


def _first(turn: Turn) -> Row:
    """Return the line that was asked about."""
    return from_data(turn.data["rows"])[0]


async def _further(turn: Turn, row: Row | None, days: Sequence[date] = ()) -> Answer:
    """Go on with what is known now of the first line; without it where it is left out."""
    must_be_officer(turn)
    rest = from_data(turn.data["rows"])[1:]
    return await go_on(turn, [row, *rest] if row else rest, done=turn.data["done"], days=days)


async def _unheard(turn: Turn, why: str) -> Answer:
    """Answer words that are none: end with what was written, follow a command, or ask again."""
    must_be_officer(turn)
    meant = command(turn.text)
    rows = from_data(turn.data["rows"])
    if meant and meant.name == "cancel":
        return await summary(turn, turn.data["done"], [row.note for row in rows])
    is_alone = len(rows) == 1 and not turn.data["done"]
    if is_alone or replies.leaves(turn.text):
        raise NotUnderstood(turn.words(why))
    raise turn.refuse(why)


HANDLERS = {
    "activity.area": Step(take_area, typed=True),
    "activity.people": Step(take_people, typed=True),
    "activity.on": Step(take_day, typed=True),
    "activity.beside": Step(take_beside, typed=True),
    "activity.same": Step(take_same, typed=True),
}
