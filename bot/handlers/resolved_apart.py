"""What is decided without two free officers: by a signed paper here, by the meeting elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.handlers import touches
from bot.handlers.cards import must_be_officer
from bot.handlers.deciders import able, apart, is_near
from bot.handlers.resolving import Kind
from bot.handlers.settling import opened, settle, was_decided
from bot.handlers.signed_papers import SignedPaper
from bot.i18n import _
from bot.people import Member
from bot.storage import members
from bot.storage.resolutions import Resolution
from bot.telling import called, speaking_to
from bot.turn import Answer, Step, Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Stuck:
    """A question for which too few of the board are free."""

    resolution: Resolution
    kind: Kind


async def stuck(turn: Turn) -> Stuck | Answer:
    """Return the question that is talked about, locked; an answer where it is not stuck.

    Refuses whose matter it is, and her household, while another officer has a phone.
    """
    must_be_officer(turn)
    resolution, kind = await opened(turn)
    if resolution.status != "pending":
        return await was_decided(turn, resolution)
    await _must_not_be_hers(turn, resolution)
    free = [one.member for one in await able(turn, resolution, kind.first)]
    if not free:
        return Stuck(resolution=resolution, kind=kind)
    others = [one for one in free if one.id != turn.member.id] or [turn.member]
    return turn.say(
        _("{names} can still say yes or no here. Please ask them first."),
        names=", ".join(called(one, turn.today) for one in others),
    )


async def _must_not_be_hers(turn: Turn, resolution: Resolution) -> None:
    if await is_near(turn, resolution) and (reached := await apart(turn, resolution)):
        raise turn.refuse(
            _("You are too near to this. Please let {name} tell me."),
            name=called(reached[0].member, turn.today),
        )


async def show_head(
    turn: Turn, found: Stuck, how: Callable[[Callable[..., str]], str], file: str = ""
) -> None:
    """Show the head, or another officer, what was decided without a second officer.

    `how` says it in the language of who is shown it.
    """
    apart = await _hers(turn, found.resolution)
    if listener := await touches.shown_a_paper(turn, apart):
        with speaking_to(listener.member, turn.today) as words:
            facts = await found.kind.facts(turn, found.resolution)
            await turn.tell(listener, f"{how(words)}\n{facts}", image=file)


async def _hers(turn: Turn, resolution: Resolution) -> set[int]:
    """Return whose matter it is, and her household where others are left: kin do not read why."""
    if resolution.concerns_id is None:
        return set()
    hers = await members.member(turn.db, resolution.concerns_id, turn.today)
    others: list[Member] = await touches.board(turn)
    near = {one.id for one in others if one.shares_roof(hers)}
    return {hers.id, *(near if len(near) < len(others) else ())}


async def _signed(turn: Turn, found: Stuck, file: str) -> Answer:
    """Two have signed a paper: it is decided, and the head is shown it."""
    answer = await settle(turn, found.kind, found.resolution, how="paper", file=file)
    await show_head(turn, found, _by_paper, file)
    return answer


def _by_paper(words: Callable[..., str]) -> str:
    return words(_("Decided by a signed paper, for the next meeting to hear:"))


PAPER = SignedPaper(step="resolutions.paper", about=stuck, came=_signed)

HANDLERS = {
    "resolution.paper": Step(PAPER.ask),
    **PAPER.steps(),
}
