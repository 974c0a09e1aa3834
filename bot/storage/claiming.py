"""What a process takes out of the outbox to send it: for one lease, of bots that may speak now.

`next_at` is schedule, lease end and retry time in one: a row that is being sent looks like a row
that may go later, so a sender that dies gives it back by doing nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import (
    Integer,
    bindparam,
    case,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.orm import aliased

from bot.chat import Account, Address, Choice, Reply
from bot.storage import bots, holding
from bot.storage import tables as t
from bot.storage.engine import AnyRow, Connection, exclusive
from bot.storage.messages import Claimed, Lane

LEASE = timedelta(seconds=60)
LOOKS = 3
"""In one claim, where the first rows are of bots that have no room for more of them."""


async def claim(
    db: Connection,
    *,
    owner: str,
    now: datetime,
    limit: int,
    platforms: Collection[str],
    room: Callable[[Account], int] | None = None,
    without: Collection[Account] = (),
    lanes: Collection[Lane] = tuple(Lane),
) -> list[Claimed]:
    """Take up to `limit` due messages, answers first, for one lease.

    Of the bots on `platforms` that are served, but for those in `without`; `room` says how many
    each may get. A message stays behind while an earlier one of its address and lane is being
    sent or waits, or while its bot is paused or its lane held. What would wait for too long was
    put off by a clock that was wrong.
    """
    await exclusive(db, f"outbox {min(lanes)}")
    claim = _Claim(db=db, owner=owner, now=now, limit=limit, room=room, full=set(without))
    # Each lane by itself: for several at once PostgreSQL would sort all that waits in them.
    for lane in sorted(lanes):
        await claim.take(lane, platforms)
    return claim.claimed


@dataclass(slots=True, kw_only=True)
class _Claim:
    """One claim, as far as it has come."""

    db: Connection
    owner: str
    now: datetime
    limit: int
    room: Callable[[Account], int] | None
    full: set[Account]
    """The bots of which nothing (more) is taken."""
    taken: Counter[Account] = field(default_factory=Counter)
    claimed: list[Claimed] = field(default_factory=list)

    async def take(self, lane: Lane, platforms: Collection[str]) -> None:
        """Take what is due in a lane; look again where those in front had no room for more."""
        for _look in range(LOOKS):
            most = self.limit - len(self.claimed)
            rows = await self._due(lane, platforms, most) if most > 0 else []
            if fitting := self._fitting(rows):
                leased_to = self.now + LEASE
                ids = [row.id for row in fitting]
                values = {"ids": ids, "its_owner": self.owner, "leased_to": leased_to}
                await self.db.execute(_TAKE, values)
                self.claimed += [_claimed(row, leased_to) for row in fitting]
            if len(rows) < most or len(fitting) == len(rows):
                break

    async def _due(self, lane: Lane, platforms: Collection[str], most: int) -> Sequence[AnyRow]:
        given = {
            "now": self.now,
            "far": self.now + bots.LONGEST,
            "for_long": self.now + holding.LONGEST,
            "lane": int(lane),
            "most": most,
            "platforms": sorted(platforms),
            "without": sorted(f"{platform} {bot}" for platform, bot in self.full),
        }
        return (await self.db.execute(_DUE, given)).all()

    def _fitting(self, rows: Sequence[AnyRow]) -> list[AnyRow]:
        """Return the messages for which their bots have room; note the bots that are full."""
        fitting = []
        for row in rows:
            account = (row.platform, row.bot)
            if self.room is None or self.taken[account] < self.room(account):
                self.taken[account] += 1
                fitting.append(row)
            else:
                self.full.add(account)
        return fitting


# Statements of every round are made once: that costs more than running them.
_earlier = aliased(t.Outbox)
_NOW, _FAR, _FOR_LONG = (
    bindparam(name, type_=t.Outbox.next_at.type) for name in ("now", "far", "for_long")
)
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
_is_its_clubs = or_(
    t.Bot.club_id.is_(None), t.Outbox.club_id.is_(None), t.Bot.club_id == t.Outbox.club_id
)
_DUE = (
    select(t.Outbox, t.Address.platform, t.Address.bot, t.Address.chat)
    .join(t.Address, t.Address.id == t.Outbox.address_id)
    .join(t.Bot, bots.OF_ADDRESS)
    .where(
        t.Outbox.done_at.is_(None),  # it waits; see its indexes
        t.Outbox.lane == bindparam("lane"),
        or_(t.Outbox.next_at <= _NOW, t.Outbox.next_at > _FAR),
        t.Bot.served,
        t.Bot.platform.in_(bindparam("platforms", expanding=True)),
        # By one name: that is looked up in a table, pairs would be compared one after the other.
        (t.Bot.platform + " " + t.Bot.bot).not_in(bindparam("without", expanding=True)),
        or_(t.Bot.paused_until.is_(None), t.Bot.paused_until <= _NOW, t.Bot.paused_until > _FAR),
        or_(
            t.Bot.held_lane.is_(None),
            t.Outbox.lane < t.Bot.held_lane,
            t.Outbox.lane > int(Lane.BROADCASTS),
            t.Bot.held_until <= _NOW,
            t.Bot.held_until > _FOR_LONG,
        ),
        # PostgreSQL takes what "is null" to be rare, and would then look at all that waits.
        case((_held_up.is_(None), 1)).is_not(None),
        case((_is_its_clubs, 1)).is_not(None),
    )
    .order_by(t.Outbox.id)
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
