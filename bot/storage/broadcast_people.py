"""Whom an announcement is for and how they are reached: each once, each phone once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Executable,
    ScalarSelect,
    case,
    false,
    func,
    insert,
    literal,
    literal_column,
    or_,
    select,
    true,
    update,
)

from bot.storage import holding
from bot.storage import tables as t
from bot.storage.broadcasts import Audience, Broadcast
from bot.storage.engine import AnySelect, Connection
from bot.storage.messages import Lane
from bot.storage.phones import gives_way, is_served

NONE, LOST, QUIET = "none", "unreachable", "quiet"
"""Ways that are none: without a phone, a phone that is not reached, wants no messages now."""
LIFE = timedelta(days=2)
"""An announcement that could not be sent for so long is not sent any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How many of an audience are reached on a platform, or in none of `NONE`, `LOST`, `QUIET`."""

    name: str
    people: int
    phones: int


async def ways(
    db: Connection, club_id: int, wanted: Audience, day: date, now: datetime
) -> list[Way]:
    """Return how an audience would be reached now, on `day`; most phones first."""
    reach = _reach(club_id, wanted, day).subquery()
    name = func.coalesce(t.Address.platform, reach.c.lack).label("name")
    phones = func.count(reach.c.address_id.distinct())
    rows = await db.execute(
        select(
            name,
            func.count().label("people"),
            phones.label("phones"),
        )
        .outerjoin_from(reach, t.Address, t.Address.id == reach.c.address_id)
        .group_by(name)
        .order_by(phones.desc(), func.count().desc(), name),
        holding.moments(now),
    )
    return [Way(name=row.name, people=row.people, phones=row.phones) for row in rows]


async def put_out(
    db: Connection, sent: Broadcast, *, day: date, now: datetime, silent: bool
) -> bool:
    """Queue an announcement for everybody it is for; False when that was done or is not to be.

    Each phone gets it once, whoever shares it; each person is on record once. Two statements,
    however many people.
    """
    won = await db.execute(
        update(t.Broadcast)
        .where(t.Broadcast.id == sent.id, t.Broadcast.status == "planned")
        .values(status="sent", send_at=now)
    )
    if not won.rowcount:
        return False
    reach = _reach(sent.club_id, sent.audience, day)
    await db.execute(_queue(sent, reach, now, silent=silent), holding.moments(now))
    await db.execute(_on_record(sent, reach), holding.moments(now))
    return True


# --- Who it is for, and where they are reached --------------------------------------------------


def _reach(club_id: int, wanted: Audience, day: date) -> AnySelect:
    """Select the people of an audience with the one phone for each, or what they lack."""
    is_quiet = _is_quiet(day)
    linked = (
        select(t.Link.id).where(t.Link.member_id == t.Member.id, t.Link.until.is_(None)).exists()
    )
    return select(
        t.Member.id.label("member_id"),
        case((~is_quiet, _best_phone())).label("address_id"),
        case((is_quiet, QUIET), (linked, LOST), else_=NONE).label("lack"),
    ).where(
        t.Member.club_id == club_id,
        t.Member.left_on.is_(None),
        _is_meant(club_id, wanted, day),
    )


def _is_quiet(day: date) -> ColumnElement[bool]:
    """Whether a member wants no messages at all just now."""
    quiet = select(t.Quiet.id).where(
        t.Quiet.member_id == t.Member.id,
        t.Quiet.kind == "",
        t.Quiet.from_on <= day,
        or_(t.Quiet.until_on.is_(None), t.Quiet.until_on > day),
    )
    return quiet.exists()


def _is_meant(club_id: int, wanted: Audience, day: date) -> ColumnElement[bool]:
    """Whether a member is in any of the groups, or was named."""
    borrows = select(t.Loan.id).where(
        t.Loan.member_id == t.Member.id, t.Loan.closed_on.is_(None), t.Loan.club_id == club_id
    )
    meeting = (
        select(t.Meeting.id)
        .where(
            t.Meeting.club_id == club_id,
            t.Meeting.held_on >= day,
            t.Meeting.cancelled_at.is_(None),
        )
        .order_by(t.Meeting.held_on)
        .limit(1)
        .scalar_subquery()
    )
    answered = select(t.MeetingAnswer.member_id).where(
        t.MeetingAnswer.member_id == t.Member.id, t.MeetingAnswer.meeting_id == meeting
    )
    groups = {
        "all": true(),
        "borrowers": borrows.exists(),
        "volunteers": t.Member.volunteer,
        "unanswered": ~answered.exists(),
    }
    meant = [groups[name] for name in wanted.groups]
    return or_(false(), *meant, t.Member.id.in_(wanted.members))


def _seen() -> ScalarSelect[datetime]:
    """When somebody last wrote from a link's phone; none for one that is not reached."""
    # Looked up, not joined: without statistics PostgreSQL would read all phones for each person.
    return (
        select(t.Address.seen_at)
        .where(
            t.Address.id == t.Link.address_id,
            t.Address.unreachable_at.is_(None),
            is_served(),
        )
        .scalar_subquery()
    )


