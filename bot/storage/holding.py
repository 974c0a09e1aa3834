"""What a bot may not say for now: news and reminders wait, so that it can still answer."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    SQLColumnExpression,
    and_,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    true,
    tuple_,
    update,
)

from bot.chat import Account
from bot.storage import tables as t
from bot.storage.bots import LONGEST as LONGEST_PAUSE
from bot.storage.bots import OF_ADDRESS, ONE, is_bot, named
from bot.storage.engine import AnyRow, AnySelect, Connection
from bot.storage.messages import Lane
from bot.storage.usage import USED, Plans, by_day, in_month, next_month, per_cent, plan_of

BROADCASTS_WAIT, REMINDERS_WAIT = 90, 95
"""From how many per cent of a month's messages on they wait for the next month."""
LONGEST = timedelta(days=32)
"""Nothing is held for longer; what says so was written by a clock that was wrong."""
LOOKED_AT = timedelta(minutes=1)
"""What is silent for no longer is not put aside."""
ASIDE = timedelta(hours=12)
"""What is put aside is looked at again by then."""
HELD = "held"
"""Why an announcement was given up that would have waited for longer than it is of use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """How many people wait for something that is held back, and until when at the longest."""

    people: int
    until: datetime | None
    """None: nobody does."""


NONE_HELD = Held(people=0, until=None)


async def keep_within(
    db: Connection, plans: Plans, now: datetime, accounts: Collection[Account] | None = None
) -> bool:
    """Hold back what may wait where a month's messages run out; returns whether anything waits.

    A hold for the rest of the month ends when a bigger plan makes it needless; a shorter one,
    after a refusal, stays. None: all bots.
    """
    wanted = USED
    if accounts is not None:
        wanted = wanted.where(tuple_(t.Bot.platform, t.Bot.bot).in_(sorted(accounts)))
    changes, holds = [], False
    for row in (await db.execute(wanted, in_month(plans, now))).all():
        used = per_cent(row.messages, plan_of(row, plans).messages)
        lane, until = _hold(row, _lane(used), now)
        holds = holds or lane is not None
        if (lane, until) != (row.held_lane, row.held_until):
            changes.append(named((row.platform, row.bot)) | {"lane": lane, "until": until})
    if changes:
        await db.execute(_SET, changes)
    return holds


async def refused(db: Connection, until: Mapping[Account, datetime]) -> None:
    """Let all that may wait wait until then, by day, for bots whose platform takes nothing now."""
    if until:
        values = [named(account) | {"until": by_day(until[account])} for account in sorted(until)]
        await db.execute(_REFUSED, values)


async def give_up(db: Connection, now: datetime) -> int:
    """Give up announcements that would wait for longer than they are of use; returns how many.

    Their writers can have people told in person as long as it helps.
    """
    return (await db.execute(_GIVE_UP, moments(now))).rowcount


async def put_aside(db: Connection, now: datetime) -> None:
    """Let nobody look at what has to wait for long: it would be passed over twice a second.

    What was put aside and may go now is brought back.
    """
    given = moments(now) | {"soon": now + LOOKED_AT, "far": now + LONGEST_PAUSE}
    await db.execute(_BRING_BACK, given)
    await db.execute(_PUT_ASIDE, given | {"later": now + ASIDE})


async def waiting(db: Connection, broadcast_id: int, now: datetime) -> Held:
    """Return how many people wait for an announcement because a bot holds it back."""
    rows = await db.execute(
        select(func.count().label("people"), func.max(t.Bot.held_until).label("until"))
        .select_from(t.BroadcastTo)
        .join(t.Outbox, t.Outbox.id == t.BroadcastTo.outbox_id)
        .join(t.Address, t.Address.id == t.Outbox.address_id)
        .join(t.Bot, OF_ADDRESS)
        .where(
            t.BroadcastTo.broadcast_id == broadcast_id,
            t.BroadcastTo.told_at.is_(None),
            t.Outbox.status == "waiting",
            holds(t.Outbox.lane),
        ),
        moments(now),
    )
    row = rows.one()
    return Held(people=row.people, until=row.until)


async def held_back(db: Connection, club_id: int, account: Account) -> int:
    """Return how many messages of a club wait because of a bot's hold."""
    rows = await db.execute(
        select(func.count())
        .select_from(t.Bot)
        .join(t.Address, OF_ADDRESS)
        .join(t.Outbox, t.Outbox.address_id == t.Address.id)
        .where(
            is_bot(account),
            t.Outbox.club_id == club_id,
            t.Outbox.lane >= t.Bot.held_lane,
            _waits,
        )
    )
    return rows.scalar_one()


