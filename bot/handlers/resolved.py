"""What officers say to a question: yes, or no and why; both are said once."""

from __future__ import annotations

from dataclasses import replace

from bot.handlers import resolved_apart
from bot.handlers.cards import must_be_officer
from bot.handlers.own_words import asked_to_reword, heard_words
from bot.handlers.resolution_kinds import KINDS
from bot.handlers.resolving import (
    VOTES,
    Kind,
    able,
    ask_others,
    choices,
    is_near,
    may_decide,
    without_officers,
)
from bot.handlers.settling import has_lapsed, opened, refuse, settle, was_decided
from bot.handlers.ways_out import STOP, left, never_mind
from bot.i18n import _, ngettext
from bot.storage import resolutions
from bot.storage.resolutions import Resolution
from bot.turn import Answer, Step, Turn


async def waiting(turn: Turn) -> Answer:
    """Put the oldest question that the speaker can answer; else say how many wait for others.

    One that too few of the board are free for comes with the ways that are left.
    """
    must_be_officer(turn)
    found = [
        one
        for one in await resolutions.pending(turn.db, turn.club.id)
        if not await has_lapsed(turn, one)
    ]
    stuck = []
    for one in found:
        free = {each.member.id for each in await able(turn, KINDS[one.kind], one)}
        if turn.member.id in free:
            return await _put_to(turn, KINDS[one.kind], one)
        if not free and not await is_near(turn, one):
            stuck.append(one)
    for one in stuck[:1]:
        ways = without_officers(turn, KINDS[one.kind], one)
        return replace(ways, text=f"{await KINDS[one.kind].facts(turn, one)}\n\n{ways.text}")
    if not found:
        return turn.say(_("There is nothing to decide."))
    return turn.say(
        ngettext(
            "{count} question waits for others of the board.",
            "{count} questions wait for others of the board.",
            len(found),
        ),
        count=len(found),
    )


async def _put_to(turn: Turn, kind: Kind, one: Resolution) -> Answer:
    return turn.ask(
        "resolutions.vote",
        "{facts}",
        *choices(turn.words),
        never_mind(),
        data={"resolution": one.id},
        facts=await kind.facts(turn, one),
    )


async def vote(turn: Turn) -> Answer:
    """An officer agrees or does not; the second yes decides, and so does the first no."""
    must_be_officer(turn)
    if turn.choice == STOP:
        return left(turn)
    resolution, kind = await opened(turn)
    if resolution.status != "pending":
        return await was_decided(turn, resolution)
    await _must_be_free(turn, kind, resolution)
    if turn.choice == "no":
        return turn.ask(
            "resolutions.why",
            _("Why not? In a few words; they are passed on kindly."),
            never_mind(),
            data={"resolution": resolution.id},
        )
    return await _yes(turn, kind, resolution)


async def _yes(turn: Turn, kind: Kind, resolution: Resolution) -> Answer:
    await _note(turn, resolution, "yes", resolution.reason)
    said = [one.says for one in await resolutions.votes(turn.db, resolution.id)]
    if said.count("yes") >= VOTES:
        return await settle(turn, kind, resolution, how="officers")
    if await ask_others(turn, kind, resolution):
        return turn.say(_("Noted, thank you. One more of the board must agree."))
    return without_officers(turn, kind, resolution)


async def take_why(turn: Turn) -> Answer:
    """The officer said why not: that ends it."""
    must_be_officer(turn)
    if turn.choice == STOP:
        return left(turn)
    why = heard_words(turn)
    if again := asked_to_reword(turn, "resolutions.why", why):
        return again
    resolution, kind = await opened(turn)
    if resolution.status != "pending":
        return await was_decided(turn, resolution)
    await _must_be_free(turn, kind, resolution)
    await _note(turn, resolution, "no", why)
    return await refuse(turn, kind, resolution, why)


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


HANDLERS = {
    "resolutions": Step(waiting),
    "resolutions.vote": Step(vote, counts=True),
    "resolutions.why": Step(take_why, typed=True, own_words=True, counts=True),
    **resolved_apart.HANDLERS,
}
