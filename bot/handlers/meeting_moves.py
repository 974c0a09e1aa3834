"""The board holds a meeting on another day, at another hour, or at another place."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time

from bot.almanac.holidays import closed
from bot.chat import Choice, NotUnderstood
from bot.handlers.cards import must_be_officer
from bot.handlers.meetings import (
    club_time,
    next_meeting,
    next_to_come,
    shown_day,
    still_to_come,
)
from bot.handlers.words_for_all import heard_for_all
from bot.i18n import _, clock_time, near_day
from bot.storage import meetings, moved_dues
from bot.storage.meetings import Meeting, WhenAndWhere
from bot.turn import Answer, Step, Turn
from bot.understanding.attending import asks_when
from bot.understanding.calendar_words import spoken, wording
from bot.understanding.days import hear_day
from bot.understanding.hours import hear_hour, without_hour

SHOWN = 3
TO = re.compile(r"^(?:sang|qua|vào|đến|tới|lên|to)\s+", re.IGNORECASE)
"""What stands before the new day; "sang" would be heard as "sáng", the morning."""
AT = re.compile(r"^(?:(?:sang|qua|về|ra|đến|tới|ở|tại|là|to|at)\s+)+", re.IGNORECASE)
"""What stands before the new place."""
SOMEWHERE = wording(
    "(?:sang|qua|về|ra|đến|tới|ở|tại) "
    "(?:nhà|trường|đình|chùa|sân|hội trường|trụ sở|ủy ban|trạm|gốc)"
)
"""Moved to a place, not to a day."""


# --- Another day ---------------------------------------------------------------------------------


async def move(turn: Turn) -> Answer:
    """Ask to which day, unless that was told with the command."""
    must_be_officer(turn)
    meeting = await next_to_come(turn)
    turn.data = {"meeting": meeting.id}
    told = TO.sub("", turn.text)
    if _hour(told) or hear_day(told, turn.today):
        return await take_day(turn)
    if SOMEWHERE.match(spoken(turn.text)):
        return await take_place(turn)
    return turn.ask(
        "meetings.move",
        _("The next meeting is on {day}, {time}. To which day shall it be moved?"),
        Choice("hour", _("Only another hour")),
        Choice("place", _("Only another place")),
        data=turn.data,
        day=await shown_day(turn, meeting.held_on),
        time=clock_time(meeting.at),
    )


async def take_day(turn: Turn) -> Answer:
    """The officer told the new day or hour, or chose one of the days that were meant."""
    must_be_officer(turn)
    meeting = await still_to_come(turn)
    if turn.choice in ("hour", "place"):
        return _ask_hour(turn, meeting) if turn.choice == "hour" else _ask_place(turn, meeting)
    new = meeting.when_and_where
    if turn.choice:
        at = time.fromisoformat(turn.data["at"])
        return await _read_back(
            turn, meeting, replace(new, on=date.fromisoformat(turn.choice), at=at)
        )
    text = TO.sub("", turn.text)
    new = replace(new, at=_hour(text) or new.at)
    # "Saturday" is said of the week of the meeting as well as of this one.
    heard = {*hear_day(text, turn.today), *hear_day(text, meeting.held_on)}
    days = sorted(heard - {meeting.held_on} if len(heard) > 1 else heard)
    if not days and _hour(text):
        days = [meeting.held_on]
    if not days:
        raise NotUnderstood(
            turn.words(
                _("I did not understand the day. Please say it like “Saturday” or “15/12”.")
            )
        )
    if len(days) == 1:
        return await _read_back(turn, meeting, replace(new, on=days[0]))
    return turn.ask(
        "meetings.move",
        _("Which day do you mean?"),
        *[Choice(day.isoformat(), await shown_day(turn, day)) for day in days],
        data={"meeting": meeting.id, "at": new.at.isoformat()},
    )


def _hour(text: str) -> time | None:
    """Hear an hour beside a day: a bare number is a day of the month there."""
    words = spoken(text)
    return hear_hour(text) if without_hour(words) != words else None


# --- Another hour, another place -----------------------------------------------------------------


async def another_hour(turn: Turn) -> Answer:
    """Ask for the new hour, unless it was told with the command."""
    must_be_officer(turn)
    meeting = await next_to_come(turn)
    turn.data = {"meeting": meeting.id}
    return await take_hour(turn) if turn.text else _ask_hour(turn, meeting)


async def take_hour(turn: Turn) -> Answer:
    """The officer told the new hour; a day beside it may move, too."""
    must_be_officer(turn)
    meeting = await still_to_come(turn)
    text = TO.sub("", turn.text)
    if hear_day(text, turn.today) and _hour(text):
        return await take_day(turn)
    at = hear_hour(text)
    if at is None:
        raise NotUnderstood(turn.words(_("At what hour? For example “8 in the morning”.")))
    return await _read_back(turn, meeting, replace(meeting.when_and_where, at=at))


async def another_place(turn: Turn) -> Answer:
    """Ask for the new place, unless it was told with the command; others may only ask for it."""
    if not turn.acts_as_officer or asks_when(turn.text):
        return await next_meeting(turn)
    meeting = await next_to_come(turn)
    turn.data = {"meeting": meeting.id}
    return await take_place(turn) if turn.text else _ask_place(turn, meeting)


async def take_place(turn: Turn) -> Answer:
    """The officer told the new place."""
    must_be_officer(turn)
    meeting = await still_to_come(turn)
    place = AT.sub("", heard_for_all(turn))
    return await _read_back(turn, meeting, replace(meeting.when_and_where, place=place))


def _ask_hour(turn: Turn, meeting: Meeting) -> Answer:
    return turn.ask(
        "meetings.other_hour",
        _("The meeting on {day} is at {time}. At what hour shall it be?"),
        data={"meeting": meeting.id},
        day=near_day(meeting.held_on, with_lunar=False),
        time=clock_time(meeting.at),
    )


def _ask_place(turn: Turn, meeting: Meeting) -> Answer:
    return turn.ask(
        "meetings.other_place",
        _("The meeting on {day} is at {place}. Where shall it be?"),
        data={"meeting": meeting.id},
        day=near_day(meeting.held_on, with_lunar=False),
        place=meeting.place,
    )


# --- Read back, and done -------------------------------------------------------------------------


async def _read_back(turn: Turn, meeting: Meeting, new: WhenAndWhere) -> Answer:
    if new.on != meeting.held_on or new.at != meeting.at:
        _must_fit(turn, new)
    if new == meeting.when_and_where:
        raise turn.refuse(_("That is how the meeting is planned already."))
    coming = await meetings.coming(turn.db, turn.club.id, club_time(turn), SHOWN)
    if any(one.held_on == new.on and one.id != meeting.id for one in coming):
        raise turn.refuse(_("There is another meeting on that day already."))
    return turn.ask(
        "meetings.moved",
        _question(meeting, new),
        Choice("yes", _("Yes, move it") if new.on != meeting.held_on else _("Yes, change it")),
        Choice("no", _("No, leave it")),
        data={
            "meeting": meeting.id,
            "day": new.on.isoformat(),
            "at": new.at.isoformat(),
            "place": new.place,
        },
        old=near_day(meeting.held_on, with_lunar=False),
        day=await shown_day(turn, new.on),
        old_time=clock_time(meeting.at),
        time=clock_time(new.at),
        place=new.place,
    )


def _question(meeting: Meeting, new: WhenAndWhere) -> str:
    if new.place != meeting.place:
        return _("The meeting on {day} at another place, {place}: is that right?")
    if new.on == meeting.held_on:
        return _("The meeting on {day} from {old_time} to {time}: shall I change the hour?")
    if closed(new.on):
        return _("{day} is a holiday. From {old} to {day}, {time}: shall I move the meeting?")
    return _("From {old} to {day}, {time}: shall I move the meeting?")


async def agree(turn: Turn) -> Answer:
    """Change it; who knows it otherwise is told."""
    must_be_officer(turn)
    if turn.choice == "no":
        return turn.say(_("All right, everything stays as it is."))
    meeting = await still_to_come(turn)
    new = WhenAndWhere(
        on=date.fromisoformat(turn.data["day"]),
        at=time.fromisoformat(turn.data["at"]),
        place=turn.data.get("place", meeting.place),
    )
    _must_fit(turn, new)
    await meetings.move(
        turn.db, meeting, held_on=new.on, at=new.at, place=new.place, by=turn.member.id
    )
    done = _("Done: the meeting is on {day}, {time}. Who knows it otherwise will hear of it.")
    if new.place != meeting.place:
        done = _(
            "Done: the meeting on {day} is at {place}. Who knows it otherwise will hear of it."
        )
    day = near_day(new.on, with_lunar=False)
    lines = [turn.words(done, day=day, time=clock_time(new.at), place=new.place)]
    if new.on != meeting.held_on and await moved_dues.follow(turn.db, turn.club.id):
        lines.append(_of_dues(turn, meeting, new.on))
    return turn.say("{lines}", Choice("meeting.days", _("Meetings")), lines="\n".join(lines))


def _of_dues(turn: Turn, meeting: Meeting, day: date) -> str:
    """Say when that is due now which was to be paid at a meeting: never earlier than agreed."""
    text = _("What was to be paid on {wanted_on} is due on {day}, too.")
    if day <= meeting.wanted_on:
        text = _("What is to be paid on {wanted_on} is due on that day, as agreed.")
    return turn.words(
        text,
        wanted_on=near_day(meeting.wanted_on, with_lunar=False),
        day=near_day(day, with_lunar=False),
    )


def _must_fit(turn: Turn, new: WhenAndWhere) -> None:
    if datetime.combine(new.on, new.at) <= club_time(turn).replace(tzinfo=None):
        raise turn.refuse(_("That time is over already. Please say a day to come."))


HANDLERS = {
    "meeting.move": Step(move),
    "meeting.hour": Step(another_hour),
    "meeting.place": Step(another_place),
    "meetings.move": Step(take_day, typed=True),
    "meetings.other_hour": Step(take_hour, typed=True),
    "meetings.other_place": Step(take_place, typed=True, own_words=True),
    "meetings.moved": Step(agree),
}
