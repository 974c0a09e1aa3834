"""Quiet times: who is not reminded now, of what, until when."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import (
    BindParameter,
    Date,
    Update,
    and_,
    bindparam,
    insert,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.orm import aliased

from bot.storage import tables as t
from bot.storage.engine import AnySelect, Connection

Reason = Literal["ill", "mourning", "wish", "hardship", "talk"]
ALL, MONEY, MEETINGS = "", "repay", "meeting"
"""What a quiet time is about: the kinds of reminders that begin so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """One quiet time, as it counts for one member."""

    member_id: int
    of_id: int
    """Whose it is: somebody of the household where that is in mourning."""
    kind: str
    reason: str
    until_on: date | None
    """Exclusive; None until she says so."""

    @property
    def is_own_mourning(self) -> bool:
        """Whether she is in mourning herself, and not only somebody of her household."""
        return self.reason == "mourning" and self.of_id == self.member_id

    def covers(self, kind: str, *, money: bool = False) -> bool:
        """Whether a kind of reminder is held back; `money`: it is of money, whatever its name."""
        return kind.startswith(self.kind) or (money and self.kind == MONEY)


async def set_quiet(
    db: Connection,
    *,
    club_id: int,
    member_id: int,
    kind: str,
    reason: Reason,
    from_on: date,
    until_on: date | None,
    set_by: int | None,
    now: datetime,
) -> None:
    """Begin a quiet time; it replaces one for the same reason.

    A wish replaces only the wishes that it includes, and outlasts illness and mourning.
    """
    same = t.Quiet.reason == reason
    if reason == "wish":
        same = and_(same, t.Quiet.kind.startswith(kind, autoescape=True))
    await db.execute(_end(club_id, member_id, from_on).where(same))
    await db.execute(
        insert(t.Quiet).values(
            club_id=club_id,
            member_id=member_id,
            kind=kind,
            reason=reason,
            from_on=from_on,
            until_on=until_on,
            set_by=set_by,
            set_at=now,
        )
    )


async def end_quiet(
    db: Connection, club_id: int, member_id: int, day: date, reason: Reason | None = None
) -> None:
    """Remind a member again from `day` on, of all that rests, or rests for this reason.

    Doing it again changes nothing. The mourning of others in the household stays.
    """
    ended = _end(club_id, member_id, day)
    await db.execute(ended.where(t.Quiet.reason == reason) if reason else ended)


async def of(
    db: Connection, member_ids: Collection[int], day: date
) -> dict[int, tuple[Quiet, ...]]:
    """Return the quiet times of these members on `day`; who has none is missing.

    The mourning of one silences money for the whole household, whatever she chose for herself.
    """
    found: dict[int, tuple[Quiet, ...]] = {}
    for row in await db.execute(_OF, {"member_ids": list(member_ids), "day": day}):
        quiet = Quiet(
            member_id=row.member_id,
            of_id=row.of_id,
            kind=row.kind if row.member_id == row.of_id else MONEY,
            reason=row.reason,
            until_on=row.until_on,
        )
        found[row.member_id] = (*found.get(row.member_id, ()), quiet)
    return found


def quiet_people(kind: str, day: date) -> AnySelect:
    """Select the ids of all members who hear nothing of `kind` on `day`."""
    now = and_(t.Quiet.from_on <= day, or_(t.Quiet.until_on.is_(None), t.Quiet.until_on > day))
    hers = select(t.Quiet.member_id).where(t.Quiet.kind.in_((ALL, kind)), now)
    if kind != MONEY:
        return hers
    kin = aliased(t.Member)
    households = (
        select(kin.household_id)
        .join(t.Quiet, t.Quiet.member_id == kin.id)
        .where(t.Quiet.reason == "mourning", now, kin.household_id.is_not(None))
    )
    in_mourning = t.Member.household_id.in_(households)
    return select(t.Member.id).where(or_(t.Member.id.in_(hers), in_mourning))


def left_in_peace(day: date) -> AnySelect:
    """Select the ids of those whom nobody asks for a favour on `day`: ill, or in mourning."""
    now = and_(t.Quiet.from_on <= day, or_(t.Quiet.until_on.is_(None), t.Quiet.until_on > day))
    return select(t.Quiet.member_id).where(
        or_(t.Quiet.kind == ALL, t.Quiet.reason == "mourning"), now
    )


def _end(club_id: int, member_id: int, day: date) -> Update:
    return (
        update(t.Quiet)
        .where(
            t.Quiet.club_id == club_id,
            t.Quiet.member_id == member_id,
            or_(t.Quiet.until_on.is_(None), t.Quiet.until_on > day),
        )
        .values(until_on=day)
    )


# Made once: reminders ask it for many at a time, again and again.
_IDS: BindParameter[int] = bindparam("member_ids", expanding=True)
_DAY = bindparam("day", type_=Date)
_ON = and_(t.Quiet.from_on <= _DAY, or_(t.Quiet.until_on.is_(None), t.Quiet.until_on > _DAY))
_me, _kin = aliased(t.Member), aliased(t.Member)
_MOURNING = (
    select(_kin.id, _kin.household_id, t.Quiet.kind, t.Quiet.reason, t.Quiet.until_on)
    .join(_kin, _kin.id == t.Quiet.member_id)
    .where(
        t.Quiet.reason == "mourning",
        _ON,
        t.Quiet.club_id.in_(select(t.Member.club_id).where(t.Member.id.in_(_IDS))),
    )
    .cte("mourning")
)
_OF = union_all(
    select(
        t.Quiet.member_id,
        t.Quiet.member_id.label("of_id"),
        t.Quiet.kind,
        t.Quiet.reason,
        t.Quiet.until_on,
    ).where(t.Quiet.member_id.in_(_IDS), _ON),
    select(_me.id, _MOURNING.c.id, _MOURNING.c.kind, _MOURNING.c.reason, _MOURNING.c.until_on)
    .join(_me, _me.household_id == _MOURNING.c.household_id)
    .where(_me.id.in_(_IDS), _me.id != _MOURNING.c.id),
)
