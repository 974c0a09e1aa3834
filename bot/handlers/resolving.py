"""Put a question to the board: two officers decide, never whose matter it is or her household.

What is asked and what a yes does is a `Kind`, defined where its subject is; all of them stand in
`bot.handlers.resolution_kinds`, and the answers are taken in `bot.handlers.resolved`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.chat import Choice
from bot.handlers import touches
from bot.i18n import _
from bot.people import Member
from bot.storage import members, resolutions
from bot.storage.resolutions import Resolution
from bot.telling import called, speaking_to
from bot.turn import Answer, Turn

VOTES = 2
"""Officers who must say yes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of question, by its name in `Resolution.kind`."""

    name: str
    facts: Callable[[Turn, Resolution], Awaitable[str]]
    """Says what is asked, why and by whom, in the language that is spoken now."""
    agreed: Callable[[Turn, Resolution], Awaitable[str]]
    """Does it, tells whom it concerns, and says what was done, to the officer who decided."""
    refused: Callable[[Turn, Resolution, str], Awaitable[str]]
    """Tells whom it concerns kindly, with the reason, and says so to the officer."""
    asker_votes: bool = True
    """Whether asking is already one of the two answers."""
    first: tuple[str, ...] = ("head", "accountant")
    """The offices that are asked first; others where these are not free."""
    by_meeting: bool = False
    """Whether the meeting may decide it at any time, and not only where officers are missing."""


async def propose(
    turn: Turn,
    kind: Kind,
    *,
    subject: int = 0,
    concerns: Member | None = None,
    details: Mapping[str, Any] | None = None,
    reason: str = "",
) -> Answer:
    """Put a question to those of the board who may decide it, and say who was asked.

    The question that was answered last is the operation: the same tap twice asks once.
    """
    asked = await resolutions.propose(
        turn.db,
        club_id=turn.club.id,
        kind=kind.name,
        subject_id=subject,
        concerns_id=concerns.id if concerns else None,
        details=details or {},
        reason=reason,
        asked_by=turn.member.id,
        origin=turn.operation,
        now=turn.now,
    )
    if asked is None:
        return turn.say(_("I have asked the board already."))
    if kind.asker_votes and turn.acts_as_officer:
        await resolutions.vote(
            turn.db,
            asked,
            member_id=turn.member.id,
            says="yes",
            reason=reason,
            shared=turn.phone.is_shared,
            now=turn.now,
        )
    resolution = await resolutions.locked(turn.db, turn.club.id, asked)
    return await ask_board(turn, kind, resolution)


async def ask_board(turn: Turn, kind: Kind, resolution: Resolution) -> Answer:
    """Ask everybody who may decide and has not; say who that is, or what to do without them."""
    free = await may_decide(turn, kind, resolution)
    reached = await turn.reach_officers(free)
    for listener in reached:
        with speaking_to(listener.member, turn.today) as words:
            await turn.tell(
                listener,
                words("{facts}", facts=await kind.facts(turn, resolution)),
                *choices(words),
                step="resolutions.vote",
                data={"resolution": resolution.id},
            )
    if not reached:
        return without_officers(turn, kind, resolution)
    return turn.say(
        _("I have asked {names}. I tell you what they say."),
        names=", ".join(called(one.member, turn.today) for one in reached),
    )


def choices(words: Callable[..., str]) -> tuple[Choice, Choice]:
    """Return what an officer can answer."""
    return Choice("yes", words(_("I agree"))), Choice("no", words(_("I do not agree")))


def without_officers(turn: Turn, kind: Kind, resolution: Resolution) -> Answer:
    """Say what a small board does where nobody else is free: a signed paper, or the meeting."""
    ways = [Choice("resolution.paper", _("Two have signed a paper"))]
    if kind.by_meeting:
        ways.insert(0, Choice("resolution.meeting", _("The meeting has decided")))
    return turn.say(
        _(
            "Nobody else of the board is free to decide this. Let it be signed on paper by two, "
            "or decided at the meeting, and then tell me."
        ),
        *ways,
        data={"resolution": resolution.id},
    )


async def may_decide(turn: Turn, kind: Kind, resolution: Resolution) -> list[Member]:
    """Return the officers who may still answer, those whose office it is first.

    Two persons means two persons: nobody of the household or on the phone of whose matter it is,
    or of somebody who has answered already, is a second one.
    """
    answered = [one.member_id for one in await resolutions.votes(turn.db, resolution.id)]
    near = [await members.member(turn.db, one, turn.today) for one in answered]
    if resolution.concerns_id is not None:
        near.append(await members.member(turn.db, resolution.concerns_id, turn.today))
    officers = await members.officers(turn.db, turn.club.id, turn.today)
    free = await touches.independent(
        turn, [one for one in officers if one.id not in answered], near
    )
    return sorted(free, key=lambda one: _place(one, kind.first))


def _place(officer: Member, first: Sequence[str]) -> int:
    return min((first.index(role) for role in officer.roles if role in first), default=len(first))
