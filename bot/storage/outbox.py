"""What waits to be said: a row per message, from the turn that caused it to its known fate.

`next_at` is schedule, lease end and retry time in one: a row that is being sent looks like a row
that may go later, so a sender that dies gives it back by doing nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import (
    Integer,
    and_,
    bindparam,
    insert,
    literal_column,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.orm import aliased

from bot.chat import Account, Address, Choice, Reply
from bot.storage import bots
from bot.storage import tables as t
from bot.storage.engine import AnyRow, Connection, exclusive, insert_numbered, numbered
from bot.storage.messages import Claimed, Fate, Lane, Message, Whose

LEASE = timedelta(seconds=60)


async def put(db: Connection, messages: Sequence[Message], now: datetime) -> None:
    """Queue messages; they are sent after the caller's transaction commits."""
    await db.execute(_PUT, [_row(message, now) for message in messages])


async def put_many(db: Connection, messages: Sequence[Message], now: datetime) -> list[int]:
    """Queue messages and return their ids, in the order of `messages`."""
    if not messages:
        return []
    return await insert_numbered(db, _PUT_MANY, [_row(message, now) for message in messages])


async def claim(
    db: Connection,
    *,
    owner: str,
    now: datetime,
    limit: int,
    accounts: Collection[Account],
    lanes: Collection[Lane] = tuple(Lane),
) -> list[Claimed]:
    """Take up to `limit` due messages of `accounts`, answers first, for one lease.

    A message stays behind while an earlier one of its address and lane is being sent or waits,
    or while its bot is paused. What would wait for too long was put off by a clock that was wrong.
    """
    await exclusive(db, f"outbox {min(lanes)}")
    due = {"now": now, "far": now + bots.LONGEST, "most": limit}
    whose = {"accounts": list(accounts), "lanes": list(lanes)}
    rows = (await db.execute(_DUE, due | whose)).all()
    if rows:
        ids = [row.id for row in rows]
        await db.execute(_TAKE, {"ids": ids, "its_owner": owner, "leased_to": now + LEASE})
    return [_claimed(row, now + LEASE) for row in rows]


async def mark_tried(db: Connection, message_id: int, owner: str, now: datetime) -> bool:
    """Note that an at-most-once message is about to leave; False when it is not ours any more."""
    rows = await db.execute(
        update(t.Outbox)
        .where(t.Outbox.id == message_id, t.Outbox.owner == owner, t.Outbox.status == "waiting")
        .values(tried_at=now)
    )
    return rows.rowcount == 1


async def held(db: Connection, owner: str, message_ids: Collection[int]) -> set[int]:
    """Return which of these messages no other process has taken over; they are locked."""
    rows = await db.execute(
        select(t.Outbox.id)
        .where(t.Outbox.id.in_(message_ids), t.Outbox.owner == owner, t.Outbox.status == "waiting")
        .with_for_update()
    )
    return set(rows.scalars())


async def record(db: Connection, owner: str, fates: Iterable[Fate]) -> None:
    """Write what became of messages; one that another process has taken over is left alone."""
    values = [
        {
            "its_id": fate.id,
            "its_status": fate.status,
            "its_next_at": fate.next_at,
            "its_done_at": None if fate.status == "waiting" else fate.at,
            "its_platform_message": fate.platform_message,
            "its_reason": fate.reason,
            "its_attempts": fate.attempts,
            "its_tries": fate.tries,
        }
        for fate in fates
    ]
    if values:
        await db.execute(_RECORD, [{**value, "its_owner": owner} for value in values])


async def release(db: Connection, now: datetime, lanes: Collection[Lane]) -> None:
    """Give back every lease of these lanes: only for a database that no other process uses."""
    await db.execute(
        update(t.Outbox)
        .where(
            t.Outbox.status == "waiting",
            t.Outbox.owner.is_not(None),
            t.Outbox.lane.in_(lanes),
        )
        .values(owner=None, next_at=now)
    )


async def mark_unreachable(db: Connection, address_id: int, at: datetime) -> list[Whose]:
    """Stop sending to an address until it writes again; what waits for it fails.

    Returns whose money slips those were. If it wrote after `at`, when nobody was reached, it is
    reachable and nothing happens.
    """
    rows = await db.execute(
        update(t.Address)
        .where(t.Address.id == address_id, t.Address.seen_at <= at)
        .values(unreachable_at=at)
    )
    if not rows.rowcount:
        return []
    failed = await db.execute(
        update(t.Outbox)
        .where(t.Outbox.address_id == address_id, t.Outbox.status == "waiting")
        .values(status="failed", done_at=at, reason="unreachable")
        .returning(t.Outbox.once, t.Outbox.club_id, t.Outbox.member_id)
    )
    return [(row.club_id, row.member_id) for row in failed if row.once]


async def expire(db: Connection, now: datetime) -> list[Whose]:
    """Give up what is useless by now and nobody sends; returns whose money slips those were.

    What is served is given up when its turn comes; this is for bots that no process serves.
    """
    expired = await db.execute(
        update(t.Outbox)
        .where(
            t.Outbox.status == "waiting",
            t.Outbox.owner.is_(None),
            t.Outbox.useless_after <= now,
        )
        .values(status="expired", done_at=now, reason="nobody sent it")
        .returning(t.Outbox.once, t.Outbox.club_id, t.Outbox.member_id)
    )
    return [(row.club_id, row.member_id) for row in expired if row.once]


