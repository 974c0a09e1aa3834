"""Who is to hear something: the next in turn, what they heard before, and who wants nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Integer,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import aliased

from bot.chat import Account
from bot.storage import holding
from bot.storage import tables as t
from bot.storage.bots import LONGEST
from bot.storage.engine import Connection
from bot.storage.messages import Lane
from bot.storage.notices import NOW, PEOPLE, WAITS
from bot.storage.phones import is_served, preference


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidBefore:
    """A notice that somebody has heard, and the message that it was a part of."""

    recipient_id: int
    kind: str
    said_at: datetime
    outbox_id: int | None


async def crowded(db: Connection, now: datetime, room: int) -> list[Account]:
    """Return the bots that can take no more reminders: `room` of them wait, or all have to."""
    given = {**holding.moments(now), "far": now + LONGEST, "room": room}
    rows = await db.execute(_CROWDED, given)
    return [(row.platform, row.bot) for row in rows]


async def next_people(
    db: Connection, now: datetime, most: int, crowded: Collection[Account]
) -> list[int]:
    """Return the next people whom something waits to be said to, but not by `crowded` bots."""
    if not crowded:
        return list((await db.execute(_NEXT, {"now": now, "most": most})).scalars())
    given = {**holding.moments(now), "most": most, "crowded": list(crowded)}
    return list((await db.execute(_NEXT_ELSEWHERE, given)).scalars())


async def said_since(db: Connection, people: Collection[int], since: datetime) -> list[SaidBefore]:
    """Return what these people were told since a moment."""
    rows = await db.execute(_SAID, {"people": list(people), "since": since})
    return [
        SaidBefore(
            recipient_id=row.recipient_id,
            kind=row.kind,
            said_at=row.said_at,
            outbox_id=row.outbox_id,
        )
        for row in rows
    ]


async def left(db: Connection, people: Collection[int]) -> set[int]:
    """Return who of these people is no member any more."""
    return set((await db.execute(_LEFT, {"people": list(people)})).scalars())


async def declined(db: Connection, people: Collection[int]) -> set[int]:
    """Return who of these people said that they want no reminders."""
    return set((await db.execute(_DECLINED, {"people": list(people)})).scalars())


# Made once: reminders ask it for many at a time, again and again.
_NEXT = (
    select(t.Notice.recipient_id)
    .where(*WAITS)
    .distinct()
    .order_by(t.Notice.recipient_id)
    .limit(bindparam("most", type_=Integer))
)
_better, _its_phone = aliased(t.Link), aliased(t.Address)
_held = holding.holds(int(Lane.REMINDERS))
_rank = tuple_(*preference(held=_held))
# Looked up for each person, not joined: a join would read everybody's phones each time.
_at_a_crowded_one = (
    select(t.Link.id)
    .join(t.Address, t.Address.id == t.Link.address_id)
    .where(
        t.Link.member_id == t.Notice.recipient_id,
        t.Link.until.is_(None),
        t.Address.unreachable_at.is_(None),
        is_served(),
        tuple_(t.Address.platform, t.Address.bot).in_(bindparam("crowded", expanding=True)),
        ~select(_better.id)
        .join(_its_phone, _its_phone.id == _better.address_id)
        .where(
            _better.member_id == t.Link.member_id,
            _better.until.is_(None),
            _its_phone.unreachable_at.is_(None),
            is_served(_better, _its_phone),
            tuple_(*preference(_better, _its_phone, _held)) > _rank,
        )
        .exists(),
    )
    .limit(1)
    .correlate(t.Notice)
    .scalar_subquery()
)
# PostgreSQL takes what "is null" to be rare, and would then look at all that waits.
_NEXT_ELSEWHERE = _NEXT.where(case((_at_a_crowded_one.is_(None), 1)).is_not(None))
_SAID = select(t.Notice.recipient_id, t.Notice.kind, t.Notice.said_at, t.Notice.outbox_id).where(
    t.Notice.recipient_id.in_(PEOPLE),
    t.Notice.said_at >= bindparam("since", type_=t.Notice.said_at.type),
)
_queued = (
    select(t.Address.platform, t.Address.bot, func.count().label("number"))
    .join(t.Outbox, t.Outbox.address_id == t.Address.id)
    .where(t.Outbox.done_at.is_(None), t.Outbox.lane == literal_column(str(int(Lane.REMINDERS))))
    .group_by(t.Address.platform, t.Address.bot)
    .subquery()
)
_CROWDED = (
    select(t.Bot.platform, t.Bot.bot)
    .outerjoin(_queued, and_(_queued.c.platform == t.Bot.platform, _queued.c.bot == t.Bot.bot))
    .where(
        or_(
            and_(t.Bot.paused_until > NOW, t.Bot.paused_until <= bindparam("far", type_=NOW.type)),
            _held,
            _queued.c.number >= bindparam("room", type_=Integer),
        )
    )
)
_LEFT = select(t.Member.id).where(t.Member.id.in_(PEOPLE), t.Member.left_on.is_not(None))
_newest = (
    select(func.max(t.Consent.id))
    .where(t.Consent.member_id.in_(PEOPLE), t.Consent.purpose == "reminders")
    .group_by(t.Consent.member_id)
)
_DECLINED = select(t.Consent.member_id).where(
    t.Consent.id.in_(_newest), t.Consent.given.is_(False)
)
