"""What is decided without two free officers: by a signed paper, or by a vote of the meeting."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from bot.chat import Choice, NotUnderstood
from bot.handlers import touches
from bot.handlers.cards import must_be_officer
from bot.handlers.names import full_name, matching
from bot.handlers.resolution_kinds import KINDS
from bot.handlers.resolving import able, is_near
from bot.handlers.settling import opened, settle, was_decided
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, near_day
from bot.people import Listener, Member
from bot.storage import evidence, files, members
from bot.storage.resolutions import Resolution
from bot.telling import called, speaking_to
from bot.turn import Answer, Step, Turn
from bot.understanding.days import hear_day

FEWEST_WITNESSES = 2
YEAR = timedelta(days=366)


# --- A signed paper ------------------------------------------------------------------------------


async def paper(turn: Turn) -> Answer:
    """Two have signed a paper: its photo, please."""
    must_be_officer(turn)
    resolution, kind = await opened(turn)
    if resolution.status != "pending":
        return await was_decided(turn, resolution)
    await _must_not_be_hers(turn, resolution)
    if free := await able(turn, kind, resolution):
        return _can_still_answer(turn, free)
    return turn.ask(
        "resolutions.paper",
        _("Please take a photo of the paper with the signatures and send it here."),
        never_mind(),
        data=turn.data,
    )


async def take_paper(turn: Turn) -> Answer:
    """The photo of the signed paper came: it is decided, and the head is shown it."""
    must_be_officer(turn)
    if turn.choice == STOP:
        return left(turn)
    file = turn.incoming.file
    if not file:
        raise NotUnderstood(turn.words(_("I need the photo of the paper.")))
    resolution, kind = await opened(turn)
    if resolution.status != "pending":
        return await was_decided(turn, resolution)
    await files.keep_until(turn.db, file, turn.now + evidence.KEPT)
    answer = await settle(turn, kind, resolution, how="paper", file=file)
    await _show_head(turn, resolution, file)
    return answer


# --- The meeting ---------------------------------------------------------------------------------


async def meeting(turn: Turn) -> Answer:
    """The meeting has decided: on which day?"""
    must_be_officer(turn)
    resolution, kind = await opened(turn)
    if resolution.status != "pending":
        return await was_decided(turn, resolution)
    await _must_not_be_hers(turn, resolution)
    if free := await able(turn, kind, resolution):
        return _can_still_answer(turn, free)
    return turn.ask(
        "resolutions.meeting_day",
        _("On which day did the meeting decide that?"),
        Choice("today", _("Today")),
        never_mind(),
        data=turn.data,
    )


async def take_meeting_day(turn: Turn) -> Answer:
    """The officer said on which day; "10/11" is the last such day, not one to come."""
    must_be_officer(turn)
    if turn.choice == STOP:
        return left(turn)
    days = [turn.today] if turn.choice else _past(turn.text, turn.today)
    if len(days) != 1:
        raise NotUnderstood(turn.words(_("Please say the day like “10/11”; it is not to come.")))
    return turn.ask(
        "resolutions.meeting_counts",
        _("How many were there, how many for it, how many against? For example “42, 40, 2”."),
        never_mind(),
        data={**turn.data, "on": days[0].isoformat()},
    )


def _past(text: str, today: date) -> list[date]:
    """Return the days that may be meant and have come; a day to come is looked for a year ago."""
    heard = [one for one in hear_day(text, today) if one <= today]
    return heard or [one for one in hear_day(text, today - YEAR) if one <= today]


async def take_meeting_counts(turn: Turn) -> Answer:
    """The officer said how many were there, for it and against it."""
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
    if for_it * 2 <= present:
        raise turn.refuse(_("That is not more than half of those who were there."))
    return turn.ask(
        "resolutions.witnesses",
        _("Who of the members can witness it? Please write two names."),
        never_mind(),
        data={**turn.data, "present": present, "for": for_it, "against": against},
    )


async def take_witnesses(turn: Turn) -> Answer:
    """The officer named two witnesses: it is decided."""
    must_be_officer(turn)
    if turn.choice == STOP:
        return left(turn)
    resolution, kind = await opened(turn)
    if resolution.status != "pending":
        return await was_decided(turn, resolution)
    names = [part.strip() for part in re.split(r"[,;\n]|\bvà\b|\band\b", turn.text)]
    names = [name for name in names if len(name) > 1]
    if len(names) < FEWEST_WITNESSES:
        raise NotUnderstood(turn.words(_("Please write two names, like “Hoa, Lan”.")))
    found = await _witnesses(turn, resolution, names)
    held = {key: turn.data[key] for key in ("on", "present", "for", "against")}
    seen = {"witnesses": [full_name(one) for one in found]}
    answer = await settle(turn, kind, resolution, how="meeting", held={**held, **seen})
    await _show_head(turn, resolution, "")
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


# --- What both need ------------------------------------------------------------------------------


async def _must_not_be_hers(turn: Turn, resolution: Resolution) -> None:
    """Refuse whose matter it is, and her household, while another officer has a phone."""
    if resolution.concerns_id is None or not await is_near(turn, resolution):
        return
    concerned = [await members.member(turn.db, resolution.concerns_id, turn.today)]
    others = await touches.independent(turn, await touches.board(turn), concerned)
    if reached := await turn.reach_officers(others):
        raise turn.refuse(
            _("You are too near to this. Please let {name} tell me."),
            name=called(reached[0].member, turn.today),
        )


def _can_still_answer(turn: Turn, free: Sequence[Listener]) -> Answer:
    others = [one.member for one in free if one.member.id != turn.member.id]
    names = ", ".join(called(one, turn.today) for one in others or [turn.member])
    return turn.say(_("{names} can still say yes or no here. Please ask them first."), names=names)


async def _show_head(turn: Turn, resolution: Resolution, file: str) -> None:
    """Show the head, or another officer, what was decided without a second officer."""
    if listener := await touches.shown_a_paper(turn, await _hers(turn, resolution)):
        with speaking_to(listener.member, turn.today) as words:
            facts = await KINDS[resolution.kind].facts(turn, resolution)
            how = _by_paper(words) if file else _at_meeting(words, turn.data)
            await turn.tell(listener, f"{how}\n{facts}", image=file)


async def _hers(turn: Turn, resolution: Resolution) -> set[int]:
    """Return whose matter it is, and her household where others are left: kin do not read why."""
    if resolution.concerns_id is None:
        return set()
    hers = await members.member(turn.db, resolution.concerns_id, turn.today)
    others = await touches.board(turn)
    near = {one.id for one in others if one.shares_roof(hers)}
    return {hers.id, *(near if len(near) < len(others) else ())}


def _by_paper(words: Callable[..., str]) -> str:
    return words(_("Decided by a signed paper, for the next meeting to hear:"))


def _at_meeting(words: Callable[..., str], data: Mapping[str, Any]) -> str:
    return words(
        _("Decided by the meeting of {day}, {for_it} of {present} for it:"),
        day=near_day(date.fromisoformat(data["on"]), with_lunar=False),
        for_it=data["for"],
        present=data["present"],
    )


HANDLERS = {
    "resolution.paper": Step(paper),
    "resolutions.paper": Step(take_paper, typed=True, takes_file=True),
    "resolution.meeting": Step(meeting),
    "resolutions.meeting_day": Step(take_meeting_day, typed=True),
    "resolutions.meeting_counts": Step(take_meeting_counts, typed=True),
    "resolutions.witnesses": Step(take_witnesses, typed=True, counts=True),
}
