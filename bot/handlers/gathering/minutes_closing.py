"""The minutes are read back and closed; from then on they are only added to."""

from __future__ import annotations

from datetime import timedelta

from bot.chat import Choice
from bot.handlers.gathering.drafting import draft, version
from bot.handlers.gathering.held import (
    MEETING,
    meant,
    must_be_open,
    must_write,
    of_turn,
    open_of_turn,
    own_words,
    shown_day,
)
from bot.handlers.gathering.minutes_paper import printed
from bot.handlers.gathering.minutes_shown import shown
from bot.handlers.ways_out import STOP, never_mind
from bot.i18n import _
from bot.papers.minutes_words import as_text
from bot.rights import may_close_minutes
from bot.storage import members, minutes, roll_calls
from bot.storage.meetings import Meeting
from bot.storage.minutes import Minutes
from bot.telling import called, speaking_to
from bot.turn import Answer, Step, Turn

LONG = timedelta(days=7)
"""So long after a meeting head or deputy close its minutes in the secretary's stead."""
MOST = 20


async def begin(turn: Turn) -> Answer:
    """Show all of it once more, to be read to the meeting, and ask for the yes."""
    await must_write(turn)
    turn.text = ""
    found = await meant(turn, to_write=True)
    if isinstance(found, Answer):
        return found
    await must_be_open(turn, found)
    await _must_close(turn, found)
    return await _ask(turn, found)


async def _ask(turn: Turn, meeting: Meeting, *, note: str = "") -> Answer:
    facts = await draft(turn, meeting)
    missing = []
    if not facts.members:
        missing.append(turn.words(_("⚠ The roll is not finished: nobody will stand as present.")))
    if not facts.led_by:
        missing.append(turn.words(_("⚠ It is not written who led the meeting.")))
    asked = _("Is that right? Once closed nothing changes any more; it can only be added to.")
    return turn.ask(
        "minutes.closed",
        "{lines}",
        Choice("yes", _("Read back, close it")),
        Choice("no", _("No, change something")),
        data={MEETING: meeting.id, "seen": version(facts)},
        lines="\n\n".join(
            [*([note] if note else []), as_text(facts), *missing, turn.words(asked)]
        ),
    )


async def _must_close(turn: Turn, meeting: Meeting) -> None:
    """Refuse who does not close these minutes, and say who does."""
    board = await members.officers(turn.db, turn.club.id, turn.today)
    roll = await roll_calls.of_meeting(turn.db, turn.club.id, meeting.id)
    absent = roll.absent if roll else frozenset()
    waits_long = turn.today - meeting.held_on >= LONG
    if may_close_minutes(turn.member, board, absent, waits_long=waits_long):
        return
    who = [one for one in board if "secretary" in one.roles]
    raise turn.refuse(
        _("The minutes are closed by the secretary, {names}."),
        names=", ".join(called(one, turn.today) for one in who),
    )


async def take_yes(turn: Turn) -> Answer:
    """Close the minutes as they were read, and send them to the board."""
    await must_write(turn)
    meeting, _draft = await open_of_turn(turn)
    if turn.choice == "no":
        return await shown(turn, meeting)
    await _must_close(turn, meeting)
    facts = await draft(turn, meeting)
    if version(facts) != turn.data["seen"]:
        note = turn.words(_("Something was changed meanwhile. Please read it once more:"))
        return await _ask(turn, meeting, note=note)
    await minutes.close(turn.db, meeting.id, by=turn.member.id, now=turn.now, facts=facts.kept())
    closed = await _written(turn, meeting)
    paper = await printed(turn, meeting, closed)
    told = _("{name} has closed the minutes of the meeting of {day}.")
    await _tell_board(turn, meeting, paper, told)
    return turn.say(
        _("The minutes of {day} are closed, and the board gets them."),
        Choice("minutes.add", _("Add something below")),
        data={MEETING: meeting.id},
        document=paper,
        day=shown_day(meeting),
    )


async def _written(turn: Turn, meeting: Meeting) -> Minutes:
    return await minutes.locked(
        turn.db,
        club_id=turn.club.id,
        meeting_id=meeting.id,
        by=turn.member.id,
        now=turn.now,
    )


async def _tell_board(turn: Turn, meeting: Meeting, paper: str, text: str) -> None:
    board = await members.officers(turn.db, turn.club.id, turn.today)
    for listener in await turn.reach_officers(one for one in board if one.id != turn.member.id):
        with speaking_to(listener.member, turn.today) as words:
            said = words(text, name=called(turn.member, turn.today), day=shown_day(meeting))
            await turn.tell(listener, said, document=paper)


# --- What is added below -------------------------------------------------------------------------


async def add(turn: Turn) -> Answer:
    """Something is missing in closed minutes: it is written below them."""
    await must_write(turn)
    turn.text = ""
    found = await meant(turn)
    if isinstance(found, Answer):
        return found
    written = await minutes.of_meeting(turn.db, turn.club.id, found.id)
    if written is None or not written.is_closed:
        return await shown(turn, found)
    return turn.ask(
        "minutes.added",
        _("What is to be added below the minutes of {day}? The board will be told."),
        never_mind(),
        data={MEETING: found.id},
        day=shown_day(found),
    )


async def take_added(turn: Turn) -> Answer:
    """The secretary wrote what is to stand below closed minutes."""
    await must_write(turn)
    meeting = await of_turn(turn)
    if turn.choice == STOP:
        return await shown(turn, meeting)
    said = own_words(turn)
    written = await _written(turn, meeting)
    if not written.is_closed:
        return await shown(turn, meeting)
    if any(one.words == said for one in written.addenda):
        return await shown(turn, meeting, note=turn.words(_("That was written down already.")))
    if len(written.addenda) >= MOST:
        raise turn.refuse(_("That is too long for minutes. Please write it shorter."))
    await minutes.add(turn.db, written, said, by=turn.member.id, now=turn.now)
    paper = await printed(turn, meeting, await _written(turn, meeting))
    told = _("{name} has added something to the minutes of the meeting of {day}.")
    await _tell_board(turn, meeting, paper, told)
    return turn.say(
        _("Added below the minutes of {day}; the board gets them anew."),
        data={MEETING: meeting.id},
        document=paper,
        day=shown_day(meeting),
    )


HANDLERS = {
    "minutes.close": Step(begin),
    "minutes.closed": Step(take_yes, counts=True),
    "minutes.add": Step(add),
    "minutes.added": Step(take_added, typed=True, own_words=True),
}
