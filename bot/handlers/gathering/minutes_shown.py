"""The minutes of a meeting: the draft to go on with, or what was closed, to be read again."""

from __future__ import annotations

from datetime import date

from bot.chat import Choice
from bot.handlers.cards import must_be_officer
from bot.handlers.gathering.drafting import draft
from bot.handlers.gathering.held import (
    LATELY,
    MEETING,
    ask_which,
    meant,
    shown_day,
    told_day,
)
from bot.handlers.gathering.minutes_paper import printed
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _
from bot.papers.minutes_words import as_text
from bot.storage import collections, meetings, meetings_held, members, minutes
from bot.storage.meetings import Meeting
from bot.telling import called
from bot.turn import Answer, Step, Turn
from bot.understanding.months import hear_month

SHOWN = 6


async def show(turn: Turn) -> Answer:
    """Show the minutes that are meant: of a day, of a month, of today, or the last ones."""
    must_be_officer(turn)
    if turn.text and not told_day(turn) and (month := hear_month(turn.text, turn.today)):
        return await _of_month(turn, month)
    found = await meant(turn)
    if isinstance(found, Answer):
        lately = await meetings_held.last(
            turn.db, turn.club.id, turn.today - 6 * LATELY, turn.today
        )
        if told_day(turn) or lately is None:
            return found
        found = lately
    return await shown(turn, found)


async def _of_month(turn: Turn, month: date) -> Answer:
    year, number = divmod(month.year * 12 + month.month, 12)
    after = date(year, number + 1, 1)
    held = [
        one
        for one in await meetings_held.between(turn.db, turn.club.id, month, after)
        if one.held_on <= turn.today
    ]
    if not held:
        return turn.say(
            _("No meeting of that month is on record."),
            Choice("gathering.other", _("Another meeting")),
        )
    if len(held) == 1:
        return await shown(turn, held[0])
    return turn.ask(
        "minutes.which",
        _("Which meeting do you mean?"),
        *(Choice(str(one.id), shown_day(one)) for one in held[:SHOWN]),
        never_mind(),
    )


async def take_which(turn: Turn) -> Answer:
    """The officer said which meeting of the month is meant."""
    must_be_officer(turn)
    if turn.choice == STOP:
        return left(turn)
    found = await meetings.meeting(turn.db, turn.club.id, int(turn.choice))
    return await shown(turn, found) if found else ask_which(turn)


async def shown(turn: Turn, meeting: Meeting, *, note: str = "") -> Answer:
    """Show the draft of a meeting's minutes, or hand out those that are closed."""
    written = await minutes.of_meeting(turn.db, turn.club.id, meeting.id)
    if written is not None and written.is_closed:
        return await _closed(turn, meeting, note=note)
    lines = [note] if note else []
    lines.append(turn.words(_("Minutes of {day}, not closed yet:"), day=shown_day(meeting)))
    lines.append(as_text(await draft(turn, meeting)))
    if await _list_is_open(turn, meeting):
        lines.append(
            turn.words(_("⚠ The money list of that day is not closed yet: its sums are missing."))
        )
    return turn.say(
        "{lines}",
        Choice("minutes.close", _("Read back and close")),
        Choice("decided", _("Write decisions down")),
        Choice("minutes.talk", _("The talk of the month")),
        Choice("minutes.words", _("Other words")),
        Choice("minutes.led", _("Who led it")),
        Choice("minutes.when", _("Hour and place")),
        Choice("roll", _("The roll")),
        data={MEETING: meeting.id},
        lines="\n\n".join(lines),
    )


async def _list_is_open(turn: Turn, meeting: Meeting) -> bool:
    """Whether the money of that day is not all in the books yet."""
    live = await collections.live(turn.db, turn.club.id)
    lists = [*([live] if live else []), *await collections.waiting(turn.db, turn.club.id)]
    return any(one.held_on == meeting.held_on for one in lists)


async def _closed(turn: Turn, meeting: Meeting, *, note: str) -> Answer:
    written = await minutes.of_meeting(turn.db, turn.club.id, meeting.id)
    if written is None or written.closed_by is None:
        raise ValueError(f"the minutes of meeting {meeting.id} are not closed")
    closer = await members.member(turn.db, written.closed_by, turn.today)
    text = _("The minutes of {day}, closed by {name}.")
    lines = [note] if note else []
    lines.append(turn.words(text, day=shown_day(meeting), name=called(closer, turn.today)))
    lines += [f"+ {one.words}" for one in written.addenda]
    return turn.say(
        "{lines}",
        Choice("minutes.add", _("Add something below")),
        data={MEETING: meeting.id},
        document=await printed(turn, meeting, written),
        lines="\n".join(lines),
    )


HANDLERS = {
    "minutes": Step(show),
    "minutes.which": Step(take_which),
}
