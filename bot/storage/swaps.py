"""Volunteers who cannot go and asked the others: the first yes wins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, insert, select, update

from bot.storage import tables as t
from bot.storage.engine import Connection, inserting

YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """A volunteer who cannot go, and what came of it."""

    id: int
    club_id: int
    shift_id: int
    asked_by: int
    asked_at: datetime
    taken_by: int | None = None
    taken_at: datetime | None = None
    withdrawn_at: datetime | None = None
    """She goes herself after all, or it was settled in another way."""
    said: tuple[tuple[int, str], ...] = ()
    """Who was asked, and what she said: `YES`, `NO`, or nothing yet."""

    @property
    def is_open(self) -> bool:
        """Whether somebody is still looked for."""
        return self.taken_at is None and self.withdrawn_at is None

    @property
    def waiting(self) -> list[int]:
        """Return who has not answered."""
        return [member for member, said in self.said if not said]


async def ask(
    db: Connection, *, club_id: int, shift_id: int, by: int, now: datetime
) -> int | None:
    """Note that a volunteer looks for somebody, and return the id; None where she does so yet."""
    made = await db.execute(
        inserting(db, t.Swap)
        .values(club_id=club_id, shift_id=shift_id, asked_by=by, asked_at=now)
        .on_conflict_do_nothing()
        .returning(t.Swap.id)
    )
    swap_id: int | None = made.scalar_one_or_none()
    return swap_id


async def note_asked(db: Connection, swap_id: int, member_ids: Collection[int]) -> None:
    """Note who was asked."""
    if member_ids:
        rows = [{"swap_id": swap_id, "member_id": one, "said": ""} for one in member_ids]
        await db.execute(insert(t.SwapAsked), rows)


async def note_said(db: Connection, swap_id: int, member_id: int, said: str, at: datetime) -> None:
    """Note what one of them said."""
    hers = t.SwapAsked.swap_id == swap_id, t.SwapAsked.member_id == member_id
    await db.execute(update(t.SwapAsked).where(*hers).values(said=said, said_at=at))


async def take(db: Connection, swap_id: int, member_id: int, now: datetime) -> bool:
    """Let a member go instead; False where somebody else does, or it is settled otherwise."""
    rows = await db.execute(
        update(t.Swap)
        .where(t.Swap.id == swap_id, *_IS_OPEN)
        .values(taken_by=member_id, taken_at=now)
    )
    return rows.rowcount == 1


async def withdraw(db: Connection, swap_id: int, now: datetime) -> bool:
    """Let nobody be looked for any more; False where that was so."""
    rows = await db.execute(
        update(t.Swap).where(t.Swap.id == swap_id, *_IS_OPEN).values(withdrawn_at=now)
    )
    return rows.rowcount == 1


async def one(db: Connection, club_id: int, swap_id: int) -> Swap | None:
    """Return one of the club, whatever came of it."""
    found = await _found(db, t.Swap.club_id == club_id, t.Swap.id == swap_id)
    return found[0] if found else None


async def open_of(db: Connection, shift_ids: Collection[int]) -> list[Swap]:
    """Return what is not settled of these planned visits, in the order in which it was asked."""
    return await _found(db, t.Swap.shift_id.in_(shift_ids), *_IS_OPEN) if shift_ids else []


async def asked_of(db: Connection, member_id: int, since: date) -> list[Swap]:
    """Return what somebody was asked and has not answered, of visits from `since` on."""
    waiting = (
        select(t.SwapAsked.swap_id)
        .join(t.Swap, t.Swap.id == t.SwapAsked.swap_id)
        .join(t.Shift, t.Shift.id == t.Swap.shift_id)
        .where(
            t.SwapAsked.member_id == member_id,
            t.SwapAsked.said == "",
            t.Shift.day >= since,
            t.Shift.cancelled_at.is_(None),
        )
    )
    return await _found(db, t.Swap.id.in_(waiting), *_IS_OPEN)


async def _found(db: Connection, *where: ColumnElement[bool]) -> list[Swap]:
    rows = await db.execute(select(t.Swap.__table__).where(*where).order_by(t.Swap.id))
    found = [Swap(**row._mapping) for row in rows]
    said: dict[int, list[tuple[int, str]]] = defaultdict(list)
    asked = select(t.SwapAsked).where(t.SwapAsked.swap_id.in_([one.id for one in found]))
    for row in await db.execute(asked.order_by(t.SwapAsked.member_id)) if found else ():
        said[row.swap_id].append((row.member_id, row.said))
    return [replace(one, said=tuple(said[one.id])) for one in found]


_IS_OPEN = t.Swap.taken_at.is_(None), t.Swap.withdrawn_at.is_(None)
