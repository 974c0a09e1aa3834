"""What the secretary writes into the minutes: the talk, other words, who led, hour and place."""

from __future__ import annotations

from bot.chat import Choice, NotUnderstood
from bot.handlers.gathering.held import (
    MEETING,
    meant,
    must_be_open,
    must_write,
    open_of_turn,
    own_words,
)
from bot.handlers.gathering.minutes_shown import shown
from bot.handlers.names import choices_of, matching
from bot.handlers.ways_out import STOP, never_mind
from bot.i18n import _, clock_time
from bot.people import Member
from bot.storage import meetings_held, members, minutes, roll_calls
from bot.storage.meetings import Meeting
from bot.turn import Answer, Step, Turn
from bot.understanding.decided_lines import decided_lines
from bot.understanding.when_and_where import hear_when_and_where

MOST, LONGEST = 30, 500


async def _opened(turn: Turn) -> Meeting | Answer:
    """Return the meeting whose minutes may still be written, or the question which one."""
    await must_write(turn)
    turn.text = ""
    found = await meant(turn, to_write=True)
    if not isinstance(found, Answer):
        await must_be_open(turn, found)
    return found


async def _taken(turn: Turn) -> Meeting:
    await must_write(turn)
    meeting, _minutes = await open_of_turn(turn)
    return meeting


# --- The talk of the month -----------------------------------------------------------------------


async def talk(turn: Turn) -> Answer:
    """The topic of the month is to be written down."""
    found = await _opened(turn)
    if isinstance(found, Answer):
        return found
    return turn.ask(
        "minutes.topic",
        _("What was the talk of the month about?"),
        Choice("none", _("There was none")),
        never_mind(),
        data={MEETING: found.id},
    )


async def take_talk(turn: Turn) -> Answer:
    """The secretary said what the talk was about."""
    meeting = await _taken(turn)
    if turn.choice != STOP:
        said = "" if turn.choice == "none" else own_words(turn)
        await minutes.write(turn.db, meeting.id, by=turn.member.id, now=turn.now, talk=said)
    return await shown(turn, meeting)


# --- Other words ---------------------------------------------------------------------------------


async def words(turn: Turn) -> Answer:
    """Other things that were said are to be written down."""
    found = await _opened(turn)
    if isinstance(found, Answer):
        return found
    written = await minutes.of_meeting(turn.db, turn.club.id, found.id)
    before = written.words.splitlines() if written else []
    asked = turn.words(_("What else was said at the meeting? One line for each."))
    return turn.ask(
        "minutes.said",
        "{lines}",
        *([Choice("undo", _("Take the last one out"))] if before else []),
        never_mind(),
        data={MEETING: found.id},
        lines="\n".join([*(f"– {one}" for one in before), asked]),
    )


async def take_words(turn: Turn) -> Answer:
    """The secretary wrote what else was said, or takes the last of it out."""
    meeting = await _taken(turn)
    if turn.choice == STOP:
        return await shown(turn, meeting)
    written = await minutes.of_meeting(turn.db, turn.club.id, meeting.id)
    lines = written.words.splitlines() if written else []
    if turn.choice == "undo":
        lines = lines[:-1]
    else:
        own_words(turn)  # a way out, or nothing at all
        lines += [one for one in _lines(turn.text) if one not in lines]
    if len(lines) > MOST or any(len(one) > LONGEST for one in lines):
        raise turn.refuse(_("That is too long for minutes. Please write it shorter."))
    said = "\n".join(lines)
    await minutes.write(turn.db, meeting.id, by=turn.member.id, now=turn.now, words=said)
    return await shown(turn, meeting)


def _lines(text: str) -> list[str]:
    return [one.said for one in decided_lines(text)]


# --- Who led it ----------------------------------------------------------------------------------


async def led(turn: Turn) -> Answer:
    """Somebody else led the meeting than stands there."""
    found = await _opened(turn)
    if isinstance(found, Answer):
        return found
    board = await members.officers(turn.db, turn.club.id, turn.today)
    return turn.ask(
        "minutes.leader",
        _("Who led the meeting? Choose the name, or write it."),
        *choices_of(board),
        never_mind(),
        data={MEETING: found.id},
    )


async def take_leader(turn: Turn) -> Answer:
    """The secretary said who led the meeting."""
    meeting = await _taken(turn)
    if turn.choice != STOP:
        leader = await _led_by(turn, meeting)
        if isinstance(leader, Answer):
            return leader
        await minutes.write(turn.db, meeting.id, by=turn.member.id, now=turn.now, led_by=leader.id)
    return await shown(turn, meeting)


async def _led_by(turn: Turn, meeting: Meeting) -> Member | Answer:
    people = await roll_calls.on_roll(turn.db, turn.club.id, meeting.held_on)
    if turn.choice:
        return next(one for one in people if one.id == int(turn.choice))
    found = matching(turn.text, people)
    if not found:
        raise NotUnderstood(turn.words(_("I find nobody of that name in the club.")))
    if len(found) == 1:
        return found[0]
    return turn.ask(
        "minutes.leader",
        _("Which one do you mean?"),
        *choices_of(found),
        never_mind(),
        data=turn.data,
    )


# --- When and where ------------------------------------------------------------------------------


async def when(turn: Turn) -> Answer:
    """The meeting was at another hour or place than was planned."""
    found = await _opened(turn)
    if isinstance(found, Answer):
        return found
    return turn.ask(
        "minutes.place",
        _("{time}, at {place}. When did it begin, and where was it really?"),
        Choice(STOP, _("It is right so")),
        data={MEETING: found.id},
        time=clock_time(found.at),
        place=found.place,
    )


async def take_when(turn: Turn) -> Answer:
    """The secretary said when or where the meeting really was."""
    meeting = await _taken(turn)
    if turn.choice != STOP:
        at, place = hear_when_and_where(own_words(turn))
        await meetings_held.put_right(
            turn.db, meeting.id, at=at or meeting.at, place=place or meeting.place
        )
        meeting, _minutes = await open_of_turn(turn)
    return await shown(turn, meeting)


HANDLERS = {
    "minutes.talk": Step(talk),
    "minutes.topic": Step(take_talk, typed=True, own_words=True),
    "minutes.words": Step(words),
    "minutes.said": Step(take_words, typed=True, own_words=True),
    "minutes.led": Step(led),
    "minutes.leader": Step(take_leader, typed=True),
    "minutes.when": Step(when),
    "minutes.place": Step(take_when, typed=True),
}
