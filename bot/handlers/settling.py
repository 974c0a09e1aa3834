"""A question to the board is settled once; whoever comes later hears what was decided."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.clock import local_day
from bot.handlers.deciders import may_decide
from bot.handlers.resolution_kinds import KINDS
from bot.handlers.resolving import LAPSED, Kind, has_lapsed
from bot.i18n import _, short_day
from bot.storage import members, resolutions
from bot.storage.resolutions import Resolution
from bot.telling import called, speaking_to
from bot.turn import Answer, Turn


async def opened(turn: Turn) -> tuple[Resolution, Kind]:
    """Return the question that is talked about, locked; what has lapsed is withdrawn.

    Whoever locks an application or a loan beside it does so after this, never before.
    """
    resolution = await resolutions.locked(turn.db, turn.club.id, turn.data["resolution"])
    kind = KINDS[resolution.kind]
    if resolution.status == "pending" and await has_lapsed(turn, kind, resolution):
        return replace(resolution, status="withdrawn", how=LAPSED), kind
    return resolution, kind


async def must_be_free(turn: Turn, kind: Kind, resolution: Resolution) -> None:
    """Refuse who may not answer: whose matter it is, her household, or who has answered."""
    free = {one.id for one in await may_decide(turn, resolution, kind.first)}
    if turn.member.id in free and not turn.phone.is_shared:
        return
    if turn.member.id in free:
        raise turn.refuse(_("Others use this phone, too. Please agree on a phone of your own."))
    said = {one.member_id for one in await resolutions.votes(turn.db, resolution.id)}
    if turn.member.id in said:
        raise turn.refuse(_("You have answered already; another officer must agree, too."))
    raise turn.refuse(_("You are too near to this to decide it. Another officer must."))


async def settle(
    turn: Turn,
    kind: Kind,
    resolution: Resolution,
    *,
    how: str,
    file: str = "",
    held: Mapping[str, Any] | None = None,
) -> Answer:
    """Do what was agreed: by officers, on a paper, or at the meeting that was `held`."""
    await resolutions.decide(
        turn.db,
        resolution.id,
        status="agreed",
        how=how,
        now=turn.now,
        file=file,
        meeting=held,
    )
    done = await kind.agreed(turn, resolution)
    await _tell_asker(turn, kind, resolution, lambda: _("It is decided: {reason}"), done)
    return turn.say("{done}", done=done)


async def refuse(
    turn: Turn,
    kind: Kind,
    resolution: Resolution,
    why: str,
    *,
    held: Mapping[str, Any] | None = None,
) -> Answer:
    """End it with a no, of the first officer who says so or of the meeting that was `held`.

    `why` is what may be passed on of the reason; empty: nothing of it.
    """
    await resolutions.decide(
        turn.db,
        resolution.id,
        status="refused",
        how="meeting" if held else "officers",
        now=turn.now,
        meeting=held,
    )
    done = await kind.refused(turn, resolution, why)
    text = _no_of_the_meeting if held else _no_of_an_officer
    await _tell_asker(turn, kind, resolution, text, why, which=True)
    return turn.say("{done}", done=done)


def _no_of_the_meeting() -> str:
    return _("The meeting said no: {reason}")


def _no_of_an_officer() -> str:
    return _("{name} does not agree: {reason}")


async def was_decided(turn: Turn, resolution: Resolution) -> Answer:
    """Say the same to everybody who comes later: what was decided, when and by whom."""
    if resolution.status == "withdrawn" or resolution.decided_at is None:
        return turn.say("{why}", why=await _why_withdrawn(turn, resolution))
    texts = {
        ("agreed", "officers"): _("The board agreed to that on {day}: {names}."),
        ("agreed", "paper"): _("The board agreed to that on {day}, on a signed paper."),
        ("agreed", "meeting"): _("The meeting agreed to that; it was noted on {day}."),
        ("refused", "officers"): _("The board said no to that on {day}: {names}."),
        ("refused", "meeting"): _("The meeting said no to that; it was noted on {day}."),
    }
    says = "yes" if resolution.status == "agreed" else "no"
    votes = await resolutions.votes(turn.db, resolution.id)
    names = [
        called(await members.member(turn.db, one.member_id, turn.today), turn.today)
        for one in votes
        if one.says == says
    ]
    return turn.say(
        texts[resolution.status, resolution.how],
        day=short_day(local_day(resolution.decided_at, turn.zone), today=turn.today),
        names=", ".join(names),
    )


async def _why_withdrawn(turn: Turn, resolution: Resolution) -> str:
    lapsed = KINDS[resolution.kind].lapsed
    why = await lapsed(turn, resolution) if lapsed and resolution.how == LAPSED else None
    return why or _("That was taken back meanwhile.")


async def _tell_asker(
    turn: Turn,
    kind: Kind,
    resolution: Resolution,
    text: Callable[[], str],
    reason: str,
    *,
    which: bool = False,
) -> None:
    """Tell who asked, unless the kind does so itself; `which` repeats what was asked for.

    Who is no officer any more reads nothing of another's matter.
    """
    if resolution.asked_by == turn.member.id or not kind.asker_votes:
        return
    asker = await members.member(turn.db, resolution.asked_by, turn.today)
    for listener in await turn.reach_officers([asker] if asker.is_officer else []):
        with speaking_to(listener.member, turn.today) as words:
            said = words(text(), name=called(turn.member, turn.today), reason=reason)
            if which:
                said = f"{said}\n{await kind.facts(turn, resolution)}"
        await turn.tell(listener, said)