def _gives_way() -> ScalarSelect[bool]:
    """Whether a link's phone gives way; looked up, as `_seen`."""
    held = holding.holds(int(Lane.BROADCASTS))
    return select(gives_way(held=held)).where(t.Address.id == t.Link.address_id).scalar_subquery()


def _best_first() -> tuple[ColumnElement[Any], ...]:
    best = t.Link.kind.desc(), _gives_way().asc(), t.Link.chosen.desc(), _seen().desc()
    return *best, t.Link.address_id.asc()


def _best_phone() -> ScalarSelect[int]:
    """The best by `phones.preference`, whoever wrote last from a shared one: all may read it."""
    return (
        select(t.Link.address_id)
        .where(t.Link.member_id == t.Member.id, t.Link.until.is_(None), _seen().is_not(None))
        .order_by(*_best_first())
        .limit(1)
        .correlate(t.Member)
        .scalar_subquery()
    )


# --- What is written ----------------------------------------------------------------------------


def _queue(sent: Broadcast, reach: AnySelect, now: datetime, *, silent: bool) -> Executable:
    to = _once(reach)
    kind = t.Outbox.__table__.c
    values: dict[str, object] = {
        "club_id": sent.club_id,
        "lane": int(Lane.BROADCASTS),
        "once": False,
        "text": sent.text,
        "choices": [],
        "image": sent.image,
        "document": sent.document,
        "silent": silent,
        "status": "waiting",
        "made_at": now,
        "next_at": now,
        "useless_after": now + LIFE,
        "attempts": 0,
        "tries": [],
        "broadcast_id": sent.id,
    }
    rows = (
        select(
            to.c.address_id,
            func.min(to.c.member_id),
            *(literal(value, kind[name].type) for name, value in values.items()),
        )
        .where(to.c.address_id.is_not(None))
        .group_by(to.c.address_id)
        .order_by(to.c.address_id)
    )
    return insert(t.Outbox).from_select(["address_id", "member_id", *values], rows)


def _once(reach: AnySelect) -> CTE:
    """Let a person's phone be looked for once, not wherever it is named in a statement."""
    return reach.cte("reach").prefix_with("MATERIALIZED")


def _on_record(sent: Broadcast, reach: AnySelect) -> Executable:
    """Write down each person with the message that is hers, alone or with others of one phone.

    It is looked for among what was queued: her best phone may be another one by now.
    """
    waiting = (
        select(t.Outbox.id)
        .where(
            t.Outbox.address_id == t.Link.address_id,
            t.Outbox.status == _WAITING,
            t.Outbox.broadcast_id + _ZERO == sent.id,
        )
        .limit(1)
        .correlate(t.Link)
        .scalar_subquery()
    )
    message = (
        select(waiting)
        .where(t.Link.member_id == t.Member.id, t.Link.until.is_(None), waiting.is_not(None))
        .order_by(*_best_first())
        .limit(1)
        .correlate(t.Member)
        .scalar_subquery()
    )
    to = _once(reach.add_columns(message.label("message")))
    hers = case((to.c.lack != QUIET, to.c.message))
    way = func.coalesce(t.Address.platform, to.c.lack)
    rows = (
        select(literal(sent.id, t.BroadcastTo.broadcast_id.type), to.c.member_id, way, hers)
        .outerjoin_from(to, t.Outbox, t.Outbox.id == hers)
        .outerjoin(t.Address, t.Address.id == t.Outbox.address_id)
    )
    columns = ["broadcast_id", "member_id", "way", "outbox_id"]
    return insert(t.BroadcastTo).from_select(columns, rows)


_WAITING: ColumnElement[str] = literal_column("'waiting'")
_ZERO: ColumnElement[int] = literal_column("0")
"""Keeps the index of broadcasts out: a message is looked up by its phone."""
