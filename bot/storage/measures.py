"""How the bot fares, in figures: what waits, what became of the rest, and when it last looked.

All of it is read from the database, so that every process tells the same, and so does a command
beside a bot that runs. What is asked every few seconds goes by indexes.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, literal_column, or_, select, text

from bot.chat import Account
from bot.storage import holding
from bot.storage import tables as t
from bot.storage.bots import LONGEST, OF_ADDRESS
from bot.storage.claiming import LEASE
from bot.storage.engine import Connection
from bot.storage.holding import HELD
from bot.storage.messages import Lane
from bot.storage.outbox import ANOTHER_CLUBS
from bot.storage.restored import PERHAPS

SCAN, PLAN, TIDY = "plan", "planned without fault", "tidy"
"""When planning began, when it had planned all kinds of reminders, and when all was tidied."""
REASON_LENGTH = 60  # characters
DROPPED = ("left", "stopped", HELD, ANOTHER_CLUBS, PERHAPS)
"""Why messages were not sent to which nothing had happened: nobody was to hear them any more."""
PLANS_WITHIN = timedelta(minutes=10)
"""The bot plans every minute; when it has not for so long, something is wrong."""
LONG_PAUSE = timedelta(minutes=2)
"""Longer than a busy platform asks to wait; a refused token rests for ten minutes each time."""
DEAF_AFTER = timedelta(minutes=10)
GIVEN_UP_AFTER = timedelta(days=2)
"""Who has heard nothing for so long is a bot that is not used any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What a bot is to say in one lane and has not said, though it is time."""

    account: Account
    lane: Lane
    count: int
    since: datetime
    """When the oldest of it was made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fates:
    """How many messages came to the same end."""

    status: str
    reason: str
    """Without the figures in it, so that there are few; empty for what was simply sent."""
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OurBot:
    """An account of ours, as all processes see it."""

    account: Account
    paused_until: datetime | None
    heard_until: datetime | None
    link: str
    sent_at: datetime | None
    """Its last message within the time that was asked for."""
    trouble: str = ""
    """Why it is not served; empty: nothing known."""

    def is_silenced(self, now: datetime) -> bool:
        """Whether its platform lets it say nothing for long: it asks to wait, or to go away."""
        left = self.paused_until - now if self.paused_until else timedelta(0)
        return LONG_PAUSE < left <= LONGEST

    def is_deaf(self, now: datetime) -> bool:
        """Whether it hears nothing any more, although it did within the last days."""
        silence = now - self.heard_until if self.heard_until else timedelta(0)
        return DEAF_AFTER < silence < GIVEN_UP_AFTER


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBack:
    """How much waits at a bot because its plan, or its platform, takes no more for now."""

    account: Account
    count: int
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much there is of everything."""

    clubs: int
    members: int
    phones: int
    bytes: int


async def waiting(db: Connection, now: datetime) -> list[Waiting]:
    """Return what waits to be sent, by bot and lane: due, held, being sent, or tried in vain."""
    rows = await db.execute(_WAITING, {"soon": now + LEASE})
    return [
        Waiting(
            account=(row.platform, row.bot), lane=Lane(row.lane), count=row.number, since=row.since
        )
        for row in rows
    ]


async def fates(db: Connection, since: datetime) -> list[Fates]:
    """Return what became of the messages that were settled from `since` on, the most first."""
    found: Counter[tuple[str, str]] = Counter()
    for row in await db.execute(_FATES, {"since": since}):
        reason = "" if row.status == "sent" else _without_figures(row.reason or "")
        found[row.status, reason] += row.number
    return [
        Fates(status=status, reason=reason, count=count)
        for (status, reason), count in found.most_common()
    ]


async def our_bots(db: Connection, since: datetime) -> list[OurBot]:
    """Return our accounts that are served, each with its last message since a moment, if any."""
    rows = await db.execute(_SENT, {"since": since})
    sent = {(row.platform, row.bot): row.sent_at for row in rows}
    bots = await db.execute(select(t.Bot).where(t.Bot.served).order_by(t.Bot.platform, t.Bot.bot))
    return [
        OurBot(
            account=(row.platform, row.bot),
            paused_until=row.paused_until,
            heard_until=row.heard_until,
            link=row.link,
            sent_at=sent.get((row.platform, row.bot)),
            trouble=row.trouble,
        )
        for row in bots
    ]


async def held_back(db: Connection, now: datetime) -> list[HeldBack]:
    """Return the bots that hold messages back, the most first."""
    rows = await db.execute(_HELD_BACK, {"now": now, "for_long": now + holding.LONGEST})
    return [
        HeldBack(account=(row.platform, row.bot), count=row.number, until=row.held_until)
        for row in rows
    ]


async def last_slot(db: Connection, scan: str) -> datetime | None:
    """Return the last moment of a tick, or slot of a scan; None before the first."""
    return (await db.execute(_SLOT, {"scan": scan})).scalar_one_or_none()


async def oldest_unsaid(db: Connection, now: datetime) -> datetime | None:
    """Return since when the oldest notice could have been said and was not; None if all were."""
    since = func.min(func.coalesce(t.Notice.wait_until, t.Notice.made_at))
    rows = await db.execute(select(since).where(*_UNSAID, _HAS_WAITED), {"until": now})
    return rows.scalar_one()


async def left_behind(db: Connection, made_before: datetime, until: datetime) -> tuple[int, int]:
    """Return how many notices, and how many reminders in the outbox, should have left and did not.

    They were made before one moment, and waited for nothing any more at another.
    """
    notices = await db.execute(
        select(func.count()).where(*_UNSAID, t.Notice.made_at < made_before, _HAS_WAITED),
        {"until": until},
    )
    messages = await db.execute(
        select(func.count())
        .select_from(t.Outbox)
        .where(
            _WAITS,
            t.Outbox.lane == int(Lane.REMINDERS),
            t.Outbox.made_at < made_before,
            t.Outbox.next_at <= until,
        )
    )
    return notices.scalar_one(), messages.scalar_one()


async def size(db: Connection) -> Size:
    """Return how much there is of everything; it counts, so it is nothing for every minute."""
    clubs = await db.scalar(select(func.count()).select_from(t.Club))
    members = await db.scalar(
        select(func.count()).select_from(t.Member).where(t.Member.left_on.is_(None))
    )
    phones = await db.scalar(
        select(func.count(t.Link.address_id.distinct())).where(t.Link.until.is_(None))
    )
    taken = await db.scalar(text(_BYTES[db.dialect.name]))
    return Size(clubs=clubs or 0, members=members or 0, phones=phones or 0, bytes=taken or 0)


def _without_figures(reason: str) -> str:
    return re.sub(r"\d+", "#", reason)[:REASON_LENGTH]


_AT = t.Outbox.next_at.type
_WAITS = t.Outbox.status == literal_column("'waiting'")  # as the index has it
_ACCOUNT = (t.Address.platform, t.Address.bot)
_WAITING = (
    select(
        *_ACCOUNT,
        t.Outbox.lane,
        func.count().label("number"),
        func.min(t.Outbox.made_at).label("since"),
    )
    .join(t.Address, t.Address.id == t.Outbox.address_id)
    .where(
        _WAITS,
        or_(t.Outbox.next_at <= bindparam("soon", type_=_AT), t.Outbox.reason == HELD),
    )
    .group_by(*_ACCOUNT, t.Outbox.lane)
    .order_by(*_ACCOUNT, t.Outbox.lane)
)
_HELD_BACK = (
    select(t.Bot.platform, t.Bot.bot, t.Bot.held_until, func.count().label("number"))
    .join(t.Address, OF_ADDRESS)
    .join(t.Outbox, t.Outbox.address_id == t.Address.id)
    .where(
        _WAITS,
        t.Bot.served,
        t.Bot.held_until > bindparam("now", type_=_AT),
        t.Bot.held_until <= bindparam("for_long", type_=_AT),
        t.Outbox.lane >= t.Bot.held_lane,
        t.Outbox.lane <= int(Lane.BROADCASTS),
    )
    .group_by(t.Bot.platform, t.Bot.bot, t.Bot.held_until)
    .order_by(func.count().desc(), t.Bot.platform, t.Bot.bot)
)
_FATES = (
    select(t.Outbox.status, t.Outbox.reason, func.count().label("number"))
    .where(t.Outbox.done_at >= bindparam("since", type_=_AT))
    .group_by(t.Outbox.status, t.Outbox.reason)
)
_SENT = (
    select(*_ACCOUNT, func.max(t.Outbox.done_at).label("sent_at"))
    .join(t.Address, t.Address.id == t.Outbox.address_id)
    .where(t.Outbox.done_at >= bindparam("since", type_=_AT), t.Outbox.status == "sent")
    .group_by(*_ACCOUNT)
)
_SLOT = select(t.Tick.slot).where(t.Tick.name == bindparam("scan"))
_UNSAID = (t.Notice.said_at.is_(None), t.Notice.skipped.is_(None))
_HAS_WAITED = or_(
    t.Notice.wait_until.is_(None), t.Notice.wait_until <= bindparam("until", type_=_AT)
)
_BYTES = {
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
    "postgresql": "SELECT pg_database_size(current_database())",
}
