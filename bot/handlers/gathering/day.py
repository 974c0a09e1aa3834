"""Today's meeting: how far its roll and minutes are, and a meeting that nobody had planned."""

from __future__ import annotations

from datetime import date, timedelta

from bot.chat import Choice, NotUnderstood
from bot.clock import local
from bot.handlers import meetings
from bot.handlers.cards import must_be_officer
from bot.handlers.gathering.held import (
    MEETING,
    ask_which,
    meant,
    noted,
    shown_day,
    was_moved,
)
from bot.handlers.ways_out import STOP, left
from bot.i18n import _, clock_time, ngettext
from bot.rights import may_see_health
from bot.storage import meeting_decisions, meetings_held, minutes, roll_calls
from bot.storage.meetings import Meeting
from bot.storage.roll_calls import Roll
from bot.turn import Answer, Step, Turn
from bot.understanding.roll_call import hear_past_day
from bot.understanding.when_and_where import hear_when_and_where


async def gathering(turn: Turn) -> Answer:
    """Show today's meeting, or the one of late that is not written down yet.

    A member who asks for it wants to know when it is.
    """
    if not turn.acts_as_officer:
        return await meetings.next_meeting(turn)
    found = await meant(turn)
    return found if isinstance(found, Answer) else await shown(turn, found)


async def shown(turn: Turn, meeting: Meeting, *, note: str = "") -> Answer:
    """Show how far roll and minutes of a meeting are, and what can be done."""
    roll = await roll_calls.of_meeting(turn.db, turn.club.id, meeting.id)
    written = await minutes.of_meeting(turn.db, turn.club.id, meeting.id)
    decided = await meeting_decisions.of_meeting(turn.db, turn.club.id, meeting.id)
    is_closed = written is not None and written.is_closed
    lines = [note] if note else []
    lines += [_where(turn, meeting), said_of_roll(turn, roll)]
    if decided:
        count = len(decided)
        text = ngettext(
            "{count} decision is written down.", "{count} decisions are written down.", count
        )
        lines.append(turn.words(text, count=count))
    if is_closed:
        lines.append(turn.words(_("The minutes are closed.")))
    choices = [Choice("minutes", _("The minutes"))]
    if not is_closed:
        choices = [
            Choice("roll", _("Call the roll")),
            Choice("decided", _("Write decisions down")),
            *choices,
        ]
    choices.append(Choice("collecting", _("Collect today's money")))
    if may_see_health(turn.member):
        choices.append(Choice("measure", _("Write down blood pressure and weight")))
    choices.append(Choice("areas", _("The eight areas")))
    choices.append(Choice("report", _("Report of activities")))
    choices.append(Choice("gathering.other", _("Another meeting")))
    return turn.say("{lines}", *choices, data={MEETING: meeting.id}, lines="\n".join(lines))


def _where(turn: Turn, meeting: Meeting) -> str:
    text = _("The meeting of {day}, {time}, at {place}.")
    if meeting.held_on == turn.today:
        text = _("Today's meeting, {day}: {time}, at {place}.")
    return turn.words(
        text, day=shown_day(meeting), time=clock_time(meeting.at), place=meeting.place
    )


def said_of_roll(turn: Turn, roll: Roll | None) -> str:
    """Say how many were there, or that the roll is still to be called."""
    if roll is None:
        return turn.words(_("The roll is not called yet."))
    text = _("{present} of {all} were there, {absent} absent.")
    if not roll.is_done:
        text = _("The roll is not finished: {present} of {all} there, {absent} absent.")
    said = turn.words(text, present=len(roll.present), all=len(roll.came), absent=len(roll.absent))
    if not roll.guests:
        return said
    return f"{said} {turn.words(_('Guests: {names}.'), names=', '.join(roll.guests))}"


async def other(turn: Turn) -> Answer:
    """Another meeting is meant: of which day?"""
    must_be_officer(turn)
    lately = await meetings_held.between(
        turn.db, turn.club.id, turn.today - timedelta(days=62), turn.today + timedelta(days=1)
    )
    if not lately:
        return ask_which(turn)
    return turn.ask(
        "gathering.day",
        _("Which meeting do you mean? You may also write the day, for example “10/11”."),
        *(Choice(one.held_on.isoformat(), shown_day(one)) for one in lately[:4]),
        Choice("today", _("We meet today")),
        Choice(STOP, _("Never mind")),
    )


async def take_day(turn: Turn) -> Answer:
    """The officer said on which day the club met: show that meeting, or write it down."""
    must_be_officer(turn)
    if turn.choice == STOP:
        return left(turn)
    on = _chosen_day(turn)
    if (turn.today - on).days > 366:
        raise turn.refuse(_("That is more than a year ago. Please write a later day."))
    if found := await meetings_held.of_day(turn.db, turn.club.id, on):
        return await shown(turn, found)
    if made := await noted(turn, on):
        return await shown(turn, made, note=turn.words(_("I have written this meeting down.")))
    return turn.ask(
        "gathering.when",
        _("At what hour did it begin, and where? For example “8 o'clock, house of culture”."),
        Choice(STOP, _("Never mind")),
        data={"on": on.isoformat()},
    )


def _chosen_day(turn: Turn) -> date:
    if turn.choice in ("today", "yesterday"):
        return turn.today - timedelta(days=int(turn.choice == "yesterday"))
    if turn.choice:
        return date.fromisoformat(turn.choice)
    days = hear_past_day(turn.text, turn.today)
    if len(days) != 1:
        raise NotUnderstood(turn.words(_("Please say the day like “10/11”; it is not to come.")))
    return days[0]


async def take_when(turn: Turn) -> Answer:
    """The officer said when and where a meeting was that nobody had planned."""
    must_be_officer(turn)
    if turn.choice == STOP:
        return left(turn)
    at, place = hear_when_and_where(turn.text)
    if hear_past_day(place, turn.today):
        place = ""  # "hôm nay": the day is known, the place is not
    on = date.fromisoformat(turn.data["on"])
    if at is None and on == turn.today and place:
        at = local(turn.now, turn.zone).time().replace(second=0, microsecond=0)
    if at is None or not place:
        raise NotUnderstood(
            turn.words(_("Please write both, like “8 o'clock, house of culture”."))
        )
    made = await meetings_held.note(
        turn.db, club_id=turn.club.id, held_on=on, at=at, place=place, by=turn.member.id
    )
    if made is None:
        raise was_moved(turn)
    return await shown(turn, made, note=turn.words(_("I have written this meeting down.")))


HANDLERS = {
    "gathering": Step(gathering),
    "gathering.other": Step(other),
    "gathering.day": Step(take_day, typed=True),
    "gathering.when": Step(take_when, typed=True),
}
