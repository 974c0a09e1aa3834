"""The board hears who needs a lift to a meeting, in time to find somebody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.clock import local, local_day
from bot.papers import lift_words
from bot.people import DEFAULT_ZONE
from bot.reminders.kinds.dues import grouped
from bot.reminders.kinds.kind import BESIDE, Kind, Part, Said, Told
from bot.storage import meeting_lifts
from bot.storage.engine import Connection
from bot.storage.meeting_lifts import LIFTS, Lift
from bot.telling import speaking_to


async def _say(db: Connection, told: Sequence[Told], now: datetime) -> Said:
    """Name to an officer all who wait for a lift to a meeting, in one message."""
    ids = [one.due.id for one in told]
    wanted = await meeting_lifts.still_wanted(db, ids, local_day(now, DEFAULT_ZONE))
    said: dict[int, Part | str] = {}
    true: list[Told] = []
    for one in told:
        lift, at = wanted.get(one.due.id), local(now, one.listener.member.club.zone)
        if lift is None:
            said[one.due.id] = "somebody sees to it"
        elif lift.meeting.has_begun(at):
            said[one.due.id] = "it has begun"
        else:
            true.append(one)
    for first, *others in grouped(true, "recipient_id", "due_on"):
        said[first.due.id] = _part(first, [wanted[one.due.id] for one in (first, *others)], now)
        said |= {one.due.id: BESIDE for one in others}
    return said


def _part(told: Told, lifts: Sequence[Lift], now: datetime) -> Part:
    people, meeting = [one.member for one in lifts], lifts[0].meeting
    today = local_day(now, told.listener.member.club.zone)
    with speaking_to(told.listener.member, today):
        return Part(
            text=lift_words.wanted(meeting, people, today),
            choices=lift_words.choices(people, today),
            step="meetings.lifts",
            data={"meeting": meeting.id, "members": [one.id for one in people]},
        )


KINDS = {
    LIFTS: Kind(
        plan=meeting_lifts.plan,
        say=_say,
        importance=9,
        office=True,
        alone=True,
        useful=timedelta(days=1),
    ),
}
