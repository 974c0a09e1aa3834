"""The board moves a meeting, lets one not take place, or adds to what it is about."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from bot.almanac.holidays import closed
from bot.chat import Choice, NotUnderstood
from bot.handlers.cards import must_be_officer
from bot.handlers.meetings import club_time, next_one
from bot.handlers.own_words import asked_to_reword
from bot.handlers.words_for_all import heard_for_all
from bot.i18n import _, clock_time, near_day
from bot.storage import meetings
from bot.storage.meetings import Meeting
from bot.turn import Answer, Step, Turn
from bot.understanding.calendar_words import spoken
from bot.understanding.days import hear_day
from bot.understanding.hours import hear_hour, without_hour

SHOWN = 3
MATTERS = 8
"""So many lines are read out at the most."""
TO = re.compile(r"^(?:sang|qua|vào|đến|tới|lên|to)\s+", re.IGNORECASE)
"""What stands before the new day; "sang" would be heard as "sáng", the morning."""


# --- Another day ---------------------------------------------------------------------------------


async def move(turn: Turn) -> Answer:
    """Ask to which day, unless that was told with the command."""
    must_be_officer(turn)
    meeting = await _coming(turn)
    turn.data = {"meeting": meeting.id}
    told = TO.sub("", turn.text)
    if _hour(told) or hear_day(told, turn.today):
        return await take_day(turn)
    return turn.ask(
        "meetings.move",
        _("The next meeting is on {day}, {time}. To which day shall it be moved?"),
        data=turn.data,
        day=await _shown(turn, meeting.held_on),
        time=clock_time(meeting.at),
    )


async def take_day(turn: Turn) -> Answer:
    """The officer told the new day or hour, or chose one of the days that were meant."""
    must_be_officer(turn)
    meeting = await _same(turn)
    text = TO.sub("", turn.text)
    if turn.choice:
        at = time.fromisoformat(turn.data["at"])
        return await _read_back(turn, meeting, date.fromisoformat(turn.choice), at)
    at = _hour(text) or meeting.at
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
        return await _read_back(turn, meeting, days[0], at)
    return turn.ask(
        "meetings.move",
        _("Which day do you mean?"),
        *[Choice(day.isoformat(), await _shown(turn, day)) for day in days],
        data={"meeting": meeting.id, "at": at.isoformat()},
    )


async def agree_to_move(turn: Turn) -> Answer:
    """Move it; who knows of the old day is told."""
    must_be_officer(turn)
    if turn.choice == "no":
        return turn.say(_("All right, everything stays as it is."))
    meeting = await _same(turn)
    day, at = date.fromisoformat(turn.data["day"]), time.fromisoformat(turn.data["at"])
    _must_fit(turn, day, at)
    await meetings.move(turn.db, meeting, held_on=day, at=at, by=turn.member.id)
    return turn.say(
        _("Done: the meeting is on {day}, {time}. Who was told of the old day will hear of it."),
        Choice("meeting.days", _("Meetings")),
        day=near_day(day, with_lunar=False),
        time=clock_time(at),
    )


async def _read_back(turn: Turn, meeting: Meeting, day: date, at: time) -> Answer:
    _must_fit(turn, day, at)
    if (day, at) == (meeting.held_on, meeting.at):
        raise turn.refuse(_("The meeting is on that day already."))
    coming = await meetings.coming(turn.db, turn.club.id, club_time(turn), SHOWN)
    if any(one.held_on == day and one.id != meeting.id for one in coming):
        raise turn.refuse(_("There is another meeting on that day already."))
    text = _("From {old} to {day}, {time}: shall I move the meeting?")
    if closed(day):
        text = _("{day} is a holiday. From {old} to {day}, {time}: shall I move the meeting?")
    return turn.ask(
        "meetings.moved",
        text,
        Choice("yes", _("Yes, move it")),
        Choice("no", _("No, leave it")),
        data={"meeting": meeting.id, "day": day.isoformat(), "at": at.isoformat()},
        old=near_day(meeting.held_on, with_lunar=False),
        day=await _shown(turn, day),
        time=clock_time(at),
    )


def _must_fit(turn: Turn, day: date, at: time) -> None:
    if datetime.combine(day, at) <= club_time(turn).replace(tzinfo=None):
        raise turn.refuse(_("That time is over already. Please say a day to come."))


def _hour(text: str) -> time | None:
    """Hear an hour beside a day: a bare number is a day of the month there."""
    words = spoken(text)
    return hear_hour(text) if without_hour(words) != words else None


# --- Not at all ----------------------------------------------------------------------------------


async def cancel(turn: Turn) -> Answer:
    """Ask which meeting shall not take place."""
    must_be_officer(turn)
    coming = await meetings.coming(turn.db, turn.club.id, club_time(turn), SHOWN)
    if not coming:
        await _coming(turn)
    choices = [Choice(str(one.id), await _shown(turn, one.held_on)) for one in coming]
    return turn.ask(
        "meetings.cancel",
        _("Which meeting shall not take place? Everybody who knows of it will be told."),
        *choices,
        Choice("no", _("None, leave it")),
    )


async def take_which(turn: Turn) -> Answer:
    """The officer chose the meeting: ask once more."""
    must_be_officer(turn)
    if turn.choice == "no":
        return turn.say(_("All right, everything stays as it is."))
    turn.data = {"meeting": int(turn.choice)}
    meeting = await _same(turn)
    return turn.ask(
        "meetings.cancelled",
        _("The meeting on {day} does not take place: is that right?"),
        Choice("yes", _("Yes, it does not take place")),
        Choice("no", _("No, leave it")),
        data=turn.data,
        day=await _shown(turn, meeting.held_on),
    )


async def agree_to_cancel(turn: Turn) -> Answer:
    """Let it not take place; who knows of it is told."""
    must_be_officer(turn)
    if turn.choice == "no":
        return turn.say(_("All right, everything stays as it is."))
    meeting = await _same(turn)
    await meetings.cancel(turn.db, meeting, by=turn.member.id, now=turn.now)
    return turn.say(
        _("Done: there is no meeting on {day}. Who knows of it will be told."),
        Choice("meeting.days", _("Meetings")),
        day=near_day(meeting.held_on, with_lunar=False),
    )


# --- What it is about ----------------------------------------------------------------------------


async def show_agenda(turn: Turn) -> Answer:
    """Show what the next meeting is about, and ask for more."""
    must_be_officer(turn)
    meeting = await _coming(turn)
    turn.data = {"meeting": meeting.id}
    if turn.text:
        return await add_matter(turn)
    lines = [_("The meeting on {day}:").format(day=near_day(meeting.held_on, with_lunar=False))]
    lines += [f"- {line}" for line in meeting.agenda.splitlines()]
    lines.append(turn.words(_("What else is to be talked about? One thing at a time.")))
    choices = [Choice("done", _("Nothing else"))]
    if meeting.agenda:
        choices.append(Choice("undo", _("Take the last one out")))
    return turn.ask("meetings.agenda", "{lines}", *choices, data=turn.data, lines="\n".join(lines))


async def add_matter(turn: Turn) -> Answer:
    """Write one thing down, or take the last one out."""
    must_be_officer(turn)
    meeting = await _same(turn)
    matters = meeting.agenda.splitlines()
    if turn.choice == "done":
        return turn.say(_("All right."), Choice("meeting.days", _("Meetings")))
    if turn.choice == "undo":
        matters = matters[:-1]
    else:
        said = heard_for_all(turn)
        if again := asked_to_reword(turn, "meetings.agenda", said):
            return again
        if len(matters) >= MATTERS:
            raise turn.refuse(_("That is enough for one meeting. Please take one out first."))
        matters.append(said)
    await meetings.set_agenda(turn.db, meeting.id, "\n".join(matters))
    turn.text = ""
    return await show_agenda(turn)


async def _coming(turn: Turn) -> Meeting:
    turn.data = {}
    return await next_one(turn)


async def _same(turn: Turn) -> Meeting:
    """Return the meeting that was spoken of, unless it is over or will not be."""
    found = await meetings.meeting(turn.db, turn.club.id, turn.data["meeting"])
    if found is None or found.is_cancelled or found.has_begun(club_time(turn)):
        raise turn.refuse(_("That meeting is over, or does not take place."))
    return found


async def _shown(turn: Turn, day: date) -> str:
    return near_day(day, with_lunar=await meetings.shows_lunar(turn.db, turn.club.id))


HANDLERS = {
    "meeting.move": Step(move),
    "meetings.move": Step(take_day, typed=True),
    "meetings.moved": Step(agree_to_move),
    "meeting.cancel": Step(cancel),
    "meetings.cancel": Step(take_which),
    "meetings.cancelled": Step(agree_to_cancel),
    "meeting.agenda": Step(show_agenda),
    "meetings.agenda": Step(add_matter, typed=True, own_words=True),
}
