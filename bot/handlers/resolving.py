"""Put a question to the board: two officers decide, never whose matter it is or her household.

What is asked and what a yes does is a `Kind`, defined where its subject is; all of them stand in
`bot.handlers.resolution_kinds`, and the answers are taken in `bot.handlers.resolved`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.chat import Choice
from bot.handlers import touches
from bot.i18n import _
from bot.people import Listener, Member
from bot.storage import members, resolutions
from bot.storage.resolutions import Resolution, Vote
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
    """Whether asking is already one of the two answers; otherwise the kind tells who asked."""
    first: tuple[str, ...] = ("head", "accountant")
    """The offices that are asked first; others where these are not free."""
    by_meeting: bool = False
    """Whether the meeting may decide it at any time, and not only where officers are missing."""
    lapsed: Callable[[Turn, Resolution], Awaitable[bool]] | None = None
    """Whether what was asked for is no longer wanted: then nobody needs to answer."""


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
    asked = await put(
        turn,
        kind,
        subject=subject,
        concerns=concerns,
        details=details,
        reason=reason,
        origin=turn.operation,
    )
    if asked is None:
        return turn.say(_("I have asked the board already."))
    return await ask_board(turn, kind, asked)


async def put(
    turn: Turn,
    kind: Kind,
    *,
    subject: int,
    concerns: Member | None,
    details: Mapping[str, Any] | None,
    reason: str,
    origin: str,
    asked_by: int | None = None,
) -> Resolution | None:
    """Write a question to the board down, asking nobody yet; None where `origin` did so before."""
    made = await resolutions.propose(
        turn.db,
        club_id=turn.club.id,
        kind=kind.name,
        subject_id=subject,
        concerns_id=concerns.id if concerns else None,
        details=details or {},
        reason=reason,
        asked_by=turn.member.id if asked_by is None else asked_by,
        origin=origin,
        now=turn.now,
    )
    if made is None:
        return None
    if kind.asker_votes and turn.acts_as_officer:
        await resolutions.vote(
            turn.db,
            made,
            member_id=turn.member.id,
            says="yes",
            reason=reason,
            shared=turn.phone.is_shared,
            now=turn.now,
        )
    return await resolutions.locked(turn.db, turn.club.id, made)


async def ask_board(turn: Turn, kind: Kind, resolution: Resolution) -> Answer:
    """Ask who is to decide; say who that is, or what to do where too few are free."""
    asked = await tell_board(turn, kind, resolution)
    if not asked:
        return without_officers(turn, kind, resolution)
    return turn.say(
        _("I have asked {names}. I tell you what they say."),
        names=", ".join(called(one, turn.today) for one in asked),
    )


async def tell_board(turn: Turn, kind: Kind, resolution: Resolution) -> list[Member]:
    """Put a question to those who are asked first; return them, nobody where too few are free."""
    votes = await resolutions.votes(turn.db, resolution.id)
    asked = _asked_first(kind, await _able(turn, kind, resolution, votes))
    if not await _can_decide(turn, asked, votes):
        asked = await _able(turn, kind, resolution, votes)
    await _tell(turn, kind, resolution, asked)
    return [one.member for one in asked]


async def ask_others(turn: Turn, kind: Kind, resolution: Resolution) -> bool:
    """After a first yes: ask others where none of those who were asked is still free.

    False where nobody is left who could say the second yes.
    """
    left = await able(turn, kind, resolution)
    before = {one.member.id for one in _asked_first(kind, await _able(turn, kind, resolution, ()))}
    if not any(one.member.id in before for one in left):
        await _tell(turn, kind, resolution, left)
    return bool(left)


async def able(turn: Turn, kind: Kind, resolution: Resolution) -> list[Listener]:
    """Return who can still bring it to two yes on a phone of her own; empty: too few are left."""
    return await _able(turn, kind, resolution, await resolutions.votes(turn.db, resolution.id))


async def _able(
    turn: Turn, kind: Kind, resolution: Resolution, votes: Sequence[Vote]
) -> list[Listener]:
    free = await turn.reach_officers(await _free(turn, kind, resolution, votes))
    alone = [one for one in free if not one.shared]
    return alone if await _can_decide(turn, alone, votes) else []


async def _can_decide(turn: Turn, asked: Sequence[Listener], votes: Iterable[Vote]) -> bool:
    """Whether the missing yes can come from these: two must be free of each other."""
    missing = VOTES - sum(one.says == "yes" for one in votes)
    if missing < VOTES:
        return len(asked) >= missing
    for one in asked:
        others = [other.member for other in asked if other is not one]
        if await touches.independent(turn, others, [one.member]):
            return True
    return False


def in_front(kind: Kind, officers: Iterable[Member]) -> list[Member]:
    """Return those whose office it is to decide questions of a kind."""
    return [one for one in officers if not one.roles.isdisjoint(kind.first)]


def _asked_first(kind: Kind, free: Sequence[Listener]) -> list[Listener]:
    front = {one.id for one in in_front(kind, [one.member for one in free])}
    return [one for one in free if one.member.id in front]


async def _tell(turn: Turn, kind: Kind, resolution: Resolution, asked: Iterable[Listener]) -> None:
    for listener in asked:
        with speaking_to(listener.member, turn.today) as words:
            await turn.tell(
                listener,
                words("{facts}", facts=await kind.facts(turn, resolution)),
                *choices(words),
                step="resolutions.vote",
                data={"resolution": resolution.id},
            )


def choices(words: Callable[..., str]) -> tuple[Choice, ...]:
    """Return what an officer can answer."""
    return Choice("yes", words(_("I agree"))), Choice("no", words(_("I do not agree")))


def without_officers(turn: Turn, kind: Kind, resolution: Resolution) -> Answer:
    """Say what a small board does where nobody else is free: a signed paper, or the meeting."""
    ways = [Choice("resolution.paper", _("Two have signed a paper"))]
    if kind.by_meeting:
        ways.append(Choice("resolution.meeting", _("The meeting has decided")))
    return turn.say(
        _(
            "Nobody else of the board is free to decide this. Let it be signed on paper by two, "
            "or decided at the meeting, and then tell me."
        ),
        *ways,
        data={"resolution": resolution.id},
    )


async def is_near(turn: Turn, resolution: Resolution) -> bool:
    """Whether it is the speaker's own matter, or of her household or a phone of hers."""
    if resolution.concerns_id is None:
        return False
    concerned = await members.member(turn.db, resolution.concerns_id, turn.today)
    return not await touches.independent(turn, [turn.member], [concerned])


async def may_decide(turn: Turn, kind: Kind, resolution: Resolution) -> list[Member]:
    """Return the officers who may still answer, those whose office it is first.

    Two persons means two persons: nobody of the household or on the phone of whose matter it is,
    of who asked, or of somebody who has answered already, is a second one.
    """
    return await _free(turn, kind, resolution, await resolutions.votes(turn.db, resolution.id))


async def _free(
    turn: Turn, kind: Kind, resolution: Resolution, votes: Iterable[Vote]
) -> list[Member]:
    answered = {one.member_id for one in votes}
    near = {*answered, resolution.asked_by}
    if resolution.concerns_id is not None:
        near.add(resolution.concerns_id)
    people = await members.several(turn.db, near, turn.today)
    officers = await members.officers(turn.db, turn.club.id, turn.today)
    free = await touches.independent(
        turn, [one for one in officers if one.id not in near], people.values()
    )
    return sorted(free, key=lambda one: _place(one, kind.first))


def _place(officer: Member, first: Sequence[str]) -> int:
    return min((first.index(role) for role in officer.roles if role in first), default=len(first))
