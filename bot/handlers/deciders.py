"""Who of the board may decide a question: two persons, and nobody whose own matter it is.

`first` are the offices that are asked before others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.handlers import touches
from bot.people import Listener, Member
from bot.storage import members, resolutions
from bot.storage.resolutions import Resolution, Vote
from bot.turn import Turn

VOTES = 2
"""Officers who must say yes."""


async def is_agreed(turn: Turn, resolution: Resolution) -> bool:
    """Whether as many as must have said yes."""
    return _yes(await _counted(turn, resolution)) >= VOTES


async def able(turn: Turn, resolution: Resolution, first: Sequence[str]) -> list[Listener]:
    """Return who can still bring it to two yes on a phone of her own; empty: too few are left."""
    votes = await _counted(turn, resolution)
    return await _able(turn, resolution, first, votes)


async def to_be_asked(turn: Turn, resolution: Resolution, first: Sequence[str]) -> list[Listener]:
    """Return who is asked: of these offices, or all where they are too few to decide it."""
    votes = await _counted(turn, resolution)
    free = await _able(turn, resolution, first, votes)
    front = _of(first, free)
    return front if await _can_decide(turn, front, votes) else free


async def asked_at_first(
    turn: Turn, resolution: Resolution, first: Sequence[str]
) -> list[Listener]:
    """Return who of these offices could answer before anybody had."""
    return _of(first, await _able(turn, resolution, first, ()))


async def may_decide(turn: Turn, resolution: Resolution, first: Sequence[str]) -> list[Member]:
    """Return the officers who may still answer, of these offices first.

    Two persons means two persons: nobody of the household or on the phone of whose matter it is,
    of who asked, or of somebody who has answered already, is a second one.
    """
    votes = await _counted(turn, resolution)
    return await _free(turn, resolution, first, votes)


async def is_near(turn: Turn, resolution: Resolution) -> bool:
    """Whether it is the speaker's own matter, or of her household or a phone of hers."""
    return not await _apart(turn, resolution, [turn.member])


async def apart(turn: Turn, resolution: Resolution) -> list[Listener]:
    """Return who else of the board is not near to it, and has a phone."""
    return await turn.reach_officers(await _apart(turn, resolution, await touches.board(turn)))


async def _counted(turn: Turn, resolution: Resolution) -> list[Vote]:
    """Return the answers that count today: of officers of today, and of nobody near to it."""
    votes = await resolutions.votes(turn.db, resolution.id)
    voters = {one.member_id for one in votes}
    officers = await members.officers(turn.db, turn.club.id, turn.today)
    free = await _apart(turn, resolution, [one for one in officers if one.id in voters])
    ids = {one.id for one in free}
    return [one for one in votes if one.member_id in ids]


async def _apart(
    turn: Turn, resolution: Resolution, officers: Iterable[Member]
) -> Sequence[Member]:
    """Return those of `officers` who are neither whose matter it is, nor near to her."""
    asked = list(officers)
    if resolution.concerns_id is None:
        return asked
    concerned = await members.member(turn.db, resolution.concerns_id, turn.today)
    return await touches.independent(turn, asked, [concerned])


def in_front(officers: Iterable[Member], first: Sequence[str]) -> list[Member]:
    """Return those who hold one of these offices."""
    return [one for one in officers if not one.roles.isdisjoint(first)]


def _of(first: Sequence[str], free: Sequence[Listener]) -> list[Listener]:
    front = {one.id for one in in_front([one.member for one in free], first)}
    return [one for one in free if one.member.id in front]


async def _able(
    turn: Turn, resolution: Resolution, first: Sequence[str], votes: Sequence[Vote]
) -> list[Listener]:
    free = await turn.reach_officers(await _free(turn, resolution, first, votes))
    alone = [one for one in free if not one.shared]
    return alone if await _can_decide(turn, alone, votes) else []


async def _can_decide(turn: Turn, asked: Sequence[Listener], votes: Iterable[Vote]) -> bool:
    """Whether the missing yes can come from these: two must be free of each other."""
    missing = VOTES - _yes(votes)
    if missing < VOTES:
        return len(asked) >= missing
    for one in asked:
        others = [other.member for other in asked if other is not one]
        if await touches.independent(turn, others, [one.member]):
            return True
    return False


async def _free(
    turn: Turn, resolution: Resolution, first: Sequence[str], votes: Iterable[Vote]
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
    return sorted(free, key=lambda one: _place(one, first))


def _yes(votes: Iterable[Vote]) -> int:
    return sum(one.says == "yes" for one in votes)


def _place(officer: Member, first: Sequence[str]) -> int:
    return min((first.index(role) for role in officer.roles if role in first), default=len(first))
