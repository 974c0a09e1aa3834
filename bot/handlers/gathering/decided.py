"""What a meeting decided: numbered lines with their votes, until the minutes are closed."""

from __future__ import annotations

from collections.abc import Iterator

from bot.chat import Choice, NotUnderstood
from bot.handlers.gathering.held import (
    MEETING,
    goes_elsewhere,
    meant,
    must_be_open,
    must_write,
    open_of_turn,
    shown_day,
)
from bot.i18n import _
from bot.papers.minutes_facts import Decided
from bot.papers.minutes_words import decided as decided_words
from bot.storage import meeting_decisions, roll_calls
from bot.storage.meeting_decisions import Decision
from bot.storage.meetings import Meeting
from bot.turn import Answer, Step, Turn
from bot.understanding.decided_lines import (
    Change,
    DecidedLine,
    change,
    decided_line,
    decided_lines,
)
from bot.understanding.folding import marked
from bot.understanding.replies import is_puzzled, leaves
from bot.understanding.roll_call import as_typed_behind

MOST, LONGEST = 30, 500


async def begin(turn: Turn) -> Answer:
    """Decisions are to be written down; those behind the command at once."""
    await must_write(turn)
    # "quyết định: mua loa 10/11" names no meeting: the day stands among the words.
    said, turn.text = turn.text, ""
    found = await meant(turn, to_write=True)
    if isinstance(found, Answer):
        return found
    await must_be_open(turn, found)
    turn.data = {MEETING: found.id}
    if not said:
        return await _ask(turn, found)
    turn.text = as_typed_behind(turn.incoming.text, said)
    return await _said(turn, found)


async def _ask(turn: Turn, meeting: Meeting, *, note: str = "") -> Answer:
    decisions = await meeting_decisions.of_meeting(turn.db, turn.club.id, meeting.id)
    lines = [note] if note else []
    if decisions:
        lines.append(turn.words(_("Decisions of {day}:"), day=shown_day(meeting)))
        lines += list(_shown(decisions))
        lines.append(
            turn.words(
                _("The next one? To mend one write “change 2: …”, to take it out “take out 2”.")
            )
        )
    else:
        lines.append(
            turn.words(
                _(
                    "What did the meeting decide? One line for each, with the votes where they"
                    " were counted: “Visit the sick each month, 40 for, 2 against”."
                )
            )
        )
    return turn.ask(
        "decided.lines",
        "{lines}",
        Choice("done", _("These are all")),
        data={MEETING: meeting.id},
        lines="\n".join(lines),
    )


def _shown(decisions: list[Decision]) -> Iterator[str]:
    for one in decisions:
        yield f"{one.number}. {decided_words(one.words, one.in_favour, one.against)}"


async def take(turn: Turn) -> Answer:
    """The secretary wrote decisions, mended one, or is done."""
    await must_write(turn)
    meeting, _minutes = await open_of_turn(turn)
    if turn.choice == "done":
        return turn.say(
            _("All right."),
            Choice("minutes", _("The minutes")),
            Choice("gathering", _("Today's meeting")),
            data={MEETING: meeting.id},
        )
    return await _said(turn, meeting)


async def _said(turn: Turn, meeting: Meeting) -> Answer:
    if leaves(turn.text) or is_puzzled(turn.text) or goes_elsewhere(turn.text):
        raise NotUnderstood(turn.words(_("A few words, please. Write “menu” to go back.")))
    before = await meeting_decisions.of_meeting(turn.db, turn.club.id, meeting.id)
    if wanted := change(turn.text):
        return await _changed(turn, meeting, before, wanted)
    known = {marked(one.words) for one in before}
    said = decided_lines(turn.text)
    fresh = [one for one in said if marked(one.words) not in known]
    if not said or any(len(one.words) < 3 for one in said):
        raise NotUnderstood(turn.words(_("A few words, please. Write “menu” to go back.")))
    if len(before) + len(fresh) > MOST or any(len(one.words) > LONGEST for one in said):
        raise turn.refuse(_("That is too long for minutes. Please write it shorter."))
    for one in fresh:
        counted = await _counted(turn, meeting, one)
        await meeting_decisions.write(
            turn.db,
            club_id=turn.club.id,
            meeting_id=meeting.id,
            words=counted.words,
            in_favour=counted.in_favour,
            against=counted.against,
            by=turn.member.id,
            now=turn.now,
        )
    note = "" if fresh else turn.words(_("That was written down already."))
    return await _ask(turn, meeting, note=note)


async def _changed(turn: Turn, meeting: Meeting, before: list[Decision], wanted: Change) -> Answer:
    found = next((one for one in before if one.number == wanted.number), None)
    if found is None:
        raise turn.refuse(
            _("There is no decision {number} yet. Please look at the numbers again."),
            number=wanted.number,
        )
    if not wanted.words:
        await meeting_decisions.take_out(turn.db, found.id, turn.now)
        return await _ask(
            turn, meeting, note=turn.words(_("Taken out: {words}"), words=found.words)
        )
    counted = await _counted(turn, meeting, decided_line(wanted.words))
    await meeting_decisions.amend(
        turn.db,
        found.id,
        words=counted.words,
        in_favour=counted.in_favour,
        against=counted.against,
        by=turn.member.id,
        now=turn.now,
    )
    return await _ask(turn, meeting, note=turn.words(_("Mended.")))


async def _counted(turn: Turn, meeting: Meeting, line: DecidedLine) -> Decided:
    """Return a decision with its votes; refuses more votes than people were there."""
    roll = await roll_calls.of_meeting(turn.db, turn.club.id, meeting.id)
    there = len(roll.present) if roll and roll.is_done else None
    if line.by_all and there is None:
        return Decided(words=line.said)  # how many "all" were is not known
    if line.by_all:
        return Decided(words=line.words, in_favour=there, against=0)
    counted = (line.in_favour or 0) + (line.against or 0)
    if there is not None and counted > there:
        raise turn.refuse(
            _("“{words}”: that is {votes} votes, but {present} were there. How many was it?"),
            words=line.words,
            votes=counted,
            present=there,
        )
    return Decided(words=line.words, in_favour=line.in_favour, against=line.against)


HANDLERS = {
    "decided": Step(begin),
    "decided.lines": Step(take, typed=True, own_words=True),
}
