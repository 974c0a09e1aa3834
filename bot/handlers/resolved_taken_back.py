"""Who asked the board takes the question back while it waits, and who was asked hears of it."""

from __future__ import annotations

from bot.chat import Choice
from bot.handlers.cards import must_be_officer
from bot.handlers.deciders import to_be_asked
from bot.handlers.resolution_kinds import KINDS
from bot.handlers.resolving import has_lapsed
from bot.handlers.settling import opened, was_decided
from bot.i18n import _
from bot.storage import resolutions
from bot.storage.resolutions import Resolution
from bot.telling import called, speaking_to
from bot.turn import Answer, Step, Turn


async def mine(turn: Turn) -> Answer:
    """Show what the speaker has asked the board and waits: the one talked about, or the newest."""
    must_be_officer(turn)
    if (asked := turn.data.get("resolution")) is not None:
        turn.data = {"resolution": asked}
        resolution, _kind = await opened(turn)
        if resolution.status != "pending":
            return await was_decided(turn, resolution)
    waiting = await own(turn)
    if not waiting:
        return turn.say(_("Nothing that you asked waits for the board."))
    return await _shown(turn, waiting, asked)


async def own(turn: Turn) -> list[Resolution]:
    """Return what the speaker can take back, the newest first."""
    return [
        one
        for one in reversed(await resolutions.pending(turn.db, turn.club.id))
        if one.asked_by == turn.member.id
        and KINDS[one.kind].asker_votes
        and not await has_lapsed(turn, KINDS[one.kind], one)
    ]


async def _shown(turn: Turn, waiting: list[Resolution], meant: int | None) -> Answer:
    ids = [one.id for one in waiting]
    place = ids.index(meant) if meant in ids else 0
    one = waiting[place]
    others = [Choice("next", _("Another question of mine"))] if len(waiting) > 1 else []
    return turn.ask(
        "resolutions.withdraw",
        "{facts}\n{ask}",
        Choice("yes", _("Yes, take the question back")),
        Choice("no", _("No, it stays")),
        *others,
        data={"resolution": one.id, "next": ids[(place + 1) % len(ids)]},
        facts=await KINDS[one.kind].facts(turn, one),
        ask=turn.words(_("It waits for the board. Do {you} take it back?")),
    )


async def withdraw(turn: Turn) -> Answer:
    """It is taken back, stays, or another one is shown."""
    must_be_officer(turn)
    if turn.choice == "no":
        return turn.say(_("All right, everything stays as it is."))
    if turn.choice == "next":
        waiting = await own(turn)
        if waiting:
            return await _shown(turn, waiting, turn.data["next"])
        return turn.say(_("Nothing that you asked waits for the board."))
    resolution, kind = await opened(turn)
    if resolution.status != "pending":
        return await was_decided(turn, resolution)
    if resolution.asked_by != turn.member.id or not kind.asker_votes:
        raise turn.refuse(_("Only who asked can take it back."))
    told = await to_be_asked(turn, resolution, kind.first)
    await resolutions.decide(turn.db, resolution.id, status="withdrawn", how="", now=turn.now)
    for listener in told:
        with speaking_to(listener.member, turn.today) as words:
            text = words(
                _("{name} has taken this back, and nobody needs to decide it any more:\n{facts}"),
                name=called(turn.member, turn.today),
                facts=await kind.facts(turn, resolution),
            )
            await turn.tell(listener, text)
    stays = await kind.refused(turn, resolution, "")
    names = ", ".join(called(one.member, turn.today) for one in told)
    heard = turn.words(_("I told {names}."), names=names) if told else ""
    return turn.say("{said}", said=" ".join(filter(None, (stays, heard))))


HANDLERS = {
    "resolution.mine": Step(mine),
    "resolutions.withdraw": Step(withdraw, counts=True),
}
