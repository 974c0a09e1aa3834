"""Where a roll begins: all are there, but those who had told that they cannot come."""

from __future__ import annotations

from bot.handlers.gathering.held import must_be_open
from bot.i18n import _
from bot.storage import meeting_answers, roll_calls
from bot.storage.meetings import Meeting
from bot.telling import called
from bot.turn import Turn


async def begun(turn: Turn, meeting: Meeting) -> str:
    """Write the roll down where it is not begun yet; return what is to be said of that."""
    await must_be_open(turn, meeting)
    said = await meeting_answers.answers(turn.db, meeting.id)
    everybody = await roll_calls.on_roll(turn.db, turn.club.id, meeting.held_on)
    away = [one for one in everybody if said.get(one.id) == "away"]
    is_new = await roll_calls.begin(
        turn.db,
        club_id=turn.club.id,
        meeting_id=meeting.id,
        everybody=[one.id for one in everybody],
        away=[one.id for one in away],
        by=turn.member.id,
        now=turn.now,
    )
    if not is_new or not away:
        return ""
    return turn.words(
        _("Had told that they cannot come, and stand as absent: {names}."),
        names=", ".join(called(one, turn.today) for one in away),
    )
