"""The board lets a meeting not take place, or adds to what it is about."""

from __future__ import annotations

import re
from datetime import date

from bot.chat import Choice
from bot.handlers.cards import must_be_officer
from bot.handlers.meetings import club_time, next_to_come, shown_day, still_to_come
from bot.handlers.own_words import AS_IT_IS, asked_to_reword
from bot.handlers.words_for_all import heard_for_all
from bot.i18n import _, near_day
from bot.storage import loans, meetings, members
from bot.turn import Answer, Step, Turn
from bot.understanding.words import command

SHOWN = 3
MATTERS = 8
"""So many lines are read out at the most."""
_MARK = re.compile(r"\s*(?:\d{1,2}[.)](?!\d)|[-–•*+])\s*")
"""What stands before an item of a list, but no day such as 10.12."""


# --- Not at all ----------------------------------------------------------------------------------


async def cancel(turn: Turn) -> Answer:
    """Ask which meeting shall not take place."""
    must_be_officer(turn)
    coming = await meetings.coming(turn.db, turn.club.id, club_time(turn), SHOWN)
    if not coming:
        await next_to_come(turn)
    choices = [Choice(str(one.id), await shown_day(turn, one.held_on)) for one in coming]
    return turn.ask(
        "meetings.cancel",
        _("Which meeting shall not take place? Everybody who knows of it will be told."),
        *choices,
        Choice("no", _("None, leave it")),
    )


async def take_which(turn: Turn) -> Answer:
    """The officer chose the meeting: ask once more."""
    must_be_officer(turn)
    if turn.choice == "no":
        return turn.say(_("All right, everything stays as it is."))
    turn.data = {"meeting": int(turn.choice)}
    meeting = await still_to_come(turn)
    return turn.ask(
        "meetings.cancelled",
        _("The meeting on {day} does not take place: is that right?"),
        Choice("yes", _("Yes, it does not take place")),
        Choice("no", _("No, leave it")),
        data=turn.data,
        day=await shown_day(turn, meeting.held_on),
    )


async def agree_to_cancel(turn: Turn) -> Answer:
    """Let it not take place; who knows of it is told."""
    must_be_officer(turn)
    if turn.choice == "no":
        return turn.say(_("All right, everything stays as it is."))
    meeting = await still_to_come(turn)
    await meetings.cancel(turn.db, meeting, by=turn.member.id, now=turn.now)
    day = near_day(meeting.held_on, with_lunar=False)
    done = _("Done: there is no meeting on {day}. Who knows of it will be told.")
    lines = [turn.words(done, day=day)]
    if await _is_payday(turn, meeting.held_on):
        lines.append(turn.words(_("What is due on that day stays so; the treasurer takes it.")))
    return turn.say("{lines}", Choice("meeting.days", _("Meetings")), lines="\n".join(lines))


async def _is_payday(turn: Turn, day: date) -> bool:
    people = [one.id for one in await members.everybody(turn.db, turn.club.id, turn.today)]
    found = await loans.open_of(turn.db, people)
    return any(loan.is_due_on(day) for owed in found.values() for loan in owed)


# --- What it is about ----------------------------------------------------------------------------


async def show_agenda(turn: Turn) -> Answer:
    """Show what the next meeting is about, and ask for more."""
    must_be_officer(turn)
    meeting = await next_to_come(turn)
    turn.data = {"meeting": meeting.id}
    if turn.text:
        return await add_matter(turn)
    lines = [_("The meeting on {day}:").format(day=near_day(meeting.held_on, with_lunar=False))]
    lines += [f"- {line}" for line in meeting.agenda.splitlines()]
    asked = _("What is to be talked about? One thing at a time.")
    if meeting.agenda:
        asked = _("What else is to be talked about? One thing at a time.")
    lines.append(turn.words(asked))
    choices = [Choice("done", _("Nothing else"))]
    if meeting.agenda:
        choices.append(Choice("undo", _("Take the last one out")))
    return turn.ask("meetings.agenda", "{lines}", *choices, data=turn.data, lines="\n".join(lines))


async def add_matter(turn: Turn) -> Answer:
    """Write one thing down, a list of them, or take the last one out."""
    must_be_officer(turn)
    meeting = await still_to_come(turn)
    matters = meeting.agenda.splitlines()
    if turn.choice == "done":
        return turn.say(_("All right."), Choice("meeting.days", _("Meetings")))
    if turn.choice == "undo":
        matters = matters[:-1]
    else:
        said = _heard(turn)
        if again := asked_to_reword(turn, "meetings.agenda", "\n".join(said)):
            return again
        matters += said
        if len(matters) > MATTERS:
            raise turn.refuse(_("That is enough for one meeting. Please take one out first."))
    await meetings.set_agenda(turn.db, meeting.id, "\n".join(matters))
    turn.text = ""
    return await show_agenda(turn)


def _heard(turn: Turn) -> list[str]:
    """Return what was typed, each line of it by itself, without the marks of a list."""
    if turn.choice == AS_IT_IS:
        return str(turn.data["said"]).splitlines()
    heard = []
    for line in filter(None, (_MARK.sub("", one, count=1).strip() for one in _typed(turn))):
        turn.text = line
        heard.append(heard_for_all(turn))
    return heard or [heard_for_all(turn)]


def _typed(turn: Turn) -> list[str]:
    """Return the lines that were typed; behind a command they are no longer apart in the turn."""
    first, *more = turn.incoming.text.strip().splitlines() or [""]
    if not more or len(turn.text.splitlines()) > 1:
        return turn.text.splitlines()
    meant = command(first)
    return [meant.rest if meant else first, *more]


HANDLERS = {
    "meeting.cancel": Step(cancel),
    "meetings.cancel": Step(take_which),
    "meetings.cancelled": Step(agree_to_cancel),
    "meeting.agenda": Step(show_agenda),
    "meetings.agenda": Step(add_matter, typed=True, own_words=True, for_all=True),
}