async def take_back(db: Connection, address_id: int, member_id: int, now: datetime) -> None:
    """Drop what still waits to be said to a member at an address that is no longer hers."""
    await db.execute(
        update(t.Outbox)
        .where(
            t.Outbox.address_id == address_id,
            t.Outbox.member_id == member_id,
            t.Outbox.status == "waiting",
        )
        .values(status="expired", done_at=now, reason="left")
    )


async def last_said(
    db: Connection, address_id: int, since: datetime
) -> list[tuple[str, list[list[str]]]]:
    """Return what an address was sent since then with buttons: text and choices, oldest first."""
    rows = await db.execute(
        select(t.Outbox.text, t.Outbox.choices)
        .where(t.Outbox.done_at >= since, t.Outbox.address_id == address_id)
        .order_by(t.Outbox.id)
        .limit(200)
    )
    return [(row.text, row.choices) for row in rows if row.choices]


# Statements of every turn are made once: that costs more than running them.
_PUT = insert(t.Outbox)
_PUT_MANY = numbered(t.Outbox)
_earlier = aliased(t.Outbox)
_NOW, _FAR = (bindparam(name, type_=t.Outbox.next_at.type) for name in ("now", "far"))
# Looked up for each row, not joined: a join would read all that waits, or even the whole table.
_held_up = (
    select(_earlier.id)
    .where(
        _earlier.address_id == t.Outbox.address_id,
        _earlier.lane == t.Outbox.lane,
        _earlier.id < t.Outbox.id,
        _earlier.status == literal_column("'waiting'"),
        _earlier.next_at > _NOW,
        _earlier.next_at <= _FAR,
    )
    .limit(1)
    .correlate(t.Outbox)
    .scalar_subquery()
)
_DUE = (
    select(t.Outbox, t.Address.platform, t.Address.bot, t.Address.chat)
    .join(t.Address, t.Address.id == t.Outbox.address_id)
    .join(t.Bot, and_(t.Bot.platform == t.Address.platform, t.Bot.bot == t.Address.bot))
    .where(
        t.Outbox.done_at.is_(None),  # it waits; see its indexes
        t.Outbox.lane.in_(bindparam("lanes", expanding=True)),
        or_(t.Outbox.next_at <= _NOW, t.Outbox.next_at > _FAR),
        tuple_(t.Bot.platform, t.Bot.bot).in_(bindparam("accounts", expanding=True)),
        or_(t.Bot.paused_until.is_(None), t.Bot.paused_until <= _NOW, t.Bot.paused_until > _FAR),
        _held_up.is_(None),
    )
    .order_by(t.Outbox.lane, t.Outbox.id)
    .limit(bindparam("most", type_=Integer))
)
_TAKE = (
    update(t.Outbox)
    .where(t.Outbox.id.in_(bindparam("ids", expanding=True)))
    .values(
        owner=bindparam("its_owner"),
        next_at=bindparam("leased_to"),
        attempts=t.Outbox.attempts + 1,
    )
)
# tried_at goes back to NULL with a row that is to be sent again: only a request that certainly
# did not leave may be repeated.
_RECORD = (
    update(t.Outbox)
    .where(
        t.Outbox.id == bindparam("its_id"),
        t.Outbox.owner == bindparam("its_owner"),
        t.Outbox.status == "waiting",
    )
    .values(
        status=bindparam("its_status"),
        next_at=bindparam("its_next_at"),
        done_at=bindparam("its_done_at"),
        platform_message=bindparam("its_platform_message"),
        reason=bindparam("its_reason"),
        attempts=bindparam("its_attempts"),
        tries=bindparam("its_tries"),
        owner=None,
        tried_at=None,
    )
    .execution_options(synchronize_session=False)
)


def _row(message: Message, now: datetime) -> dict[str, object]:
    return {
        "club_id": message.club_id,
        "address_id": message.address_id,
        "member_id": message.member_id,
        "lane": int(message.lane),
        "once": message.once,
        "text": message.reply.text,
        "choices": [[choice.key, choice.label] for choice in message.reply.choices],
        "image": message.reply.image,
        "document": message.reply.document,
        "silent": message.reply.silent,
        "status": "waiting",
        "made_at": now,
        "next_at": message.next_at,
        "useless_after": message.useless_after,
        "attempts": 0,
    }


def _claimed(row: AnyRow, leased_to: datetime) -> Claimed:
    return Claimed(
        id=row.id,
        address_id=row.address_id,
        address=Address(row.platform, row.bot, row.chat),
        lane=row.lane,
        reply=Reply(
            text=row.text,
            choices=tuple(Choice(key, label) for key, label in row.choices),
            image=row.image,
            document=row.document,
            silent=row.silent,
        ),
        replaces=row.platform_message,
        once=row.once,
        tried=row.tried_at is not None,
        attempts=row.attempts + 1,
        tries=row.tries,
        made_at=row.made_at,
        leased_to=leased_to,
        useless_after=row.useless_after,
        whose=(row.club_id, row.member_id),
    )