def holds(lane: SQLColumnExpression[int] | int) -> ColumnElement[bool]:
    """Whether a bot holds back messages of a lane at the `moments` that a statement is given."""
    return and_(t.Bot.held_lane <= lane, t.Bot.held_until > _NOW, t.Bot.held_until <= _FOR_LONG)


def moments(now: datetime | None) -> dict[str, object]:
    """Return the values that `holds` takes; at None nothing is held back."""
    return {"now": now, "for_long": now and now + LONGEST}


def _lane(used: int) -> Lane | None:
    if used >= REMINDERS_WAIT:
        return Lane.REMINDERS
    return Lane.BROADCASTS if used >= BROADCASTS_WAIT else None


def _hold(row: AnyRow, wanted: Lane | None, now: datetime) -> tuple[int | None, datetime | None]:
    """Return the lane from which on a bot waits and until when, beside what holds it already."""
    month_ends = next_month(now)
    holds = row.held_until is not None and now < row.held_until <= now + LONGEST
    for_the_month = row.held_until == month_ends
    if holds and not for_the_month and (wanted is None or row.held_lane <= wanted):
        return row.held_lane, row.held_until
    if wanted is not None:
        return int(wanted), month_ends
    # A plan that is made bigger at night wakes nobody.
    return (row.held_lane, by_day(now)) if holds and by_day(now) > now else (None, None)


_UNTIL = bindparam("until", type_=t.Bot.held_until.type)
_SET = update(t.Bot).where(ONE).values(held_lane=bindparam("lane"), held_until=_UNTIL)
_REFUSED = (
    update(t.Bot)
    .where(
        ONE,
        or_(
            t.Bot.held_until.is_(None),
            t.Bot.held_until < _UNTIL,
            t.Bot.held_lane > int(Lane.REMINDERS),
        ),
    )
    .values(held_lane=int(Lane.REMINDERS), held_until=_UNTIL)
)
_NOW, _SOON, _FAR, _FOR_LONG, _LATER = (
    bindparam(name, type_=t.Bot.held_until.type)
    for name in ("now", "soon", "far", "for_long", "later")
)
_is_held = holds(t.Outbox.lane)
_is_silent = or_(_is_held, and_(t.Bot.paused_until > _SOON, t.Bot.paused_until <= _FAR))
# PostgreSQL looks at these once more when a row was changed meanwhile.
_waits = and_(
    t.Outbox.status == literal_column("'waiting'"),
    t.Outbox.lane.in_((int(Lane.REMINDERS), int(Lane.BROADCASTS))),
)
_is_free = and_(_waits, t.Outbox.next_at <= _NOW)
_is_useless = and_(
    _waits,
    t.Outbox.lane == int(Lane.BROADCASTS),
    or_(t.Outbox.owner.is_(None), t.Outbox.next_at <= _NOW),
)
_is_aside = and_(_waits, t.Outbox.owner.is_(None), t.Outbox.reason == HELD)


def _of_bots(*conditions: ColumnElement[bool]) -> AnySelect:
    """Select messages from their bots on: by indexes, however much waits elsewhere."""
    return (
        select(t.Outbox.id)
        .select_from(t.Bot)
        .join(t.Address, OF_ADDRESS)
        .join(t.Outbox, t.Outbox.address_id == t.Address.id)
        .where(*conditions)
    )


_GIVE_UP = (
    update(t.Outbox)
    .where(
        t.Outbox.id.in_(
            _of_bots(_is_held, _is_useless, t.Outbox.useless_after <= t.Bot.held_until)
        ),
        _is_useless,
    )
    .values(status="expired", done_at=_NOW, reason=HELD, owner=None)
    .execution_options(synchronize_session=False)
)
_PUT_ASIDE = (
    update(t.Outbox)
    .where(t.Outbox.id.in_(_of_bots(_is_silent, _is_free)), _is_free)
    .values(next_at=_LATER, reason=HELD, owner=None)
    .execution_options(synchronize_session=False)
)
_BRING_BACK = (
    update(t.Outbox)
    .where(t.Outbox.id.in_(_of_bots(_is_silent.is_not(true()), _is_aside)), _is_aside)
    .values(next_at=_NOW, reason=None)
    .execution_options(synchronize_session=False)
)
