"""An activity that stands written: it was on another day, or it was a mistake."""

from __future__ import annotations

from datetime import date, timedelta

from bot.chat import Choice, NotUnderstood
from bot.handlers.cards import must_be_officer
from bot.handlers.gathering.activity_rows import on_a_button, said
from bot.handlers.ways_out import STOP, never_mind
from bot.i18n import _, near_day
from bot.storage import activities
from bot.storage.activities import Activity
from bot.turn import Answer, Step, Turn
from bot.understanding.past_days import hear_past_day
from bot.understanding.words import command

SHOWN = 8
LOOKED_BACK = timedelta(days=62)


async def was_yesterday(turn: Turn) -> Answer:
    """What was just written down was yesterday."""
    must_be_officer(turn)
    return await _move(turn, turn.today - timedelta(days=1))


async def another_day(turn: Turn) -> Answer:
    """Ask on which day it was."""
    must_be_officer(turn)
    spoken_of = await _spoken_of(turn)
    if not spoken_of:
        return _nothing(turn)
    return turn.ask(
        "activity.moved",
        _("On which day was it? For example “10/11” or “last Tuesday”."),
        never_mind(),
        data={"activities": [spoken_of[0].id]},
    )


async def take_day(turn: Turn) -> Answer:
    """The officer told the day."""
    must_be_officer(turn)
    if turn.choice == STOP:
        return turn.say(_("All right, everything stays as it is."))
    if turn.choice:
        return await _move(turn, date.fromisoformat(turn.choice))
    if command(turn.text):
        raise NotUnderstood(turn.words(_("On which day was it? A day that is past, please.")))
    days = hear_past_day(turn.text, turn.today)
    if not days:
        raise turn.refuse(_("On which day was it? A day that is past, please."))
    if len(days) > 1:
        return turn.ask(
            "activity.moved",
            _("Which day do you mean?"),
            *(Choice(day.isoformat(), near_day(day, with_lunar=True)) for day in days),
            never_mind(),
            data=turn.data,
        )
    return await _move(turn, days[0])


async def _move(turn: Turn, day: date) -> Answer:
    spoken_of = await _spoken_of(turn)
    if not spoken_of:
        return _nothing(turn)
    one = spoken_of[0]
    await activities.move(turn.db, club_id=turn.club.id, activity_id=one.id, day=day)
    return turn.say(
        _("Corrected: {what}."),
        Choice("activity", _("Write another one down")),
        Choice("areas", _("The eight areas")),
        data={"activities": [one.id]},
        what=said(one.note, one.people, day),
    )


async def back(turn: Turn) -> Answer:
    """Take back what was just written down; of several it is asked which one."""
    must_be_officer(turn)
    found = await _spoken_of(turn)
    if len(found) == 1:
        return await _take_back(turn, found)
    tomorrow = turn.today + timedelta(days=1)
    since = tomorrow - LOOKED_BACK
    found = found or await activities.between(turn.db, turn.club.id, since, tomorrow)
    if not found:
        return _nothing(turn)
    return turn.ask(
        "activity.which",
        _("Which one was a mistake?"),
        *(
            Choice(str(one.id), on_a_button(one.note, one.people, one.day))
            for one in sorted(found, key=lambda one: one.id, reverse=True)[:SHOWN]
        ),
        never_mind(),
    )


async def take_which(turn: Turn) -> Answer:
    """The officer chose which one was a mistake."""
    must_be_officer(turn)
    if turn.choice == STOP:
        return turn.say(_("All right, everything stays as it is."))
    turn.data = {"activities": [int(turn.choice)]}
    return await _take_back(turn, await _spoken_of(turn))


async def _take_back(turn: Turn, found: list[Activity]) -> Answer:
    if not found:
        return _nothing(turn)
    for one in found:
        await activities.take_back(turn.db, club_id=turn.club.id, activity_id=one.id, now=turn.now)
    return turn.say(
        _("Taken back, it does not count: {lines}."),
        Choice("activity", _("Write it down anew")),
        Choice("areas", _("The eight areas")),
        lines="\n".join(said(one.note, one.people, one.day) for one in found),
    )


async def _spoken_of(turn: Turn) -> list[Activity]:
    """Return the activities that were spoken of and still count."""
    wanted = turn.data.get("activities", ())
    found = [await activities.one(turn.db, turn.club.id, int(one)) for one in wanted]
    return [one for one in found if one and not one.is_taken_back]


def _nothing(turn: Turn) -> Answer:
    return turn.say(
        _("There is nothing of that any more: it was taken back already, or never written."),
        Choice("activity", _("Write an activity down")),
    )


HANDLERS = {
    "activity.yesterday": Step(was_yesterday),
    "activity.day": Step(another_day),
    "activity.moved": Step(take_day, typed=True),
    "activity.back": Step(back),
    "activity.which": Step(take_which),
}
