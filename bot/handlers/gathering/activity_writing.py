"""Writing lines of what the club did: what is missing of one is asked, then it is written once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from bot.care.areas import AREAS
from bot.chat import Choice
from bot.clock import local
from bot.handlers.gathering.activity_rows import Row, said, to_data
from bot.handlers.ways_out import STOP, never_mind
from bot.i18n import _, clock_time, near_day
from bot.papers.area_words import area_name, kind_name, people_said
from bot.rights import may_enter_care, may_see_health
from bot.storage import activities, members, minutes
from bot.storage.activities import Activity
from bot.storage.talk import Data
from bot.telling import called
from bot.turn import Answer, Turn
from bot.understanding.folding import fold

USUAL = (15, 25, 40)
"""People, where nothing like it was entered before."""
REMEMBERED = timedelta(days=120)
COMMANDS = {
    "visit": "visit",
    "measuring": "measure",
    "meeting": "minutes.talk",
    "labour": "labour",
    "gift": "gift",
    "loan": "lending",
}
"""What leads to where it is written down."""


async def go_on(
    turn: Turn, rows: Sequence[Row], *, done: Sequence[int] = (), days: Sequence[date] = ()
) -> Answer:
    """Write the lines one by one, or ask what is missing of the next; `days` are asked apart."""
    await activities.one_at_a_time(turn.db, turn.club.id)
    written, left = list(done), list(rows)
    while left:
        kept: Data = {"rows": to_data(left), "done": written}
        if question := await _missing(turn, left[0], days, kept):
            return question
        written.append(await _write(turn, left.pop(0)))
        days = ()
    return await summary(turn, written)


async def _missing(turn: Turn, row: Row, days: Sequence[date], kept: Data) -> Answer | None:
    """Ask for what is not known of a line; None where it can be written."""
    if row.beside:
        return _ask_beside(turn, row, kept)
    if not row.area:
        return _ask_area(turn, row, kept)
    if row.people is None:
        return await _ask_people(turn, row, kept)
    if row.day is None:
        return _ask_day(turn, row, days, kept)
    return None if row.is_another else await _ask_same(turn, row, row.day, kept)


def _out(kept: Data) -> Choice:
    """Return the choice that leaves a line: others may be waiting behind it."""
    alone = len(kept["rows"]) == 1 and not kept["done"]
    return never_mind() if alone else Choice(STOP, _("Leave this line out"))


def _ask_beside(turn: Turn, row: Row, kept: Data) -> Answer:
    text = _("“{said}”: {what} Shall I write it down here all the same?")
    return turn.ask(
        "activity.beside",
        text,
        Choice(STOP, _("No, leave it out")),
        Choice("write", _("Write it down here too")),
        data=kept,
        said=row.note,
        what=turn.words(_of_elsewhere(row.beside)),
    )


def counted_elsewhere(turn: Turn, kind: str) -> Answer:
    """Say where something is written down that counts for its area by itself."""
    is_hers = {
        "visit": may_enter_care(turn.member),
        "measuring": may_see_health(turn.member),
    }.get(kind, True)
    choices = [Choice(COMMANDS[kind], kind_name(kind))] if is_hers else []
    return turn.say(_of_elsewhere(kind), *choices)


def _of_elsewhere(kind: str) -> str:
    return {
        "visit": _("Visits at home count by themselves as soon as somebody writes them down."),
        "measuring": _("Who is measured counts by itself, entered by the health lead."),
        "meeting": _("Meetings count by themselves, with the roll and the minutes."),
        "labour": _("Labour swaps count by themselves on the board of labour swaps."),
        "gift": _("Gifts count by themselves, written into the Golden Heart book."),
        "loan": _("Loans count by themselves, from the loan book."),
    }[kind]


def _ask_area(turn: Turn, row: Row, kept: Data) -> Answer:
    return turn.ask(
        "activity.area",
        _("“{said}”: for which of the eight areas does it count?"),
        *(Choice(area, area_name(area)) for area in AREAS),
        _out(kept),
        data=kept,
        said=row.note,
    )


async def _ask_people(turn: Turn, row: Row, kept: Data) -> Answer:
    since = turn.today - REMEMBERED
    before = await activities.between(turn.db, turn.club.id, since, turn.today + timedelta(days=1))
    alike = [one.people for one in reversed(before) if fold(one.note) == fold(row.note)]
    numbers = sorted(list(dict.fromkeys([*alike[:2], *USUAL]))[:4])
    return turn.ask(
        "activity.people",
        _("{what}: how many took part? Choose, or write the number, such as “32 people”."),
        *(Choice(f"n{number}", people_said(number)) for number in numbers),
        _out(kept),
        data=kept,
        what=row.note,
    )


def _ask_day(turn: Turn, row: Row, days: Sequence[date], kept: Data) -> Answer:
    near = days or (turn.today, turn.today - timedelta(days=1))
    return turn.ask(
        "activity.on",
        _("{what}: on which day was it? Choose, or write it, such as “10/11”."),
        *(Choice(day.isoformat(), near_day(day, with_lunar=False)) for day in near),
        _out(kept),
        data=kept,
        what=row.note,
    )


async def _ask_same(turn: Turn, row: Row, day: date, kept: Data) -> Answer | None:
    """Ask whether it is what stands written of that day; None where nothing like it does."""
    there = await activities.of_day(turn.db, turn.club.id, row.area, day)
    alike = next((one for one in there if fold(one.note) == fold(row.note)), None)
    if alike:
        text = await _of_same(turn, alike)
    elif row.area == "learning" and (talk := await _talk_of(turn, day)):
        text = turn.words(
            _("The minutes of that day's meeting have a talk already: “{talk}”."), talk=talk
        )
    else:
        return None
    return turn.ask(
        "activity.same",
        _("{what} Is “{said}” the same?"),
        Choice("same", _("It is the same")),
        Choice("another", _("It is another one")),
        data=kept,
        what=text,
        said=f"{row.note}, {people_said(row.people or 0)}",
    )


async def _of_same(turn: Turn, alike: Activity) -> str:
    who = await members.member(turn.db, alike.entered_by, turn.today)
    return turn.words(
        _("{name} wrote down at {time}: {what}."),
        name=called(who, turn.today),
        time=clock_time(local(alike.entered_at, turn.zone)),
        what=said(alike.note, alike.people, alike.day),
    )


async def _talk_of(turn: Turn, day: date) -> str:
    found = await minutes.talks(turn.db, turn.club.id, day, day + timedelta(days=1))
    return "; ".join(found.values())


async def _write(turn: Turn, row: Row) -> int:
    return await activities.write(
        turn.db,
        club_id=turn.club.id,
        area=row.area,
        day=row.day or turn.today,
        people=row.people or 0,
        note=row.note,
        by=turn.member.id,
        now=turn.now,
    )


async def summary(turn: Turn, written: Sequence[int], left_out: Sequence[str] = ()) -> Answer:
    """Say what was written down, and what was left out because the officer ended it."""
    looked_up = [await activities.one(turn.db, turn.club.id, one) for one in written]
    found = [one for one in looked_up if one]
    lines = [
        _("{what} ({area})").format(
            what=said(one.note, one.people, one.day), area=area_name(one.area)
        )
        for one in found
    ]
    if not lines:
        return turn.say(
            _("All right, nothing was written down."), Choice("areas", _("The eight areas"))
        )
    text = _("Written down: {lines}.")
    if left_out:
        text = _("Written down: {lines}.\nNot written down: {left}.")
    return turn.say(
        text,
        *_changes(turn, found),
        Choice("activity", _("Write another one down")),
        Choice("areas", _("The eight areas")),
        data={"activities": list(written)},
        lines="\n".join(lines),
        left="; ".join(left_out),
    )


def _changes(turn: Turn, found: Sequence[Activity]) -> list[Choice]:
    back = Choice("activity.back", _("That was a mistake, take it back"))
    if len(found) > 1:
        return [back]
    is_today = found[0].day == turn.today
    moved = [Choice("activity.yesterday", _("It was yesterday"))] if is_today else []
    return [*moved, Choice("activity.day", _("It was on another day")), back]
