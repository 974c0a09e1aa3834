"""A question to the board is settled once; whoever comes later hears what was decided."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.clock import local_day
from bot.handlers.resolution_kinds import KINDS
from bot.handlers.resolving import Kind
from bot.i18n import _, short_day
from bot.storage import members, resolutions
from bot.storage.resolutions import Resolution
from bot.telling import called, speaking_to
from bot.turn import Answer, Turn


async def opened(turn: Turn) -> tuple[Resolution, Kind]:
    """Return the question that is talked about, locked; what has lapsed is withdrawn."""
    resolution = await resolutions.locked(turn.db, turn.club.id, turn.data["resolution"])
    kind = KINDS[resolution.kind]
    if resolution.status == "pending" and await has_lapsed(turn, resolution):
        return replace(resolution, status="withdrawn"), kind
    return resolution, kind


async def has_lapsed(turn: Turn, resolution: Resolution) -> bool:
    """Withdraw a question that nobody needs to answer any more, and say whether it is one."""
    lapsed = KINDS[resolution.kind].lapsed
    if lapsed is None or not await lapsed(turn, resolution):
        return False
    await resolutions.decide(turn.db, resolution.id, status="withdrawn", how="", now=turn.now)
    return True


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


async def refuse(turn: Turn, kind: Kind, resolution: Resolution, why: str) -> Answer:
    """End it with the first no, and pass the reason on."""
    await resolutions.decide(
        turn.db, resolution.id, status="refused", how="officers", now=turn.now
    )
    done = await kind.refused(turn, resolution, why)
    await _tell_asker(turn, kind, resolution, lambda: _("{name} does not agree: {reason}"), why)
    return turn.say("{done}", done=done)


async def was_decided(turn: Turn, resolution: Resolution) -> Answer:
    """Say the same to everybody who comes later: what was decided, when and by whom."""
    if resolution.status == "withdrawn" or resolution.decided_at is None:
        return turn.say(_("That was taken back meanwhile."))
    texts = {
        ("agreed", "officers"): _("The board agreed to that on {day}: {names}."),
        ("agreed", "paper"): _("The board agreed to that on {day}, on a signed paper."),
        ("agreed", "meeting"): _("The meeting agreed to that; it was noted on {day}."),
        ("refused", "officers"): _("The board said no to that on {day}: {names}."),
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


async def _tell_asker(
    turn: Turn, kind: Kind, resolution: Resolution, text: Callable[[], str], reason: str
) -> None:
    """Tell who asked, unless the kind does so itself."""
    if resolution.asked_by == turn.member.id or not kind.asker_votes:
        return
    asker = await members.member(turn.db, resolution.asked_by, turn.today)
    for listener in await turn.reach([asker]):
        with speaking_to(listener.member, turn.today) as words:
            said = words(text(), name=called(turn.member, turn.today), reason=reason)
        await turn.tell(listener, said)
