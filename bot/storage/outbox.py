"""What waits to be said: a row per message, from the turn that caused it to its known fate.

A process takes what is due with `claiming`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import Update, bindparam, case, insert, or_, select, tuple_, update

from bot.chat import Account
from bot.storage import tables as t
from bot.storage.engine import Connection, insert_numbered, numbered
from bot.storage.holding import HELD
from bot.storage.messages import Fate, Lane, Message, Whose

ANOTHER_CLUBS = "another club's bot"
"""Why something was given up that a bot was to say before it was given to another club."""


async def put(db: Connection, messages: Sequence[Message], now: datetime) -> None:
    """Queue messages; they are sent after the caller's transaction commits."""
    await db.execute(_PUT, [_row(message, now) for message in messages])


async def put_many(db: Connection, messages: Sequence[Message], now: datetime) -> list[int]:
    """Queue messages and return their ids, in the order of `messages`."""
    if not messages:
        return []
    return await insert_numbered(db, _PUT_MANY, [_row(message, now) for message in messages])


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


async def try_again(db: Connection, accounts: Collection[Account], now: datetime) -> None:
    """Let answers that were not taken from these bots go now: whatever kept them back is over."""
    theirs = select(t.Address.id).where(
        tuple_(t.Address.platform, t.Address.bot).in_(sorted(accounts))
    )
    await db.execute(
        update(t.Outbox)
        .where(
            t.Outbox.address_id.in_(theirs),
            t.Outbox.done_at.is_(None),
            t.Outbox.lane == int(Lane.ANSWERS),
            t.Outbox.owner.is_(None),
            t.Outbox.reason.is_not(None),
            t.Outbox.next_at > now,
        )
        .values(next_at=now)
        .execution_options(synchronize_session=False)
    )


async def put_off(db: Connection, message_id: int, until: datetime) -> None:
    """Give back a message that was claimed in this transaction: it goes at another time."""
    await db.execute(
        update(t.Outbox)
        .where(t.Outbox.id == message_id, t.Outbox.status == "waiting")
        .values(owner=None, next_at=until, attempts=t.Outbox.attempts - 1)
    )


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


async def expire(db: Connection, now: datetime) -> list[tuple[Whose, str]]:
    """Give up what is useless by now and nobody sends.

    Returns whose money slips those were, with what became of each. What is served is given up
    when its turn comes; this is for bots that no process serves.
    """
    reason = case((t.Outbox.reason == HELD, HELD), else_="nobody sent it")
    useless = _given_up(now).where(t.Outbox.useless_after <= now).values(reason=reason)
    return await _slips_among(db, useless)


async def leave_to(
    db: Connection, club_id: int, account: Account, now: datetime
) -> list[tuple[Whose, str]]:
    """Give up what waits at a bot for members of other clubs: from now on it serves this one.

    Returns whose money slips those were, with what became of each.
    """
    platform, bot = account
    others = (
        select(t.Outbox.id)
        .join(t.Address, t.Address.id == t.Outbox.address_id)
        .where(
            t.Address.platform == platform,
            t.Address.bot == bot,
            t.Outbox.club_id != club_id,
            t.Outbox.status == "waiting",
        )
        # What a sender has in hand this moment, it has claimed.
        .with_for_update(of=t.Outbox, skip_locked=True)
    )
    theirs = _given_up(now).where(t.Outbox.id.in_(others)).values(reason=ANOTHER_CLUBS)
    return await _slips_among(db, theirs)


def _given_up(now: datetime) -> Update:
    """Settle what waits and nobody is sending; of a slip that was tried nothing is known."""
    return (
        update(t.Outbox)
        .where(
            t.Outbox.status == "waiting",
            or_(t.Outbox.owner.is_(None), t.Outbox.next_at <= now),
        )
        .values(
            status=case((t.Outbox.tried_at.is_not(None), "unknown"), else_="expired"),
            done_at=now,
            owner=None,
        )
    )


async def _slips_among(db: Connection, given_up: Update) -> list[tuple[Whose, str]]:
    rows = await db.execute(
        given_up.returning(t.Outbox.once, t.Outbox.club_id, t.Outbox.member_id, t.Outbox.status)
    )
    return [((row.club_id, row.member_id), row.status) for row in rows if row.once]


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
_PUT = insert(t.Outbox).inline()  # nobody asks for its id
_PUT_MANY = numbered(t.Outbox)
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
