"""What the board says to a question: yes, no and why, a signed paper, a vote of the meeting."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from bot.chat import Choice, NotUnderstood
from bot.handlers.cards import must_be_officer
from bot.handlers.resolution_kinds import KINDS
from bot.handlers.resolving import VOTES, Kind, choices, may_decide
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, near_day
from bot.people import Member
from bot.storage import files, members, resolutions
from bot.storage.resolutions import Resolution
from bot.telling import called, speaking_to
from bot.turn import Answer, Step, Turn
from bot.understanding.days import hear_day

FEWEST_WITNESSES = 2
KEPT = timedelta(days=3650)
"""A signed paper is evidence."""


async def waiting(turn: Turn) -> Answer:
    """List what the board has still to decide, with what the speaker can answer first."""
    must_be_officer(turn)
    for one in await resolutions.pending(turn.db, turn.club.id):
        if turn.member in await may_decide(turn, KINDS[one.kind], one):
            return await _put(turn, one)
    found = await resolutions.pending(turn.db, turn.club.id)
    if not found:
        return turn.say(_("There is nothing to decide."))
    lines = [await KINDS[one.kind].facts(turn, one) for one in found]
    return turn.say(
        _("These wait for others of the board:\n{lines}"),
        lines="\n".join(f"- {line}" for line in lines),
    )


async def _put(turn: Turn, one: Resolution) -> Answer:
    return turn.ask(
        "resolutions.vote",
        "{facts}",
        *choices(turn.words),
        data={"resolution": one.id},
        facts=await KINDS[one.kind].facts(turn, one),
    )


# --- Two officers --------------------------------------------------------------------------------


async def vote(turn: Turn) -> Answer:
    """An officer agrees or does not; the second yes decides, and so does the first no."""
    must_be_officer(turn)
    resolution, kind = await _open(turn)
    if resolution.status != "pending":
        return await _was_decided(turn, resolution)
    await _must_be_free(turn, kind, resolution)
    if turn.choice == "no":
        return turn.ask(
            "resolutions.why",
            _("Why not? In a few words; they are passed on kindly."),
            never_mind(),
            data=turn.data,
        )
    await _note(turn, resolution, "yes", "")
    said = [one.says for one in await resolutions.votes(turn.db, resolution.id)]
    if said.count("yes") < VOTES:
        return turn.say(_("Noted, thank you. One more of the board must agree."))
    return await _agreed(turn, kind, resolution, how="officers")


async def take_why(turn: Turn) -> Answer:
    """The officer said why not: that ends it."""
    must_be_officer(turn)
    if turn.choice == STOP:
        return left(turn)
    resolution, kind = await _open(turn)
    if resolution.status != "pending":
        return await _was_decided(turn, resolution)
    await _must_be_free(turn, kind, resolution)
    await _note(turn, resolution, "no", turn.text)
    await resolutions.decide(
        turn.db, resolution.id, status="refused", how="officers", now=turn.now
    )
    done = await kind.refused(turn, resolution, turn.text)
    await _tell_asker(turn, resolution, _("{name} does not agree: {reason}"), turn.text)
    return turn.say("{done}", done=done)


async def _agreed(
    turn: Turn,
    kind: Kind,
    resolution: Resolution,
    *,
    how: str,
    file: str = "",
    meeting: dict[str, Any] | None = None,
) -> Answer:
    await resolutions.decide(
        turn.db,
        resolution.id,
        status="agreed",
        how=how,
        now=turn.now,
        file=file,
        meeting=meeting,
    )
    done = await kind.agreed(turn, resolution)
    await _tell_asker(turn, resolution, _("It is decided: {reason}"), done)
    return turn.say("{done}", done=done)


# --- A signed paper ------------------------------------------------------------------------------


async def paper(turn: Turn) -> Answer:
    """Two have signed a paper: its photo, please."""
    must_be_officer(turn)
    resolution, kind = await _open(turn)
    if resolution.status != "pending":
        return await _was_decided(turn, resolution)
    if free := await may_decide(turn, kind, resolution):
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
    resolution, kind = await _open(turn)
    if resolution.status != "pending":
        return await _was_decided(turn, resolution)
    await files.keep_until(turn.db, file, turn.now + KEPT)
    answer = await _agreed(turn, kind, resolution, how="paper", file=file)
    await _show_head(turn, resolution, file)
    return answer


# --- The meeting ---------------------------------------------------------------------------------


async def meeting(turn: Turn) -> Answer:
    """The meeting has decided: on which day?"""
    must_be_officer(turn)
    resolution, kind = await _open(turn)
    if resolution.status != "pending":
        return await _was_decided(turn, resolution)
    if not kind.by_meeting and (free := await may_decide(turn, kind, resolution)):
        return _can_still_answer(turn, free)
    return turn.ask(
        "resolutions.meeting_day",
        _("On which day did the meeting decide that?"),
        Choice("today", _("Today")),
        never_mind(),
        data=turn.data,
    )


async def take_meeting_day(turn: Turn) -> Answer:
    """The officer said on which day."""
    must_be_officer(turn)
    if turn.choice == STOP:
        return left(turn)
    days = [turn.today] if turn.choice else hear_day(turn.text, turn.today)
    past = [one for one in days if one <= turn.today]
    if len(past) != 1:
        raise NotUnderstood(turn.words(_("Please say the day like “10/11”; it is not to come.")))
    return turn.ask(
        "resolutions.meeting_counts",
        _("How many were there, how many for it, how many against? For example “42, 40, 2”."),
        never_mind(),
        data={**turn.data, "on": past[0].isoformat()},
    )


async def take_meeting_counts(turn: Turn) -> Answer:
    """The officer said how many were there, for it and against it."""
    must_be_officer(turn)
    if turn.choice == STOP:
        return left(turn)
    found = [int(figure) for figure in re.findall(r"\d+", turn.text)]
    if len(found) != 3 or found[1] + found[2] > found[0]:
        raise NotUnderstood(turn.words(_("Please write three numbers, like “42, 40, 2”.")))
    present, for_it, against = found
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
    resolution, kind = await _open(turn)
    if resolution.status != "pending":
        return await _was_decided(turn, resolution)
    names = [part.strip() for part in turn.text.replace("\n", ",").split(",") if part.strip()]
    if len(names) < FEWEST_WITNESSES:
        raise NotUnderstood(turn.words(_("Please write two names, like “Hoa, Lan”.")))
    decided = {key: turn.data[key] for key in ("on", "present", "for", "against")}
    answer = await _agreed(
        turn, kind, resolution, how="meeting", meeting={**decided, "witnesses": names}
    )
    await _show_head(turn, resolution, "")
    return answer


# --- What all of them need -----------------------------------------------------------------------


async def _open(turn: Turn) -> tuple[Resolution, Kind]:
    resolution = await resolutions.locked(turn.db, turn.club.id, turn.data["resolution"])
    return resolution, KINDS[resolution.kind]


async def _must_be_free(turn: Turn, kind: Kind, resolution: Resolution) -> None:
    """Refuse who may not answer: whose matter it is, her household, or who has answered."""
    free = {one.id for one in await may_decide(turn, kind, resolution)}
    if turn.member.id in free and not turn.phone.is_shared:
        return
    if turn.member.id in free:
        raise turn.refuse(_("Others use this phone, too. Please agree on a phone of your own."))
    said = {one.member_id for one in await resolutions.votes(turn.db, resolution.id)}
    if turn.member.id in said:
        raise turn.refuse(_("You have answered already; another officer must agree, too."))
    raise turn.refuse(_("You are too near to this to decide it. Another officer must."))


async def _note(turn: Turn, resolution: Resolution, says: str, reason: str) -> None:
    await resolutions.vote(
        turn.db,
        resolution.id,
        member_id=turn.member.id,
        says=says,
        reason=reason,
        shared=turn.phone.is_shared,
        now=turn.now,
    )


async def _was_decided(turn: Turn, resolution: Resolution) -> Answer:
    texts = {
        "agreed": _("The board has agreed to that already."),
        "refused": _("The board has said no to that already."),
        "withdrawn": _("That was taken back meanwhile."),
    }
    return turn.say(texts[resolution.status])


def _can_still_answer(turn: Turn, free: list[Member]) -> Answer:
    return turn.say(
        _("{names} can still say yes or no here. Please ask them first."),
        names=", ".join(called(one, turn.today) for one in free),
    )


async def _tell_asker(turn: Turn, resolution: Resolution, text: str, reason: str) -> None:
    if resolution.asked_by == turn.member.id:
        return
    asker = await members.member(turn.db, resolution.asked_by, turn.today)
    for listener in await turn.reach([asker]):
        with speaking_to(listener.member, turn.today) as words:
            said = words(text, name=called(turn.member, turn.today), reason=reason)
        await turn.tell(listener, said)


async def _show_head(turn: Turn, resolution: Resolution, file: str) -> None:
    """Show the head, or another officer, what was decided without a second officer."""
    officers = await members.officers(turn.db, turn.club.id, turn.today)
    others = [one for one in officers if one.id not in {turn.member.id, resolution.concerns_id}]
    heads = [one for one in others if "head" in one.roles] or others
    for listener in (await turn.reach_officers(heads))[:1]:
        with speaking_to(listener.member, turn.today) as words:
            facts = await KINDS[resolution.kind].facts(turn, resolution)
            how = _by_paper(words) if file else _at_meeting(words, turn.data)
            await turn.tell(listener, f"{how}\n{facts}", image=file)


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
    "resolutions": Step(waiting),
    "resolutions.vote": Step(vote, counts=True),
    "resolutions.why": Step(take_why, typed=True, own_words=True),
    "resolution.paper": Step(paper),
    "resolutions.paper": Step(take_paper, typed=True, takes_file=True),
    "resolution.meeting": Step(meeting),
    "resolutions.meeting_day": Step(take_meeting_day, typed=True),
    "resolutions.meeting_counts": Step(take_meeting_counts, typed=True),
    "resolutions.witnesses": Step(take_witnesses, typed=True),
}
