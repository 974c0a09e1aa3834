"""A member says whether she comes to the meeting; she may change her mind until it begins."""

from __future__ import annotations

from datetime import timedelta

from bot.handlers.care import swaps
from bot.handlers.meetings import club_time, coming_choices
from bot.i18n import _, clock_time, near_day
from bot.storage import meeting_answers, meetings
from bot.storage.meeting_answers import Coming
from bot.storage.meetings import Meeting
from bot.turn import Answer, Step, Turn
from bot.understanding.replies import coming, coming_on_screen

NEAR = timedelta(days=8)
"""Who comes to a meeting that is further off is told that it is spoken of again."""


async def comes(turn: Turn) -> Answer:
    """She comes."""
    return await _note(turn, await _meant(turn), "come")


async def stays_away(turn: Turn) -> Answer:
    """She cannot come; a volunteer may mean a visit, on a day on which the club does not meet."""
    if "meeting" not in turn.data and (visit := await swaps.meant(turn)):
        return visit
    return await _note(turn, await _meant(turn), "away")


async def needs_lift(turn: Turn) -> Answer:
    """She comes if somebody fetches her."""
    return await _note(turn, await _meant(turn), "lift")


async def take_answer(turn: Turn) -> Answer:
    """A reminder's button was tapped."""
    said: dict[str, Coming] = {"come": "come", "away": "away", "lift": "lift"}
    return await _note(turn, await _spoken_of(turn), said[turn.choice])


async def _meant(turn: Turn) -> Meeting:
    """Return the meeting that was shown, or else the next one."""
    if "meeting" in turn.data:
        return await _spoken_of(turn)
    coming = await meetings.coming(turn.db, turn.club.id, club_time(turn))
    if not coming:
        raise turn.refuse(_("No meeting is planned yet. The board sets the days."))
    return coming[0]


async def _spoken_of(turn: Turn) -> Meeting:
    found = await meetings.meeting(turn.db, turn.club.id, turn.data["meeting"])
    if found is None or found.is_cancelled:
        raise turn.refuse(_("That meeting does not take place."))
    if found.held_on < turn.today:
        raise turn.refuse(_("That meeting is over."))
    if found.has_begun(club_time(turn)):
        raise turn.refuse(_("That meeting has begun already."))
    return found


async def _note(turn: Turn, meeting: Meeting, said: Coming) -> Answer:
    await meeting_answers.answer(turn.db, meeting.id, turn.member.id, said, turn.now)
    texts = {
        "come": _("Thank you, I noted that {you} will come: {day}, {time}, at {place}."),
        "away": _("Thank you for telling. The board will tell {you} what is decided on {day}."),
        "lift": _(
            "I noted that {you} need a lift on {day} at {time}, and tell the board. As soon as"
            " somebody comes for {you}, {you} hear of it."
        ),
    }
    text = texts[said]
    if said == "come" and meeting.held_on > turn.today + NEAR:
        text = _("I noted that {you} will come on {day}. I will remind {you} when it is near.")
    return turn.say(
        text,
        *(one for one in coming_choices() if one.key != f"meeting.{said}"),
        data={"meeting": meeting.id},
        day=near_day(meeting.held_on, with_lunar=False),
        time=clock_time(meeting.at),
        place=meeting.place,
    )


HANDLERS = {
    "meeting.come": Step(comes, hears=coming_on_screen),
    "meeting.away": Step(stays_away, hears=coming_on_screen),
    "meeting.lift": Step(needs_lift, hears=coming_on_screen),
    "meetings.answer": Step(take_answer, hears=coming),
}
