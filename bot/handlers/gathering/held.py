"""Which meeting is spoken of: today's, the last one that is not written down, or one of a day."""

from __future__ import annotations

from datetime import date, timedelta

from bot.chat import Choice, NotUnderstood, UserError
from bot.clock import local
from bot.handlers.cards import must_be_officer
from bot.handlers.own_words import heard_words
from bot.handlers.ways_out import never_mind
from bot.i18n import _, near_day
from bot.rights import CALLERS, may_write_minutes
from bot.storage import meetings, meetings_held, members, minutes
from bot.storage.meetings import Meeting
from bot.storage.minutes import Minutes
from bot.telling import called
from bot.turn import Answer, Turn
from bot.understanding.roll_call import hear_past_day
from bot.understanding.words import command

MEETING = "gathering"
"""What carries a meeting from one question to the next."""
LATELY = timedelta(days=10)
"""So long a meeting whose minutes are not closed is what is meant without a day."""

_OF_THE_DAY = frozenset({"gathering", "roll", "decided", "minutes", "collecting", "officers"})


async def meant(turn: Turn, *, to_write: bool = False) -> Meeting | Answer:
    """Return the meeting that is meant, or the question which one it is.

    `to_write`: one whose minutes are closed, and were only looked at, is not meant.
    """
    must_be_officer(turn)
    if day := told_day(turn):
        return await meetings_held.of_day(turn.db, turn.club.id, day) or ask_which(turn, day)
    shown = await _of_the_club(turn, turn.data.get(MEETING, 0))
    if shown and not (to_write and await _is_closed(turn, shown)):
        return shown
    return await usual(turn) or shown or ask_which(turn)


def told_day(turn: Turn) -> date | None:
    """Return the one day that has come and is told in the words; None where there is none."""
    days = hear_past_day(turn.text, turn.today) if turn.text else ()
    return days[0] if len(days) == 1 else None


async def usual(turn: Turn) -> Meeting | None:
    """Return today's meeting, or else the newest of late whose minutes are not closed."""
    if found := await meetings_held.of_day(turn.db, turn.club.id, turn.today):
        return found
    found = await meetings_held.last(
        turn.db, turn.club.id, turn.today - LATELY, turn.today - timedelta(days=1)
    )
    return None if found is None or await _is_closed(turn, found) else found


async def _is_closed(turn: Turn, meeting: Meeting) -> bool:
    written = await minutes.of_meeting(turn.db, turn.club.id, meeting.id)
    return written is not None and written.is_closed


def ask_which(turn: Turn, told: date | None = None) -> Answer:
    """Ask on which day the meeting was: none of today, or of the day `told`, is on record."""
    if told and told != turn.today:
        return turn.ask(
            "gathering.day",
            _("No meeting of {day} is on record. Did the club meet on that day?"),
            Choice(told.isoformat(), _("Yes, write that meeting down")),
            never_mind(),
            day=near_day(told, with_lunar=False),
        )
    return turn.ask(
        "gathering.day",
        _(
            "No meeting is on record for today. Was there one, or is there one now? Write the"
            " day, for example “10/11”."
        ),
        Choice("today", _("We meet today")),
        Choice("yesterday", _("We met yesterday")),
        never_mind(),
    )


async def of_turn(turn: Turn) -> Meeting:
    """Return the meeting that a question was about; refuses where it was cancelled since."""
    must_be_officer(turn)
    found = await _of_the_club(turn, turn.data.get(MEETING, 0))
    if found is None:
        raise turn.refuse(_("That meeting does not take place."))
    return found


async def open_of_turn(turn: Turn) -> tuple[Meeting, Minutes]:
    """Return the meeting and its minutes, locked; refuses where they are closed."""
    found = await of_turn(turn)
    return found, await must_be_open(turn, found)


async def must_be_open(turn: Turn, meeting: Meeting) -> Minutes:
    """Return the minutes of a meeting, locked; refuses where nothing may be changed any more."""
    found = await minutes.locked(
        turn.db,
        club_id=turn.club.id,
        meeting_id=meeting.id,
        by=turn.member.id,
        now=turn.now,
    )
    if found.is_closed:
        raise turn.refuse(
            _(
                "The minutes of {day} are closed, so nothing in them changes any more. What is"
                " missing can be added below them: write “minutes”."
            ),
            day=shown_day(meeting),
        )
    return found


async def must_write(turn: Turn) -> None:
    """Refuse who does not write minutes; others of the board hear who does."""
    must_be_officer(turn)
    if may_write_minutes(turn.member):
        return
    who = await members.officers(turn.db, turn.club.id, turn.today, CALLERS)
    raise turn.refuse(
        _("Minutes are written by {names}."),
        names=", ".join(called(one, turn.today) for one in who),
    )


async def _of_the_club(turn: Turn, meeting_id: int) -> Meeting | None:
    found = await meetings.meeting(turn.db, turn.club.id, meeting_id)
    has_come = found is not None and not found.is_cancelled and found.held_on <= turn.today
    return found if has_come else None


async def noted(turn: Turn, on: date) -> Meeting | None:
    """Return the meeting of a day, written down where none was planned.

    None where hour and place are not known, and are to be asked for.
    """
    if found := await meetings_held.of_day(turn.db, turn.club.id, on):
        return found
    usual_one = await meetings_held.usual(turn.db, turn.club.id)
    if usual_one is None:
        return None
    at, place = usual_one
    clock = local(turn.now, turn.zone)
    if on == turn.today and clock.time() < at:
        at = clock.time().replace(minute=clock.minute - clock.minute % 5, second=0, microsecond=0)
    made = await meetings_held.note(
        turn.db, club_id=turn.club.id, held_on=on, at=at, place=place, by=turn.member.id
    )
    if made is None:
        raise was_moved(turn)
    return made


def was_moved(turn: Turn) -> UserError:
    """Return the error that the day's meeting is on another day by now."""
    return turn.refuse(
        _(
            "The meeting of that day was moved to another one. If it was held all the same,"
            " write “move the meeting” and move it back first."
        )
    )


def goes_elsewhere(text: str) -> bool:
    """Whether words for the minutes are a command about the meeting and nothing else.

    "Biên bản" alone is one; "biên bản kỳ trước được thông qua" was said at the meeting.
    """
    said = command(text)
    return said is not None and not said.rest and said.name.partition(".")[0] in _OF_THE_DAY


def own_words(turn: Turn) -> str:
    """Return what was typed for the minutes, on one line; a command of the day is followed."""
    if turn.text and goes_elsewhere(turn.text):
        raise NotUnderstood(turn.words(_("A few words, please. Write “menu” to go back.")))
    return heard_words(turn)


def shown_day(meeting: Meeting) -> str:
    """Return the day of a meeting as it is spoken of."""
    return near_day(meeting.held_on, with_lunar=False)
