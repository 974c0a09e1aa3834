"""The club's meetings: when the next one is, on which days they are, and who comes."""

from __future__ import annotations

from datetime import date, datetime, time

from bot.chat import Choice
from bot.clock import local
from bot.handlers import meeting_rule
from bot.handlers.cards import must_be_officer
from bot.handlers.names import full_name
from bot.i18n import _, near_day
from bot.papers.meeting_words import told, when_and_where
from bot.rights import may_set_meetings
from bot.storage import meeting_answers, meeting_lifts, meetings, members
from bot.storage.meetings import Meeting
from bot.turn import Answer, Step, Turn
from bot.understanding.meeting_rules import hear_rule

SHOWN = 3


def club_time(turn: Turn) -> datetime:
    """Return what the club's clock shows."""
    return local(turn.now, turn.zone)


async def next_one(turn: Turn) -> Meeting:
    """Return the next meeting, or the one that was spoken of; refuses where there is none."""
    chosen = turn.data.get("meeting")
    if chosen and (found := await meetings.meeting(turn.db, turn.club.id, int(chosen))):
        return found
    coming = await meetings.coming(turn.db, turn.club.id, club_time(turn))
    if not coming:
        raise turn.refuse(_("No meeting is planned yet. The board sets the days."))
    return coming[0]


async def next_to_come(turn: Turn) -> Meeting:
    """Return the next meeting, whatever was spoken of; refuses where there is none."""
    turn.data = {}
    return await next_one(turn)


async def still_to_come(turn: Turn) -> Meeting:
    """Return the meeting that was spoken of; refuses where it is over or will not be."""
    found = await meetings.meeting(turn.db, turn.club.id, turn.data["meeting"])
    if found is None or found.is_cancelled or found.has_begun(club_time(turn)):
        raise turn.refuse(_("That meeting is over, or does not take place."))
    return found


async def shown_day(turn: Turn, on: date) -> str:
    """Return a day as this club reads it: with its lunar one, or without."""
    return near_day(on, with_lunar=await meetings.shows_lunar(turn.db, turn.club.id))


async def next_meeting(turn: Turn) -> Answer:
    """Say when the next meeting is, and ask whether the speaker comes, or show what she said."""
    coming = await meetings.coming(turn.db, turn.club.id, club_time(turn))
    if not coming:
        return _none(turn)
    meeting = coming[0]
    said = await meeting_answers.answer_of(turn.db, meeting.id, turn.member.id)
    lunar = await meetings.shows_lunar(turn.db, turn.club.id)
    lines = [told(meeting, today=turn.today, lunar=lunar), turn.words(said_of_coming(said))]
    return turn.say(
        "{lines}",
        *(one for one in coming_choices() if one.key != f"meeting.{said}"),
        data={"meeting": meeting.id},
        lines="\n".join(lines),
    )


def said_of_coming(said: str) -> str:
    """Return what somebody answered, to be filled with her form; a question where nothing yet."""
    texts = {
        "come": _("{You} said: I will come."),
        "away": _("{You} said: I cannot come."),
        "lift": _("{You} said: please fetch me."),
    }
    return texts.get(said, _("Will {you} come?"))


def coming_choices() -> tuple[Choice, ...]:
    """Return the three answers, each a command."""
    return (
        Choice("meeting.come", _("I will come")),
        Choice("meeting.away", _("I cannot come")),
        Choice("meeting.lift", _("Please fetch me")),
    )


async def days(turn: Turn) -> Answer:
    """Show the next meetings; to the board also what can be done with them.

    Whoever may set other days may tell them behind the command.
    """
    sets_days = turn.acts_as_officer and may_set_meetings(turn.member)
    if sets_days and turn.text and hear_rule(turn.text):
        return await meeting_rule.begin(turn)
    coming = await meetings.coming(turn.db, turn.club.id, club_time(turn), SHOWN)
    if not coming:
        return _none(turn)
    lunar = await meetings.shows_lunar(turn.db, turn.club.id)
    lines = [told(coming[0], today=turn.today, lunar=lunar)]
    if later := [near_day(one.held_on, with_lunar=lunar) for one in coming[1:]]:
        lines.append(_("After that: {days}.").format(days="; ".join(later)))
    choices = [Choice("meeting", _("Will I come?"))]
    if turn.acts_as_officer:
        choices = [
            Choice("meeting.who", _("Who comes")),
            Choice("meeting.agenda", _("What it is about")),
            Choice("meeting.move", _("Move it")),
            Choice("meeting.cancel", _("It does not take place")),
        ]
    if sets_days:
        choices.append(Choice("meeting.rule", _("Meet on other days")))
    return turn.say("{lines}", *choices, lines="\n".join(lines))


async def who_comes(turn: Turn) -> Answer:
    """Show who comes to the next meeting, or to that of today until the day is over."""
    must_be_officer(turn)
    morning = datetime.combine(turn.today, time.min)
    todays = await meetings.coming(turn.db, turn.club.id, morning)
    return await answers_to(turn, todays[0] if todays else await next_to_come(turn))


async def answers_to(turn: Turn, meeting: Meeting) -> Answer:
    """Count the answers to a meeting, and name who needs a lift."""
    said = await meeting_answers.answers(turn.db, meeting.id)
    phones = await meeting_answers.with_phone(turn.db, turn.club.id)
    everybody = await members.everybody(turn.db, turn.club.id, turn.today)
    by_answer = {
        answer: [one for one in everybody if said.get(one.id) == answer]
        for answer in ("come", "lift", "away")
    }
    silent = [one for one in everybody if one.id not in said]
    lines = [
        when_and_where(meeting, today=turn.today, lunar=False),
        _("Coming: {come}. Need a lift: {lift}. Not coming: {away}. No answer: {silent}.").format(
            **{answer: len(people) for answer, people in by_answer.items()},
            silent=sum(one.id in phones for one in silent),
        ),
    ]
    if without := sum(one.id not in phones for one in silent):
        lines.append(_("Without a phone, to be asked in person: {number}.").format(number=without))
    waiting = await meeting_lifts.waiting(turn.db, meeting.id)
    lifts = by_answer["lift"]
    if still := [full_name(one) for one in lifts if one.id in waiting]:
        lines.append(_("To be fetched: {names}.").format(names=", ".join(still)))
    if fetched := [full_name(one) for one in lifts if one.id not in waiting]:
        lines.append(_("Somebody fetches {names}.").format(names=", ".join(fetched)))
    choices = [Choice("meeting.lifts", _("Who fetches them"))] if still else []
    choices.append(Choice("meeting.days", _("Meetings")))
    return turn.say("{lines}", *choices, data={"meeting": meeting.id}, lines="\n".join(lines))


def _none(turn: Turn) -> Answer:
    if turn.acts_as_officer and may_set_meetings(turn.member):
        text = _("No meeting is planned yet. Shall we set the days on which the club meets?")
        choices = Choice("yes", _("Set the days")), Choice("no", _("Never mind"))
        return turn.ask("meetings.wanted", text, *choices)
    return turn.say(_("No meeting is planned yet. The board sets the days."))


HANDLERS = {
    "meeting": Step(next_meeting),
    "meeting.days": Step(days),
    "meeting.who": Step(who_comes),
}
