"""What became of an announcement: who got it, who did not, and who lives near them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, func, literal, or_, select, update

from bot.people import Member
from bot.storage import tables as t
from bot.storage.engine import Connection
from bot.storage.holding import HELD
from bot.storage.members import member_of, people

NEIGHBOURS = 200
"""Looked at when somebody near is wanted: enough for one page of those who were missed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """Somebody whom an announcement has not reached."""

    member: Member
    fate: str
    """Why: `none`, `unreachable`, `quiet`, `failed`, `stopped`, `held` back for too long, or
    `unknown` where it may have arrived."""


async def fates(db: Connection, broadcast_id: int) -> Mapping[str, int]:
    """Return how many people an announcement has reached, and why it has not reached others.

    Keys are `sent`, `waiting`, `told` in person, and those of `Missed`; `old` once it was so long
    ago that nobody keeps it.
    """
    rows = await db.execute(
        select(_FATE, func.count().label("people"))
        .select_from(t.BroadcastTo)
        .outerjoin(t.Outbox, t.Outbox.id == t.BroadcastTo.outbox_id)
        .where(t.BroadcastTo.broadcast_id == broadcast_id)
        .group_by("fate")
    )
    return {row.fate: row.people for row in rows}


async def missed(db: Connection, broadcast_id: int, day: date, limit: int) -> list[Missed]:
    """Return whom it has not reached and nobody has told yet, those of one hamlet together."""
    rows = await db.execute(
        people(day)
        .add_columns(_FATE)
        .join(t.BroadcastTo, t.BroadcastTo.member_id == t.Member.id)
        .outerjoin(t.Outbox, t.Outbox.id == t.BroadcastTo.outbox_id)
        .where(
            t.BroadcastTo.broadcast_id == broadcast_id,
            _FATE.element.not_in(("sent", "waiting", "told", "old")),
            t.Member.left_on.is_(None),
        )
        .order_by(t.Member.hamlet, t.Member.name, t.Member.id)
        .limit(limit)
    )
    return [Missed(member=member_of(row), fate=row.fate) for row in rows]


async def neighbours(
    db: Connection, broadcast_id: int, day: date, members: Sequence[Member]
) -> dict[int, list[Member]]:
    """Return for each of `members` who got the announcement and lives with her, or near her."""
    roofs = {one.household_id for one in members if one.household_id is not None}
    hamlets = {one.hamlet for one in members if one.hamlet}
    at_home = t.Member.household_id.in_(roofs)
    rows = await db.execute(
        people(day)
        .join(t.BroadcastTo, t.BroadcastTo.member_id == t.Member.id)
        .join(t.Outbox, t.Outbox.id == t.BroadcastTo.outbox_id)
        .where(
            t.BroadcastTo.broadcast_id == broadcast_id,
            t.Outbox.status == "sent",
            t.Member.left_on.is_(None),
            or_(at_home, t.Member.hamlet.in_(hamlets)),
        )
        .order_by(case((at_home, 0), else_=1), t.Member.name, t.Member.id)
        .limit(NEIGHBOURS)
    )
    return _near(members, [member_of(row) for row in rows])


async def tell(db: Connection, broadcast_id: int, member_id: int, now: datetime) -> None:
    """Note that somebody told a member in person; the first time counts."""
    await db.execute(
        update(t.BroadcastTo)
        .where(
            t.BroadcastTo.broadcast_id == broadcast_id,
            t.BroadcastTo.member_id == member_id,
            t.BroadcastTo.told_at.is_(None),
        )
        .values(told_at=now)
    )


def _near(members: Sequence[Member], reached: Sequence[Member]) -> dict[int, list[Member]]:
    found: dict[int, list[Member]] = defaultdict(list)
    for one in members:
        others = [other for other in reached if other.id != one.id]
        home = [other for other in others if one.shares_roof(other)]
        near = [other for other in others if one.hamlet and other.hamlet == one.hamlet]
        found[one.id] = home + [other for other in near if other not in home]
    return found


_FATE = case(
    (t.BroadcastTo.told_at.is_not(None), literal("told")),
    (t.BroadcastTo.outbox_id.is_(None), t.BroadcastTo.way),
    (t.Outbox.id.is_(None), literal("old")),
    (t.Outbox.status.in_(("sent", "waiting", "unknown")), t.Outbox.status),
    (t.Outbox.reason.in_(("unreachable", "stopped", HELD)), t.Outbox.reason),
    else_=literal("failed"),
).label("fate")
