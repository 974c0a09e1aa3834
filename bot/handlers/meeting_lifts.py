"""The board sees to it that somebody is fetched to the meeting; she hears of it at once."""

from __future__ import annotations

from collections.abc import Sequence

from bot.handlers.cards import must_be_officer
from bot.handlers.meetings import answers_to, next_one, still_to_come
from bot.i18n import _, clock_time, near_day
from bot.papers import lift_words
from bot.people import Member
from bot.storage import meeting_lifts, members
from bot.storage.meetings import Meeting
from bot.telling import called, speaking_to
from bot.turn import Answer, Step, Turn


async def show(turn: Turn) -> Answer:
    """Ask who fetches those who wait for a lift to the meeting that was spoken of."""
    must_be_officer(turn)
    meeting = await next_one(turn)
    people = await _waiting(turn, meeting)
    if not people:
        return turn.say(_("Nobody waits for a lift."))
    return _ask(turn, meeting, people, lift_words.wanted(meeting, people, turn.today))


async def take(turn: Turn) -> Answer:
    """An officer sees to all of them, or to one."""
    must_be_officer(turn)
    if turn.choice == "who":
        return await answers_to(turn, await next_one(turn))
    meeting = await still_to_come(turn)
    people = [
        one for one in await _waiting(turn, meeting) if one.id in turn.data.get("members", ())
    ]
    seen_to = [one for one in people if turn.choice in ("mine", "found", str(one.id))]
    await meeting_lifts.see_to(turn.db, meeting.id, [one.id for one in seen_to], turn.member.id)
    await _tell(turn, meeting, seen_to)
    if left := [one for one in people if one not in seen_to]:
        text = turn.words(_("Thank you! And {names}?"), names=lift_words.names(left, turn.today))
        return _ask(turn, meeting, left, text)
    if not seen_to:
        return turn.say(_("Nobody waits for a lift."))
    names = lift_words.names(seen_to, turn.today)
    return turn.say(_("Thank you! I tell {names} that somebody comes."), names=names)


async def _waiting(turn: Turn, meeting: Meeting) -> list[Member]:
    waiting = await meeting_lifts.waiting(turn.db, meeting.id)
    everybody = await members.everybody(turn.db, turn.club.id, turn.today)
    return [one for one in everybody if one.id in waiting]


def _ask(turn: Turn, meeting: Meeting, people: Sequence[Member], text: str) -> Answer:
    return turn.ask(
        "meetings.lifts",
        "{lines}",
        *lift_words.choices(people, turn.today),
        data={"meeting": meeting.id, "members": [one.id for one in people]},
        lines=text,
    )


async def _tell(turn: Turn, meeting: Meeting, people: Sequence[Member]) -> None:
    for listener in await turn.reach(people):
        with speaking_to(listener.member, turn.today) as words:
            text = words(
                _(
                    "Somebody will fetch {you} to the meeting on {day}, {time}. If nobody comes,"
                    " call {name}."
                ),
                day=near_day(meeting.held_on, with_lunar=False),
                time=clock_time(meeting.at),
                name=called(turn.member, turn.today),
            )
        await turn.tell(listener, text)


HANDLERS = {
    "meeting.lifts": Step(show),
    "meetings.lifts": Step(take),
}
