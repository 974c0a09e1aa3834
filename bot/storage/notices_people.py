"""Who is to hear something: the next in turn, what they heard before, and who wants nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, and_, bindparam, func, literal_column, or_, select, tuple_

from bot.chat import Account
from bot.storage import tables as t
from bot.storage.engine import Connection
from bot.storage.messages import Lane
from bot.storage.notices import NOW, PEOPLE, WAITS


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidBefore:
    """A notice that somebody has heard, and the message that it was a part of."""

    recipient_id: int
    kind: str
    said_at: datetime
    outbox_id: int | None


async def crowded(db: Connection, now: datetime, room: int) -> list[Account]:
    """Return the bots that can take no more reminders: `room` of them wait, or it is paused."""
    rows = await db.execute(_CROWDED, {"now": now, "room": room})
    return [(row.platform, row.bot) for row in rows]


async def next_people(
    db: Connection, now: datetime, most: int, crowded: Collection[Account]
) -> list[int]:
    """Return the next people whom something waits to be said to, but on `crowded` bots."""
    if not crowded:
        return list((await db.execute(_NEXT, {"now": now, "most": most})).scalars())
    given = {"now": now, "most": most, "crowded": list(crowded)}
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
_NEXT_ELSEWHERE = _NEXT.where(
    ~select(t.Link.id)
    .join(t.Address, t.Address.id == t.Link.address_id)
    .where(
        t.Link.member_id == t.Notice.recipient_id,
        t.Link.until.is_(None),
        tuple_(t.Address.platform, t.Address.bot).in_(bindparam("crowded", expanding=True)),
    )
    .exists()
)
_SAID = select(t.Notice.recipient_id, t.Notice.kind, t.Notice.said_at, t.Notice.outbox_id).where(
    t.Notice.recipient_id.in_(PEOPLE),
    t.Notice.said_at >= bindparam("since", type_=t.Notice.said_at.type),
)
_WAITING = t.Outbox.status == literal_column("'waiting'")
_queued = (
    select(t.Address.platform, t.Address.bot, func.count().label("number"))
    .join(t.Outbox, t.Outbox.address_id == t.Address.id)
    .where(_WAITING, t.Outbox.lane == literal_column(str(int(Lane.REMINDERS))))
    .group_by(t.Address.platform, t.Address.bot)
    .subquery()
)
_CROWDED = (
    select(t.Bot.platform, t.Bot.bot)
    .outerjoin(_queued, and_(_queued.c.platform == t.Bot.platform, _queued.c.bot == t.Bot.bot))
    .where(
        or_(t.Bot.paused_until > NOW, _queued.c.number >= bindparam("room", type_=Integer)),
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
