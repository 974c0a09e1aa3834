"""What officers say to a question: yes, or no and why; both are said once."""

from __future__ import annotations

from dataclasses import replace

from bot.chat import Choice
from bot.handlers import refusing, resolved_apart, resolved_meeting, resolved_taken_back
from bot.handlers.cards import must_be_officer
from bot.handlers.deciders import able, apart, is_agreed, is_near
from bot.handlers.resolution_kinds import KINDS
from bot.handlers.resolving import (
    Kind,
    ask_others,
    has_lapsed,
    note_reading,
    put_to_speaker,
    without_officers,
)
from bot.handlers.settling import must_be_free, opened, settle, was_decided
from bot.handlers.ways_out import STOP, left
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
        if not await has_lapsed(turn, KINDS[one.kind], one)
    ]
    stuck = []
    for one in found:
        free = {each.member.id for each in await able(turn, one, KINDS[one.kind].first)}
        if turn.member.id in free:
            return await put_to_speaker(turn, KINDS[one.kind], one)
        if not free and not (await is_near(turn, one) and await apart(turn, one)):
            stuck.append(one)
    for one in stuck[:1]:
        await note_reading(turn, KINDS[one.kind])
        ways = without_officers(turn, KINDS[one.kind], one)
        return replace(ways, text=f"{await KINDS[one.kind].facts(turn, one)}\n\n{ways.text}")
    if not found:
        return turn.say(_("There is nothing to decide."))
    own = (
        [Choice("resolution.mine", _("What I asked for"))]
        if await resolved_taken_back.own(turn)
        else []
    )
    return turn.say(
        ngettext(
            "{count} question waits for others of the board.",
            "{count} questions wait for others of the board.",
            len(found),
        ),
        *own,
        count=len(found),
    )


async def vote(turn: Turn) -> Answer:
    """An officer agrees or does not; the second yes decides, and so does the first no."""
    must_be_officer(turn)
    if turn.choice == STOP:
        return left(turn)
    resolution, kind = await opened(turn)
    if resolution.status != "pending":
        return await was_decided(turn, resolution)
    await must_be_free(turn, kind, resolution)
    if turn.choice == "no":
        return await refusing.ask_why(turn, kind, resolution)
    return await _yes(turn, kind, resolution)


async def _yes(turn: Turn, kind: Kind, resolution: Resolution) -> Answer:
    await resolutions.vote(
        turn.db,
        resolution.id,
        member_id=turn.member.id,
        says="yes",
        reason=resolution.reason,
        shared=turn.phone.is_shared,
        now=turn.now,
    )
    if await is_agreed(turn, resolution):
        return await settle(turn, kind, resolution, how="officers")
    if await ask_others(turn, kind, resolution):
        return turn.say(_("Noted, thank you. One more of the board must agree."))
    return without_officers(turn, kind, resolution)


HANDLERS = {
    "resolutions": Step(waiting),
    "resolutions.vote": Step(vote, counts=True),
    **refusing.HANDLERS,
    **resolved_apart.HANDLERS,
    **resolved_meeting.HANDLERS,
    **resolved_taken_back.HANDLERS,
}
