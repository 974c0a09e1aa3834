"""What the meeting has decided (bình xét) where too few of the board are free: yes, or no.

On which day, how many were there, for it and against it, and which two members witness it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from textwrap import shorten
from typing import Any

from bot.chat import Choice, NotUnderstood
from bot.handlers import refusing
from bot.handlers.cards import must_be_officer
from bot.handlers.names import full_name, matching
from bot.handlers.resolved_apart import show_head, stuck
from bot.handlers.settling import settle
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, near_day
from bot.people import Member
from bot.storage import meeting_decisions, members, roll_calls
from bot.storage.meeting_decisions import Decision
from bot.storage.resolutions import Resolution
from bot.turn import Answer, Step, Turn
from bot.understanding.days import hear_day

FEWEST_WITNESSES = 2
YEAR = timedelta(days=366)
WIDEST = 34
"""Characters of a decision on a button."""


async def meeting(turn: Turn) -> Answer:
    """The meeting has decided: on which day?"""
    found = await stuck(turn)
    if isinstance(found, Answer):
        return found
    return turn.ask(
        "resolutions.meeting_day",
        _("On which day did the meeting decide that?"),
        Choice("today", _("Today")),
        never_mind(),
        data=turn.data,
    )


async def take_day(turn: Turn) -> Answer:
    """The officer said on which day; "10/11" is the last such day, not one to come."""
    must_be_officer(turn)
    if turn.choice == STOP:
        return left(turn)
    days = [turn.today] if turn.choice else _past(turn.text, turn.today)
    if len(days) != 1:
        raise NotUnderstood(turn.words(_("Please say the day like “10/11”; it is not to come.")))
    data = {**turn.data, "on": days[0].isoformat()}
    decided = await meeting_decisions.of_day(turn.db, turn.club.id, days[0])
    return _ask_which(turn, data, decided) if decided else _ask_counts(turn, data)


def _ask_which(turn: Turn, data: dict[str, Any], decided: Sequence[Decision]) -> Answer:
    """The minutes of that day have decisions: which one is it?"""
    return turn.ask(
        "resolutions.meeting_decision",
        _("Which decision of the minutes is it?"),
        *(
            # Without its number in the minutes: it would be read as the number to answer with.
            Choice(str(one.id), shorten(one.words, WIDEST))
            for one in decided
        ),
        Choice("other", _("It does not stand there")),
        never_mind(),
        data=data,
    )


async def take_decision(turn: Turn) -> Answer:
    """The officer named a decision of the minutes: its votes need not be told once more."""
    must_be_officer(turn)
    if turn.choice == STOP:
        return left(turn)
    if turn.choice == "other":
        return _ask_counts(turn, turn.data)
    one = await meeting_decisions.one(turn.db, turn.club.id, int(turn.choice))
    if one is None:  # taken out of the minutes meanwhile
        return _ask_counts(turn, turn.data)
    data = {**turn.data, "decision": one.id}
    roll = await roll_calls.of_meeting(turn.db, turn.club.id, one.meeting_id)
    if roll is None or not roll.is_done or one.in_favour is None or one.against is None:
        return _ask_counts(turn, data)
    present = len(roll.present)
    return _after_counts(
        turn, {**data, "present": present, "for": one.in_favour, "against": one.against}
    )


def _past(text: str, today: date) -> list[date]:
    """Return the days that may be meant and have come; a day to come is looked for a year ago."""
    heard = [one for one in hear_day(text, today) if one <= today]
    return heard or [one for one in hear_day(text, today - YEAR) if one <= today]


def _ask_counts(turn: Turn, data: dict[str, Any]) -> Answer:
    return turn.ask(
        "resolutions.meeting_counts",
        _("How many were there, how many for it, how many against? For example “42, 40, 2”."),
        never_mind(),
        data=data,
    )


async def take_counts(turn: Turn) -> Answer:
    """The officer said how many were there, for it and against it; half of them is a no."""
    must_be_officer(turn)
    if turn.choice == STOP:
        return left(turn)
    found = [int(figure) for figure in re.findall(r"\d+", turn.text)]
    if len(found) != 3 or found[1] + found[2] > found[0]:
        raise NotUnderstood(turn.words(_("Please write three numbers, like “42, 40, 2”.")))
    present, for_it, against = found
    known = len(await members.everybody(turn.db, turn.club.id, turn.today))
    if present > known:
        raise turn.refuse(_("The club has {count} members. How many were there?"), count=known)
    data = {**turn.data, "present": present, "for": for_it, "against": against}
    return _after_counts(turn, data)


def _after_counts(turn: Turn, data: dict[str, Any]) -> Answer:
    """Ask for witnesses; where not more than half were for it, ask first whether that was a no."""
    if data["for"] * 2 > data["present"]:
        return _ask_witnesses(turn, data)
    return turn.ask(
        "resolutions.meeting_no",
        _("That is not more than half of those who were there. So the meeting said no?"),
        Choice("yes", _("Yes, it said no")),
        Choice("counts", _("No, the numbers are others")),
        never_mind(),
        data=data,
    )


async def take_no(turn: Turn) -> Answer:
    """Fewer than were needed were for it: that was a no, or the numbers are put right."""
    must_be_officer(turn)
    if turn.choice == STOP:
        return left(turn)
    return (_ask_counts if turn.choice == "counts" else _ask_witnesses)(turn, turn.data)


def _ask_witnesses(turn: Turn, data: dict[str, Any]) -> Answer:
    return turn.ask(
        "resolutions.witnesses",
        _("Who of the members can witness it? Please write two names."),
        never_mind(),
        data=data,
    )


async def take_witnesses(turn: Turn) -> Answer:
    """The officer named two witnesses: it is decided, or it is asked why not."""
    must_be_officer(turn)
    if turn.choice == STOP:
        return left(turn)
    found = await stuck(turn)
    if isinstance(found, Answer):
        return found
    names = [part.strip() for part in re.split(r"[,;\n]|\bvà\b|\band\b", turn.text)]
    names = [name for name in names if len(name) > 1]
    if len(names) < FEWEST_WITNESSES:
        raise NotUnderstood(turn.words(_("Please write two names, like “Hoa, Lan”.")))
    seen = await _witnesses(turn, found.resolution, names)
    held = {key: turn.data[key] for key in ("on", "present", "for", "against")}
    if "decision" in turn.data:
        held["decision"] = turn.data["decision"]
    held["witnesses"] = [full_name(one) for one in seen]
    if held["for"] * 2 <= held["present"]:
        return await refusing.ask_why(turn, found.kind, found.resolution, held=held)
    answer = await settle(turn, found.kind, found.resolution, how="meeting", held=held)
    await show_head(turn, found, lambda words: _at_meeting(words, held))
    return answer


async def _witnesses(turn: Turn, resolution: Resolution, names: Sequence[str]) -> list[Member]:
    """Return the members who are named: two at least, free of the speaker and of the matter."""
    club = await members.everybody(turn.db, turn.club.id, turn.today)
    found: dict[int, Member] = {}
    for name in names:
        fitting = matching(name, club)
        if len(fitting) != 1:
            raise NotUnderstood(
                turn.words(
                    _("I do not know for sure who “{name}” is. Please write both full names."),
                    name=name,
                )
            )
        found[fitting[0].id] = fitting[0]
    near = {resolution.concerns_id or turn.member.id, turn.member.id}
    concerned = (await members.several(turn.db, near, turn.today)).values()
    free = [one for one in found.values() if not any(map(one.shares_roof, concerned))]
    if len(free) < FEWEST_WITNESSES:
        raise turn.refuse(
            _("A witness is neither you nor of the household it concerns. Which two saw it?")
        )
    return free


def _at_meeting(words: Callable[..., str], held: Mapping[str, Any]) -> str:
    return words(
        _("Decided by the meeting of {day}, {for_it} of {present} for it:"),
        day=near_day(date.fromisoformat(held["on"]), with_lunar=False),
        for_it=held["for"],
        present=held["present"],
    )


HANDLERS = {
    "resolution.meeting": Step(meeting),
    "resolutions.meeting_day": Step(take_day, typed=True),
    "resolutions.meeting_decision": Step(take_decision),
    "resolutions.meeting_counts": Step(take_counts, typed=True),
    "resolutions.meeting_no": Step(take_no),
    "resolutions.witnesses": Step(take_witnesses, typed=True, counts=True),
}
