"""Whose hand a yes may be: who shares a phone or a roof with somebody."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, Executable, and_, bindparam, or_, select
from sqlalchemy.orm import aliased

from bot.storage import tables as t
from bot.storage.engine import Connection


async def beside(db: Connection, member_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Return for each member whose hand a yes of hers may be.

    That is everybody linked to a phone of hers or of her household, in whatever way, and those
    whom they live with.
    """
    found: dict[int, set[int]] = {member_id: set() for member_id in member_ids}
    for member_id, other in await db.execute(_BESIDE, {"member_ids": list(member_ids)}):
        found[member_id].add(other)
    return {member_id: frozenset(others) for member_id, others in found.items()}


def _beside() -> Executable:
    me, kin, seen, roof = (aliased(t.Member) for _place in range(4))
    mine, theirs = aliased(t.Link), aliased(t.Link)
    # Few rows come of it: without statistics PostgreSQL would join all six places at once.
    home = (
        select(me.id.label("me"), kin.id.label("kin"))
        .join(kin, _one_roof(kin, me))
        .where(me.id.in_(bindparam("member_ids", expanding=True)))
        .cte("home")
        .prefix_with("MATERIALIZED", dialect="postgresql")
    )
    return (
        select(home.c.me, roof.id)
        .join(mine, and_(mine.member_id == home.c.kin, mine.until.is_(None)))
        .join(theirs, and_(theirs.address_id == mine.address_id, theirs.until.is_(None)))
        .join(seen, seen.id == theirs.member_id)
        .join(roof, _one_roof(roof, seen))
        .where(theirs.member_id != mine.member_id, roof.id != home.c.me)
        .distinct()
    )


def _one_roof(one: type[t.Member], other: type[t.Member]) -> ColumnElement[bool]:
    same = or_(one.id == other.id, one.household_id == other.household_id)
    return and_(one.club_id == other.club_id, same)  # the club's index keeps this small


_BESIDE = _beside()
